//! What pass 1 gives of one article. Invariant: nothing of one article depends on another, and every place is given twice: in bytes of the text, and in code
//! points for tables.

use crate::article::{Article, CodePoints, DatedBy, Language, Span, hex, line_to_add};
use crate::quote::{Act, Found, LocalSpeaker, Statement, echo::Fingerprint};
use crate::tone::{Instrument, JOIN, Micro, Place, Ratings, Scratch, Tone, Utterance};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What pass 1 gives of one article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The article without its text.
    pub article: ArticleFacts,
    /// Its own speakers.
    pub speakers: Vec<LocalSpeaker>,
    /// Its statements, rated.
    pub statements: Vec<Rated>,
}

/// What is kept of an article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArticleFacts {
    /// See [`crate::article::Article`].
    pub id: String,
    /// Path under its folder.
    pub path: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// ISO date.
    pub published: Option<String>,
    /// Meeting id.
    pub meeting: Option<String>,
    /// Year of comparison.
    pub year: Option<i16>,
    /// How it was dated.
    pub dated_by: DatedBy,
    /// The evidence.
    pub dated_why: String,
    /// What to add to the study, where it could not be dated.
    pub add: Option<String>,
    /// Language.
    pub language: Language,
    /// The evidence.
    pub language_why: String,
    /// Encoding.
    pub encoding: String,
    /// Replaced bytes.
    pub replaced: u32,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Bytes of text.
    pub bytes: u64,
    /// Words of text (white-space separated).
    pub words: u64,
}

/// A statement with its rating. Spans here are in code points, ready for tables; `statement` keeps bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rated {
    /// First 16 hex digits of SHA-256 over article id, text hash and spans.
    pub id: String,
    /// As found.
    pub statement: Statement,
    /// The utterance's text: spans joined by [`crate::tone::JOIN`].
    pub text: String,
    /// The cue's words.
    pub cue: String,
    /// The mention's words.
    pub mention: String,
    /// Spans in code points.
    pub spans: Vec<[u32; 2]>,
    /// The verbatim fragments in code points.
    pub quoted: Vec<[u32; 2]>,
    /// Cue in code points.
    pub cue_at: Option<[u32; 2]>,
    /// Mention in code points.
    pub mention_at: Option<[u32; 2]>,
    /// The lexicon's rating.
    pub tone: Tone,
    /// The model's rating.
    pub model: [Micro; 2],
    /// For each target of the statement: its place in code points.
    pub target_at: Vec<[u32; 2]>,
    /// For each hit: its bytes in the article.
    pub hit_spans: Vec<Span>,
    /// For each hit: its place in the article in code points.
    pub hit_at: Vec<[u32; 2]>,
    /// For each hit: its words.
    pub hit_words: Vec<String>,
    /// For each hit: the words that set its rules off, in the order of the rules.
    pub hit_triggers: Vec<Vec<String>>,
    /// For each target of the statement: its bytes in `text`; none for one outside of the statement's own words.
    pub target_in: Vec<Option<Span>>,
    /// Hashes of the folded words of verbatim stretches, for echoes; empty for short ones.
    pub fingerprint: Vec<u64>,
}

impl ArticleFacts {
    /// Of an article.
    pub fn of(article: &Article) -> ArticleFacts {
        ArticleFacts {
            id: article.id.clone(),
            path: article.path.clone(),
            title: article.title.clone(),
            outlet: article.outlet.clone(),
            published: article.published.map(|date| date.to_string()),
            meeting: article.meeting.clone(),
            year: article.year,
            dated_by: article.dated_by,
            dated_why: article.dated_why.clone(),
            add: (article.dated_by == DatedBy::Nothing).then(|| line_to_add(article)),
            language: article.language.clone(),
            language_why: article.language_why.clone(),
            encoding: article.encoding.to_owned(),
            replaced: article.replaced,
            sha256: article.sha256.clone(),
            bytes: article.text.len() as u64,
            words: article.text.split_whitespace().count() as u64,
        }
    }
}

impl Record {
    /// Rates what was found in an article, working in `scratch`. Runs use speech, so thoughts are left out.
    pub fn of(article: &Article, found: Found, instrument: &Instrument, scratch: &mut Scratch) -> Record {
        let points = CodePoints::new(&article.text);
        let text_hash = hex(&Sha256::digest(article.text.as_bytes()));
        let speech = found.statements.into_iter().filter(|statement| statement.act == Act::Speech);
        let statements = speech
            .map(|statement| Rated::of(article, &text_hash, &points, statement, instrument, scratch))
            .collect();
        Record {
            article: ArticleFacts::of(article),
            speakers: found.speakers,
            statements,
        }
    }
}

