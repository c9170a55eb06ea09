//! How much of a run's headline hangs on single entries: each left out in turn, many left out at random, all weights shaken. Invariant: every answer is that of a rater without those entries
//! (what a long entry hid comes to light), and random draws depend on the seed alone.

use super::rerun::kind;
use super::scan::{Entries, Scan, ratings};
use super::{Options, Run, RunError, in_threads};
use crate::compare::permutation::Stream;
use crate::compare::{By, Difference, Measure, Row, Sums, compare_choice};
use crate::report::{BandRow, LeftOutRow, StatementRow};
use crate::tone::{Blend, Micro, Rater, Scratch, Utterance, points};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Entries of which p and verdict are computed anew: those whose loss moves the headline most. A test deals all articles; the losses of the others are near nothing.
const TESTED: usize = 20;

/// Shares of all entries that are left out at random, in hundredths.
const DROPPED: [u32; 4] = [5, 10, 20, 50];

/// Most draws for each share, and fewest: so many that the ratings of all stay near [`WORK`].
const DRAWS: [usize; 2] = [20, 200];

/// Ratings of one share's draws.
const WORK: usize = 2_000_000;

/// How far weights are shaken: one standard deviation, as a part of the weight.
const JITTER: f64 = 0.2;

/// How much hangs on single entries.
#[derive(Clone, Debug)]
pub struct EntrySensitivity {
    /// The headline as it is.
    pub headline: Difference,
    /// Every entry that was found in a statement that counts, the one whose loss moves the headline most first.
    pub left_out: Vec<LeftOutRow>,
    /// What random losses and shaken weights make of the headline.
    pub bands: Vec<BandRow>,
    /// Of all that single losses move, taken without sign, the share of the five largest, 0 to 1; none where nothing moves.
    pub top_five: Option<f64>,
}

/// A statement that counts in one of the two years.
struct Counted {
    /// As comparison sees it, without hits.
    row: Row,
    words: Words,
    /// Entries found in it.
    entries: Vec<u32>,
    model: [Micro; 2],
    by_hand: [bool; 2],
    year: usize,
    cluster: usize,
}

/// What is rated of it.
struct Words {
    text: String,
    cue: String,
    kind: crate::quote::Kind,
}

/// Sums of net tone by year and article.
type Cells = [Vec<(Micro, u32)>; 2];

/// The statements in memory.
struct Held {
    statements: Vec<Counted>,
    cells: Cells,
    blend: Blend,
}

fn net([hostility, conciliation]: [Micro; 2]) -> Micro {
    conciliation - hostility
}

/// The difference of the years' means of articles' means, as the comparison takes it.
fn difference(cells: &Cells) -> f64 {
    let mean = |year: &Vec<(Micro, u32)>| {
        let means = year.iter().map(|(sum, statements)| points(*sum) / f64::from(*statements));
        means.sum::<f64>() / year.len() as f64
    };
    mean(&cells[1]) - mean(&cells[0])
}

impl Held {
    fn of(run: &Run, rater: &Rater, years: [i16; 2]) -> Result<Held, RunError> {
        let plan = run.plan();
        let names: BTreeMap<String, u32> = (0..).zip(rater.entries()).map(|(number, entry)| (entry.name(), number)).collect();
        let mut entries = Entries::new(run.blend());
        let mut clusters: [BTreeMap<String, usize>; 2] = Default::default();
        let mut statements = Vec::new();
        for item in Scan::open(run.folder())? {
            let (statement, hits) = item?;
            let row = entries.row(&statement, &[]);
            let year = row.counts(plan.selection, plan.confidence).filter(|_| statement.left_out.is_none());
            let Some(year) = year.and_then(|year| years.iter().position(|one| *one == year)) else {
                continue;
            };
            let next = clusters[year].len();
            let cluster = *clusters[year].entry(row.cluster.clone()).or_insert(next);
            let mut found: Vec<u32> = hits.iter().filter_map(|hit| names.get(&hit.entry).copied()).collect();
            found.sort_unstable();
            found.dedup();
            statements.push(Counted {
                year,
                cluster,
                entries: found,
                model: ratings(&statement)[1],
                by_hand: ["hostility", "conciliation"].map(|dimension| statement.is_corrected(dimension)),
                words: words(statement),
                row,
            });
        }
        // Articles in the order of their ids, as the comparison adds them up.
        for (year, names) in clusters.iter().enumerate() {
            let order: BTreeMap<usize, usize> = names.values().enumerate().map(|(rank, first)| (*first, rank)).collect();
            for statement in statements.iter_mut().filter(|statement| statement.year == year) {
                statement.cluster = order[&statement.cluster];
            }
        }
        let mut cells: Cells = [vec![(0, 0); clusters[0].len()], vec![(0, 0); clusters[1].len()]];
        for statement in &statements {
            let cell = &mut cells[statement.year][statement.cluster];
            *cell = (cell.0 + net(statement.row.rating), cell.1 + 1);
        }
        Ok(Held {
            statements,
            cells,
            blend: run.blend(),
        })
    }

