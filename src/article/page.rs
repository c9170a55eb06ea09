//! The furniture of a page that is told by where a line stands: headline, bylines and date at the head, subheads in the flow, captions before credits, sign-offs at the end.
//!
//! Invariant: marks are in text order and do not overlap; the text itself is never changed. What might be the story is left unmarked.

use super::boilerplate::{self, Place};
use super::line::{Line, is_sentence, lines};
use super::{Boilerplate, BoilerplateKind, Span, date};
use BoilerplateKind::{Byline, Caption, Credit, Heading, Navigation, Title, Url};
use jiff::civil::Date;

/// A page, read.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub text: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<Date>,
    pub marks: Vec<Boilerplate>,
}

/// Reads plain text or markdown (scraped text is often something of both, so one reader serves).
pub(super) fn read(text: String) -> Page {
    let Furniture { title, published, marks } = furnish(&text, &[], None);
    let outlet = announced(&text, &marks);
    Page {
        text,
        title,
        outlet,
        published,
        marks,
    }
}

/// The host of an address that is announced as the page's own ("Original url: …"), the nearest thing to an outlet's name that plain text has.
fn announced(text: &str, marks: &[Boilerplate]) -> Option<String> {
    let mut announced = false;
    for mark in marks.iter().filter(|mark| mark.kind == Url) {
        let words = mark.span.of(text);
        let lower = window(words, 40).to_lowercase();
        announced |= lower.starts_with("original") || lower.starts_with("permalink") || lower.starts_with("source url");
        if announced && words.contains("://") {
            return host(words);
        }
    }
    None
}

/// The host of the first address in `words`, the nearest thing to an outlet's name that an address has.
pub(super) fn host(words: &str) -> Option<String> {
    let (_, rest) = words.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':', '>', ' ']).next().unwrap_or("").to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    Some(host.to_owned()).filter(|host| host.contains('.'))
}

/// What [`furnish`] finds.
pub(super) struct Furniture {
    pub title: Option<String>,
    pub published: Option<Date>,
    pub marks: Vec<Boilerplate>,
}

/// Marks the furniture of `text`. `known` are marks that its format gave; `title` the headline where the format gave one.
pub(super) fn furnish(text: &str, known: &[Boilerplate], title: Option<&str>) -> Furniture {
    let lines = lines(text);
    let mut floor = Floor::new(text, &lines, known);
    let title = floor.headline(title);
    floor.captions();
    floor.bylines();
    floor.headings();
    let (openings, dated) = floor.openings();
    let published = floor.published(dated);
    let mut marks: Vec<Boilerplate> = known.to_vec();
    for (line, kind) in lines.iter().zip(&floor.kinds) {
        if let Some(kind) = *kind {
            marks.push(Boilerplate { span: line.span, kind });
        }
    }
    marks.extend(openings);
    boilerplate::inline(text, &mut marks);
    Furniture {
        title,
        published,
        marks: sorted(marks),
    }
}

/// In text order, each stretch once: of two that overlap the one that starts first stays, then the longer.
fn sorted(mut marks: Vec<Boilerplate>) -> Vec<Boilerplate> {
    marks.retain(|mark| !mark.span.is_empty());
    marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    let mut end = 0;
    marks.retain(|mark| {
        let free = mark.span.start >= end;
        if free {
            end = mark.span.end;
        }
        free
    });
    marks
}

/// The lines of one text and what each was found to be.
struct Floor<'t> {
    text: &'t str,
    lines: &'t [Line<'t>],
    kinds: Vec<Option<BoilerplateKind>>,
    /// The first line that is a sentence of the story.
    story: usize,
    /// Lines are broken at a fixed width: a line is no unit.
    wrapped: bool,
}

