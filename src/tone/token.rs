//! The one tokenizer: words with byte spans, numbers and punctuation marks, for matcher, features and keyness alike.
//!
//! Invariant: tokens come in text order, do not overlap, and lie on character boundaries; the text itself is never changed. All folding ([`fold`]) is for comparison only.
//!
//! - A **word** is a run of letters, digits and combining marks. Soft hyphens and zero-width characters inside it are part of its span and dropped by [`fold`].
//! - A **hyphenated** word ("saber-rattling", "U.S.-led") is one token; [`Token::hyphenated`] says so, and the matcher also tries its parts as if a space stood
//!   between them. The typographic hyphens and an en dash between two letters count as hyphens.
//! - A **contraction** is split, each part with its own span: `don't` is `do` + `n't`, `won't` is `wo` + `n't`, `we'll` is `we` + `'ll`.
//! - The **possessive** `'s` (and the bare apostrophe of "allies'") is a token of its own kind that matching passes over; so is the `'s` of "it's".
//! - A **dotted abbreviation** ("U.S.", "e.g.") is one word; folding drops its last dot. It never ends a sentence, nor does the dot of "Mr." or of an initial.
//! - A **number** starts with a digit and may hold `. , : /` between digits ("1,000", "3.5", "10:30", "9/11").
//! - Everything else that is not white space is a [`Mark`]; two line breaks in a row are one too.
//!
//! No-break spaces are spaces. Letter case decides nothing, so a text in capitals has the same tokens.

use crate::article::Span;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether hyphens join it of several parts.
    pub hyphenated: bool,
    /// Whether it is plain ASCII, so that folding is lower-casing.
    pub ascii: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, or letters and digits.
    Word,
    /// A digit and what belongs to it.
    Number,
    /// `'s`, or the apostrophe after a plural's s; ignored in matching.
    Possessive,
    /// Punctuation.
    Mark(Mark),
}

/// What punctuation says about the structure around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `,`
    Comma,
    /// `:` and `;`
    Colon,
    /// A long dash, `--`, or a lone hyphen between spaces.
    Dash,
    /// Round, square and curly ones.
    Bracket,
    /// A quotation mark of any kind.
    Quote,
    /// A full stop that ends a sentence.
    Stop,
    /// `?`
    Question,
    /// `!`
    Exclamation,
    /// `…` or three dots; also what joins the spans of a statement.
    Ellipsis,
    /// An empty line.
    Paragraph,
    /// Anything else, and the dot of an abbreviation: says nothing.
    Other,
}

/// Words whose dot does not end a sentence, folded.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "gen", "col", "capt", "lt", "sgt", "maj", "adm", "sen", "rep", "gov", "pres", "prof", "rev", "hon", "st", "jr", "sr",
    "vs", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];

/// Of an ASCII byte: a letter.
const LETTER: u8 = 1;

/// Of each byte [`LETTER`] for an ASCII letter, 2 for an ASCII digit, 0 for anything else.
const KIND: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphabetic() {
            table[byte] = LETTER;
        } else if (byte as u8).is_ascii_digit() {
            table[byte] = 2;
        }
        byte += 1;
    }
    table
};

/// How many of eight bytes, from the first on, are ASCII letters.
#[inline]
fn letters_ahead(eight: &[u8]) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let Ok(bytes) = eight.try_into().map(u64::from_le_bytes) else { return 0 };
    // The highest bit of a byte: that it is from a on, and not behind z. No sum carries over, since without that bit a byte is 127 at most.
    let small = (bytes | (0x20 * EACH)) & (0x7f * EACH);
    let (from_a, behind_z) = (small + u64::from(0x80 - b'a') * EACH, small + u64::from(0x80 - b'z' - 1) * EACH);
    let other = !(from_a & !behind_z & !bytes) & (0x80 * EACH);
    other.trailing_zeros() as usize / 8
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}' | '\u{ff07}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}')
}

/// Characters that stand inside words without being read: soft hyphen, zero-width space and joiners, byte order mark.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() && c != '\u{2bc}'
}

/// The tokens of `text`, lazily. See the module for the rules.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens {
        text,
        at: 0,
        pending: None,
        word_end: usize::MAX,
        word_start: 0,
        open_single: false,
    }
}

/// Iterator over tokens; made by [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// The second part of a contraction, due next.
    pending: Option<Token>,
    /// Where the last word started and ended.
    word_start: usize,
    word_end: usize,
    /// Whether a straight or curly single quotation mark is open, which makes an apostrophe after an s a closing mark.
    open_single: bool,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        if let Some(token) = self.pending.take() {
            return Some(token);
        }
        let bytes = self.text.as_bytes();
        // Blanks between words are nearly always one space.
        if bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        let byte = *bytes.get(self.at)?;
        if byte.is_ascii_alphanumeric() {
            return Some(self.word());
        }
        self.other()
    }
}

