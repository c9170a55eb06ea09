//! The words that patterns are made of, as a trie over folded bytes: one walk down it tells every literal and prefix that a word satisfies.
//!
//! The trie is a double array: a node's children stand at its offset plus their symbols, each knowing the node it belongs to, so a step is one look and one comparison.
//!
//! Invariant: two words of one [`ClassId`] satisfy exactly the same atoms. Class 0 satisfies none, which is what most words of a text do, and the walk ends
//! at the first letter that no atom shares.

use std::collections::{BTreeMap, VecDeque};

/// A word or prefix of the patterns.
pub(crate) type AtomId = u32;

/// A set of atoms that some word satisfies.
pub(crate) type ClassId = u32;

/// The class of words that satisfy nothing.
pub(crate) const NOTHING: ClassId = 0;

/// Marks an item of [`Vocabulary::begin`] as a class, not a node.
const LEFT: u32 = 1 << 31;

/// Letters and digits.
const PLAIN: usize = 36;

/// Symbols of the trie: letters 0-25, digits 26-35, three signs, an escape, and the halves of any other byte.
const APOSTROPHE: u8 = 36;
const DOT: u8 = 37;
const QUESTION: u8 = 38;
const ESCAPE: u8 = 39;
const HIGH: u8 = 40;
const LOW: u8 = 48;

/// Of each byte its symbol, or [`ESCAPE`] where it takes several. ASCII letters are folded here, so that no lower-case copy of a word is needed.
const SYMBOL: [u8; 256] = {
    let mut table = [ESCAPE; 256];
    let mut n = 0;
    while n < 26 {
        table[b'a' as usize + n] = n as u8;
        table[b'A' as usize + n] = n as u8;
        n += 1;
    }
    n = 0;
    while n < 10 {
        table[b'0' as usize + n] = 26 + n as u8;
        n += 1;
    }
    table[b'\'' as usize] = APOSTROPHE;
    table[b'.' as usize] = DOT;
    table[b'?' as usize] = QUESTION;
    table
};

/// The symbols of a byte that [`SYMBOL`] has no single one for; the count says how many hold.
fn symbols(byte: u8) -> ([u8; 3], usize) {
    let (high, low) = (byte >> 4, LOW + (byte & 15));
    if byte >= 0x80 {
        ([HIGH + high - 8, low, 0], 2)
    } else {
        ([ESCAPE, LOW + high, low], 3)
    }
}

/// A node while the trie is built: which symbols go on from it, and the classes of words that end here or leave the trie here.
#[derive(Clone, Copy, Debug, Default)]
struct Building {
    /// Bit s: a child by symbol s.
    children: u64,
    /// Index of the first child; the others follow in the order of symbols.
    first: u32,
    ending: ClassId,
    leaving: ClassId,
}

/// A place of the double array: a node, or free.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// Where the node it belongs to stands; [`FREE`] where there is none.
    above: u32,
    /// Its child by symbol s, if it has one, stands at `below + s`.
    below: u32,
    /// Class of a word that ends here.
    ending: ClassId,
    /// Class of a word that goes on from here to where no child is.
    leaving: ClassId,
}

/// Belongs to no node: the root, and places that are free.
const FREE: u32 = u32::MAX;

/// Symbols.
const SYMBOLS: usize = 64;

/// How many places are tried for a node's children before they go to the end: what keeps a lexicon of a million entries linear, for a few places that stay empty.
const TRIES: usize = 64;

