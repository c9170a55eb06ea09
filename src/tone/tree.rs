//! Small regression trees over a handful of figures of a statement: what the lexicon found, which rules acted, who is spoken of, how often is it denied. Words are not among them: what a
//! word means to a rating is learned where it stands often, these figures mean the same in news of any kind.
//!
//! Invariant: figures, thresholds and leaves are integers, so every machine rates alike; trees are grown in a fixed order, so the same statements give the same trees. Where every figure is 0 the
//! rating is exactly 0.

use super::model::{FLOOR, interpolate};
use super::rater::Rater;
use super::token::{Mark, Token, TokenKind, packed};
use super::{Dimension, MOST, Micro, POINT, Place, Tone, Utterance};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Trees of a dimension.
const TREES: usize = 100;

/// Leaves of a tree, at most.
const LEAVES: usize = 15;

/// Statements that a leaf needs.
const CASES: usize = 60;

/// How much of a tree's advice is taken.
const RATE: f64 = 0.06;

/// L2 penalty of a leaf, in statements.
const PENALTY: f64 = 5.0;

/// Thresholds tried of a figure, at most.
const BINS: usize = 32;

/// Function words that are counted, by what they show. Counts are in thousandths and fall with the length of the text: one "they" says more in ten words than in fifty.
const WORDS: &[(&str, &[&str])] = &[
    ("we", &["we", "our", "us"]),
    ("i", &["i", "my", "me"]),
    ("you", &["you", "your"]),
    ("they", &["they", "them", "their"]),
    ("he", &["he", "him", "his", "she", "her"]),
    ("no", &["not", "n't", "no", "never", "nobody", "nothing", "none", "cannot"]),
    ("must", &["should", "must", "ought", "need", "needs"]),
    ("would", &["would", "could", "might", "may"]),
    ("if", &["if", "unless"]),
    ("but", &["but", "however"]),
    ("every", &["every", "all", "always", "ever", "only", "just", "even", "single"]),
];

/// The figures of a statement that are not 0: (index, figure), ascending.
pub(crate) type Figures = Vec<(u32, i32)>;

/// A node: a question, or what is added where no question is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, untagged)]
pub enum Node {
    /// (figure, most that goes to the left, left node, right node).
    Ask(String, i32, u32, u32),
    /// In micro-points.
    Add(Micro),
}

/// The trees of a dimension.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forest {
    /// What is rated before any tree, in micro-points.
    pub base: Micro,
    /// Each a list of nodes, of which the first is the root.
    pub trees: Vec<Vec<Node>>,
}

/// A question made ready.
#[derive(Clone, Copy, Debug)]
struct Ask {
    /// Most that goes to the left.
    most: i32,
    tree: u32,
    /// The leaves that are left where the answer is right: all but those under the left node.
    right: u32,
}

/// Leaves of a tree that is read, at most: one bit each.
const BITS: usize = u32::BITS as usize;

/// A forest made ready: not walked tree by tree, but figure by figure. A figure that is above the threshold of a question strikes out the leaves to its left; of the leaves that are left in
/// the end the leftmost is the one that a walk would have reached. Most figures are 0 and answer left everywhere, so most questions are never looked at (the idea is QuickScorer's,
/// Lucchese et al. 2015).
#[derive(Clone, Debug, Default)]
pub(crate) struct Grown {
    base: Micro,
    /// Of each figure where its questions end among `asks`; they begin where those of the figure before end.
    ends: Vec<u32>,
    /// The questions, by figure and rising threshold.
    asks: Vec<Ask>,
    /// Of each tree the leaves that are left where every figure is 0.
    start: Vec<u32>,
    /// Of each tree where its leaves begin.
    first: Vec<u32>,
    /// What each leaf adds.
    leaves: Vec<Micro>,
    /// From the rating of no evidence, which is 0, to the top.
    scale: [[Micro; 2]; 2],
}

