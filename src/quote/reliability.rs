//! Whether confidences are worth their figure: of the statements at nine in ten, nine in ten should be right.

use super::annotated::Annotated;
use super::finder::Finder;
use super::learn::{Letters, overlap, same_source};
use super::resolve::is_pronoun;

/// The statements whose confidence lies in one band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Band {
    /// Statements in it.
    pub statements: usize,
    /// Of these, how many people have marked as well (content overlaps by half).
    pub right: usize,
}

/// Bands of a tenth: 0 to 0.1, …, 0.9 to 1, by the confidence of the span and by that of the speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reliability {
    /// By the confidence of the span, over all statements.
    pub span: [Band; 10],
    /// By the confidence of the speaker, over statements that match a marked one with a named source. Who a pronoun stands for is not marked, so those are left out.
    pub speaker: [Band; 10],
}

fn band(confidence: f32) -> usize {
    ((confidence * 10.0) as usize).min(9)
}

impl Reliability {
    /// Compares what the finder finds in annotated articles with what people marked in them.
    pub fn of(finder: &Finder, articles: &[Annotated]) -> Reliability {
        let mut out = Reliability::default();
        for article in articles {
            let letters = Letters::of(&article.text);
            let found = finder.find_in(&article.text, &[]);
            let marked: Vec<Vec<(u32, u32)>> = article.attributions.iter().map(|a| letters.spans(&a.content)).collect();
            let contents: Vec<Vec<(u32, u32)>> = found.statements.iter().map(|s| letters.spans(&s.spans)).collect();
            let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
            for (s, content) in contents.iter().enumerate() {
                for (m, other) in marked.iter().enumerate() {
                    let share = overlap(content, other);
                    if share >= 0.5 {
                        pairs.push((share, s, m));
                    }
                }
            }
            pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
            let mut match_of = vec![None; contents.len()];
            let mut taken = vec![false; marked.len()];
            for (_, s, m) in pairs {
                if match_of[s].is_none() && !taken[m] {
                    match_of[s] = Some(m);
                    taken[m] = true;
                }
            }
            for (statement, matched) in found.statements.iter().zip(match_of) {
                let span = &mut out.span[band(statement.confidence.span)];
                span.statements += 1;
                let Some(m) = matched else { continue };
                span.right += 1;
                let source = &article.attributions[m].source;
                let words: String = source.iter().map(|s| s.of(&article.text)).collect::<Vec<_>>().join(" ");
                if source.is_empty() || is_pronoun(&words) || statement.speaker.is_none() {
                    continue;
                }
                let speaker = &mut out.speaker[band(statement.confidence.speaker)];
                speaker.statements += 1;
                speaker.right += usize::from(statement.mention.is_some_and(|mention| same_source(&words, mention.of(&article.text))));
            }
        }
        out
    }
}
