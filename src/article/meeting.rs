//! Meetings and how an article comes to one: by the study's entry, by its own date near a meeting, or by dates in its text, in this order.
//!
//! Invariant: no silent guess. Evidence that fits no meeting of the catalogue, or more than one, gives none, and the reason is kept.

use super::date::{self, DateMention};
use super::{ArticleEntry, DatedBy, Fault};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// A meeting that articles report on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Unique in its catalogue; by custom the ISO date.
    pub id: String,
    /// The (first) day.
    pub date: Date,
    /// What to call it ("Brussels, ambassadors").
    pub name: String,
}

/// The meetings a study compares, in order of date, with the terms that show that an article speaks of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// Short name.
    pub id: String,
    /// Full name.
    pub name: String,
    /// As the file gives them; at least one.
    pub terms: Vec<String>,
    /// At least one; dates strictly ascend.
    pub meetings: Vec<Meeting>,
}

/// How far before a meeting an article may be dated, in days.
const BEFORE: i64 = 7;
/// How far after.
const AFTER: i64 = 14;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    catalogue: RawCatalogue,
    #[serde(default)]
    meeting: Vec<RawMeeting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCatalogue {
    id: String,
    name: String,
    terms: Spanned<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMeeting {
    id: Spanned<String>,
    date: Spanned<toml::Value>,
    #[serde(default)]
    name: String,
}

/// What a catalogue makes of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub meeting: Option<String>,
    pub year: Option<i16>,
    pub by: DatedBy,
    pub why: String,
}

