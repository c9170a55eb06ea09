//! Finds patterns in a text. Words become classes ([`super::vocabulary`]), and a trie over the words of all patterns is walked from every word that can start one.
//!
//! Invariant: within one dimension no two chosen occurrences share a word of their own (the words in a gap are not an occurrence's own); none crosses a mark other than quotation
//! marks, so none crosses [`super::JOIN`]; each begins and ends with a whole word.
//!
//! Choice, per dimension: most words first, then the fewest words with `*`, then most literal characters, then leftmost. So a long phrase wins over the words in it.

use super::clause::{Clauses, ROLES, Role};
use super::entry::{ASIDE, GAP, Pattern, WITHIN};
use super::token::{Mark, Token, TokenKind, fold_into, tokens};
use super::vocabulary::{AtomId, ClassId, NOTHING, Vocabulary};
use crate::article::Span;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap};

/// A word of the text as matching sees it; a part of a hyphenated word is one too, with the whole word's bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub start: u32,
    pub end: u32,
    pub class: ClassId,
    pub clause: u32,
    pub sentence: u32,
    /// Joined by a hyphen to the word before.
    pub glued: bool,
    /// A mark parts it from the word before.
    pub parted: bool,
    /// A conjunction that opens its clause.
    pub opens: bool,
}

/// What a pattern found means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Entry with this index.
    Entry(u32),
    /// Phrase of the rules with this index.
    Phrase(u32),
    /// A phrase in which the entry with this index does not count.
    NotIn(u32),
}

/// An occurrence of a pattern: words `first..=last`, and which of them are its own (bit n: word `first + n`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub precedence: u64,
    pub first: u32,
    pub last: u32,
    pub own: u64,
    pub id: u32,
}

impl Occurrence {
    /// Its bytes.
    pub fn span(&self, words: &[Word]) -> Span {
        Span {
            start: words[self.first as usize].start,
            end: words[self.last as usize].end,
        }
    }

    /// Whether the two have a word of their own in common.
    pub fn shares(&self, other: &Occurrence) -> bool {
        let (left, right) = if self.first <= other.first { (self, other) } else { (other, self) };
        let offset = right.first - left.first;
        offset < 64 && (left.own >> offset) & right.own != 0
    }
}

/// Room to work in, kept between utterances so that rating allocates nothing but its result.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(crate) words: Vec<Word>,
    /// Occurrences: hostility entries, conciliation entries, phrases of the rules. After choosing, those that stand.
    pub(crate) found: [Vec<Occurrence>; 3],
    pub(crate) not_in: Vec<Occurrence>,
    pub(crate) best: Vec<Option<(u32, u32)>>,
    pub(crate) order: Vec<u32>,
    /// The tokens of the text read last.
    pub(crate) tokens: Vec<Token>,
    /// Of each entry whether it is looked at; empty: all are. Lets one compiled rater rate as several, without an entry or with another.
    pub(crate) alive: Vec<bool>,
    /// Rules set off in the cue that act on the text: rule, words of the cue behind the trigger, the trigger's bytes.
    pub(crate) ahead: Vec<(u16, u32, Span)>,
    /// Hits of the cue while those of the text are found; empty otherwise.
    pub(crate) cue: Vec<super::Hit>,
    /// Of the model's trees.
    pub(crate) trees: super::tree::Room,
    /// Quotations within a quotation: first and last word, one item a sentence, and whether they are longer than an aside.
    nested: Vec<(u32, u32, bool)>,
    taken: Vec<bool>,
    folded: String,
}

impl Scratch {
    /// From now on the `gone` of `all` entries are passed over, as if they did not stand in their lexicons.
    pub(crate) fn look_at_all_but(&mut self, all: usize, gone: &[u32]) {
        self.alive.clear();
        self.alive.resize(all, true);
        for &entry in gone {
            self.alive[entry as usize] = false;
        }
    }
}

/// One end of a path in the trie of patterns.
#[derive(Clone, Copy, Debug)]
struct End {
    meaning: Meaning,
    precedence: u64,
    /// Which list of [`Scratch::found`] it goes to.
    channel: u8,
}

/// A node of the trie of patterns, flattened.
#[derive(Clone, Debug, Default)]
struct Node {
    edges: std::ops::Range<u32>,
    ends: std::ops::Range<u32>,
    /// The node behind a gap; 0 for none, since the root never follows one.
    gap: u32,
    /// The atoms of its edges, as [`sketch`] has them.
    next: u64,
}

