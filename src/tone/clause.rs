//! Clauses and sentences, as far as punctuation and conjunctions show them: the reach of valence rules, gaps and targets.
//!
//! Invariant: clause numbers rise along the text, every sentence break is a clause break, and letter case plays no part.
//!
//! A clause ends at `, ; : — ( ) . ? !`, an ellipsis (which also joins the spans of a statement) or an empty line. It also ends before a conjunction that
//! brings a verb of its own ("but", "because", "which"), and before a subject pronoun behind "and", "or", "so" ("… and we will"). Quotation marks do not end a clause:
//! quoted words inside a sentence are still under its "not".

use super::token::Mark;

/// What a word does to clauses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing.
    #[default]
    Plain,
    /// Opens a clause.
    Conjunction,
    /// Opens one where a [`Role::Subject`] follows.
    Coordinator,
    /// A pronoun that is a subject.
    Subject,
}

/// Words with a role, folded.
pub(crate) const ROLES: &[(Role, &[&str])] = &[
    (
        Role::Conjunction,
        &[
            "although",
            "because",
            "but",
            "however",
            "if",
            "nevertheless",
            "nonetheless",
            "though",
            "unless",
            "until",
            "when",
            "whenever",
            "where",
            "whereas",
            "which",
            "while",
            "whilst",
            "who",
            "whom",
            "whose",
            "yet",
        ],
    ),
    (Role::Coordinator, &["and", "or", "so", "then"]),
    (Role::Subject, &["he", "i", "it", "she", "there", "they", "we", "you"]),
];

/// The role of a folded word.
pub(crate) fn role(folded: &str) -> Role {
    ROLES
        .iter()
        .find(|(_, words)| words.contains(&folded))
        .map_or(Role::Plain, |(role, _)| *role)
}

/// Counts clauses and sentences along a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clauses {
    clause: u32,
    sentence: u32,
    /// The clause has a word.
    begun: bool,
    /// The last word was a coordinator.
    coordinated: bool,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub clause: u32,
    pub sentence: u32,
    /// It is a conjunction that opens its clause.
    pub opens: bool,
}

impl Clauses {
    /// Passes a mark; says whether it parts the words on its two sides, so that no phrase goes across.
    #[inline]
    pub fn mark(&mut self, mark: Mark) -> bool {
        match mark {
            Mark::Quote | Mark::Other => false,
            Mark::Comma | Mark::Colon | Mark::Dash | Mark::Bracket => {
                self.part();
                true
            }
            Mark::Stop | Mark::Question | Mark::Exclamation | Mark::Ellipsis | Mark::Paragraph => {
                self.part();
                self.sentence += 1;
                true
            }
        }
    }

    fn part(&mut self) {
        self.clause += u32::from(self.begun);
        self.begun = false;
        self.coordinated = false;
    }

    /// Passes a word.
    #[inline]
    pub fn word(&mut self, role: Role) -> At {
        if role == Role::Conjunction || (role == Role::Subject && self.coordinated) {
            self.part();
        }
        let opens = role == Role::Conjunction && !self.begun;
        self.begun = true;
        self.coordinated = role == Role::Coordinator;
        At {
            clause: self.clause,
            sentence: self.sentence,
            opens,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::token::{TokenKind, fold, tokens};

    /// The text with `/` between clauses and `//` between sentences.
    fn parted(text: &str) -> String {
        let mut clauses = Clauses::default();
        let (mut shown, mut last) = (String::new(), None);
        for token in tokens(text) {
            match token.kind {
                TokenKind::Mark(mark) => {
                    clauses.mark(mark);
                }
                TokenKind::Possessive => {}
                _ => {
                    let word = fold(token.span.of(text));
                    let at = clauses.word(role(&word));
                    shown.push_str(match last {
                        Some((_, sentence)) if sentence != at.sentence => " // ",
                        Some((clause, _)) if clause != at.clause => " / ",
                        Some(_) => " ",
                        None => "",
                    });
                    shown.push_str(&word);
                    last = Some((at.clause, at.sentence));
                }
            }
        }
        shown
    }

    #[test]
    fn clauses_end_where_a_reader_pauses() {
        for (text, expected) in [
            ("We will not attack, but we will defend.", "we will not attack / but we will defend"),
            ("We came and we spoke and left.", "we came and / we spoke and left"),
            ("No talks (for now) \u{2014} none. Later?", "no talks / for now / none // later"),
            ("They deny \u{201c}any threat\u{201d} to us", "they deny any threat to us"),
            ("one \u{2026} two", "one // two"),
            ("BECAUSE they lied WE left", "because they lied we left"),
            ("a pact which failed", "a pact / which failed"),
        ] {
            assert_eq!(parted(text), expected, "{text}");
        }
    }
}
