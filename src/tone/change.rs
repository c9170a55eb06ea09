//! What a change of lexicons and rules is, entry by entry, and what each part of it does to a rating. Invariant: the parts are taken one after another, entries in the order of the
//! files (removed ones by their old line), then rules in theirs; what they do to a rating sums exactly to what the whole change does.

use super::error::{Source, ToneError};
use super::extend;
use super::lexicon::Read;
use super::matcher::Scratch;
use super::rater::Rater;
use super::rule::{self, Rule};
use super::search::{Search, Sought};
use super::{Dimension, Micro, Tone, Utterance, entry::Pattern};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Lexicons and rules as a rater takes them.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Names and texts.
    pub lexicons: &'a [(&'a str, &'a str)],
    /// Name and text.
    pub rules: (&'a str, &'a str),
    /// Rules switched off.
    pub off: &'a [String],
}

impl Sources<'_> {
    /// The rater of them.
    ///
    /// # Errors
    /// As [`Rater::without`].
    pub fn rater(&self) -> Result<Rater, ToneError> {
        Rater::without(self.lexicons, self.rules, self.off)
    }

    fn read(&self) -> Result<(Vec<(usize, Read)>, rule::Read), ToneError> {
        let bases = extend::bases(self.lexicons);
        let sources: Vec<Source<'_>> = bases.iter().chain(self.lexicons).map(|(file, text)| Source::new(file, text)).collect();
        let entries = extend::read(&sources)?.into_iter().map(|(read, index)| (index, read)).collect();
        Ok((entries, rule::read(&Source::new(self.rules.0, self.rules.1), self.off)?))
    }
}

/// What happened to an entry or a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// New.
    Added,
    /// Gone.
    Removed,
    /// Another weight.
    Reweighted,
    /// The same weight, but another category or lexicon, or other exceptions; of a rule: anything.
    Altered,
}

impl What {
    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Removed => "removed",
            What::Reweighted => "reweighted",
            What::Altered => "altered",
        }
    }
}

/// One changed entry or rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened to it.
    pub what: What,
    /// `lexicon:category:pattern`, or `rules:NAME`.
    pub name: String,
    /// An entry's dimension.
    pub dimension: Option<Dimension>,
    /// An entry's weight before.
    pub before: Option<Micro>,
    /// And after.
    pub after: Option<Micro>,
    /// The file it stands in, or stood in.
    pub file: String,
    /// Its line there.
    pub line: u32,
}

/// All that changed between two sets of lexicons and rules.
#[derive(Clone, Debug)]
pub struct Changes {
    /// In the order in which they are taken.
    pub list: Vec<Change>,
    /// What each needs to be found.
    search: Search,
    /// The new lexicons and rules.
    rater: Rater,
    /// Old and new entries together, and the old rules …
    together: (Vec<Read>, rule::Read),
    /// … compiled where several changes meet in an utterance.
    union: OnceLock<Rater>,
    /// Of each entry of the union whether it stands in the old lexicons.
    old: Vec<bool>,
    /// Of each changed entry its places in the union: the old one, the new one.
    places: Vec<[Option<u32>; 2]>,
    /// The new lexicons with the rules changed one after another; the last is the new rater itself.
    rules: Vec<Rater>,
}

/// Everything of an entry that can change a rating or a name in a table.
fn same(one: &Read, other: &Read) -> bool {
    let keys = |read: &Read| read.not_in.iter().map(Pattern::key).collect::<BTreeSet<String>>();
    let entry = |read: &Read| (read.entry.name(), read.entry.weight);
    entry(one) == entry(other) && keys(one) == keys(other)
}

/// Everything of a rule that can change a rating; where it stands and notes cannot.
fn same_rule(one: &Rule, other: &Rule) -> bool {
    let bare = |rule: &Rule| Rule {
        note: None,
        file: String::new(),
        line: 0,
        ..rule.clone()
    };
    bare(one) == bare(other)
}

