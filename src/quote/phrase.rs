//! Noun phrases around a cue: who is the source. A shallow grammar over closed-class words, titles and capitals; there is no tagger.
//!
//! Invariant: a phrase is a run of words inside one sentence, never through a quotation mark.

use super::word::{Sort, Word, class, particle};

/// Word indices `start..end`.
pub(crate) type Run = (usize, usize);

/// Words after which a prepositional phrase still belongs to the source: "a spokesman for the ministry", "ambassador to NATO", "officials in the capital".
const HOLDS: u32 = class::OFFICE | class::PERSON | class::GROUP | class::INSTITUTION;

/// The noun phrase that ends right before `end`, going left no further than `floor`.
pub(crate) fn before(text: &str, words: &[Word], floor: usize, end: usize) -> Option<Run> {
    if end <= floor {
        return None;
    }
    let mut end = end;
    // `, who runs the mission,` and `, the envoy,` between the name and its verb.
    if words[end - 1].sort == Sort::Comma || words[end - 1].sort == Sort::Dash {
        let close = end - 1;
        let sort = words[close].sort;
        let mut open = close;
        while open > floor && close - open < 48 {
            open -= 1;
            match words[open].sort {
                s if s == sort => {
                    // `Name, title, party, said`: the first comma of the row.
                    let name = before_plain(text, words, floor, open);
                    if let Some((start, stop)) = name
                        && aside(words, open + 1, close)
                        && noun_like(words, start, stop)
                    {
                        return Some((bearer(text, words, floor, start), close));
                    }
                }
                // `Kovar, the author of "Going Home," about rumours, said`: a title is stepped over.
                Sort::Mark => {
                    let title = (open.saturating_sub(9).max(floor)..open).rev().find(|&i| words[i].sort == Sort::Mark)?;
                    if !words[title].spaced || words[open + 1].sort == Sort::Mark || open - title < 2 {
                        return None;
                    }
                    open = title;
                }
                Sort::Stop | Sort::Colon | Sort::Semicolon | Sort::Break => return None,
                _ => {}
            }
        }
        // A stray comma: `the envoy, said`.
        let name = before_plain(text, words, floor, close)?;
        return (noun_like(words, name.0, name.1) && sort == Sort::Comma).then_some(name);
    }
    if words[end - 1].sort == Sort::Close {
        // `the alliance (NATO) said`
        let mut open = end - 1;
        while open > floor && words[open].sort != Sort::Open {
            open -= 1;
        }
        if open == floor || end - open > 8 {
            return None;
        }
        let run = before_plain(text, words, floor, open)?;
        end = end.max(open);
        return Some((run.0, end));
    }
    before_plain(text, words, floor, end)
}

/// `NAME, president of the union, which …, said`: what was found before the last aside may be an aside itself; the name stands before it.
fn bearer(text: &str, words: &[Word], floor: usize, start: usize) -> usize {
    let mut start = start;
    for _ in 0..3 {
        let described = !words[start].capital || words[start].is(class::OFFICE | class::DETERMINER | class::MODIFIER);
        if !described || start < floor + 2 || words[start - 1].sort != Sort::Comma {
            break;
        }
        let named = before_plain(text, words, floor, start - 1)
            .filter(|&(s, e)| {
                words[s..e]
                    .iter()
                    .filter(|w| w.capital && w.sort == Sort::Word && !w.is(class::DETERMINER | class::MONTH))
                    .count()
                    >= 2
            })
            .filter(|&(s, e)| words[e - 1].capital && !words[s..e].iter().any(|w| w.is(class::PREPOSITION)));
        match named {
            Some((s, _)) => start = s,
            None => break,
        }
    }
    start
}

/// What stands between two commas after a name is an apposition or a relative clause, not a clause of its own.
fn aside(words: &[Word], start: usize, end: usize) -> bool {
    let Some(first) = words.get(start).filter(|_| start < end) else {
        return false;
    };
    if first.is(class::RELATIVE) {
        return true;
    }
    if first.sort == Sort::Number {
        return end - start <= 2;
    }
    // A finite verb makes it a clause, unless a relative pronoun came first.
    let mut relative = false;
    for word in &words[start..end] {
        relative |= word.is(class::RELATIVE | class::THAT);
        if !relative && word.is(class::FINITE) {
            return false;
        }
    }
    first.is_wordy() && !first.is(class::CONJUNCTION) || first.is(class::HONORIFIC)
}

fn noun_like(words: &[Word], start: usize, end: usize) -> bool {
    words[start..end]
        .iter()
        .any(|w| w.is_wordy() && (w.capital || w.is(HOLDS | class::SUBJECT_PRONOUN)))
}

