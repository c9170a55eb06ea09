//! What belongs to the page and not to the story: told by a line's own words here, by its neighbours in [`super::page`].
//!
//! Precision first: a line wrongly marked loses statements, a line wrongly left is only a sentence without a speaker. So a line that reports speech is never marked by its words alone.

use super::date;
use super::line::{LONGEST, Line, lowered};
use super::{Boilerplate, BoilerplateKind, Span};
use BoilerplateKind::{Byline, Caption, Contact, Credit, Heading, Navigation, SignOff, Url};
use memchr::{memchr, memchr2, memmem};
use std::cell::OnceCell;

/// Where in the article a line stands, for furniture that has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Before the story is well under way.
    pub head: bool,
    /// Among the last lines.
    pub tail: bool,
}

/// The kind of furniture that `line` is by its own words; none for all lines of the story.
pub(super) fn by_words(line: &Line, place: Place) -> Option<BoilerplateKind> {
    let words = line.shown.as_ref();
    if words.len() > LONGEST {
        return None;
    }
    let item = unlisted(words);
    let lower = lowered(item);
    let told = Told::of(&lower);
    if is_address(item) || labelled_address(&lower) {
        return Some(Url);
    }
    if is_debris(item) {
        return Some(Navigation);
    }
    if item
        .chars()
        .all(|char| !char.is_alphanumeric() && !matches!(char, '"' | '“' | '”' | '«' | '»' | '\'' | '‘' | '’' | '…'))
    {
        return Some(Heading);
    }
    if is_navigation(&told) {
        return Some(Navigation);
    }
    if let Some(kind) = credit(item, &told) {
        return Some(kind);
    }
    if is_contact(item, &told, place.tail) {
        return Some(Contact);
    }
    if let Some(kind) = date_line(item, place) {
        return Some(kind);
    }
    if place.head && is_byline(item, &told) {
        return Some(Byline);
    }
    if place.tail && is_sign_off(item, &told) {
        return Some(SignOff);
    }
    None
}

/// A line in small letters, and what several questions ask of it. Nearly every line is of the story, and most questions end at its first letter: what takes a walk over the line is found out when
/// the first of them gets that far, and once.
struct Told<'l> {
    lower: &'l str,
    length: OnceCell<usize>,
    reports: OnceCell<bool>,
    quotes: OnceCell<bool>,
}

impl<'l> Told<'l> {
    fn of(lower: &'l str) -> Self {
        Told {
            lower,
            length: OnceCell::new(),
            reports: OnceCell::new(),
            quotes: OnceCell::new(),
        }
    }

    /// Words separated by white space.
    fn length(&self) -> usize {
        *self.length.get_or_init(|| count(self.lower))
    }

    /// See [`reports`].
    fn reports(&self) -> bool {
        *self.reports.get_or_init(|| reports(self.lower))
    }

    /// See [`quotes`].
    fn quotes(&self) -> bool {
        *self.quotes.get_or_init(|| quotes(self.lower))
    }

    /// Whether it holds somebody's words.
    fn speaks(&self) -> bool {
        self.reports() || self.quotes()
    }
}

/// Beginnings of lines, asked for by their first byte before any is compared.
struct Starts {
    list: &'static [&'static str],
    first: [bool; 256],
}

impl Starts {
    const fn of(list: &'static [&'static str]) -> Starts {
        let (mut first, mut n) = ([false; 256], 0);
        while n < list.len() {
            first[list[n].as_bytes()[0] as usize] = true;
            n += 1;
        }
        Starts { list, first }
    }

    fn open(&self, words: &str) -> bool {
        words.bytes().next().is_some_and(|byte| self.first[usize::from(byte)]) && starts(words, self.list)
    }
}

/// Marks inside lines: targets of markdown links, pictures of markdown.
pub(super) fn inline(text: &str, marks: &mut Vec<Boilerplate>) {
    if !text.contains("](") {
        return;
    }
    for link in super::line::links(text) {
        if link.picture {
            marks.push(Boilerplate {
                span: Span::new(link.open, link.end),
                kind: Caption,
            });
        } else {
            marks.push(Boilerplate {
                span: Span::new(link.open, link.text),
                kind: Url,
            });
            marks.push(Boilerplate {
                span: Span::new(link.close, link.end),
                kind: Url,
            });
        }
    }
}