/// The figures that a frozen lexicon gives, and their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    names: Vec<String>,
    /// Of each entry of the rater its dimension and the first of its category's figures: strongest part, hits in the text, hits in the cue.
    category: Vec<(u32, u32)>,
    /// The first of the rules' figures, two a rule: hits of hostility, of conciliation.
    rules: u32,
    /// The first of the figures that are always there.
    fixed: u32,
    words: Counted,
}

/// [`WORDS`] by their letters: slots of (word, its place in the list), the first free one behind the hash.
#[derive(Clone, Debug)]
struct Counted([(u64, u8); 256]);

impl Default for Counted {
    fn default() -> Counted {
        let mut slots = [(0, 0); 256];
        for (at, (_, words)) in (0..).zip(WORDS) {
            for word in words.iter().filter_map(|word| packed(word.as_bytes(), 0, word.len())) {
                let mut slot = Counted::slot(word);
                while slots[slot].0 != 0 {
                    slot = (slot + 1) % slots.len();
                }
                slots[slot] = (word, at);
            }
        }
        Counted(slots)
    }
}

impl Counted {
    #[inline]
    fn slot(word: u64) -> usize {
        (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize
    }

    /// The place of a word in the list.
    #[inline]
    fn place(&self, word: u64) -> Option<usize> {
        let mut slot = Counted::slot(word);
        loop {
            match self.0[slot] {
                (0, _) => return None,
                (known, at) if known == word => return Some(usize::from(at)),
                _ => slot = (slot + 1) % self.0.len(),
            }
        }
    }
}

/// Room to work in: the figures by index, all 0 between two statements, and the leaves that are left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Room {
    values: Vec<i32>,
    touched: Vec<u32>,
    /// The figures of the statement.
    pub figures: Figures,
    /// For [`Grown::rating`].
    pub left: Vec<u32>,
}

impl Room {
    /// The figure at an index, which is noted as one that may not be 0.
    #[inline]
    fn at(&mut self, index: u32) -> &mut i32 {
        let value = &mut self.values[index as usize];
        if *value == 0 {
            self.touched.push(index);
        }
        value
    }
}

impl Layout {
    /// The figures of `rater`.
    pub fn of(rater: &Rater) -> Layout {
        let mut layout = Layout::default();
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        for entry in rater.entries() {
            let name = format!("{} {}", entry.dimension.as_str(), entry.category);
            let at = *known.entry(name.clone()).or_insert_with(|| {
                let at = layout.names.len() as u32;
                layout.names.extend(["strongest", "text", "cue"].map(|what| format!("{what} {name}")));
                at
            });
            layout.category.push((entry.dimension as u32, at));
        }
        layout.rules = layout.names.len() as u32;
        for rule in rater.rules() {
            layout
                .names
                .extend(Dimension::ALL.map(|dimension| format!("rule {} {}", dimension.as_str(), rule.name)));
        }
        layout.fixed = layout.names.len() as u32;
        layout.names.extend(["hostility", "conciliation", "?", "!"].map(str::to_owned));
        layout.names.extend(WORDS.iter().map(|(name, _)| format!("words {name}")));
        layout
    }