/// Without apposition.
fn before_plain(text: &str, words: &[Word], floor: usize, end: usize) -> Option<Run> {
    if end <= floor || end == 0 {
        return None;
    }
    if words[end - 1].sort == Sort::Close {
        // `Kovar (D., Aldmoor), a friend, said`
        let open = (floor..end)
            .rev()
            .find(|&i| words[i].sort == Sort::Open)
            .filter(|&i| i > floor && end - i < 9)?;
        let (start, _) = before_plain(text, words, floor, open)?;
        return Some((start, end));
    }
    let last = &words[end - 1];
    if last.is(class::SUBJECT_PRONOUN) && last.sort == Sort::Word {
        // `those who`, `Novak, who said`: the relative's own head is found by the caller.
        return Some((end - 1, end));
    }
    if last.is(class::OBJECT_PRONOUN) && end >= floor + 3 && words[end - 2].is(class::PREPOSITION) && words[end - 3].is_wordy() {
        // `one of them said`
        return Some((end - 3, end));
    }
    if !(last.is_wordy() || (last.sort == Sort::Possessive)) {
        return None;
    }
    if last.sort == Sort::Possessive || last.is(class::CONJUNCTION | class::PREPOSITION | class::AUXILIARY) && !last.capital {
        return None;
    }
    let mut start = end;
    let mut i = end;
    while i > floor {
        let word = &words[i - 1];
        let next = words.get(i).filter(|_| i < end);
        match word.sort {
            Sort::Possessive => {
                i -= 1;
                start = i;
                continue;
            }
            Sort::Word | Sort::Number => {}
            Sort::Other if matches!(word.span.of(text), "&" | "/" | "%") => {
                i -= 1;
                continue;
            }
            _ => break,
        }
        if word.sort == Sort::Word {
            let lower = !word.capital;
            if word.is(class::DETERMINER) && next.is_some() {
                if word.is(class::THAT) && lower {
                    // `that Russia said`: a conjunction.
                    break;
                }
                start = i - 1;
                // `the head of the alliance`: go on through the preposition; `both`/`all the`.
                if i >= floor + 2 && words[i - 2].is(class::DETERMINER) && words[i - 2].is_wordy() && !words[i - 2].is(class::THAT) {
                    i -= 1;
                    continue;
                }
                if i >= floor + 2 && preposition_inside(words, floor, i - 2) {
                    i -= 2;
                    continue;
                }
                break;
            }
            if word.is(class::SUBJECT_PRONOUN | class::OBJECT_PRONOUN) && lower {
                break;
            }
            if word.is(class::AUXILIARY | class::NEGATION) && lower {
                break;
            }
            if word.is(class::PREPOSITION) && (lower || i - 1 == floor) {
                if preposition_inside(words, floor, i - 1) {
                    i -= 1;
                    continue;
                }
                break;
            }
            if word.is(class::CONJUNCTION) {
                let both = next.is_some() && joins(words, floor, i - 1);
                if both {
                    i -= 1;
                    continue;
                }
                break;
            }
            if word.is(class::SUBORDINATOR | class::QUESTION) && (lower || i - 1 == floor) {
                break;
            }
            if word.is(class::ADVERB) && lower && !word.is(HOLDS | class::MODIFIER) {
                // `recently elected leader` is rare; an adverb at the left edge is the clause's.
                if start == i && !next.is_some_and(|n| n.is(HOLDS | class::MODIFIER)) {
                    break;
                }
            }
            if word.is(class::DAY) && start == i {
                break;
            }
            if word.is(class::CUE) && lower && !word.is(HOLDS | class::MODIFIER) && !next.is_some_and(|n| n.is(HOLDS)) {
                break;
            }
            // `After the meeting Novak said`: a common noun before a name is not part of it, unless it is an office.
            if lower
                && next.is_some_and(|n| n.capital && !n.is(class::OFFICE))
                && !word.is(HOLDS | class::MODIFIER | class::HONORIFIC)
                && !particle(word.span.of(text))
            {
                break;
            }
        }
        start = i - 1;
        i -= 1;
    }
    // `NAME for his part said`, `NAME in turn said`: the source stands before the phrase.
    if start > floor + 1
        && words[start - 1].is(class::PREPOSITION)
        && matches!(words[end - 1].span.of(text), "part" | "turn" | "reply" | "response" | "addition")
    {
        let stop = if words[start - 2].sort == Sort::Comma { start - 2 } else { start - 1 };
        return before_plain(text, words, floor, stop);
    }
    // A preposition or conjunction is never the left edge.
    while start < end
        && words[start].sort == Sort::Word
        && words[start].is(class::PREPOSITION | class::CONJUNCTION | class::SUBORDINATOR)
        && start + 1 < end
    {
        start += 1;
    }
    (start < end).then_some((start, end))
}

