//! The rater: lexicons and rules compiled, and the rating of one utterance.
//!
//! Invariant: [`Rater::rate`] is a pure function of rater and utterance. Entries are in the order of dimension, category and pattern, so neither the order of files nor of
//! lines within a category shows in a result.

use super::entry::Entry;
use super::error::{Source, ToneError};
use super::explain::Explanation;
use super::matcher::{Builder, Matcher, Meaning, Occurrence, Scratch, Word};
use super::rule::{Rule, Scope};
use super::{Applied, Hit, MOST, Micro, Place, Tone, Utterance, extend, lexicon, rating, rule};
use crate::article::Span;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Farthest that any rule reaches, in words: bounds the work on texts without punctuation.
pub const REACH: u32 = 200;

/// List of phrases among [`Scratch::found`].
const PHRASES: usize = 2;

/// Compiled lexicons and rules.
#[derive(Clone, Debug)]
pub struct Rater {
    entries: Vec<Entry>,
    rules: Vec<Rule>,
    /// Name of the rules' lexicon.
    rules_name: String,
    matcher: Matcher,
    /// Of each phrase of the rules, those that it sets off.
    sets_off: Vec<Vec<u16>>,
    /// Of each rule that is for some categories only, whether it acts on an entry; empty for the others.
    acts_on: Vec<Vec<bool>>,
    hash: String,
}

impl Rater {
    /// The built-in lexicons: name and text.
    pub const LEXICONS: [(&'static str, &'static str); 2] = extend::BUILTIN;

    /// Compiles lexicons and rules, each a file name (for messages) and the file's text.
    ///
    /// # Errors
    ///
    /// The first thing wrong in the order of the files; last, a pattern that stands twice in one dimension.
    pub fn new(lexicons: &[(&str, &str)], rules: (&str, &str)) -> Result<Rater, ToneError> {
        Rater::without(lexicons, rules, &[])
    }

    /// As [`Rater::new`], as if the rules named in `off` did not stand in the file.
    ///
    /// # Errors
    ///
    /// As [`Rater::new`]; a name that no rule has.
    pub fn without(lexicons: &[(&str, &str)], rules: (&str, &str), off: &[String]) -> Result<Rater, ToneError> {
        let bases = extend::bases(lexicons);
        let sources: Vec<Source<'_>> = bases.iter().chain(lexicons).map(|(file, text)| Source::new(file, text)).collect();
        let read = extend::read(&sources)?;
        let rules = rule::read(&Source::new(rules.0, rules.1), off)?;

        Ok(Rater::sorted(read.into_iter().map(|(entry, _)| entry).collect(), rules))
    }

    /// Compiles entries in whatever order they were read.
    pub(crate) fn sorted(mut read: Vec<lexicon::Read>, rules: rule::Read) -> Rater {
        read.sort_by_cached_key(|read| (read.entry.dimension, read.entry.category.clone(), read.pattern.key()));
        Rater::assemble(read, rules)
    }

    /// Compiles what was read: entries in the order of dimension, category and pattern, without collisions unless the [`Scratch`] says which of them are alive.
    pub(crate) fn assemble(read: Vec<lexicon::Read>, rules: rule::Read) -> Rater {
        let mut builder = Builder::default();
        for (id, read) in (0..).zip(&read) {
            let channel = read.entry.dimension as u8;
            builder.add(&read.pattern, Meaning::Entry(id), channel);
            for phrase in &read.not_in {
                builder.add(phrase, Meaning::NotIn(id), channel);
            }
        }
        for (id, (phrase, _)) in (0..).zip(&rules.phrases) {
            builder.add(phrase, Meaning::Phrase(id), PHRASES as u8);
        }
        let hash = hash(&read, &rules);
        let entries: Vec<Entry> = read.into_iter().map(|read| read.entry).collect();
        let acts_on = rules.rules.iter().map(|rule| match &rule.categories {
            all if all.is_empty() => Vec::new(),
            some => entries.iter().map(|entry| some.contains(&entry.category)).collect(),
        });
        Rater {
            acts_on: acts_on.collect(),
            entries,
            matcher: builder.build(),
            sets_off: rules.phrases.into_iter().map(|(_, rules)| rules).collect(),
            rules: rules.rules,
            rules_name: rules.name,
            hash,
        }
    }