/// A set of atoms in a word: two sets that share an atom share a bit. Most words that stand where a pattern could go on do not go on with it, and this is how that is seen without a search.
fn sketch(atoms: impl Iterator<Item = AtomId>) -> u64 {
    atoms.fold(0, |bits, atom| bits | 1 << (atom.wrapping_mul(0x9e37_79b1) >> 26))
}

/// All patterns of a rater, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Matcher {
    vocabulary: Vocabulary,
    /// Whether each atom is a prefix.
    prefix: Vec<bool>,
    /// Of each class its role among clauses, and in `starts` its first words of patterns.
    class: Vec<(Role, std::ops::Range<u32>)>,
    /// Of each class the sketch of its atoms.
    sketches: Vec<u64>,
    /// First words of patterns: the node behind it, and whether it is a prefix.
    starts: Vec<(u32, bool)>,
    nodes: Vec<Node>,
    /// (atom × 2 + glued, node), ascending within a node.
    edges: Vec<(u32, u32)>,
    ends: Vec<End>,
    /// Class of a lone `?` and of a lone `!`.
    marks: [ClassId; 2],
    /// Phrases that stand for an aside in marks, and for a longer quotation within a quotation.
    nested: [Option<u32>; 2],
}

/// Collects patterns, then compiles them.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    /// By number, in the order of coming, whatever that of the map.
    atoms: HashMap<(String, bool), AtomId, FixedState>,
    nodes: Vec<Building>,
    nested: [Option<u32>; 2],
}

#[derive(Debug, Default)]
struct Building {
    edges: BTreeMap<u32, u32>,
    gap: u32,
    ends: Vec<End>,
}

impl Builder {
    /// Adds a pattern. `channel` is the list its occurrences go to.
    pub fn add(&mut self, pattern: &Pattern, meaning: Meaning, channel: u8) {
        if self.nodes.is_empty() {
            self.nodes.push(Building::default());
        }
        if let ([word], Meaning::Phrase(id)) = (&pattern.words[..], meaning)
            && let Some(at) = [ASIDE, WITHIN].iter().position(|mark| *mark == word.literal)
        {
            self.nested[at] = Some(id);
            return;
        }
        let mut at = 0usize;
        for word in &pattern.words {
            let next = self.atoms.len() as AtomId;
            let atom = *self.atoms.entry((word.literal.clone(), word.prefix)).or_insert(next);
            if word.gap {
                if self.nodes[at].gap == 0 {
                    self.nodes[at].gap = self.nodes.len() as u32;
                    self.nodes.push(Building::default());
                }
                at = self.nodes[at].gap as usize;
            }
            let fresh = self.nodes.len() as u32;
            let child = *self.nodes[at].edges.entry(atom * 2 + u32::from(word.glued)).or_insert(fresh);
            if child == fresh {
                self.nodes.push(Building::default());
            }
            at = child as usize;
        }
        let [words, exact, literal, glued] = pattern.precedence().map(u64::from);
        let precedence = words << 48 | exact << 32 | literal << 16 | glued;
        self.nodes[at].ends.push(End {
            meaning,
            precedence,
            channel,
        });
    }