/// Lays the nodes out, the root first, each node's children where room for all of them is found soon.
fn lay_out(building: &[Building]) -> Vec<Node> {
    let free = Node {
        above: FREE,
        below: 0,
        ending: NOTHING,
        leaving: NOTHING,
    };
    let mut nodes = vec![free; 2 * SYMBOLS];
    // Bit n: place n is taken.
    let mut taken = vec![1u64, 0, 0];
    let mut places = vec![0u32; building.len()];
    // Nothing is looked for before this word of them, and nothing is taken from the end on.
    let (mut full, mut end) = (0, 1);
    for (index, node) in building.iter().enumerate() {
        let at = places[index];
        nodes[at as usize].ending = node.ending;
        nodes[at as usize].leaving = node.leaving;
        if node.children == 0 {
            continue;
        }
        while taken[full] == u64::MAX {
            full += 1;
        }
        let lowest = node.children.trailing_zeros() as usize;
        let mut below = (full * 64).saturating_sub(lowest);
        for tries in 1.. {
            let (word, bit) = (below / 64, below % 64);
            if taken.len() < word + 3 {
                taken.resize(word + 3, 0);
            }
            let here = (u128::from(taken[word + 1]) << 64 | u128::from(taken[word])) >> bit;
            if here as u64 & node.children == 0 {
                break;
            }
            below += 1;
            if tries == TRIES {
                below = below.max(end);
                full += usize::from(full < end / 64);
            }
        }
        nodes.resize(nodes.len().max(below + SYMBOLS), free);
        nodes[at as usize].below = below as u32;
        let mut children = node.children;
        for child in node.first.. {
            let symbol = children.trailing_zeros() as usize;
            if children == 0 {
                break;
            }
            children &= children - 1;
            nodes[below + symbol].above = at;
            taken[(below + symbol) / 64] |= 1 << ((below + symbol) % 64);
            places[child as usize] = (below + symbol) as u32;
            end = end.max(below + symbol + 1);
        }
    }
    nodes
}

/// The compiled vocabulary.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    nodes: Vec<Node>,
    /// Of two letters or digits (symbols below 36) where the walk stands behind them: a node, or [`LEFT`] and the class of leaving. Saves most words two steps.
    begin: Vec<u32>,
    /// Of each class the end of its atoms in `atoms`; the start is the end of the class before.
    ends: Vec<u32>,
    atoms: Vec<AtomId>,
}

impl Vocabulary {
    /// Compiles `atoms`: the literal, folded, and whether it is a prefix, by id. No literal may be empty; no (literal, prefix) may come twice.
    pub fn new(atoms: &[(String, bool)]) -> Vocabulary {
        let mut sorted: Vec<(Vec<u8>, bool, AtomId)> = atoms
            .iter()
            .zip(0..)
            .map(|((literal, prefix), id)| (encode(literal), *prefix, id))
            .collect();
        sorted.sort();
        let mut sets: BTreeMap<Vec<AtomId>, ClassId> = BTreeMap::from([(Vec::new(), NOTHING)]);
        let mut class = |set: &Vec<AtomId>| {
            let next = sets.len() as ClassId;
            *sets.entry(set.clone()).or_insert(next)
        };
        let mut nodes = vec![Building::default()];
        // Nodes in breadth-first order, so that children of one node stand together: node, range of `sorted` below it, depth, prefixes passed on the way.
        let mut queue = VecDeque::from([(0usize, 0..sorted.len(), 0usize, Vec::new())]);
        while let Some((at, range, depth, mut prefixes)) = queue.pop_front() {
            let mut start = range.start;
            let mut exact = Vec::new();
            while start < range.end && sorted[start].0.len() == depth {
                if sorted[start].1 {
                    prefixes.push(sorted[start].2)
                } else {
                    exact.push(sorted[start].2)
                }
                start += 1;
            }
            let mut ending: Vec<AtomId> = prefixes.iter().chain(&exact).copied().collect();
            ending.sort_unstable();
            prefixes.sort_unstable();
            nodes[at].ending = class(&ending);
            nodes[at].leaving = class(&prefixes);
            nodes[at].first = nodes.len() as u32;
            while start < range.end {
                let symbol = sorted[start].0[depth];
                let end = start + sorted[start..range.end].partition_point(|(word, _, _)| word[depth] == symbol);
                nodes[at].children |= 1 << symbol;
                queue.push_back((nodes.len(), start..end, depth + 1, prefixes.clone()));
                nodes.push(Building::default());
                start = end;
            }
        }
        let mut by_class: Vec<(ClassId, Vec<AtomId>)> = sets.into_iter().map(|(set, class)| (class, set)).collect();
        by_class.sort_unstable();
        let (mut ends, mut flat) = (Vec::with_capacity(by_class.len()), Vec::new());
        for (_, set) in by_class {
            flat.extend(set);
            ends.push(flat.len() as u32);
        }
        let mut vocabulary = Vocabulary {
            nodes: lay_out(&nodes),
            begin: Vec::new(),
            ends,
            atoms: flat,
        };
        vocabulary.begin = (0..PLAIN * PLAIN)
            .map(|pair| vocabulary.walk_two((pair / PLAIN) as u8, (pair % PLAIN) as u8))
            .collect();
        vocabulary
    }

