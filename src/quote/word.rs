//! The words of the extraction grammar: a flat list of words and marks with byte spans and class bits. Not the tokenizer of the rating (`tone/token.rs`), which
//! knows lexicon entries; this one knows quotation marks, closed-class words and cues. One pass, one push a word, no allocation a word.
//!
//! Invariant: words are in text order, never overlap, and every letter or digit of the text lies in exactly one.

use super::lexicon::Vocabulary;
use crate::article::Span;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Letters, with inner apostrophes, hyphens and abbreviation points.
    Word,
    /// Starts with a digit or a currency sign.
    Number,
    /// `'s` or a bare apostrophe after a plural.
    Possessive,
    /// A double quotation mark of any shape.
    Mark,
    /// A single quotation mark that is not an apostrophe.
    Single,
    /// `.`, `?`, `!` or an ellipsis at a sentence's end.
    Stop,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// A dash that stands between words.
    Dash,
    /// `(`, `[`
    Open,
    /// `)`, `]`
    Close,
    /// An ellipsis.
    Ellipsis,
    /// End of a line: a paragraph ends.
    Break,
    /// Anything else.
    Other,
}

/// Class bits of a word: closed classes of English that the grammar speaks of.
pub(crate) mod class {
    /// the, a, this, his …
    pub const DETERMINER: u32 = 1;
    /// he, she, they, it, we, I, who …
    pub const SUBJECT_PRONOUN: u32 = 1 << 1;
    /// of, in, on …
    pub const PREPOSITION: u32 = 1 << 2;
    /// and, or, but …
    pub const CONJUNCTION: u32 = 1 << 3;
    /// because, while, as, when …
    pub const SUBORDINATOR: u32 = 1 << 4;
    /// be, have, do, modals.
    pub const AUXILIARY: u32 = 1 << 5;
    /// not, never, n't.
    pub const NEGATION: u32 = 1 << 6;
    /// also, later, again, reportedly …
    pub const ADVERB: u32 = 1 << 7;
    /// Days of the week, today, yesterday.
    pub const DAY: u32 = 1 << 8;
    /// Months.
    pub const MONTH: u32 = 1 << 9;
    /// A word of office: president, minister, spokesman.
    pub const OFFICE: u32 = 1 << 10;
    /// Mr., Mrs., Dr.
    pub const HONORIFIC: u32 = 1 << 11;
    /// officials, sources, diplomats: people together.
    pub const GROUP: u32 = 1 << 12;
    /// official, diplomat, woman: a person not named.
    pub const PERSON: u32 = 1 << 13;
    /// deputy, former, acting, senior.
    pub const MODIFIER: u32 = 1 << 14;
    /// A name, demonym or capital of the sides lexicon begins here.
    pub const SIDE: u32 = 1 << 15;
    /// A verb of the cue lexicon.
    pub const CUE: u32 = 1 << 16;
    /// that
    pub const THAT: u32 = 1 << 17;
    /// me, him, her, them, us.
    pub const OBJECT_PRONOUN: u32 = 1 << 18;
    /// who, which, whose.
    pub const RELATIVE: u32 = 1 << 19;
    /// is, was, has, will …: an auxiliary that is finite.
    pub const FINITE: u32 = 1 << 20;
    /// statement, interview, speech …: what something is said in.
    pub const OCCASION: u32 = 1 << 21;
    /// what, how, why, whether, if, when, where.
    pub const QUESTION: u32 = 1 << 22;
    /// Institutions by their common noun: government, ministry, campaign, report.
    pub const INSTITUTION: u32 = 1 << 23;
    /// went, held, took: an irregular past that is no noun.
    pub const VERB: u32 = 1 << 24;
    /// claim, warning, denial: a noun of the cue lexicon that reports.
    pub const REPORT: u32 = 1 << 25;
}

/// One word or mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub span: Span,
    pub sort: Sort,
    /// Bits of [`class`].
    pub class: u32,
    /// Index into the vocabulary's cue heads, `u16::MAX` for none.
    pub cue: u16,
    /// Index into the vocabulary's side names, `u16::MAX` for none.
    pub side: u16,
    /// Starts with a capital.
    pub capital: bool,
    /// White space stands before it.
    pub spaced: bool,
}

impl Word {
    pub fn is(&self, class: u32) -> bool {
        self.class & class != 0
    }

    /// Letters or digits.
    pub fn is_wordy(&self) -> bool {
        matches!(self.sort, Sort::Word | Sort::Number)
    }
}