    /// The same with other weights, held to the scale. It has no hash, since no lexicon has it.
    pub(crate) fn reweighted(&self, mut weight: impl FnMut(&Entry) -> Micro) -> Rater {
        let mut other = self.clone();
        other.hash.clear();
        for entry in &mut other.entries {
            entry.weight = weight(entry).clamp(0, MOST);
        }
        other
    }

    /// Names of the rules in the text of a file of rules, in its order; none where it is no TOML.
    pub fn rules_in(text: &str) -> Option<Vec<String>> {
        rule::names(text)
    }

    /// All entries, in the order of dimension, category and pattern; [`Hit::entry`] points here.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All rules, in the order of application; [`Hit::rules`] points here.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Name of the rules' lexicon.
    pub fn rules_name(&self) -> &str {
        &self.rules_name
    }

    /// SHA-256, hexadecimal, over everything of lexicons and rules that can change a rating or a name in a result; comments, notes, spacing and order of lines cannot.
    pub fn hash(&self) -> String {
        self.hash.clone()
    }

    /// Whether the two rate everything alike.
    pub(crate) fn same(&self, other: &Rater) -> bool {
        std::ptr::eq(self, other) || self.hash == other.hash
    }

    /// Rates an utterance.
    pub fn rate(&self, utterance: &Utterance<'_>) -> Tone {
        self.rate_with(&mut Scratch::default(), utterance)
    }

    /// Rates an utterance, working in `scratch`: for rating many.
    pub fn rate_with(&self, scratch: &mut Scratch, utterance: &Utterance<'_>) -> Tone {
        let (mut hits, mut cue) = (Vec::new(), std::mem::take(&mut scratch.cue));
        scratch.ahead.clear();
        // The cue is a text of its own: nothing in the statement acts on it, and of it on the statement only rules made for that.
        if !utterance.cue.is_empty() {
            self.find(scratch, utterance.cue, Place::Cue, &mut cue);
            self.look_ahead(scratch);
        }
        self.find(scratch, utterance.text, Place::Text, &mut hits);
        hits.append(&mut cue);
        scratch.cue = cue;
        let [hostility, conciliation] = rating::add_up(&mut hits, &mut scratch.order);
        Tone {
            hostility,
            conciliation,
            hits,
        }
    }

    /// Rates an utterance and says how.
    pub fn explain(&self, utterance: &Utterance<'_>) -> Explanation {
        Explanation::new(self, utterance, self.rate(utterance))
    }

    /// The parts that an entry has before any rule.
    pub(crate) fn weight(&self, entry: u32) -> [Micro; 2] {
        let entry = &self.entries[entry as usize];
        let mut parts = [0, 0];
        parts[entry.dimension as usize] = entry.weight;
        parts
    }

    /// Notes which rules the cue just read sets off for the text.
    fn look_ahead(&self, scratch: &mut Scratch) {
        let Scratch {
            words,
            found: [.., triggers],
            ahead,
            ..
        } = scratch;
        let Some(end) = words.last() else { return };
        for trigger in triggers.iter().filter(|trigger| words[trigger.last as usize].clause == end.clause) {
            for &rule in &self.sets_off[trigger.id as usize] {
                let at = &self.rules[usize::from(rule)];
                if at.from_cue && !matches!(at.scope, Scope::Before | Scope::Inside) {
                    ahead.push((rule, words.len() as u32 - 1 - trigger.last, trigger.span(words)));
                }
            }
        }
    }

