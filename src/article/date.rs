//! Dates in English text: month names and their abbreviations, ISO and day-first figures, with and without a year, and the years a text names.
//!
//! Invariant: every mention is a day that exists (in a leap year where the text gives no year), and its span holds the very words. One pass, linear in the text.

use super::Span;
use jiff::civil::Date;

/// A day named in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// The words ("January 12, 2022", "9-10 January", "20.04.2016").
    pub span: Span,
    /// 1900 to 2100, where the words give one.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
    /// The last day of a range ("January 9-10"); else `day`.
    pub last_day: i8,
}

impl DateMention {
    /// The full date; none without a year, or for a range of days.
    pub fn date(&self) -> Option<Date> {
        if self.day != self.last_day {
            return None;
        }
        Date::new(self.year?, self.month, self.day).ok()
    }

    /// Whether `date` is meant, as far as the words go.
    pub fn covers(&self, date: Date) -> bool {
        self.month == date.month() && (self.day..=self.last_day).contains(&date.day()) && self.year.is_none_or(|year| year == date.year())
    }
}

const MONTHS: [(&str, i8); 24] = [
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sept", 9),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

/// All days named in `text`, in text order. Months must be capitalised; figures alone must be ISO (2016-04-20), day-first with points (20.04.2016) or unmistakable with slashes (20/04/2016).
/// A name glued to the word before it ("IVApril 20, 2016") counts only with its year.
pub fn find(text: &str) -> Vec<DateMention> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let mention = match bytes[at] {
            b'0'..=b'9' => by_figure(text, at),
            b'A'..=b'S' => by_month(text, at),
            _ => None,
        };
        match mention {
            Some(mention) => {
                at = mention.span.end as usize;
                found.push(mention);
            }
            None if bytes[at].is_ascii_digit() => {
                while at < bytes.len() && bytes[at].is_ascii_digit() {
                    at += 1;
                }
            }
            None => at += 1,
        }
    }
    found
}

/// Years, 1900 to 2100, that stand in `text` as words of their own, sorted, each once. Sums of money and longer numbers are not years.
pub fn years(text: &str) -> Vec<i16> {
    let bytes = text.as_bytes();
    let mut years = Vec::new();
    let mut at = 0;
    while let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + digit;
        let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = end;
        let opens = start == 0 || !(bytes[start - 1].is_ascii_alphanumeric() || matches!(bytes[start - 1], b'$' | b',' | b'.' | b':' | b'#' | b'@'));
        let money = text[..start].ends_with(['€', '£', '¥']);
        let goes_on = matches!(bytes.get(end), Some(b',' | b'.' | b':')) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        let closes = !goes_on && !bytes.get(end).is_some_and(|byte| byte.is_ascii_lowercase() || *byte == b'%');
        if end - start == 4
            && opens
            && closes
            && !money
            && let Some(year) = year_of(&text[start..end])
        {
            years.push(year);
        }
    }
    years.sort_unstable();
    years.dedup();
    years
}

/// A date at the start of an ISO timestamp ("2022-01-12T18:05:00+01:00", "2022-01-12"), as the outlet's own clock shows it.
pub fn of_timestamp(stamp: &str) -> Option<Date> {
    let stamp = stamp.trim();
    find(stamp).into_iter().find_map(|mention| mention.date())
}

fn year_of(digits: &str) -> Option<i16> {
    digits.parse().ok().filter(|year| (1900..=2100).contains(year))
}