    /// Leaves in `room` the figures of an utterance that the rater gave `tone`; `read` are the tokens of its text. None where the rater found nothing: pronouns and length alone are no
    /// evidence, and must not rate.
    pub fn figures(&self, tone: &Tone, utterance: &Utterance<'_>, read: impl Iterator<Item = Token>, room: &mut Room) {
        room.figures.clear();
        if tone.hits.is_empty() {
            return;
        }
        room.values.resize(self.names.len().max(room.values.len()), 0);
        let thousandths = |part: Micro| (part / (POINT / 1000)) as i32;
        for hit in &tone.hits {
            let (dimension, at) = self.category[hit.entry as usize];
            let strongest = room.at(at);
            *strongest = (*strongest).max(thousandths(hit.parts[0] + hit.parts[1]));
            *room.at(at + 1 + u32::from(hit.place == Place::Cue)) += 1;
            for applied in &hit.rules {
                *room.at(self.rules + 2 * u32::from(applied.rule) + dimension) += 1;
            }
        }
        *room.at(self.fixed) = thousandths(tone.hostility);
        *room.at(self.fixed + 1) = thousandths(tone.conciliation);
        let (mut length, mut counts) = (0, [0i32; WORDS.len()]);
        let text = utterance.text.as_bytes();
        for token in read {
            match token.kind {
                TokenKind::Mark(Mark::Question) => *room.at(self.fixed + 2) += 1,
                TokenKind::Mark(Mark::Exclamation) => *room.at(self.fixed + 3) += 1,
                TokenKind::Word | TokenKind::Number => {
                    length += 1;
                    if token.ascii
                        && let Some(word) = packed(text, token.span.start as usize, token.span.end as usize)
                        && let Some(at) = self.words.place(word)
                    {
                        counts[at] += 1;
                    }
                }
                _ => {}
            }
        }
        for (at, count) in (self.fixed + 4..).zip(counts) {
            *room.at(at) = count * 20_000 / (20 + length);
        }
        let Room {
            values, touched, figures, ..
        } = room;
        touched.sort_unstable();
        // What was touched while it was 0 comes twice: the second time it is 0 again.
        for index in touched.drain(..) {
            match std::mem::take(&mut values[index as usize]) {
                0 => {}
                figure => figures.push((index, figure)),
            }
        }
    }
}

/// A figure of a sparse row.
fn figure(figures: &Figures, at: u32) -> i32 {
    figures.binary_search_by_key(&at, |(index, _)| *index).map_or(0, |found| figures[found].1)
}

impl Grown {
    /// Makes `forest` ready for the figures of `layout`.
    ///
    /// # Errors
    /// In words: a figure that the frozen lexicon does not give, a node that leads nowhere or back.
    pub fn of(forest: &Forest, layout: &Layout) -> Result<Grown, String> {
        let known: BTreeMap<&str, u32> = layout.names.iter().map(String::as_str).zip(0..).collect();
        let mut grown = Grown {
            base: forest.base,
            scale: [[0, 0], [4 * POINT, MOST]],
            ..Grown::default()
        };
        let mut asks: Vec<(u32, Ask)> = Vec::new();
        for (at, tree) in (0..).zip(&forest.trees) {
            for (at, node) in tree.iter().enumerate() {
                // Onward only, so a way down always ends.
                if let Node::Ask(_, _, left, right) = node
                    && [left, right].iter().any(|next| **next as usize <= at || **next as usize >= tree.len())
                {
                    return Err("a node of its trees leads nowhere".to_owned());
                }
            }
            let first = grown.leaves.len();
            // Nodes to come, and questions to be asked once the leaves to their left are counted.
            let mut below: Vec<Below> = vec![Below::Node(0)];
            let mut questions = 0;
            while let Some(next) = below.pop() {
                match next {
                    Below::Right { ask, from } => {
                        let leaves = grown.leaves.len() - first;
                        let (_, ask): &mut (u32, Ask) = &mut asks[ask];
                        ask.right = (from..leaves).fold(u32::MAX, |left, leaf| left & !(1 << leaf));
                    }
                    Below::Node(node) => match tree.get(node as usize).ok_or("one of its trees has no node")? {
                        Node::Add(add) => grown.leaves.push(*add),
                        Node::Ask(name, most, left, right) => {
                            questions += 1;
                            if questions >= BITS {
                                return Err(format!("one of its trees has more than {BITS} leaves"));
                            }
                            let figure = *known
                                .get(name.as_str())
                                .ok_or_else(|| format!("`{name}` is no figure that its lexicons give"))?;
                            below.push(Below::Node(*right));
                            below.push(Below::Right {
                                ask: asks.len(),
                                from: grown.leaves.len() - first,
                            });
                            below.push(Below::Node(*left));
                            let ask = Ask {
                                most: *most,
                                tree: at,
                                right: u32::MAX,
                            };
                            asks.push((figure, ask));
                        }
                    },
                }
            }
            grown.first.push(first as u32);
        }
        asks.sort_by_key(|(figure, ask)| (*figure, ask.most, ask.tree));
        grown.start = vec![u32::MAX; forest.trees.len()];
        for (_, ask) in asks.iter().filter(|(_, ask)| ask.most < 0) {
            grown.start[ask.tree as usize] &= ask.right;
        }
        grown.ends = (0..layout.names.len() as u32)
            .map(|figure| asks.partition_point(|(of, _)| *of <= figure) as u32)
            .collect();
        grown.asks = asks.into_iter().map(|(_, ask)| ask).collect();
        grown.scale[0][0] = (grown.value(&Vec::new(), &mut Vec::new()) + FLOOR).min(MOST - 1);
        Ok(grown)
    }

