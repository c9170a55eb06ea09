//! Quotation marks and the stretches they enclose.
//!
//! Direction comes from the context first (space before: opening; space or punctuation after: closing), then from the shape, then from alternation: real
//! pages have closing marks of the wrong shape and on the wrong side. Invariant: quotations are in text order and do not overlap; nested marks are not cut out.

use super::word::{Sort, Word, class};

/// A quoted stretch, by word index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// The opening mark.
    pub open: usize,
    /// The closing mark; where the paragraph ends without one, the paragraph's break.
    pub close: usize,
    /// Whether it has a closing mark.
    pub closed: bool,
    /// In single marks.
    pub single: bool,
}

impl Quotation {
    /// The words between the marks.
    pub fn inner(&self) -> std::ops::Range<usize> {
        self.open + 1..self.close
    }
}

/// Finds the quotations of one paragraph `words[start..end]`, where `end` is the paragraph's break.
pub(crate) fn quotations(text: &str, words: &[Word], start: usize, end: usize, out: &mut Vec<Quotation>) {
    let first = out.len();
    let mut open: Option<usize> = None;
    // A mark that can only open, inside an open quotation: a quotation of the same marks within it.
    let mut nested = false;
    // A single mark that could open, since the last quotation, and whether another has closed it: kept along the way, since to look back from every mark would take its square.
    let (mut single, mut shut) = (None, false);
    for i in start..end {
        if words[i].sort != Sort::Mark {
            if open.is_none() && words[i].sort == Sort::Single {
                let next = words.get(i + 1);
                if single.is_some() {
                    shut |= !words[i].spaced && next.is_none_or(|n| n.spaced || !n.is_wordy());
                } else if (words[i].spaced || i == start) && next.is_some_and(|n| !n.spaced && n.is_wordy()) && words[i].span.of(text) != "’" {
                    single = Some(i);
                }
            }
            continue;
        }
        match (open, opens(text, words, i, open.is_some())) {
            (None, true) => open = Some(i),
            (Some(_), true) => nested = true,
            // `"… a "lever" of power," she said`: the first closing mark is the inner one's, if another closing mark comes before the next opening one.
            (Some(_), false)
                if nested
                    && (i + 1..end)
                        .find(|&j| words[j].sort == Sort::Mark)
                        .is_some_and(|j| !opens(text, words, j, true)) =>
            {
                nested = false
            }
            (Some(o), false) => {
                nested = false;
                out.push(Quotation {
                    open: o,
                    close: i,
                    closed: true,
                    single: false,
                });
                open = None;
                (single, shut) = (None, false);
            }
            // `‘The door stays where it is,”`: opened by a single mark, closed by a double one.
            (None, false) => {
                if let Some(o) = single.filter(|_| !shut) {
                    out.push(Quotation {
                        open: o,
                        close: i,
                        closed: true,
                        single: false,
                    });
                    (single, shut) = (None, false);
                }
            }
        }
    }
    if let Some(o) = open {
        // `“We have nothing more to say, NAME said on the stairs.`: where the next paragraph does not go on with it, the mark is missing before the attribution.
        let goes_on = (end + 1..words.len())
            .find(|&i| words[i].sort != Sort::Break)
            .is_some_and(|i| words[i].sort == Sort::Mark);
        let close = (!goes_on).then(|| attributed(text, words, o + 3, end)).flatten();
        out.push(Quotation {
            open: o,
            close: close.unwrap_or(end),
            closed: close.is_some(),
            single: false,
        });
    }
    singles(text, words, start, end, out, first);
}

/// The comma before `NAME said` or `she said`, where a sentence ends soon after.
fn attributed(text: &str, words: &[Word], from: usize, end: usize) -> Option<usize> {
    (from..end).find(|&i| {
        words[i].sort == Sort::Comma && {
            let source = (i + 1..end)
                .take_while(|&k| words[k].sort == Sort::Word && (words[k].capital || words[k].is(class::SUBJECT_PRONOUN)))
                .count();
            let verb = i + 1 + source;
            (1..=4).contains(&source) && verb < end && matches!(words[verb].span.of(text), "said" | "says" | "told" | "added" | "wrote")
        }
    })
}