    /// Appends the hits of `text`, in order of span, rules applied.
    fn find(&self, scratch: &mut Scratch, text: &str, place: Place, hits: &mut Vec<Hit>) {
        self.matcher.find(text, scratch);
        let Scratch {
            words,
            found: [hostility, conciliation, triggers],
            best,
            ahead,
            ..
        } = scratch;
        let ahead: &[(u16, u32, Span)] = if place == Place::Text { ahead } else { &[] };
        let from = hits.len();
        hits.reserve(hostility.len() + conciliation.len());
        for occurrence in hostility.iter().chain(conciliation.iter()) {
            let mut parts = self.weight(occurrence.id);
            let mut applied = Vec::new();
            if !triggers.is_empty() || !ahead.is_empty() {
                self.act(words, triggers, ahead, occurrence, best);
                for (rule, nearest) in best.iter().enumerate() {
                    if let Some((_, trigger)) = nearest {
                        let changed = self.rules[rule].apply(parts);
                        if changed != parts {
                            parts = changed;
                            let at = *trigger as usize;
                            let (place, span) = match at.checked_sub(triggers.len()) {
                                None => (place, triggers[at].span(words)),
                                Some(at) => (Place::Cue, ahead[at].2),
                            };
                            applied.push(Applied {
                                rule: rule as u16,
                                place,
                                span,
                            });
                        }
                    }
                }
            }
            hits.push(Hit {
                entry: occurrence.id,
                place,
                span: occurrence.span(words),
                rules: applied,
                parts,
                contribution: [0, 0],
            });
        }
        hits[from..].sort_by_key(|hit| (hit.span, hit.entry));
    }

    /// Finds for each rule the trigger that acts on `hit`: of those in whose scope it stands, the nearest, and of two as near the left one. Each rule acts once at most.
    /// Triggers of the cue are counted behind those of the text.
    fn act(&self, words: &[Word], triggers: &[Occurrence], ahead: &[(u16, u32, Span)], hit: &Occurrence, best: &mut Vec<Option<(u32, u32)>>) {
        best.clear();
        best.resize(self.rules.len(), None);
        let sentence = words[hit.first as usize].sentence;
        let split = triggers.partition_point(|trigger| trigger.first < hit.first);
        let near = |trigger: &&(usize, &Occurrence)| {
            let first = trigger.1.first;
            words[first as usize].sentence == sentence && first.abs_diff(hit.first) <= REACH
        };
        let left = triggers[..split].iter().enumerate().rev();
        let right = triggers.iter().enumerate().skip(split);
        // A mark ends the sentence it stands in, so it is still in it; see the matcher.
        for (index, trigger) in left
            .take_while(|trigger| near(&trigger))
            .chain(right.take_while(|trigger| near(&trigger)))
        {
            if trigger.shares(hit) {
                continue;
            }
            for &rule in &self.sets_off[trigger.id as usize] {
                let Some(distance) = in_scope(words, &self.rules[usize::from(rule)], trigger, hit) else {
                    continue;
                };
                let nearest = &mut best[usize::from(rule)];
                if self.concerns(rule, hit.id) && nearest.is_none_or(|(so_far, _)| distance < so_far) {
                    *nearest = Some((distance, index as u32));
                }
            }
        }
        if words[hit.first as usize].clause > words[0].clause {
            return;
        }
        for (index, &(rule, behind, _)) in ahead.iter().enumerate() {
            let distance = behind + hit.first;
            let within = self.rules[usize::from(rule)].window.is_none_or(|window| distance <= window) && distance <= REACH;
            let nearest = &mut best[usize::from(rule)];
            if within && self.concerns(rule, hit.id) && nearest.is_none_or(|(so_far, _)| distance < so_far) {
                *nearest = Some((distance, (triggers.len() + index) as u32));
            }
        }
    }

    /// Whether the rule is made for hits of the entry's category.
    fn concerns(&self, rule: u16, entry: u32) -> bool {
        let on = &self.acts_on[usize::from(rule)];
        on.is_empty() || on[entry as usize]
    }
}

