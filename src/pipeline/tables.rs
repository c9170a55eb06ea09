//! The spool and pass 2 become the tables of articles, statements, targets, hits and speakers, and of what would be without corrections. Invariant: rows are in order of article id, then of place; where the study
//! gives out no text, no words of a statement reach a row.

use super::second::{ByHand, Second, Sight};
use super::{Rated, Record, RunError, Spool, scan::micro};
use crate::article::Span;
use crate::quote::{Kind, Speaker, Target};
use crate::report::{
    ArticleRow, Counts, Foreign, HitRow, Input, ReportError, SpeakerRow, StatementRow, TableWriter, TargetRow, UncorrectedRow, Undated, spans_text,
    word,
};
use crate::tone::{Hit, Instrument, Named, Place, Rater, Utterance, hit_targets, points};
use std::collections::{BTreeMap, BTreeSet};
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
    /// Dropped ones too: such a speaker is still listed.
    all: i64,
    statements: i64,
    kinds: [i64; 3],
    echoes: i64,
    articles: BTreeSet<usize>,
    years: BTreeSet<i64>,
    /// Offices that articles of a year give, and how many of them.
    roles: BTreeMap<(i64, String), u32>,
}

impl Tally {
    /// The office most often given in each year, where it is not the same in all.
    fn roles(&self) -> Option<String> {
        let mut by_year: BTreeMap<i64, (u32, &str)> = BTreeMap::new();
        for ((year, role), &articles) in &self.roles {
            let most = by_year.entry(*year).or_insert((0, role));
            if articles > most.0 {
                *most = (articles, role);
            }
        }
        let distinct: BTreeSet<String> = by_year.values().map(|(_, role)| role.to_lowercase()).collect();
        let listed: Vec<String> = by_year.iter().map(|(year, (_, role))| format!("{year}: {role}")).collect();
        (distinct.len() > 1).then(|| listed.join("; "))
    }
}

/// The rows that a batch of articles gives.
#[derive(Default)]
struct Rows {
    articles: Vec<ArticleRow>,
    statements: Vec<StatementRow>,
    targets: Vec<TargetRow>,
    hits: Vec<HitRow>,
    otherwise: Vec<UncorrectedRow>,
}

/// The tables while they are written.
struct Writers {
    articles: TableWriter<ArticleRow>,
    statements: TableWriter<StatementRow>,
    targets: TableWriter<TargetRow>,
    hits: TableWriter<HitRow>,
    otherwise: TableWriter<UncorrectedRow>,
}

impl Writers {
    fn create(folder: &Path) -> Result<Writers, ReportError> {
        Ok(Writers {
            articles: TableWriter::create(folder)?,
            statements: TableWriter::create(folder)?,
            targets: TableWriter::create(folder)?,
            hits: TableWriter::create(folder)?,
            otherwise: TableWriter::create(folder)?,
        })
    }

    /// Writes rows behind those before: the statements, which are most of it, beside the other tables.
    fn push(&mut self, rows: Rows) -> Result<(), ReportError> {
        let Writers {
            articles,
            statements,
            targets,
            hits,
            otherwise,
        } = self;
        let (most, others) = rayon::join(
            || rows.statements.into_iter().try_for_each(|row| statements.push(row)),
            || {
                rows.hits.into_iter().try_for_each(|row| hits.push(row))?;
                rows.targets.into_iter().try_for_each(|row| targets.push(row))?;
                rows.otherwise.into_iter().try_for_each(|row| otherwise.push(row))?;
                rows.articles.into_iter().try_for_each(|row| articles.push(row))
            },
        );
        most.and(others)
    }
}

