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

    /// Whether the font has a letter; one that it lacks is drawn as a box on PNGs, and by the viewer's own fonts in SVGs.
    #[cfg(test)]
    pub fn has(&self, letter: char, weight: Weight) -> bool {
        self.of(weight).glyph_id(letter).0 != 0
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

    /// The text, or as many of its words as fit into `width` with an ellipsis; of a first word that does not fit, its letters.
    pub fn cut(&self, text: &str, width: f64, size: f64, weight: Weight) -> String {
        if self.width(text, size, weight) <= width {
            return text.to_owned();
        }
        let mut short = text;
        while let Some((shorter, _)) = short.rsplit_once([' ', '\n', '\t']) {
            short = shorter.trim_end_matches(|letter: char| letter.is_whitespace() || ",;:–—-".contains(letter));
            let told = format!("{short} …");
            if !short.is_empty() && self.width(&told, size, weight) <= width {
                return told;
            }
        }
        self.fit(text, width, size, weight)
    }

    /// The text broken at spaces into at most `most` lines that fit into `width`; the last line is cut at a word and ends in an ellipsis.
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
        lines.into_iter().map(|line| self.cut(&line, width, size, weight)).collect()
    }

    /// Like [`Fonts::wrap`], with lines of about one length: no last word alone.
    pub fn balanced(&self, text: &str, width: f64, size: f64, weight: Weight, most: usize) -> Vec<String> {
        let widest = self.wrap(text, width, size, weight, most);
        let plain = self.wrap(text, width, size, weight, usize::MAX);
        if widest.len() < 2 || plain.len() > most {
            return widest;
        }
        let (mut low, mut high) = (width * 0.4, width);
        for _ in 0..12 {
            let middle = (low + high) / 2.0;
            let lines = self.wrap(text, middle, size, weight, usize::MAX);
            if lines.len() <= widest.len() && lines.iter().all(|line| self.width(line, size, weight) <= middle && !line.ends_with('…')) {
                high = middle;
            } else {
                low = middle;
            }
        }
        self.wrap(text, high, size, weight, most)
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
