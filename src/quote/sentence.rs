//! Sentences of a paragraph, as the narrator wrote them: a quotation is opaque, and `"Why?" he asked.` is one sentence.
//!
//! Invariant: the sentences of a paragraph are in order, disjoint, and cover all its words.

use super::mark::Quotation;
use super::word::{Sort, Word, class};

/// A sentence: word indices `start..end`, final stop and closing marks included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub start: usize,
    pub end: usize,
}

/// Words of a sentence at most, quotations as they stand.
const LONGEST: usize = 400;

/// Cuts the paragraph `words[start..end]`; `quotations` are those of the paragraph.
pub(crate) fn sentences(text: &str, words: &[Word], start: usize, end: usize, quotations: &[Quotation], out: &mut Vec<Sentence>) {
    let mut from = start;
    let mut quote = quotations.iter().peekable();
    let mut i = start;
    while i < end {
        // No writer's sentence is that long; a page without stops is cut, so that the work on it stays linear.
        if i - from >= LONGEST {
            out.push(Sentence { start: from, end: i });
            from = i;
        }
        // Inside a quotation only its very end can end a sentence.
        if let Some(q) = quote.peek()
            && i == q.open
        {
            let q = **q;
            quote.next();
            i = q.close.min(end);
            if i >= end {
                break;
            }
            let last = words[q.open + 1..q.close].iter().rev().find(|w| w.sort != Sort::Single);
            let stopped = last.is_some_and(|w| matches!(w.sort, Sort::Stop | Sort::Ellipsis));
            let signed = words.get(i + 1).is_some_and(|w| i + 1 < end && w.sort == Sort::Dash);
            if stopped && !signed && starts_sentence(words, i + 1, end) {
                let asking = last.is_some_and(|w| w.span.of(text) != ".");
                if !attribution_follows(words, i + 1, end, asking) {
                    out.push(Sentence { start: from, end: i + 1 });
                    from = i + 1;
                }
            }
            i += 1;
            continue;
        }
        let stop = match words[i].sort {
            Sort::Stop => true,
            // `in the U.S. The talks`: the point of an abbreviation may end the sentence too.
            Sort::Word if words[i].span.of(text).ends_with('.') => {
                words.get(i + 1).is_some_and(|n| {
                    n.sort == Sort::Mark
                        && n.spaced
                        && !words[i].is(class::OFFICE | class::MODIFIER)
                        && text[..words[i].span.end as usize - 1].contains('.')
                        || n.capital
                            && n.sort == Sort::Word
                            && n.is(class::DETERMINER | class::SUBJECT_PRONOUN | class::CONJUNCTION | class::SUBORDINATOR | class::PREPOSITION)
                            && n.span.of(text).len() > 1
                }) && !words[i].is(class::HONORIFIC | class::MONTH)
            }
            _ => false,
        };
        if stop {
            let mut next = i + 1;
            while next < end && matches!(words[next].sort, Sort::Close | Sort::Stop) && !words[next].spaced {
                next += 1;
            }
            if starts_sentence(words, next, end) {
                out.push(Sentence { start: from, end: next });
                from = next;
            }
            i = next;
            continue;
        }
        i += 1;
    }
    if from < end {
        out.push(Sentence { start: from, end });
    }
}

/// Whether a new sentence may start at `at`.
fn starts_sentence(words: &[Word], at: usize, end: usize) -> bool {
    let Some(word) = words.get(at).filter(|_| at < end) else { return true };
    match word.sort {
        Sort::Mark | Sort::Single | Sort::Open | Sort::Number | Sort::Dash => word.spaced || word.sort == Sort::Mark,
        Sort::Word => word.capital,
        Sort::Other => true,
        _ => false,
    }
}

/// After `…?"` or `….”`: whether what follows is the quotation's own attribution (`Novak asked.`), not a new sentence.
fn attribution_follows(words: &[Word], at: usize, end: usize, asking: bool) -> bool {
    let mut cue = None;
    for (i, word) in words[at..end].iter().enumerate() {
        match word.sort {
            Sort::Word if word.is(class::CUE) && !(i == 0 && word.capital) && cue.is_none() => cue = Some(i),
            // A reported clause follows: a sentence of its own, unless the verb came first (`asked the envoy`).
            Sort::Word
                if cue.is_some_and(|c| c > 0 && i == c + 1)
                    && word.is(class::THAT | class::SUBJECT_PRONOUN | class::DETERMINER)
                    && !word.is(class::DAY) =>
            {
                return false;
            }
            Sort::Word | Sort::Number | Sort::Possessive => {}
            Sort::Stop | Sort::Break => return cue.is_some_and(|c| i - c < if asking { 16 } else { 3 }),
            Sort::Comma if cue.is_some() => return asking,
            Sort::Comma => {}
            Sort::Colon | Sort::Mark => return false,
            _ => {}
        }
        if i > 26 {
            return false;
        }
    }
    cue.is_some()
}