    /// Compiles what was added.
    pub fn build(mut self) -> Matcher {
        if self.nodes.is_empty() {
            self.nodes.push(Building::default());
        }
        let mut roles = BTreeMap::new();
        for (role, words) in ROLES {
            for word in *words {
                let next = self.atoms.len() as AtomId;
                roles.insert(*self.atoms.entry(((*word).to_owned(), false)).or_insert(next), *role);
            }
        }
        let mut atoms = vec![(String::new(), false); self.atoms.len()];
        for (atom, id) in self.atoms {
            atoms[id as usize] = atom;
        }
        let vocabulary = Vocabulary::new(&atoms);
        let (mut nodes, mut edges, mut ends) = (Vec::with_capacity(self.nodes.len()), Vec::new(), Vec::new());
        for node in self.nodes {
            let (first_edge, first_end) = (edges.len() as u32, ends.len() as u32);
            let next = sketch(node.edges.keys().map(|key| key / 2));
            edges.extend(node.edges);
            ends.extend(node.ends);
            nodes.push(Node {
                edges: first_edge..edges.len() as u32,
                ends: first_end..ends.len() as u32,
                gap: node.gap,
                next,
            });
        }
        let mut starts = Vec::new();
        let class = (0..vocabulary.classes())
            .map(|class| {
                let own = vocabulary.atoms(class);
                let first = starts.len() as u32;
                for &atom in own {
                    let root: &[(u32, u32)] = &edges[..nodes[0].edges.end as usize];
                    if let Ok(found) = root.binary_search_by_key(&(atom * 2), |(key, _)| *key) {
                        starts.push((root[found].1, atoms[atom as usize].1));
                    }
                }
                (
                    own.iter().find_map(|atom| roles.get(atom)).copied().unwrap_or_default(),
                    first..starts.len() as u32,
                )
            })
            .collect();
        let sketches = (0..vocabulary.classes())
            .map(|class| sketch(vocabulary.atoms(class).iter().copied()))
            .collect();
        let prefix = atoms.iter().map(|(_, prefix)| *prefix).collect();
        let marks = [vocabulary.class(b"?"), vocabulary.class(b"!")];
        Matcher {
            vocabulary,
            prefix,
            class,
            sketches,
            starts,
            nodes,
            edges,
            ends,
            marks,
            nested: self.nested,
        }
    }
}

impl Matcher {
    /// Finds every occurrence in `text` and leaves in `scratch` the words and the chosen occurrences, each list in text order.
    pub fn find(&self, text: &str, scratch: &mut Scratch) {
        self.read(text, scratch);
        let Scratch {
            words,
            found,
            not_in,
            nested,
            taken,
            alive,
            ..
        } = scratch;
        found.iter_mut().for_each(Vec::clear);
        not_in.clear();
        for first in 0..words.len() {
            let word = &words[first];
            if word.class == NOTHING || word.glued {
                continue;
            }
            let starts = &self.class[word.class as usize].1;
            // What the word right behind it could go on with.
            let behind = words
                .get(first + 1)
                .filter(|next| !next.parted)
                .map_or(0, |next| self.sketches[next.class as usize]);
            for &(node, prefix) in &self.starts[starts.start as usize..starts.end as usize] {
                let begun = &self.nodes[node as usize];
                if begun.ends.is_empty() && begun.gap == 0 && !prefix && begun.next & behind == 0 {
                    continue;
                }
                Walk {
                    matcher: self,
                    words,
                    first,
                    found,
                    not_in,
                }
                .pass(node, prefix, first, 0);
            }
        }
        if !alive.is_empty() {
            for list in &mut found[..2] {
                list.retain(|hit| alive.get(hit.id as usize).is_none_or(|alive| *alive));
            }
        }
        if !not_in.is_empty() {
            not_in.sort_unstable_by_key(|phrase| (phrase.id, phrase.first));
            for list in &mut found[..2] {
                list.retain(|hit| {
                    let before = &not_in[..not_in.partition_point(|phrase| (phrase.id, phrase.first) <= (hit.id, hit.first))];
                    // An occurrence spans at most 64 words, so only so many can begin before the hit and still hold it.
                    let near = before
                        .iter()
                        .rev()
                        .take_while(|phrase| phrase.id == hit.id && hit.first - phrase.first < 64);
                    !near.into_iter().any(|phrase| hit.last <= phrase.last)
                });
            }
        }
        for &(first, last, long) in &*nested {
            if let Some(id) = self.nested[usize::from(long)] {
                // Marks have no word of their own, so nothing competes with them.
                found[2].push(Occurrence {
                    precedence: 0,
                    first,
                    last,
                    own: 0,
                    id,
                });
            }
        }
        for list in found {
            choose(list, words.len(), taken);
        }
    }

