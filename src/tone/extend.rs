//! Lexicons read together: a lexicon that `extends` a built-in one holds only the difference, and the two become one list of entries.
//!
//! Invariant: within a dimension a pattern stands once. An entry of a lexicon that extends another takes the place of the other's with the same words, whatever its category; everything else that would stand twice is
//! an error with both places, and so is a removal that removes nothing. The order of the lexicons does not matter, but that of several that extend the same one does: the later has the last word.

use super::Dimension;
use super::error::{Source, ToneError};
use super::lexicon::{self, Faults, Lexicon, Read};
use std::collections::BTreeMap;

/// What is built in of tone: name and text.
pub(crate) const BUILTIN: [(&str, &str); 2] = [
    ("hostility", include_str!("../../lexicons/hostility.toml")),
    ("conciliation", include_str!("../../lexicons/conciliation.toml")),
];

/// What `extends` may name beside the built-in lexicons: both of them.
const DEFAULT: &str = "default";

/// Names that `extends` may have.
pub(super) const EXTENDS: &[&str] = &[DEFAULT, BUILTIN[0].0, BUILTIN[1].0];

/// The built-in lexicons, name and text, that `lexicons` extend and that are not among them, in a fixed order. What is no lexicon extends nothing: reading it says what is wrong.
pub fn bases(lexicons: &[(&str, &str)]) -> Vec<(&'static str, &'static str)> {
    // Without the word (or an escape that may hide it) nothing is extended, and no lexicon need be read for it.
    if !lexicons.iter().any(|(_, text)| text.contains("extends") || text.contains('\\')) {
        return Vec::new();
    }
    let mut wanted = Vec::new();
    let mut there = Vec::new();
    for (file, text) in lexicons {
        if let Ok((name, extends)) = lexicon::head(&Source::new(file, text)) {
            there.push(name);
            wanted.extend(extends);
        }
    }
    BUILTIN
        .into_iter()
        .filter(|(name, _)| !there.iter().any(|there| there == name) && wanted.iter().any(|wanted| means(wanted, name)))
        .collect()
}

/// Whether `extends = "wanted"` means the lexicon `name`.
fn means(wanted: &str, name: &str) -> bool {
    wanted == name || (wanted == DEFAULT && BUILTIN.iter().any(|(builtin, _)| *builtin == name))
}

