//! The map: hostility across, conciliation up, an arrow per speaker from the first year to the second, a ring for speakers of one year. Invariant: no name covers another
//! name or a head; a name that finds no free place is left out and counted in the note.

use super::canvas::{Anchor, Area, Canvas, Opens, Place, Spot, Text};
use super::drawing::Sketch;
use super::font::Weight;
use super::frame::{self, Axis};
use super::theme::{Colour, Theme};
use super::{Charts, words};
use crate::chart::ChartError;
use crate::compare::{By, Comparison, Measure, Verdict};
use std::collections::BTreeSet;
use std::iter;

/// Speakers drawn in full and with a name, where a free place is found; those beyond are drawn pale and without.
const MOST_NAMES: usize = 26;

/// Colour and shape of a side.
#[derive(Clone, Copy)]
struct Ink {
    colour: Colour,
    /// As [`frame::marker`] counts them; 0, the disc, is no side.
    shape: usize,
}

/// One speaker on the map.
struct Journey {
    key: String,
    name: String,
    side: Option<String>,
    from: Option<(f64, f64)>,
    to: (f64, f64),
    verdict: Option<Verdict>,
    moved: Option<bool>,
    statements: u32,
    year: i16,
}

pub(super) fn draw(charts: &Charts) -> Result<Sketch, ChartError> {
    let (comparison, theme) = (charts.comparison, &charts.theme);
    let mut journeys = journeys(comparison);
    if journeys.is_empty() {
        return Err(ChartError::Nothing);
    }
    // Sure moves first, then those in both years, then the most quoted: the order in which names are given places.
    let rank = |journey: &Journey| (journey.sure(), journey.from.is_some(), journey.statements);
    journeys.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)));
    let sides: Vec<String> = journeys
        .iter()
        .filter_map(|journey| journey.side.clone())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let title = title(comparison, &journeys);
    let mut canvas = Canvas::new(theme, theme.height)?;
    let subtitle = match comparison.years {
        Some([from, to]) => format!("Each arrow is one speaker from {from} to {to}; means of article means, both scales 0 to 4."),
        None => "Each ring is one speaker; means of article means, both scales 0 to 4.".to_owned(),
    };
    let top = frame::head(&mut canvas, theme, &title, &subtitle) + theme.text * 1.5;
    let most = journeys
        .iter()
        .flat_map(|journey| journey.from.into_iter().chain([journey.to]))
        .fold((0.0f64, 0.0f64), |most, place| (most.0.max(place.0), most.1.max(place.1)));
    let end = |most: f64| ((most + 0.15) * 2.0).ceil().clamp(3.0, 8.0) / 2.0;
    let frame_left = theme.margin + 40.0;
    let right = theme.width - theme.margin - 330.0;
    // The notes need the count of unnamed speakers, so the foot is drawn last; two lines are kept for it, and one for what is left out as doubtful.
    let foot = theme.small * if comparison.plan.confidence > 0.0 { 6.3 } else { 4.9 };
    let bottom = theme.height - theme.margin * 0.5 - foot - theme.text * 2.2;
    let x = Axis {
        from: (0.0, frame_left),
        to: (end(most.0), right),
    };
    let y = Axis {
        from: (0.0, bottom),
        to: (end(most.1), top),
    };
    plane(&mut canvas, theme, &x, &y);
    let ink_of = |side: &Option<String>| -> Ink {
        let index = side.as_ref().and_then(|side| sides.iter().position(|other| other == side));
        match index.and_then(|index| Some((index, theme.sides.get(index)?))) {
            Some((index, colour)) => Ink {
                colour: *colour,
                shape: index + 1,
            },
            None => Ink {
                colour: theme.before,
                shape: 0,
            },
        }
    };
    let mut taken: Vec<Area> = Vec::new();
    let mut shafts: Vec<[Place; 2]> = Vec::new();
    for (index, journey) in journeys.iter().enumerate().rev() {
        let named = index < MOST_NAMES;
        let mut ink = ink_of(&journey.side);
        if !named {
            ink.colour = ink.colour.mix(theme.paper, 0.72);
        }
        let head = (x.at(journey.to.0), y.at(journey.to.1));
        canvas
            .spots
            .push(Spot::disc(head, 9.0, journey.opens(journey.from.map_or(Some(journey.year), |_| None))));
        if let Some(from) = journey.from {
            let tail = (x.at(from.0), y.at(from.1));
            arrow(&mut canvas, theme, tail, head, ink, journey.sure());
            if named {
                shafts.push([tail, head]);
            }
        } else {
            frame::marker(&mut canvas, ink.shape, head, 7.5, ink.colour, Some(theme.paper));
        }
        if named {
            let tail = journey.from.map(|from| (x.at(from.0), y.at(from.1)));
            for (place, half) in iter::once((head, 10.0)).chain(tail.map(|tail| (tail, 6.0))) {
                taken.push(Area {
                    left: place.0 - half,
                    top: place.1 - half,
                    right: place.0 + half,
                    bottom: place.1 + half,
                });
            }
        }
    }
    let plot = Area {
        left: frame_left + 2.0,
        top: top - 14.0,
        right: right + 40.0,
        bottom: bottom - 4.0,
    };
    let (mut names, mut leaders): (Vec<Area>, Vec<[Place; 2]>) = (Vec::new(), Vec::new());
    let mut unnamed = journeys.len().saturating_sub(MOST_NAMES);
    for journey in journeys.iter().take(MOST_NAMES) {
        let head = (x.at(journey.to.0), y.at(journey.to.1));
        let name = canvas.fonts.fit(&journey.name, 260.0, theme.small, Weight::Regular);
        match place(
            &canvas,
            theme,
            &name,
            head,
            &plot,
            &Taken {
                areas: &taken,
                names: &names,
                shafts: &shafts,
                leaders: &leaders,
            },
        ) {
            Some((text, area, leader)) => {
                if leader {
                    let line = to_edge(head, &area);
                    canvas.line(line[0], line[1], 1.0, theme.before);
                    leaders.push(line);
                }
                taken.push(Area {
                    left: area.left - 4.0,
                    top: area.top - 1.0,
                    right: area.right + 4.0,
                    bottom: area.bottom + 1.0,
                });
                names.push(area);
                canvas.text(&text.text, text.at, text.anchor, text.size, text.weight, theme.ink);
            }
            None => unnamed += 1,
        }
    }
    let sideless = journeys.iter().any(|journey| journey.side.is_none());
    legend(&mut canvas, theme, comparison, (&sides, sideless), &ink_of, (right + 60.0, top));
    let mut notes = Vec::new();
    if unnamed > 0 {
        notes.push(format!(
            "{} without a name here, for want of room; the tables have all.",
            words::counted(unnamed, "speaker")
        ));
    }
    let few = journeys.iter().filter(|journey| journey.verdict == Some(Verdict::TooFewArticles)).count();
    if few > 0 {
        notes.push(format!(
            "For {} the articles are too few to tell whether they moved.",
            words::counted(few, "speaker")
        ));
    }
    frame::foot(&mut canvas, theme, &notes, charts.study, comparison, &comparison.years_shown());
    let alt = alt(comparison, &title, &journeys);
    Ok(Sketch {
        canvas,
        file: "map".to_owned(),
        title,
        alt,
    })
}

