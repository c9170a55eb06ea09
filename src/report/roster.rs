//! The speakers of a run, found by what a person types. Invariant: a name is never guessed: what fits nobody gets suggestions, what fits several gets their names.

use super::SpeakerRow;
use miette::Diagnostic;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// The speakers of a run.
#[derive(Clone, Debug)]
pub struct Roster {
    speakers: Vec<SpeakerRow>,
}

/// Why a name gave no speaker.
#[derive(Clone, Debug, PartialEq, Eq, Error, Diagnostic)]
pub enum RosterError {
    /// Nobody is called that.
    #[error("No speaker of this run is called `{sought}`.")]
    #[diagnostic(code(detente::roster::unknown))]
    Unknown {
        /// What was typed.
        sought: String,
        /// Who may be meant.
        #[help]
        help: String,
    },
    /// Several are.
    #[error("`{sought}` may be any of {}: {}.", names.len(), names.join(", "))]
    #[diagnostic(code(detente::roster::several), help("Give more of the name, or the id from speakers.csv."))]
    Several {
        /// What was typed.
        sought: String,
        /// The names.
        names: Vec<String>,
    },
}

/// A name without case and accents.
fn folded(name: &str) -> String {
    let bare: String = name
        .nfd()
        .filter(|letter| !unicode_normalization::char::is_combining_mark(*letter))
        .collect();
    bare.to_lowercase()
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

impl Roster {
    /// Of the rows of a run's `speakers`.
    pub fn new(speakers: Vec<SpeakerRow>) -> Roster {
        Roster { speakers }
    }

    /// The speaker meant by `sought`: an id, a name, or words of a name or alias, in this order; case and accents do not matter.
    pub fn find(&self, sought: &str) -> Result<&SpeakerRow, RosterError> {
        let wanted = folded(sought.trim());
        if let Some(exact) = self
            .speakers
            .iter()
            .find(|speaker| speaker.id == wanted)
            .or_else(|| self.speakers.iter().find(|speaker| folded(&speaker.name) == wanted))
        {
            return Ok(exact);
        }
        let holds = |name: &str| {
            let name = folded(name);
            let mut parts = words(&wanted).peekable();
            parts.peek().is_some() && parts.all(|part| words(&name).any(|word| word == part))
        };
        let by_name = |speaker: &&SpeakerRow| holds(&speaker.name);
        let by_alias = |speaker: &&SpeakerRow| speaker.aliases.as_deref().unwrap_or("").split("; ").any(holds);
        for fitting in [
            self.speakers.iter().filter(by_name).collect::<Vec<_>>(),
            self.speakers.iter().filter(by_alias).collect(),
        ] {
            match fitting.as_slice() {
                [] => {}
                [one] => return Ok(one),
                several => {
                    let names = several.iter().take(8).map(|speaker| speaker.name.clone()).collect();
                    return Err(RosterError::Several {
                        sought: sought.to_owned(),
                        names,
                    });
                }
            }
        }
        Err(RosterError::Unknown {
            sought: sought.to_owned(),
            help: self.suggestions(&wanted),
        })
    }

    fn suggestions(&self, wanted: &str) -> String {
        let mut near: Vec<(i64, &str)> = self
            .speakers
            .iter()
            .filter_map(|speaker| {
                let name = folded(&speaker.name);
                let best = words(&name)
                    .chain([name.as_str()])
                    .map(|word| strsim::jaro_winkler(word, wanted))
                    .fold(0.0, f64::max);
                (best > 0.8).then_some((-(best * 1e6) as i64, speaker.name.as_str()))
            })
            .collect();
        near.sort_unstable();
        let near: Vec<&str> = near.into_iter().take(5).map(|(_, name)| name).collect();
        match near.as_slice() {
            [] => {
                let mut most: Vec<&SpeakerRow> = self.speakers.iter().collect();
                most.sort_by_key(|speaker| (-speaker.statements, speaker.id.as_str()));
                let most: Vec<&str> = most.into_iter().take(8).map(|speaker| speaker.name.as_str()).collect();
                format!("Those with most statements are: {}. All stand in speakers.csv.", most.join(", "))
            }
            near => format!("Did you mean {}?", near.join(" or ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roster() -> Roster {
        let row = |id: &str, name: &str, aliases: &str, statements: i64| SpeakerRow {
            id: id.to_owned(),
            name: name.to_owned(),
            sort: "person".to_owned(),
            role: None,
            roles: None,
            affiliation: None,
            side: None,
            aliases: Some(aliases.to_owned()),
            merged_by: None,
            mentions: 1,
            doubt: 0.0,
            doubts: None,
            hidden: false,
            statements,
            articles: 1,
            direct: 0,
            mixed: 0,
            indirect: 0,
            echoes: 0,
            first_year: None,
            last_year: None,
        };
        Roster::new(vec![
            row("karel-novak", "Karel Novák", "Novák; the bloc's chief", 9),
            row("ada-quill", "Ada Quill", "Quill", 4),
            row("ben-quill", "Ben Quill", "Quill", 2),
            row("the-harbour-ministry", "The Harbour Ministry", "", 1),
        ])
    }

    #[test]
    fn found_by_id_name_word_accent_and_alias() {
        let roster = roster();
        for (sought, id) in [
            ("karel-novak", "karel-novak"),
            ("KAREL NOVÁK", "karel-novak"),
            ("novak", "karel-novak"),
            ("chief", "karel-novak"),
            ("ada", "ada-quill"),
            ("harbour ministry", "the-harbour-ministry"),
        ] {
            assert_eq!(roster.find(sought).map(|speaker| speaker.id.as_str()), Ok(id), "{sought}");
        }
    }

    #[test]
    fn no_name_is_guessed() {
        let roster = roster();
        assert_eq!(
            roster.find("Quill"),
            Err(RosterError::Several {
                sought: "Quill".to_owned(),
                names: vec!["Ada Quill".to_owned(), "Ben Quill".to_owned()]
            })
        );
        assert_eq!(
            roster.find("Nowak"),
            Err(RosterError::Unknown {
                sought: "Nowak".to_owned(),
                help: "Did you mean Karel Novák?".to_owned()
            })
        );
        for nothing in ["", "  ", "—", "Zzz"] {
            assert!(matches!(roster.find(nothing), Err(RosterError::Unknown { .. })), "{nothing:?}");
        }
    }
}
