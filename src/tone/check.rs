//! What is doubtful in a lexicon that is right as to its form. Invariant: a finding names the line, what stands there and why it matters; whether it is a mistake is for a person to say.

use super::entry::{Entry, Pattern, PatternWord};
use super::{Dimension, points};
use std::collections::{BTreeMap, BTreeSet};

/// Letters of a prefix that are too few to mean one word.
const SHORT: usize = 3;

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Line of the lexicon, from 1.
    pub line: u32,
    /// The entry, as written.
    pub entry: String,
    /// What is doubtful, as the end of a sentence.
    pub message: String,
}

/// Looks through the entries of the lexicon `file`, which stand among `all` that they are used with; `known` are the built-in entries, whose categories are the usual ones. In the order of lines.
pub fn check(file: &str, all: &[Entry], known: &[Entry]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |entry: &Entry, message: String| {
        findings.push(Finding {
            line: entry.line,
            entry: entry.pattern.clone(),
            message,
        });
    };
    // What is read is checked, so every pattern is one.
    let parsed: Vec<(&Entry, Pattern)> = all
        .iter()
        .filter_map(|entry| Some((entry, Pattern::parse(&entry.pattern, false).ok()?)))
        .collect();
    let wide = widenings(&parsed);
    let categories: BTreeSet<(Dimension, &str)> = known.iter().map(|entry| (entry.dimension, entry.category.as_str())).collect();
    let mut asked = BTreeSet::new();
    for (entry, pattern) in parsed.iter().filter(|(entry, _)| entry.file == file) {
        if let Some(wider) = wide.over(entry, pattern) {
            say(
                entry,
                format!(
                    "is swallowed by \"{}\" ({}line {}) of the same category and weight {}: it changes nothing",
                    wider.pattern,
                    if wider.file == file {
                        String::new()
                    } else {
                        format!("{}, ", wider.file)
                    },
                    wider.line,
                    points(entry.weight)
                ),
            );
        }
        if let Some(way) = gives_way(entry, pattern, &parsed) {
            say(entry, way);
        }
        if let [PatternWord { literal, prefix: true, .. }] = &pattern.words[..]
            && literal.chars().count() <= SHORT
        {
            say(
                entry,
                format!("is {} letters and any ending, which catches more than one word", literal.chars().count()),
            );
        }
        if entry.weight == 0 {
            say(entry, "has the weight 0: it only keeps shorter entries from counting there".to_owned());
        }
        for phrase in &entry.not_in {
            if Pattern::parse(phrase, false).is_ok_and(|phrase| !holds(&phrase, pattern)) {
                say(entry, format!("never stands in \"{phrase}\", which not_in names"));
            }
        }
        let category = (entry.dimension, entry.category.as_str());
        if !categories.is_empty() && !categories.contains(&category) && asked.insert(category) {
            let near = categories
                .iter()
                .map(|(dimension, name)| {
                    (
                        strsim::damerau_levenshtein(name, &entry.category),
                        *dimension != entry.dimension,
                        *dimension,
                        *name,
                    )
                })
                .min()
                .filter(|(distance, other, ..)| *distance <= 2 && !(*distance > 0 && *other));
            if let Some((distance, _, dimension, name)) = near {
                let meant = if distance == 0 {
                    "belongs to the other dimension"
                } else {
                    "looks like a slip"
                };
                say(
                    entry,
                    format!(
                        "stands in [{}.{}], which {meant}: the built-in lexicons have [{}.{name}]",
                        entry.dimension.as_str(),
                        entry.category,
                        dimension.as_str()
                    ),
                );
            }
        }
    }
    findings.sort_by_key(|finding| finding.line);
    findings
}

/// To which entries of other lexicons it gives way where both stand, since the longer counts: the weightiest of them, and how many. None where they would count the same.
fn gives_way(entry: &Entry, pattern: &Pattern, all: &[(&Entry, Pattern)]) -> Option<String> {
    if pattern.words.iter().any(|word| word.gap) {
        return None;
    }
    let mut longer: Vec<&Entry> = all
        .iter()
        .filter(|(other, _)| other.file != entry.file && other.dimension == entry.dimension)
        .filter(|(other, _)| (&other.category, other.weight) != (&entry.category, entry.weight))
        .filter(|(_, over)| over.precedence() > pattern.precedence() && holds(over, pattern))
        .map(|(other, _)| *other)
        .collect();
    longer.sort_by_key(|other| ((other.weight - entry.weight).abs(), std::cmp::Reverse(other.line)));
    let most = longer.last()?;
    let more = match longer.len() - 1 {
        0 => String::new(),
        1 => " and to one more".to_owned(),
        more => format!(" and to {more} more"),
    };
    Some(format!(
        "gives way to \"{}\" ({}, line {}, weight {}){more}: where the longer one stands, it counts and this one does not",
        most.pattern,
        most.file,
        most.line,
        points(most.weight)
    ))
}

/// Dimension, number of words, and the first word with whether it has a `*`.
type First<'e> = (Dimension, usize, &'e str, bool);