impl Catalogue {
    /// Parses the catalogue `text`, the content of the file or built-in `name`.
    ///
    /// # Errors
    /// A [`Fault`] with line and column: what is no TOML, a key that may not stand there, a date that is none, no terms, no meeting, two meetings with one id, dates out of order.
    pub fn parse(name: &str, text: &str) -> Result<Catalogue, Box<Fault>> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let raw: RawFile = toml::from_str(text).map_err(|error| Fault::of_toml(name, text, &error))?;
        let fault = |at: Range<usize>, message: String| Fault::new(name, text, at, message);
        if !raw.catalogue.terms.get_ref().iter().any(|term| !term.trim().is_empty()) {
            let help = "Give the names under which articles speak of the meetings: terms = [\"Council of Two Rivers\", \"CTR\"].";
            return Err(Box::new(
                fault(raw.catalogue.terms.span(), "The catalogue has no terms.".to_owned()).advise(help),
            ));
        }
        if raw.meeting.is_empty() {
            let help = "Add one for each: [[meeting]], id = \"2016-04-20\", date = 2016-04-20, name = \"…\".";
            return Err(Box::new(fault(0..0, "The catalogue has no meeting.".to_owned()).advise(help)));
        }
        let mut ids: BTreeMap<String, Range<usize>> = BTreeMap::new();
        let mut meetings: Vec<Meeting> = Vec::new();
        let mut before: Option<Range<usize>> = None;
        for RawMeeting {
            id,
            date,
            name: meeting_name,
        } in raw.meeting
        {
            let (id_at, date_at) = (id.span(), date.span());
            let day = day_of(date.get_ref()).map_err(|message| Box::new(fault(date_at.clone(), message).advise("Write the day as 2016-04-20.")))?;
            if let Some(first) = ids.insert(id.get_ref().clone(), id_at.clone()) {
                let (line, _) = super::fault::place(text, first.start);
                let message = format!("The meeting `{}` stands in line {line} already.", id.get_ref());
                return Err(Box::new(
                    fault(id_at, message)
                        .and(first, "first here")
                        .advise("Give each meeting an id of its own, or take one away."),
                ));
            }
            if let (Some(last), Some(first)) = (meetings.last(), before)
                && day <= last.date
            {
                let (line, _) = super::fault::place(text, first.start);
                let message = format!("The meeting of {day} stands after that of {} in line {line}.", last.date);
                return Err(Box::new(
                    fault(date_at, message)
                        .and(first, "a later one, or the same day")
                        .advise("Put the meetings in the order of their dates, one for a day."),
                ));
            }
            before = Some(date_at);
            meetings.push(Meeting {
                id: id.into_inner(),
                date: day,
                name: meeting_name,
            });
        }
        let terms = raw
            .catalogue
            .terms
            .into_inner()
            .into_iter()
            .filter(|term| !term.trim().is_empty())
            .collect();
        Ok(Catalogue {
            id: raw.catalogue.id,
            name: raw.catalogue.name,
            terms,
            meetings,
        })
    }

    /// The meeting with this id.
    pub fn meeting(&self, id: &str) -> Option<&Meeting> {
        self.meetings.iter().find(|meeting| meeting.id == id)
    }

    /// The nearest of the meetings for which `date` lies from 7 days before to 14 days after; of two equally near ones the one that has already been.
    pub fn near(&self, date: Date) -> Option<&Meeting> {
        let distance = |meeting: &Meeting| date.duration_since(meeting.date).as_hours() / 24;
        self.meetings
            .iter()
            .filter(|meeting| (-BEFORE..=AFTER).contains(&distance(meeting)))
            .min_by_key(|meeting| (distance(meeting).abs(), distance(meeting) < 0))
    }

    /// Whether a term of the catalogue stands in `text`: as a whole word or phrase, in any case (terms of capitals only as written), whatever spaces and dashes are used.
    pub fn named_in(&self, text: &str) -> bool {
        let as_written = fold(text);
        let lower = as_written.to_lowercase();
        self.terms.iter().any(|term| {
            let term = fold(term.trim());
            match term.chars().any(char::is_lowercase) {
                true => has_words(&lower, &term.to_lowercase()),
                false => has_words(&as_written, &term),
            }
        })
    }

    /// Ties an article to a meeting. `own` is its date and what said so ("own date"), whether from the page or from the study.
    pub(super) fn place(&self, entry: Option<&ArticleEntry>, own: Option<(Date, &str)>, title: Option<&str>, text: &str) -> Placed {
        let found = |meeting: &Meeting, by: DatedBy, why: String| Placed {
            meeting: Some(meeting.id.clone()),
            year: Some(meeting.date.year()),
            by,
            why,
        };
        let nothing = |why: String| Placed {
            meeting: None,
            year: None,
            by: DatedBy::Nothing,
            why,
        };
        if let Some(id) = entry.and_then(|entry| entry.meeting.as_deref()) {
            return match self.meeting(id) {
                Some(meeting) => found(meeting, DatedBy::Study, "meeting given by the study".to_owned()),
                None => nothing(format!("the study names the meeting {id}, which the catalogue {} does not have", self.id)),
            };
        }
        // The headline of a page is no part of its main text, and often the one place that names the council in full.
        if !self.named_in(text) && !title.is_some_and(|title| self.named_in(title)) {
            return nothing(format!("no term of the catalogue {} stands in the text", self.id));
        }
        if let Some((date, what)) = own
            && let Some(meeting) = self.near(date)
        {
            let by = if entry.is_some_and(|entry| entry.date.is_some()) {
                DatedBy::Study
            } else {
                DatedBy::OwnDate
            };
            return found(meeting, by, format!("{what} {date}"));
        }
        match self.evidence(text, own.map(|(date, _)| date)) {
            Evidence::One(meeting, why) => found(meeting, DatedBy::Text, why),
            Evidence::Several(why) => nothing(why),
            Evidence::None => nothing(match own {
                Some((date, what)) => format!("{what} {date} is near no meeting of the catalogue"),
                None => "no date on the page, and no date in the text that fits one meeting".to_owned(),
            }),
        }
    }

    /// What the dates in `text` next to a word for a meeting say.
    fn evidence(&self, text: &str, published: Option<Date>) -> Evidence<'_> {
        let near: Vec<DateMention> = date::find(text).into_iter().filter(|mention| beside_meeting(text, mention)).collect();
        let full = self.fitting(near.iter().filter(|mention| mention.year.is_some()), |_| true);
        if let Some((mention, meetings)) = full {
            return match meetings[..] {
                [meeting] => Evidence::One(meeting, format!("text: {} meeting", words(text, mention))),
                _ => Evidence::Several("the text gives the dates of several meetings of the catalogue".to_owned()),
            };
        }
        // Without a year the text itself must be placed in time: by its own date, or by the last year it speaks of (that year or, as in January, the next).
        let after_all = self.meetings.last().map_or(0, |meeting| meeting.date.year()) + 1;
        let (years, beside) = match published {
            Some(date) => (date.year() - 1..=date.year() + 1, format!("published {date}")),
            None => match date::years(text).into_iter().rfind(|year| *year <= after_all) {
                Some(last) => (last..=last + 1, format!("{last} being the last year named")),
                None => return Evidence::None,
            },
        };
        match self.fitting(near.iter().filter(|mention| mention.year.is_none()), |meeting| {
            years.contains(&meeting.date.year())
        }) {
            None => Evidence::None,
            Some((mention, meetings)) => match meetings[..] {
                [meeting] => Evidence::One(meeting, format!("text: {} meeting, {beside}", words(text, mention))),
                _ => Evidence::Several(format!("{} in the text fits several meetings of the catalogue", words(text, mention))),
            },
        }
    }

    /// All meetings that one of `mentions` fits, and the first mention that fits any.
    fn fitting<'c, 'm>(
        &'c self,
        mentions: impl Iterator<Item = &'m DateMention>,
        may: impl Fn(&Meeting) -> bool,
    ) -> Option<(&'m DateMention, Vec<&'c Meeting>)> {
        let mut first = None;
        let mut fitting: Vec<&Meeting> = Vec::new();
        for mention in mentions {
            for meeting in self.meetings.iter().filter(|meeting| mention.covers(meeting.date) && may(meeting)) {
                first = first.or(Some(mention));
                if !fitting.iter().any(|known| known.id == meeting.id) {
                    fitting.push(meeting);
                }
            }
        }
        first.map(|mention| (mention, fitting))
    }
}

