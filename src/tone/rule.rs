//! Valence rules: what the words around a hit do to it. A rule is a trigger list, a scope, and a 2 × 2 matrix of factors in (hostility, conciliation).
//!
//! Invariant: factors are integers (thousandths) and parts never leave 0 to 4 points, so applying rules is exact and the same on any machine.

use super::entry::Pattern;
use super::error::{Source, ToneError};
use super::lexicon::{about, number, string, strings, table};
use super::{MOST, Micro};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One, in the unit of factors.
pub const UNIT: u32 = 1000;

/// Largest factor, in points.
const LARGEST: f64 = 4.0;

/// Where a hit must stand for a trigger to act on it. Never out of the trigger's clause, but for two things: a mark acts in the clause that it ends, and a
/// conjunction that opens a clause ("but") acts back on the clauses of its sentence before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Behind the trigger.
    After,
    /// Before it.
    Before,
    /// On either side, or in a gap of it.
    Both,
    /// Anywhere in its clause: as `Both`, without an end unless the rule has a window.
    Clause,
    /// Among the words of the trigger itself: for marks that stand around words.
    Inside,
}

impl Scope {
    const ALL: [(&'static str, Scope); 5] = [
        ("after", Scope::After),
        ("before", Scope::Before),
        ("both", Scope::Both),
        ("clause", Scope::Clause),
        ("inside", Scope::Inside),
    ];

    /// The word in rule files.
    pub fn as_str(self) -> &'static str {
        Scope::ALL.iter().find(|(_, scope)| *scope == self).map_or("", |(word, _)| word)
    }
}

/// What becomes of a hit's part in one dimension, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factors {
    /// What stays.
    pub own: u32,
    /// What goes over to the other dimension.
    pub other: u32,
}

/// One valence rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name ("negation").
    pub name: String,
    /// Where hits must stand.
    pub scope: Scope,
    /// Most words between trigger and hit; none: the whole clause.
    pub window: Option<u32>,
    /// Whether a trigger in the cue acts on the statement's first clause too, as if the cue stood right before it: what is rejected follows "rejected", wherever the sentence has its verb.
    pub from_cue: bool,
    /// Categories whose hits it changes; none named: all.
    pub categories: Vec<String>,
    /// For the hit's hostility part and for its conciliation part.
    pub factors: [Factors; 2],
    /// Why it is as it is.
    pub note: Option<String>,
    /// Phrases that set it off, as written.
    pub triggers: Vec<String>,
    /// Phrases in which a trigger does not count, as written.
    pub except: Vec<String>,
    /// File it was read from.
    pub file: String,
    /// Line in that file, from 1.
    pub line: u32,
}

impl Rule {
    /// What the rule makes of `parts`. Products are rounded to the micro-point, halves away from zero, and a part is at most 4 points.
    pub fn apply(&self, parts: [Micro; 2]) -> [Micro; 2] {
        let times = |part: Micro, factor: u32| (part * Micro::from(factor) + Micro::from(UNIT / 2)) / Micro::from(UNIT);
        let [hostility, conciliation] = self.factors;
        [
            (times(parts[0], hostility.own) + times(parts[1], conciliation.other)).min(MOST),
            (times(parts[1], conciliation.own) + times(parts[0], hostility.other)).min(MOST),
        ]
    }
}

/// Rules as read, with every phrase and the rules that it sets off; none for a phrase that only excepts.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub name: String,
    pub rules: Vec<Rule>,
    pub phrases: Vec<(Pattern, Vec<u16>)>,
}

impl Read {
    /// These rules, of a lexicon of this name, with their phrases anew.
    pub fn of(name: &str, rules: Vec<Rule>) -> Read {
        let mut phrases: BTreeMap<String, (Pattern, Vec<u16>)> = BTreeMap::new();
        for (index, rule) in (0..).zip(&rules) {
            let triggers = rule.triggers.iter().map(|phrase| (phrase, true));
            for (phrase, trigger) in triggers.chain(rule.except.iter().map(|phrase| (phrase, false))) {
                let Ok(pattern) = Pattern::parse(phrase, true) else { continue };
                let (_, sets_off) = phrases.entry(pattern.key()).or_insert_with(|| (pattern, Vec::new()));
                sets_off.extend(trigger.then_some(index));
            }
        }
        Read {
            name: name.to_owned(),
            rules,
            phrases: phrases.into_values().collect(),
        }
    }
}

const RULE: &[&str] = &[
    "scope",
    "window",
    "from_cue",
    "categories",
    "hostility",
    "conciliation",
    "note",
    "triggers",
    "except",
];