impl Journey {
    /// The statements behind it: of its one year, or of both.
    fn opens(&self, year: Option<i16>) -> Opens {
        Opens::Group {
            by: By::Speaker,
            key: self.key.clone(),
            year,
        }
    }

    /// Whether its net tone surely changed.
    fn sure(&self) -> bool {
        self.verdict == Some(Verdict::Changed)
    }
}

fn journeys(comparison: &Comparison) -> Vec<Journey> {
    let mut journeys = Vec::new();
    let mut groups = comparison.groups.iter().filter(|group| group.by == By::Speaker).peekable();
    while let Some(first) = groups.next() {
        let mut years = vec![first];
        while let Some(next) = groups.next_if(|next| next.key == first.key) {
            years.push(next);
        }
        let at = |year: i16| {
            years
                .iter()
                .find(|group| group.year == year)
                .map(|group| (group.hostility.value, group.conciliation.value))
        };
        let [from, to] = comparison.years.unwrap_or([first.year, first.year]);
        let (start, end, year) = match (at(from).filter(|_| from != to), at(to)) {
            (Some(start), Some(end)) => (Some(start), end, to),
            (Some(only), None) => (None, only, from),
            (None, Some(only)) => (None, only, to),
            (None, None) => continue,
        };

        let net = comparison.difference(By::Speaker, &first.key, Measure::Net);
        journeys.push(Journey {
            key: first.key.clone(),
            name: first.name.clone(),
            side: first.side.clone(),
            from: start,
            to: end,
            verdict: net.map(|difference| difference.verdict),
            moved: net.and_then(words::toward_hostility),
            statements: years
                .iter()
                .filter(|group| [from, to].contains(&group.year))
                .map(|group| group.net.statements)
                .sum(),
            year,
        });
    }
    journeys
}