/// Whether the preposition at `at` ties what follows to a noun phrase on its left that belongs to the source.
fn preposition_inside(words: &[Word], floor: usize, at: usize) -> bool {
    if !words[at].is(class::PREPOSITION) || at <= floor {
        return false;
    }
    let left = &words[at - 1];
    if !left.is_wordy() || left.is(class::CUE) && !left.is(HOLDS) || left.is(class::AUXILIARY | class::CONJUNCTION | class::SUBJECT_PRONOUN) {
        return false;
    }
    // `Foreign Minister NAME of the republic`
    let named = left.capital
        && left.sort == Sort::Word
        && words.get(at + 1).is_some_and(|right| right.capital)
        && at >= floor + 2
        && words[at].span.len() == 2
        && words[at - 2].is_wordy()
        && (words[at - 2].capital || words[at - 2].is(HOLDS));
    left.is(HOLDS) || named && !words[at].is(class::SUBORDINATOR)
}

/// Whether the conjunction at `at` joins two sources: `Germany and France said`.
fn joins(words: &[Word], floor: usize, at: usize) -> bool {
    if at <= floor {
        return false;
    }
    let (left, right) = (&words[at - 1], &words[at + 1]);
    if !left.is_wordy() || left.sort == Sort::Number {
        return false;
    }
    if !(left.capital && right.capital || left.is(HOLDS) && (right.is(HOLDS | class::MODIFIER | class::DETERMINER) || right.capital)) {
        return false;
    }
    // A verb further left makes it a clause: `Kovar left and Novak said`.
    let mut i = at - 1;
    while i > floor {
        let word = &words[i - 1];
        if !word.is_wordy() && word.sort != Sort::Possessive {
            break;
        }
        if word.is(class::AUXILIARY | class::CUE | class::SUBJECT_PRONOUN) && !word.is(HOLDS) {
            return false;
        }
        if word.is(class::PREPOSITION | class::DETERMINER | class::THAT) {
            break;
        }
        if word.span.len() > 3 && !word.capital && !word.is(HOLDS | class::MODIFIER) {
            return false;
        }
        i -= 1;
    }
    true
}

/// The noun phrase that starts at `start`, apposition included, for `said NAME, a title, …`. Ends before `limit`.
pub(crate) fn after(text: &str, words: &[Word], start: usize, limit: usize) -> Option<Run> {
    let first = words.get(start).filter(|_| start < limit)?;
    if !first.is_wordy() {
        return None;
    }
    if first.is(class::SUBJECT_PRONOUN) && first.sort == Sort::Word {
        return Some((start, start + 1));
    }
    if !(first.capital || first.is(class::DETERMINER | class::MODIFIER | HOLDS | class::HONORIFIC | class::SIDE) || first.sort == Sort::Number) {
        // `said trade lawyer Jan Novak`: a noun of the trade, then the office or the name.
        let trade = first.sort == Sort::Word
            && first.class & !(class::ADVERB | class::OCCASION) == 0
            && (start + 1..limit.min(start + 4))
                .take_while(|&i| words[i].sort == Sort::Word && !words[i].is(class::PREPOSITION | class::DETERMINER | class::SUBORDINATOR))
                .any(|i| words[i].is(HOLDS) && !words[i].capital);
        if !trade {
            return None;
        }
    }
    if first.is(class::THAT | class::PREPOSITION | class::SUBORDINATOR | class::AUXILIARY) && !first.is(class::OFFICE) && !first.capital {
        return None;
    }
    let mut end = plain_after(text, words, start, limit);
    // Appositions: `, a historian at the institute, ` until something that is not one.
    while end + 1 < limit && words[end].sort == Sort::Comma {
        let from = end + 1;
        let head = &words[from];
        let fits = head.is_wordy()
            && (head.is(class::RELATIVE | class::MODIFIER | HOLDS | class::HONORIFIC)
                || head.is(class::DETERMINER) && !head.is(class::THAT)
                || head.sort == Sort::Number && words.get(from + 1).is_some_and(|n| !n.is_wordy())
                || head.capital && !head.is(class::SUBORDINATOR | class::PREPOSITION | class::SUBJECT_PRONOUN)
                || words.get(from + 1).is_some_and(|n| n.is(HOLDS)));
        if !fits || head.is(class::SUBJECT_PRONOUN) && !head.is(class::RELATIVE) {
            break;
        }
        let mut stop = from;
        let relative = head.is(class::RELATIVE);
        while stop < limit
            && !matches!(
                words[stop].sort,
                Sort::Comma | Sort::Stop | Sort::Mark | Sort::Colon | Sort::Semicolon | Sort::Break | Sort::Dash
            )
        {
            if !relative && words[stop].is(class::FINITE) {
                break;
            }
            if words[stop].is(class::CUE) && words[stop].span.of(text).ends_with("ing") {
                break;
            }
            stop += 1;
        }
        if stop < limit && !matches!(words[stop].sort, Sort::Comma | Sort::Stop | Sort::Break | Sort::Semicolon) {
            break;
        }
        end = stop;
    }
    (end > start).then_some((start, end))
}

