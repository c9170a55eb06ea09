//! What stands around every chart: the title, which says the finding; the subtitle, which says what is shown; the footer, which says what it rests on. Also the
//! straight axis that the charts share.

use super::canvas::{Anchor, Canvas};
use super::font::Weight;
use super::theme::Theme;
use super::words;
use crate::compare::Comparison;

/// Draws title and subtitle; gives the y below which the chart may begin.
pub fn head(canvas: &mut Canvas, theme: &Theme, title: &str, subtitle: &str) -> f64 {
    let room = canvas.width - 2.0 * theme.margin;
    let mut y = theme.margin * 0.45;
    for line in canvas.fonts.wrap(title, room, theme.title, Weight::Bold, 2) {
        y += theme.title * 1.18;
        canvas.text(&line, (theme.margin, y), Anchor::Start, theme.title, Weight::Bold, theme.ink);
    }
    y += theme.title * 0.12;
    for line in canvas.fonts.wrap(subtitle, room, theme.subtitle, Weight::Regular, 2) {
        y += theme.subtitle * 1.35;
        canvas.text(&line, (theme.margin, y), Anchor::Start, theme.subtitle, Weight::Regular, theme.soft);
    }
    y + theme.subtitle
}

/// Draws notes and the footer, which says what is not known of the statements of `years`, at the bottom; gives the y above which the chart must end.
pub fn foot(canvas: &mut Canvas, theme: &Theme, notes: &[String], study: &str, comparison: &Comparison, years: &[i16]) -> f64 {
    let room = canvas.width - 2.0 * theme.margin;
    let mut y = canvas.height - theme.margin * 0.5;
    let gaps = comparison.gaps_of(years);
    let rest = format!(
        " · {} · without a speaker: {} · detente",
        comparison.plan.selection.words(),
        gaps.without_speaker()
    );
    let study = canvas.fonts.fit(
        study,
        room - canvas.fonts.width(&rest, theme.small, Weight::Regular),
        theme.small,
        Weight::Regular,
    );
    canvas.text(
        &format!("{study}{rest}"),
        (theme.margin, y),
        Anchor::Start,
        theme.small,
        Weight::Regular,
        theme.soft,
    );
    y -= theme.small * 1.1;
    canvas.line((theme.margin, y), (canvas.width - theme.margin, y), 1.0, theme.grid);
    let left_out = gaps.left_out(comparison.plan.confidence).map(|words| format!("Statements {words}."));
    let lines: Vec<String> = notes
        .iter()
        .chain(&left_out)
        .flat_map(|note| canvas.fonts.wrap(note, room, theme.small, Weight::Regular, 2))
        .collect();
    for line in lines.iter().rev() {
        y -= theme.small * 0.75;
        canvas.text(line, (theme.margin, y), Anchor::Start, theme.small, Weight::Regular, theme.ink);
        y -= theme.small * 0.65;
    }
    y - theme.small * 0.8
}

/// The footer's share for those who cannot see the chart.
pub fn without_speaker(comparison: &Comparison, years: &[i16]) -> String {
    format!("Statements without a speaker: {}.", comparison.gaps_of(years).without_speaker())
}

/// A straight axis: ratings to pixels.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    /// Rating and pixel of one end.
    pub from: (f64, f64),
    /// Of the other.
    pub to: (f64, f64),
}

impl Axis {
    /// Pixel of a rating, beyond the ends too.
    pub fn at(&self, value: f64) -> f64 {
        self.from.1 + (value - self.from.0) / (self.to.0 - self.from.0) * (self.to.1 - self.from.1)
    }

    /// Pixel of a rating, held at the ends; with whether it had to be.
    pub fn held(&self, value: f64) -> (f64, bool) {
        let (low, high) = (self.from.0.min(self.to.0), self.from.0.max(self.to.0));
        (self.at(value.clamp(low, high)), value < low || value > high)
    }

    /// The whole ratings on it, ascending.
    pub fn ticks(&self) -> Vec<i32> {
        let (low, high) = (self.from.0.min(self.to.0), self.from.0.max(self.to.0));
        (low.ceil() as i32..=high.floor() as i32).collect()
    }
}

/// A horizontal interval, with arrow heads where it leaves the axis and small strokes where it ends.
pub fn interval(canvas: &mut Canvas, axis: &Axis, (low, high): (f64, f64), y: f64, width: f64, colour: super::theme::Colour) {
    let ((left, cut_left), (right, cut_right)) = (axis.held(low), axis.held(high));
    canvas.line((left, y), (right, y), width, colour);
    let outward = (right - left).signum();
    for (x, cut, way) in [(left, cut_left, -outward), (right, cut_right, outward)] {
        if cut {
            canvas.shape(vec![(x + way * 11.0, y), (x - way * 1.0, y - 6.0), (x - way * 1.0, y + 6.0)], colour);
        } else {
            canvas.line((x, y - 5.0), (x, y + 5.0), width, colour);
        }
    }
}

/// The scale in a coder's words.
pub fn tick(value: i32) -> &'static str {
    match value {
        0 => "0 none",
        1 => "1 mild",
        2 => "2 clear",
        3 => "3 strong",
        _ => "4 extreme",
    }
}

/// "12 statements in 3 articles".
pub fn basis(estimate: &crate::compare::Estimate) -> String {
    format!(
        "{} in {}",
        words::counted(estimate.statements as usize, "statement"),
        words::counted(estimate.articles as usize, "article")
    )
}
