//! A statement's text cut into pieces, each with the hits that stand on it: what the page shows as marks. Invariant: the pieces joined are the text again.

use super::{HitRow, StatementRow, spans_read};
use crate::tone::JOIN;

/// A hit on a piece of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What it added to: hostility, conciliation, both or nothing.
    pub dimension: String,
    /// What a tooltip says: entry, weight, rules, contribution.
    pub about: String,
}

/// A stretch of text on which the same hits stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The words.
    pub words: String,
    /// The hits, none for plain text.
    pub marks: Vec<Mark>,
}

impl Piece {
    /// The CSS class: hostility, conciliation, both, or none (a hit whose rules left it nothing).
    pub fn class(&self) -> &'static str {
        let of = |dimension: &str| self.marks.iter().any(|mark| mark.dimension == dimension || mark.dimension == "both");
        match (of("hostility"), of("conciliation")) {
            (true, true) => "both",
            (true, false) => "hostility",
            (false, true) => "conciliation",
            (false, false) => "nothing",
        }
    }

    /// All tooltips, one a line.
    pub fn about(&self) -> String {
        self.marks.iter().map(|mark| mark.about.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// A text with its marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marked {
    /// In text order.
    pub pieces: Vec<Piece>,
}

impl Mark {
    /// The mark of a hit.
    pub fn of(hit: &HitRow) -> Mark {
        let mut about = format!("{} · weight {}", hit.entry, hit.weight);
        if !hit.rules.is_empty() {
            about.push_str(&format!(" · {}", hit.rules));
            if let Some(triggers) = hit.triggers.as_ref().filter(|triggers| !triggers.is_empty()) {
                about.push_str(&format!(" (“{triggers}”)"));
            }
        }
        let adds: Vec<String> = [("hostility", hit.hostility), ("conciliation", hit.conciliation)]
            .iter()
            .filter(|(_, points)| *points > 0.0)
            .map(|(dimension, points)| format!("{dimension} +{points:.2}"))
            .collect();
        about.push_str(&if adds.is_empty() {
            " · adds nothing".to_owned()
        } else {
            format!(" · {}", adds.join(", "))
        });
        if let Some(affiliation) = &hit.target_affiliation {
            about.push_str(&format!(" · of {affiliation}"));
        }
        let dimension = match (hit.hostility > 0.0, hit.conciliation > 0.0) {
            (true, true) => "both",
            (true, false) => "hostility",
            (false, true) => "conciliation",
            (false, false) => "nothing",
        };
        Mark {
            dimension: dimension.to_owned(),
            about,
        }
    }
}

impl Marked {
    /// The statement's text with the hits of place "text"; none where the run holds no text.
    pub fn text(statement: &StatementRow, hits: &[HitRow]) -> Option<Marked> {
        let text = statement.text.as_deref()?;
        Some(Self::of(
            text,
            &spans_read(&statement.spans),
            hits.iter().filter(|hit| hit.place == "text"),
        ))
    }

    /// The cue with its hits; none where there is none.
    pub fn cue(statement: &StatementRow, hits: &[HitRow]) -> Option<Marked> {
        let cue = statement.cue.as_deref().filter(|cue| !cue.is_empty())?;
        Some(Self::of(
            cue,
            &spans_read(statement.cue_at.as_deref()?),
            hits.iter().filter(|hit| hit.place == "cue"),
        ))
    }

    /// `text` is what stands at `spans` of the article, joined; `hits` have places in the article.
    fn of<'a>(text: &str, spans: &[[u32; 2]], hits: impl Iterator<Item = &'a HitRow>) -> Marked {
        let joined = JOIN.chars().count() as u32;
        // Where each span begins in the joined text.
        let mut begins = Vec::with_capacity(spans.len());
        let mut at = 0;
        for [start, end] in spans {
            begins.push(at);
            at += end.saturating_sub(*start) + joined;
        }
        let place = |from: i64, to: i64| -> Option<[u32; 2]> {
            let (from, to) = (u32::try_from(from).ok()?, u32::try_from(to).ok()?);
            let span = spans.iter().position(|[start, end]| *start <= from && to <= *end)?;
            Some([begins[span] + from - spans[span][0], begins[span] + to - spans[span][0]])
        };
        let placed: Vec<([u32; 2], Mark)> = hits.filter_map(|hit| Some((place(hit.start, hit.end)?, Mark::of(hit)))).collect();
        let letters: Vec<char> = text.chars().collect();
        let mut cuts: Vec<u32> = placed
            .iter()
            .flat_map(|(at, _)| *at)
            .chain([0, letters.len() as u32])
            .filter(|cut| *cut as usize <= letters.len())
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let pieces = cuts
            .windows(2)
            .map(|cut| Piece {
                words: letters[cut[0] as usize..cut[1] as usize].iter().collect(),
                marks: placed
                    .iter()
                    .filter(|([from, to], _)| *from <= cut[0] && cut[1] <= *to)
                    .map(|(_, mark)| mark.clone())
                    .collect(),
            })
            .collect();
        Marked { pieces }
    }
}

#[cfg(test)]
mod tests {
    use super::super::behind::tests::statement;
    use super::*;
    use proptest::prelude::*;

    fn hit(start: i64, end: i64, hostility: f64, conciliation: f64) -> HitRow {
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
            hostility,
            conciliation,
            target_affiliation: None,
            target_side: None,
        }
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(text in "\\PC{0,40}", hits in prop::collection::vec((0i64..70, 0i64..20), 0..6)) {
            let hits: Vec<HitRow> = hits.into_iter().map(|(start, length)| hit(start, start + length, 1.0, 0.0)).collect();
            let marked = Marked::text(&statement("s", &text), &hits).expect("it has a text");
            prop_assert_eq!(marked.pieces.iter().map(|piece| piece.words.as_str()).collect::<String>(), text);
        }
    }

    #[test]
    fn marks_stand_on_the_words_of_the_second_span_too() {
        let mut row = statement("s", "Они warn … we ease");
        row.spans = "100:108 200:207".to_owned();
        let marked = Marked::text(&row, &[hit(104, 108, 1.0, 0.0), hit(203, 207, 0.0, 2.0)]).expect("it has a text");
        let marks: Vec<(&str, &str)> = marked
            .pieces
            .iter()
            .filter(|piece| !piece.marks.is_empty())
            .map(|piece| (piece.words.as_str(), piece.class()))
            .collect();
        assert_eq!(marks, [("warn", "hostility"), ("ease", "conciliation")]);
    }

    #[test]
    fn a_tooltip_says_entry_weight_rule_and_what_it_adds() {
        let mut negated = hit(0, 1, 0.0, 0.5);
        negated.rules = "negation".to_owned();
        negated.triggers = Some("not".to_owned());
        assert_eq!(
            Mark::of(&negated).about,
            "own:threat:warn* · weight 2 · negation (“not”) · conciliation +0.50"
        );
        assert_eq!(Mark::of(&hit(0, 1, 0.0, 0.0)).about, "own:threat:warn* · weight 2 · adds nothing");
    }
}
