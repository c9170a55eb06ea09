//! An entry: a pattern of words with its weight in one dimension. Invariant: a [`Pattern`] that exists has at least one word, at most [`LONGEST`], and no
//! two gaps in a row.

use super::token::{Mark, TokenKind, fold, tokens};
use super::{Dimension, Micro};

/// Most words of a pattern, the parts of hyphenated words counted.
pub const LONGEST: usize = 16;

/// Most words that a gap `…` passes over.
pub const GAP: usize = 4;

/// Most gaps of a pattern.
pub const GAPS: usize = 3;

/// A trigger: marks around a word or a few within a quotation, which keep them at arm's length ("their ‘peace’").
pub const ASIDE: &str = "‘’";

/// A trigger: a longer quotation within a quotation, somebody else's words.
pub const WITHIN: &str = "‘…’";

/// One entry of a lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The words, as the lexicon writes them.
    pub pattern: String,
    /// The scale it counts on.
    pub dimension: Dimension,
    /// The speech act or image it belongs to ("accusation").
    pub category: String,
    /// What it rates alone, 0 to 4 points.
    pub weight: Micro,
    /// Longer phrases in which it does not count, as written.
    pub not_in: Vec<String>,
    /// Why it is as it is.
    pub note: Option<String>,
    /// Name of its lexicon.
    pub lexicon: String,
    /// File of its lexicon, as given to the rater.
    pub file: String,
    /// Line in that file, from 1.
    pub line: u32,
}

impl Entry {
    /// `lexicon:category:pattern`, its name in tables.
    pub fn name(&self) -> String {
        format!("{}:{}:{}", self.lexicon, self.category, self.pattern)
    }
}

/// A pattern taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub words: Vec<PatternWord>,
}

/// One word of a pattern, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatternWord {
    pub literal: String,
    /// Written with `*`: any ending.
    pub prefix: bool,
    /// Joined by a hyphen to the word before.
    pub glued: bool,
    /// A gap stands before it.
    pub gap: bool,
}

/// What is wrong with a pattern, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatternFault {
    pub problem: String,
    pub advice: String,
}

impl Pattern {
    /// Reads a pattern. `marks`: whether a lone `?` or `!` may stand for that mark, and [`ASIDE`] or [`WITHIN`] for a quotation in a quotation, as they may in the triggers of rules.
    pub fn parse(text: &str, marks: bool) -> Result<Pattern, PatternFault> {
        let fault = |problem: &str, advice: &str| {
            Err(PatternFault {
                problem: problem.to_owned(),
                advice: advice.to_owned(),
            })
        };
        if marks && matches!(text.trim(), "?" | "!" | ASIDE | WITHIN) {
            return Ok(Pattern {
                words: vec![PatternWord {
                    literal: text.trim().to_owned(),
                    prefix: false,
                    glued: false,
                    gap: false,
                }],
            });
        }
        let mut words: Vec<PatternWord> = Vec::new();
        let (mut gap, mut gaps, mut end) = (false, 0, usize::MAX);
        for token in tokens(text) {
            let here = token.span.of(text);
            match token.kind {
                TokenKind::Word | TokenKind::Number => {
                    for (n, part) in fold(here).split('-').filter(|part| !part.is_empty()).enumerate() {
                        words.push(PatternWord {
                            literal: part.to_owned(),
                            prefix: false,
                            glued: n > 0,
                            gap: gap && n == 0,
                        });
                    }
                    gap = false;
                    end = token.span.end as usize;
                }
                TokenKind::Possessive => end = token.span.end as usize,
                TokenKind::Mark(Mark::Ellipsis) => {
                    if words.is_empty() {
                        return fault("starts with a gap", "begin it with a word: the gap \"…\" stands between words");
                    }
                    if gap {
                        return fault("has two gaps in a row", "write one \"…\": it already passes over up to four words");
                    }
                    gap = true;
                    gaps += 1;
                    // Folding "…" glued to a star or word is the author's spacing; it reads the same.
                }
                TokenKind::Mark(_) if here == "*" => {
                    let after = text[token.span.end as usize..].chars().next();
                    let inside = after.is_some_and(|c| !c.is_whitespace() && c != '…' && c != '.');
                    match words.last_mut() {
                        Some(word) if end == token.span.start as usize && !inside => word.prefix = true,
                        _ => {
                            return fault(
                                "has a * that does not end a word",
                                "put the * right behind the last letter of a word (\"blam*\"): it stands for any ending, never for a beginning or a middle",
                            );
                        }
                    }
                }
                TokenKind::Mark(Mark::Other) if here == "." => {}
                TokenKind::Mark(_) => {
                    return fault(
                        &format!("holds the mark {here}"),
                        "patterns are words, \"*\" behind a word, and \"…\" between words: leave punctuation out",
                    );
                }
            }
        }
        if gap {
            return fault("ends with a gap", "end it with a word: the gap \"…\" stands between words");
        }
        if words.is_empty() {
            return fault("has no words", "write at least one word, or delete the line");
        }
        if words.len() > LONGEST || gaps > GAPS {
            return fault(
                &format!("is longer than {LONGEST} words or {GAPS} gaps"),
                "shorten it to the words that decide",
            );
        }
        Ok(Pattern { words })
    }

    /// The pattern as compared: two patterns with one key are the same.
    pub fn key(&self) -> String {
        let mut key = String::new();
        for (n, word) in self.words.iter().enumerate() {
            key.push_str(match n {
                0 => "",
                _ if word.gap => " … ",
                _ if word.glued => "-",
                _ => " ",
            });
            key.push_str(&word.literal);
            if word.prefix {
                key.push('*');
            }
        }
        key
    }

    /// Sort key of matching, the larger the sooner: words, then words without `*`, then literal characters, then hyphens that must be there.
    pub fn precedence(&self) -> [u16; 4] {
        let exact = self.words.iter().filter(|word| !word.prefix).count();
        // Fewer prefixes first: among patterns of one length, that is more exact words.
        let literal: usize = self.words.iter().map(|word| word.literal.chars().count()).sum();
        let glued = self.words.iter().filter(|word| word.glued).count();
        [self.words.len(), exact, literal, glued].map(|n| n.min(usize::from(u16::MAX)) as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fold_to_keys() {
        for (text, key) in [
            ("Proxy  War", "proxy war"),
            ("blam*", "blam*"),
            ("refus* … cooperat*", "refus* … cooperat*"),
            ("refus*...cooperat*", "refus* … cooperat*"),
            ("Saber\u{2011}rattling", "saber-rattling"),
            ("can\u{2019}t", "ca n't"),
            ("neighbour's help", "neighbour help"),
            ("U.S. led", "u.s led"),
        ] {
            assert_eq!(Pattern::parse(text, false).map(|pattern| pattern.key()), Ok(key.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        for (text, problem) in [
            ("", "has no words"),
            ("'s", "holds the mark '"),
            ("*", "has a * that does not end a word"),
            ("bl*me", "has a * that does not end a word"),
            ("co*-op", "has a * that does not end a word"),
            ("war *", "has a * that does not end a word"),
            ("… war", "starts with a gap"),
            ("war …", "ends with a gap"),
            ("war … … peace", "has two gaps in a row"),
            ("war, peace", "holds the mark ,"),
            ("?", "holds the mark ?"),
        ] {
            assert_eq!(
                Pattern::parse(text, false).map_err(|fault| fault.problem),
                Err(problem.to_owned()),
                "{text}"
            );
        }
        assert!(Pattern::parse("?", true).is_ok());
    }
}