/// Names of the rules in `text`, in its order; none where it is no TOML.
pub(crate) fn names(text: &str) -> Option<Vec<String>> {
    let root = DeTable::parse(text).ok()?;
    let rules = root.get_ref().get("rules")?.get_ref().as_table()?;
    let mut named: Vec<(usize, String)> = rules.iter().map(|(key, _)| (key.span().start, key.get_ref().to_string())).collect();
    named.sort();
    Some(named.into_iter().map(|(_, name)| name).collect())
}

/// Reads the rules in `source`, but for those that are `off`. They keep the order of the file, in which they are applied.
pub(crate) fn read(source: &Source<'_>, off: &[String]) -> Result<Read, ToneError> {
    let root = DeTable::parse(source.text).map_err(|error| source.syntax(&error))?;
    let name = about(source, root.get_ref(), &[])?;
    let mut tables: Vec<(&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)> = Vec::new();
    for (key, value) in root.get_ref() {
        match key.get_ref().as_ref() {
            "lexicon" => {}
            "rules" => tables.extend(table(
                source,
                value,
                "[rules.NAME] tables are expected",
                "Write each rule under a line such as [rules.negation].",
            )?),
            other => return Err(source.unknown(other, key.span(), &["lexicon", "rules"])),
        }
    }
    tables.sort_by_key(|(key, _)| key.span().start);
    if let Some(name) = off.iter().find(|name| !tables.iter().any(|(key, _)| key.get_ref() == name.as_str())) {
        let known: Vec<&str> = tables.iter().map(|(key, _)| key.get_ref().as_ref()).collect();
        return Err(source.value(
            format!("there is no rule \"{name}\" to switch off"),
            0..0,
            &format!("Its rules are: {}.", known.join(", ")),
        ));
    }
    tables.retain(|(key, _)| !off.iter().any(|name| key.get_ref() == name.as_str()));
    if tables.len() > usize::from(u16::MAX) {
        return Err(source.value(
            format!("there are more than {} rules", u16::MAX),
            0..0,
            "Put triggers of one effect into one rule.",
        ));
    }
    let mut rules = Vec::new();
    let mut phrases: BTreeMap<String, (Pattern, Vec<u16>)> = BTreeMap::new();
    for (index, (key, value)) in tables.into_iter().enumerate() {
        let rule = rule(source, key, value, index as u16, &mut phrases)?;
        rules.push(rule);
    }
    Ok(Read {
        name,
        rules,
        phrases: phrases.into_values().collect(),
    })
}

fn rule(
    source: &Source<'_>,
    key: &Spanned<std::borrow::Cow<'_, str>>,
    value: &Spanned<DeValue<'_>>,
    index: u16,
    phrases: &mut BTreeMap<String, (Pattern, Vec<u16>)>,
) -> Result<Rule, ToneError> {
    let name = key.get_ref().as_ref();
    let keys = table(
        source,
        value,
        "a rule is a table",
        "Write each rule under a line such as [rules.negation].",
    )?;
    let same = Factors { own: UNIT, other: 0 };
    let mut rule = Rule {
        name: name.to_owned(),
        scope: Scope::After,
        window: None,
        from_cue: false,
        categories: Vec::new(),
        factors: [same, same],
        note: None,
        triggers: Vec::new(),
        except: Vec::new(),
        file: source.file.to_owned(),
        line: source.line(key.span().start),
    };
    let (mut scope, mut lists) = (None, BTreeMap::new());
    for (key, value) in keys {
        match key.get_ref().as_ref() {
            "scope" => {
                let word = string(source, value, "scope")?;
                let known = Scope::ALL.iter().find(|(known, _)| *known == word);
                let help = "Write \"after\" (the hit follows the trigger), \"before\", \"both\", \"clause\" or \"inside\" (marks around the hit).";
                scope = Some(
                    known
                        .ok_or_else(|| source.value(format!("\"{word}\" is no scope"), value.span(), help))?
                        .1,
                );
            }
            "window" => {
                let words = number(value.get_ref()).filter(|words| words.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(words));
                let problem = format!("the window of the rule \"{name}\" is no whole number");
                rule.window = Some(words.ok_or_else(|| {
                    source.value(
                        problem,
                        value.span(),
                        "Write the most words that may stand between trigger and hit, such as 6.",
                    )
                })? as u32);
            }
            "from_cue" => {
                let DeValue::Boolean(from_cue) = value.get_ref() else {
                    return Err(source.value(
                        format!("`from_cue` of the rule \"{name}\" is neither true nor false"),
                        value.span(),
                        "Write from_cue = true where triggers in the reporting words act on the statement too.",
                    ));
                };
                rule.from_cue = *from_cue;
            }
            "categories" => rule.categories = strings(source, value, "categories")?.into_iter().map(|(category, _)| category).collect(),
            "hostility" => rule.factors[0] = factors(source, value)?,
            "conciliation" => rule.factors[1] = factors(source, value)?,
            "note" => rule.note = Some(string(source, value, "note")?.to_owned()),
            "triggers" => rule.triggers = phrases_of(source, name, value, "triggers", Some(index), &mut lists, phrases)?,
            "except" => rule.except = phrases_of(source, name, value, "except", None, &mut lists, phrases)?,
            other => return Err(source.unknown(other, key.span(), RULE)),
        }
    }
    match scope {
        Some(scope) => rule.scope = scope,
        None => {
            return Err(source.missing(
                &format!("the scope of the rule \"{name}\""),
                key.span(),
                "Write scope = \"after\", \"before\", \"both\", \"clause\" or \"inside\".",
            ));
        }
    }
    if rule.triggers.is_empty() {
        return Err(source.missing(
            &format!("a trigger of the rule \"{name}\""),
            key.span(),
            "Write triggers = [\"word\", \"two words\"], or delete the rule.",
        ));
    }
    Ok(rule)
}

