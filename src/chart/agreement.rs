//! Ratings against hand coding: for each dimension a grid of grades (across) and ratings (up), both rounded, with a dot in every cell that has statements; its area is their number. Invariant: areas are on
//! one scale in both grids, and every dot stands with its number.

use super::canvas::{Anchor, Canvas, Place};
use super::drawing::{Drawing, Sketch};
use super::font::Weight;
use super::theme::{Colour, Theme};
use super::{ChartError, frame, words};
use crate::tone::Dimension;

/// Steps of a scale.
const STEPS: usize = 5;

/// Radius of the largest dot, of a cell's side.
const LARGEST: f64 = 0.44;

/// Radius of the smallest dot, in pixels: one that can be seen.
const SMALLEST: f64 = 3.5;

/// What the chart is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementChart<'a> {
    /// Title of the study, for the footer.
    pub study: &'a str,
    /// lexicon, model or blend.
    pub rating: &'a str,
    /// Coders.
    pub coders: usize,
    /// Of hostility and conciliation the statements by grade (first index) and rating (second).
    pub confusion: [[[usize; STEPS]; STEPS]; 2],
    /// Krippendorff's alpha of rating and coders in each.
    pub alpha: [Option<f64>; 2],
}

impl AgreementChart<'_> {
    /// Draws it in the light theme.
    ///
    /// # Errors
    /// No statement is graded; the drawing fails.
    pub fn draw(&self) -> Result<Drawing, ChartError> {
        self.sketch()?.drawing()
    }

    fn statements(&self) -> usize {
        self.confusion[0].iter().flatten().sum()
    }

    fn sketch(&self) -> Result<Sketch, ChartError> {
        let theme = Theme::light();
        let n = self.statements();
        if n == 0 {
            return Err(ChartError::Nothing);
        }
        let alpha = |d: usize| self.alpha[d].map_or_else(|| "not to be told".to_owned(), |alpha| format!("{alpha:.2}").replace('-', "−"));
        let title = format!(
            "Rating against hand coding: alpha {} for hostility, {} for conciliation",
            alpha(0),
            alpha(1)
        );
        let coders = match self.coders {
            1 => "one coder".to_owned(),
            coders => format!("the mean of {coders} coders"),
        };
        let subtitle = format!(
            "{}: grade ({coders}) across, rating ({}) up, both rounded. A dot's area is the number of statements; grey: rated as graded.",
            words::counted(n, "statement"),
            self.rating
        );
        let mut canvas = Canvas::new(&theme, theme.height)?;
        let top = frame::head(&mut canvas, &theme, &title, &subtitle) + theme.text * 1.6;
        let bottom = foot(&mut canvas, &theme, self.study) - theme.text * 3.4;
        let cell = ((bottom - top) / STEPS as f64).floor();
        let most = self.confusion.iter().flatten().flatten().copied().max().unwrap_or(1);
        let half = (theme.width - 2.0 * theme.margin) / 2.0;
        for dimension in Dimension::ALL {
            let d = dimension as usize;
            let colour = [theme.hostility, theme.conciliation][d];
            let left = theme.margin + half * d as f64 + 110.0;
            let grid = Grid { left, top, cell, most };
            grid.draw(&mut canvas, &theme, dimension, colour);
            grid.dots(&mut canvas, &theme, &self.confusion[d], colour);
        }
        let alt = self.alt(&title);
        Ok(Sketch {
            canvas,
            file: "agreement".to_owned(),
            title,
            alt,
        })
    }

    fn alt(&self, title: &str) -> String {
        let told = Dimension::ALL.map(|dimension| {
            let cells = &self.confusion[dimension as usize];
            let off = |far: usize| -> usize {
                let all = (0..STEPS).flat_map(|graded| (0..STEPS).map(move |rated| (graded, rated)));
                all.filter(|(graded, rated)| graded.abs_diff(*rated) == far)
                    .map(|(graded, rated)| cells[graded][rated])
                    .sum()
            };
            let (same, near) = (off(0), off(1));
            format!(
                "{}: {} rated as graded, {} one step off, {} further",
                dimension.as_str(),
                words::grouped(same),
                words::grouped(near),
                words::grouped(self.statements() - same - near)
            )
        });
        format!(
            "Two grids of grades against ratings. {title}. Of {}, {}.",
            words::counted(self.statements(), "statement"),
            told.join("; ")
        )
    }
}

/// Where one dimension is drawn.
struct Grid {
    left: f64,
    top: f64,
    cell: f64,
    most: usize,
}

impl Grid {
    fn middle(&self, graded: usize, rated: usize) -> Place {
        let at = |step: usize| (step as f64 + 0.5) * self.cell;
        (self.left + at(graded), self.top + at(STEPS - 1 - rated))
    }

