//! The spool and pass 2 become the tables of articles, statements, hits and speakers. Invariant: rows are in order of article id, then of place; where the study
//! gives out no text, no words of a statement reach a row.

use super::second::Second;
use super::{Rated, Record, RunError, Spool};
use crate::quote::{Kind, Speaker};
use crate::report::{ArticleRow, Counts, Foreign, HitRow, Input, SpeakerRow, StatementRow, TableWriter, Undated, spans_text, word};
use crate::tone::{Place, Rater, points};
use std::collections::BTreeSet;
use std::path::Path;

/// What the tables were seen to hold.
#[derive(Default)]
pub(super) struct Held {
    pub counts: Counts,
    pub inputs: Vec<Input>,
    pub undated: Vec<Undated>,
    pub foreign: Vec<Foreign>,
    /// Articles in which bytes were no characters: path, encoding, how many.
    pub replaced: Vec<(String, String, u32)>,
    /// Paths of articles without a statement.
    pub silent: Vec<String>,
}

/// What is counted of a speaker while the statements pass by.
#[derive(Clone, Default)]
struct Tally {
    statements: i64,
    kinds: [i64; 3],
    echoes: i64,
    articles: BTreeSet<usize>,
    years: BTreeSet<i64>,
}

/// Writes the four tables into `folder`.
pub(super) fn tables(folder: &Path, spool: &Spool<Record>, second: &Second, rater: &Rater, with_text: bool) -> Result<Held, RunError> {
    let mut articles = TableWriter::<ArticleRow>::create(folder)?;
    let mut statements = TableWriter::<StatementRow>::create(folder)?;
    let mut hits = TableWriter::<HitRow>::create(folder)?;
    let mut held = Held::default();
    let mut tallies = vec![Tally::default(); second.speakers.len()];
    for (index, record) in spool.items().enumerate() {
        let record = record?;
        let mut article = article_row(&record, second.cluster(index), with_text);
        held.inputs.push(Input {
            article: article.id.clone(),
            sha256: article.sha256.clone(),
        });
        let english = record.article.language.is_english();
        if english {
            held.undated.extend(record.article.add.clone().map(|add| Undated {
                article: article.id.clone(),
                add,
            }));
            held.counts.words += record.article.words;
        } else {
            held.foreign.push(Foreign {
                article: article.id.clone(),
                language: article.language.clone(),
            });
        }
        if record.article.replaced > 0 {
            held.replaced
                .push((article.path.clone(), article.encoding.clone(), record.article.replaced));
        }
        if english && record.statements.is_empty() {
            held.silent.push(article.path.clone());
        }
        for (place, rated) in record.statements.iter().enumerate() {
            let speaker = second.speaker(index, rated.statement.speaker);
            let echo = second.echo(index, place);
            article.echoes += i64::from(echo.is_some());
            match speaker {
                Some((speaker, _)) => {
                    let tally = &mut tallies[speaker as usize];
                    tally.statements += 1;
                    tally.kinds[rated.statement.kind as usize] += 1;
                    tally.echoes += i64::from(echo.is_some());
                    tally.articles.insert(index);
                    tally.years.extend(record.article.year.map(i64::from));
                }
                None => article.without_speaker += 1,
            }
            for row in hit_rows(&record.article.id, rated, rater, with_text) {
                hits.push(row)?;
            }
            statements.push(statement_row(&article, rated, speaker.map(|(_, speaker)| speaker), echo, with_text))?;
        }
        held.counts.echoes += article.echoes as u64;
        held.counts.without_speaker += article.without_speaker as u64;
        articles.push(article)?;
    }
    held.counts.articles = articles.finish()?;
    held.counts.statements = statements.finish()?;
    held.counts.hits = hits.finish()?;
    held.counts.undated = held.undated.len() as u64;
    held.counts.foreign = held.foreign.len() as u64;
    let mut rows: Vec<SpeakerRow> = second
        .speakers
        .iter()
        .zip(&tallies)
        .filter_map(|(speaker, tally)| speaker_row(speaker, tally, with_text))
        .collect();
    rows.sort_by(|one, other| one.id.cmp(&other.id));
    held.counts.speakers = TableWriter::write_all(folder, rows)?;
    Ok(held)
}

fn article_row(record: &Record, cluster: &str, with_text: bool) -> ArticleRow {
    let article = &record.article;
    let kinds = |kind: Kind| record.statements.iter().filter(|rated| rated.statement.kind == kind).count() as i64;
    ArticleRow {
        id: article.id.clone(),
        path: article.path.clone(),
        title: article.title.clone().filter(|_| with_text),
        outlet: article.outlet.clone(),
        published: article.published.clone(),
        meeting: article.meeting.clone(),
        year: article.year.map(i64::from),
        dated_by: article.dated_by.as_str().to_owned(),
        dated_why: article.dated_why.clone(),
        language: article.language.to_string(),
        language_why: article.language_why.clone(),
        encoding: article.encoding.clone(),
        replaced: article.replaced.into(),
        sha256: article.sha256.clone(),
        bytes: article.bytes as i64,
        words: article.words as i64,
        statements: record.statements.len() as i64,
        direct: kinds(Kind::Direct),
        mixed: kinds(Kind::Mixed),
        indirect: kinds(Kind::Indirect),
        without_speaker: 0,
        echoes: 0,
        cluster: cluster.to_owned(),
    }
}