/// Whether `word` cannot be part of a noun phrase that it would follow.
fn ends_phrase(word: &Word, previous: &Word, next: Option<&Word>) -> bool {
    let clause = word.is(class::SUBORDINATOR | class::AUXILIARY | class::DAY | class::SUBJECT_PRONOUN | class::THAT | class::RELATIVE)
        && !word.is(HOLDS)
        && !(word.capital && word.is(class::AUXILIARY));
    let object = word.is(class::OBJECT_PRONOUN) && !word.capital;
    let adverb = word.is(class::ADVERB) && !word.capital && !next.is_some_and(|n| n.is(HOLDS | class::MODIFIER));
    let determiner = word.is(class::DETERMINER) && !previous.is(class::PREPOSITION | class::DETERMINER | class::CONJUNCTION);
    clause || object || adverb || determiner
}

/// `several groups granted Kovar an extension`, `a report published on Monday`: a past form after a noun is its verb or its participle; the phrase's head stands before.
fn verb_in_row(text: &str, word: &Word, previous: &Word) -> bool {
    if word.capital
        || word.sort != Sort::Word
        || word.is(HOLDS | class::MODIFIER)
        || previous.is(class::DETERMINER | class::MODIFIER | class::PREPOSITION | class::ADVERB | class::CONJUNCTION)
    {
        return false;
    }
    word.is(class::VERB) || previous.sort == Sort::Word && word.span.of(text).ends_with("ed")
}

fn plain_after(text: &str, words: &[Word], start: usize, limit: usize) -> usize {
    let mut i = start;
    while i < limit {
        let word = &words[i];
        match word.sort {
            Sort::Possessive => {}
            Sort::Word | Sort::Number => {
                if i > start {
                    let previous = &words[i - 1];
                    if word.is(class::PREPOSITION) && !word.capital {
                        // `the head of`, `a spokesman for`; `Novak in Brussels` ends before it.
                        let goes_on = previous.is(HOLDS) && !word.is(class::SUBORDINATOR) || word.span.of(text) == "of" && previous.is_wordy();
                        if !goes_on
                            || !words.get(i + 1).is_some_and(Word::is_wordy)
                            || words.get(i + 1).is_some_and(|n| n.is(class::DAY | class::OCCASION))
                        {
                            break;
                        }
                    } else if word.is(class::CONJUNCTION) {
                        let right = words.get(i + 1).filter(|_| i + 1 < limit);
                        if !right.is_some_and(|r| r.capital || r.is(HOLDS | class::MODIFIER)) || !(previous.capital || previous.is(HOLDS)) {
                            break;
                        }
                    } else if ends_phrase(word, previous, words.get(i + 1)) || verb_in_row(text, word, previous) {
                        break;
                    } else if !word.capital
                        && previous.capital
                        && !word.is(HOLDS | class::MODIFIER)
                        && !particle(word.span.of(text))
                        && !previous.is(class::SIDE | class::DETERMINER)
                        && previous.sort == Sort::Word
                        && word.sort == Sort::Word
                        && !previous.is(class::PREPOSITION)
                    {
                        // `Novak smiling`: after a name a common word ends the phrase.
                        break;
                    }
                }
            }
            Sort::Other if matches!(word.span.of(text), "&" | "/") => {}
            Sort::Open => {
                // `Kovar (D., Aldmoor)`
                let close = (i..limit.min(i + 8)).find(|&j| words[j].sort == Sort::Close);
                match close {
                    Some(c) => {
                        i = c + 1;
                        continue;
                    }
                    None => break,
                }
            }
            _ => break,
        }
        i += 1;
    }
    i
}
