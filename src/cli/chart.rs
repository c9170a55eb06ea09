//! `detente chart`: charts drawn again from a run's tables.

use super::{error::CliError, output};
use clap::{Args, ValueEnum};
use detente::chart::{Chart as Drawn, Theme};
use detente::compare::{By, Measure};
use detente::pipeline::{Format, Pick, Run, write_drawings};
use detente::report::Roster;
use std::path::PathBuf;

/// Draw charts from the tables of a run, without reading the articles again
///
/// Without --speaker or --kind all charts of a run are drawn. With --speaker alone, that speaker's chart.
#[derive(Args)]
#[command(after_help = "Examples:
  detente chart results/nrc --speaker Novak -o slides --format svg
  detente chart results/nrc --kind timeline --by side --measure hostility
  detente chart results/nrc --kind shift --speaker Novak --theme dark
  detente chart results/nrc --kind stance --size 3840x2160 --format png")]
pub struct Chart {
    /// The folder of a run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Whose chart: a name, a part of it, or an id; may be given several times
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Which chart
    #[arg(long, value_enum)]
    kind: Option<KindChoice>,
    /// Of all together, of the sides (for shift, distribution and sensitivity: a chart a side), or of the speakers [default: what fits the chart]
    #[arg(long, value_enum)]
    by: Option<ByChoice>,
    /// What is drawn
    #[arg(long, value_enum, default_value = "net")]
    measure: MeasureChoice,
    /// Write into DIR
    #[arg(short, long, value_name = "DIR", default_value = "charts")]
    output: PathBuf,
    /// In which form
    #[arg(long, value_enum, default_value = "both")]
    format: FormatChoice,
    /// Pixels, from 640x320 to 8000x8000 and from twice as wide as high to half as high again as wide; lists are folded to it [default: 1920x1080, and lists may be taller]
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size)]
    size: Option<(u32, u32)>,
    /// The ground: light for slides and pages, dark for dark rooms, print for paper
    #[arg(long, value_enum, default_value = "light")]
    theme: ThemeChoice,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KindChoice {
    /// One for each speaker (or for those that --speaker names): every statement a dot
    Speaker,
    /// One year against the other, by change
    Comparison,
    /// Hostility against conciliation, an arrow a speaker
    Map,
    /// Which side speaks how of which
    Stance,
    /// Means over time: of the sides, of all, or of those that --speaker names
    Timeline,
    /// What each word did to a change
    Shift,
    /// How ratings are spread, by year
    Distribution,
    /// The change under each declared choice
    Sensitivity,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ByChoice {
    All,
    Side,
    Speaker,
}

#[derive(Clone, Copy, ValueEnum)]
enum MeasureChoice {
    Hostility,
    Conciliation,
    Net,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatChoice {
    Svg,
    Png,
    Both,
}

#[derive(Clone, Copy, ValueEnum)]
enum ThemeChoice {
    Dark,
    Light,
    Print,
}

/// "1600x900".
fn size(text: &str) -> Result<(u32, u32), String> {
    let parsed = text
        .split_once(['x', 'X', '×'])
        .and_then(|(width, height)| Some((width.trim().parse().ok()?, height.trim().parse().ok()?)));
    let Some((width, height)) = parsed else {
        return Err("it must be two numbers of pixels, as in 1600x900".to_owned());
    };
    if !(640..=8000).contains(&width) || !(320..=8000).contains(&height) {
        return Err("pictures are from 640x320 to 8000x8000 pixels".to_owned());
    }
    if width > 2 * height || 2 * height > 3 * width {
        return Err("nothing fits into such a shape: a picture is at most twice as wide as high, and at most half as high again as wide".to_owned());
    }
    Ok((width, height))
}

impl Chart {
    pub fn run(self) -> Result<(), CliError> {
        let run = Run::open(&self.run)?;
        let keys: Vec<String> = if self.speaker.is_empty() {
            Vec::new()
        } else {
            let roster = Roster::new(run.speakers()?);
            let found = self.speaker.iter().map(|name| roster.find(name).map(|speaker| speaker.id.clone()));
            found.collect::<Result<_, _>>()?
        };
        // Sides stand in the comparison where any speaker has one.
        let sided = run.comparison()?.iter().any(|row| row.by == By::Side.as_str());
        let pick = self.pick(keys, if sided { By::Side } else { By::All })?;
        let theme = match self.theme {
            ThemeChoice::Dark => Theme::dark(),
            ThemeChoice::Light => Theme::light(),
            ThemeChoice::Print => Theme::print(),
        };
        let theme = match self.size {
            Some((width, height)) => theme.sized(width, height),
            None => theme,
        };
        let format = match self.format {
            FormatChoice::Svg => Format::Svg,
            FormatChoice::Png => Format::Png,
            FormatChoice::Both => Format::Both,
        };
        let mut lines = String::new();
        for path in write_drawings(&self.output, &run.draw(&pick, theme)?, format)? {
            lines.push_str(&format!("{}\n", path.display()));
        }
        output::say(&lines)
    }

    /// What the arguments ask for; those that do not go together are said to. A timeline is of `widest` where none says otherwise.
    fn pick(&self, keys: Vec<String>, widest: By) -> Result<Pick, CliError> {
        let measure = match self.measure {
            MeasureChoice::Hostility => Measure::Hostility,
            MeasureChoice::Conciliation => Measure::Conciliation,
            MeasureChoice::Net => Measure::Net,
        };
        let Some(kind) = self.kind else {
            return match (keys.is_empty(), self.by) {
                (true, None) => Ok(Pick::All),
                (false, None | Some(ByChoice::Speaker)) => Ok(Pick::These(keys.into_iter().map(Drawn::Speaker).collect())),
                _ => Err(Self::unfit(
                    "--by needs --kind",
                    "Say which chart: --kind comparison, timeline, shift, distribution or sensitivity.",
                )),
            };
        };
        let name = kind.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        let of_speakers = |chart: &dyn Fn(String) -> Drawn| Ok(Pick::These(keys.iter().cloned().map(chart).collect()));
        let by = match self.by {
            Some(ByChoice::All) => Some(By::All),
            Some(ByChoice::Side) => Some(By::Side),
            Some(ByChoice::Speaker) => Some(By::Speaker),
            None => None,
        };
        if !keys.is_empty() && by.is_some_and(|by| by != By::Speaker) {
            return Err(Self::unfit("--speaker and --by ask for different things", "Leave one of them out."));
        }
        let everyone = || "all".to_owned();
        match kind {
            KindChoice::Speaker if keys.is_empty() => Ok(Pick::EverySpeaker),
            KindChoice::Speaker => of_speakers(&Drawn::Speaker),
            KindChoice::Timeline if !keys.is_empty() => of_speakers(&|key| Drawn::TimelineOf(By::Speaker, key)),
            KindChoice::Shift if !keys.is_empty() => of_speakers(&|key| Drawn::Shift(By::Speaker, key, measure)),
            KindChoice::Distribution if !keys.is_empty() => of_speakers(&|key| Drawn::Distribution(By::Speaker, key)),
            KindChoice::Comparison | KindChoice::Map | KindChoice::Stance | KindChoice::Sensitivity if !keys.is_empty() => Err(Self::unfit(
                &format!("the chart `{name}` is not of single speakers"),
                "Leave --speaker out, or take --kind speaker, timeline, shift or distribution.",
            )),
            KindChoice::Comparison => Ok(Pick::These(vec![Drawn::Comparison(by.unwrap_or(By::Speaker), measure)])),
            KindChoice::Timeline => Ok(Pick::These(vec![Drawn::Timeline(by.unwrap_or(widest), measure)])),
            KindChoice::Map | KindChoice::Stance if by.is_some() => {
                Err(Self::unfit(&format!("the chart `{name}` has one grouping only"), "Leave --by out."))
            }
            KindChoice::Map => Ok(Pick::These(vec![Drawn::Map])),
            KindChoice::Stance => Ok(Pick::These(vec![Drawn::Stance(measure)])),
            KindChoice::Shift | KindChoice::Distribution | KindChoice::Sensitivity if by == Some(By::Speaker) => Err(Self::unfit(
                &format!("the chart `{name}` by speaker needs to know whose"),
                "Name the speaker with --speaker, or take --by side.",
            )),
            KindChoice::Shift if by == Some(By::Side) => Ok(Pick::EverySide(Box::new(move |side| Drawn::Shift(By::Side, side, measure)))),
            KindChoice::Distribution if by == Some(By::Side) => Ok(Pick::EverySide(Box::new(|side| Drawn::Distribution(By::Side, side)))),
            KindChoice::Sensitivity if by == Some(By::Side) => Ok(Pick::EverySide(Box::new(move |side| Drawn::Sensitivity(By::Side, side, measure)))),
            KindChoice::Shift => Ok(Pick::These(vec![Drawn::Shift(By::All, everyone(), measure)])),
            KindChoice::Distribution => Ok(Pick::These(vec![Drawn::Distribution(By::All, everyone())])),
            KindChoice::Sensitivity => Ok(Pick::These(vec![Drawn::Sensitivity(By::All, everyone(), measure)])),
        }
    }

    fn unfit(why: &str, help: &str) -> CliError {
        CliError::Unfit {
            why: why.to_owned(),
            help: help.to_owned(),
        }
    }
}
