//! `detente` measures how adversaries talk to each other: out of news articles come statements with their speakers, each rated for hostility and for conciliation, and
//! speakers and sides are compared between two years.
//!
//! ```text
//! article ──▶ quote ──▶ tone ──▶ compare ──▶ chart ──▶ report
//!   read       find      rate      count      draw      tell
//! ```
//!
//! A stage uses the types of the stages before it and of none behind it. One article, from bytes to a rating with its reasons:
//!
//! ```
//! use detente::{Span, Study, Tools, Utterance, points};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let tools = Tools::of(&Study::defaults())?; // the built-in lexicons and rules
//! let page = "The ferry was late. \"They betrayed us, and we condemn it,\" Foreign Minister Ada Korrin said on Monday.";
//! let article = tools.search.reader.parse("wire/1", "wire/1.txt", page.as_bytes())?;
//! let found = tools.search.finder.find(&article);
//! let statement = &found.statements[0];
//! let words = statement.spans[0].of(&article.text);
//! assert_eq!(words, "They betrayed us, and we condemn it,");
//! let speaker = statement.speaker.map(|index| found.speakers[index as usize].name.as_str());
//! assert_eq!(speaker, Some("Ada Korrin"));
//! let tone = tools.instrument.rater.rate(&Utterance { text: words, cue: "said", quoted: &[Span::new(0, words.len())], kind: statement.kind });
//! assert!(points(tone.hostility) >= 2.0 && tone.conciliation == 0); // of 0 to 4 points
//! assert_eq!(tone.hostility, tone.hits.iter().map(|hit| hit.contribution[0]).sum::<i64>()); // exactly: millionths
//! # Ok(())
//! # }
//! ```
//!
//! A whole study is [`Study::load`] and [`Run::make`]; a run on disk is opened by [`Run::open`], and its tables are compared and drawn again without the articles. The
//! program `detente` does nothing that this library does not.
#![warn(missing_docs)]

pub mod article;
pub mod chart;
pub mod compare;
pub mod pipeline;
pub mod quote;
pub mod report;
pub mod study;
pub mod tone;
pub mod watch;

pub use article::{Article, Catalogue, Meeting, Reader, Span};
pub use chart::{Charts, Drawing};
pub use compare::{Comparison, Difference, Estimate, Group, Plan, Shift, Verdict};
pub use pipeline::{Options, Run, RunError, Tools};
pub use quote::{Act, Finder, Found, Kind, Speaker, Statement};
pub use study::{Study, StudyError};
pub use tone::{Hit, Rater, Tone, Utterance, points};
