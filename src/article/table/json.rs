//! JSON lines: an object a line. Invariant: a line over the limit is passed over without being held; blank lines are none.

use crate::article::columns::{Cells, Ranked};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::{self, BufRead};

/// What was found where a line was looked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line, without its end.
    Full,
    /// One over the limit, of so many bytes.
    TooLong(u64),
    /// The end.
    None,
}

/// Reads the next line into `line`, which is emptied before.
pub(crate) fn line(from: &mut dyn BufRead, line: &mut Vec<u8>, limit: u64) -> io::Result<Line> {
    line.clear();
    let mut bytes = 0u64;
    loop {
        let buffer = match from.fill_buf() {
            Ok(buffer) => buffer,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
            Err(why) => return Err(why),
        };
        if buffer.is_empty() {
            return Ok(match bytes {
                0 => Line::None,
                _ if bytes > limit => Line::TooLong(bytes),
                _ => Line::Full,
            });
        }
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        bytes += part.len() as u64;
        if bytes > limit {
            *line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let used = end.map_or(buffer.len(), |end| end + 1);
        from.consume(used);
        if end.is_some() {
            return Ok(if bytes > limit { Line::TooLong(bytes) } else { Line::Full });
        }
    }
}

/// The cells of the object `line`: strings as they are, numbers and truth values as JSON writes them, of a list its first; objects and null are empty.
pub(crate) fn cells(line: &[u8], ranked: &Ranked) -> Result<Cells, (String, String)> {
    let mut deserializer = serde_json::Deserializer::from_slice(line);
    let cells = deserializer
        .deserialize_map(Object(ranked))
        .and_then(|cells| deserializer.end().map(|()| cells));
    cells.map_err(|why| {
        (
            format!("column {}: {}", why.column(), said(&why)),
            "Each line must be one JSON object, in UTF-8, with the columns as its keys.".to_owned(),
        )
    })
}

/// The keys of the object `line`, in its order.
pub(crate) fn keys(line: &[u8]) -> Vec<String> {
    struct Keys;
    impl<'de> Visitor<'de> for Keys {
        type Value = Vec<String>;
        fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
            out.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
            let mut keys = Vec::new();
            while let Some((key, IgnoredAny)) = map.next_entry::<String, IgnoredAny>()? {
                keys.push(key);
            }
            Ok(keys)
        }
    }
    serde_json::Deserializer::from_slice(line).deserialize_map(Keys).unwrap_or_default()
}

/// The message without its place, which is told otherwise.
fn said(why: &serde_json::Error) -> String {
    let message = why.to_string();
    message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(message, _)| message)
        .to_owned()
}

struct Object<'r>(&'r Ranked);

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Cells;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cells, A::Error> {
        let mut cells = Cells::default();
        let mut ranks = [usize::MAX; crate::article::Field::ALL.len()];
        while let Some(found) = map.next_key_seed(Key(self.0))? {
            match found {
                Some((field, rank)) if rank < ranks[field as usize] => {
                    let Cell(cell) = map.next_value()?;
                    if cell.is_some() {
                        (cells[field as usize], ranks[field as usize]) = (cell, rank);
                    }
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(cells)
    }
}

/// A key, looked up without being kept.
struct Key<'r>(&'r Ranked);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<(crate::article::Field, usize)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<(crate::article::Field, usize)>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.get(key).copied())
    }
}

/// A value as a cell.
struct Cell(Option<String>);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Cell, D::Error> {
        deserializer.deserialize_any(Value).map(Cell)
    }
}

struct Value;

impl<'de> Visitor<'de> for Value {
    type Value = Option<String>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a value")
    }
    fn visit_str<E>(self, value: &str) -> Result<Option<String>, E> {
        Ok(Some(value.to_owned()))
    }
    fn visit_bool<E>(self, value: bool) -> Result<Option<String>, E> {
        Ok(Some(value.to_string()))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Option<String>, E> {
        Ok(Some(value.to_string()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Option<String>, E> {
        Ok(Some(value.to_string()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Option<String>, E> {
        Ok(Some(value.to_string()))
    }
    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<String>, A::Error> {
        let first = seq.next_element::<Cell>()?;
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first.and_then(|Cell(cell)| cell))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Columns, Field};
    use std::io::BufReader;

    #[test]
    fn lines_over_the_limit_are_passed_over_and_the_next_is_whole() {
        let text = format!("ab\r\n\n{}\nlast", "x".repeat(50));
        let mut from = BufReader::with_capacity(7, text.as_bytes());
        let mut held = Vec::new();
        let mut seen = Vec::new();
        loop {
            match line(&mut from, &mut held, 10).unwrap() {
                Line::Full => seen.push(String::from_utf8(held.clone()).unwrap()),
                Line::TooLong(bytes) => seen.push(format!("too long: {bytes}")),
                Line::None => break,
            }
        }
        assert_eq!(seen, ["ab\r", "", "too long: 50", "last"]);
    }

    #[test]
    fn cells_come_by_the_first_name_that_is_there() {
        let ranked = Columns::default().ranked();
        let cells = |line: &str| cells(line.as_bytes(), &ranked);
        let found = cells(r#"{"content":"c","text":"t","id":7,"source":["https://a.example/x","b"],"title":null,"extra":{"deep":[[]]}}"#).unwrap();
        let cell = |field: Field| found[field as usize].as_deref();
        assert_eq!(
            [cell(Field::Text), cell(Field::Id), cell(Field::Outlet), cell(Field::Title)],
            [Some("t"), Some("7"), Some("https://a.example/x"), None]
        );
        for bad in ["", "[]", "{\"text\":\"a\"} x", "{\"text\":\"\\ud800\"}", "{\"text\":"] {
            assert!(cells(bad).is_err(), "{bad}");
        }
        let deep = format!("{{\"text\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(cells(&deep).unwrap_err().0.contains("recursion"));
    }
}