impl<'t> Floor<'t> {
    fn new(text: &'t str, lines: &'t [Line<'t>], known: &[Boilerplate]) -> Self {
        let wrapped = is_wrapped(lines);
        let mut kinds: Vec<Option<BoilerplateKind>> = vec![None; lines.len()];
        let mut known = known.iter().peekable();
        for (line, kind) in lines.iter().zip(&mut kinds) {
            while known.next_if(|mark| mark.span.end <= line.span.start).is_some() {}
            *kind = known.peek().filter(|mark| mark.span.contains(line.span)).map(|mark| mark.kind);
        }
        let opens = |index: usize| {
            let line = &lines[index];
            line.is_sentence() && line.words() >= 8 && boilerplate::by_words(line, Place { head: true, tail: false }).is_none()
        };
        let story = (0..lines.len())
            .find(|index| kinds[*index].is_none() && opens(*index))
            .unwrap_or(lines.len());
        for (index, line) in lines.iter().enumerate() {
            let place = Place {
                head: index < 25 && index <= story + 2,
                tail: index + 8 >= lines.len(),
            };
            if kinds[index].is_none() && (!wrapped || line.after_gap) {
                kinds[index] = boilerplate::by_words(line, place);
            }
        }
        Floor {
            text,
            lines,
            kinds,
            story,
            wrapped,
        }
    }

    fn is_free(&self, index: usize) -> bool {
        self.kinds.get(index).is_some_and(Option::is_none)
    }

    /// A line that could be a headline, subhead or caption: short, opened like one, not closed like a sentence, nobody's words.
    fn is_fragment(&self, index: usize) -> bool {
        let Some(line) = self.lines.get(index) else { return false };
        let words = line.shown.as_ref();
        let opens = words.starts_with(|char: char| char.is_uppercase() || char.is_ascii_digit() || matches!(char, '"' | '“' | '\'' | '‘' | '«'));
        let hangs = words.ends_with([':', ',', ';', '-', '–', '—', '(', '/']);
        let goes_on = !line.before_gap && self.lines.get(index + 1).is_some_and(|next| next.shown.starts_with(char::is_lowercase));
        let alone = !self.wrapped || (line.after_gap && line.before_gap);
        opens && !hangs && !goes_on && alone && !is_sentence(words) && words.chars().any(char::is_alphabetic)
    }

    /// The headline: a markdown `# …` at the head, the line the format gives, or the first line that reads like one before the story.
    fn headline(&mut self, given: Option<&str>) -> Option<String> {
        let head = (self.story + 1).min(self.lines.len()).min(25);
        if let Some(given) = given {
            let folded = fold(given);
            if let Some(index) = (0..head).find(|index| fold(hashes(&self.lines[*index].shown).1) == folded) {
                self.kinds[index] = Some(Title);
            }
            return Some(given.to_owned());
        }
        let mark = |floor: &mut Self, index: usize| {
            floor.kinds[index] = Some(Title);
            Some(hashes(&floor.lines[index].shown).1.to_owned())
        };
        if let Some(index) = (0..head).find(|index| self.is_free(*index) && hashes(&self.lines[*index].shown).0 == 1) {
            return mark(self, index);
        }
        let fits = |floor: &Self, index: usize, least: usize| {
            let line = &floor.lines[index];
            let question = line.shown.ends_with('?') && line.shown.matches(['.', '?', '!']).count() == 1 && line.words() <= 16;
            let followed = floor.lines.len() > index + 1;
            floor.is_free(index)
                && followed
                && (least..=25).contains(&line.words())
                && line.shown.len() <= 200
                && (floor.is_fragment(index) || question)
        };
        // A credit right behind a line makes it that picture's caption, unless nothing else can be the headline.
        let captions = |floor: &Self, index: usize| floor.kinds.get(index + 1) == Some(&Some(Credit)) && !floor.lines[index].before_gap;
        let index = (0..head)
            .find(|index| fits(self, *index, 4) && !captions(self, *index))
            .or_else(|| (0..head).find(|index| fits(self, *index, 2) && !captions(self, *index)))?;
        // Nothing of the story stands above its headline.
        if (0..index).any(|above| self.is_free(above) && (self.lines[above].is_sentence() || self.lines[above].words() > 4)) {
            return None;
        }
        for above in 0..index {
            if self.is_free(above) {
                self.kinds[above] = Some(Navigation);
            }
        }
        mark(self, index)
    }

    /// A line right before a credit, with no blank line between, is the caption.
    fn captions(&mut self) {
        for index in 0..self.lines.len().saturating_sub(1) {
            let line = &self.lines[index];
            if self.is_free(index)
                && self.kinds[index + 1] == Some(Credit)
                && !line.before_gap
                && line.words() <= 40
                && !boilerplate::reports(&line.shown)
            {
                // A sentence is one only where nothing else stands with the two.
                let apart = line.after_gap && self.lines[index + 1].before_gap && !line.shown.contains(['"', '“']);
                if !line.is_sentence() || apart {
                    self.kinds[index] = Some(Caption);
                }
            }
        }
    }

    /// A bare name above the date.
    fn bylines(&mut self) {
        for index in 0..self.story.min(self.lines.len().saturating_sub(1)).min(25) {
            let line = &self.lines[index];
            let named = (2..=4).contains(&line.words())
                && line.shown.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
                && self.is_fragment(index);
            if self.is_free(index) && named && self.kinds[index + 1] == Some(Byline) {
                self.kinds[index] = Some(Byline);
            }
        }
    }

    /// Subheads in the flow, and rests of menus after the last sentence.
    fn headings(&mut self) {
        let count = self.lines.len();
        let last_sentence = (0..count).rfind(|index| self.is_free(*index) && self.lines[*index].is_sentence());
        let fits: Vec<bool> = (0..count).map(|index| self.is_free(index) && self.is_subhead(index)).collect();
        let mut index = 0;
        while index < count {
            if !fits[index] {
                index += 1;
                continue;
            }
            let end = (index..count).find(|next| !fits[*next]).unwrap_or(count);
            let ends_story = last_sentence.is_none_or(|last| index > last);
            let above = index.checked_sub(1);
            let closed = above.is_none_or(|above| self.kinds[above].is_some() || self.lines[above].is_sentence());
            let followed = self
                .lines
                .get(end)
                .is_some_and(|next| !next.shown.starts_with(['—', '–']) && !next.shown.starts_with(char::is_lowercase));
            // Three fragments on end are a list or a poem, whose lines may be somebody's words.
            let kind = match (ends_story, end - index) {
                (true, 1) => Some(Heading),
                (true, _) => Some(Navigation),
                (false, 1 | 2) if followed => Some(Heading),
                _ => None,
            };
            if closed && let Some(kind) = kind {
                self.kinds[index..end].fill(Some(kind));
            }
            index = end;
        }
    }

    fn is_subhead(&self, index: usize) -> bool {
        let line = &self.lines[index];
        let words = line.shown.as_ref();
        if hashes(words).0 > 0 {
            return true;
        }
        if words.len() > 100 || line.words() > 12 || words.contains(['#', '@']) || words.contains(": ") {
            return false;
        }
        let bare = words.trim_matches(|char: char| !char.is_alphanumeric());
        let loud = line.words() <= 3
            && bare.chars().any(char::is_alphabetic)
            && !bare.chars().any(char::is_lowercase)
            && !words.contains(['"', '“'])
            && line.after_gap
            && line.before_gap;
        if loud && !words.ends_with([':', '!', '?']) {
            return true;
        }
        let first = bare.split(|char: char| !char.is_alphabetic()).next().unwrap_or("").to_lowercase();
        if words.ends_with('?') && line.words() <= 10 {
            #[rustfmt::skip]
            const ASKING: &[&str] = &[
                "what", "why", "how", "who", "when", "where", "which", "whose", "is", "are", "will", "can", "could", "should",
                "would", "does", "do", "has", "have",
            ];
            #[rustfmt::skip]
            const PERSONS: &[&str] = &[
                "i", "me", "my", "we", "us", "our", "you", "your", "mr", "mrs", "ms", "sir", "madam",
            ];
            let spoken = bare
                .split(|char: char| !char.is_alphanumeric())
                .any(|word| PERSONS.contains(&word.to_lowercase().as_str()) && word != "US");
            let single = words.matches(['.', '?', '!']).count() == 1;
            return ASKING.contains(&first.as_str()) && single && !spoken && !words.contains(['"', '“', '‘']);
        }
        // A line that is all quotation may be a paragraph of speech that lost its full stop.
        let quotation = words.starts_with(['"', '“', '«', '„']) && words.ends_with(['"', '”', '»', '“']);
        let asks = matches!(first.as_str(), "what" | "why" | "how") && line.words() <= 6;
        self.is_fragment(index) && !quotation && (asks || !boilerplate::reports(words))
    }

    /// What stands before the first words of the story on their own line: a date that was glued there, a dateline. And the full date found there.
    fn openings(&self) -> (Vec<Boilerplate>, Option<Date>) {
        let mut marks = Vec::new();
        let mut dated = None;
        for index in self.story.saturating_sub(2)..(self.story + 2).min(self.lines.len()) {
            let line = &self.lines[index];
            if !self.is_free(index) {
                continue;
            }
            let words = line.span.of(self.text);
            let opening = window(words, 160);
            let start = line.span.start as usize;
            let first = date::find(opening).into_iter().find(|mention| mention.year.is_some());
            if let Some(mention) = first
                && mention.span.start == 0
                && words[mention.span.end as usize..].starts_with(|char: char| char.is_uppercase() || matches!(char, '"' | '“' | '|'))
            {
                marks.push(Boilerplate {
                    span: Span::new(start, start + mention.span.end as usize),
                    kind: Byline,
                });
                dated = dated.or(mention.date());
            } else if let Some(length) = dateline(opening) {
                marks.push(Boilerplate {
                    span: Span::new(start, start + length),
                    kind: Byline,
                });
                dated = dated.or(date::find(&words[..length]).into_iter().find_map(|mention| mention.date()));
            }
        }
        (marks, dated)
    }

    /// The day of publication: a date line at the head, the opening of the story, a date line at the end, the address of the page.
    fn published(&self, opening: Option<Date>) -> Option<Date> {
        let of = |index: usize| {
            date::find(window(self.lines[index].span.of(self.text), 300))
                .into_iter()
                .find_map(|mention| mention.date())
        };
        let bylines = || (0..self.lines.len()).filter(|index| self.kinds[*index] == Some(Byline));
        let revised = |index: &usize| {
            let lower = window(&self.lines[*index].shown, 40).to_lowercase();
            lower.starts_with("updated") || lower.starts_with("last ") || lower.starts_with("modified")
        };
        let head = |index: &usize| *index <= self.story + 2;
        bylines()
            .filter(|index| head(index) && !revised(index))
            .find_map(of)
            .or(opening)
            .or_else(|| bylines().filter(head).find_map(of))
            .or_else(|| bylines().find_map(of))
            .or_else(|| (0..self.lines.len()).filter(|index| self.kinds[*index] == Some(Url)).find_map(of))
    }
}

/// The date a researcher gave the file ("nrc/2016-04-20_wire.txt", "20160420-talks.html").
pub(super) fn date_of_name(path: &str) -> Option<Date> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let spaced = name.replace('_', " ");
    if let Some(date) = date::find(&spaced).into_iter().find_map(|mention| mention.date()) {
        return Some(date);
    }
    name.split(|char: char| !char.is_ascii_alphanumeric())
        .filter(|part| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit()))
        .find_map(|part| {
            let (year, month, day) = (part[..4].parse().ok()?, part[4..6].parse().ok()?, part[6..].parse().ok()?);
            Date::new(year, month, day).ok().filter(|date| (1900..=2100).contains(&date.year()))
        })
}

