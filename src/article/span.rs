//! A span: a half-open byte range into one text. Invariant: both ends lie on character boundaries of the text it was made for, so that
//! `span.of(text)` never panics and is always the very words. Tables give Unicode code points ([`CodePoints`]), which is what Python and R count.

use serde::{Deserialize, Serialize};

/// A half-open byte range `start..end` into a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span `start..end`. Both in bytes; `start <= end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Span {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The words themselves.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range()]
    }

    /// As a range of `usize`, to index with.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds no byte.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Turns byte offsets of one text into code points. One pass over the text, none where it is ASCII.
pub struct CodePoints {
    /// Byte offset of every 64th code point; `None` for ASCII, where bytes are code points.
    marks: Option<Vec<u32>>,
}

impl CodePoints {
    /// Prepares `text`.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return CodePoints { marks: None };
        }
        CodePoints {
            marks: Some(text.char_indices().step_by(64).map(|(byte, _)| byte as u32).collect()),
        }
    }

    /// The code point at byte `offset` of `text`, which must be the text given to [`CodePoints::new`] and a character boundary of it.
    pub fn at(&self, text: &str, offset: u32) -> u32 {
        let Some(marks) = &self.marks else { return offset };
        let mark = marks.partition_point(|&byte| byte <= offset).saturating_sub(1);
        let from = marks.get(mark).copied().unwrap_or(0);
        (mark * 64) as u32 + text[from as usize..offset as usize].chars().count() as u32
    }

    /// A span as `[start, end]` in code points.
    pub fn span(&self, text: &str, span: Span) -> [u32; 2] {
        [self.at(text, span.start), self.at(text, span.end)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_agree_with_counting(text in "\\PC{0,300}") {
            let points = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(&text, byte as u32), count as u32);
            }
            prop_assert_eq!(points.at(&text, text.len() as u32), text.chars().count() as u32);
        }
    }
}