    fn draw(&self, canvas: &mut Canvas, theme: &Theme, dimension: Dimension, colour: Colour) {
        let side = self.cell * STEPS as f64;
        let (right, bottom) = (self.left + side, self.top + side);
        for step in 0..STEPS {
            let ((x, y), half) = (self.middle(step, step), self.cell / 2.0);
            let corners = vec![(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)];
            canvas.shape(corners, theme.grid.mix(theme.paper, 0.45));
        }
        for line in 0..=STEPS {
            let at = line as f64 * self.cell;
            canvas.line((self.left + at, self.top), (self.left + at, bottom), 1.0, theme.grid);
            canvas.line((self.left, self.top + at), (right, self.top + at), 1.0, theme.grid);
        }
        for step in 0..STEPS {
            let (x, y) = self.middle(step, step);
            let name = frame::tick(step as i32);
            canvas.text(
                name,
                (x, bottom + theme.small * 1.3),
                Anchor::Middle,
                theme.small,
                Weight::Regular,
                theme.soft,
            );
            canvas.text(
                name,
                (self.left - 12.0, y + theme.small * 0.35),
                Anchor::End,
                theme.small,
                Weight::Regular,
                theme.soft,
            );
        }
        let above = self.top - theme.text * 0.6;
        canvas.text(
            dimension.as_str(),
            (self.left + side / 2.0, above),
            Anchor::Middle,
            theme.text,
            Weight::Bold,
            colour,
        );
        canvas.text("↑ rated", (self.left, above), Anchor::End, theme.text, Weight::Regular, theme.ink);
        canvas.text(
            "graded →",
            (right, bottom + theme.text * 2.6),
            Anchor::End,
            theme.text,
            Weight::Regular,
            theme.ink,
        );
    }

    fn dots(&self, canvas: &mut Canvas, theme: &Theme, cells: &[[usize; STEPS]; STEPS], colour: Colour) {
        for (graded, row) in cells.iter().enumerate() {
            for (rated, &count) in row.iter().enumerate().filter(|(_, count)| **count > 0) {
                let (x, y) = self.middle(graded, rated);
                let radius = (LARGEST * self.cell * (count as f64 / self.most as f64).sqrt()).max(SMALLEST);
                canvas.disc((x, y), radius, colour, colour, 0.0);
                let number = words::grouped(count);
                let width = canvas.fonts.width(&number, theme.small, Weight::Bold);
                let baseline = y + theme.small * 0.35;
                // In the dot where it has room, else beside it.
                if width + 8.0 <= 2.0 * radius {
                    canvas.text(&number, (x, baseline), Anchor::Middle, theme.small, Weight::Bold, theme.paper);
                } else {
                    canvas.text(
                        &number,
                        (x + radius + 4.0, baseline),
                        Anchor::Start,
                        theme.small,
                        Weight::Regular,
                        theme.ink,
                    );
                }
            }
        }
    }
}

/// Draws the footer; gives the y above which the chart must end.
fn foot(canvas: &mut Canvas, theme: &Theme, study: &str) -> f64 {
    const REST: &str = " · the scales go from 0 (none) to 4 (extreme) · detente";
    let y = canvas.height - theme.margin * 0.5;
    let room = canvas.width - 2.0 * theme.margin - canvas.fonts.width(REST, theme.small, Weight::Regular);
    let study = canvas.fonts.fit(study, room, theme.small, Weight::Regular);
    let words = format!("{study}{REST}");
    canvas.text(&words, (theme.margin, y), Anchor::Start, theme.small, Weight::Regular, theme.soft);
    let line = y - theme.small * 1.1;
    canvas.line((theme.margin, line), (canvas.width - theme.margin, line), 1.0, theme.grid);
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::canvas::Mark;
    use crate::chart::tests::sound;

    fn chart(confusion: [[[usize; STEPS]; STEPS]; 2]) -> AgreementChart<'static> {
        AgreementChart {
            study: "A council of two blocs, 2016 against 2022: a study made up for testing, with a title that is by far too long for the footer of a chart and must be cut",
            rating: "blend",
            coders: 2,
            confusion,
            alpha: [Some(0.61), None],
        }
    }

    #[test]
    fn every_number_stands_and_nothing_collides() {
        let mut one = [[0; STEPS]; STEPS];
        one[0][0] = 1;
        let mut steep = [[1; STEPS]; STEPS];
        steep[0][0] = 123_456;
        let even = [[12_345; STEPS]; STEPS];
        for (case, cells) in [("one", one), ("steep", steep), ("even", even)] {
            let sketch = chart([cells, cells]).sketch().unwrap();
            sound(case, &sketch);
            let numbers = |wanted: &str| {
                let is = |mark: &&Mark| matches!(mark, Mark::Text(text) if text.text == wanted);
                sketch.canvas.marks.iter().filter(is).count()
            };
            for count in cells.iter().flatten().filter(|count| **count > 0) {
                let equal = cells.iter().flatten().filter(|other| *other == count).count();
                assert_eq!(numbers(&words::grouped(*count)), 2 * equal, "{case}: {count}");
            }
        }
        assert_eq!(chart([[[0; STEPS]; STEPS]; 2]).draw(), Err(ChartError::Nothing));
    }

    #[test]
    fn areas_are_numbers() {
        let mut cells = [[0; STEPS]; STEPS];
        (cells[0][0], cells[2][1]) = (400, 100);
        let sketch = chart([cells, cells]).sketch().unwrap();
        let radii: Vec<f64> = sketch
            .canvas
            .marks
            .iter()
            .filter_map(|mark| if let Mark::Disc { radius, .. } = mark { Some(*radius) } else { None })
            .collect();
        assert_eq!(radii.len(), 4);
        assert!((radii[0] - 2.0 * radii[1]).abs() < 1e-9, "{radii:?}");
    }
}
