//! Before and after a change of lexicons: for everyone, each side, and the speakers whose change moved most, the change of net tone between the years as it was and as it is. Invariant: a
//! filled head is a change that survived its test, before as after; a verdict that is another is said in words.

use super::canvas::{Anchor, Canvas};
use super::drawing::Sketch;
use super::font::Weight;
use super::theme::Theme;
use super::{ChartError, Drawing, frame, words};
use crate::compare::change::Moved;
use crate::compare::{By, Measure, Verdict};

/// Speakers that are drawn at most.
const MOST_SPEAKERS: usize = 20;

/// The chart of a change: `moved` has every difference before and after; `study` is the title in the footer.
///
/// # Errors
/// The drawing fails.
pub fn change_chart(moved: &[Moved], study: &str) -> Result<Drawing, ChartError> {
    sketch(moved, study)?.drawing()
}

fn sketch(moved: &[Moved], study: &str) -> Result<Sketch, ChartError> {
    let theme = Theme::default();
    let net = |by: By| {
        moved
            .iter()
            .filter(move |one| one.after.by == by && one.after.measure == Measure::Net && one.delta().is_some())
    };
    let mut rows: Vec<&Moved> = net(By::All).chain(net(By::Side)).collect();
    let mut speakers: Vec<&Moved> = net(By::Speaker).filter(|one| one.moved()).collect();
    let size = |one: &Moved| one.delta().map_or(0.0, f64::abs);
    speakers.sort_by(|one, other| size(other).total_cmp(&size(one)).then_with(|| one.after.key.cmp(&other.after.key)));
    let folded = speakers.len().saturating_sub(MOST_SPEAKERS);
    speakers.truncate(MOST_SPEAKERS);
    rows.extend(speakers);
    if rows.is_empty() {
        return Err(ChartError::Nothing);
    }
    let title = title(&rows);
    let years = (rows[0].after.from_year, rows[0].after.to_year);
    let height = theme.height.max(rows.len() as f64 * 44.0 + 380.0);
    // Few rows stand further apart, so that no picture is half empty.
    let step = ((height - 400.0) / rows.len() as f64).clamp(44.0, 74.0);
    let mut canvas = Canvas::new(&theme, height)?;
    let subtitle = format!(
        "Change of net tone from {} to {} by the lexicons before (small) and after (large). Filled: the change survives its test.",
        years.0, years.1
    );
    let top = frame::head(&mut canvas, &theme, &title, &subtitle) + theme.text * 1.6;
    let right = canvas.width - theme.margin;
    let numbers = [right - 420.0, right - 310.0, right];
    let ends = rows.iter().flat_map(|one| [one.before.delta, one.after.delta]).flatten();
    let (low, high) = ends.fold((-0.5f64, 0.5f64), |(low, high), value| {
        (low.min((value * 2.0 - 0.1).floor() / 2.0), high.max((value * 2.0 + 0.1).ceil() / 2.0))
    });
    let (left, end) = (theme.margin + 400.0, numbers[0] - 90.0);
    let at = |value: f64| left + (value - low) / (high - low) * (end - left);
    let bottom = top + rows.len() as f64 * step;
    let mut tick = low;
    while tick <= high + 1e-9 {
        let zero = tick.abs() < 1e-9;
        let (width, colour) = if zero { (2.0, theme.soft) } else { (1.0, theme.grid) };
        canvas.line((at(tick), top), (at(tick), bottom), width, colour);
        let label = if zero { "no change".to_owned() } else { words::change(tick) };
        canvas.text(
            &label,
            (at(tick), bottom + theme.text * 1.2),
            Anchor::Middle,
            theme.small,
            Weight::Regular,
            theme.soft,
        );
        tick += ((high - low) / 8.0 * 2.0).ceil() / 2.0;
    }
    for (label, x, anchor) in [
        ("before", numbers[0], Anchor::Middle),
        ("after", numbers[1], Anchor::Middle),
        ("verdict", numbers[2], Anchor::End),
    ] {
        canvas.text(label, (x, top - theme.text * 0.6), anchor, theme.small, Weight::Regular, theme.soft);
    }
    for (index, one) in rows.iter().enumerate() {
        row(&mut canvas, &theme, one, top + (index as f64 + 0.5) * step, &at, numbers);
    }
    let mut note = "Means of articles' means.".to_owned();
    if folded > 0 {
        note = format!("{note} Not drawn: {}, whose change moved less.", words::counted(folded, "speaker"));
    }
    let foot = canvas.height - theme.margin * 0.5;
    let study = canvas.fonts.fit(study, canvas.width - 2.0 * theme.margin, theme.small, Weight::Regular);
    canvas.text(
        &note,
        (theme.margin, foot - theme.small * 1.5),
        Anchor::Start,
        theme.small,
        Weight::Regular,
        theme.soft,
    );
    canvas.text(&study, (theme.margin, foot), Anchor::Start, theme.small, Weight::Regular, theme.soft);
    let told: Vec<String> = rows
        .iter()
        .take(10)
        .filter_map(|one| {
            Some(format!(
                "{} {} to {}",
                one.after.name,
                words::change(one.before.delta?),
                words::change(one.after.delta?)
            ))
        })
        .collect();
    Ok(Sketch {
        canvas,
        file: "before-after".to_owned(),
        alt: format!(
            "{title}. Change between the years before and after the change of lexicons: {}.",
            told.join("; ")
        ),
        title,
    })
}