/// Whether the mark at `i` opens.
fn opens(text: &str, words: &[Word], i: usize, inside: bool) -> bool {
    let previous = i.checked_sub(1).map(|p| words[p].sort);
    let before = words[i].spaced || matches!(previous, None | Some(Sort::Break | Sort::Open | Sort::Dash | Sort::Single));
    let next = words.get(i + 1);
    let after_space = next.is_none_or(|n| n.spaced || n.sort == Sort::Break);
    // `word “, she said`: nothing opens right before a comma.
    let shut = next.is_some_and(|n| !n.spaced && matches!(n.sort, Sort::Comma | Sort::Stop | Sort::Semicolon));
    let can_open = before && !after_space && !(shut && inside);
    let can_close = (!before || shut && inside) && next.is_none_or(|n| n.spaced || !n.is_wordy());
    if can_open != can_close {
        return can_open;
    }
    match words[i].span.of(text) {
        "“" | "„" | "«" | "``" | "‟" => true,
        "”" | "»" => false,
        _ => !inside,
    }
}

/// Single marks outside double ones: opening after a space, closing before a space or punctuation.
fn singles(text: &str, words: &[Word], start: usize, end: usize, out: &mut Vec<Quotation>, first: usize) {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut doubles = out[first..].iter().peekable();
    let mut i = start;
    while i < end {
        if let Some(q) = doubles.peek()
            && i >= q.open
        {
            if open.is_none() {
                i = q.close.max(i) + 1;
                doubles.next();
                continue;
            }
            doubles.next();
        }
        if words[i].sort == Sort::Single {
            let shape = words[i].span.of(text);
            let before = words[i].spaced || i == start || matches!(words[i - 1].sort, Sort::Open | Sort::Dash);
            let next_tight = words.get(i + 1).is_some_and(|n| !n.spaced && n.is_wordy());
            let closes = !words[i].spaced && words.get(i + 1).is_none_or(|n| n.spaced || !n.is_wordy());
            if open.is_none() && before && next_tight && shape != "’" && !elision(text, &words[i + 1]) {
                open = Some(i);
            } else if let Some(o) = open
                && closes
            {
                // `allies' talks'`: a plural possessive inside is followed by a word, a closing mark mostly by punctuation or another mark later.
                let later = (i + 1..end)
                    .take(60)
                    .any(|j| words[j].sort == Sort::Single && !words[j].spaced && words.get(j + 1).is_none_or(|n| n.spaced || !n.is_wordy()));
                let possessive = words[i - 1].span.of(text).ends_with('s') && words.get(i + 1).is_some_and(|n| n.is_wordy() && !n.capital) && later;
                if !possessive {
                    found.push(Quotation {
                        open: o,
                        close: i,
                        closed: true,
                        single: true,
                    });
                    open = None;
                }
            }
        }
        i += 1;
    }
    // A single mark that never closes is an apostrophe.
    if !found.is_empty() {
        out.extend(found);
        out[first..].sort_by_key(|q| q.open);
        // A double quotation inside a single one is nested.
        let mut last_close = None;
        let mut kept = first;
        for at in first..out.len() {
            let q = out[at];
            if last_close.is_none_or(|c| q.open > c) {
                out[kept] = q;
                kept += 1;
                last_close = Some(q.close);
            }
        }
        out.truncate(kept);
    }
}

/// `'90s`, `'em`: an apostrophe that starts a word.
fn elision(text: &str, next: &Word) -> bool {
    let word = next.span.of(text);
    word.starts_with(|c: char| c.is_ascii_digit()) || ["em", "til", "tis", "twas", "cause", "n"].contains(&word)
}
