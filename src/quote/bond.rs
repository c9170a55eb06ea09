//! Why two sources of single articles are taken for one speaker. Invariant: every bond but the user's own leaves a doubt, and the doubts are in the order in which a
//! person would check them.

use serde::{Deserialize, Serialize};

/// Why sources of single articles are one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bond {
    /// The same name, case, accents and particles apart.
    OneName,
    /// A bare surname, and one person who has it.
    Surname,
    /// Two transliterations of one name.
    Spelling,
    /// A letter of the surname is another.
    Respelled,
    /// Initials that a first name begins with.
    Initial,
    /// The surname before the first name.
    SurnameFirst,
    /// The study says so.
    Study,
    /// The corrections name this speaker.
    Corrections,
}

impl Bond {
    /// The words in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Bond::OneName => "one name",
            Bond::Surname => "surname",
            Bond::Spelling => "spelling",
            Bond::Respelled => "respelled",
            Bond::Initial => "initial",
            Bond::SurnameFirst => "surname first",
            Bond::Study => "study",
            Bond::Corrections => "corrections",
        }
    }

    /// How doubtful such a bond is by itself, in hundredths. Not measured: an order of what to look at first.
    pub(super) fn doubt(self) -> u8 {
        match self {
            Bond::OneName | Bond::Study | Bond::Corrections => 0,
            Bond::Surname => 10,
            Bond::Spelling | Bond::Initial => 20,
            Bond::SurnameFirst => 30,
            Bond::Respelled => 40,
        }
    }
}