fn title(comparison: &Comparison, journeys: &[Journey]) -> String {
    let Some([from, to]) = comparison.years else {
        let year = journeys.first().map_or(0, |journey| journey.year);
        return format!(
            "How hostile and how conciliatory: {} in {year}",
            words::counted(journeys.len(), "speaker")
        );
    };
    let both = journeys.iter().filter(|journey| journey.from.is_some()).count();
    if both == 0 {
        return format!("No speaker is heard in both {from} and {to}");
    }
    let sure: Vec<&Journey> = journeys.iter().filter(|journey| journey.sure()).collect();
    let few = journeys.iter().filter(|journey| journey.verdict == Some(Verdict::TooFewArticles)).count();
    let speakers = words::counted(both, "speaker");
    let toward = sure.iter().filter(|journey| journey.moved == Some(true)).count();
    let ways = match (toward, sure.len() - toward) {
        (1, 0) => "toward hostility".to_owned(),
        (0, 1) => "away from hostility".to_owned(),
        (_, 0) => "all toward hostility".to_owned(),
        (0, _) => "all away from hostility".to_owned(),
        (toward, away) => format!("{toward} toward hostility, {away} away from it"),
    };
    match sure.as_slice() {
        [] if few == both => format!("{speakers} in {from} and {to}: too few articles to tell who moved"),
        [] => format!("No clear move from {from} to {to} for any of {speakers}"),
        [one] => format!("{} clearly moved {ways} from {from} to {to}", one.name),
        several => format!("{} of {speakers} clearly moved from {from} to {to}: {ways}", several.len()),
    }
}

fn plane(canvas: &mut Canvas, theme: &Theme, x: &Axis, y: &Axis) {
    for value in x.ticks() {
        let at = x.at(f64::from(value));
        canvas.line((at, y.from.1), (at, y.to.1), 1.0, theme.grid);
        canvas.text(
            frame::tick(value),
            (at, y.from.1 + theme.text * 1.1),
            Anchor::Middle,
            theme.small,
            Weight::Regular,
            theme.soft,
        );
    }
    // The corner's 0 stands below the other axis.
    for value in y.ticks().into_iter().skip(1) {
        let at = y.at(f64::from(value));
        canvas.line((x.from.1, at), (x.to.1, at), 1.0, theme.grid);
        canvas.text(
            &value.to_string(),
            (x.from.1 - 12.0, at + theme.small * 0.36),
            Anchor::End,
            theme.small,
            Weight::Regular,
            theme.soft,
        );
    }
    canvas.line((x.from.1, y.from.1), (x.to.1, y.from.1), 2.0, theme.soft);
    canvas.line((x.from.1, y.from.1), (x.from.1, y.to.1), 2.0, theme.soft);
    canvas.text(
        "hostility →",
        (x.to.1, y.from.1 + theme.text * 2.2),
        Anchor::End,
        theme.text,
        Weight::Bold,
        theme.hostility,
    );
    canvas.text(
        "↑ conciliation",
        (theme.margin, y.to.1 - theme.text * 0.7),
        Anchor::Start,
        theme.text,
        Weight::Bold,
        theme.conciliation,
    );
}

