//! What stands around every chart: the title, which says the finding; the subtitle, which says what is shown; the footer, which says what it rests on. Also the
//! straight axis that the charts share.

use super::canvas::{Anchor, Canvas, Place};
use super::font::Weight;
use super::theme::{Colour, Theme};
use super::words;
use crate::compare::{Comparison, Estimate, Measure};

/// Draws title and subtitle; gives the y below which the chart may begin.
pub fn head(canvas: &mut Canvas, theme: &Theme, title: &str, subtitle: &str) -> f64 {
    let room = canvas.width - 2.0 * theme.margin;
    // A title that is a word too long for one line is set smaller rather than broken.
    let wide = canvas.fonts.width(title, theme.title, Weight::Bold);
    let size = if wide > room && wide * 0.82 <= room {
        theme.title * room / wide * 0.998
    } else {
        theme.title
    };
    let mut y = theme.margin * 0.45;
    for line in canvas.fonts.balanced(title, room, size, Weight::Bold, 2) {
        y += size * 1.18;
        canvas.text(&line, (theme.margin, y), Anchor::Start, size, Weight::Bold, theme.ink);
    }
    y += theme.title * 0.12;
    for line in canvas.fonts.balanced(subtitle, room, theme.subtitle, Weight::Regular, 2) {
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
pub fn interval(canvas: &mut Canvas, axis: &Axis, (low, high): (f64, f64), y: f64, width: f64, colour: Colour) {
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
pub fn basis(estimate: &Estimate) -> String {
    format!(
        "{} in {}",
        words::counted(estimate.statements as usize, "statement"),
        words::counted(estimate.articles as usize, "article")
    )
}

/// An upright interval, with arrow heads where it leaves the axis and small strokes where it ends.
pub fn whisker(canvas: &mut Canvas, axis: &Axis, (low, high): (f64, f64), x: f64, width: f64, colour: Colour) {
    let ((foot, cut_foot), (head, cut_head)) = (axis.held(low), axis.held(high));
    canvas.line((x, foot), (x, head), width, colour);
    let outward = (head - foot).signum();
    for (y, cut, way) in [(foot, cut_foot, -outward), (head, cut_head, outward)] {
        if cut {
            canvas.shape(vec![(x, y + way * 10.0), (x - 6.0, y - way * 1.0), (x + 6.0, y - way * 1.0)], colour);
        } else {
            canvas.line((x - 5.0, y), (x + 5.0, y), width, colour);
        }
    }
}

/// The shape that goes with the colour of the same index, so that lines are told apart in grey: disc, square, triangle, diamond, triangle on its tip, cross. A hollow one is filled
/// with `inside`.
pub fn marker(canvas: &mut Canvas, index: usize, (x, y): Place, radius: f64, colour: Colour, inside: Option<Colour>) {
    let corners = |r: f64| match index % 6 {
        1 => vec![
            (x - 0.86 * r, y - 0.86 * r),
            (x + 0.86 * r, y - 0.86 * r),
            (x + 0.86 * r, y + 0.86 * r),
            (x - 0.86 * r, y + 0.86 * r),
        ],
        2 => vec![(x, y - 1.1 * r), (x + r, y + 0.75 * r), (x - r, y + 0.75 * r)],
        5 => {
            let (long, half) = (1.05 * r, 0.4 * r);
            let corner = |(across, down): (f64, f64)| (x + across, y + down);
            [
                (-half, -long),
                (half, -long),
                (half, -half),
                (long, -half),
                (long, half),
                (half, half),
                (half, long),
                (-half, long),
                (-half, half),
                (-long, half),
                (-long, -half),
                (-half, -half),
            ]
            .into_iter()
            .map(corner)
            .collect()
        }
        3 => vec![(x, y - 1.15 * r), (x + 1.15 * r, y), (x, y + 1.15 * r), (x - 1.15 * r, y)],
        _ => vec![(x, y + 1.1 * r), (x + r, y - 0.75 * r), (x - r, y - 0.75 * r)],
    };
    if index.is_multiple_of(6) {
        canvas.disc((x, y), radius, inside.unwrap_or(colour), colour, if inside.is_some() { 2.5 } else { 0.0 });
        return;
    }
    canvas.shape(corners(radius), colour);
    if let Some(inside) = inside {
        canvas.shape(corners(radius * 0.58), inside);
    }
}

/// A diamond on a ground of paper: a mean.
pub fn diamond(canvas: &mut Canvas, theme: &Theme, (x, y): Place, radius: f64, colour: Colour) {
    for (radius, colour) in [(radius + 2.0, theme.paper), (radius, colour)] {
        canvas.shape(vec![(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], colour);
    }
}

/// The colour of the side at `index` in the order of names; further ones share one.
pub fn of_side(theme: &Theme, index: usize) -> Colour {
    theme.sides.get(index).copied().unwrap_or(theme.before)
}

/// The ends of an axis of a measure that shows these means: whole points, 0 in it, and intervals as far as a point beyond the means.
pub fn ends<'a>(measure: Measure, estimates: impl Iterator<Item = &'a Estimate>) -> (f64, f64) {
    let (mut low, mut high): (f64, f64) = (0.0, 0.0);
    for estimate in estimates {
        let (from, to) = (estimate.low.unwrap_or(estimate.value), estimate.high.unwrap_or(estimate.value));
        low = low.min((estimate.value - 0.25).floor()).min(from.max(estimate.value - 1.0).floor());
        high = high.max((estimate.value + 0.25).ceil()).max(to.min(estimate.value + 1.0).ceil());
    }
    match measure {
        Measure::Net => (low.clamp(-4.0, -1.0), high.clamp(1.0, 4.0)),
        _ => (0.0, high.clamp(2.0, 4.0)),
    }
}

/// A measure's scale in a subtitle.
pub fn scale(measure: Measure) -> &'static str {
    match measure {
        Measure::Hostility => "Hostility, 0 none to 4 extreme",
        Measure::Conciliation => "Conciliation, 0 none to 4 extreme",
        Measure::Net => "Net tone: conciliation less hostility, −4 to 4",
    }
}

/// The label of a whole point on a measure's axis.
pub fn label(measure: Measure, value: i32) -> String {
    if measure == Measure::Net {
        words::points(f64::from(value)).replace(".0", "")
    } else {
        tick(value).to_owned()
    }
}