enum Evidence<'c> {
    One(&'c Meeting, String),
    Several(String),
    None,
}

/// A date's words on one line with plain spaces.
fn words(text: &str, mention: &DateMention) -> String {
    mention.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words that a meeting is spoken of with.
#[rustfmt::skip]
const MEETING_WORDS: &[&str] = &[
    "meeting", "meetings", "talks", "session", "sessions", "met", "meets", "meet", "convened", "convenes", "convene", "convening",
];
/// Words that put the date before the meeting the article is about.
const BACKWARD: &[&str] = &["since", "previous", "last", "until", "from", "before"];
/// How many words may lie between.
const REACH: usize = 5;

/// Whether a word for a meeting stands within [`REACH`] words of the mention in its sentence, and the date is not one that the text looks back to.
fn beside_meeting(text: &str, mention: &DateMention) -> bool {
    let (start, end) = (mention.span.start as usize, mention.span.end as usize);
    let before: Vec<&str> = text[tail(text, start)..start]
        .split_whitespace()
        .rev()
        .take(REACH)
        .take_while(|word| !ends_sentence(word))
        .collect();
    let mut after = Vec::new();
    for word in text[end..head(text, end)].split_whitespace().take(REACH) {
        after.push(word);
        if ends_sentence(word) {
            break;
        }
    }
    let bare = |word: &str| word.trim_matches(|char: char| !char.is_alphanumeric()).to_lowercase();
    let meets = |word: &&str| MEETING_WORDS.contains(&bare(word).as_str());
    let backward = before.iter().take(3).any(|word| BACKWARD.contains(&bare(word).as_str()));
    // "2022The Council met": what is glued to the date is still a word after it; what closes the sentence right behind the date is none.
    let closed = text[end..].starts_with(['.', '!', '?', ';']);
    !backward && (before.iter().any(meets) || (!closed && after.iter().any(meets)))
}

/// A window of 200 bytes is ample for five words and keeps the search linear in texts without spaces.
fn tail(text: &str, end: usize) -> usize {
    let mut at = end.saturating_sub(200);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    text[at..end].rfind('\n').map_or(at, |newline| at + newline + 1)
}

fn head(text: &str, start: usize) -> usize {
    let mut at = (start + 200).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text[start..at].find('\n').map_or(at, |newline| start + newline)
}

/// Abbreviations with points ("U.S.", "Jan.") are short; a sentence's last word seldom is.
fn ends_sentence(word: &str) -> bool {
    let core = word.trim_end_matches(['"', '”', '’', '\'', ')']);
    core.ends_with(['!', '?', ';']) || (core.ends_with('.') && core.chars().count() > 5)
}

/// Spaces of all kinds to one plain space, dashes to hyphens, typographic apostrophes to plain ones.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            _ if char.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            '\u{2018}' | '\u{2019}' => folded.push('\''),
            _ => folded.push(char),
        }
    }
    folded
}

/// Whether `words` stands in `text` with no letter or digit at either end.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let open = !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let close = !text[at + words.len()..].chars().next().is_some_and(char::is_alphanumeric);
        open && close
    })
}

