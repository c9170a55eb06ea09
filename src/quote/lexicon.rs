//! The lexicons of extraction (cues, titles, sides) and the vocabulary made of them: one look-up a word gives its class bits and its cue.
//!
//! Invariant: the vocabulary is a function of the files' texts alone; looking up allocates nothing.

use super::closed::CLOSED;
use super::error::QuoteError;
use super::packed::{Packed, PackedWords};
use super::statement::Act;
use super::word::class;
use crate::article::{Fault, nearest};
use foldhash::fast::FixedState;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use toml::Spanned;

/// What a cue takes as content. Bits.
pub(crate) mod takes {
    pub const QUOTE: u32 = 1;
    pub const THAT: u32 = 1 << 1;
    pub const CLAUSE: u32 = 1 << 2;
    pub const INVERTED: u32 = 1 << 3;
    pub const ADDRESSEE: u32 = 1 << 4;
    pub const OBJECT: u32 = 1 << 5;
    pub const INFINITIVE: u32 = 1 << 6;
    pub const QUESTION: u32 = 1 << 7;
    pub const SOURCE: u32 = 1 << 8;
    pub const ABOUT: u32 = 1 << 9;
    pub const OF: u32 = 1 << 10;
    pub const ON: u32 = 1 << 11;
    pub const AGAINST: u32 = 1 << 12;
    pub const PARTICIPLE: u32 = 1 << 13;
    pub const GERUND: u32 = 1 << 14;
}

const TAKES: &[(&str, u32)] = &[
    ("quote", takes::QUOTE),
    ("that", takes::THAT),
    ("clause", takes::CLAUSE),
    ("inverted", takes::INVERTED),
    ("addressee", takes::ADDRESSEE),
    ("object", takes::OBJECT),
    ("to", takes::INFINITIVE),
    ("question", takes::QUESTION),
    ("source", takes::SOURCE),
    ("about", takes::ABOUT),
    ("of", takes::OF),
    ("on", takes::ON),
    ("against", takes::AGAINST),
    ("participle", takes::PARTICIPLE),
    ("gerund", takes::GERUND),
];

/// The form a verb stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// say
    Base,
    /// says
    Third,
    /// said
    Past,
    /// written
    Participle,
    /// saying
    Ing,
    /// A fixed phrase that is not inflected.
    Fixed,
}

/// One way a head word can be a cue.
#[derive(Clone, Debug)]
pub(crate) struct CueForm {
    pub act: Act,
    /// Bits of [`takes`], over all classes of this very form and phrase.
    pub takes: u32,
    pub form: Form,
    /// Words that must follow the head.
    pub rest: Vec<Box<str>>,
}

/// What the vocabulary knows of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    pub class: u32,
    /// Index of its cue forms, `u16::MAX` for none.
    pub cue: u16,
    /// Index of its side names, `u16::MAX` for none.
    pub side: u16,
}

/// A wording of the sides lexicon.
#[derive(Clone, Debug)]
pub(crate) struct SideName {
    pub affiliation: u16,
    /// The wording as written, split at spaces, folded.
    pub words: Vec<Box<str>>,
    /// All capitals in the lexicon ("US"): the text must agree.
    pub shout: bool,
    pub sort: SideSort,
}

/// What a wording of the sides lexicon is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SideSort {
    Name,
    Demonym,
    Capital,
    Seat,
    Organisation,
    Generic,
}

/// A state or organisation.
#[derive(Clone, Debug)]
pub(crate) struct Affiliation {
    pub name: String,
    pub side: String,
}