/// Cuts `text` into words; `skip` (sorted, disjoint) is boilerplate and becomes a [`Sort::Break`].
pub(crate) fn cut(text: &str, skip: &[Span], vocabulary: &Vocabulary, words: &mut Vec<Word>) {
    words.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut spaced = true;
    let mut skip = skip.iter().peekable();
    let mut folded = String::new();
    while at < bytes.len() {
        if let Some(stretch) = skip.peek()
            && at >= stretch.start as usize
        {
            if at < stretch.end as usize {
                // A mark inside a sentence (the address of a link) leaves the sentence whole.
                let before = text[..at].trim_end_matches([' ', '\t', '\u{a0}']);
                let after = text[stretch.end as usize..].trim_start_matches([' ', '\t', '\u{a0}']);
                if before.is_empty() || before.ends_with('\n') || after.is_empty() || after.starts_with('\n') {
                    push(words, at, at, Sort::Break, true);
                }
                at = stretch.end as usize;
                spaced = true;
            }
            skip.next();
            continue;
        }
        let limit = skip.peek().map_or(bytes.len(), |s| s.start as usize);
        let byte = bytes[at];
        if byte == b' ' {
            spaced = true;
            at += 1;
            continue;
        }
        if byte.is_ascii_alphanumeric()
            && let Some((word, end)) = plain(bytes, at, limit, spaced, vocabulary)
        {
            words.push(word);
            at = end;
            spaced = false;
            continue;
        }
        let c = char_at(text, at);
        let len = c.len_utf8();
        if c == '\n' {
            push(words, at, at + 1, Sort::Break, spaced);
            spaced = true;
            at += 1;
            continue;
        }
        if c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{2028}'..='\u{202e}') {
            spaced = true;
            at += len;
            continue;
        }
        if c.is_alphanumeric() || ((c == '$' || c == '€' || c == '£' || c == '@' || c == '#') && next_is_alphanumeric(text, at + len)) {
            let end = word_end(text, at, limit);
            let sort = if c.is_alphabetic() || c == '@' || c == '#' {
                Sort::Word
            } else {
                Sort::Number
            };
            let slice = &text[at..end];
            // `Duma's`: the possessive is its own word, so that a name stays a name.
            let stem = match possessive(slice) {
                Some(stem) if stem > 0 => stem,
                _ => slice.len(),
            };
            fold(&slice[..stem], &mut folded);
            // `the envoysaid`, `Novakalso`: a space is missing on the page.
            if let Some(cut) = glued(&slice[..stem], &folded, vocabulary) {
                let known = vocabulary.get(&folded[..cut]).copied();
                words.push(Word {
                    span: Span::new(at, at + cut),
                    sort: Sort::Word,
                    class: known.map_or(0, |k| k.class),
                    cue: u16::MAX,
                    side: u16::MAX,
                    capital: c.is_uppercase(),
                    spaced,
                });
                at += cut;
                spaced = true;
                continue;
            }
            let mut word = Word {
                span: Span::new(at, at + stem),
                sort,
                class: 0,
                cue: u16::MAX,
                side: u16::MAX,
                capital: c.is_uppercase() || particle_name(&slice[..stem]),
                spaced,
            };
            if let Some(entry) = vocabulary.get(&folded) {
                word.class = entry.class;
                word.cue = entry.cue;
                word.side = entry.side;
            } else if folded.len() > 4 && folded.ends_with("ly") && !NOUNS_IN_LY.contains(&folded.as_str()) {
                word.class = class::ADVERB;
            }
            words.push(word);
            if stem < slice.len() {
                push(words, at + stem, end, Sort::Possessive, false);
            }
            at = end;
            spaced = false;
            continue;
        }
        let rest = &text[at..limit];
        let (sort, size) = match c {
            '"' | '“' | '”' | '„' | '«' | '»' | '‟' | '＂' => (Sort::Mark, len),
            // `…for work,'''`: an inner quotation ends with the outer one.
            '\'' if rest.starts_with("'''") && !spaced => (Sort::Single, 1),
            '\'' if rest.starts_with("''") => (Sort::Mark, 2),
            '`' if rest.starts_with("``") => (Sort::Mark, 2),
            '‘' | '‚' | '‹' | '›' | '`' => (Sort::Single, len),
            '\'' | '’' => (Sort::Single, len),
            '.' if rest.starts_with("...") => (Sort::Ellipsis, rest.bytes().take_while(|&b| b == b'.').count()),
            '…' => (Sort::Ellipsis, len),
            '.' | '?' | '!' => (Sort::Stop, len),
            ',' => (Sort::Comma, len),
            ':' => (Sort::Colon, len),
            ';' => (Sort::Semicolon, len),
            '—' | '–' | '―' => (Sort::Dash, len),
            '-' => (Sort::Dash, rest.bytes().take_while(|&b| b == b'-').count()),
            '(' | '[' | '{' => (Sort::Open, len),
            ')' | ']' | '}' => (Sort::Close, len),
            _ => (Sort::Other, len),
        };
        push(words, at, at + size, sort, spaced);
        spaced = false;
        at += size;
    }
    push(words, bytes.len(), bytes.len(), Sort::Break, true);
}