fn statement_row(article: &ArticleRow, rated: &Rated, speaker: Option<&Speaker>, echo: Option<&String>, with_text: bool) -> StatementRow {
    let statement = &rated.statement;
    let words = |words: &String| Some(words.clone()).filter(|_| with_text);
    let mut targets: Vec<String> = Vec::new();
    for target in &statement.targets {
        let named = if target.side.is_empty() || target.side == target.affiliation {
            target.affiliation.clone()
        } else {
            format!("{} ({})", target.affiliation, target.side)
        };
        if !targets.contains(&named) {
            targets.push(named);
        }
    }
    StatementRow {
        id: rated.id.clone(),
        article: article.id.clone(),
        outlet: article.outlet.clone(),
        published: article.published.clone(),
        meeting: article.meeting.clone(),
        year: article.year,
        speaker: speaker.map(|speaker| speaker.id.clone()),
        name: speaker.map(|speaker| speaker.name.clone()),
        role: speaker.and_then(|speaker| speaker.role.clone()),
        affiliation: speaker.and_then(|speaker| speaker.affiliation.clone()),
        side: speaker.and_then(|speaker| speaker.side.clone()),
        act: statement.act.as_str().to_owned(),
        kind: statement.kind.as_str().to_owned(),
        cue: words(&rated.cue),
        mention: words(&rated.mention),
        text: words(&rated.text),
        spans: spans_text(&rated.spans),
        quoted: spans_text(&rated.quoted),
        cue_at: rated.cue_at.map(|span| spans_text(&[span])),
        mention_at: rated.mention_at.map(|span| spans_text(&[span])),
        hostility: points(rated.tone.hostility),
        conciliation: points(rated.tone.conciliation),
        net: points(rated.tone.net()),
        hostility_lexicon: points(rated.tone.hostility),
        conciliation_lexicon: points(rated.tone.conciliation),
        confidence_span: hundredths(statement.confidence.span),
        confidence_speaker: hundredths(statement.confidence.speaker),
        echo: echo.cloned(),
        cluster: article.cluster.clone(),
        targets: targets.join("; "),
    }
}

/// A probability to two places: more would be noise, and an f32 written as f64 shows its rounding.
pub(super) fn hundredths(probability: f32) -> f64 {
    (f64::from(probability) * 100.0).round() / 100.0
}

fn hit_rows<'a>(article: &'a str, rated: &'a Rated, rater: &'a Rater, with_text: bool) -> impl Iterator<Item = HitRow> + 'a {
    rated.tone.hits.iter().enumerate().filter_map(move |(index, hit)| {
        let entry = rater.entries().get(hit.entry as usize)?;
        let target = rated.hit_target[index].and_then(|target| rated.statement.targets.get(target as usize));
        let rules: Vec<&str> = hit
            .rules
            .iter()
            .filter_map(|(rule, _)| rater.rules().get(*rule as usize))
            .map(|rule| rule.name.as_str())
            .collect();
        Some(HitRow {
            statement: rated.id.clone(),
            article: article.to_owned(),
            place: match hit.place {
                Place::Text => "text".to_owned(),
                Place::Cue => "cue".to_owned(),
            },
            start: rated.hit_at[index][0].into(),
            end: rated.hit_at[index][1].into(),
            words: Some(rated.hit_words[index].clone()).filter(|_| with_text),
            entry: entry.name(),
            dimension: entry.dimension.as_str().to_owned(),
            weight: points(entry.weight),
            rules: rules.join("; "),
            triggers: Some(rated.hit_triggers[index].join("; ")).filter(|_| with_text),
            hostility: points(hit.contribution[0]),
            conciliation: points(hit.contribution[1]),
            target_affiliation: target.map(|target| target.affiliation.clone()),
            target_side: target.map(|target| target.side.clone()).filter(|side| !side.is_empty()),
        })
    })
}

/// The row of a speaker; none for one who has no statement left (of whom only thoughts were found).
fn speaker_row(speaker: &Speaker, tally: &Tally, with_text: bool) -> Option<SpeakerRow> {
    (tally.statements > 0).then(|| SpeakerRow {
        id: speaker.id.clone(),
        name: speaker.name.clone(),
        sort: word(&speaker.sort),
        role: speaker.role.clone(),
        affiliation: speaker.affiliation.clone(),
        side: speaker.side.clone(),
        aliases: Some(speaker.aliases.join("; ")).filter(|_| with_text),
        statements: tally.statements,
        articles: tally.articles.len() as i64,
        direct: tally.kinds[Kind::Direct as usize],
        mixed: tally.kinds[Kind::Mixed as usize],
        indirect: tally.kinds[Kind::Indirect as usize],
        echoes: tally.echoes,
        first_year: tally.years.first().copied(),
        last_year: tally.years.last().copied(),
    })
}