    /// Reads `text` into words.
    fn read(&self, text: &str, scratch: &mut Scratch) {
        let Scratch {
            words,
            nested,
            folded,
            tokens: read,
            ..
        } = scratch;
        words.clear();
        read.clear();
        nested.clear();
        let mut quotations = Quotations::default();
        let mut clauses = Clauses::default();
        let mut parted = false;
        for token in tokens(text) {
            read.push(token);
            let Span { start, end } = token.span;
            match token.kind {
                TokenKind::Possessive => {}
                TokenKind::Mark(mark) => {
                    // A mark that rules know is a word of the clause it ends.
                    let class = match mark {
                        Mark::Question => self.marks[0],
                        Mark::Exclamation => self.marks[1],
                        _ => NOTHING,
                    };
                    if class != NOTHING {
                        let at = clauses.word(Role::Plain);
                        words.push(Word {
                            start,
                            end,
                            class,
                            clause: at.clause,
                            sentence: at.sentence,
                            glued: false,
                            parted: true,
                            opens: false,
                        });
                    }
                    match mark {
                        Mark::Quote => quotations.mark(text, token.span, words, nested),
                        Mark::Ellipsis | Mark::Paragraph => quotations = Quotations::default(),
                        _ => {}
                    }
                    parted |= clauses.mark(mark);
                }
                TokenKind::Word | TokenKind::Number => {
                    let bytes = if token.ascii {
                        token.span.of(text).as_bytes()
                    } else {
                        fold_into(token.span.of(text), folded);
                        folded.as_bytes()
                    };
                    if !token.hyphenated {
                        let bytes = match bytes {
                            [word @ .., b'.'] if !word.is_empty() => word,
                            word => word,
                        };
                        let class = self.vocabulary.class(bytes);
                        let at = clauses.word(self.class[class as usize].0);
                        words.push(Word {
                            start,
                            end,
                            class,
                            clause: at.clause,
                            sentence: at.sentence,
                            glued: false,
                            parted,
                            opens: at.opens,
                        });
                        parted = false;
                        continue;
                    }
                    let at = clauses.word(Role::Plain);
                    let mut glued = false;
                    for part in bytes.split(|&byte| byte == b'-').filter(|part| !part.is_empty()) {
                        let class = self.vocabulary.class(part);
                        words.push(Word {
                            start,
                            end,
                            class,
                            clause: at.clause,
                            sentence: at.sentence,
                            glued,
                            parted,
                            opens: false,
                        });
                        (glued, parted) = (true, false);
                    }
                }
            }
        }
    }
}

/// Most words of an aside in marks; a longer quotation within a quotation is a sentence of somebody else's.
const ASIDE_WORDS: usize = 3;

/// The quotation marks that are open. Only what stands in marks of one kind within marks of the other is a quotation in a quotation: in a statement without marks around it, quoted words are the speaker's own.
#[derive(Debug, Default)]
struct Quotations {
    /// Whether the outer marks are double.
    outer: Option<bool>,
    /// Words before the inner quotation.
    inner: Option<usize>,
    /// Where the last mark stood, and its first byte.
    last: (u32, u8),
}

impl Quotations {
    /// Passes a mark; leaves in `nested` the quotation in a quotation that it closes.
    fn mark(&mut self, text: &str, span: Span, words: &[Word], nested: &mut Vec<(u32, u32, bool)>) {
        let here = span.of(text);
        // Two single ones for a double one.
        let doubled = self.last == (span.start, here.as_bytes()[0]) || text[span.end as usize..].starts_with(here);
        let second = self.last == (span.start, here.as_bytes()[0]);
        self.last = (span.end, here.as_bytes()[0]);
        if second {
            return;
        }
        let double = doubled || !matches!(here, "'" | "‘" | "’" | "‚" | "‛" | "‹" | "›" | "`" | "´");
        let opens = match here {
            "“" | "„" | "‘" | "‚" | "«" | "‹" | "‛" | "‟" => true,
            "”" | "’" | "»" | "›" => false,
            _ => text[..span.start as usize]
                .chars()
                .next_back()
                .is_none_or(|before| !before.is_alphanumeric() && !matches!(before, '.' | ',' | '!' | '?' | ';' | ':')),
        };
        match (self.outer, self.inner) {
            (None, _) if opens => self.outer = Some(double),
            (Some(outer), None) if opens && double != outer => self.inner = Some(words.len()),
            (Some(outer), Some(from)) if !opens && double != outer => {
                self.inner = None;
                let long = words.len() - from > ASIDE_WORDS;
                let mut first = from;
                while let Some(word) = words.get(first) {
                    let more = words[first..].iter().take_while(|next| next.sentence == word.sentence).count();
                    nested.push((first as u32, (first + more) as u32 - 1, long));
                    first += more;
                }
            }
            (Some(outer), _) if !opens && double == outer => {
                *self = Quotations {
                    last: self.last,
                    ..Quotations::default()
                }
            }
            _ => {}
        }
    }
}