impl Tokens<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 0x80 {
            Some(byte as char)
        } else {
            self.text[at..].chars().next()
        }
    }

    /// The word or number that starts here.
    fn word(&mut self) -> Token {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut at = start;
        let (mut hyphenated, mut ascii, mut dotted, mut letters, mut apostrophe) = (false, true, false, false, None);
        // Where the stretch since the last dot or hyphen began: "U.S." is made of stretches of one letter.
        let mut stretch = start;
        loop {
            let mut seen = 0;
            while let Some(eight) = bytes.get(at..at + 8) {
                let ahead = letters_ahead(eight);
                seen |= if ahead > 0 { LETTER } else { 0 };
                at += ahead;
                if ahead < 8 {
                    break;
                }
            }
            while let Some(&byte) = bytes.get(at)
                && KIND[usize::from(byte)] != 0
            {
                seen |= KIND[usize::from(byte)];
                at += 1;
            }
            letters |= seen & LETTER != 0;
            let Some(&byte) = bytes.get(at) else { break };
            if byte == b' ' {
                break;
            }
            match byte {
                b'\'' if self.char_at(at + 1).is_some_and(is_word_char) => {
                    apostrophe = Some(at);
                    at += 1;
                }
                b'-' if self.char_at(at + 1).is_some_and(is_word_char) => {
                    hyphenated = true;
                    at += 1;
                    stretch = at;
                }
                b'.' | b',' | b':' | b'/'
                    if at > start
                        && bytes[at - 1].is_ascii_digit()
                        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
                        && bytes[start].is_ascii_digit() =>
                {
                    at += 1;
                }
                b'.' if at == stretch + 1 && bytes[stretch].is_ascii_alphabetic() => {
                    let next_letter = bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
                    if next_letter && !self.char_at(at + 2).is_some_and(is_word_char) {
                        // One letter, a dot, one letter: an abbreviation if a dot follows ("U.S."), also without its last dot ("U.S").
                        dotted = true;
                        at += 1;
                        stretch = at;
                    } else if dotted && !next_letter {
                        at += 1;
                        if self.char_at(at).is_some_and(|c| c == '-') && self.char_at(at + 1).is_some_and(is_word_char) {
                            continue;
                        }
                        break;
                    } else {
                        break;
                    }
                }
                0x00..=0x7f => break,
                _ => {
                    let Some(c) = self.char_at(at) else { break };
                    let after = at + c.len_utf8();
                    if is_apostrophe(c) {
                        if !self.char_at(after).is_some_and(is_word_char) {
                            break;
                        }
                        apostrophe = Some(at);
                    } else if is_hyphen(c) {
                        if !self.char_at(after).is_some_and(is_word_char) {
                            break;
                        }
                        hyphenated = true;
                        stretch = after;
                    } else if is_word_char(c) || is_combining_mark(c) || is_ignorable(c) {
                        letters = true;
                    } else {
                        break;
                    }
                    ascii = false;
                    at = after;
                }
            }
        }
        self.at = at;
        (self.word_start, self.word_end) = (start, at);
        let kind = if letters { TokenKind::Word } else { TokenKind::Number };
        let whole = Token {
            span: Span::new(start, at),
            kind,
            hyphenated,
            ascii,
        };
        match apostrophe {
            Some(apostrophe) => self.contraction(whole, apostrophe),
            None => whole,
        }
    }

    /// Splits a word with an apostrophe at `apostrophe` where it is a contraction or a possessive.
    fn contraction(&mut self, whole: Token, apostrophe: usize) -> Token {
        let (start, end) = (whole.span.start as usize, whole.span.end as usize);
        let width = self.char_at(apostrophe).map_or(1, char::len_utf8);
        let suffix = &self.text.as_bytes()[apostrophe + width..end];
        let is = |what: &str| suffix.eq_ignore_ascii_case(what.as_bytes());
        let (cut, kind) = if is("s") {
            (apostrophe, TokenKind::Possessive)
        } else if is("t") && apostrophe > start + 1 && self.text.as_bytes()[apostrophe - 1].eq_ignore_ascii_case(&b'n') {
            (apostrophe - 1, TokenKind::Word)
        } else if is("ll") || is("re") || is("ve") || is("d") || is("m") {
            (apostrophe, TokenKind::Word)
        } else {
            return whole;
        };
        let part = |from: usize, to: usize, kind| {
            let ascii = whole.ascii || self.text[from..to].is_ascii();
            Token {
                span: Span::new(from, to),
                kind,
                hyphenated: false,
                ascii,
            }
        };
        let second = part(cut, end, kind);
        let first = Token {
            hyphenated: whole.hyphenated,
            ..part(start, cut, whole.kind)
        };
        self.pending = Some(second);
        first
    }

    /// White space and what follows it where no ASCII letter or digit stands.
    fn other(&mut self) -> Option<Token> {
        let mut breaks = 0;
        let blank_from = self.at;
        loop {
            let c = self.char_at(self.at)?;
            if c.is_whitespace() || is_ignorable(c) {
                breaks += usize::from(c == '\n' || c == '\u{2028}') + 2 * usize::from(c == '\u{2029}');
                self.at += c.len_utf8();
                continue;
            }
            if breaks >= 2 {
                return Some(self.mark_of(Mark::Paragraph, blank_from, self.at));
            }
            return Some(if is_word_char(c) { self.word() } else { self.mark(c) });
        }
    }

    fn mark_of(&self, mark: Mark, start: usize, end: usize) -> Token {
        Token {
            span: Span::new(start, end),
            kind: TokenKind::Mark(mark),
            hyphenated: false,
            ascii: false,
        }
    }

    /// The mark that starts here with `c`.
    fn mark(&mut self, c: char) -> Token {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let run = |of: u8| bytes[start..].iter().take_while(|&&byte| byte == of).count();
        let after_word = self.word_end == start;
        self.at += c.len_utf8();
        let mark = match c {
            ',' | '،' | '，' | '、' => Mark::Comma,
            ':' | ';' | '：' | '；' | '؛' => Mark::Colon,
            '(' | ')' | '[' | ']' | '{' | '}' | '（' | '）' => Mark::Bracket,
            '?' | '？' | '؟' => Mark::Question,
            '!' | '！' => Mark::Exclamation,
            '。' => Mark::Stop,
            '\u{2026}' => Mark::Ellipsis,
            '\u{2012}'..='\u{2015}' => Mark::Dash,
            '.' => match run(b'.') {
                1 if after_word && self.abbreviated() => Mark::Other,
                1 => Mark::Stop,
                2 => {
                    self.at = start + 2;
                    Mark::Stop
                }
                dots => {
                    self.at = start + dots;
                    Mark::Ellipsis
                }
            },
            '-' => {
                let dashes = run(b'-');
                self.at = start + dashes;
                let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
                let alone = blank(self.text[..start].chars().next_back()) && blank(self.char_at(self.at));
                if dashes > 1 || alone { Mark::Dash } else { Mark::Other }
            }
            '\'' | '\u{2019}' => {
                if after_word && !self.open_single && self.text[..start].ends_with(['s', 'S']) {
                    let token = self.mark_of(Mark::Other, start, self.at);
                    return Token {
                        kind: TokenKind::Possessive,
                        ..token
                    };
                }
                self.open_single = c == '\'' && !after_word && self.char_at(self.at).is_some_and(is_word_char);
                Mark::Quote
            }
            '\u{2018}' => {
                self.open_single = true;
                Mark::Quote
            }
            '"' | '`' | '´' | '«' | '»' | '‹' | '›' | '\u{201a}'..='\u{201f}' | '″' | '＂' => Mark::Quote,
            _ => Mark::Other,
        };
        self.mark_of(mark, start, self.at)
    }

    /// Whether the last word, which a dot follows, is an abbreviation or an initial.
    fn abbreviated(&self) -> bool {
        let word = &self.text[self.word_start..self.word_end];
        word.chars().nth(1).is_none() || ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word))
    }
}