/// Past forms with which a story reports speech. Headlines and captions use the present.
#[rustfmt::skip]
const REPORTS: &[&str] = &[
    "said", "told", "added", "stated", "announced", "warned", "noted", "stressed", "insisted", "argued", "claimed", "explained", "replied", "asked",
    "declared", "accused", "acknowledged", "admitted", "called", "urged", "vowed", "tweeted", "wrote", "quipped", "recalled", "concluded",
    "continued", "responded", "remarked", "reiterated", "emphasized", "emphasised", "denied", "dismissed", "complained", "suggested",
];

/// Whether the words report speech as a story does.
pub(super) fn reports(words: &str) -> bool {
    // All of them end in one of two letters.
    words
        .split(|char: char| !char.is_alphanumeric())
        .any(|word| word.ends_with(['d', 'e']) && REPORTS.contains(&word))
}

/// A pair of quotation marks with three words or more between them: somebody's words.
fn quotes(words: &str) -> bool {
    let opening = words.find(['"', '“', '«', '„']);
    let closing = words.rfind(['"', '”', '»', '“']);
    matches!((opening, closing), (Some(open), Some(close)) if open < close && words[open..close].split_whitespace().count() >= 3)
}

fn starts(words: &str, with: &[&str]) -> bool {
    with.iter().any(|start| words.starts_with(start))
}

fn count(words: &str) -> usize {
    words.split_whitespace().count()
}

/// Without a list's mark: "1. ", "- ", "* ", "• ".
fn unlisted(words: &str) -> &str {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits)
        && let Some(rest) = words[digits..].strip_prefix(". ")
    {
        return rest.trim_start();
    }
    ["- ", "* ", "• ", "· ", "› ", "» "]
        .iter()
        .find_map(|mark| words.strip_prefix(mark))
        .unwrap_or(words)
        .trim_start()
}

fn is_address(words: &str) -> bool {
    let bare = words.trim_start_matches('<').trim_end_matches(['>', '.', ',']);
    let lower = bare.get(..8).unwrap_or(bare).to_ascii_lowercase();
    (starts(&lower, &["http://", "https://", "www."])) && !bare.contains(char::is_whitespace)
}

fn labelled_address(lower: &str) -> bool {
    #[rustfmt::skip]
    const LABELS: Starts = Starts::of(&[
        "original url", "original article", "original link", "source url", "url", "link", "permalink", "read the original", "read original",
        "short url", "source", "available at", "retrieved from", "archived at", "original",
    ]);
    LABELS.open(lower)
        && LABELS.list.iter().filter_map(|label| lower.strip_prefix(label)).any(|rest| {
            let rest = rest.trim_start();
            let after = rest.strip_prefix(':').map(str::trim_start);
            match after {
                // "Original url:" alone announces the address of the next line; "Source:" alone may announce anything.
                Some("") => lower.contains("url") || lower.contains("link"),
                Some(address) => is_address(address),
                None => is_address(rest),
            }
        })
}

/// Rests of style sheets and tags that scraping leaves behind.
fn is_debris(words: &str) -> bool {
    // A tag that holds words (an embedded post) is kept: they may be somebody's.
    let tag = words.starts_with('<')
        && words.trim_end_matches('.').ends_with('>')
        && !words
            .split('<')
            .any(|part| part.split_once('>').is_some_and(|(_, after)| after.contains(char::is_alphanumeric)));
    let rule = words == "}" || words == "{" || (words.ends_with('{') && starts(words, &[".", "#", "@", "body", "div", "p ", "a ", "img"]));
    let property = words.ends_with(';')
        && words.split_once(':').is_some_and(|(name, value)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') && !value.starts_with("//") && count(value) <= 6
        });
    tag || rule || property
}

