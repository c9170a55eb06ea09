//! Whom the words of a hit are about: the one accused, threatened, thanked, addressed. Invariant: a hit gets a target of its own clause or none; nobody of the speaker's own side is one, and
//! neither is a place ("in Ostland"), the owner of a third thing ("a Varnian newspaper") or whoever merely stands near. Where the grammar does not show it, there is none: few and right.
//!
//! No parser: a closed set of constructions around the hit, each of which must be filled to the last word. [`Frame`] says which of them an entry has.
//! - object: "condemn Varnia", "support for Varnia", "dialogue with the Varnian side"; the one who does so must not be a third one ("voters condemn Varnia")
//! - doer: "Varnia has repeatedly lied", "Varnia's aggression", "the threat from Varnia", "the unsafe conduct of Varnian pilots"
//! - bearer: "Varnia is steadfast", "Varnia's courage"
//! - both: "dialogue between the League and Varnia", "the League and Varnia disagree", where one of two is the speaker's own
//! - told: "Varnia must stop"

use super::clause::{At, Clauses, role};
use super::frame::{Frame, Words};
use super::token::{TokenKind, fold, tokens};
use super::{Dimension, Hit, Place, Rater, Tone, Utterance};
use crate::article::Span;
use crate::quote::Kind;

/// Somebody whom a statement names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// Bytes of the utterance's text.
    pub span: Span,
    /// It is the speaker's own side, or affiliation.
    pub own: bool,
    /// The words are the very name ("Varnia"), not "Varnian": before a noun of a deed it may be the one who suffers it ("the Varnia invasion").
    pub name: bool,
}

/// Articles, and what else may stand between words and the name they govern.
const BEFORE_NAME: Words = Words(
    "all an a any both dear every great its like neighboring neighbouring new of official old our the their those today's government governments \
     leaders leadership people peoples president representatives friends partners colleagues",
);

/// Nouns that stand for the one whose name is before them.
const HEADS: Words = Words(
    "administration alliance allies army authorities citizens colleagues counterpart counterparts countries delegation diplomats federation \
     forces friends government governments leader leaders leadership member members military minister ministers nation nations officers officials \
     partner partners people peoples pilots planes president regime representatives side soldiers state states troops warplanes",
);

/// Nouns of what one does, by which one is judged.
const CONDUCT: Words = Words(
    "act action actions activities activity acts ambitions aggression annexation approach attack attacks attitude attitudes behavior behaviour \
     claims conduct course decision decisions demand demands expansion invasion move moves plan plans policies policy position positions pressure \
     proposal proposals rhetoric role stance statement statements strikes tactics threats war words",
);

/// Forms of the verb that makes a participle passive.
const BE: Words = Words("am are be been being got is was were");

/// Words by which a name before them is a subject.
const AUXILIARIES: Words = Words("are can could did do does had has have is may might must shall should was were will would");

/// Verbs and adverbs that may stand between a subject and what it does or is.
const BETWEEN: Words = Words(
    "acted acting again also always am are at attempting be became become becomes been before began begun behaved behaving being both can carried \
     carrying committed committing conducting constantly continue continued continues continuing could did do does engaged even ever from going \
     guilty had has have having in is its itself just keeps kept launched launching made making may merely might more most must n't never not now \
     of once only out planning pose poses posing preparing proxy pursuing quite remain remained remains represents responsible seeking shall \
     should simply so soon spreading still such that the their there to today too tried trying using very waged waging was were will would yet a \
     an for and or",
);

/// Of those, the ones that need a word of the list before them, so that "Varnia in the war" is none.
const NEEDING: &[(&str, &[&str])] = &[
    (
        "to",
        &[
            "attempting",
            "began",
            "begun",
            "continue",
            "continued",
            "continues",
            "continuing",
            "going",
            "had",
            "has",
            "have",
            "planning",
            "preparing",
            "seeking",
            "tried",
            "trying",
        ],
    ),
    ("in", &["acted", "acting", "behaved", "behaving", "engaged"]),
    ("of", &["guilty"]),
    ("for", &["responsible"]),
    ("out", &["carried", "carrying"]),
    ("from", &["far"]),
    ("that", &["so"]),
    ("at", &["is", "was", "are", "were", "be"]),
];