/// How many words stand between `trigger` and `hit` if the rule's scope holds the hit; 0 where one stands in a gap of the other.
fn in_scope(words: &[Word], rule: &Rule, trigger: &Occurrence, hit: &Occurrence) -> Option<u32> {
    let clause = |word: u32| words[word as usize].clause;
    if rule.scope == Scope::Inside {
        return (trigger.first <= hit.first && hit.last <= trigger.last).then_some(0);
    }
    let (distance, side, together) = if trigger.last < hit.first {
        (
            hit.first - trigger.last - 1,
            Scope::After,
            clause(trigger.last) == clause(hit.first) || resumed(words, trigger.last, hit.first),
        )
    } else if hit.last < trigger.first {
        // A conjunction that opens a clause looks back over its sentence: what is granted before a "but".
        let back = words[trigger.first as usize].opens && rule.scope == Scope::Before;
        (
            trigger.first - hit.last - 1,
            Scope::Before,
            back || clause(trigger.first) == clause(hit.last),
        )
    } else {
        (0, Scope::Both, clause(trigger.first) == clause(hit.first))
    };
    let reaches = rule.scope == side || matches!(rule.scope, Scope::Both | Scope::Clause);
    (together && reaches && rule.window.is_none_or(|window| distance <= window)).then_some(distance)
}

/// Most words of an insertion that a rule reaches over.
const INSERTION: u32 = 5;

/// Whether `hit` stands in the clause that `trigger` ends in, after an insertion between two marks right behind it: "does not, and never will, accept".
fn resumed(words: &[Word], trigger: u32, hit: u32) -> bool {
    let (before, after) = (&words[trigger as usize], &words[hit as usize]);
    if after.clause != before.clause + 2 || after.sentence != before.sentence {
        return false;
    }
    let inserted = words[trigger as usize + 1..]
        .iter()
        .take_while(|word| word.clause == before.clause + 1)
        .count();
    let resumes = trigger as usize + 1 + inserted;
    (1..=INSERTION as usize).contains(&inserted) && words[trigger as usize + 1].parted && words[resumes].parted && !words[resumes].opens
}

/// The canonical form of lexicons and rules, hashed.
fn hash(entries: &[lexicon::Read], rules: &rule::Read) -> String {
    let mut form = String::from("detente tone 1\n");
    let keys = |out: &mut String, phrases: Vec<String>| {
        for phrase in phrases {
            out.push('\t');
            out.push_str(&phrase);
        }
        out.push('\n');
    };
    for read in entries {
        let entry = &read.entry;
        // Writing to a String does not fail.
        let _ = write!(
            form,
            "entry\t{}\t{}\t{}\t{}\t{}",
            entry.lexicon,
            entry.dimension.as_str(),
            entry.category,
            entry.pattern,
            entry.weight
        );
        let mut not_in: Vec<String> = read.not_in.iter().map(super::entry::Pattern::key).collect();
        not_in.sort();
        keys(&mut form, not_in);
    }
    for rule in &rules.rules {
        let _ = write!(form, "rule\t{}\t{}\t{}\t{:?}", rules.name, rule.name, rule.scope.as_str(), rule.window);
        if rule.from_cue {
            form.push_str("\tfrom cue");
        }
        keys(&mut form, rule.categories.clone());
        for factors in rule.factors {
            let _ = write!(form, "\t{}\t{}", factors.own, factors.other);
        }
        for (kind, list) in [("triggers", &rule.triggers), ("except", &rule.except)] {
            form.push('\t');
            form.push_str(kind);
            let mut list: Vec<String> = list
                .iter()
                .map(|phrase| super::entry::Pattern::parse(phrase, true).map_or_else(|_| phrase.clone(), |pattern| pattern.key()))
                .collect();
            list.sort();
            keys(&mut form, list);
        }
    }
    Sha256::digest(form.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