/// The word at `at` where it is like nearly all words: ASCII letters and digits with a blank or a mark behind them that is never part of a word. None where more has to be looked at.
#[inline]
fn plain(bytes: &[u8], at: usize, limit: usize, spaced: bool, vocabulary: &Vocabulary) -> Option<(Word, usize)> {
    let mut end = at + 1;
    while end < limit && bytes[end].is_ascii_alphanumeric() {
        end += 1;
    }
    let first = bytes[at];
    match bytes.get(end).filter(|_| end < limit) {
        None | Some(b' ' | b'\n' | b'"' | b')' | b':' | b';' | b'?' | b'!') => {}
        Some(b',') if !bytes[end - 1].is_ascii_digit() => {}
        // `’` before a blank or a mark would do as well, but most belong to the word.
        _ => return None,
    }
    let known = vocabulary.get_plain(bytes, at, end)?;
    let ends = |ending: &[u8]| end - at >= ending.len() && bytes[end - ending.len()..end].eq_ignore_ascii_case(ending);
    let (class, cue, side) = match known {
        Some(known) => (known.class, known.cue, known.side),
        // What may be an adverb, or two words glued together, is looked at whole.
        None if end - at > 4 && matches!(bytes[end - 1] | 0x20, b'y' | b'o' | b'd') && (ends(b"ly") || ends(b"also") || ends(b"said")) => {
            return None;
        }
        None => (0, u16::MAX, u16::MAX),
    };
    let word = Word {
        span: Span::new(at, end),
        sort: if first.is_ascii_alphabetic() { Sort::Word } else { Sort::Number },
        class,
        cue,
        side,
        capital: first.is_ascii_uppercase(),
        spaced,
    };
    Some((word, end))
}

/// Nouns that end as adverbs do.
const NOUNS_IN_LY: &[&str] = &[
    "anomaly",
    "assembly",
    "belly",
    "bully",
    "butterfly",
    "doily",
    "family",
    "folly",
    "homily",
    "italy",
    "jelly",
    "monopoly",
    "panoply",
    "rally",
    "reply",
    "supply",
];

fn push(words: &mut Vec<Word>, start: usize, end: usize, sort: Sort, spaced: bool) {
    words.push(Word {
        span: Span::new(start, end),
        sort,
        class: 0,
        cue: u16::MAX,
        side: u16::MAX,
        capital: false,
        spaced,
    });
}

fn char_at(text: &str, at: usize) -> char {
    let byte = text.as_bytes()[at];
    if byte < 0x80 {
        byte as char
    } else {
        text[at..].chars().next().unwrap_or('\u{fffd}')
    }
}

fn next_is_alphanumeric(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(char::is_alphanumeric)
}

/// Where the word that starts at `at` ends: letters and digits, apostrophes, hyphens and points between them.
fn word_end(text: &str, at: usize, limit: usize) -> usize {
    let mut end = at + char_at(text, at).len_utf8();
    while end < limit {
        let c = char_at(text, end);
        if c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '_') {
            end += c.len_utf8();
            continue;
        }
        let after = end + c.len_utf8();
        let inner = matches!(c, '\'' | '’' | '-' | '‐' | '‑' | '&' | '/' | '@')
            || (c == '.' && point_belongs(text, at, end))
            || (c == ',' && text.as_bytes()[end - 1].is_ascii_digit());
        // Inside a word only where a letter or digit follows at once (a comma only between digits).
        let follows = after < limit && {
            let next = char_at(text, after);
            if c == ',' { next.is_ascii_digit() } else { next.is_alphanumeric() }
        };
        if inner && follows {
            end = after;
            continue;
        }
        // The last point of `U.S.` and `Mr.` belongs to the word.
        if c == '.' && final_point(&text[at..end]) {
            end = after;
        }
        break;
    }
    end
}