/// Writes the tables into `folder`; the first `files` articles are files of their own.
pub(super) fn tables(
    folder: &Path,
    spool: &Spool<Record>,
    second: &Second,
    instrument: &Instrument,
    with_text: bool,
    files: usize,
) -> Result<Held, RunError> {
    let mut writers = Writers::create(folder)?;
    let mut held = Held::default();
    let mut tallies = vec![Tally::default(); second.speakers.len()];
    let mut batches = spool.batches();
    let (mut index, mut made) = (0, Some(Rows::default()));
    // While the rows of a batch are written, those of the next are made.
    while let Some(rows) = made.take() {
        let (next, written) = rayon::join(
            || -> Result<Option<Rows>, RunError> {
                let Some(batch) = batches.next() else { return Ok(None) };
                let mut rows = Rows::default();
                for record in batch? {
                    let seen = Passing {
                        second,
                        instrument,
                        with_text,
                        is_file: index < files,
                    };
                    seen.pass(index, record, &mut held, &mut tallies, &mut rows);
                    index += 1;
                }
                Ok(Some(rows))
            },
            || writers.push(rows),
        );
        written?;
        made = next?;
    }
    held.counts.articles = writers.articles.finish()?;
    held.counts.statements = writers.statements.finish()?;
    writers.targets.finish()?;
    held.counts.hits = writers.hits.finish()?;
    writers.otherwise.finish()?;
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

/// What the rows of an article depend on beside it.
struct Passing<'a> {
    second: &'a Second,
    instrument: &'a Instrument,
    with_text: bool,
    /// Whether the article is a file of its own.
    is_file: bool,
}

impl Passing<'_> {
    /// Makes the rows of an article, the `index`th, and counts what is counted.
    fn pass(&self, index: usize, record: Record, held: &mut Held, tallies: &mut [Tally], rows: &mut Rows) {
        let (second, instrument, with_text) = (self.second, self.instrument, self.with_text);
        let mut article = article_row(&record, second.cluster(index, Sight::Corrected), with_text);
        // Of a table the manifest names the table.
        if self.is_file {
            held.inputs.push(Input {
                article: article.id.clone(),
                sha256: article.sha256.clone(),
            });
        }
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
        for (local, source) in record.speakers.iter().enumerate() {
            let speaker = second.speaker_of(index, local);
            if let (Some(speaker), Some(role), Some(year)) = (speaker, &source.role, record.article.year) {
                *tallies[speaker as usize].roles.entry((year.into(), role.clone())).or_default() += 1;
            }
        }
        for (number, rated) in record.statements.iter().enumerate() {
            let place = (index as u32, number as u32);
            let speaker = second.speaker(place, rated.statement.speaker, Sight::Corrected);
            let echo = second.echo(place, Sight::Corrected);
            let by_hand = second.by_hand(place);
            let dropped = by_hand.is_some_and(|hand| hand.drop);
            article.echoes += i64::from(echo.is_some());
            match speaker {
                Some((speaker, _)) => {
                    let tally = &mut tallies[speaker as usize];
                    tally.all += 1;
                    if !dropped {
                        tally.statements += 1;
                        tally.kinds[rated.statement.kind as usize] += 1;
                        tally.echoes += i64::from(echo.is_some());
                        tally.articles.insert(index);
                        tally.years.extend(record.article.year.map(i64::from));
                    }
                }
                None => article.without_speaker += i64::from(!dropped),
            }
            rows.targets.extend(target_rows(&record.article.id, rated));
            let whose = speaker.map(|(_, speaker)| speaker);
            rows.hits.extend(hit_rows(&record.article.id, rated, whose, &instrument.rater, with_text));
            let row = statement_row(&article, rated, instrument, speaker.map(|(_, speaker)| speaker), echo, with_text);
            let row = match by_hand {
                Some(hand) => corrected(row, hand),
                None => row,
            };
            if second.is_corrected() {
                let found = uncorrected(&row, rated, second, place);
                if !found.says(&row) {
                    rows.otherwise.push(found);
                }
            }
            rows.statements.push(row);
        }
        held.counts.echoes += article.echoes as u64;
        held.counts.without_speaker += article.without_speaker as u64;
        rows.articles.push(article);
    }
}

/// What would be said of the statement of `row` had nobody corrected any.
fn uncorrected(row: &StatementRow, rated: &Rated, second: &Second, place: (u32, u32)) -> UncorrectedRow {
    let speaker = second.speaker(place, rated.statement.speaker, Sight::Found).map(|(_, speaker)| speaker);
    UncorrectedRow {
        statement: row.id.clone(),
        article: row.article.clone(),
        speaker: speaker.map(|speaker| speaker.id.clone()),
        name: speaker.map(|speaker| speaker.name.clone()),
        side: speaker.and_then(|speaker| speaker.side.clone()),
        role: speaker.and_then(|speaker| speaker.role.clone()),
        confidence_speaker: hundredths(rated.statement.confidence.speaker),
        echo: second.echo(place, Sight::Found).cloned(),
        left_out: hidden(speaker),
        cluster: second.cluster(place.0 as usize, Sight::Found).to_owned(),
    }
}