/// The entries of `sources` as one list, each with the index of its source, in the order of sources and lines.
///
/// # Errors
/// The first thing wrong with any of them.
pub(crate) fn read(sources: &[Source<'_>]) -> Result<Vec<(Read, usize)>, ToneError> {
    let lexicons = sources.iter().map(lexicon::read).collect::<Result<_, _>>()?;
    let mut faults = Faults::default();
    let read = together(sources, lexicons, &mut faults);
    match faults.sorted().into_iter().next() {
        Some(first) => Err(first),
        None => Ok(read),
    }
}

/// The entries of `lexicons`, which stand in `sources`, as one list; where something is noted as wrong, it is worth nothing.
pub(super) fn together(sources: &[Source<'_>], mut lexicons: Vec<Lexicon>, faults: &mut Faults) -> Vec<(Read, usize)> {
    let names: Vec<String> = lexicons.iter().map(|lexicon| lexicon.name.clone()).collect();
    let mut pool: BTreeMap<(Dimension, String), (Read, usize)> = BTreeMap::new();
    // Those that extend nothing first, so that the order of files does not show.
    let extending = |lexicon: &Lexicon| !lexicon.extends.is_empty();
    let order: Vec<usize> = (0..lexicons.len())
        .filter(|index| !extending(&lexicons[*index]))
        .chain((0..lexicons.len()).filter(|index| extending(&lexicons[*index])))
        .collect();
    for index in order {
        let source = &sources[index];
        let Lexicon {
            extends, remove, entries, ..
        } = std::mem::take(&mut lexicons[index]);
        let base: Vec<bool> = names
            .iter()
            .enumerate()
            .map(|(other, name)| other != index && extends.iter().any(|wanted| means(wanted, name)))
            .collect();
        for removal in remove {
            let before = pool.len();
            match &removal.key {
                Some(key) => {
                    for dimension in Dimension::ALL {
                        let at = (dimension, key.clone());
                        if pool.get(&at).is_some_and(|(read, of)| base[*of] && removal.covers(&read.entry)) {
                            pool.remove(&at);
                        }
                    }
                }
                None => pool.retain(|_, (read, of)| !(base[*of] && removal.covers(&read.entry))),
            }
            if pool.len() == before {
                let known = pool.values().filter(|(_, of)| base[*of]).map(|(read, _)| read.entry.pattern.as_str());
                let written = removal.words.as_str();
                let nearest = known.map(|known| (strsim::damerau_levenshtein(written, known), known)).min();
                let help = match nearest {
                    Some((distance, nearest)) if distance <= 2 || distance * 3 <= written.chars().count() => format!("Did you mean \"{nearest}\"?"),
                    _ => "Write the words as they stand in the lexicon that is extended, or \"hostility.threat:*\" for all of a category; `detente lexicon list` shows them.".to_owned(),
                };
                let at = removal.range.start;
                faults.push(at, source.value(format!("\"{}\" removes nothing", removal.written), removal.range, &help));
            }
        }
        for read in entries {
            let at = (read.entry.dimension, read.pattern.key());
            if let Some((first, of)) = pool.get(&at)
                && !base[*of]
            {
                const HELP: &str = "A pattern counts once in a dimension: keep one of the two lines, with the weight you mean.";
                // Reports name the later of the two places as the second.
                let ((first, of), (again, source)) = if *of > index {
                    ((&read, index), (first, &sources[*of]))
                } else {
                    ((first, *of), (&read, source))
                };
                let place = at.0.as_str().to_owned();
                let fault = source.collision(&at.1, place, again.range.clone(), &sources[of], first.range.clone(), HELP);
                faults.push(again.range.start, fault);
                continue;
            }
            pool.insert(at, (read, index));
        }
    }
    let mut read: Vec<(Read, usize)> = pool.into_values().collect();
    read.sort_by_key(|(read, source)| (*source, read.range.start));
    read
}

#[cfg(test)]
mod tests {
    use crate::tone::{Rater, entries};

    const RULES: (&str, &str) = ("rules.toml", include_str!("../../lexicons/rules.toml"));
    const BASE: (&str, &str) = (
        "base.toml",
        "[lexicon]\nname = \"hostility\"\n[hostility.blame]\n\"blam*\" = 2\n\"accus*\" = 2\n[hostility.threat]\n\"threat*\" = 3\n\"ultimatum\" = 3\n[conciliation.praise]\n\"prais*\" = 1\n",
    );

    /// What an extending lexicon says beyond its head, and the entries that come of it with weights.
    /// A key may be written with escapes: looking for its letters alone would not see it.
    #[test]
    fn an_escaped_key_extends_too() {
        let mine = "[lexicon]\nname = \"mine\"\n\"\\u0065xtends\" = \"hostility\"\n";
        assert_eq!(super::bases(&[("mine.toml", mine)]).len(), 1);
        assert!(super::bases(&[("mine.toml", "[lexicon]\nname = \"mine\"\n")]).is_empty());
    }

    #[test]
    fn a_difference_is_added_removed_and_overridden() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("", "", &["prais* 1", "accus* 2", "blam* 2", "threat* 3", "ultimatum 3"]),
            (
                "",
                "[hostility.blame]\n\"scapegoat*\" = 2\n",
                &["prais* 1", "accus* 2", "blam* 2", "scapegoat* 2", "threat* 3", "ultimatum 3"],
            ),
            ("remove = [\"BLAM*\"]", "", &["prais* 1", "accus* 2", "threat* 3", "ultimatum 3"]),
            ("remove = [\"hostility.threat:*\"]", "", &["prais* 1", "accus* 2", "blam* 2"]),
            (
                "remove = [\"hostility.threat:ultimatum\", \"conciliation:prais*\"]",
                "",
                &["accus* 2", "blam* 2", "threat* 3"],
            ),
            // An override may move an entry to another category, and holds after a removal as well.
            (
                "",
                "[hostility.threat]\n\"blam*\" = 1\n",
                &["prais* 1", "accus* 2", "blam* 1", "threat* 3", "ultimatum 3"],
            ),
            (
                "remove = [\"hostility.threat:*\"]",
                "[hostility.threat]\n\"threat*\" = 4\n",
                &["prais* 1", "accus* 2", "blam* 2", "threat* 4"],
            ),
        ];
        for (head, body, expected) in cases {
            let mine = format!("[lexicon]\nname = \"mine\"\nextends = \"hostility\"\n{head}\n{body}");
            // In whatever order the two are given.
            for lexicons in [[BASE, ("mine.toml", mine.as_str())], [("mine.toml", mine.as_str()), BASE]] {
                let rater = Rater::new(&lexicons, RULES).unwrap_or_else(|error| panic!("{head}{body}: {error}"));
                let mut got: Vec<String> = rater
                    .entries()
                    .iter()
                    .map(|entry| format!("{} {}", entry.pattern, entry.weight / 1_000_000))
                    .collect();
                let mut expected: Vec<String> = expected.iter().map(|entry| (*entry).to_owned()).collect();
                got.sort();
                expected.sort();
                assert_eq!(got, expected, "{head}{body}");
            }
        }
    }

    #[test]
    fn what_is_not_given_is_the_built_in_one() {
        let mine = "[lexicon]\nname = \"mine\"\nextends = \"default\"\n[hostility.blame]\n\"scapegoats of theirs\" = 2\n";
        let all = entries("mine.toml", mine).unwrap();
        let built_in: usize = super::BUILTIN.iter().map(|(file, text)| entries(file, text).unwrap().len()).sum();
        assert_eq!(all.len(), built_in + 1);
        let one = entries("mine.toml", &mine.replace("default", "conciliation")).unwrap();
        assert!(one.len() < all.len() && one.len() > 1);
        // Beside the built-in ones it is the same.
        let rater = Rater::new(&[super::BUILTIN[0], super::BUILTIN[1], ("mine.toml", mine)], RULES).unwrap();
        assert_eq!(rater.hash(), Rater::new(&[("mine.toml", mine)], RULES).unwrap().hash());
    }

    #[test]
    fn faults_of_a_difference_say_where_and_what_to_do() {
        let cases: &[(&str, &[&str])] = &[
            (
                "extends = \"hostilty\"",
                &["line 3, column 11", "hostilty", "Did you mean \"hostility\"?"],
            ),
            ("extends = 3", &["line 3", "\"extends\" is an integer"]),
            (
                "extends = \"hostility\"\nremove = [\"blam\"]",
                &["line 4, column 11", "\"blam\" removes nothing", "Did you mean \"blam*\"?"],
            ),
            (
                "extends = \"hostility\"\nremove = [\"conciliation:blam*\"]",
                &["line 4", "removes nothing"],
            ),
            (
                "extends = \"hostility\"\nremove = [\"hostility.praise:*\"]",
                &["line 4", "removes nothing"],
            ),
            ("extends = \"hostility\"\nremove = [\"tone:blam*\"]", &["line 4", "\"tone\"", "hostility"]),
            ("extends = \"hostility\"\nremove = [\"*\"]", &["line 4", "removes everything"]),
            ("remove = [\"blam*\"]", &["line 3", "extends nothing"]),
            (
                "extends = \"hostility\"\n[hostility.a]\n\"x\" = 1\n[hostility.b]\n\"x\" = 2",
                &["line 7", "a second time"],
            ),
        ];
        for (body, says) in cases {
            let mine = format!("[lexicon]\nname = \"mine\"\n{body}\n");
            let error = Rater::new(&[BASE, ("mine.toml", &mine)], RULES).expect_err(body);
            let whole = format!(
                "{error} {}",
                miette::Diagnostic::help(&error).map(|help| help.to_string()).unwrap_or_default()
            );
            for word in *says {
                assert!(whole.contains(word), "{body}: {whole} does not say {word}");
            }
        }
    }
}