/// Thick and with a filled head where the change is sure; thin with an open head where not.
fn arrow(canvas: &mut Canvas, theme: &Theme, tail: Place, head: Place, Ink { colour, shape }: Ink, sure: bool) {
    let (dx, dy) = (head.0 - tail.0, head.1 - tail.1);
    let length = dx.hypot(dy);
    frame::marker(canvas, shape, tail, 5.0, colour, None);
    if length < 14.0 {
        // Too short to have a direction: the side's shape around the place.
        frame::marker(canvas, shape, head, 7.5, colour, (!sure).then_some(theme.paper));
        return;
    }
    let (ux, uy) = (dx / length, dy / length);
    let (long, wide) = (18.0, 8.5);
    let neck = (head.0 - ux * long, head.1 - uy * long);
    let triangle = |grow: f64| {
        let tip = (head.0 - ux * grow * 2.2, head.1 - uy * grow * 2.2);
        let back = (neck.0 + ux * grow, neck.1 + uy * grow);
        let half = wide - grow * 1.7;
        vec![tip, (back.0 - uy * half, back.1 + ux * half), (back.0 + uy * half, back.1 - ux * half)]
    };
    let pale = colour.mix(theme.paper, 0.35);
    canvas.line(tail, neck, if sure { 5.0 } else { 2.5 }, if sure { colour } else { pale });
    canvas.shape(triangle(0.0), colour);
    if !sure {
        canvas.shape(triangle(2.2), theme.paper);
    }
}

/// What a new name must keep clear of.
struct Taken<'a> {
    /// Names, heads and tails.
    areas: &'a [Area],
    names: &'a [Area],
    shafts: &'a [[Place; 2]],
    leaders: &'a [[Place; 2]],
}

/// The line from a head to the nearest edge of its name.
fn to_edge(head: Place, name: &Area) -> [Place; 2] {
    [head, (head.0.clamp(name.left, name.right), head.1.clamp(name.top, name.bottom))]
}

/// Whether two stretches cross.
fn meet([a, b]: &[Place; 2], [c, d]: &[Place; 2]) -> bool {
    let side = |p: &Place, q: &Place, r: &Place| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// The best free place for a name around a head: near and beside it, else further off with a leader line, which crosses as few arrows as can be. None where every place
/// would have the name touch a name, a head or a line.
fn place(canvas: &Canvas, theme: &Theme, name: &str, head: Place, plot: &Area, taken: &Taken) -> Option<(Text, Area, bool)> {
    let size = theme.small;
    let mut best: Option<(f64, Text, Area, bool)> = None;
    for far in [15.0, 26.0, 40.0, 58.0, 80.0, 106.0, 136.0, 170.0, 210.0, 255.0, 305.0] {
        // Nothing further off is better than this.
        if best.as_ref().is_some_and(|(cost, ..)| *cost <= far) {
            break;
        }
        let turns = if far < 30.0 { 8 } else { 24 };
        for turn in 0..turns {
            // Beside first: right, left, then up and down in turn.
            let half = f64::from(turn / 2) * std::f64::consts::TAU / f64::from(turns);
            let angle = if turn % 2 == 0 { half } else { std::f64::consts::PI - half };
            for up in [-1.0, 1.0] {
                let (dx, dy) = (far * angle.cos(), up * far * angle.sin());
                let anchor = if dx.abs() < far * 0.3 {
                    Anchor::Middle
                } else if dx > 0.0 {
                    Anchor::Start
                } else {
                    Anchor::End
                };
                let text = Text {
                    text: name.to_owned(),
                    at: (
                        head.0 + dx,
                        head.1 + dy + size * 0.3 + if anchor == Anchor::Middle { dy.signum() * size * 0.2 } else { 0.0 },
                    ),
                    anchor,
                    size,
                    weight: Weight::Regular,
                    colour: theme.ink,
                };
                let area = canvas.area(&text);
                let clear = Area {
                    left: area.left - 3.0,
                    top: area.top - 1.0,
                    right: area.right + 3.0,
                    bottom: area.bottom + 1.0,
                };
                let leader = far > 30.0;
                let line = to_edge(head, &area);
                if !plot.holds(&area)
                    || taken.areas.iter().any(|other| other.meets(&area))
                    || taken.shafts.iter().chain(taken.leaders).any(|line| crosses(line, &clear))
                    || (leader && (taken.names.iter().any(|name| crosses(&line, name)) || taken.leaders.iter().any(|other| meet(other, &line))))
                {
                    continue;
                }
                let through = if leader {
                    taken.shafts.iter().filter(|shaft| meet(shaft, &line)).count()
                } else {
                    0
                };
                let cost = far + 60.0 * through as f64 + f64::from(turn) * 0.3 + if up > 0.0 { 0.1 } else { 0.0 };
                if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                    best = Some((cost, text, area, leader));
                }
            }
        }
    }
    best.map(|(_, text, area, leader)| (text, area, leader))
}