    fn value(&self, figures: &Figures, left: &mut Vec<u32>) -> Micro {
        left.clear();
        left.extend_from_slice(&self.start);
        for &(figure, value) in figures {
            let figure = figure as usize;
            let first = figure.checked_sub(1).map_or(0, |before| self.ends[before]);
            for ask in &self.asks[first as usize..self.ends[figure] as usize] {
                if ask.most >= value {
                    break;
                }
                left[ask.tree as usize] &= ask.right;
            }
        }
        let reached = |(left, first): (&u32, &u32)| self.leaves[(first + left.trailing_zeros()) as usize];
        self.base + left.iter().zip(&self.first).map(reached).sum::<Micro>()
    }

    /// The rating of a statement with these figures, 0 to [`MOST`]; `left` is room to work in.
    pub fn rating(&self, figures: &Figures, left: &mut Vec<u32>) -> Micro {
        // Where every figure is 0, so is the rating: the scale begins above it.
        if figures.is_empty() {
            return 0;
        }
        interpolate(&self.scale, self.value(figures, left))
    }
}

/// What is still to be laid out of a tree.
enum Below {
    Node(u32),
    /// The left side of a question is laid out, its leaves from this one on.
    Right {
        ask: usize,
        from: usize,
    },
}

/// A leaf while a tree grows: its node, its statements, and the best question to ask them.
struct Leaf {
    node: usize,
    cases: Vec<u32>,
    best: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    figure: u32,
    most: i32,
}

/// Grows a forest on the `targets` (points) of the statements that are `seen`.
pub(crate) fn grow(layout: &Layout, rows: &[Figures], targets: &[f64], seen: &[bool]) -> Forest {
    let cases: Vec<u32> = (0..).zip(seen).filter(|(_, seen)| **seen).map(|(at, _)| at).collect();
    let mean = cases.iter().map(|&at| targets[at as usize]).sum::<f64>() / cases.len().max(1) as f64;
    let base = (mean * POINT as f64).round() as Micro;
    let bounds = bounds(layout, rows, &cases);
    let mut left: Vec<f64> = targets.iter().map(|target| target - base as f64 / POINT as f64).collect();
    let mut trees = Vec::new();
    for _ in 0..TREES {
        let (tree, leaves) = tree(layout, rows, &left, &bounds, cases.clone());
        for (add, cases) in leaves {
            cases.iter().for_each(|&at| left[at as usize] -= add as f64 / POINT as f64);
        }
        trees.push(tree);
    }
    Forest { base, trees }
}

/// Of each figure the thresholds that are tried, ascending.
fn bounds(layout: &Layout, rows: &[Figures], cases: &[u32]) -> Vec<Vec<i32>> {
    let mut values: Vec<Vec<i32>> = vec![Vec::new(); layout.names.len()];
    for &at in cases {
        rows[at as usize].iter().for_each(|&(figure, value)| values[figure as usize].push(value));
    }
    values
        .into_iter()
        .map(|mut values| {
            values.sort_unstable();
            let step = (values.len() / BINS).max(1);
            // 0 first: whether it is there at all.
            let mut bounds: Vec<i32> = std::iter::once(0).chain(values.iter().copied().step_by(step)).collect();
            bounds.sort_unstable();
            bounds.dedup();
            bounds
        })
        .collect()
}

