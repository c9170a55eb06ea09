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
            Opens::Stance { side, target, year } => {
                let year = year.map(|year| year.to_string());
                let mut asked = vec![("side", side.as_str()), ("target", target)];
                asked.extend(year.as_deref().map(|year| ("year", year)));
                asked.push(("counts", "1"));
                Address::of(&asked)
            }
            Opens::Ratings {
                by,
                key,
                year,
                dimension,
                halves: [over, to],
            } => {
                let points = |halves: &u8| (f64::from(*halves) / 2.0).to_string();
                let range = if to == &0 {
                    "0".to_owned()
                } else {
                    format!("{}-{}", points(over), points(to))
                };
                let group = Address::group(*by, key, Some(*year));
                Address(format!("{group}&{}={range}", dimension.as_str()))
            }
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
        let ratings = |halves| Opens::Ratings {
            by: By::All,
            key: "all".to_owned(),
            year: 2022,
            dimension: crate::tone::Dimension::Hostility,
            halves,
        };
        assert_eq!(Address::opened(&ratings([0, 0])).to_string(), "#/year=2022&counts=1&hostility=0");
        assert_eq!(Address::opened(&ratings([1, 2])).to_string(), "#/year=2022&counts=1&hostility=0.5-1");
        let stance = Opens::Stance {
            side: "Meridian Pact".to_owned(),
            target: "Varrow".to_owned(),
            year: None,
        };
        assert_eq!(Address::opened(&stance).to_string(), "#/side=Meridian%20Pact&target=Varrow&counts=1");
        assert_eq!(
            Address::of(&[("entry", "own:threat:\"><b>&=é"), ("counts", "1")]).to_string(),
            "#/entry=own%3Athreat%3A%22%3E%3Cb%3E%26%3D%C3%A9&counts=1"
        );
    }
}
