//! How the words of an entry take those they are about: a deed blames its doer ("Varnia lied"), a judgement is passed on its object ("condemn Varnia", "support for Varnia"), a quality is said of
//! its bearer ("Varnia is steadfast").
//!
//! Invariant: a frame follows from an entry's dimension, its category and the words found, nothing else. A category of a user's own is taken as deeds on the side of hostility and as goodwill
//! toward an object on that of conciliation; the stems below hold whatever the category.

use super::Dimension;

/// Words, folded, in one line.
#[derive(Clone, Copy)]
pub(super) struct Words(pub &'static str);

impl Words {
    /// Whether the word is one of them.
    pub fn has(self, word: &str) -> bool {
        self.0.split_ascii_whitespace().any(|one| one == word)
    }

    /// Whether one of them begins the word.
    pub fn begin(self, word: &str) -> bool {
        self.0.split_ascii_whitespace().any(|stem| word.starts_with(stem))
    }
}

/// Where the one spoken of may stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    /// It does the deed: subject of the verb, owner of the noun, behind "by" and "from".
    pub doer: bool,
    /// It bears the quality: subject of "is", owner of the noun.
    pub bearer: bool,
    /// It is object of the verb, or stands behind one of these prepositions.
    pub object: bool,
    /// Only behind one of those: a feeling has no object right behind it.
    pub distant: bool,
    /// Those prepositions.
    pub prepositions: &'static [&'static str],
    /// Only a word like "Varnian" owns the noun before which it stands: a name may be where ("the Orlenz attacks").
    pub adjective_only: bool,
    /// It is one of two who do it together.
    pub both: bool,
    /// It is told what it must do.
    pub told: bool,
}

/// Acts of speech and feeling: about their object, whoever has them. Stems, folded; a word with one of these is no deed to blame.
const JUDGING: Words = Words(
    "accus admonish alleg angr assail belittl berat blam blast blasts call castigat censur chastis chid complain condemn contempt criticis \
     criticiz decr denigrat denounc denunciat deplor despis detest disagree dismiss disparag disput distrust doubt fault hate hatred indict \
     insist lambast lash loath mistrust mock object oppos penal press pressur prosecut protest punish rebuff rebuk reject reprimand reproach \
     repudiat resent ridicul sanction scold slam sue suspic tough ultimatum urg warn",
);

/// Feelings: of them the subject is never the one spoken of.
const FEELING: Words = Words(
    "afraid alarmed committed concern confident disappointed eager excited fear frustrat furious glad grateful happy hope impressed interest \
     optimis outraged pleas proud ready sad satisfied sceptical skeptical tired unhappy upset want wary willing worr",
);

/// Words of praise that are acts: whoever praises is not praised.
const PRAISING: Words = Words("accla admir applau celebrat commend complim congratul hail prais salut tribut welcom");

/// Nouns of what is done to their owner ("Varnia's isolation"), or of what merely goes on.
const SUFFERED: Words = Words(
    "adversar arrest assassin casualt conflict crisis critics death defeat destabili destruction devastat displac enem evict exclusion exile \
     expulsion fighting foe foes hostage humiliat impeach isolat loss murder opponent prison rival ruin shelling suffer terror turmoil unrest \
     victim violence war",
);

impl Frame {
    /// Of the words `found` (folded) of an entry of `category`.
    pub fn of(dimension: Dimension, category: &str, found: &[&str]) -> Frame {
        let starts = |stems: Words| found.first().is_some_and(|word| stems.begin(word));
        let toward = |prepositions| Frame {
            object: true,
            prepositions,
            ..Frame::default()
        };
        let together = |prepositions| Frame {
            both: true,
            ..toward(prepositions)
        };
        if starts(FEELING) {
            return Frame {
                distant: true,
                ..toward(&["with", "of", "about", "at", "by", "in", "toward", "towards"])
            };
        }
        match (dimension, category) {
            (Dimension::Hostility, "demand" | "ultimatum") => Frame {
                told: true,
                ..toward(&["of", "from", "on", "to", "that"])
            },
            (Dimension::Hostility, "distrust") => together(&["of", "about", "in", "toward", "towards", "with"]),
            (Dimension::Hostility, "disagreement") => together(&["with", "toward", "towards", "to"]),
            (Dimension::Hostility, "pessimism" | "reporting") => Frame::default(),
            (Dimension::Hostility, "rejection") => toward(&["against", "of", "to", "toward", "towards"]),
            (Dimension::Hostility, "blame" | "lawsuit" | "protest" | "grievance" | "mockery" | "campaign-attack") => {
                toward(&["against", "on", "of", "at", "with", "toward", "towards"])
            }
            (Dimension::Hostility, _) if starts(JUDGING) => toward(&["of", "against", "at", "on", "toward", "towards", "from"]),
            (Dimension::Hostility, _) => Frame {
                doer: true,
                bearer: !starts(SUFFERED),
                adjective_only: category == "violence",
                ..Frame::default()
            },
            (Dimension::Conciliation, "praise") => Frame {
                bearer: !starts(PRAISING),
                ..toward(&["of"])
            },
            (Dimension::Conciliation, "dialogue" | "cooperation" | "common-ground" | "agreement" | "settlement" | "reconciliation" | "peace") => {
                together(&["with", "to", "toward", "towards"])
            }
            (Dimension::Conciliation, "support" | "respect" | "openness") => toward(&["for", "to", "with", "of", "toward", "towards", "in"]),
            (Dimension::Conciliation, "hope" | "release") => Frame::default(),
            (Dimension::Conciliation, _) => toward(&["to", "for", "with", "toward", "towards"]),
        }
    }

    /// Whether the words have somebody else than their doer in their object place: those of a speaker who announces a deed ("we will strike Varnia") have.
    pub fn announced(self) -> Frame {
        Frame {
            object: true,
            prepositions: &["against", "at", "on", "toward", "towards"],
            ..self
        }
    }
}