    /// The rating that is compared, by `rater` in the state of `scratch`.
    fn rating(&self, statement: &Counted, rater: &Rater, scratch: &mut Scratch) -> [Micro; 2] {
        let tone = rater.rate_with(
            scratch,
            &Utterance {
                text: &statement.words.text,
                cue: &statement.words.cue,
                quoted: &[],
                kind: statement.words.kind,
            },
        );
        let rating = self.blend.rating([tone.hostility, tone.conciliation], statement.model);
        [0, 1].map(|d| if statement.by_hand[d] { statement.row.rating[d] } else { rating[d] })
    }

    /// The headline difference where these statements are rated anew.
    fn anew<'a>(&self, statements: impl Iterator<Item = &'a Counted>, rater: &Rater, scratch: &mut Scratch) -> f64 {
        let mut cells = self.cells.clone();
        for statement in statements {
            let rating = self.rating(statement, rater, scratch);
            cells[statement.year][statement.cluster].0 += net(rating) - net(statement.row.rating);
        }
        difference(&cells)
    }
}

fn words(statement: StatementRow) -> Words {
    Words {
        kind: kind(&statement),
        text: statement.text.unwrap_or_default(),
        cue: statement.cue.unwrap_or_default(),
    }
}

impl Run {
    /// How much of the headline (net tone of everyone) hangs on single entries.
    ///
    /// # Errors
    /// A run without words or of another version, or that compares no two years; tables that cannot be read.
    pub fn entry_sensitivity(&self, options: &Options) -> Result<EntrySensitivity, RunError> {
        in_threads(options.threads, || self.entry_sensitivity_here())
    }

    fn entry_sensitivity_here(&self) -> Result<EntrySensitivity, RunError> {
        self.can_be_rated()?;
        let path = || self.folder().display().to_string();
        let years = self.manifest().years.ok_or_else(|| RunError::OneYear { path: path() })?;
        let kept = self.kept()?;
        let pairs = kept.pairs();
        let rater = kept.sources(&pairs, &self.manifest().settings.rules_off).rater()?;
        let held = Held::of(self, &rater, years)?;
        if held.cells.iter().any(Vec::is_empty) {
            return Err(RunError::OneYear { path: path() });
        }
        let headline = self.tested(&held, &rater, None)?.ok_or_else(|| RunError::OneYear { path: path() })?;
        let own = difference(&held.cells);

        let mut of: BTreeMap<u32, Vec<&Counted>> = BTreeMap::new();
        for statement in &held.statements {
            for &entry in &statement.entries {
                of.entry(entry).or_default().push(statement);
            }
        }
        let of: Vec<(u32, Vec<&Counted>)> = of.into_iter().collect();
        let mut without: Vec<(u32, usize, f64)> = of
            .par_iter()
            .map_init(Scratch::default, |scratch, (entry, statements)| {
                scratch.look_at_all_but(rater.entries().len(), &[*entry]);
                (*entry, statements.len(), held.anew(statements.iter().copied(), &rater, scratch))
            })
            .collect();
        without.sort_by(|one, other| (other.2 - own).abs().total_cmp(&(one.2 - own).abs()).then(one.0.cmp(&other.0)));
        let tested: Vec<Option<Difference>> = without
            .par_iter()
            .take(TESTED)
            .map(|(entry, ..)| self.tested(&held, &rater, Some(*entry)))
            .collect::<Result<_, _>>()?;
        let left_out = without.iter().enumerate().map(|(rank, (entry, statements, delta))| {
            let tested = tested.get(rank).and_then(Option::as_ref);
            LeftOutRow {
                entry: rater.entries()[*entry as usize].name(),
                weight: points(rater.entries()[*entry as usize].weight),
                statements: *statements as i64,
                delta_without: *delta,
                moved: delta - own,
                turns: (own > 0.0 && *delta < 0.0) || (own < 0.0 && *delta > 0.0),
                p_without: tested.and_then(|tested| tested.p_adjusted.or(tested.p)),
                verdict_without: tested.map(|tested| tested.verdict.as_str().to_owned()),
                decides: tested.map(|tested| if tested.verdict == headline.verdict { "no" } else { "yes" }.to_owned()),
            }
        });
        let left_out: Vec<LeftOutRow> = left_out.collect();
        let sizes: Vec<f64> = left_out.iter().map(|row| row.moved.abs()).collect();
        let all: f64 = sizes.iter().sum();
        Ok(EntrySensitivity {
            bands: self.bands(&held, &rater, own),
            top_five: (all > 0.0).then(|| sizes.iter().take(5).sum::<f64>() / all),
            headline,
            left_out,
        })
    }

