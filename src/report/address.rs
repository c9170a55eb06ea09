//! Addresses on the page that name statements: `#/speaker=ada-quill&year=2016`. Invariant: only letters, digits and `#/=&%-._` of ASCII stand in one, whatever the names, so it needs
//! no escaping in HTML or SVG; the page's script reads it back as it was.

use crate::chart::Opens;
use crate::compare::By;
use std::fmt::Write;

/// An address in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address of the statements for which all of these hold; the keys are those of the page's script.
    pub fn of(asked: &[(&str, &str)]) -> Address {
        let mut address = "#/".to_owned();
        for (index, (key, value)) in asked.iter().enumerate() {
            let _ = write!(address, "{}{key}=", if index > 0 { "&" } else { "" });
            for byte in value.bytes() {
                let _ = match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => write!(address, "{}", char::from(byte)),
                    _ => write!(address, "%{byte:02X}"),
                };
            }
        }
        Address(address)
    }

    /// The statements of a group that count, of one year or of all.
    pub fn group(by: By, key: &str, year: Option<i16>) -> Address {
        let year = year.map(|year| year.to_string());
        let mut asked = match by {
            By::All => Vec::new(),
            By::Side => vec![("side", key)],
            By::Speaker => vec![("speaker", key)],
            By::Role => vec![("role", key)],
            By::Outlet => vec![("outlet", key)],
        };
        asked.extend(year.as_deref().map(|year| ("year", year)));
        asked.push(("counts", "1"));
        Address::of(&asked)
    }

    /// What a spot on a chart opens.
    pub fn opened(opens: &Opens) -> Address {
        match opens {
            Opens::Statement(id) => Address::of(&[("statement", id)]),
            Opens::Group { by, key, year } => Address::group(*by, key, *year),
            Opens::Entry(name) => Address::of(&[("entry", name), ("counts", "1")]),
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_letters_are_carried() {
        let group = Address::group(By::Speaker, "ada-quill", Some(2016));
        assert_eq!(group.to_string(), "#/speaker=ada-quill&year=2016&counts=1");
        assert_eq!(
            Address::of(&[("entry", "own:threat:\"><b>&=é"), ("counts", "1")]).to_string(),
            "#/entry=own%3Athreat%3A%22%3E%3Cb%3E%26%3D%C3%A9&counts=1"
        );
    }
}