/// Whether the point at `end` stands inside an abbreviation, number or address.
fn point_belongs(text: &str, at: usize, end: usize) -> bool {
    let before = &text[at..end];
    let last = before.rsplit('.').next().unwrap_or(before);
    // `U.S`, `p.m`, `2.5`, `gov.uk`, but not `end.Next`, glued sentences.
    if last.chars().count() == 1 || last.ends_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    text[end + 1..].chars().next().is_some_and(char::is_lowercase)
}

/// Abbreviations whose point is part of the word. Closed list; single letters with inner points too.
fn final_point(word: &str) -> bool {
    const SHORT: &[&str] = &[
        "Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gov", "Gen", "Lt", "Col", "Capt", "Sgt", "Maj", "Cmdr", "Adm", "Rev", "Hon", "St", "Jr",
        "Sr", "Sens", "Reps", "Govs", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "vs", "Co", "Corp", "Inc", "Ltd", "etc", "Mt", "Ft", "Pa",
        "Va", "Fla", "Calif", "Ariz", "Mass", "Conn", "Ill", "Ind", "Mich", "Minn", "Miss", "Mo", "Neb", "Nev", "Okla", "Ore", "Tenn", "Tex", "Vt",
        "Wash", "Wis", "Wyo", "Ala", "Ark", "Colo", "Del", "Ga", "Kan", "Ky", "La", "Md", "Atty", "Supt", "Messrs", "approx", "dept", "Dept", "Brig",
        "Amb",
    ];
    if word.contains('.') {
        return word.rsplit('.').next().is_some_and(|last| last.chars().count() == 1);
    }
    // `R-Ky.`
    if let Some((_, last)) = word.rsplit_once('-') {
        return SHORT.contains(&last);
    }
    let mut chars = word.chars();
    (word.len() == 1 && chars.next().is_some_and(|c| c.is_ascii_uppercase() && c != 'I')) || SHORT.contains(&word)
}

/// Where a word that no page means to write falls in two: a name or an office with `said` or `also` glued to it.
fn glued(word: &str, folded: &str, vocabulary: &Vocabulary) -> Option<usize> {
    let ending = ["also", "said"].into_iter().find(|e| folded.ends_with(e))?;
    let cut = word
        .len()
        .checked_sub(ending.len())
        .filter(|&cut| cut >= 4 && word.len() == folded.len())?;
    if vocabulary.get(folded).is_some() || word.contains('-') {
        return None;
    }
    let office = vocabulary
        .get(&folded[..cut])
        .is_some_and(|k| k.class & (class::OFFICE | class::PERSON | class::GROUP | class::SIDE) != 0);
    let name = word.starts_with(char::is_uppercase) && !word.chars().all(char::is_uppercase) && vocabulary.get(&folded[..cut]).is_none();
    (office || name).then_some(cut)
}

/// `al-Rashun`, `el-Amin`: a name, though its first letter is small.
fn particle_name(word: &str) -> bool {
    let Some((particle, name)) = word.split_once(['-', '‑']) else {
        return false;
    };
    matches!(
        particle,
        "al" | "el" | "ad" | "ar" | "as" | "ash" | "ibn" | "bin" | "ben" | "ul" | "van" | "von"
    ) && name.starts_with(char::is_uppercase)
}

/// Where the possessive of `word` begins.
fn possessive(word: &str) -> Option<usize> {
    for ending in ["'s", "’s", "'S", "’S"] {
        if word.ends_with(ending) {
            return Some(word.len() - ending.len());
        }
    }
    None
}

/// Lower case, straight apostrophe, plain hyphen.
pub(crate) fn fold(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        match c {
            '’' | '‘' | 'ʼ' => out.push('\''),
            '‐' | '‑' => out.push('-'),
            '\u{ad}' => {}
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// `von`, `al`, `de`: part of a name in lower case.
pub(crate) fn particle(word: &str) -> bool {
    matches!(
        word,
        "af" | "al"
            | "ben"
            | "bin"
            | "da"
            | "de"
            | "del"
            | "den"
            | "der"
            | "di"
            | "dos"
            | "du"
            | "e"
            | "el"
            | "ibn"
            | "la"
            | "le"
            | "van"
            | "von"
            | "y"
            | "zu"
    )
}