/// Reads along one line of text.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn eat(&mut self, word: &str) -> bool {
        let eaten = self.rest().starts_with(word);
        if eaten {
            self.at += word.len();
        }
        eaten
    }

    /// Spaces within a line, of all widths; how many.
    fn spaces(&mut self) -> usize {
        let mut count = 0;
        while let Some(char) = self
            .rest()
            .chars()
            .next()
            .filter(|char| matches!(char, ' ' | '\t' | '\u{A0}' | '\u{2009}' | '\u{202F}'))
        {
            self.at += char.len_utf8();
            count += 1;
        }
        count
    }

    /// A figure of `least` to `most` digits with no digit after it.
    fn figure(&mut self, least: usize, most: usize) -> Option<i16> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).take(most + 1).count();
        if digits < least || digits > most {
            return None;
        }
        let figure = self.rest()[..digits].parse().ok()?;
        self.at += digits;
        Some(figure)
    }

    /// A day of the month, with its ordinal ending if it has one.
    fn day(&mut self) -> Option<i8> {
        let day = self.figure(1, 2)?;
        let ordinal = ["st", "nd", "rd", "th"].into_iter().find(|ending| self.rest().starts_with(ending));
        if let Some(ending) = ordinal {
            self.at += ending.len();
        }
        i8::try_from(day).ok().filter(|day| (1..=31).contains(day))
    }

    /// The second day of a range: a hyphen or dash, then a day.
    fn range(&mut self) -> Option<i8> {
        let mut ahead = *self;
        ahead.spaces();
        if !(ahead.eat("-") || ahead.eat("–") || ahead.eat("\u{2010}") || ahead.eat("\u{2011}")) {
            return None;
        }
        ahead.spaces();
        let day = ahead.day()?;
        self.at = ahead.at;
        Some(day)
    }

    /// A month's name or abbreviation with its point, capitalised.
    fn month(&mut self) -> Option<i8> {
        let rest = self.rest().as_bytes();
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).take(10).count();
        let name = &rest[..letters];
        let shaped = name.first()?.is_ascii_uppercase() && (name[1..].iter().all(u8::is_ascii_lowercase) || name.iter().all(u8::is_ascii_uppercase));
        if !shaped {
            return None;
        }
        let (_, month) = MONTHS.into_iter().find(|(word, _)| name.eq_ignore_ascii_case(word.as_bytes()))?;
        self.at += letters;
        if letters <= 4 {
            self.eat(".");
        }
        Some(month)
    }

    /// `, 2016` or ` 2016` or ` of 2016`.
    fn year(&mut self) -> Option<i16> {
        let mut ahead = *self;
        let comma = ahead.eat(",");
        let spaces = ahead.spaces();
        if !comma && spaces == 0 {
            return None;
        }
        if ahead.eat("of ") {
            ahead.spaces();
        }
        let start = ahead.at;
        ahead.figure(4, 4)?;
        let year = year_of(&ahead.text[start..ahead.at])?;
        self.at = ahead.at;
        Some(year)
    }
}

fn mention(start: usize, end: usize, year: Option<i16>, month: i8, day: i8, last_day: Option<i8>) -> Option<DateMention> {
    // 2000 is a leap year: 29 February without a year is a day.
    let exists = |day: i8| Date::new(year.unwrap_or(2000), month, day).is_ok();
    let last_day = last_day.unwrap_or(day);
    (exists(day) && exists(last_day) && day <= last_day).then(|| DateMention {
        span: Span::new(start, end),
        year,
        month,
        day,
        last_day,
    })
}

/// "January 12, 2022", "Jan. 9-10", "April 20th".
fn by_month(text: &str, start: usize) -> Option<DateMention> {
    let mut cursor = Cursor { text, at: start };
    let month = cursor.month()?;
    if cursor.spaces() == 0 {
        return None;
    }
    let day = cursor.day()?;
    let last = cursor.range();
    let end_of_day = cursor.at;
    let year = cursor.year();
    let glued = text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
    let day_goes_on = year.is_none() && text[end_of_day..].starts_with(|char: char| char.is_ascii_lowercase());
    if (glued && year.is_none()) || day_goes_on {
        return None;
    }
    mention(start, cursor.at, year, month, day, last)
}