impl Rated {
    fn of(article: &Article, text_hash: &str, points: &CodePoints, statement: Statement, instrument: &Instrument, scratch: &mut Scratch) -> Rated {
        let whole = article.text.as_str();
        let joined = Joined::of(whole, &statement.spans);
        let cue = statement.cue.map_or("", |cue| cue.of(whole));
        let quoted: Vec<Span> = statement.quoted.iter().filter_map(|&span| joined.inward(span)).collect();
        let utterance = Utterance {
            text: &joined.text,
            cue,
            quoted: &quoted,
            kind: statement.kind,
        };
        let Ratings { tone, model } = instrument.rate(scratch, &utterance);
        let words = |place: Place, span: Span| match place {
            Place::Text => span.of(&joined.text),
            Place::Cue => span.of(cue),
        };
        let hit_spans: Vec<Span> = tone
            .hits
            .iter()
            .map(|hit| match (hit.place, statement.cue) {
                (Place::Text, _) => joined.outward(hit.span),
                (Place::Cue, Some(cue)) => Span {
                    start: cue.start + hit.span.start,
                    end: cue.start + hit.span.end,
                },
                (Place::Cue, None) => Span { start: 0, end: 0 },
            })
            .collect();
        let target_in = statement.targets.iter().map(|target| joined.inward(target.span)).collect();
        Rated {
            id: id(&article.id, text_hash, &statement.spans),
            cue: cue.to_owned(),
            mention: statement.mention.map_or("", |mention| mention.of(whole)).to_owned(),
            spans: statement.spans.iter().map(|&span| points.span(whole, span)).collect(),
            quoted: statement.quoted.iter().map(|&span| points.span(whole, span)).collect(),
            cue_at: statement.cue.map(|span| points.span(whole, span)),
            mention_at: statement.mention.map(|span| points.span(whole, span)),
            target_at: statement.targets.iter().map(|target| points.span(whole, target.span)).collect(),
            hit_at: hit_spans.iter().map(|&span| points.span(whole, span)).collect(),
            hit_words: tone.hits.iter().map(|hit| words(hit.place, hit.span).to_owned()).collect(),
            hit_triggers: tone
                .hits
                .iter()
                .map(|hit| hit.rules.iter().map(|applied| words(applied.place, applied.span).to_owned()).collect())
                .collect(),
            hit_spans,
            target_in,
            fingerprint: Fingerprint::of(&Joined::of(whole, &statement.quoted).text),
            text: joined.text,
            tone,
            model,
            statement,
        }
    }
}

/// First 16 hex digits of SHA-256 over article id, text hash and spans.
pub(crate) fn id(article: &str, text_hash: &str, spans: &[Span]) -> String {
    let mut hash = Sha256::new();
    hash.update(article.as_bytes());
    hash.update([0]);
    hash.update(text_hash.as_bytes());
    for span in spans {
        hash.update([0]);
        hash.update(span.start.to_le_bytes());
        hash.update(span.end.to_le_bytes());
    }
    hex(&hash.finalize()[..8])
}

/// Spans of a text joined to one, with the way back.
pub(crate) struct Joined {
    /// The spans' words with [`JOIN`] between.
    pub text: String,
    /// Each span, and the byte of `text` where it begins.
    parts: Vec<(Span, u32)>,
}

impl Joined {
    pub fn of(whole: &str, spans: &[Span]) -> Joined {
        let mut joined = Joined {
            text: String::with_capacity(spans.iter().map(|span| span.len() + JOIN.len()).sum()),
            parts: Vec::with_capacity(spans.len()),
        };
        for &span in spans {
            if !joined.parts.is_empty() {
                joined.text.push_str(JOIN);
            }
            joined.parts.push((span, joined.text.len() as u32));
            joined.text.push_str(span.of(whole));
        }
        joined
    }

    /// A span of the whole text as one of the joined text; none where it does not lie within one part.
    pub fn inward(&self, span: Span) -> Option<Span> {
        let (part, begin) = self.parts.iter().find(|(part, _)| part.contains(span))?;
        Some(Span {
            start: begin + span.start - part.start,
            end: begin + span.end - part.start,
        })
    }

    /// A span of the joined text as one of the whole. No hit crosses a join, so it lies within the part that holds its first byte.
    pub fn outward(&self, span: Span) -> Span {
        let at = self.parts.partition_point(|(_, begin)| *begin <= span.start).saturating_sub(1);
        let Some((part, begin)) = self.parts.get(at) else {
            return Span { start: 0, end: 0 };
        };
        let start = (part.start + (span.start - begin)).min(part.end);
        Span {
            start,
            end: (start + span.len() as u32).min(part.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn joining_and_going_back_keeps_the_words(parts in prop::collection::vec(("\\PC{1,12}", "\\PC{0,6}"), 1..6)) {
            let mut whole = String::new();
            let mut spans = Vec::new();
            for (words, between) in &parts {
                spans.push(Span::new(whole.len(), whole.len() + words.len()));
                whole.push_str(words);
                whole.push_str(between);
            }
            let joined = Joined::of(&whole, &spans);
            for &span in &spans {
                let inward = joined.inward(span).expect("every span is a part");
                prop_assert_eq!(inward.of(&joined.text), span.of(&whole));
                prop_assert_eq!(joined.outward(inward), span);
            }
        }
    }

    #[test]
    fn a_change_of_any_part_changes_the_id() {
        let spans = [Span::new(0, 5), Span::new(7, 9)];
        let all = [
            id("a", "h", &spans),
            id("b", "h", &spans),
            id("a", "i", &spans),
            id("a", "h", &spans[..1]),
            id("a", "h", &[Span::new(0, 6), Span::new(7, 9)]),
        ];
        let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
        assert!(all.iter().all(|id| id.len() == 16));
    }
}