/// One tree on what is `left` of the targets, and of each leaf what it adds and its statements.
fn tree(layout: &Layout, rows: &[Figures], left: &[f64], bounds: &[Vec<i32>], cases: Vec<u32>) -> (Vec<Node>, Vec<(Micro, Vec<u32>)>) {
    let mut nodes = vec![Node::Add(0)];
    let best = split(layout, rows, left, bounds, &cases);
    let mut leaves = vec![Leaf { node: 0, cases, best }];
    while leaves.len() < LEAVES {
        let gain = |leaf: &Leaf| leaf.best.map_or(0.0, |best| best.gain);
        let Some(at) = (0..leaves.len())
            .filter(|&at| leaves[at].best.is_some())
            .max_by(|&a, &b| gain(&leaves[a]).total_cmp(&gain(&leaves[b])).then(b.cmp(&a)))
        else {
            break;
        };
        let leaf = leaves.remove(at);
        let Some(best) = leaf.best else { break };
        let first = nodes.len() as u32;
        nodes[leaf.node] = Node::Ask(layout.names[best.figure as usize].clone(), best.most, first, first + 1);
        let (low, high): (Vec<u32>, Vec<u32>) = leaf
            .cases
            .into_iter()
            .partition(|&case| figure(&rows[case as usize], best.figure) <= best.most);
        for (node, cases) in [(first as usize, low), (first as usize + 1, high)] {
            nodes.push(Node::Add(0));
            let best = split(layout, rows, left, bounds, &cases);
            leaves.push(Leaf { node, cases, best });
        }
    }
    let mut added = Vec::new();
    for leaf in leaves {
        let sum: f64 = leaf.cases.iter().map(|&case| left[case as usize]).sum();
        let add = (RATE * sum / (leaf.cases.len() as f64 + PENALTY) * POINT as f64).round() as Micro;
        nodes[leaf.node] = Node::Add(add);
        added.push((add, leaf.cases));
    }
    (nodes, added)
}