/// Words in front of a name that make it something else than the subject of what follows.
const GOVERNING: Words = Words(
    "about against as at between by for from help helped helping helps in into keep let lets like made make makes making near of on over see than \
     through to toward towards under watch with without within across throughout inside outside",
);

/// Verbs and adverbs before a verb with an object, beside those.
const WISHING: Words = Words("and continue further like need needs please ready to want wants");

/// Words that make another name of the name behind them.
const REGIONS: Words = Words("african arab asian central east latin native north south");

/// Ways from a deed to the one behind it.
const SOURCED: Words = Words("backed carried caused coming committed emanating inflicted launched led made out perpetrated posed sponsored");

/// Words that may follow a name without making it part of a longer noun, beside heads, and words of conduct.
const AFTER_NAME: Words = Words(
    "about after again against ahead also although always among and are as at be because before but by can continues could did do does during \
     even for from had has have here how if in into is it itself last may might more must next no nor not now of off on once or over per right \
     shall should since so soon than that the their then there this through to today together tomorrow tonight too toward towards under unless \
     until was we were what when where whether which while who why will with within without would yesterday yet a an its our responsible \
     accountable",
);

/// What a speaker calls himself.
const FIRST: Words = Words("i let me my our ours us we");

/// Words of somebody else, in one's own words; in words reported by another they may be the speaker.
const THIRD: Words = Words("he her his it its she their they");

/// Words that are somebody else's everywhere.
const OTHERS: Words = Words("him them who which whom whose you your");

/// Words at the head of a sentence that are nobody.
const IMPERSONAL: Words = Words("all dialogue he here i it nothing she that there these they this those today we what");

/// Prepositions that may end the words of an entry, or follow them.
const PREPOSITIONS: Words = Words("about against at by for from in of on that to toward towards with");

/// Most words between a subject and what it does.
const REACH: usize = 8;

/// A word of the text.
struct Word {
    span: Span,
    folded: String,
    clause: u32,
    sentence: u32,
    /// A possessive follows.
    owner: bool,
    /// A mark other than a quotation mark stands before it.
    apart: bool,
    /// It begins with a capital.
    capital: bool,
    /// It has nothing but capitals.
    capitals: bool,
    /// It is, or begins, the name with this index.
    named: Option<u32>,
}

/// A text with its words: names of several words are one.
struct Text<'a> {
    words: Vec<Word>,
    named: &'a [Named],
    /// The words are the speaker's own.
    verbatim: bool,
}

/// For each hit of `tone` the index among `named` (in text order) of the one it is about; none where the grammar shows nobody, or the speaker's own.
pub fn hit_targets(utterance: &Utterance<'_>, tone: &Tone, rater: &Rater, named: &[Named]) -> Vec<Option<u32>> {
    if tone.hits.is_empty() || named.iter().all(|named| named.own) {
        return vec![None; tone.hits.len()];
    }
    let text = Text::of(utterance, named);
    let about = |hit: &Hit| {
        let entry = rater.entries().get(hit.entry as usize)?;
        match hit.place {
            Place::Text => text.about(entry.dimension, &entry.category, hit.span),
            Place::Cue => text.about_cue(entry.dimension, &entry.category, hit.span.of(utterance.cue)),
        }
    };
    tone.hits.iter().map(about).collect()
}

