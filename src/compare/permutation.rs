//! The permutation test of a difference: articles are dealt to the two years anew, every deal or a seeded sample of them, and the statistic is taken again.
//!
//! The statistic is studentized (Welch's t on articles' means): the plain difference is not valid where the years' variances differ (Janssen 1997; Chung & Romano
//! 2013). p is two-sided as twice the smaller tail, at most 1, ties counted in both tails: so that no p is below twice one deal's share, whatever the data.
//! Invariant: p depends on the two sets of values, the seed and the name of the comparison; never on the order of articles, threads or other comparisons.

use super::sample::Sample;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;

/// Designs with at most this many deals are tested by all of them.
pub const MOST_EXACT: u64 = 20_000;

/// Draws where there are more.
pub const DRAWS: u32 = 9_999;

/// What is taken of each deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The difference of means. For checking against other programs only.
    Difference,
    /// Welch's t: the difference over its standard error. Where neither year varies it is 0 for equal means and infinite for others.
    Welch,
}

impl Statistic {
    fn of(self, from: &Sample, to: &Sample) -> f64 {
        let delta = to.mean - from.mean;
        match self {
            Statistic::Difference => delta,
            Statistic::Welch if delta == 0.0 => 0.0,
            Statistic::Welch => delta / (from.error_squared() + to.error_squared()).sqrt(),
        }
    }
}

/// The random numbers of one comparison: its own ChaCha8 key, and in it one stream for each replicate, so that replicates can be drawn in any order or in parallel.
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u8; 32],
}

impl Stream {
    /// For a study's seed and a comparison's name (its parts, in order).
    pub fn new(seed: u64, name: &[&str]) -> Stream {
        let mut hash = Sha256::new();
        hash.update(b"detente permutation 1");
        hash.update(seed.to_le_bytes());
        for part in name {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        Stream { key: hash.finalize().into() }
    }

    /// The numbers of one replicate.
    pub(crate) fn replicate(&self, number: u64) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::from_seed(self.key);
        rng.set_stream(number);
        rng
    }
}

/// What a test found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// Two-sided p.
    pub p: f64,
    /// The statistic of the articles as they stand, `to` against `from`.
    pub statistic: f64,
    /// Deals looked at: all, or [`DRAWS`].
    pub deals: u64,
    /// Whether those were all.
    pub exact: bool,
}

/// In how many ways `from + to` articles can be dealt to years of these sizes; saturates.
pub fn deals(from: u32, to: u32) -> u64 {
    let (total, smaller) = (u128::from(from) + u128::from(to), u128::from(from.min(to)));
    let mut count: u128 = 1;
    for step in 1..=smaller {
        count = count * (total - smaller + step) / step;
        if count > u128::from(u64::MAX) {
            return u64::MAX;
        }
    }
    count as u64
}

/// The smallest two-sided p that so many articles in one block can reach.
pub fn floor(from: u32, to: u32) -> f64 {
    Design::free(from, to).floor()
}

/// The smallest numbers of articles, none below those given, with which the design could reach `alpha`: the smaller year is filled up first. None where no
/// number of articles could (alpha below the share of one random draw).
pub fn enough(mut from: u32, mut to: u32, alpha: f64) -> Option<[u32; 2]> {
    if alpha < 2.0 / (f64::from(DRAWS) + 1.0) {
        return None;
    }
    while floor(from, to) > alpha {
        if from < to {
            from += 1;
        } else {
            to += 1;
        }
    }
    Some([from, to])
}

/// How many articles of each block lie in either year: what decides how they can be dealt anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design {
    blocks: Vec<[u32; 2]>,
}

impl Design {
    /// All articles in one block.
    pub fn free(from: u32, to: u32) -> Design {
        Design { blocks: vec![[from, to]] }
    }

    /// Articles in the blocks with these numbers.
    pub fn of(from: &[u32], to: &[u32]) -> Design {
        let mut blocks: BTreeMap<u32, [u32; 2]> = BTreeMap::new();
        for (year, numbers) in [from, to].into_iter().enumerate() {
            for &number in numbers {
                blocks.entry(number).or_default()[year] += 1;
            }
        }
        Design {
            blocks: blocks.into_values().collect(),
        }
    }