/// Lines broken at a width: of the lines with another right below, many are not closed and go on in a small letter.
fn is_wrapped(lines: &[Line]) -> bool {
    let (mut joined, mut broken) = (0usize, 0usize);
    for pair in lines.windows(2) {
        if !pair[0].before_gap {
            joined += 1;
            broken += usize::from(!pair[0].is_sentence() && pair[1].shown.starts_with(char::is_lowercase));
        }
    }
    broken >= 3 && broken * 4 > joined
}

/// The level of a markdown heading (0 for other lines) and its words.
fn hashes(words: &str) -> (usize, &str) {
    let level = words.bytes().take_while(|byte| *byte == b'#').count();
    match words[level..].strip_prefix(' ') {
        Some(rest) if (1..=6).contains(&level) => (level, rest.trim().trim_end_matches('#').trim_end()),
        _ => (0, words),
    }
}

fn fold(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The first bytes of `words`, at most `most`, cut between characters.
pub(super) fn window(words: &str, most: usize) -> &str {
    let mut end = words.len().min(most);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    &words[..end]
}

/// Length of an agency's or a paper's dateline at the start of a paragraph: "HARBOURTOWN, May 12 (Agency) — ", "HARBOURTOWN, May 12. /AGENCY/. ".
fn dateline(opening: &str) -> Option<usize> {
    let place = opening.split([' ', ',', '.', '(', '/', '-', '–', '—', '\u{A0}']).next()?;
    let loud = place.chars().count() >= 2 && place.chars().all(char::is_uppercase);
    if !loud {
        return None;
    }
    let head = window(opening, 90);
    if let Some(at) = head.find("/. ").filter(|at| head[..*at].contains(" /")) {
        return Some(at + 3);
    }
    let (at, dash) = [" - ", " – ", " — ", " -- ", " —", " –", "\u{A0}—", "\u{A0}–", ") —", ") –", ")—", ") - "]
        .iter()
        .filter_map(|dash| head.find(dash).map(|at| (at, *dash)))
        .min_by_key(|(at, dash)| (*at, std::cmp::Reverse(dash.len())))?;
    let prefix = &head[..at];
    let inside = prefix.find('(').map_or(prefix, |open| &prefix[..open]);
    let named = inside
        .split_whitespace()
        .all(|word| word.starts_with(|char: char| char.is_uppercase() || char.is_ascii_digit()) || matches!(word, "and" | "/" | "of"));
    // A single word in capitals may be an alliance; a place of five letters or with more behind it is a place.
    let placed = place.chars().count() >= 5 || prefix.contains([',', '(']);
    let length = at + dash.len();
    let rest = opening[length..].trim_start();
    let opens = rest.starts_with(|char: char| char.is_uppercase() || char.is_ascii_digit() || matches!(char, '"' | '“' | '\'' | '‘'));
    let spaces = opening[length..].len() - rest.len();
    (named && placed && opens && prefix.split_whitespace().count() <= 9 && !prefix.contains(['"', '“'])).then_some(length + spaces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn marked(page: &Page) -> Vec<(&str, BoilerplateKind)> {
        page.marks.iter().map(|mark| (mark.span.of(&page.text), mark.kind)).collect()
    }

    #[test]
    fn a_broadcaster_page_is_furnished() {
        let text = "1. Skip to content\n  2. Skip to menu\n\nHarbour talks: 'No way back'\n\nAda Example IIIMay 12, 2022\n\nThe envoys of both blocs met on Thursday for the first time in years.\n\nhttps://e.example/x\nBloc chief Bo Example\nImage: example-alliance/dpa/C. Example\n\n\"We talked,\" Example told reporters after the meeting.\n\nBloc 'against new walls'\n\nHe spoke of \"walls\" and of bridges.\n\nA map showing the \"walls\" of the bloc";
        let page = read(text.to_owned());
        let expected = [
            ("1. Skip to content", Navigation),
            ("2. Skip to menu", Navigation),
            ("Harbour talks: 'No way back'", Title),
            ("Ada Example IIIMay 12, 2022", Byline),
            ("https://e.example/x", Url),
            ("Bloc chief Bo Example", Caption),
            ("Image: example-alliance/dpa/C. Example", Credit),
            ("Bloc 'against new walls'", Heading),
            ("A map showing the \"walls\" of the bloc", Caption),
        ];
        assert_eq!(marked(&page), expected);
        assert_eq!(
            (page.title.as_deref(), page.published),
            (Some("Harbour talks: 'No way back'"), Some(date(2022, 5, 12)))
        );
    }

    #[test]
    fn a_glued_date_is_marked_and_read() {
        let text = "Blocs open to more talks after Harbour round\nMay 12, 2022The Harbour Council convened on Thursday for the first time in years.\nWhat did the bloc say?\nBo Example said the talks were \"hard.\"\nab/cde (AP, dpa)";
        let page = read(text.to_owned());
        let expected = [
            ("Blocs open to more talks after Harbour round", Title),
            ("May 12, 2022", Byline),
            ("What did the bloc say?", Heading),
            ("ab/cde (AP, dpa)", BoilerplateKind::SignOff),
        ];
        assert_eq!(marked(&page), expected);
        assert_eq!(page.published, Some(date(2022, 5, 12)));
    }

    #[test]
    fn markdown_is_furnished() {
        let text = "# Blocs agree to disagree\n\nBy [Ada Example](#)\n\n## The talks\n\nThe [Harbour Council](https://e.example/a) met on Thursday and \"failed,\" its chair said.\n\nOriginal url:\n\n<https://e.example/2022/05/12/blocs>";
        let page = read(text.to_owned());
        let expected = [
            ("# Blocs agree to disagree", Title),
            ("By [Ada Example](#)", Byline),
            ("## The talks", Heading),
            ("[", Url),
            ("](https://e.example/a)", Url),
            ("Original url:", Url),
            ("<https://e.example/2022/05/12/blocs>", Url),
        ];
        assert_eq!(marked(&page), expected);
        assert_eq!(
            (page.title.as_deref(), page.published),
            (Some("Blocs agree to disagree"), Some(date(2022, 5, 12)))
        );
    }

    /// Texts in which nothing may be marked.
    #[test]
    fn the_story_is_left_alone() {
        let texts = [
            "The envoys of both blocs met on Thursday for the first time in years.\nThey spoke for an hour.",
            "The chair of the council, speaking in the harbour on Thursday,\nsaid that nothing had been decided and that\nboth blocs would\nmeet again in autumn\nunless one of them\nleft the table for good.",
            "The ministry has answered the letter of the bloc in full.\n\nOne envoy wrote:\n\nThis is the end of the talks\n\nNobody else spoke of an end on that day.",
            "The ministry has answered the letter of the bloc in full.\n\n\"There is no way back\"\n\nNobody else spoke of an end on that day.",
            "The ministry has answered the letter of the bloc in full.\n\nDo you want to go back to the table?\n\nWe do not know yet what we want to do.",
            "The ministry has answered the letter of the bloc in full.\n\nThe envoy said the talks were useful\n\nNobody else spoke of an end on that day.",
            "The ministry has answered the letter of the bloc in full.\n\nMODERATOR: Nobody wants that\n\nENVOY: We want that more than anything else.",
            "",
            "\n\n",
            "OSCE - the body that watches - spoke of a breach of the truce on Thursday.",
        ];
        for text in texts {
            let page = read(text.to_owned());
            assert_eq!(marked(&page), [], "{text}");
            assert_eq!(page.title, None, "{text}");
        }
    }

    #[test]
    fn datelines_are_told_from_the_story() {
        let cases = [
            ("HARBOURTOWN, May 12 (Agency) — The council met.", Some("HARBOURTOWN, May 12 (Agency) — ")),
            ("HARBOURTOWN, May 12. /AGENCY/. The council met.", Some("HARBOURTOWN, May 12. /AGENCY/. ")),
            ("HARBOUR, N.H. - The council met.", Some("HARBOUR, N.H. - ")),
            ("HARBOUR —The council met.", Some("HARBOUR —")),
            ("OSCE — The body met.", None),
            ("Harbour - The council met.", None),
            ("HARBOURTOWN was - The end.", None),
        ];
        for (opening, expected) in cases {
            assert_eq!(dateline(opening).map(|length| &opening[..length]), expected, "{opening}");
        }
    }

    #[test]
    fn file_names_carry_dates() {
        let cases = [
            ("a/2016-04-20_wire.txt", Some(date(2016, 4, 20))),
            ("20160420-talks.html", Some(date(2016, 4, 20))),
            ("000_bb33dce64c9542d3.txt", None),
            ("99999999.txt", None),
            ("wire_20.04.2016.md", Some(date(2016, 4, 20))),
        ];
        for (path, expected) in cases {
            assert_eq!(date_of_name(path), expected, "{path}");
        }
    }

    proptest! {
        #[test]
        fn marks_are_in_order_and_hold_words(text in "(\\PC|\n|\n\n|Image: |By Ada Example|May 12, 2022|\\[|\\]\\(u\\)|# |He said |\\. |\\? ){0,60}") {
            let page = read(text.clone());
            prop_assert_eq!(&page.text, &text);
            let mut end = 0;
            for mark in &page.marks {
                prop_assert!(mark.span.start >= end);
                prop_assert!(!mark.span.of(&text).is_empty());
                end = mark.span.end;
            }
        }
    }
}