fn is_navigation(told: &Told) -> bool {
    let lower = told.lower;
    #[rustfmt::skip]
    const WHOLE: &[&str] = &[
        "advertisement", "advertising", "sponsored", "promoted", "share", "share this", "share this article", "share this story",
        "share on facebook", "share on twitter", "share via email", "tweet", "print", "print this", "e-mail", "email", "copy link", "copy",
        "comments", "comment", "leave a comment", "view comments", "show comments", "menu", "main menu", "search", "home", "homepage", "related",
        "related articles", "related stories", "related topics", "related links", "related content", "related news", "recommended",
        "recommended stories", "recommended for you", "you may also like", "most read", "most popular", "most viewed", "read more", "learn more",
        "see also", "also read", "more on this topic", "more on this story", "more on this", "more stories", "more news", "more from", "listen",
        "save", "bookmark", "follow", "log in", "login", "sign in", "show more", "load more", "show more posts", "top stories", "trending",
        "story continues below", "story continues below advertisement", "article continues after advertisement", "continue reading",
        "continue reading below", "back to top", "next article", "previous article", "next", "previous", "close", "watch live", "live", "play video",
        "play", "facebook", "twitter", "whatsapp", "telegram", "linkedin", "reddit", "pinterest", "send", "sections", "skip", "toggle menu",
        "toggle navigation", "open menu", "breadcrumb", "tags", "topics", "newsletter", "newsletters", "abstract", "full text", "read full article",
    ];
    #[rustfmt::skip]
    const LABELS: Starts = Starts::of(&[
        "read more:", "read also:", "also read:", "see also:", "related:", "read next:", "up next:", "recommended:", "more:", "watch:", "listen:",
        "tags:", "topics:", "categories:", "filed under:", "keywords:", "share this:", "|",
    ]);
    const SKIPS: Starts = Starts::of(&[
        "skip to ",
        "jump to ",
        "go to main",
        "go to content",
        "back to top",
        "toggle ",
        "share on ",
        "share this ",
        "share via ",
    ]);
    const ASKS: Starts = Starts::of(&[
        "watch ",
        "listen to ",
        "read the full",
        "read the rest",
        "read it all",
        "read all",
        "read more ",
        "click ",
        "see more ",
        "see photos",
        "see live",
        "take a look at",
    ]);
    let bare = lower.trim_matches(|char: char| !char.is_alphanumeric());
    if WHOLE.contains(&bare) {
        return true;
    }
    if SKIPS.open(lower) && told.length() <= 8 {
        return true;
    }
    if LABELS.open(lower) && told.length() <= 25 && !told.speaks() {
        return true;
    }
    // "5 min read"
    if bare.ends_with(" read") && bare.starts_with(|char: char| char.is_ascii_digit()) && bare.contains("min") && told.length() <= 4 {
        return true;
    }
    let points = || {
        ["below", "above", "here"].iter().any(|word| bare.ends_with(word))
            || starts(lower, &["read the full", "read the rest", "read more ", "click "])
    };
    ASKS.open(lower) && points() && told.length() <= 16 && !told.speaks()
}

#[rustfmt::skip]
const AGENCIES: &[&str] = &[
    "ap", "afp", "dpa", "reuters", "epa", "tass", "upi", "ansa", "efe", "apa", "pa", "xinhua", "interfax", "ria novosti", "ria", "sputnik", "kyodo",
    "anp", "belga", "ukrinform", "unian", "getty images", "getty", "bloomberg", "associated press", "the associated press", "agence france-presse",
    "rfe/rl", "kna", "epd", "sid", "rtr", "dw", "bbc", "imago", "picture alliance", "picture-alliance", "zuma", "shutterstock", "pool",
];