    /// In how many ways the articles can be dealt to years, block by block; saturates.
    pub fn deals(&self) -> u64 {
        let each = self.blocks.iter().map(|[from, to]| deals(*from, *to));
        each.fold(1, u64::saturating_mul)
    }

    /// The smallest two-sided p that it can reach. A year of fewer than two articles has no variance and so no test: 1.
    pub fn floor(&self) -> f64 {
        let year = |year: usize| self.blocks.iter().map(|block| block[year]).sum::<u32>();
        if year(0) < 2 || year(1) < 2 {
            return 1.0;
        }
        match self.deals() {
            deals if deals <= MOST_EXACT => (2.0 / deals as f64).min(1.0),
            _ => 2.0 / (f64::from(DRAWS) + 1.0),
        }
    }
}

/// Tests `to` against `from`, all articles in one block; none where a year has fewer than two.
pub fn test(from: &[f64], to: &[f64], statistic: Statistic, stream: &Stream) -> Option<Tested> {
    let blocks = [vec![0; from.len()], vec![0; to.len()]];
    test_within([&blocks[0], &blocks[1]], from, to, statistic, stream)
}

/// Tests `to` against `from`, articles dealt within the blocks whose numbers stand in the same order; none where a year has fewer than two.
pub fn test_within(blocks: [&[u32]; 2], from: &[f64], to: &[f64], statistic: Statistic, stream: &Stream) -> Option<Tested> {
    if from.len() < 2 || to.len() < 2 {
        return None;
    }
    // Sorted, equal articles are interchangeable bit by bit: deals of the same values give the same statistic, and the order of files is forgotten.
    let ordered = |years: &[(&[u32], &[f64])]| {
        let mut articles: Vec<(u32, f64)> = Vec::new();
        for (blocks, values) in years {
            articles.extend(blocks.iter().copied().zip(values.iter().copied()));
        }
        articles.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
        articles
    };
    let values = |articles: &[(u32, f64)]| articles.iter().map(|(_, value)| *value).collect::<Vec<f64>>();
    let (first, second) = ((blocks[0], from), (blocks[1], to));
    let (pooled, design) = (ordered(&[first, second]), Design::of(blocks[0], blocks[1]));
    let observed = statistic.of(&Sample::of(&values(&ordered(&[first])))?, &Sample::of(&values(&ordered(&[second])))?);
    let pooled = values(&pooled);
    let mut tails = Tails {
        observed,
        above: 0,
        below: 0,
    };
    let mut hand = Hand::new(&pooled, from.len());
    let mut pick = Pick::new(&design);
    let count = design.deals();
    if count <= MOST_EXACT {
        loop {
            tails.see(hand.deal(&pick.members, statistic));
            if !pick.next() {
                break;
            }
        }
        let p = (2.0 * tails.smaller() as f64 / count as f64).min(1.0);
        return Some(Tested {
            p,
            statistic: observed,
            deals: count,
            exact: true,
        });
    }
    for number in 0..u64::from(DRAWS) {
        pick.draw(&mut stream.replicate(number));
        tails.see(hand.deal(&pick.members, statistic));
    }
    // The articles as they stand are one more deal, so that p is never 0 (Phipson & Smyth 2010).
    let p = (2.0 * (tails.smaller() + 1) as f64 / (f64::from(DRAWS) + 1.0)).min(1.0);
    Some(Tested {
        p,
        statistic: observed,
        deals: u64::from(DRAWS),
        exact: false,
    })
}

/// Which of the pooled articles go to the first year: of each block as many as it has there.
struct Pick {
    /// Ascending places among the pooled articles, block after block.
    members: Vec<usize>,
    /// Of each block where its members stand, and its places among the pooled articles.
    blocks: Vec<(Range<usize>, Range<usize>)>,
}