/// Patterns by where a wider one would be looked for.
struct Widenings<'e> {
    by_first: BTreeMap<First<'e>, Vec<(&'e Entry, &'e Pattern)>>,
}

fn widenings<'e>(parsed: &'e [(&'e Entry, Pattern)]) -> Widenings<'e> {
    let mut by_first: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (entry, pattern) in parsed {
        // Only a pattern with a * is wider than another, and one with exceptions is not where they hold.
        if entry.not_in.is_empty() && pattern.words.iter().any(|word| word.prefix) {
            let first = &pattern.words[0];
            let key = (entry.dimension, pattern.words.len(), first.literal.as_str(), first.prefix);
            by_first.entry(key).or_default().push((*entry, pattern));
        }
    }
    Widenings { by_first }
}

impl<'e> Widenings<'e> {
    /// An entry of the same category and weight that matches wherever `entry` does, with the same words.
    fn over(&self, entry: &Entry, pattern: &Pattern) -> Option<&'e Entry> {
        if !entry.not_in.is_empty() {
            return None;
        }
        let first = &pattern.words[0];
        let ends = (1..=first.literal.len()).filter(|end| first.literal.is_char_boundary(*end));
        let keys = ends.map(|end| (&first.literal[..end], true)).chain([(first.literal.as_str(), false)]);
        for (literal, prefix) in keys {
            for (other, wider) in self
                .by_first
                .get(&(entry.dimension, pattern.words.len(), literal, prefix))
                .into_iter()
                .flatten()
            {
                let same = other.category == entry.category && other.weight == entry.weight;
                if same && *wider != pattern && wider.words.iter().zip(&pattern.words).all(|(wide, narrow)| covers(wide, narrow)) {
                    return Some(other);
                }
            }
        }
        None
    }
}

fn covers(wide: &PatternWord, narrow: &PatternWord) -> bool {
    let word = if wide.prefix {
        narrow.literal.starts_with(&wide.literal)
    } else {
        !narrow.prefix && narrow.literal == wide.literal
    };
    // What need not be joined by a hyphen is met where it is.
    word && wide.gap == narrow.gap && (!wide.glued || narrow.glued)
}

/// Whether the pattern can stand in the phrase, gaps aside.
fn holds(phrase: &Pattern, pattern: &Pattern) -> bool {
    if pattern.words.iter().any(|word| word.gap) {
        return true;
    }
    let fits = |(wide, narrow): (&PatternWord, &PatternWord)| {
        if wide.prefix {
            narrow.literal.starts_with(&wide.literal) || (narrow.prefix && wide.literal.starts_with(&narrow.literal))
        } else {
            narrow.literal == wide.literal || (narrow.prefix && wide.literal.starts_with(&narrow.literal))
        }
    };
    phrase
        .words
        .windows(pattern.words.len())
        .any(|window| pattern.words.iter().zip(window).all(fits))
}

#[cfg(test)]
mod tests {
    use super::super::{Rater, entries};
    use super::check;

    #[test]
    fn what_is_doubtful_is_said_with_its_line() {
        let mine = "[lexicon]\nname = \"mine\"\n[hostility.blame]\n\"blam*\" = 2\n\"blamed\" = 2\n\"blame game\" = 2\n\"blamel*\" = 2\n\"blameworthy\" = 3\n\"lay* blam*\" = 2\n\"lays blame\" = 2\n[hostility.acusation]\n\"war*\" = { weight = 0, not_in = [\"warm welcome\", \"peace\"] }\n[hostility.praise]\n\"x-y\" = 1\n";
        let built_in: Vec<_> = Rater::LEXICONS.iter().flat_map(|(file, text)| entries(file, text).unwrap()).collect();
        let all = entries("mine.toml", mine).unwrap();
        let found: Vec<String> = check("mine.toml", &all, &built_in)
            .into_iter()
            .map(|finding| format!("{} {} {}", finding.line, finding.entry, finding.message))
            .collect();
        let expected = [
            "5 blamed is swallowed by \"blam*\" (line 4)",
            "7 blamel* is swallowed by \"blam*\" (line 4)",
            "10 lays blame is swallowed by \"lay* blam*\" (line 9)",
            "12 war* is 3 letters",
            "12 war* has the weight 0",
            "12 war* never stands in \"peace\"",
            "12 war* stands in [hostility.acusation], which looks like a slip: the built-in lexicons have [hostility.accusation]",
            "14 x-y stands in [hostility.praise], which belongs to the other dimension",
        ];
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found}");
        }
    }

    #[test]
    fn a_longer_entry_of_another_lexicon_is_told() {
        let mine = "[lexicon]\nname = \"mine\"\nextends = \"hostility\"\n[hostility.threat]\n\"threat*\" = 4\n\"zeppelin*\" = 1\n";
        let all = entries("mine.toml", mine).unwrap();
        let found: Vec<String> = check("mine.toml", &all, &[])
            .into_iter()
            .map(|finding| format!("{} {} {}", finding.line, finding.entry, finding.message))
            .collect();
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(
            found[0].starts_with("5 threat* gives way to \"") && found[0].contains("(hostility, line "),
            "{found:#?}"
        );
    }
}
