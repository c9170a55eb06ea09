//! Small edits of a lexicon's text, as the command line takes them: an entry set to a weight, an entry dropped. Invariant: nothing of the text changes but the entry's own line, so
//! what comes out can be kept as a file.

use super::error::{Source, ToneError};
use super::extend;
use super::lexicon::{self, Read};
use super::{Dimension, MOST, points};
use miette::Diagnostic;
use std::ops::Range;
use thiserror::Error;
use toml::de::DeTable;

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// `hostility.threat:consequences=2`: the entry gets this weight, and is added where it is not there.
    Set {
        /// The entry.
        entry: Address,
        /// 0 to 4 points.
        weight: f64,
    },
    /// `blam*`, `threat:blam*` or `hostility.threat:blam*`: the entry goes.
    Drop(Address),
}

/// Which entry: a pattern, its category, and its dimension or lexicon, as far as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Dimension, or name of the lexicon.
    pub holder: Option<String>,
    /// Category.
    pub category: Option<String>,
    /// Pattern.
    pub pattern: String,
}

/// Why an edit cannot be made.
#[derive(Debug, Error, Diagnostic)]
pub enum EditError {
    /// The words of the edit say none.
    #[error("`{words}` is no entry to set or to drop: {problem}.")]
    #[diagnostic(
        code(detente::edit::words),
        help("Write --set 'hostility.threat:consequences=2' (dimension, category, pattern, weight from 0 to 4) or --drop 'blam*'.")
    )]
    Words {
        /// As given.
        words: String,
        /// What is wrong.
        problem: String,
    },
    /// No lexicon has the entry.
    #[error("No lexicon has the entry `{entry}`.")]
    #[diagnostic(code(detente::edit::none))]
    Nothing {
        /// As given.
        entry: String,
        /// The nearest one.
        #[help]
        help: String,
    },
    /// Several are meant.
    #[error("`{entry}` may be any of {several}.")]
    #[diagnostic(code(detente::edit::several), help("Say which: --drop 'hostility.threat:PATTERN'."))]
    Several {
        /// As given.
        entry: String,
        /// All of them.
        several: String,
    },
    /// The entry stands where no line can be taken out.
    #[error("The entry `{entry}` stands in {place} among others in one line, where it cannot be dropped alone.")]
    #[diagnostic(code(detente::edit::line), help("Edit the file by hand, and give it with --lexicon."))]
    Line {
        /// The entry.
        entry: String,
        /// File and line.
        place: String,
    },
    /// A lexicon is at fault.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Tone(Box<ToneError>),
}

impl From<ToneError> for EditError {
    fn from(error: ToneError) -> EditError {
        EditError::Tone(Box::new(error))
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(holder) = &self.holder {
            write!(f, "{holder}.")?;
        }
        if let Some(category) = &self.category {
            write!(f, "{category}:")?;
        }
        f.write_str(&self.pattern)
    }
}

impl Address {
    /// Reads `hostility.threat:pattern`, `hostility:threat:pattern` (the entry's name in tables), `threat:pattern` or `pattern`.
    ///
    /// # Errors
    /// No pattern.
    pub fn read(words: &str) -> Result<Address, EditError> {
        let (place, pattern) = words.rsplit_once(':').map_or((None, words), |(place, pattern)| (Some(place), pattern));
        let (holder, category) = match place {
            None => (None, None),
            Some(place) => match place.split_once(['.', ':']) {
                None => (None, Some(place)),
                Some((holder, category)) => (Some(holder), Some(category)),
            },
        };
        let trimmed = |part: Option<&str>| part.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
        let pattern = pattern.trim().to_owned();
        if pattern.is_empty() {
            return Err(EditError::Words {
                words: words.to_owned(),
                problem: "it names no pattern".to_owned(),
            });
        }
        Ok(Address {
            holder: trimmed(holder),
            category: trimmed(category),
            pattern,
        })
    }

    fn means(&self, read: &Read) -> bool {
        let entry = &read.entry;
        // Patterns are compared as they are matched: capitals and spacing do not matter.
        let same =
            super::entry::Pattern::parse(&self.pattern, false).map_or(entry.pattern == self.pattern, |pattern| pattern.key() == read.pattern.key());
        same && self.category.as_ref().is_none_or(|category| *category == entry.category)
            && self
                .holder
                .as_ref()
                .is_none_or(|holder| holder == entry.dimension.as_str() || *holder == entry.lexicon)
    }
}