impl Pick {
    /// The first of all deals: of each block the first ones.
    fn new(design: &Design) -> Pick {
        let (mut members, mut blocks, mut place) = (Vec::new(), Vec::new(), 0);
        for [from, to] in &design.blocks {
            let (from, to) = (*from as usize, *to as usize);
            blocks.push((members.len()..members.len() + from, place..place + from + to));
            members.extend(place..place + from);
            place += from + to;
        }
        Pick { members, blocks }
    }

    /// The next of all deals; false after the last.
    fn next(&mut self) -> bool {
        for (members, places) in &self.blocks {
            if next_combination(&mut self.members[members.clone()], places.end) {
                return true;
            }
            // This block begins anew, the one behind it goes a step on.
            for (member, place) in self.members[members.clone()].iter_mut().zip(places.clone()) {
                *member = place;
            }
        }
        false
    }

    /// A random deal.
    fn draw(&mut self, rng: &mut ChaCha8Rng) {
        self.members.clear();
        for (members, places) in &self.blocks {
            draw(&mut self.members, members.end, places.clone(), rng);
        }
    }
}

/// Counts deals at least as far out as the observed one, on each side.
struct Tails {
    observed: f64,
    above: u64,
    below: u64,
}

impl Tails {
    fn see(&mut self, statistic: f64) {
        // Mirror images of a deal differ in the last bits from platform to platform; without the tolerance the count would too.
        let near = (statistic - self.observed).abs() <= 1e-12 * self.observed.abs().max(1.0);
        let tie = statistic == self.observed || (near && self.observed.is_finite());
        self.above += u64::from(tie || statistic > self.observed);
        self.below += u64::from(tie || statistic < self.observed);
    }

    fn smaller(&self) -> u64 {
        self.above.min(self.below)
    }
}

/// The pooled values and the two piles they are dealt to, kept between deals; each pile has room for one more.
struct Hand<'a> {
    pooled: &'a [f64],
    from: Vec<f64>,
    to: Vec<f64>,
}

impl<'a> Hand<'a> {
    fn new(pooled: &'a [f64], from: usize) -> Self {
        Hand {
            pooled,
            from: vec![0.0; from + 1],
            to: vec![0.0; pooled.len() - from + 1],
        }
    }

    /// Deals the members (ascending indices) to the first year and the others to the second.
    fn deal(&mut self, members: &[usize], statistic: Statistic) -> f64 {
        let (mut from, mut to) = (0, 0);
        for (index, &value) in self.pooled.iter().enumerate() {
            // Laid on both piles, and one goes on: a branch here would be guessed wrong every other time.
            self.from[from] = value;
            self.to[to] = value;
            let member = members.get(from) == Some(&index);
            from += usize::from(member);
            to += usize::from(!member);
        }
        let sample = |pile: &[f64]| Sample::of(pile).expect("both years hold at least two articles");
        statistic.of(&sample(&self.from[..from]), &sample(&self.to[..to]))
    }
}

/// The next set of ascending indices below `of`; false after the last.
fn next_combination(members: &mut [usize], of: usize) -> bool {
    let size = members.len();
    let Some(place) = (0..size).rev().find(|&place| members[place] < of - size + place) else {
        return false;
    };
    members[place] += 1;
    for later in place + 1..size {
        members[later] = members[later - 1] + 1;
    }
    true
}

/// Adds a uniform set of ascending places until there are `size` members (selection sampling, Knuth's algorithm S).
fn draw(members: &mut Vec<usize>, size: usize, places: Range<usize>, rng: &mut ChaCha8Rng) {
    let mut at = members.len();
    members.resize(size, 0);
    for place in places.clone() {
        if at == size {
            break;
        }
        // Written in any case, so that nothing branches on a toss.
        members[at] = place;
        at += usize::from(below(rng, (places.end - place) as u64) < (size - at) as u64);
    }
}

/// A uniform integer below `bound` > 0, without bias (Lemire 2019).
pub(super) fn below(rng: &mut ChaCha8Rng, bound: u64) -> u64 {
    loop {
        let product = u128::from(rng.next_u64()) * u128::from(bound);
        let low = product as u64;
        // The remainder is below the bound, so that it is hardly ever divided.
        if low >= bound || low >= bound.wrapping_neg() % bound {
            return (product >> 64) as u64;
        }
    }
}