/// Credits, and captions that end with one or announce themselves.
fn credit(words: &str, told: &Told) -> Option<BoilerplateKind> {
    let lower = told.lower;
    #[rustfmt::skip]
    const LABELS: Starts = Starts::of(&[
        "image:", "images:", "photo:", "photos:", "photograph:", "photographs:", "picture:", "pictures:", "foto:", "photo credit", "image credit",
        "picture credit", "image source", "image copyright", "photo by ", "photos by ", "photograph by ", "image by ", "picture by ",
        "photo courtesy", "image courtesy", "credit:", "credits:", "illustration:", "illustration by ", "graphic:", "photo ©", "image ©",
        "photo illustration", "ap photo", "afp photo", "reuters photo", "getty images", "courtesy of ", "via reuters", "via ap", "via getty",
    ]);
    #[rustfmt::skip]
    const CAPTIONS: Starts = Starts::of(&[
        "image caption", "caption:", "file photo", "file:", "file image", "file picture", "pictured:", "pictured here", "in this photo",
        "in this image", "in this picture", "in this file", "photo shows", "video shows:",
    ]);
    #[rustfmt::skip]
    const SHOWS: Starts = Starts::of(&[
        "a map showing", "map showing", "a map of ", "a chart showing", "chart showing", "a graph showing", "graph showing", "a graphic showing",
        "an infographic", "infographic", "a photo of ", "a picture of ", "an image of ", "a screenshot ", "a still from ", "a video grab",
        "video grab",
    ]);
    const DESKS: Starts = Starts::of(&["reuters/", "afp/", "epa/", "epa-efe/", "ap/", "dpa/", "tass/", "getty/"]);
    let sentence = || super::line::is_sentence(words);
    if LABELS.open(lower.trim_start_matches(['(', '[', '|', '©', ' '])) && told.length() <= 25 && !told.speaks() {
        return Some(Credit);
    }
    if DESKS.open(lower) && told.length() <= 8 && !sentence() {
        return Some(Credit);
    }
    if CAPTIONS.open(lower) && told.length() <= 60 && !told.speaks() {
        return Some(Caption);
    }
    if SHOWS.open(lower) && told.length() <= 40 && !sentence() && !told.reports() {
        return Some(Caption);
    }
    if ends_with_credit(words, lower) && told.length() <= 60 && !told.reports() {
        return Some(if told.length() <= 8 && !lower.contains(". ") { Credit } else { Caption });
    }
    // "EPA / A. Example / POOL", "picture alliance/dpa/B. Example"
    if memchr(b'/', lower.as_bytes()).is_none() || told.length() > 12 || sentence() {
        return None;
    }
    let parts: Vec<&str> = lower
        .split('/')
        .map(|part| part.trim_matches(|char: char| !char.is_alphanumeric()))
        .collect();
    let credits = parts.iter().filter(|part| !part.is_empty()).count() >= 2
        && parts.iter().any(|part| AGENCIES.contains(part) && part.len() > 1)
        && parts.iter().all(|part| count(part) <= 4);
    // Initials of an agency's desk and its agencies ("ab/cd (AP)") are a sign-off.
    (credits && !initials(words)).then_some(Credit)
}

/// "… in Harbourtown. (AP Photo/Ada Example)", "… Photo: Ada Example / AFP", "… [Photo/Agency]", "… REUTERS/Ada Example".
fn ends_with_credit(words: &str, lower: &str) -> bool {
    let last = lower.trim_end_matches('.');
    if last.ends_with([')', ']'])
        && let Some(open) = last.rfind(['(', '['])
    {
        let inside = &last[open + 1..last.len() - 1];
        if count(inside) <= 10
            && (starts(
                inside,
                &[
                    "photo",
                    "image",
                    "file photo",
                    "ap photo",
                    "picture",
                    "photograph",
                    "reuters/",
                    "afp/",
                    "epa/",
                    "via getty",
                    "©",
                ],
            ) || inside.contains("getty images"))
        {
            return true;
        }
    }
    // One of two bytes stands in every label but one.
    let labelled = memchr2(b':', 0xC2, last.as_bytes()).is_some() || memmem::find(last.as_bytes(), b"photo by ").is_some();
    for label in ["photo:", "photograph:", "image:", "picture:", "credit:", "photo by ", "©"] {
        if labelled && let Some(at) = memmem::rfind(last.as_bytes(), label.as_bytes()) {
            let before = last[..at].trim_end();
            let separated = before.ends_with(['.', '|', ')', ',', '-', '–', '—', ';', '"', '”']);
            if separated && count(&last[at..]) <= 10 {
                return true;
            }
        }
    }
    memmem::rfind(words.as_bytes(), b"REUTERS/").is_some_and(|at| count(&words[at..]) <= 4 && (at == 0 || words[..at].ends_with(' ')))
}

fn is_contact(words: &str, told: &Told, tail: bool) -> bool {
    addresses_reader(words, told, tail) && told.length() <= 60 && !told.speaks()
}