/// "2016-04-20", "20.04.2016", "20/04/2016", "20 April 2016", "9-10 January".
fn by_figure(text: &str, start: usize) -> Option<DateMention> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|char| char.is_alphanumeric()) {
        return None;
    }
    let mut cursor = Cursor { text, at: start };
    let digits = cursor.rest().bytes().take_while(u8::is_ascii_digit).take(5).count();
    if digits == 4 {
        let year = year_of(&text[start..start + 4])?;
        cursor.at += 4;
        let separator = ["-", "/", "."].into_iter().find(|separator| cursor.eat(separator))?;
        let month = cursor.figure(1, 2)?;
        if !cursor.eat(separator) {
            return None;
        }
        let day = cursor.figure(1, 2)?;
        return mention(start, cursor.at, Some(year), i8::try_from(month).ok()?, i8::try_from(day).ok()?, None);
    }
    let day = cursor.day()?;
    for separator in [".", "/"] {
        let mut figures = cursor;
        if figures.eat(separator) {
            let second = i8::try_from(figures.figure(1, 2)?).ok()?;
            if !figures.eat(separator) {
                return None;
            }
            let year_at = figures.at;
            figures.figure(4, 4)?;
            let year = year_of(&text[year_at..figures.at])?;
            // With slashes the month comes first in some countries: only a day above 12 tells.
            let (day, month) = match separator {
                "/" if day > 12 => (day, second),
                "/" if second > 12 => (second, day),
                "/" if day != second => return None,
                _ => (day, second),
            };
            return mention(start, figures.at, Some(year), month, day, None);
        }
    }
    let last = cursor.range();
    cursor.spaces();
    if cursor.eat("of ") {
        cursor.spaces();
    }
    let month = cursor.month()?;
    let month_goes_on = cursor.rest().starts_with(|char: char| char.is_alphanumeric());
    let year = cursor.year();
    if month_goes_on {
        return None;
    }
    mention(start, cursor.at, year, month, day, last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_found_in_all_their_dresses() {
        let cases: &[(&str, &str, Option<i16>, [i8; 3])] = &[
            ("met on April 20, 2016 in", "April 20, 2016", Some(2016), [4, 20, 20]),
            ("met on Apr. 20 2016.", "Apr. 20 2016", Some(2016), [4, 20, 20]),
            ("on 20 April 2016,", "20 April 2016", Some(2016), [4, 20, 20]),
            ("on the 20th of April", "20th of April", None, [4, 20, 20]),
            ("2016-04-20T18:00", "2016-04-20", Some(2016), [4, 20, 20]),
            ("/2016/04/20/talks", "2016/04/20", Some(2016), [4, 20, 20]),
            ("am 20.04.2016 um", "20.04.2016", Some(2016), [4, 20, 20]),
            ("20/04/2016", "20/04/2016", Some(2016), [4, 20, 20]),
            ("04/20/2016", "04/20/2016", Some(2016), [4, 20, 20]),
            ("the January 12 meeting", "January 12", None, [1, 12, 12]),
            ("on January 9-10 in", "January 9-10", None, [1, 9, 10]),
            ("on 9–10 January", "9–10 January", None, [1, 9, 10]),
            ("January 12, 2022The council", "January 12, 2022", Some(2022), [1, 12, 12]),
            ("Ada Example IVApril 20, 2016", "April 20, 2016", Some(2016), [4, 20, 20]),
            ("JANUARY 12", "JANUARY 12", None, [1, 12, 12]),
            ("February 29", "February 29", None, [2, 29, 29]),
            ("on January\u{A0}12 at", "January\u{A0}12", None, [1, 12, 12]),
            ("on Jan. 12, 1,000 people", "Jan. 12", None, [1, 12, 12]),
        ];
        for (text, words, year, days) in cases {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].span.of(text), *words);
            assert_eq!(
                (found[0].year, [found[0].month, found[0].day, found[0].last_day]),
                (*year, *days),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_day_is_not_found() {
        for text in [
            "in March 2014",
            "may 5 people",
            "02/03/2016",
            "February 30, 2016",
            "2016-13-01",
            "1.5.3",
            "May I ask 5",
            "XApril 20",
            "version 12.04.20161",
            "Mayor 5",
            "32 May",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn years_are_words_of_their_own() {
        assert_eq!(
            years("At the end of 2021, after 2008–2014; $2000, 13,000, 2,016 and 20161; 1990s; 2014-2015."),
            [2008, 2014, 2015, 2021]
        );
    }

    proptest! {
        #[test]
        fn a_written_date_is_read_back(year in 1900i16..=2100, day in 1i16..=365) {
            let date = Date::new(year, 1, 1).unwrap().saturating_add(jiff::Span::new().days(day - 1));
            for form in ["%B %-d, %Y", "%-d %B %Y", "%b. %-d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d"] {
                let text = format!("on {} there", date.strftime(form));
                let found = find(&text);
                prop_assert_eq!(found.len(), 1);
                prop_assert_eq!(found[0].date(), Some(date));
            }
        }

        #[test]
        fn spans_hold_in_any_text(text in "(\\PC|January |May|12|2016|[-./, ]){0,40}") {
            for mention in find(&text) {
                prop_assert!(!mention.span.of(&text).is_empty());
            }
            years(&text);
        }
    }
}