impl Edit {
    /// Reads what `--set` takes.
    ///
    /// # Errors
    /// No pattern, no weight, or one off the scale.
    pub fn set(words: &str) -> Result<Edit, EditError> {
        let fault = |problem: &str| EditError::Words {
            words: words.to_owned(),
            problem: problem.to_owned(),
        };
        let (entry, weight) = words.rsplit_once('=').ok_or_else(|| fault("it names no weight"))?;
        let weight: f64 = weight.trim().parse().map_err(|_| fault("its weight is no number"))?;
        if !(0.0..=points(MOST)).contains(&weight) {
            return Err(fault("its weight is not from 0 to 4"));
        }
        Ok(Edit::Set {
            entry: Address::read(entry)?,
            weight,
        })
    }

    /// Reads what `--drop` takes.
    ///
    /// # Errors
    /// No pattern.
    pub fn drop(words: &str) -> Result<Edit, EditError> {
        Ok(Edit::Drop(Address::read(words)?))
    }

    fn entry(&self) -> &Address {
        match self {
            Edit::Set { entry, .. } | Edit::Drop(entry) => entry,
        }
    }

    /// Makes the edit in `lexicons` (name and text): gives their texts afterwards. An entry is the one that counts, in the lexicon that has the last word on it; where a lexicon that extends another is what dropped it,
    /// nothing is there to drop, and setting it takes it up again. Dropped where it overrides another, the other goes as well: else it would count again.
    ///
    /// # Errors
    /// A lexicon that cannot be read; no entry to drop, or several; an entry to add without dimension and category.
    pub fn apply(&self, lexicons: &[(&str, &str)]) -> Result<Vec<String>, EditError> {
        let mut texts: Vec<String> = lexicons.iter().map(|(_, text)| (*text).to_owned()).collect();
        let of = |texts: &[String]| -> Result<Vec<(Read, usize)>, ToneError> {
            let sources: Vec<Source<'_>> = lexicons.iter().zip(texts).map(|((file, _), text)| Source::new(file, text)).collect();
            extend::read(&sources)
        };
        let wanted = self.entry();
        let read = of(&texts)?;
        let mut found: Vec<&(Read, usize)> = read.iter().filter(|(entry, _)| wanted.means(entry)).collect();
        match (found.as_slice(), self) {
            ([one], Edit::Set { .. }) => texts[one.1] = self.change((lexicons[one.1].0, &texts[one.1]), &one.0)?,
            ([one], Edit::Drop(_)) => {
                // Whatever category it has where it stands behind the one that is dropped.
                let (dimension, key) = (one.0.entry.dimension, one.0.pattern.key());
                let (mut at, mut entry) = (one.1, one.0.clone());
                loop {
                    texts[at] = self.change((lexicons[at].0, &texts[at]), &entry)?;
                    let exposed = of(&texts)?
                        .into_iter()
                        .find(|(read, _)| read.entry.dimension == dimension && read.pattern.key() == key);
                    let Some((read, index)) = exposed else { break };
                    (at, entry) = (index, read);
                }
            }
            ([], Edit::Set { weight, .. }) => {
                let (at, text) = self.add(lexicons, &read, *weight, None)?;
                let before = std::mem::replace(&mut texts[at], text);
                let counts = of(&texts)?.iter().any(|(entry, _)| wanted.means(entry));
                if !counts {
                    // A lexicon that extends that one takes it out: there it is written, which holds after the removal.
                    texts[at] = before;
                    let last = (0..lexicons.len()).rev().find(|&index| {
                        lexicon::head(&Source::new(lexicons[index].0, lexicons[index].1)).is_ok_and(|(_, extends)| !extends.is_empty())
                    });
                    let (at, text) = self.add(lexicons, &read, *weight, last)?;
                    texts[at] = text;
                }
            }
            ([], Edit::Drop(_)) => return Err(nothing(wanted, &read)),
            _ => {
                found.sort_by_key(|(entry, at)| (*at, entry.range.start));
                return Err(EditError::Several {
                    entry: wanted.to_string(),
                    several: found.iter().map(|(one, _)| one.entry.name()).collect::<Vec<_>>().join(", "),
                });
            }
        }
        Ok(texts)
    }