/// Whether the words would be those of a contact, if nobody's words stood among them.
fn addresses_reader(words: &str, told: &Told, tail: bool) -> bool {
    let lower = told.lower;
    #[rustfmt::skip]
    const STARTS: Starts = Starts::of(&[
        "contact us", "contact the ", "contact our ", "contact me ", "reach the author", "reach us", "reach him ", "reach her ", "email us",
        "e-mail us", "e-mail:", "email:", "e-mail the", "email the author", "twitter:", "facebook:", "telegram:", "instagram:", "follow us",
        "follow @", "follow the author", "follow me ", "follow our ", "sign up for", "sign up to", "sign up now", "subscribe to", "subscribe for",
        "subscribe now", "subscribe here", "support our ", "support independent", "support us", "donate ", "donate:", "make a donation",
        "join us on", "join our ", "like us on", "like our page", "send tips", "send us ", "got a tip", "have a news tip", "have a tip",
        "enter your email", "want to receive this", "want more ", "get the latest", "get our ", "download our", "all rights reserved",
        "this material may not", "reproduction ", "terms of use", "privacy policy", "cookie ", "we use cookies", "do you support ",
        "share and comment", "comments may be", "on twitter follow",
    ]);
    /// These open sentences of stories too: something else must show that the reader is spoken to.
    const DOUBTFUL: Starts = Starts::of(&[
        "contact the ",
        "do you support ",
        "want more ",
        "get our ",
        "reproduction ",
        "support us",
        "get the latest",
    ]);
    let bare = lower.trim_end_matches(['.', ',']);
    // A handle alone may be the author of a post that is quoted above it.
    let handle = memchr(b'@', lower.as_bytes()).is_some() && told.length() == 1;
    if handle && ((tail && bare.starts_with('@')) || (bare.find('@').is_some_and(|at| at > 0) && bare.contains('.'))) {
        return true;
    }
    let has_address = || lower.contains('@') || lower.contains("http") || lower.contains("www.");
    let networks = [
        " on twitter",
        " on facebook",
        " on instagram",
        " on telegram",
        " on x",
        " on youtube",
        " on linkedin",
    ];
    if starts(lower, &["follow ", "find "]) && (has_address() || networks.iter().any(|network| lower.contains(network))) {
        return true;
    }
    if DOUBTFUL.open(lower) {
        let addressed = has_address()
            || [
                "author",
                "writer",
                "reporter",
                "editor",
                "newsletter",
                "the page",
                "permission",
                "inbox",
                "prohibited",
                "subscri",
                "journalism",
            ]
            .iter()
            .any(|word| lower.contains(word));
        return addressed;
    }
    if starts(lower, &["copyright ", "©", "(c) ", "copyright:"]) {
        return told.length() <= 30 && (lower.contains("rights") || lower.bytes().any(|byte| byte.is_ascii_digit()) || words.starts_with('©'));
    }
    STARTS.open(lower) || bare.ends_with("all rights reserved")
}