/// Whether a line comes into a rectangle (Liang and Barsky 1984).
pub(super) fn crosses([from, to]: &[Place; 2], area: &Area) -> bool {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for (p, q) in [
        (-dx, from.0 - area.left),
        (dx, area.right - from.0),
        (-dy, from.1 - area.top),
        (dy, area.bottom - from.1),
    ] {
        if p == 0.0 {
            if q < 0.0 {
                return false;
            }
        } else if p < 0.0 {
            enter = enter.max(q / p);
        } else {
            leave = leave.min(q / p);
        }
    }
    enter < leave
}

fn legend(
    canvas: &mut Canvas,
    theme: &Theme,
    comparison: &Comparison,
    (sides, sideless): (&[String], bool),
    ink_of: &dyn Fn(&Option<String>) -> Ink,
    (x, top): Place,
) {
    let room = theme.width - theme.margin - x - 36.0;
    let mut y = top + theme.small;
    let step = theme.small * 1.75;
    let entry = |canvas: &mut Canvas, y: &mut f64, words: &str| {
        let words = canvas.fonts.fit(words, room, theme.small, Weight::Regular);
        canvas.text(
            &words,
            (x + 36.0, *y + theme.small * 0.35),
            Anchor::Start,
            theme.small,
            Weight::Regular,
            theme.ink,
        );
        *y += step;
    };
    let shown = sides.len().min(theme.sides.len());
    for side in &sides[..shown] {
        let ink = ink_of(&Some(side.clone()));
        frame::marker(canvas, ink.shape, (x + 12.0, y), 8.0, ink.colour, None);
        entry(canvas, &mut y, side);
    }
    if shown > 0 && (sideless || shown < sides.len()) {
        canvas.disc((x + 12.0, y), 8.0, theme.before, theme.before, 0.0);
        entry(canvas, &mut y, if shown < sides.len() { "other sides, no side" } else { "no side" });
    }
    if shown > 0 {
        y += step * 0.5;
    }
    if let Some([from, to]) = comparison.years {
        let ink = Ink { colour: theme.ink, shape: 0 };
        arrow(canvas, theme, (x - 6.0, y), (x + 26.0, y), ink, true);
        entry(canvas, &mut y, "net tone clearly changed");
        arrow(canvas, theme, (x - 6.0, y), (x + 26.0, y), ink, false);
        entry(canvas, &mut y, "not clearly, or too few");
        canvas.disc((x + 12.0, y), 7.0, theme.paper, theme.ink, 2.5);
        entry(canvas, &mut y, &format!("only {from} or only {to}"));
    }
}

fn alt(comparison: &Comparison, title: &str, journeys: &[Journey]) -> String {
    let mut alt = format!("Map of hostility against conciliation. {title}. ");
    let told: Vec<String> = journeys
        .iter()
        .take(8)
        .map(|journey| {
            let place = |(hostility, conciliation): (f64, f64)| format!("{} and {}", words::points(hostility), words::points(conciliation));
            match journey.from {
                Some(from) => format!("{} from {} to {}", journey.name, place(from), place(journey.to)),
                None => format!("{} at {} in {}", journey.name, place(journey.to), journey.year),
            }
        })
        .collect();
    if comparison.years.is_some() || !told.is_empty() {
        alt.push_str(&format!("Hostility and conciliation: {}. ", told.join("; ")));
    }
    alt + &frame::without_speaker(comparison, &comparison.years_shown())
}