/// A walk down the trie of patterns from one word.
struct Walk<'a> {
    matcher: &'a Matcher,
    words: &'a [Word],
    first: usize,
    found: &'a mut [Vec<Occurrence>; 3],
    not_in: &'a mut Vec<Occurrence>,
}

impl Walk<'_> {
    /// Tries the word `at` against the edges of `node`.
    fn take(&mut self, node: &Node, at: usize, own: u64) {
        let word = &self.words[at];
        let offset = at - self.first;
        if word.class == NOTHING || offset >= 64 || node.next & self.matcher.sketches[word.class as usize] == 0 {
            return;
        }
        let edges = &self.matcher.edges[node.edges.start as usize..node.edges.end as usize];
        for &atom in self.matcher.vocabulary.atoms(word.class) {
            for glued in 0..=u32::from(word.glued) {
                let Ok(found) = edges.binary_search_by_key(&(atom * 2 + glued), |(key, _)| *key) else {
                    continue;
                };
                self.pass(edges[found].1, self.matcher.prefix[atom as usize], at, own);
            }
        }
    }

    /// Takes the word `at`, which led to `node`.
    fn pass(&mut self, node: u32, prefix: bool, at: usize, own: u64) {
        let offset = at - self.first;
        self.reach(node, at + 1, own | 1 << offset);
        if prefix {
            // "*" reaches to the end of a hyphenated word: "blam*" takes all of "blame-shifting".
            let end = self.token_end(at);
            if end > at + 1 && end - self.first <= 64 {
                let whole = (offset..end - self.first).fold(own, |own, bit| own | 1 << bit);
                self.reach(node, end, whole);
            }
        }
    }

    /// Goes on from `node`, with the words before `next` taken.
    fn reach(&mut self, node: u32, next: usize, own: u64) {
        let matcher = self.matcher;
        let node = &matcher.nodes[node as usize];
        let whole = self.words.get(next).is_none_or(|word| !word.glued);
        if whole {
            for end in &matcher.ends[node.ends.start as usize..node.ends.end as usize] {
                let occurrence = |id| Occurrence {
                    precedence: end.precedence,
                    first: self.first as u32,
                    last: next as u32 - 1,
                    own,
                    id,
                };
                match end.meaning {
                    Meaning::NotIn(entry) => self.not_in.push(occurrence(entry)),
                    Meaning::Entry(id) | Meaning::Phrase(id) => self.found[usize::from(end.channel)].push(occurrence(id)),
                }
            }
        }
        if !node.edges.is_empty() && self.words.get(next).is_some_and(|word| !word.parted) {
            self.take(node, next, own);
        }
        if node.gap != 0 && whole {
            let clause = self.words[next - 1].clause;
            let mut at = next;
            for _ in 0..=GAP {
                if self.words.get(at).is_none_or(|word| word.clause != clause) {
                    break;
                }
                self.take(&matcher.nodes[node.gap as usize], at, own);
                at = self.token_end(at);
            }
        }
    }

    /// One past the last part of the word that `at` is part of.
    fn token_end(&self, at: usize) -> usize {
        at + 1 + self.words[at + 1..].iter().take_while(|word| word.glued).count()
    }
}

/// Keeps of `list` the occurrences that stand, in text order.
fn choose(list: &mut Vec<Occurrence>, words: usize, taken: &mut Vec<bool>) {
    if list.len() < 2 {
        return;
    }
    list.sort_unstable_by(|a, b| {
        b.precedence
            .cmp(&a.precedence)
            .then((a.first, a.last, a.id).cmp(&(b.first, b.last, b.id)))
    });
    taken.clear();
    taken.resize(words, false);
    list.retain(|occurrence| {
        let first = occurrence.first as usize;
        let own = || {
            (0..=(occurrence.last as usize - first).min(63))
                .filter(|bit| occurrence.own >> bit & 1 == 1)
                .map(|bit| first + bit)
        };
        if own().any(|word| taken[word]) {
            return false;
        }
        own().for_each(|word| taken[word] = true);
        true
    });
    list.sort_unstable_by_key(|occurrence| (occurrence.first, occurrence.last, occurrence.id));
}