impl Changes {
    /// What changed from `before` to `after`.
    ///
    /// # Errors
    /// A fault in either.
    pub fn between(before: &Sources<'_>, after: &Sources<'_>) -> Result<Changes, ToneError> {
        let ((old, old_rules), (new, new_rules)) = (before.read()?, after.read()?);
        let key = |read: &Read| (read.entry.dimension, read.pattern.key());
        let was: BTreeMap<_, &(usize, Read)> = old.iter().map(|read| (key(&read.1), read)).collect();
        let is: BTreeMap<_, &(usize, Read)> = new.iter().map(|read| (key(&read.1), read)).collect();

        let mut changed: Vec<(usize, u32, Option<&Read>, Option<&Read>)> = Vec::new();
        for (index, read) in &new {
            match was.get(&key(read)) {
                Some((_, old)) if same(old, read) => {}
                old => changed.push((*index, read.entry.line, old.map(|(_, old)| old), Some(read))),
            }
        }
        for (index, read) in &old {
            if !is.contains_key(&key(read)) {
                changed.push((*index, read.entry.line, Some(read), None));
            }
        }
        changed.sort_by_key(|(index, line, _, new)| (*index, *line, new.is_some()));

        let mut together: Vec<(Read, bool, bool)> = old.iter().map(|(_, read)| (read.clone(), true, false)).collect();
        for (_, read) in &new {
            match was.get(&key(read)) {
                Some((_, old)) if same(old, read) => {}
                _ => together.push((read.clone(), false, true)),
            }
        }
        // As a rater sorts; of two versions of one entry the old one first. Only one of them is ever looked at.
        together.sort_by_cached_key(|(read, old, _)| (read.entry.dimension, read.entry.category.clone(), read.pattern.key(), !old));
        let mut place: BTreeMap<(Dimension, String, bool), u32> = BTreeMap::new();
        for (at, (read, _, new)) in (0..).zip(&together) {
            let (dimension, key) = key(read);
            place.insert((dimension, key, *new), at);
        }
        let old_alone = together.iter().map(|(_, old, _)| *old).collect();
        let mut patterns = Vec::new();
        let mut changes = Changes {
            list: Vec::new(),
            search: Search::new(Vec::new()),
            rater: Rater::sorted(new.iter().map(|(_, read)| read.clone()).collect(), new_rules.clone()),
            together: (together.into_iter().map(|(read, _, _)| read).collect(), old_rules.clone()),
            union: OnceLock::new(),
            old: old_alone,
            places: Vec::new(),
            rules: Vec::new(),
        };
        for (_, _, old, new) in &changed {
            let Some(read) = new.or(*old) else { continue };
            let weight = |read: &Option<&Read>| read.map(|read| read.entry.weight);
            let (before, after) = (weight(old), weight(new));
            changes.list.push(Change {
                what: match (before, after) {
                    (None, _) => What::Added,
                    (_, None) => What::Removed,
                    (before, after) if before != after => What::Reweighted,
                    _ => What::Altered,
                },
                name: read.entry.name(),
                dimension: Some(read.entry.dimension),
                before,
                after,
                file: read.entry.file.clone(),
                line: read.entry.line,
            });
            patterns.push(vec![read.pattern.clone()]);
            let (dimension, pattern) = key(read);
            let at = |new: bool| place.get(&(dimension, pattern.clone(), new)).copied();
            changes.places.push([old.and(at(false)), new.and(at(true))]);
        }
        let entries: Vec<Read> = new.into_iter().map(|(_, read)| read).collect();
        changes.change_rules(&entries, &old_rules, &new_rules, &mut patterns);
        changes.search = Search::new(patterns);
        Ok(changes)
    }

    /// The steps from the old rules to the new ones, one rule each; what each needs to be found goes into `patterns`.
    fn change_rules(&mut self, entries: &[Read], old: &rule::Read, new: &rule::Read, patterns: &mut Vec<Vec<Pattern>>) {
        let names = |read: &rule::Read| read.rules.iter().map(|rule| rule.name.clone()).collect::<Vec<String>>();
        let find = |read: &rule::Read, name: &str| read.rules.iter().find(|rule| rule.name == name).cloned();
        // In the new order; those that are gone keep their place among the old ones.
        let mut order = names(new);
        for (at, name) in names(old).into_iter().enumerate() {
            if find(new, &name).is_none() {
                order.insert(at.min(order.len()), name);
            }
        }
        let kept =
            |read: &rule::Read, other: &rule::Read| -> Vec<String> { names(read).into_iter().filter(|name| find(other, name).is_some()).collect() };
        let reordered = kept(old, new) != kept(new, old);
        let different: Vec<&String> = order
            .iter()
            .filter(|name| match (find(old, name), find(new, name)) {
                (Some(one), Some(other)) => !same_rule(&one, &other),
                _ => true,
            })
            .collect();
        if old.name != new.name || reordered {
            let at = |rule: Option<&Rule>| rule.map_or((String::new(), 0), |rule| (rule.file.clone(), 1));
            let (file, line) = at(new.rules.first());
            self.list.push(Change {
                what: What::Altered,
                name: "rules: their order".to_owned(),
                dimension: None,
                before: None,
                after: None,
                file,
                line,
            });
            patterns.push(new.phrases.iter().chain(&old.phrases).map(|(pattern, _)| pattern.clone()).collect());
            self.rules
                .push(assembled(entries, new, order.iter().filter_map(|name| find(old, name)).collect()));
        }
        for (done, name) in different.iter().enumerate() {
            let (was, is) = (find(old, name), find(new, name));
            let Some(shown) = is.as_ref().or(was.as_ref()) else { continue };
            self.list.push(Change {
                what: match (&was, &is) {
                    (None, _) => What::Added,
                    (_, None) => What::Removed,
                    _ => What::Altered,
                },
                name: format!("rules:{name}"),
                dimension: None,
                before: None,
                after: None,
                file: shown.file.clone(),
                line: shown.line,
            });
            let phrases = was.iter().chain(&is).flat_map(|rule| rule.triggers.iter().chain(&rule.except));
            patterns.push(phrases.filter_map(|phrase| Pattern::parse(phrase, true).ok()).collect());
            let rules = order.iter().filter_map(|name| {
                let changed = different.iter().position(|other| *other == name);
                find(if changed.is_some_and(|at| at > done) { old } else { new }, name)
            });
            self.rules.push(assembled(entries, new, rules.collect()));
        }
    }

