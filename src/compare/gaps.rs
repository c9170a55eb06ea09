//! What a comparison does not know of its own statements: which have no speaker, and how many it left out as doubtful. Invariant: every chart, table and printout takes
//! its numbers and its words for them from here, so that there is one definition and one rounding.

use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

/// The gaps of a comparison in some years. Repeats, kinds that are not compared and articles without a year are in none of the numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gaps {
    /// Statements that count.
    pub counted: u64,
    /// Of these, those without a speaker: they count among all, and for no side or speaker.
    pub without_speaker: u64,
    /// Statements that would count too, were they not below the plan's confidence.
    pub doubtful: u64,
    /// Of these, those without a speaker.
    pub doubtful_without_speaker: u64,
}

impl Gaps {
    /// The statements without a speaker as a share of those that count: "12 of 240 (5 %)".
    pub fn without_speaker(&self) -> String {
        share(self.without_speaker, self.counted)
    }

    /// What was left out as doubtful, as a share of what would count else: "left out as doubtful (confidence below 0.7): 31 of 271 (11 %), 12 of them without a speaker". None
    /// where `confidence` leaves nothing out.
    pub fn left_out(&self, confidence: f64) -> Option<String> {
        self.doubtful(confidence).map(|words| format!("left out as {words}"))
    }

    /// The same as one of several things that may be left out: "doubtful (confidence below 0.7): 31 of 271 (11 %), 12 of them without a speaker".
    pub fn doubtful(&self, confidence: f64) -> Option<String> {
        (confidence > 0.0).then(|| {
            let lost = match (self.doubtful, self.doubtful_without_speaker) {
                (0, _) => String::new(),
                (_, lost) => format!(", {} of them without a speaker", grouped(lost)),
            };
            format!(
                "doubtful (confidence below {confidence}): {}{lost}",
                share(self.doubtful, self.counted + self.doubtful)
            )
        })
    }
}

impl AddAssign for Gaps {
    fn add_assign(&mut self, other: Gaps) {
        self.counted += other.counted;
        self.without_speaker += other.without_speaker;
        self.doubtful += other.doubtful;
        self.doubtful_without_speaker += other.doubtful_without_speaker;
    }
}

/// "12 of 240 (5 %)", to whole per cents; what is not none or all is not called 0 % or 100 %.
fn share(part: u64, of: u64) -> String {
    let percent = match (part, of) {
        (_, 0) => return "0 of 0".to_owned(),
        (0, _) => "0 %".to_owned(),
        (part, of) if part == of => "100 %".to_owned(),
        _ => match (part as f64 / of as f64 * 100.0).round() as u64 {
            0 => "less than 1 %".to_owned(),
            100 => "more than 99 %".to_owned(),
            percent => format!("{percent} %"),
        },
    };
    format!("{} of {} ({percent})", grouped(part), grouped(of))
}

/// 12345 as 12,345.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_in_words() {
        for (part, of, words) in [
            (12, 240, "12 of 240 (5 %)"),
            (0, 240, "0 of 240 (0 %)"),
            (0, 0, "0 of 0"),
            (1, 1_000, "1 of 1,000 (less than 1 %)"),
            (1, 200, "1 of 200 (1 %)"),
            (12_344, 12_345, "12,344 of 12,345 (more than 99 %)"),
            (7, 7, "7 of 7 (100 %)"),
        ] {
            assert_eq!(share(part, of), words);
        }
    }

    #[test]
    fn what_is_left_out_is_said_where_something_may_be() {
        let gaps = Gaps {
            counted: 240,
            without_speaker: 0,
            doubtful: 31,
            doubtful_without_speaker: 12,
        };
        assert_eq!(gaps.left_out(0.0), None);
        assert_eq!(
            gaps.left_out(0.7).as_deref(),
            Some("left out as doubtful (confidence below 0.7): 31 of 271 (11 %), 12 of them without a speaker")
        );
        let none = Gaps { doubtful: 0, ..gaps };
        assert_eq!(
            none.left_out(0.7).as_deref(),
            Some("left out as doubtful (confidence below 0.7): 0 of 240 (0 %)")
        );
    }

    proptest! {
        #[test]
        fn none_and_all_are_called_so_and_nothing_else_is(part in 0u64..5_000, more in 0u64..5_000) {
            let words = share(part, part + more);
            prop_assert_eq!(words.contains("(0 %)"), part == 0 && more > 0, "{}", words);
            prop_assert_eq!(words.contains("(100 %)"), part > 0 && more == 0, "{}", words);
        }
    }
}
