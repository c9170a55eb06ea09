//! Stage 6, telling: the tables, the page and the manifest of a run. For people and for programs.
//!
//! Invariant: a run's folder is a pure function of its inputs (no time, host, thread count or absolute path stands in it) and is whole or not there at all
//! ([`Staging`]). Where the study gives out no text, no words of a statement stand in any of it.

mod address;
mod answer;
mod articles;
mod behind;
mod change_page;
mod changes;
mod comparison;
mod embedded;
mod error;
mod foreign;
mod groups;
mod hits;
mod ledger;
mod left_out;
mod manifest;
mod marked;
mod methods;
mod missing;
mod page;
mod review;
mod roster;
mod sensitivity;
mod shift;
mod speakers;
mod staging;
mod stance;
mod statements;
pub(crate) mod table;
mod targets;
mod uncorrected;
mod wording;
mod words;

use address::Address;
pub use articles::ArticleRow;
pub use behind::Behind;
#[cfg(test)]
pub(crate) use behind::tests;
pub use change_page::{ChangePage, change_headline, change_page};
pub use changes::{ChangeRow, EffectRow, MoveRow, ShareRow};
pub use comparison::ComparisonRow;
use embedded::Embedded;
pub use error::ReportError;
pub use foreign::Foreign;
pub use groups::{GroupRow, MeetingRow};
pub use hits::HitRow;
pub use ledger::{Ledger, Tried};
pub use left_out::{BandRow, LeftOutRow};
pub use manifest::{CorrectionFacts, Counts, Input, Manifest, Program, Settings, Skip, StudyFacts, TableInput, Tool, Undated};
use marked::Marked;
use missing::Missing;
pub use page::{PageInput, page};
pub use review::{Look, Other, Review, Why};
pub use roster::{Roster, RosterError};
pub use sensitivity::SensitivityRow;
pub use shift::ShiftRow;
pub use speakers::SpeakerRow;
pub use staging::Staging;
pub use stance::StanceRow;
pub use statements::StatementRow;
pub use table::{Column, Row, TableReader, TableWriter, Value};
pub use targets::TargetRow;
pub use uncorrected::UncorrectedRow;
pub use words::WordRow;

/// The word that a unit variant serializes to: what tables say for it.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// What a word of a table stands for; none where it stands for nothing.
pub(crate) fn unword<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// Spans as tables write them: `start:end start:end`, in code points.
pub(crate) fn spans_text(spans: &[[u32; 2]]) -> String {
    spans.iter().map(|[start, end]| format!("{start}:{end}")).collect::<Vec<_>>().join(" ")
}

/// Spans read back; what is no span is left out.
pub(crate) fn spans_read(text: &str) -> Vec<[u32; 2]> {
    text.split_whitespace()
        .filter_map(|span| span.split_once(':'))
        .filter_map(|(start, end)| Some([start.parse().ok()?, end.parse().ok()?]))
        .collect()
}
