//! Lines of a text as page furniture is told from: trimmed, with what stands around them. Invariant: spans are in text order, hold no line end and no white space at either end.

use super::Span;
use memchr::memchr3_iter;
use std::borrow::Cow;

/// A line that is not blank.
#[derive(Clone, Debug)]
pub(super) struct Line<'t> {
    /// Where its words are.
    pub span: Span,
    /// The words as shown: links of markdown reduced to their text.
    pub shown: Cow<'t, str>,
    /// A blank line (or nothing) stands before it.
    pub after_gap: bool,
    /// A blank line (or nothing) stands behind it.
    pub before_gap: bool,
}

/// Longer lines are paragraphs, never furniture; what is decided by a line's words is not asked of them.
pub(super) const LONGEST: usize = 600;

impl Line<'_> {
    /// Words separated by white space.
    pub fn words(&self) -> usize {
        self.shown.split_whitespace().count()
    }

    /// Whether it closes as a sentence does, closing marks left aside.
    pub fn is_sentence(&self) -> bool {
        is_sentence(&self.shown)
    }
}

/// The lines of `text`; LF, CR LF, CR and the Unicode separators end one.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut gap = true;
    let mut start = 0;
    while start <= text.len() {
        let rest = &text[start..];
        let (length, end) = match line_end(rest) {
            Some(length) if rest[length..].starts_with("\r\n") => (length, 2),
            Some(length) => (length, rest[length..].chars().next().map_or(1, char::len_utf8)),
            None => (rest.len(), 1),
        };
        let raw = &rest[..length];
        let left = raw.trim_start_matches(blank);
        let words = left.trim_end_matches(blank);
        let from = start + raw.len() - left.len();
        if words.is_empty() {
            if let Some(last) = lines.last_mut() {
                last.before_gap = true;
            }
            gap = true;
        } else {
            let shown = if words.len() <= LONGEST && words.contains("](") {
                Cow::Owned(without_links(words))
            } else {
                Cow::Borrowed(words)
            };
            lines.push(Line {
                span: Span::new(from, from + words.len()),
                shown,
                after_gap: gap,
                before_gap: false,
            });
            gap = false;
        }
        start += length + end;
    }
    if let Some(last) = lines.last_mut() {
        last.before_gap = true;
    }
    lines
}

/// Where the first line end stands.
fn line_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // 0xE2 0x80 0xA8 and 0xA9 are the Unicode separators.
    memchr3_iter(b'\n', b'\r', 0xE2, bytes).find(|&at| bytes[at] != 0xE2 || matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])))
}

/// `words` in small letters, as `str::to_lowercase` gives them; ASCII, and punctuation beyond it, without a look at each character's case.
pub(super) fn lowered(words: &str) -> String {
    let mut lower = words.to_ascii_lowercase();
    let mut rest = words;
    while let Some(at) = rest.bytes().position(|byte| byte >= 0x80) {
        let mut others = rest[at..].chars();
        let cased = others
            .next()
            .is_some_and(|char| !matches!(char, '\u{2000}'..='\u{206F}') && !char.to_lowercase().eq([char]));
        if cased {
            lower = words.to_lowercase();
            break;
        }
        rest = others.as_str();
    }
    lower
}

fn blank(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\u{FEFF}' | '\u{200B}' | '\u{200E}' | '\u{200F}')
}

/// Whether `words` close as a sentence does, closing marks left aside.
pub(super) fn is_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', '*', '_'])
        .ends_with(['.', '!', '?', '…'])
}

/// A markdown link: `[` … `](` … `)`, as bytes of the text it was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// `[`, or `!` of a picture.
    pub open: usize,
    /// First byte of the text.
    pub text: usize,
    /// `]`.
    pub close: usize,
    /// One past `)`.
    pub end: usize,
    /// `![…](…)`.
    pub picture: bool,
}

/// Markdown links of `text`, from left to right, each on one line. Linear: `[` is kept only until its line ends.
pub(super) fn links(text: &str) -> Vec<Link> {
    let bytes = text.as_bytes();
    let mut links = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    while let Some(step) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| matches!(byte, b'[' | b']' | b'\n')))
    {
        at += step;
        match bytes[at] {
            b'[' => open = Some(at),
            b'\n' => open = None,
            _ => {
                if let Some(start) = open.take()
                    && bytes.get(at + 1) == Some(&b'(')
                    // Addresses are short; a bracket that is never closed must not be sought through the whole text each time.
                    && let Some(length) = bytes[at + 2..].iter().take(2048).position(|byte| matches!(byte, b')' | b'\n' | b' '))
                    && bytes[at + 2 + length] == b')'
                {
                    let picture = start > 0 && bytes[start - 1] == b'!';
                    let end = at + 2 + length + 1;
                    links.push(Link {
                        open: start - usize::from(picture),
                        text: start + 1,
                        close: at,
                        end,
                        picture,
                    });
                    at = end - 1;
                }
            }
        }
        at += 1;
    }
    links
}

fn without_links(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    let mut from = 0;
    for link in links(words) {
        shown.push_str(&words[from..link.open]);
        shown.push_str(&words[link.text..link.close]);
        from = link.end;
    }
    shown.push_str(&words[from..]);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_know_their_gaps() {
        let text = "\n One \r\nTwo\rThree\n \u{A0}\nFour";
        let shown: Vec<(String, bool, bool)> = lines(text)
            .iter()
            .map(|line| (line.shown.to_string(), line.after_gap, line.before_gap))
            .collect();
        let expected = [("One", true, false), ("Two", false, false), ("Three", false, true), ("Four", true, true)];
        assert_eq!(shown, expected.map(|(words, after, before)| (words.to_owned(), after, before)));
    }

    #[test]
    fn links_are_shown_by_their_text() {
        let text = "By [Ada Example](https://e.org/(x) and [Bo](#), [sic] ![map](m.png)";
        assert_eq!(lines(text)[0].shown, "By Ada Example and Bo, [sic] map");
        assert!(links(text)[2].picture);
    }

    proptest! {
        #[test]
        fn small_letters_are_those_of_the_standard_library(text in "(\\PC|Σ|ΑΣ|İ|É|’| |Abc){0,20}") {
            prop_assert_eq!(lowered(&text), text.to_lowercase());
        }

        #[test]
        fn spans_hold_the_trimmed_line(text in "(\\PC|\n|\r|\\[|\\]\\(|\\)| ){0,80}") {
            for line in lines(&text) {
                let words = line.span.of(&text);
                prop_assert!(!words.is_empty() && !words.contains(['\n', '\r']) && words.trim() == words);
            }
            for link in links(&text) {
                prop_assert!(text.is_char_boundary(link.end) && link.text <= link.close && link.close < link.end);
            }
        }
    }
}