/// A line that is a date and nothing else but words of publishing, times and names of days; or, in the head, a name and then the date.
fn date_line(words: &str, place: Place) -> Option<BoilerplateKind> {
    #[rustfmt::skip]
    const PUBLISHING: &[&str] = &[
        "published", "updated", "posted", "last", "first", "modified", "on", "at", "date", "created", "added", "by", "monday", "tuesday",
        "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "am",
        "pm", "a", "p", "m", "gmt", "utc", "est", "edt", "et", "cet", "cest", "msk", "bst", "pst", "pdt", "ist", "of", "time", "hours", "ago", "min",
        "minutes", "read", "edt.", "t", "z",
    ];
    if words.len() > 160 {
        return None;
    }
    let dates = date::find(words);
    let first = dates.iter().find(|mention| mention.year.is_some())?;
    let is_furniture = |rest: &str| {
        rest.split(|char: char| !char.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .all(|word| word.bytes().all(|byte| byte.is_ascii_digit()) || PUBLISHING.contains(&word.to_lowercase().as_str()))
    };
    let mut rest = String::new();
    let mut from = 0;
    for mention in &dates {
        rest.push_str(&words[from..mention.span.start as usize]);
        rest.push(' ');
        from = mention.span.end as usize;
    }
    rest.push_str(&words[from..]);
    if is_furniture(&rest) {
        return Some(if place.head || place.tail { Byline } else { Heading });
    }
    let (before, after) = (&words[..first.span.start as usize], &words[first.span.end as usize..]);
    let named = before.trim_end_matches([' ', '|', ',', '-', '–', '—', '•', '·', ':']);
    (place.head && is_furniture(after) && !named.is_empty() && are_names(named) && !super::line::is_sentence(words)).then_some(Byline)
}

/// One to nine words, all capitalised or the small words of names and offices.
fn are_names(words: &str) -> bool {
    #[rustfmt::skip]
    const SMALL: &[&str] = &[
        "and", "of", "the", "in", "for", "at", "with", "from", "de", "von", "van", "der", "den", "del", "della", "di", "da", "al", "bin", "le", "la",
        "du", "by", "&", "|", "-", "–", "—", "/", "staff", "writer", "correspondent", "reporter", "editor",
    ];
    let all: Vec<&str> = words.split_whitespace().collect();
    let names = all.iter().filter(|word| word.starts_with(|char: char| char.is_uppercase()));
    (1..=9).contains(&all.len())
        && names.count() * 2 >= all.len()
        && all.iter().all(|word| {
            word.starts_with(|char: char| char.is_uppercase() || char == '@') || SMALL.contains(&word.to_lowercase().trim_end_matches(','))
        })
}

fn is_byline(words: &str, told: &Told) -> bool {
    let lower = told.lower;
    if words.ends_with('.') && !words.ends_with("Jr.") && !words.ends_with("Sr.") {
        return false;
    }
    if let Some(rest) = lower.strip_prefix("by ") {
        return are_names(&words[words.len() - rest.len()..]);
    }
    for label in [
        "written by ",
        "author: ",
        "authors: ",
        "reported by ",
        "story by ",
        "text by ",
        "text: ",
        "reporter: ",
        "from our correspondent",
        "from our own correspondent",
        "by: ",
    ] {
        if let Some(rest) = lower.strip_prefix(label) {
            return rest.is_empty() || are_names(&words[words.len() - rest.len()..]) || label.starts_with("from our");
        }
    }
    starts(
        lower,
        &["published", "updated", "posted", "last updated", "last modified", "first published"],
    ) && told.length() <= 12
        && !date::find(words).is_empty()
        && !told.reports()
}

/// "ab/cd", "ab/cd (AP, AFP)": initials of those who wrote and edited.
fn initials(words: &str) -> bool {
    let (names, rest) = words.split_once('(').unwrap_or((words, ""));
    let names = names.trim();
    let small = |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let agencies = rest.trim_end_matches('.').strip_suffix(')').is_some_and(are_agencies);
    match names.contains('/') {
        true => names.split('/').all(|part| small(part.trim())) && (rest.is_empty() || agencies),
        false => small(names) && agencies,
    }
}

fn are_agencies(words: &str) -> bool {
    let mut any = false;
    words
        .to_lowercase()
        .split([',', ';', '/'])
        .map(|part| part.trim().trim_matches(|char: char| !char.is_alphanumeric()))
        .filter(|part| !part.is_empty())
        .all(|part| {
            any = true;
            part.split(" and ").all(|part| AGENCIES.contains(&part.trim()))
        })
        && any
}

fn is_sign_off(words: &str, told: &Told) -> bool {
    signs_off(words, told) && told.length() <= 50 && !told.quotes()
}

/// Whether the words would be those of a sign-off, if they were few and none of them quoted.
fn signs_off(words: &str, told: &Told) -> bool {
    let lower = told.lower;
    #[rustfmt::skip]
    const STARTS: Starts = Starts::of(&[
        "based on materials", "based on reporting", "based on reports", "based on material", "with reporting by", "with reporting from",
        "with files from", "with material from", "with additional reporting", "with information from", "additional reporting", "reporting by",
        "writing by", "editing by", "edited by", "translated by", "translated from", "translation by", "contributing:", "contributors:",
        "compiled by", "written by", "h/t", "source: ", "sources: ", "produced by", "podcast produced", "this story has been",
        "this article has been", "this post has been", "this report has been", "this article was", "this story was", "this post was",
        "this report was", "this article first", "this article originally", "this story first", "this story originally", "originally published",
        "first published", "material from ", "agencies contributed", "adapted from ", "read the original",
    ]);
    let inner = lower
        .trim_start_matches(['(', '[', '-', '–', '—', '*', '_', ' '])
        .trim_end_matches(['.', ')', ']', '*', '_', ' ']);
    if STARTS.open(inner) {
        // "source: " opens much else.
        return !starts(inner, &["source: ", "sources: "]) || told.length() <= 8;
    }
    let contributed = memmem::find(inner.as_bytes(), b"contributed").is_some();
    if contributed
        && [
            "contributed to this report",
            "contributed to this story",
            "contributed to this article",
            "contributed reporting",
            "contributed to the report",
            "contributed from",
        ]
        .iter()
        .any(|end| inner.contains(end))
    {
        return true;
    }
    let capital = words.starts_with(|char: char| char.is_uppercase());
    if capital && told.length() <= 16 && (inner.contains(" reported from ") || (inner.ends_with(" contributed") && told.length() <= 8)) {
        return true;
    }
    initials(words)
        || (told.length() <= 8 && (words.starts_with(['(', '-', '–', '—', '/']) || told.length() <= 2) && are_agencies(inner.trim_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::line::lines;

    fn kind(words: &str, head: bool, tail: bool) -> Option<BoilerplateKind> {
        by_words(&lines(words)[0], Place { head, tail })
    }

    /// Lines and what they are wherever they stand.
    #[test]
    fn furniture_is_known_by_its_words() {
        let cases = [
            ("1. Skip to content", Navigation),
            ("Advertisement", Navigation),
            ("Read more: Harbour talks end", Navigation),
            ("Watch the full interview below:", Navigation),
            ("5 min read", Navigation),
            ("padding-top:20px;", Navigation),
            ("<div class=\"x\">", Navigation),
            ("***", Heading),
            ("https://news.example.org/talks", Url),
            ("<https://news.example.org/talks>", Url),
            ("Original url:", Url),
            ("Source: https://news.example.org", Url),
            ("Image: picture alliance/dpa/B. Example", Credit),
            ("Photo: EPA / ADA EXAMPLE / POOL / TASS", Credit),
            ("REUTERS/Ada Example", Credit),
            ("EPA-EFE/Ada Example", Credit),
            ("(AP Photo/Ada Example)", Credit),
            ("The envoys of both blocs arrive at the harbour, 12 May. (AP Photo/Ada Example)", Caption),
            ("A map showing the \"border\" posts", Caption),
            ("FILE PHOTO: The harbour before the talks.", Caption),
            ("Contact the authors at [a@news.example](mailto:a@news.example).", Contact),
            ("Follow Ada Example on Twitter @adaexample.", Contact),
            ("a@news.example", Contact),
            ("© 2022 Example News. All rights reserved.", Contact),
            ("Sign up for our newsletter", Contact),
        ];
        for (words, expected) in cases {
            assert_eq!(kind(words, false, false), Some(expected), "{words}");
        }
    }

    #[test]
    fn some_furniture_has_its_place() {
        let heads = [
            "By Ada Example",
            "By [Ada Example](#)",
            "May 12, 2022",
            "Ada Example IIIMay 12, 2022",
            "Published: 12 May 2022, 14:05 GMT",
            "By Ada Example and Bo de Example, Harbour Correspondent",
            "Thursday, May 12, 2022 10:15 a.m. EDT",
        ];
        for words in heads {
            assert_eq!(kind(words, true, false), Some(Byline), "{words}");
        }
        let tails = [
            "ab/cd (AP, AFP, dpa)",
            "ab/cde",
            "Based on materials from Harbour Agency",
            "(Reporting by Ada Example; Editing by Bo Example)",
            "Contributing: Ada Example.",
            "Ada Example contributed to this report.",
            "Example reported from Harbourtown.",
            "- Reuters.",
            "(AFP, Reuters)",
            "/TASS/",
            "This article has been updated with an answer of the ministry.",
        ];
        for words in tails {
            assert_eq!(kind(words, false, true), Some(SignOff), "{words}");
        }
    }

    /// Sentences of stories that begin or end like furniture.
    #[test]
    fn the_story_is_left_alone() {
        let story = [
            "By a slim margin, the council voted to go on with the talks.",
            "By Thursday the ministry had withdrawn its envoy.",
            "Contact the enemy and you lose, the general said.",
            "Contacted by the paper, the minister had no comment.",
            "Follow the money, the envoy said.",
            "Following the talks, both sides went home.",
            "\"Watch what we do,\" the envoy said. \"We will be here.\"",
            "Support our troops, he told the crowd.",
            "The treaty of May 12, 2022 was signed by all.",
            "Copyright law is one of the disputes.",
            "Save the treaty, he pleaded.",
            "On May 12, 2022, the council met.",
            "Share the burden or leave, the minister warned.",
            "Read my lips: no new missiles.",
            "The Harbour Council/North Bloc talks went on.",
            "Reuters/Ipsos polls show a majority against the treaty.",
            "Do you support the treaty, the host asked.",
            "He added: \"Photo opportunities are not talks.\"",
            "Reproduction of the old order is what they want.",
        ];
        for words in story {
            for (head, tail) in [(true, false), (false, false), (false, true)] {
                assert_eq!(kind(words, head, tail), None, "{words}");
            }
        }
    }
}