/// Up to eight ASCII bytes `from..to` of a text in one integer, letters small, first byte lowest; none where there are more. Of tokens that are ASCII two have one number only if they fold alike.
#[inline]
pub(crate) fn packed(text: &[u8], from: usize, to: usize) -> Option<u64> {
    let length = to - from;
    if !(1..=8).contains(&length) {
        return None;
    }
    let raw = match text.get(from..from + 8) {
        Some(window) => u64::from_le_bytes(window.try_into().ok()?),
        // The last bytes of the text.
        None => {
            let mut window = [0; 8];
            window[..length].copy_from_slice(&text[from..to]);
            u64::from_le_bytes(window)
        }
    };
    // Of letters this bit makes small ones; digits, apostrophes, hyphens and dots have it.
    Some((raw | 0x2020_2020_2020_2020) & (u64::MAX >> (64 - 8 * length)))
}

/// `word` as it is compared: Unicode NFC, case folded, apostrophes and hyphens straight, soft hyphens and zero-width characters dropped, without the last dot of an
/// abbreviation. Borrowed where nothing changes.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(if word.len() > 1 { word.trim_end_matches('.') } else { word });
    }
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    Cow::Owned(folded)
}

/// As [`fold`], into a buffer that is emptied first.
pub fn fold_into(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
    } else {
        // Upper, then lower case: ß and ss, ς and σ, ligatures and their letters become one.
        let cased = word
            .nfc()
            .filter(|&c| !is_ignorable(c))
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase);
        folded.extend(
            cased
                .map(|c| {
                    if is_apostrophe(c) {
                        '\''
                    } else if is_hyphen(c) {
                        '-'
                    } else {
                        c
                    }
                })
                .nfc(),
        );
    }
    if folded.len() > 1 {
        folded.truncate(folded.trim_end_matches('.').len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<String> {
        let word = |token: &Token| match token.kind {
            TokenKind::Word => fold(token.span.of(text)).into_owned(),
            TokenKind::Number => format!("#{}", token.span.of(text)),
            TokenKind::Possessive => format!("<{}>", fold(token.span.of(text))),
            TokenKind::Mark(mark) => format!("{mark:?}"),
        };
        tokens(text).map(|token| word(&token)).collect()
    }

    #[test]
    fn words_marks_and_numbers() {
        for (text, expected) in [
            ("We don't, we WON\u{2019}T.", "we do n't Comma we wo n't Stop"),
            ("we'll they\u{2019}ve I'm O'Brien\u{2019}s", "we 'll they 've i 'm o'brien <'s>"),
            (
                "the allies' plan, 'our allies' plan'",
                "the allies <'> plan Comma Quote our allies Quote plan Quote",
            ),
            ("the U.S.-led talks in the U.S. now", "the u.s.-led talks in the u.s now"),
            (
                "Mr. Orlu, J. Orlu spoke. He left.",
                "mr Other orlu Comma j Other orlu spoke Stop he left Stop",
            ),
            ("1,000 men at 10:30 on 9/11, 3.5 times", "#1,000 men at #10:30 on #9/11 Comma #3.5 times"),
            (
                "so \u{2026} then... or -- well - yes \u{2014} no",
                "so Ellipsis then Ellipsis or Dash well Dash yes Dash no",
            ),
            (
                "a non\u{2011}aggression pact, East\u{2013}West ties",
                "a non-aggression pact Comma east-west ties",
            ),
            ("co\u{ad}oper\u{ad}ate\u{a0}now", "cooperate now"),
            ("E\u{301}lan \u{c9}LAN stra\u{df}e STRASSE", "\u{e9}lan \u{e9}lan strasse strasse"),
            ("one\n\ntwo\nthree", "one Paragraph two three"),
            ("(\u{201c}Why?\u{201d})!", "Bracket Quote why Question Quote Bracket Exclamation"),
        ] {
            assert_eq!(shown(text).join(" "), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn letters_are_counted_eight_at_a_time(bytes in any::<[u8; 8]>(), letters in "[a-zA-Z@\\[`{é]{8}") {
            for bytes in [&bytes, &letters.as_bytes()[..8]] {
                prop_assert_eq!(letters_ahead(bytes), bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count());
            }
        }

        #[test]
        fn tokens_stand_in_order_on_boundaries(text in "\\PC{0,200}|[a-zA-Z'’.\\-– …0-9,]{0,80}") {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.span.start >= end && token.span.end > token.span.start);
                prop_assert!(text.get(token.span.range()).is_some());
                prop_assert!(!token.ascii || token.span.of(&text).is_ascii());
                end = token.span.end;
            }
        }

        #[test]
        fn nothing_but_blanks_is_left_out(text in "\\PC{0,200}") {
            let kept: usize = tokens(&text).map(|token| token.span.of(&text).chars().filter(|c| !c.is_whitespace()).count()).sum();
            let all = text.chars().filter(|&c| !c.is_whitespace() && !is_ignorable(c)).count();
            let with_ignorable = text.chars().filter(|&c| !c.is_whitespace()).count();
            prop_assert!((all..=with_ignorable).contains(&kept));
        }

        #[test]
        fn capitals_have_the_same_tokens(text in "[a-zéü'’.,?! \\-]{0,80}") {
            prop_assert_eq!(shown(&text), shown(&text.to_uppercase()));
        }

        #[test]
        fn folding_twice_is_folding_once(word in "\\PC{0,20}") {
            let once = fold(&word).into_owned();
            prop_assert_eq!(fold(&once).into_owned(), once.clone());
        }
    }
}