/// All that extraction looks up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    /// Looked up once a word of text; never walked, so its order plays no part.
    words: HashMap<Box<str>, Known, FixedState>,
    /// Those of `words` that can be packed, once all are known.
    packed: PackedWords,
    pub cues: Vec<Vec<CueForm>>,
    pub sides: Vec<Vec<SideName>>,
    pub affiliations: Vec<Affiliation>,
    feminine: Vec<Box<str>>,
    masculine: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    #[allow(dead_code, reason = "checked for presence; the manifest hashes the file")]
    name: String,
    #[allow(dead_code, reason = "checked for presence")]
    version: String,
    #[allow(dead_code, reason = "checked for presence")]
    language: String,
    #[allow(dead_code, reason = "checked for presence")]
    license: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    #[allow(dead_code, reason = "checked for presence")]
    lexicon: Head,
    #[serde(default)]
    cue: Vec<CueTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueTable {
    class: String,
    act: Act,
    takes: Vec<Spanned<String>>,
    #[serde(default)]
    verbs: Vec<Spanned<String>>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleFile {
    #[allow(dead_code, reason = "checked for presence")]
    lexicon: Head,
    titles: Titles,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Titles {
    honorifics: Vec<String>,
    offices: Vec<String>,
    modifiers: Vec<String>,
    groups: Vec<String>,
    people: Vec<String>,
    institutions: Vec<String>,
    occasions: Vec<String>,
    feminine: Vec<String>,
    masculine: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SideFile {
    #[allow(dead_code, reason = "checked for presence")]
    lexicon: Head,
    #[serde(default)]
    side: Vec<SideTable>,
    #[serde(default)]
    affiliation: Vec<AffiliationTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SideTable {
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AffiliationTable {
    name: String,
    side: Option<Spanned<String>>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    #[serde(default)]
    capitals: Vec<String>,
    #[serde(default)]
    seats: Vec<String>,
    #[serde(default)]
    organisations: Vec<String>,
    #[serde(default)]
    generic: Vec<String>,
}

impl Vocabulary {
    /// Reads the three lexicons, each as (file name, text); several sides files add up.
    pub fn new(cues: (&str, &str), titles: (&str, &str), sides: &[(&str, &str)]) -> Result<Self, QuoteError> {
        let mut vocabulary = Vocabulary::default();
        for (bits, words) in CLOSED {
            for word in *words {
                vocabulary.known(word).class |= bits;
            }
        }
        vocabulary.add_cues(cues)?;
        vocabulary.add_titles(titles)?;
        for side in sides {
            vocabulary.add_sides(*side)?;
        }
        vocabulary.packed = PackedWords::of(vocabulary.words.iter().map(|(word, known)| (&**word, *known)));
        Ok(vocabulary)
    }

    /// What is known of a folded word.
    pub fn get(&self, folded: &str) -> Option<&Known> {
        self.words.get(folded)
    }

    /// What is known of the ASCII letters and digits `from..to` of `text`, in any case; none where only their folded form can tell.
    #[inline]
    pub fn get_plain(&self, text: &[u8], from: usize, to: usize) -> Option<Option<&Known>> {
        Packed::of(text, from, to)
            .filter(|_| self.packed.is_whole())
            .map(|word| self.packed.get(word))
    }

    /// The pronoun a first name implies: `Some(true)` for she.
    pub fn feminine(&self, first_name: &str) -> Option<bool> {
        let mut folded = String::new();
        super::word::fold(first_name, &mut folded);
        let has = |list: &[Box<str>]| list.binary_search_by(|name| (**name).cmp(folded.as_str())).is_ok();
        match (has(&self.feminine), has(&self.masculine)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }

    fn known(&mut self, word: &str) -> &mut Known {
        self.words.entry(word.into()).or_insert(Known {
            class: 0,
            cue: u16::MAX,
            side: u16::MAX,
        })
    }

    fn add_cues(&mut self, (file, text): (&str, &str)) -> Result<(), QuoteError> {
        let parsed: CueFile = toml::from_str(text).map_err(|e| Box::new(Fault::of_toml(file, text, &e)))?;
        // Head, form, further words and act → bits of what it takes.
        type Forms = BTreeMap<(String, Form, Vec<Box<str>>, Act), u32>;
        let mut forms = Forms::new();
        for table in &parsed.cue {
            let mut bits = 0;
            for word in &table.takes {
                let Some((_, bit)) = TAKES.iter().find(|(name, _)| name == word.get_ref()) else {
                    let message = format!("the cue class `{}` takes `{}`, which is no construction.", table.class, word.get_ref());
                    let known: Vec<&str> = TAKES.iter().map(|(name, _)| *name).collect();
                    let meant = nearest(word.get_ref(), known.iter().copied()).map_or(String::new(), |meant| format!("Did you mean `{meant}`? "));
                    let help = format!("{meant}Known here: `{}`.", known.join("`, `"));
                    return Err(Box::new(Fault::new(file, text, word.span(), message).advise(help)).into());
                };
                bits |= bit;
            }
            let mut add = |head: &str, form: Form, rest: &[Box<str>]| {
                *forms.entry((head.to_string(), form, rest.to_vec(), table.act)).or_insert(0) |= bits;
            };
            for verb in &table.verbs {
                let (base, irregular) = verb.get_ref().split_once(':').unwrap_or((verb.get_ref(), ""));
                let mut words = base.split_whitespace();
                let head = words.next().unwrap_or_default();
                if head.is_empty() {
                    let fault = Fault::new(file, text, verb.span(), format!("the cue class `{}` has an empty verb.", table.class));
                    let help = "Write a verb, with its past after a colon where it is irregular: \"tell: told\".";
                    return Err(Box::new(fault.advise(help)).into());
                }
                let rest: Vec<Box<str>> = words.map(Into::into).collect();
                let mut irregular = irregular.split_whitespace();
                let past = irregular.next().map_or_else(|| regular_past(head), str::to_string);
                let participle = irregular.next().map_or_else(|| past.clone(), str::to_string);
                add(head, Form::Base, &rest);
                add(&third(head), Form::Third, &rest);
                if participle != past {
                    add(&participle, Form::Participle, &rest);
                }
                add(&ing(head, &past), Form::Ing, &rest);
                add(&past, Form::Past, &rest);
            }
            for phrase in &table.forms {
                let mut words = phrase.split_whitespace();
                let head = words.next().unwrap_or_default();
                let rest: Vec<Box<str>> = words.map(Into::into).collect();
                add(head, Form::Fixed, &rest);
            }
        }
        for noun in parsed.cue.iter().flat_map(|table| &table.nouns) {
            self.known(noun).class |= class::REPORT;
            self.known(&third(noun)).class |= class::REPORT;
        }
        // Longer phrases first, so that "point out" is tried before "point".
        let mut by_head: BTreeMap<String, Vec<CueForm>> = BTreeMap::new();
        for ((head, form, rest, act), takes) in forms {
            by_head.entry(head).or_default().push(CueForm { act, takes, form, rest });
        }
        for (head, mut list) in by_head {
            list.sort_by_key(|f| (std::cmp::Reverse(f.rest.len()), f.act, f.form));
            let index = self.cues.len() as u16;
            // `played` reports only in `played down`: a head, but no cue of its own.
            let alone = list.iter().any(|f| f.rest.is_empty());
            self.cues.push(list);
            let known = self.known(&head);
            known.cue = index;
            if alone {
                known.class |= class::CUE;
            }
        }
        Ok(())
    }

    fn add_titles(&mut self, (file, text): (&str, &str)) -> Result<(), QuoteError> {
        let parsed: TitleFile = toml::from_str(text).map_err(|e| Box::new(Fault::of_toml(file, text, &e)))?;
        let t = parsed.titles;
        for (bits, list) in [
            (class::HONORIFIC, &t.honorifics),
            (class::OFFICE, &t.offices),
            (class::MODIFIER, &t.modifiers),
            (class::GROUP, &t.groups),
            (class::PERSON, &t.people),
            (class::INSTITUTION, &t.institutions),
            (class::OCCASION, &t.occasions),
        ] {
            for word in list {
                self.known(word).class |= bits;
            }
        }
        let sorted = |list: Vec<String>| {
            let mut list: Vec<Box<str>> = list.into_iter().map(Into::into).collect();
            list.sort();
            list
        };
        self.feminine = sorted(t.feminine);
        self.masculine = sorted(t.masculine);
        Ok(())
    }

    fn add_sides(&mut self, (file, text): (&str, &str)) -> Result<(), QuoteError> {
        let parsed: SideFile = toml::from_str(text).map_err(|e| Box::new(Fault::of_toml(file, text, &e)))?;
        let mut by_head: BTreeMap<String, Vec<SideName>> = BTreeMap::new();
        for table in parsed.affiliation {
            let side = table.side.as_ref().map_or("", |side| side.get_ref());
            if let Some(named) = table
                .side
                .as_ref()
                .filter(|_| !side.is_empty() && !parsed.side.iter().any(|s| s.name == side))
            {
                let message = format!("the affiliation `{}` belongs to the side `{side}`, which no [[side]] names.", table.name);
                let meant =
                    nearest(side, parsed.side.iter().map(|s| s.name.as_str())).map_or(String::new(), |meant| format!("Did you mean `{meant}`? "));
                let help = format!("{meant}Add a [[side]] of that name, or write side = \"\" for none.");
                return Err(Box::new(Fault::new(file, text, named.span(), message).advise(help)).into());
            }
            let index = self.affiliations.len() as u16;
            for (sort, list) in [
                (SideSort::Name, &table.names),
                (SideSort::Demonym, &table.demonyms),
                (SideSort::Capital, &table.capitals),
                (SideSort::Seat, &table.seats),
                (SideSort::Organisation, &table.organisations),
                (SideSort::Generic, &table.generic),
            ] {
                for wording in list {
                    let mut words: Vec<Box<str>> = Vec::new();
                    let mut folded = String::new();
                    for word in wording.split_whitespace() {
                        super::word::fold(word, &mut folded);
                        words.push(folded.as_str().into());
                    }
                    // "the Kremlin" in a lexicon is "Kremlin" with its article.
                    if sort != SideSort::Generic && words.len() > 1 && &*words[0] == "the" {
                        words.remove(0);
                    }
                    let Some(head) = words.first().map(|w| w.to_string()) else { continue };
                    let shout = wording.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && wording.len() < 6;
                    by_head.entry(head).or_default().push(SideName {
                        affiliation: index,
                        words,
                        shout,
                        sort,
                    });
                }
            }
            let side = side.to_string();
            self.affiliations.push(Affiliation { name: table.name, side });
        }
        for (head, mut list) in by_head {
            list.sort_by_key(|n| std::cmp::Reverse(n.words.len()));
            let next = self.sides.len() as u16;
            let known = self.known(&head);
            known.class |= class::SIDE;
            match known.side {
                u16::MAX => {
                    known.side = next;
                    self.sides.push(list);
                }
                // A later file speaks over an earlier one.
                index => {
                    list.append(&mut self.sides[index as usize]);
                    list.sort_by_key(|n| std::cmp::Reverse(n.words.len()));
                    self.sides[index as usize] = list;
                }
            }
        }
        Ok(())
    }
}

fn third(verb: &str) -> String {
    match verb {
        "go" => "goes".to_string(),
        "have" => "has".to_string(),
        _ if verb.ends_with(['s', 'x', 'z']) || verb.ends_with("ch") || verb.ends_with("sh") => format!("{verb}es"),
        _ if consonant_y(verb) => format!("{}ies", &verb[..verb.len() - 1]),
        _ => format!("{verb}s"),
    }
}

fn regular_past(verb: &str) -> String {
    if verb.ends_with('e') {
        format!("{verb}d")
    } else if consonant_y(verb) {
        format!("{}ied", &verb[..verb.len() - 1])
    } else {
        format!("{verb}ed")
    }
}

/// `past` shows whether the last consonant doubles: quipped → quipping.
fn ing(verb: &str, past: &str) -> String {
    if let Some(last) = verb.chars().last()
        && past == format!("{verb}{last}ed")
    {
        format!("{verb}{last}ing")
    } else if verb.ends_with("begin") {
        "beginning".to_string()
    } else if verb.ends_with('e') && !verb.ends_with("ee") && verb.len() > 2 {
        format!("{}ing", &verb[..verb.len() - 1])
    } else {
        format!("{verb}ing")
    }
}

fn consonant_y(verb: &str) -> bool {
    let mut back = verb.chars().rev();
    back.next() == Some('y') && back.next().is_some_and(|c| !"aeiou".contains(c))
}