    fn change(&self, (file, text): (&str, &str), read: &Read) -> Result<String, EditError> {
        let source = Source::new(file, text);
        let root = DeTable::parse(text).map_err(|error| source.syntax(&error))?;
        let value = root
            .get_ref()
            .get(read.entry.dimension.as_str())
            .and_then(|dimension| dimension.get_ref().get(read.entry.category.as_str()))
            .and_then(|category| category.get_ref().as_table())
            .and_then(|category| category.iter().find(|(key, _)| key.span() == read.range))
            .map(|(_, value)| value);
        let line = || EditError::Line {
            entry: read.entry.name(),
            place: source.at(&read.range).trim_start_matches("In ").to_owned(),
        };
        let value = value.ok_or_else(line)?;
        match self {
            Edit::Set { weight, .. } => {
                let span = value.get_ref().get("weight").map_or_else(|| value.span(), |weight| weight.span());
                Ok(format!("{}{weight}{}", &text[..span.start], &text[span.end..]))
            }
            Edit::Drop(_) => {
                let whole = own_lines(text, read.range.start..value.span().end).ok_or_else(line)?;
                Ok(format!("{}{}", &text[..whole.start], &text[whole.end..]))
            }
        }
    }

    /// Adds the entry to the lexicon with this number, or where its category or else its dimension is.
    fn add(&self, lexicons: &[(&str, &str)], read: &[(Read, usize)], weight: f64, into: Option<usize>) -> Result<(usize, String), EditError> {
        let wanted = self.entry();
        let (Some(holder), Some(category)) = (&wanted.holder, &wanted.category) else {
            return Err(nothing(wanted, read));
        };
        let dimension = Dimension::ALL.into_iter().find(|dimension| dimension.as_str() == holder);
        let in_it = |entry: &Read| Some(entry.entry.dimension) == dimension || entry.entry.lexicon == *holder;
        let with = |what: &dyn Fn(&Read) -> bool| read.iter().filter(|(entry, _)| what(entry)).map(|(_, at)| *at).min();
        let index = into
            .or_else(|| with(&|entry| in_it(entry) && entry.entry.category == *category))
            .or_else(|| with(&in_it));
        let dimension = dimension.or_else(|| read.iter().find(|(entry, _)| in_it(entry)).map(|(entry, _)| entry.entry.dimension));
        let (Some(index), Some(dimension)) = (index, dimension) else {
            return Err(EditError::Words {
                words: wanted.to_string(),
                problem: format!("`{holder}` is neither hostility nor conciliation nor the name of a lexicon"),
            });
        };
        let text = lexicons[index].1;
        let line = format!("{} = {weight}\n", toml::Value::String(wanted.pattern.clone()));
        // Before the category's first entry, or under a head of its own at the end.
        let first = read
            .iter()
            .find(|(entry, at)| *at == index && entry.entry.dimension == dimension && entry.entry.category == *category);
        Ok((
            index,
            match first.and_then(|(first, _)| own_lines(text, first.range.clone())) {
                Some(lines) => format!("{}{line}{}", &text[..lines.start], &text[lines.start..]),
                None => {
                    let gap = if text.ends_with('\n') { "" } else { "\n" };
                    let head = toml::Value::String(category.clone());
                    format!("{text}{gap}\n[{}.{head}]\n{line}", dimension.as_str())
                }
            },
        ))
    }
}

/// The whole lines of `range`; none where something other than blanks stands before it in its first line.
fn own_lines(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    text[start..range.start].trim().is_empty().then_some(start..end)
}