    fn walk_two(&self, first: u8, second: u8) -> u32 {
        let Some(one) = self.child(0, first) else {
            return LEFT | self.nodes[0].leaving;
        };
        self.child(one, second).unwrap_or(LEFT | self.nodes[one as usize].leaving)
    }

    /// The class of a word given as folded UTF-8, or as ASCII in any case.
    #[inline]
    pub fn class(&self, word: &[u8]) -> ClassId {
        let (mut node, mut rest) = (0, word);
        if let [first, second, others @ ..] = word {
            let (first, second) = (usize::from(SYMBOL[usize::from(*first)]), usize::from(SYMBOL[usize::from(*second)]));
            if first < PLAIN && second < PLAIN {
                let to = self.begin[first * PLAIN + second];
                if to & LEFT != 0 {
                    return to & !LEFT;
                }
                (node, rest) = (to, others);
            }
        }
        for &byte in rest {
            let symbol = SYMBOL[usize::from(byte)];
            if symbol != ESCAPE {
                match self.child(node, symbol) {
                    Some(child) => node = child,
                    None => return self.nodes[node as usize].leaving,
                }
            } else {
                let (several, count) = symbols(byte);
                // Between the symbols of one byte no atom ends, so the prefixes passed stay those of the node before.
                let leaving = self.nodes[node as usize].leaving;
                for &symbol in &several[..count] {
                    match self.child(node, symbol) {
                        Some(child) => node = child,
                        None => return leaving,
                    }
                }
            }
        }
        self.nodes[node as usize].ending
    }

    #[inline]
    fn child(&self, node: u32, symbol: u8) -> Option<u32> {
        let child = self.nodes[node as usize].below + u32::from(symbol);
        (self.nodes[child as usize].above == node).then_some(child)
    }

    /// The atoms of a class, ascending.
    #[inline]
    pub fn atoms(&self, class: ClassId) -> &[AtomId] {
        let start = if class == 0 { 0 } else { self.ends[class as usize - 1] };
        &self.atoms[start as usize..self.ends[class as usize] as usize]
    }

    /// How many classes there are.
    pub fn classes(&self) -> ClassId {
        self.ends.len() as ClassId
    }
}

fn encode(literal: &str) -> Vec<u8> {
    let mut code = Vec::with_capacity(literal.len());
    for byte in literal.bytes() {
        match SYMBOL[usize::from(byte)] {
            ESCAPE => {
                let (several, count) = symbols(byte);
                code.extend_from_slice(&several[..count]);
            }
            symbol => code.push(symbol),
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        /// The trie against the definition of a prefix.
        #[test]
        fn a_class_is_what_the_word_satisfies(
            atoms in prop::collection::btree_set(("[a-cé!0]{1,4}|\\PC{1,3}", any::<bool>()), 0..20),
            words in prop::collection::vec("[a-cé!0]{0,5}|\\PC{0,4}", 0..20),
        ) {
            // ASCII capitals fold in the trie itself, which the plain comparison below does not do.
            let atoms: BTreeSet<(String, bool)> = atoms.into_iter().map(|(literal, prefix)| (literal.to_ascii_lowercase(), prefix)).collect();
            let atoms: Vec<(String, bool)> = atoms.into_iter().collect();
            let vocabulary = Vocabulary::new(&atoms);
            for word in words.iter().map(|word| word.to_ascii_lowercase()).chain(atoms.iter().map(|(literal, _)| literal.clone())) {
                let expected: Vec<AtomId> = (0..).zip(&atoms).filter(|(_, (literal, prefix))| if *prefix { word.starts_with(literal) } else { word == *literal }).map(|(id, _)| id).collect();
                prop_assert_eq!(vocabulary.atoms(vocabulary.class(word.as_bytes())), &expected[..]);
            }
        }
    }
}