impl<'a> Text<'a> {
    fn of(utterance: &Utterance<'_>, named: &'a [Named]) -> Text<'a> {
        let mut clauses = Clauses::default();
        let mut words: Vec<Word> = Vec::new();
        let (mut apart, mut inside) = (false, None);
        for token in tokens(utterance.text) {
            match token.kind {
                TokenKind::Mark(mark) => apart |= clauses.mark(mark),
                TokenKind::Possessive => {
                    if let Some(last) = words.last_mut() {
                        last.owner = true;
                    }
                }
                TokenKind::Word | TokenKind::Number => {
                    let written = token.span.of(utterance.text);
                    let folded = fold(written);
                    let At { clause, sentence, .. } = clauses.word(role(&folded));
                    // Part of a hyphenated word, a name governs nothing: "Varnian-led".
                    let within = named
                        .iter()
                        .position(|one| one.span.start <= token.span.start && token.span.end <= one.span.end);
                    // "South Varnian" is somebody else.
                    let part = words.last().is_some_and(|last| REGIONS.has(&last.folded));
                    match (within, words.last_mut()) {
                        (Some(_), Some(last)) if inside == within => last.span.end = token.span.end,
                        _ => words.push(Word {
                            span: token.span,
                            folded: folded.into_owned(),
                            clause,
                            sentence,
                            owner: false,
                            apart,
                            capital: written.starts_with(char::is_uppercase),
                            capitals: !written.contains(char::is_lowercase),
                            named: within.filter(|_| !part).map(|index| index as u32),
                        }),
                    }
                    inside = within;
                    apart = false;
                }
            }
        }
        Text {
            words,
            named,
            verbatim: utterance.kind == Kind::Direct,
        }
    }

    fn own(&self, index: u32) -> bool {
        self.named.get(index as usize).is_some_and(|named| named.own)
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.folded.as_str())
    }

    fn name_at(&self, at: usize) -> Option<u32> {
        self.words.get(at)?.named
    }

    fn about(&self, dimension: Dimension, category: &str, span: Span) -> Option<u32> {
        let from = self.words.partition_point(|word| word.span.end <= span.start);
        let to = self.words.partition_point(|word| word.span.start < span.end);
        let clause = self.words.get(from)?.clause;
        if from >= to {
            return None;
        }
        let found: Vec<&str> = self.words[from..to].iter().map(|word| word.folded.as_str()).collect();
        let mut frame = Frame::of(dimension, category, &found);
        if frame.doer && self.announces(from, clause) {
            frame = Frame {
                doer: false,
                bearer: false,
                ..frame.announced()
            };
        }
        let other = |index: u32| Some(index).filter(|&index| !self.own(index));
        None.or_else(|| self.both(frame, from, to, clause))
            .or_else(|| self.object(frame, from, to, clause).filter(|_| self.is_own_act(from, clause)))
            .or_else(|| self.source(frame, to, clause))
            .or_else(|| self.owner(frame, from, clause))
            .or_else(|| self.subject(frame, from, to, clause))
            .and_then(other)
    }

    /// A cue's words: the speaker does them, so whoever stands first in the text is their object ("accused" + "Varnia of ...").
    fn about_cue(&self, dimension: Dimension, category: &str, cue: &str) -> Option<u32> {
        let folded: Vec<String> = tokens(cue)
            .filter(|token| token.kind == TokenKind::Word)
            .map(|token| fold(token.span.of(cue)).into_owned())
            .collect();
        let found: Vec<&str> = folded.iter().map(String::as_str).collect();
        let frame = Frame::of(dimension, category, &found);
        let frame = if frame.doer { frame.announced() } else { frame };
        if !frame.object {
            return None;
        }
        let at = usize::from(PREPOSITIONS.has(self.word(0)) && frame.prepositions.contains(&self.word(0)));
        let clause = self.words.first()?.clause;
        let index = self.governed(at, clause).filter(|&index| !self.own(index))?;
        // "agreed Varnia would ..." is no act toward Varnia.
        self.is_object(index).then_some(index)
    }

    /// The first name, not the speaker's own, of the chain that stands at `at` behind words that may precede a name; where that is no part of a longer noun.
    fn governed(&self, at: usize, clause: u32) -> Option<u32> {
        let mut at = at;
        let mut left = 4;
        loop {
            let word = self.words.get(at).filter(|word| word.clause == clause)?;
            if let Some(index) = word.named {
                let end = self.whole(at, clause)?;
                // "with the League and Varnia": the one that is not the speaker's own.
                if self.own(index) && matches!(self.word(end), "and" | "or") {
                    at = end + 1;
                    continue;
                }
                return Some(index);
            }
            if left == 0 || !BEFORE_NAME.has(&word.folded) {
                return None;
            }
            left -= 1;
            at += 1;
        }
    }

    /// Behind the name at `at` and its heads; none where it is an adjective of a third thing.
    fn whole(&self, at: usize, clause: u32) -> Option<usize> {
        let word = &self.words[at];
        let mut next = at + 1;
        while self.inside(next, clause) && HEADS.has(self.word(next)) {
            next += 1;
        }
        let free = !self.inside(next, clause)
            || word.owner
            || next > at + 1
            || AFTER_NAME.has(self.word(next))
            || CONDUCT.has(self.word(next))
            || (self.word(next).len() > 4 && self.word(next).ends_with("ly"));
        free.then_some(next)
    }

    /// Whether the word belongs to the clause, with no mark before it.
    fn inside(&self, at: usize, clause: u32) -> bool {
        self.words.get(at).is_some_and(|word| word.clause == clause && !word.apart)
    }

    /// Where the object starts: behind the words, or behind the preposition that ends or follows them.
    fn object(&self, frame: Frame, from: usize, to: usize, clause: u32) -> Option<u32> {
        if !frame.object {
            return None;
        }
        let allowed = |word: &str| frame.prepositions.contains(&word);
        // Within the words: "treat … with respect" holds its object in the gap.
        if let Some(at) = (from + 1..to).find(|&at| self.name_at(at).is_some()) {
            return self.whole(at, clause).and(self.name_at(at)).filter(|_| self.direct(from, clause));
        }
        let known = |_: &u32| !self.predicated(from, clause) || self.direct(from, clause);
        let last = self.word(to - 1);
        if to - from > 1 && PREPOSITIONS.has(last) {
            // "differ on", "hope that": what it is about, not whom.
            let topic = matches!(last, "about" | "on" | "that") && !allowed(last);
            return (!topic).then(|| self.governed(to, clause))?.filter(known);
        }
        let next = self.word(to);
        if !self.inside(to, clause) {
            return None;
        }
        if PREPOSITIONS.has(next) {
            // "thanks to" names a cause.
            return (allowed(next) && last != "thanks").then(|| self.governed(to + 1, clause))?.filter(known);
        }
        // Behind an article the word is no verb: "the forgotten League".
        let article = from > 0
            && matches!(
                self.word(from - 1),
                "the" | "a" | "an" | "this" | "these" | "those" | "our" | "my" | "its" | "their" | "his" | "her" | "of"
            );
        if frame.distant || article {
            return None;
        }
        let index = self.governed(to, clause).filter(|_| self.direct(from, clause))?;
        self.is_object(index).then_some(index)
    }

    /// Whether the name is no subject of words that follow it: "we do not believe Varnia will".
    fn is_object(&self, index: u32) -> bool {
        let at = self.words.iter().position(|word| word.named == Some(index));
        at.is_some_and(|at| self.whole(at, self.words[at].clause).is_some_and(|end| !AUXILIARIES.has(self.word(end))))
    }

    /// Whether nobody but the speaker can be the one who does what stands at `from`: no third one stands before it in its clause.
    fn is_own_act(&self, from: usize, clause: u32) -> bool {
        let start = self.words.partition_point(|word| word.clause < clause);
        // "delegates seeking talks with", ", arranged talks with": somebody else does.
        let mine = |at: usize| FIRST.has(self.word(at)) || THIRD.has(self.word(at)) || self.name_at(at).is_some();
        let first = (start..from).find(|&at| self.is_past(at));
        let others = first.is_some_and(|verb| {
            let within = start > 0 && self.words[start - 1].sentence == self.words[start].sentence;
            !(start..verb).any(mine)
                && if verb == start {
                    within && !self.word(verb).ends_with("ing")
                } else {
                    self.word(verb).ends_with("ing")
                }
        });
        !others
            && (start..from).all(|at| {
                let (this, word) = (&self.words[at], self.word(at));
                let expletive = word == "it" && (BE.has(self.word(at + 1)) || this.owner || matches!(self.word(at + 1), "will" | "would" | "'s"));
                let third = OTHERS.has(word) || (self.verbatim && THIRD.has(word) && !expletive);
                // Somebody of whom the sides know nothing: "Mr. Ferrin's plan for talks with".
                let opens = at == 0 || self.words[at - 1].sentence != this.sentence;
                let subject = self.is_past(at + 1) || (at + 1 < from && (AUXILIARIES.has(self.word(at + 1)) || BE.has(self.word(at + 1))));
                let called = this.capital && (!opens || (subject && !IMPERSONAL.has(word)));
                let stranger = this.named.is_none() && !FIRST.has(word) && (called || (this.owner && !expletive));
                !third && !stranger && self.name_at(at).is_none_or(|index| self.own(index))
            })
    }

    /// Whether the verb at `from` has no subject but the speaker, as far as the words before it show: "we firmly condemn", "and thank", "must condemn".
    fn direct(&self, from: usize, clause: u32) -> bool {
        let start = self.words.partition_point(|word| word.clause < clause);
        let mut at = from;
        while at > start {
            at -= 1;
            let word = self.word(at);
            if FIRST.has(word) || (!self.verbatim && THIRD.has(word)) || self.name_at(at).is_some() {
                return true;
            }
            let head = HEADS.has(word) && at > start && self.name_at(at - 1).is_some();
            if !(head || BETWEEN.has(word) || WISHING.has(word) || word.ends_with("ly")) {
                return false;
            }
        }
        // A clause within its sentence has its subject before it: "delegates, a third of them new, supported Varnia".
        start == 0 || self.words[start - 1].sentence != self.words[start].sentence
    }

    /// Whether an auxiliary stands before the word, so that there is a subject to be known: "is opposed to".
    fn predicated(&self, from: usize, clause: u32) -> bool {
        let before = (0..from).rev().take_while(|&at| self.words[at].clause == clause).map(|at| self.word(at));
        before
            .into_iter()
            .find(|word| !(word.ends_with("ly") || matches!(*word, "not" | "n't" | "also" | "still" | "now" | "never" | "always")))
            .is_some_and(|word| AUXILIARIES.has(word) || BE.has(word))
    }

    /// Whether the speaker announces the deed: "we will strike".
    fn announces(&self, from: usize, clause: u32) -> bool {
        let start = self.words.partition_point(|word| word.clause < clause);
        (start..from)
            .rev()
            .map(|at| self.word(at))
            .find(|word| !BETWEEN.has(word) && !word.ends_with("ly"))
            .is_some_and(|word| matches!(word, "i" | "we" | "let"))
    }

    /// "between the League and Varnia", or the two as the subject.
    fn both(&self, frame: Frame, from: usize, to: usize, clause: u32) -> Option<u32> {
        if !frame.both {
            return None;
        }
        if self.inside(to, clause) && self.word(to) == "between" {
            return self.pair(to + 1, clause).map(|(index, _)| index);
        }
        // The two stand first in the clause, and nobody else before the words.
        let start = self.words.partition_point(|word| word.clause < clause);
        let mut at = start;
        while at < from && (BEFORE_NAME.has(self.word(at)) || matches!(self.word(at), "that" | "both" | "while" | "although" | "when")) {
            at += 1;
        }
        let (index, end) = self.pair(at, clause)?;
        (end <= from && from - end <= REACH && (end..from).all(|at| self.name_at(at).is_none())).then_some(index)
    }

    /// Two joined by "and" at `at`, one of them the speaker's own: the other one, and where the two end.
    fn pair(&self, at: usize, clause: u32) -> Option<(u32, usize)> {
        let one = |mut at: usize| {
            let mut left = 3;
            loop {
                let word = self.words.get(at).filter(|word| word.clause == clause)?;
                if let Some(index) = word.named {
                    let mut end = at + 1;
                    while self.inside(end, clause) && HEADS.has(self.word(end)) {
                        end += 1;
                    }
                    return Some((Some(index), end));
                }
                if matches!(word.folded.as_str(), "we" | "us" | "ourselves") {
                    return Some((None, at + 1));
                }
                if left == 0 || !BEFORE_NAME.has(&word.folded) {
                    return None;
                }
                left -= 1;
                at += 1;
            }
        };
        let (first, end) = one(at)?;
        if self.word(end) != "and" {
            return None;
        }
        let (second, end) = one(end + 1)?;
        let own = |index: Option<u32>| index.is_none_or(|index| self.own(index));
        match (own(first), own(second)) {
            (true, false) => second.map(|index| (index, end)),
            (false, true) => first.map(|index| (index, end)),
            _ => None,
        }
    }

    /// "aggression by Varnia", "the threat posed by Varnia", "the unsafe conduct of Varnian pilots", "the arrogance of Varnian leaders".
    fn source(&self, frame: Frame, to: usize, clause: u32) -> Option<u32> {
        if !frame.doer {
            return None;
        }
        let mut at = to;
        while self.inside(at, clause) && SOURCED.has(self.word(at)) {
            at += 1;
        }
        if self.inside(at, clause) && matches!(self.word(at), "by" | "from") {
            return self.governed(at + 1, clause);
        }
        // A quality, its noun of conduct, "of": "unprofessional and unsafe behaviour of".
        let mut at = to;
        let mut left = if frame.bearer { 3 } else { 0 };
        while left > 0 && self.inside(at, clause) && self.word(at) != "of" {
            if CONDUCT.has(self.word(at)) && self.word(at + 1) == "of" {
                return self.governed(at + 2, clause);
            }
            left -= 1;
            at += 1;
        }
        // A noun of character and "of".
        let character = ["ance", "ence", "isy", "ness", "ity", "ism", "cy", "eit", "bia"]
            .iter()
            .any(|end| self.word(to - 1).ends_with(end));
        if frame.bearer && character && self.inside(to, clause) && self.word(to) == "of" {
            return self.governed(to + 1, clause);
        }
        None
    }

    /// "Varnia's illegal annexation", "Varnian lies".
    fn owner(&self, frame: Frame, from: usize, clause: u32) -> Option<u32> {
        if !frame.bearer {
            return None;
        }
        let start = self.words.partition_point(|word| word.clause < clause);
        let mut at = from;
        let mut left = 3;
        while at > start && left > 0 {
            at -= 1;
            left -= 1;
            if let Some(index) = self.name_at(at) {
                let word = &self.words[at];
                let close = at + 1 == from && frame.doer && !self.words[from].capital && self.is_adjective(word, frame);
                let plain =
                    self.plain(from) && !GOVERNING.has(self.word(from)) && !self.words.get(from + 1).is_some_and(|next| next.capital && !next.apart);
                return ((word.owner || close) && plain).then_some(index);
            }
            let word = self.word(at);
            if BETWEEN.has(word) || GOVERNING.has(word) || HEADS.has(word) {
                return None;
            }
        }
        None
    }

    /// Whether a noun behind the name can be its deed: "Varnian lies", "USV lies".
    fn is_adjective(&self, word: &Word, frame: Frame) -> bool {
        let ending = ["an", "ish", "ese", "ch"].iter().any(|end| word.folded.ends_with(end));
        let name = word.named.is_some_and(|index| self.named[index as usize].name);
        (ending && !name) || (!frame.adjective_only && word.capitals)
    }

    /// Whether the words at `from` are no participle of what was done to their owner: "Varnia's murdered envoys".
    fn plain(&self, from: usize) -> bool {
        !self.word(from).ends_with("ed")
    }

    /// Whether the word says what its subject is to do: "must", "has to".
    fn obliges(&self, at: usize) -> bool {
        let has = matches!(self.word(at), "has" | "have" | "had" | "needs" | "need") && self.word(at + 1) == "to";
        has || matches!(self.word(at), "must" | "should" | "ought" | "cannot")
    }

    /// The subject of what stands at `from`: of a deed in the active voice, of a quality behind "is", of a judgement in the passive, of a demand behind "must".
    fn subject(&self, frame: Frame, from: usize, to: usize, clause: u32) -> Option<u32> {
        let mut at = from;
        let mut clause = clause;
        let (mut verb, mut must) = (None, self.obliges(from));
        let mut left = REACH;
        let name = loop {
            if at == 0 || left == 0 {
                return None;
            }
            left -= 1;
            let apart = self.words[at].apart;
            at -= 1;
            let word = &self.words[at];
            if word.clause != clause {
                // "Varnia, which attacked Ostland": the words before the one that opens the clause.
                if !matches!(self.word(at + 1), "who" | "which") {
                    return None;
                }
                clause = word.clause;
            } else if apart {
                return None;
            }
            if let Some(index) = word.named {
                break index;
            }
            let folded = word.folded.as_str();
            if HEADS.has(folded) && at > 0 && self.name_at(at - 1).is_some() && !self.words[at - 1].owner {
                continue;
            }
            if matches!(folded, "who" | "which") {
                continue;
            }
            let needs = NEEDING.iter().find(|(word, _)| *word == folded);
            let met = needs.is_none_or(|(_, before)| at > 0 && before.contains(&self.word(at - 1)));
            // A conjunction joins only what is about the same one: "reckless and dangerous".
            let joins = matches!(folded, "and" | "or");
            if joins || !met || !(BETWEEN.has(folded) || folded.len() > 4 && folded.ends_with("ly")) {
                return None;
            }
            must |= self.obliges(at);
            if verb.is_none()
                && !folded.ends_with("ly")
                && !matches!(
                    folded,
                    "not" | "n't" | "also" | "still" | "now" | "a" | "an" | "the" | "very" | "so" | "such"
                )
            {
                verb = Some(BE.has(folded));
            }
        };
        if self.words[at].owner {
            return None;
        }
        let before = self.preceding(at, clause);
        // "lots of people supporting Varnia will": an object.
        let further = || {
            self.words[..at]
                .iter()
                .rev()
                .skip(1)
                .take(1)
                .find(|word| word.clause == clause)
                .is_some_and(|word| word.folded == "of")
        };
        if before.is_some_and(|before| GOVERNING.has(before) || before.ends_with("ing")) || further() {
            return None;
        }
        let first = self.word(from);
        let participle =
            first.ends_with("ed") || first.ends_with("en") || matches!(first, "hit" | "struck" | "torn" | "shot" | "hurt" | "overrun" | "undone");
        let passive = verb == Some(true) && participle;
        let qualities = frame.bearer && !frame.doer;
        let holds = if frame.told {
            must
        } else if frame.object && !frame.doer && !qualities {
            // Judged by somebody named, it is not the speaker who judges.
            !frame.distant && self.word(to) != "by" && (passive || first == "should")
        } else if qualities {
            verb == Some(true)
        } else {
            // What somebody must do is not done yet.
            let named = self.named[name as usize].name;
            frame.doer && !passive && !must && (verb.is_some() || self.is_past(from) || (named && first.ends_with('s')))
        };
        holds.then_some(name)
    }

    /// Whether the word is a form that only a verb has.
    fn is_past(&self, at: usize) -> bool {
        let word = self.word(at);
        ["ed", "ing"].iter().any(|end| word.ends_with(end))
            || matches!(
                word,
                "broke" | "held" | "met" | "sat" | "shot" | "sold" | "spoke" | "stole" | "threw" | "tore"
            )
    }

    /// The word before a name and the words that may precede it.
    fn preceding(&self, at: usize, clause: u32) -> Option<&str> {
        (0..at)
            .rev()
            .take_while(|&at| self.words[at].clause == clause)
            .map(|at| self.word(at))
            .find(|word| !matches!(*word, "the" | "all" | "our" | "its" | "their" | "both"))
    }
}