fn target_rows<'a>(article: &'a str, rated: &'a Rated) -> impl Iterator<Item = TargetRow> + 'a {
    rated.statement.targets.iter().zip(&rated.target_at).map(move |(target, at)| TargetRow {
        statement: rated.id.clone(),
        article: article.to_owned(),
        start: at[0].into(),
        end: at[1].into(),
        affiliation: target.affiliation.clone(),
        side: Some(target.side.clone()).filter(|side| !side.is_empty()),
    })
}

/// Why a statement of this speaker counts nowhere.
fn hidden(speaker: Option<&Speaker>) -> Option<String> {
    speaker.filter(|speaker| speaker.hidden).map(|_| "hidden".to_owned())
}

/// A row with what the corrections say; its speaker is the corrected one already.
fn corrected(mut row: StatementRow, hand: &ByHand) -> StatementRow {
    // Whoever names the speaker is sure of it: else a threshold of confidence would leave out the very statements that were looked at.
    if let Some(speaker) = hand.speaker {
        row.confidence_speaker = if speaker.is_some() { 1.0 } else { 0.0 };
    }
    let [hostility, conciliation] = hand.rating;
    if let Some(hostility) = hostility {
        row.hostility = points(hostility);
    }
    if let Some(conciliation) = conciliation {
        row.conciliation = points(conciliation);
    }
    if hand.rating != [None, None] {
        let [hostility, conciliation] = [row.hostility, row.conciliation].map(micro);
        row.net = points(conciliation - hostility);
    }
    let what = [
        ("speaker", hand.speaker.is_some()),
        ("hostility", hostility.is_some()),
        ("conciliation", conciliation.is_some()),
        ("dropped", hand.drop),
    ];
    let what: Vec<&str> = what.iter().filter(|(_, is)| *is).map(|(what, _)| *what).collect();
    row.corrected = Some(what.join("; "));
    if hand.drop {
        row.left_out = Some("dropped".to_owned());
    }
    row
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

fn statement_row(
    article: &ArticleRow,
    rated: &Rated,
    instrument: &Instrument,
    speaker: Option<&Speaker>,
    echo: Option<&String>,
    with_text: bool,
) -> StatementRow {
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
    let lexicon = [rated.tone.hostility, rated.tone.conciliation];
    let [hostility, conciliation] = instrument.blend.rating(lexicon, rated.model);
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
        hostility: points(hostility),
        conciliation: points(conciliation),
        net: points(conciliation - hostility),
        hostility_lexicon: points(rated.tone.hostility),
        conciliation_lexicon: points(rated.tone.conciliation),
        hostility_model: points(rated.model[0]),
        conciliation_model: points(rated.model[1]),
        confidence_span: hundredths(statement.confidence.span),
        confidence_speaker: hundredths(statement.confidence.speaker),
        echo: echo.cloned(),
        corrected: None,
        left_out: hidden(speaker),
        cluster: article.cluster.clone(),
        targets: targets.join("; "),
    }
}

/// A probability to two places: more would be noise, and an f32 written as f64 shows its rounding.
pub(super) fn hundredths(probability: f32) -> f64 {
    (f64::from(probability) * 100.0).round() / 100.0
}