/// Reads a list of phrases and enters them among all phrases, with `index` if they set a rule off.
fn phrases_of(
    source: &Source<'_>,
    rule: &str,
    value: &Spanned<DeValue<'_>>,
    key: &str,
    index: Option<u16>,
    seen: &mut BTreeMap<String, std::ops::Range<usize>>,
    phrases: &mut BTreeMap<String, (Pattern, Vec<u16>)>,
) -> Result<Vec<String>, ToneError> {
    let listed = strings(source, value, key)?;
    for (phrase, range) in &listed {
        let pattern = Pattern::parse(phrase, true).map_err(|fault| source.pattern(phrase, fault, range.clone()))?;
        let folded = pattern.key();
        if let Some(first) = seen.insert(folded.clone(), range.clone()) {
            let (first, second) = if first.start < range.start {
                (first, range.clone())
            } else {
                (range.clone(), first)
            };
            return Err(source.collision(
                &folded,
                format!("the rule \"{rule}\""),
                second,
                source,
                first,
                "Delete one of the two: a phrase either sets the rule off or is an exception, once.",
            ));
        }
        let (_, rules) = phrases.entry(folded).or_insert_with(|| (pattern, Vec::new()));
        rules.extend(index);
    }
    Ok(listed.into_iter().map(|(phrase, _)| phrase).collect())
}

fn factors(source: &Source<'_>, value: &Spanned<DeValue<'_>>) -> Result<Factors, ToneError> {
    const HELP: &str = "Write { own = 0.5, other = 0 } with factors from 0 to 4.";
    let mut factors = Factors { own: UNIT, other: 0 };
    for (key, value) in table(source, value, "a table of factors is expected", HELP)? {
        let slot = match key.get_ref().as_ref() {
            "own" => &mut factors.own,
            "other" => &mut factors.other,
            unknown => return Err(source.unknown(unknown, key.span(), &["own", "other"])),
        };
        let problem = || format!("the factor \"{}\" is no number from 0 to 4", key.get_ref());
        let factor = number(value.get_ref())
            .filter(|factor| (0.0..=LARGEST).contains(factor))
            .ok_or_else(|| source.value(problem(), value.span(), HELP))?;
        // Half a thousandth rounds away from zero.
        *slot = (factor * f64::from(UNIT)).round() as u32;
    }
    Ok(factors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rule(hostility: (u32, u32), conciliation: (u32, u32)) -> Rule {
        let source = Source::new(
            "rules.toml",
            "[lexicon]\nname = \"r\"\n[rules.a]\nscope = \"after\"\ntriggers = [\"not\"]",
        );
        let mut rule = read(&source, &[]).unwrap().rules.remove(0);
        rule.factors = [hostility, conciliation].map(|(own, other)| Factors { own, other });
        rule
    }

    #[test]
    fn a_rule_is_a_matrix() {
        assert_eq!(rule((0, 600), (0, 500)).apply([2_000_000, 1_000_000]), [500_000, 1_200_000]);
        assert_eq!(rule((1000, 0), (1000, 0)).apply([2_000_000, 1_000_000]), [2_000_000, 1_000_000]);
        // 1 micro-point × 0.5 is half a micro-point, which rounds up.
        assert_eq!(rule((500, 0), (0, 0)).apply([1, 0]), [1, 0]);
        assert_eq!(rule((4000, 0), (0, 0)).apply([2_000_000, 0]), [MOST, 0]);
    }

    proptest! {
        #[test]
        fn parts_stay_on_the_scale(h in (0u32..=4000, 0u32..=4000), c in (0u32..=4000, 0u32..=4000), parts in [0..=MOST, 0..=MOST]) {
            for part in rule(h, c).apply(parts) {
                prop_assert!((0..=MOST).contains(&part));
            }
        }
    }
}
