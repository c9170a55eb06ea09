//! Where hits stand in the words of a statement: what the page marks. Invariant: a place never leaves the words and lies on whole characters.

use super::{HitRow, StatementRow, spans_read};
use crate::tone::JOIN;

/// A statement's words, or its cue, with the places of its hits.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked<'a> {
    /// The words.
    pub words: &'a str,
    /// Where each hit stands, in UTF-16 code units, which is what JavaScript counts; the index of the hit goes with it.
    pub places: Vec<(usize, [u32; 2])>,
}

impl<'a> Marked<'a> {
    /// The statement's text with the hits of place "text"; none where the run holds no text.
    pub fn text(statement: &'a StatementRow, hits: &[HitRow]) -> Option<Marked<'a>> {
        let text = statement.text.as_deref()?;
        Some(Self::of(text, &spans_read(&statement.spans), hits, "text"))
    }

    /// The cue with its hits; none where there is none.
    pub fn cue(statement: &'a StatementRow, hits: &[HitRow]) -> Option<Marked<'a>> {
        let cue = statement.cue.as_deref().filter(|cue| !cue.is_empty())?;
        let spans = statement.cue_at.as_deref().map(spans_read).unwrap_or_default();
        Some(Self::of(cue, &spans, hits, "cue"))
    }

    /// `words` is what stands at `spans` of the article, joined; hits have places in the article.
    fn of(words: &'a str, spans: &[[u32; 2]], hits: &[HitRow], place: &str) -> Marked<'a> {
        let joined = JOIN.chars().count() as u32;
        // Where each span begins in the joined words, in code points.
        let mut begins = Vec::with_capacity(spans.len());
        let mut at = 0;
        for [start, end] in spans {
            begins.push(at);
            at += end.saturating_sub(*start) + joined;
        }
        // UTF-16 code units before each code point, and before the end.
        let mut units = vec![0u32];
        for letter in words.chars() {
            units.push(units[units.len() - 1] + letter.len_utf16() as u32);
        }
        let inside = |hit: &HitRow| -> Option<[u32; 2]> {
            let (from, to) = (u32::try_from(hit.start).ok()?, u32::try_from(hit.end).ok()?);
            let span = spans.iter().position(|[start, end]| *start <= from && from < to && to <= *end)?;
            let [from, to] = [from, to].map(|at| (begins[span] + at - spans[span][0]) as usize);
            Some([*units.get(from)?, *units.get(to)?])
        };
        let hits = hits.iter().enumerate().filter(|(_, hit)| hit.place == place);
        Marked {
            words,
            places: hits.filter_map(|(index, hit)| Some((index, inside(hit)?))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::behind::tests::statement;
    use super::*;
    use proptest::prelude::*;

    fn hit(start: i64, end: i64) -> HitRow {
        HitRow {
            statement: "s".to_owned(),
            article: "a".to_owned(),
            place: "text".to_owned(),
            start,
            end,
            words: None,
            entry: "own:threat:warn*".to_owned(),
            dimension: "hostility".to_owned(),
            weight: 2.0,
            rules: String::new(),
            triggers: None,
            hostility: 1.0,
            conciliation: 0.0,
            target_affiliation: None,
            target_side: None,
        }
    }

    /// The words at a place, cut as JavaScript cuts; none inside a character.
    fn cut(words: &str, [from, to]: [u32; 2]) -> Option<String> {
        let units: Vec<u16> = words.encode_utf16().collect();
        String::from_utf16(units.get(from as usize..to as usize)?).ok()
    }

    proptest! {
        #[test]
        fn places_are_whole_characters_of_the_words(text in "[a-zé… 𝔸-𝕫🕊]{0,40}", hits in prop::collection::vec((0i64..70, 0i64..20), 0..6)) {
            let hits: Vec<HitRow> = hits.into_iter().map(|(start, length)| hit(start, start + length)).collect();
            let row = statement("s", &text);
            for (index, place) in Marked::text(&row, &hits).expect("it has a text").places {
                let (start, end) = (hits[index].start as usize - 10, hits[index].end as usize - 10);
                let wanted: String = text.chars().skip(start).take(end - start).collect();
                prop_assert_eq!(cut(&text, place), Some(wanted));
            }
        }
    }

    #[test]
    fn marks_stand_on_the_words_of_the_second_span_too() {
        let mut row = statement("s", "🕊Они warn … we ease");
        row.spans = "100:109 200:207".to_owned();
        let hits = [hit(105, 109), hit(203, 207), hit(108, 202), hit(300, 301)];
        let marked = Marked::text(&row, &hits).expect("it has a text");
        let words: Vec<(usize, Option<String>)> = marked.places.iter().map(|(index, place)| (*index, cut(marked.words, *place))).collect();
        assert_eq!(
            words,
            [(0, Some("warn".to_owned())), (1, Some("ease".to_owned()))],
            "a hit across the join or outside has no place"
        );
    }
}