fn hit_rows<'a>(
    article: &'a str,
    rated: &'a Rated,
    speaker: Option<&Speaker>,
    rater: &'a Rater,
    with_text: bool,
) -> impl Iterator<Item = HitRow> + 'a {
    let whose = speaker.map_or((None, None), |speaker| (speaker.affiliation.as_deref(), speaker.side.as_deref()));
    let told: Vec<&Target> = rated
        .statement
        .targets
        .iter()
        .zip(&rated.target_in)
        .filter_map(|(target, at)| at.map(|_| target))
        .collect();
    let named: Vec<Named> = told
        .iter()
        .zip(rated.target_in.iter().flatten())
        .map(|(target, &span)| named(&rated.text, span, &target.affiliation, &target.side, whose))
        .collect();
    let utterance = Utterance {
        text: &rated.text,
        cue: &rated.cue,
        quoted: &[],
        kind: rated.statement.kind,
    };
    let about = hit_targets(&utterance, &rated.tone, rater, &named);
    rated.tone.hits.iter().zip(about).enumerate().filter_map(move |(index, (hit, about))| {
        let target = about.and_then(|about| told.get(about as usize));
        let place = PlacedHit {
            at: rated.hit_at[index],
            words: Some(rated.hit_words[index].clone()).filter(|_| with_text),
            triggers: Some(rated.hit_triggers[index].join("; ")).filter(|_| with_text),
            target_affiliation: target.map(|target| target.affiliation.clone()),
            target_side: target.map(|target| target.side.clone()).filter(|side| !side.is_empty()),
        };
        hit_row(&rated.id, article, rater, hit, place)
    })
}

/// A side or its member that a statement names, as the rating's grammar sees it; `whose` are the speaker's affiliation and side.
pub(super) fn named(text: &str, span: Span, affiliation: &str, side: &str, whose: (Option<&str>, Option<&str>)) -> Named {
    let bloc = Some(side).filter(|side| !side.is_empty());
    Named {
        span,
        own: whose.0 == Some(affiliation) || (bloc.is_some() && whose.1 == bloc),
        name: span.of(text) == affiliation,
    }
}

/// Where a hit stands in its article, and whom it is about.
pub(super) struct PlacedHit {
    pub at: [u32; 2],
    pub words: Option<String>,
    pub triggers: Option<String>,
    pub target_affiliation: Option<String>,
    pub target_side: Option<String>,
}

/// The row of a hit; none where the rater has no such entry.
pub(super) fn hit_row(statement: &str, article: &str, rater: &Rater, hit: &Hit, place: PlacedHit) -> Option<HitRow> {
    let entry = rater.entries().get(hit.entry as usize)?;
    let rules: Vec<&str> = hit
        .rules
        .iter()
        .filter_map(|applied| rater.rules().get(usize::from(applied.rule)))
        .map(|rule| rule.name.as_str())
        .collect();
    Some(HitRow {
        statement: statement.to_owned(),
        article: article.to_owned(),
        place: match hit.place {
            Place::Text => "text".to_owned(),
            Place::Cue => "cue".to_owned(),
        },
        start: place.at[0].into(),
        end: place.at[1].into(),
        words: place.words,
        entry: entry.name(),
        dimension: entry.dimension.as_str().to_owned(),
        weight: points(entry.weight),
        rules: rules.join("; "),
        triggers: place.triggers,
        hostility: points(hit.contribution[0]),
        conciliation: points(hit.contribution[1]),
        target_affiliation: place.target_affiliation,
        target_side: place.target_side,
    })
}

/// The row of a speaker; none for one who has no statement left (of whom only thoughts were found).
fn speaker_row(speaker: &Speaker, tally: &Tally, with_text: bool) -> Option<SpeakerRow> {
    let bonds: Vec<&str> = speaker.bonds.iter().map(|bond| bond.as_str()).collect();
    let doubts: Vec<&str> = speaker.doubts.iter().map(|doubt| doubt.as_str()).collect();
    (tally.all > 0).then(|| SpeakerRow {
        id: speaker.id.clone(),
        name: speaker.name.clone(),
        sort: word(&speaker.sort),
        role: speaker.role.clone(),
        roles: tally.roles(),
        affiliation: speaker.affiliation.clone(),
        side: speaker.side.clone(),
        aliases: Some(speaker.aliases.join("; ")).filter(|_| with_text),
        merged_by: Some(bonds.join("; ")).filter(|bonds| !bonds.is_empty()),
        mentions: speaker.mentions.into(),
        doubt: f64::from(speaker.doubt()) / 100.0,
        doubts: Some(doubts.join("; ")).filter(|doubts| !doubts.is_empty()),
        hidden: speaker.hidden,
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