    /// The headline with its test, without an entry.
    fn tested(&self, held: &Held, rater: &Rater, without: Option<u32>) -> Result<Option<Difference>, RunError> {
        const EVERYONE: &[By] = &[By::All];
        let plan = self.plan();
        let mut sums = Sums::by(&plan, EVERYONE);
        let mut scratch = Scratch::default();
        if let Some(entry) = without {
            scratch.look_at_all_but(rater.entries().len(), &[entry]);
        }
        for statement in &held.statements {
            match without {
                Some(entry) if statement.entries.contains(&entry) => sums.add(&Row {
                    rating: held.rating(statement, rater, &mut scratch),
                    ..statement.row.clone()
                }),
                _ => sums.add(&statement.row),
            }
        }
        Ok(compare_choice(&sums, &plan)?.difference(By::All, "all", Measure::Net).cloned())
    }

    /// The bands: random losses, and shaken weights.
    fn bands(&self, held: &Held, rater: &Rater, own: f64) -> Vec<BandRow> {
        let draws = (WORK / held.statements.len().max(1)).clamp(DRAWS[0], DRAWS[1]);
        let all = rater.entries().len();
        let seed = self.manifest().settings.seed;
        let mut bands: Vec<BandRow> = DROPPED
            .iter()
            .map(|&share| {
                let stream = Stream::new(seed, &["entries left out", &share.to_string()]);
                let lost = (all * share as usize).div_ceil(100);
                let deltas = (0..draws as u64).into_par_iter().map_init(Scratch::default, |scratch, draw| {
                    let gone = some_of(all, lost, &mut stream.replicate(draw));
                    scratch.look_at_all_but(all, &gone);
                    let touched = held
                        .statements
                        .iter()
                        .filter(|one| one.entries.iter().any(|entry| gone.binary_search(entry).is_ok()));
                    held.anew(touched, rater, scratch)
                });
                band(format!("{share} % of the entries left out"), own, deltas.collect())
            })
            .collect();
        let stream = Stream::new(seed, &["weights shaken"]);
        let deltas = (0..draws as u64).into_par_iter().map_init(Scratch::default, |scratch, draw| {
            let mut random = stream.replicate(draw);
            let shaken = rater.reweighted(|entry| (points(entry.weight) * (1.0 + JITTER * deviate(&mut random)) * 1e6).round() as Micro);
            held.anew(held.statements.iter().filter(|one| !one.entries.is_empty()), &shaken, scratch)
        });
        bands.push(band("every weight shaken by a fifth of it".to_owned(), own, deltas.collect()));
        bands
    }
}

/// `count` numbers below `all`, ascending.
fn some_of(all: usize, count: usize, random: &mut ChaCha8Rng) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..all as u32).collect();
    for place in 0..count.min(all) {
        // Of 2^64 numbers the remainder favours none of a few thousand by more than one in 10^15.
        let other = place + (random.next_u64() % (all - place) as u64) as usize;
        numbers.swap(place, other);
    }
    numbers.truncate(count);
    numbers.sort_unstable();
    numbers
}

/// Nearly a standard normal deviate: the sum of twelve uniform ones, which takes no function that machines compute differently.
fn deviate(random: &mut ChaCha8Rng) -> f64 {
    let sum: u64 = (0..12).map(|_| u64::from(random.next_u32())).sum();
    sum as f64 / 4_294_967_296.0 - 6.0
}

/// The band of some draws.
fn band(what: String, own: f64, mut deltas: Vec<f64>) -> BandRow {
    deltas.sort_by(f64::total_cmp);
    let at = |share: f64| {
        deltas
            .get(((deltas.len().saturating_sub(1)) as f64 * share).round() as usize)
            .copied()
            .unwrap_or(own)
    };
    let same = deltas
        .iter()
        .filter(|delta| (**delta > 0.0) == (own > 0.0) && (**delta < 0.0) == (own < 0.0))
        .count();
    BandRow {
        what,
        draws: deltas.len() as i64,
        delta: own,
        low: at(0.025),
        median: at(0.5),
        high: at(0.975),
        same_sign: same as f64 / deltas.len().max(1) as f64,
    }
}