/// The question that parts `cases` best; none where no question helps.
fn split(layout: &Layout, rows: &[Figures], left: &[f64], bounds: &[Vec<i32>], cases: &[u32]) -> Option<Split> {
    if cases.len() < 2 * CASES {
        return None;
    }
    // Of each figure and threshold the sum and number of the statements that are above 0 there; what is 0 is the rest.
    let mut bins: Vec<Vec<(f64, usize)>> = bounds.iter().map(|bounds| vec![(0.0, 0); bounds.len() + 1]).collect();
    let total: f64 = cases.iter().map(|&case| left[case as usize]).sum();
    for &case in cases {
        for &(figure, value) in &rows[case as usize] {
            let bin = bounds[figure as usize].partition_point(|bound| *bound < value);
            let bin = &mut bins[figure as usize][bin];
            bin.0 += left[case as usize];
            bin.1 += 1;
        }
    }
    let score = |sum: f64, n: usize| sum * sum / (n as f64 + PENALTY);
    let whole = score(total, cases.len());
    let mut best: Option<Split> = None;
    for figure in 0..layout.names.len() {
        let there: (f64, usize) = bins[figure].iter().fold((0.0, 0), |so_far, bin| (so_far.0 + bin.0, so_far.1 + bin.1));
        if there.1 < CASES {
            continue;
        }
        let (mut sum, mut n) = (total - there.0, cases.len() - there.1);
        for (bound, bin) in bounds[figure].iter().zip(&bins[figure]) {
            sum += bin.0;
            n += bin.1;
            if n < CASES || cases.len() - n < CASES {
                continue;
            }
            let gain = score(sum, n) + score(total - sum, cases.len() - n) - whole;
            if gain > 1e-9 && best.is_none_or(|best| gain > best.gain) {
                best = Some(Split {
                    gain,
                    figure: figure as u32,
                    most: *bound,
                });
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn layout() -> Layout {
        Layout {
            names: ["a", "b"].map(str::to_owned).to_vec(),
            ..Layout::default()
        }
    }

    #[test]
    fn a_forest_finds_what_parts_the_statements() {
        // Hostile where a is above 1000 and b is not there.
        let rows: Vec<Figures> = (0..1200)
            .map(|n| {
                let (a, b) = (n % 4 * 700, n % 3 / 2);
                [(0, a), (1, b)].into_iter().filter(|(_, figure)| *figure != 0).collect()
            })
            .collect();
        let targets: Vec<f64> = rows
            .iter()
            .map(|row| if figure(row, 0) > 1000 && figure(row, 1) == 0 { 3.0 } else { 0.0 })
            .collect();
        let forest = grow(&layout(), &rows, &targets, &vec![true; rows.len()]);
        let grown = Grown::of(&forest, &layout()).unwrap();
        let rating = |figures: &Figures| grown.rating(figures, &mut Vec::new());
        assert_eq!(rating(&Vec::new()), 0);
        assert_eq!(rating(&vec![(1, 1)]), 0);
        assert!(rating(&vec![(0, 2100)]) > 2 * POINT, "{}", rating(&vec![(0, 2100)]));
        assert!(rating(&vec![(0, 2100), (1, 1)]) < POINT / 2);
        for row in &rows {
            assert_eq!(grown.value(row, &mut Vec::new()), walked(&forest, row), "{row:?}");
        }
        assert_eq!(forest, grow(&layout(), &rows, &targets, &vec![true; rows.len()]));
    }

    /// The sum of the leaves that are reached from question to question.
    fn walked(forest: &Forest, figures: &Figures) -> Micro {
        let reached = |tree: &Vec<Node>| {
            let mut at = 0;
            loop {
                match &tree[at] {
                    Node::Add(add) => return *add,
                    Node::Ask(name, most, left, right) => {
                        let of = layout().names.iter().position(|known| known == name).unwrap() as u32;
                        at = if figure(figures, of) > *most { *right } else { *left } as usize;
                    }
                }
            }
        };
        forest.base + forest.trees.iter().map(reached).sum::<Micro>()
    }

    proptest! {
        /// Any tree, lopsided ones and thresholds below 0 too, against a walk down it.
        #[test]
        fn leaves_that_are_left_are_those_that_a_walk_reaches(
            splits in prop::collection::vec((any::<prop::sample::Index>(), 0u32..2, -3i32..6), 0..31),
            figures in [0i32..7, 0i32..7],
        ) {
            let mut tree = vec![Node::Add(0)];
            for (leaf, figure, most) in splits {
                let leaves: Vec<usize> = (0..tree.len()).filter(|at| matches!(tree[*at], Node::Add(_))).collect();
                let (at, next) = (leaves[leaf.index(leaves.len())], tree.len() as u32);
                tree[at] = Node::Ask(layout().names[figure as usize].clone(), most, next, next + 1);
                tree.extend([Node::Add(i64::from(next)), Node::Add(i64::from(next) + 1)]);
            }
            let forest = Forest { base: 7, trees: vec![tree.clone(), vec![Node::Add(5)], tree] };
            let grown = Grown::of(&forest, &layout()).unwrap();
            let figures: Figures = (0..).zip(figures).filter(|(_, figure)| *figure != 0).collect();
            prop_assert_eq!(grown.value(&figures, &mut Vec::new()), walked(&forest, &figures));
        }
    }

    #[test]
    fn a_tree_of_too_many_leaves_is_refused() {
        let mut tree: Vec<Node> = (0..40).map(|n| Node::Ask("a".to_owned(), n, n as u32 + 1, 41)).collect();
        tree.extend([Node::Add(1), Node::Add(2)]);
        let why = Grown::of(&Forest { base: 0, trees: vec![tree] }, &layout()).unwrap_err();
        assert_eq!(why, "one of its trees has more than 32 leaves");
    }

    #[test]
    fn a_tree_that_leads_back_is_refused() {
        for nodes in [
            vec![],
            vec![Node::Ask("a".to_owned(), 0, 0, 0)],
            vec![Node::Ask("a".to_owned(), 0, 1, 2), Node::Add(1)],
            vec![Node::Ask("c".to_owned(), 0, 1, 2), Node::Add(1), Node::Add(2)],
        ] {
            let forest = Forest {
                base: 0,
                trees: vec![nodes.clone()],
            };
            assert!(Grown::of(&forest, &layout()).is_err(), "{nodes:?}");
        }
    }
}