fn row(canvas: &mut Canvas, theme: &Theme, one: &Moved, y: f64, at: &impl Fn(f64) -> f64, numbers: [f64; 3]) {
    let base = y + theme.text * 0.36;
    let weight = if one.after.by == By::Speaker { Weight::Regular } else { Weight::Bold };
    let name = canvas.fonts.fit(&one.after.name, 370.0, theme.text, weight);
    canvas.text(&name, (theme.margin, base), Anchor::Start, theme.text, weight, theme.ink);
    let (Some(before), Some(after)) = (one.before.delta, one.after.delta) else {
        return;
    };
    let colour = match words::toward_hostility(&one.after) {
        Some(true) => theme.hostility,
        Some(false) => theme.conciliation,
        None => theme.before,
    };
    canvas.line((at(before), y), (at(after), y), 4.0, colour.mix(theme.paper, 0.5));
    // The small one on top: where hardly anything moved both are seen.
    let ends = [(one.after.verdict, after, 10.5, colour), (one.before.verdict, before, 5.5, theme.before)];
    for (verdict, value, radius, colour) in ends {
        let fill = if verdict == Verdict::Changed { colour } else { theme.paper };
        canvas.disc((at(value), y), radius, fill, colour, 3.0);
    }
    for (value, x) in [(before, numbers[0]), (after, numbers[1])] {
        canvas.text(
            &format!("{:+.2}", value + 0.0).replace('-', "−"),
            (x, base),
            Anchor::Middle,
            theme.text,
            Weight::Regular,
            theme.ink,
        );
    }
    let word = |verdict: Verdict| verdict.as_str().replace('-', " ");
    let (verdict, weight, colour) = if one.flipped() {
        (format!("now: {}", word(one.after.verdict)), Weight::Bold, theme.ink)
    } else {
        (word(one.after.verdict), Weight::Regular, theme.soft)
    };
    let verdict = canvas.fonts.fit(&verdict, numbers[2] - numbers[1] - 50.0, theme.small, weight);
    canvas.text(&verdict, (numbers[2], base), Anchor::End, theme.small, weight, colour);
}

fn title(rows: &[&Moved]) -> String {
    let flipped = rows.iter().filter(|one| one.flipped()).count();
    let verdicts = match flipped {
        0 => "no verdict on it is another".to_owned(),
        1 => "one verdict on it is another".to_owned(),
        n => format!("{n} verdicts on it are others"),
    };
    match rows
        .iter()
        .find(|one| one.after.by == By::All)
        .map(|one| (one.before.delta, one.after.delta))
    {
        Some((Some(before), Some(after))) => {
            let of = |value: f64| format!("{:+.2}", value + 0.0).replace('-', "−");
            format!(
                "With other lexicons the change of net tone is {} instead of {}; {verdicts}",
                of(after),
                of(before)
            )
        }
        _ => format!("With other lexicons: {verdicts}"),
    }
}