    /// The rater of the new lexicons and rules.
    pub fn rater(&self) -> &Rater {
        &self.rater
    }

    /// Whether nothing changed that could change a rating or a name.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The changes that may touch an utterance with this text and cue, in order.
    pub fn touching(&self, sought: &mut Sought, texts: [&str; 2]) -> Vec<u32> {
        self.search.touching(sought, texts)
    }

    /// The rating before, and after each of `those` changes in turn: the first item is the old rating, the last the new one. `mask` is room to work in.
    pub fn steps(&self, scratch: &mut Scratch, utterance: &Utterance<'_>, those: &[u32]) -> Vec<[Micro; 2]> {
        scratch.alive.clone_from(&self.old);
        let both = |tone: &Tone| [tone.hostility, tone.conciliation];
        let union = self
            .union
            .get_or_init(|| Rater::assemble(self.together.0.clone(), self.together.1.clone()));
        let mut steps = vec![both(&union.rate_with(scratch, utterance))];
        for &change in those {
            let change = change as usize;
            match self.places.get(change) {
                Some(places) => {
                    for (alive, place) in [false, true].into_iter().zip(places) {
                        if let Some(place) = place {
                            scratch.alive[*place as usize] = alive;
                        }
                    }
                    steps.push(both(&union.rate_with(scratch, utterance)));
                }
                None => {
                    scratch.alive.clear();
                    let rater = self.rules.get(change - self.places.len());
                    steps.extend(rater.map(|rater| both(&rater.rate_with(scratch, utterance))));
                }
            }
        }
        scratch.alive.clear();
        steps
    }
}

/// A rater of `entries` and these rules, which stand in the file of `read`.
fn assembled(entries: &[Read], read: &rule::Read, rules: Vec<Rule>) -> Rater {
    Rater::sorted(entries.to_vec(), rule::Read::of(&read.name, rules))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::Kind;

    const RULES: &str = "[lexicon]\nname = \"rules\"\n[rules.negation]\nscope = \"after\"\nwindow = 4\ntriggers = [\"not\"]\nhostility = { own = 0 }\n[rules.more]\nscope = \"after\"\nwindow = 1\ntriggers = [\"very\"]\nhostility = { own = 2 }\n";

    fn lexicon(entries: &str) -> String {
        format!("[lexicon]\nname = \"h\"\n[hostility.a]\n{entries}")
    }

    #[test]
    fn steps_go_from_the_old_rating_to_the_new_one() {
        let before = lexicon("\"menac*\" = 3\n\"grave menace\" = 4\n\"threat\" = 2\n\"liar\" = 2\n");
        let after = lexicon("\"menac*\" = 1\n\"threat\" = { weight = 2, not_in = [\"no threat\"] }\n\"bully*\" = 2\n\"liar\" = 2\n");
        let rules = RULES.replace("own = 2", "own = 1.5").replace("\"not\"", "\"not\", \"never\"");
        let (before, after) = ([("h.toml", before.as_str())], [("h.toml", after.as_str())]);
        let off = Vec::new();
        let before = Sources {
            lexicons: &before,
            rules: ("r.toml", RULES),
            off: &off,
        };
        let after = Sources {
            lexicons: &after,
            rules: ("r.toml", &rules),
            off: &off,
        };
        let changes = Changes::between(&before, &after).unwrap();
        let told: Vec<(&str, &str)> = changes.list.iter().map(|change| (change.what.as_str(), change.name.as_str())).collect();
        assert_eq!(
            told,
            [
                ("reweighted", "h:a:menac*"),
                ("removed", "h:a:grave menace"),
                ("altered", "h:a:threat"),
                ("added", "h:a:bully*"),
                ("altered", "rules:negation"),
                ("altered", "rules:more")
            ]
        );
        let (old, new) = (before.rater().unwrap(), after.rater().unwrap());
        let texts = [
            "a grave menace and a liar",
            "no threat, never a bully",
            "a very bully-like menacing threat",
            "nothing here",
            "NOT menaced; very menacing",
        ];
        let mut touched = Vec::new();
        for (number, text) in (0u32..).zip(texts) {
            let utterance = Utterance {
                text,
                cue: "",
                quoted: &[],
                kind: Kind::Direct,
            };
            let (old, new) = (old.rate(&utterance), new.rate(&utterance));
            let those = changes.touching(&mut Sought::default(), [text, ""]);
            let steps = changes.steps(&mut Scratch::default(), &utterance, &those);
            assert_eq!(steps.first(), Some(&[old.hostility, old.conciliation]), "{text}");
            assert_eq!(steps.last(), Some(&[new.hostility, new.conciliation]), "{text}");
            if !those.is_empty() {
                touched.push(number);
            } else {
                assert_eq!(old.hits.len(), new.hits.len(), "{text}");
            }
        }
        assert_eq!(touched, [0, 1, 2, 4]);
    }
}