/// A TOML date, or a string that holds one.
pub(crate) fn day_of(value: &toml::Value) -> Result<Date, String> {
    let written = match value {
        toml::Value::Datetime(datetime) if datetime.time.is_none() && datetime.offset.is_none() => datetime.to_string(),
        toml::Value::String(string) => string.clone(),
        other => return Err(format!("`{other}` is no day.")),
    };
    written.trim().parse::<Date>().map_err(|_| format!("`{written}` is no day."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const COUNCIL: &str = r#"
[catalogue]
id = "rivers"
name = "Council of Two Rivers"
terms = ["Council of Two Rivers", "East-West Council", "CTR"]
[[meeting]]
id = "first"
date = 2016-04-20
[[meeting]]
id = "second"
date = 2016-05-08
name = "Harbour"
[[meeting]]
id = "third"
date = "2022-01-12"
"#;

    fn council() -> Catalogue {
        Catalogue::parse("rivers.toml", COUNCIL).unwrap()
    }

    #[test]
    fn the_window_is_seven_days_before_to_fourteen_after_the_nearest() {
        let council = council();
        let cases = [
            (date(2016, 4, 12), None),
            (date(2016, 4, 13), Some("first")),
            (date(2016, 4, 29), Some("first")),
            (date(2016, 4, 30), Some("first")),
            (date(2016, 5, 1), Some("second")),
            (date(2016, 5, 22), Some("second")),
            (date(2016, 5, 23), None),
            (date(2022, 1, 5), Some("third")),
        ];
        for (day, meeting) in cases {
            assert_eq!(council.near(day).map(|meeting| meeting.id.as_str()), meeting, "{day}");
        }
    }

    #[test]
    fn terms_are_words_in_any_spacing_and_capitals_as_written() {
        let council = council();
        for text in [
            "the council of two rivers met",
            "Council of\u{A0}Two\nRivers",
            "the East–West Council’s",
            "(CTR)",
        ] {
            assert!(council.named_in(text), "{text}");
        }
        for text in ["a ctrl key", "CTRL", "ctr", "councils of two rivers"] {
            assert!(!council.named_in(text), "{text}");
        }
    }

    /// text, own date, meeting, how.
    #[test]
    fn an_article_comes_to_its_meeting_by_what_it_shows() {
        let own = |year, month, day| Some((date(year, month, day), "own date"));
        let cases = [
            ("The CTR met.", own(2016, 4, 21), Some("first"), DatedBy::OwnDate),
            ("Two sides met.", own(2016, 4, 21), None, DatedBy::Nothing),
            ("The CTR met.", own(2018, 4, 21), None, DatedBy::Nothing),
            ("The CTR met on April 20, 2016 in the city.", None, Some("first"), DatedBy::Text),
            (
                "No agenda for the January 12 meeting of the CTR. At the end of 2021 drafts were sent.",
                None,
                Some("third"),
                DatedBy::Text,
            ),
            ("No agenda for the January 12 meeting of the CTR.", None, None, DatedBy::Nothing),
            (
                "No agenda for the January 12 meeting of the CTR. In 2014 a bridge fell.",
                None,
                None,
                DatedBy::Nothing,
            ),
            (
                "No agenda for the January 12 meeting of the CTR. In 2021 it was said that by 2030 all would be well.",
                None,
                Some("third"),
                DatedBy::Text,
            ),
            ("The CTR met on April 20, 2016. It met again on 8 May 2016.", None, None, DatedBy::Nothing),
            ("The first meeting of the CTR since April 20, 2016.", None, None, DatedBy::Nothing),
            ("The CTR fell silent on January 12, 2022. Nobody spoke.", None, None, DatedBy::Nothing),
            ("The CTR is due on Wednesday, the first since 2014.", None, None, DatedBy::Nothing),
            ("Ahead of the April 20 talks of the CTR.", own(2016, 4, 2), Some("first"), DatedBy::Text),
        ];
        for (text, own, meeting, by) in cases {
            let placed = council().place(None, own, None, text);
            assert_eq!((placed.meeting.as_deref(), placed.by), (meeting, by), "{text}: {}", placed.why);
        }
    }

    #[test]
    fn the_study_stands_over_everything() {
        let entry = ArticleEntry {
            meeting: Some("third".to_owned()),
            ..ArticleEntry::default()
        };
        let placed = council().place(Some(&entry), Some((date(2016, 4, 20), "own date")), None, "nothing");
        assert_eq!(
            (placed.meeting.as_deref(), placed.year, placed.by),
            (Some("third"), Some(2022), DatedBy::Study)
        );
        let dated = ArticleEntry {
            date: Some(date(2016, 4, 19)),
            ..ArticleEntry::default()
        };
        let placed = council().place(Some(&dated), Some((date(2016, 4, 19), "date given by the study")), None, "the CTR");
        assert_eq!((placed.meeting.as_deref(), placed.by), (Some("first"), DatedBy::Study));
    }

    /// What is changed in the catalogue, and what the error says.
    #[test]
    fn faults_name_their_line() {
        let cases = [
            ("id = \"second\"", "idd = \"second\"", &["line 10", "`idd`", "`id`"][..]),
            ("id = \"second\"", "id = \"first\"", &["line 10", "line 7", "`first`"]),
            ("2016-05-08", "2016-04-20", &["line 11", "line 8", "2016-04-20"]),
            ("2016-05-08", "2016-02-30", &["line 11"]),
            ("[catalogue]", "[catalog]", &["line 2", "`catalogue`"]),
            ("name = \"Council of Two Rivers\"\n", "", &["name"]),
        ];
        for (from, to, says) in cases {
            let error = Catalogue::parse("rivers.toml", &COUNCIL.replacen(from, to, 1)).unwrap_err();
            let whole = format!("{error} {}", error.help.clone().unwrap_or_default());
            for word in says {
                assert!(whole.contains(word), "{whole} does not say {word}");
            }
        }
    }
}