fn nothing(wanted: &Address, read: &[(Read, usize)]) -> EditError {
    let near = read
        .iter()
        .map(|(entry, _)| (strsim::jaro_winkler(&wanted.pattern, &entry.entry.pattern), &entry.entry))
        .max_by(|one, other| one.0.total_cmp(&other.0));
    let meant = match near {
        Some((likeness, entry)) if likeness > 0.8 => format!("Is `{}.{}:{}` meant? ", entry.dimension.as_str(), entry.category, entry.pattern),
        _ => String::new(),
    };
    EditError::Nothing {
        entry: wanted.to_string(),
        help: format!("{meant}To add an entry, say where: --set 'hostility.threat:consequences=2'."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILITY: &str = "[lexicon]\nname = \"h\"\n\n# Threats.\n[hostility.threat]\n\"menac*\" = 3 # strong\n\"warn*\" = { weight = 1, not_in = [\"storm warning\"] }\n";
    const BOTH: &str = "[lexicon]\nname = \"b\"\n[hostility.blame]\n\"menac* us\" = 2\n[conciliation.talk]\n\"talk*\" = 1\n";

    fn edited(edit: Edit) -> Result<Vec<String>, EditError> {
        edit.apply(&[("h.toml", HOSTILITY), ("b.toml", BOTH)])
    }

    #[test]
    fn an_edit_changes_its_own_line_alone() {
        for (edit, index, from, to) in [
            (Edit::set("hostility.threat:menac*=2.5"), 0, "\"menac*\" = 3 #", "\"menac*\" = 2.5 #"),
            (Edit::set("Warn* = 0"), 0, "weight = 1,", "weight = 0,"),
            (Edit::set("b:talk:talk*=2"), 1, "\"talk*\" = 1", "\"talk*\" = 2"),
            (Edit::drop("menac*"), 0, "\"menac*\" = 3 # strong\n", ""),
            (
                Edit::drop("threat:warn*"),
                0,
                "\"warn*\" = { weight = 1, not_in = [\"storm warning\"] }\n",
                "",
            ),
            (
                Edit::set("hostility.threat:consequences=2"),
                0,
                "\"menac*\" = 3",
                "\"consequences\" = 2\n\"menac*\" = 3",
            ),
            (
                Edit::set("conciliation.thanks:thank you=1"),
                1,
                "\"talk*\" = 1\n",
                "\"talk*\" = 1\n\n[conciliation.\"thanks\"]\n\"thank you\" = 1\n",
            ),
        ] {
            let mut texts = [HOSTILITY, BOTH].map(str::to_owned);
            texts[index] = texts[index].replace(from, to);
            assert_eq!(edited(edit.unwrap()).unwrap(), texts, "{from}");
        }
    }

    #[test]
    fn what_cannot_be_edited_says_why() {
        for (words, message) in [
            ("menac*", "names no weight"),
            ("menac*=five", "no number"),
            ("menac*=5", "not from 0 to 4"),
            ("threat:=1", "names no pattern"),
        ] {
            assert!(Edit::set(words).unwrap_err().to_string().contains(message), "{words}");
        }
        assert!(matches!(edited(Edit::drop("menace").unwrap()), Err(EditError::Nothing { help, .. }) if help.contains("hostility.threat:menac*")));
        assert!(matches!(edited(Edit::set("new word=1").unwrap()), Err(EditError::Nothing { .. })));
    }

    #[test]
    fn of_an_entry_that_is_overridden_or_removed_the_last_word_is_edited() {
        const BASE: &str = "[lexicon]\nname = \"hostility\"\n[hostility.threat]\n\"menac*\" = 3\n\"warn*\" = 1\n";
        const MINE: &str = "[lexicon]\nname = \"mine\"\nextends = \"hostility\"\nremove = [\"warn*\"]\n[hostility.blame]\n\"menac*\" = 1\n";
        let edited = |edit: Result<Edit, EditError>| edit.unwrap().apply(&[("base.toml", BASE), ("mine.toml", MINE)]);
        let (base, mine) = (BASE.to_owned(), MINE.to_owned());
        assert_eq!(edited(Edit::set("menac*=2")).unwrap(), [base.clone(), mine.replace("\" = 1", "\" = 2")]);
        // Dropped here alone, that of the other lexicon would count again.
        assert_eq!(
            edited(Edit::drop("menac*")).unwrap(),
            [base.replace("\"menac*\" = 3\n", ""), mine.replace("\"menac*\" = 1\n", "")]
        );
        assert!(matches!(edited(Edit::drop("warn*")), Err(EditError::Nothing { .. })));
        assert_eq!(
            edited(Edit::set("hostility.threat:warn*=2")).unwrap(),
            [base, format!("{mine}\n[hostility.\"threat\"]\n\"warn*\" = 2\n")]
        );
    }
}
