//! The one font of all charts, embedded: Inter (SIL OFL 1.1) in regular and bold, Latin, Greek and Cyrillic. Invariant: text is measured with the letters it is drawn
//! with, so a layout that fits here fits on every machine.

use super::ChartError;
use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};
use plotters::style::{FontStyle, register_font};
use std::sync::OnceLock;

/// The family as SVG files name it. Viewers without Inter take one that is no wider.
pub const FAMILY: &str = "Inter, Helvetica, Arial, sans-serif";

/// The regular weight as a TTF file, for pages that show the SVGs: a `@font-face` of the name Inter.
pub const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");
/// The bold weight.
pub const BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-Bold.ttf");

/// How heavy the letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Running text.
    Regular,
    /// Titles and what stands out.
    Bold,
}

impl Weight {
    pub(super) fn style(self) -> FontStyle {
        match self {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        }
    }
}

/// Both weights, parsed.
pub struct Fonts {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl Fonts {
    /// Parses the embedded fonts and registers them with plotters, whose SVG backend wants a font of the family's name even if it only writes that name.
    ///
    /// # Errors
    /// The embedded bytes are no font: a broken build.
    pub fn load() -> Result<Fonts, ChartError> {
        // plotters keeps one table of fonts per process; registering twice would only waste time.
        static REGISTERED: OnceLock<bool> = OnceLock::new();
        let registered = *REGISTERED
            .get_or_init(|| register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok() && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok());
        match (FontRef::try_from_slice(REGULAR), FontRef::try_from_slice(BOLD)) {
            (Ok(regular), Ok(bold)) if registered => Ok(Fonts { regular, bold }),
            _ => Err(ChartError::Font),
        }
    }

    fn of(&self, weight: Weight) -> &FontRef<'static> {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// Scale at which one em is `size` pixels.
    fn scale(font: &FontRef<'static>, size: f64) -> PxScale {
        let em = font.units_per_em().unwrap_or(1000.0);
        PxScale::from((size as f32) * font.height_unscaled() / em)
    }

    /// Width of a text in pixels at `size` pixels an em.
    pub fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let font = self.of(weight);
        let scaled = font.as_scaled(Self::scale(font, size));
        text.chars().map(|letter| f64::from(scaled.h_advance(scaled.glyph_id(letter)))).sum()
    }

    /// The text, or as much of it as fits into `width` with an ellipsis.
    pub fn fit(&self, text: &str, width: f64, size: f64, weight: Weight) -> String {
        if self.width(text, size, weight) <= width {
            return text.to_owned();
        }
        let mut short = String::new();
        for letter in text.chars() {
            short.push(letter);
            if self.width(&short, size, weight) + self.width("…", size, weight) > width {
                short.pop();
                break;
            }
        }
        format!("{}…", short.trim_end())
    }

    /// The text broken at spaces into at most `most` lines that fit into `width`; what does not fit the last line ends in an ellipsis.
    pub fn wrap(&self, text: &str, width: f64, size: f64, weight: Weight, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        // Not at a no-break space: figures and their arrow stay on one line.
        for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
            let joined = lines.last().map(|line| format!("{line} {word}"));
            match (joined, lines.last_mut()) {
                (Some(joined), Some(line)) if self.width(&joined, size, weight) <= width => *line = joined,
                _ => lines.push(word.to_owned()),
            }
        }
        if lines.len() > most {
            let rest = lines.split_off(most.saturating_sub(1)).join(" ");
            lines.push(rest);
        }
        lines.into_iter().map(|line| self.fit(&line, width, size, weight)).collect()
    }

    /// Calls `draw` with (x, y, coverage 0 to 1) for every pixel of a text that starts at `x` on the given baseline. (plotters' own text on bitmaps leaves out each
    /// letter's left bearing, which spoils the spacing.)
    pub fn draw(&self, text: &str, (x, baseline): (f64, f64), size: f64, weight: Weight, mut draw: impl FnMut(i32, i32, f32)) {
        let font = self.of(weight);
        let scale = Self::scale(font, size);
        let scaled = font.as_scaled(scale);
        let mut pen = x as f32;
        for letter in text.chars() {
            let id = scaled.glyph_id(letter);
            let glyph: Glyph = id.with_scale_and_position(scale, point(pen, baseline as f32));
            pen += scaled.h_advance(id);
            if let Some(outline) = font.outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                outline.draw(|x, y, coverage| draw(bounds.min.x as i32 + x as i32, bounds.min.y as i32 + y as i32, coverage));
            }
        }
    }
}
