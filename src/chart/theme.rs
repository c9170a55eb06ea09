//! How all charts look: one palette, one set of sizes, three grounds. Colours are those of Okabe and Ito (2008), which people with any colour vision tell apart; what a colour
//! says, a shape, a place or a word says too, so that print in grey keeps the meaning.

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Mixed with another: 0 is all this one, 1 all the other.
    pub fn mix(self, other: Colour, share: f64) -> Colour {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Colour(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// Relative luminance, 0 black to 1 white (WCAG 2.1).
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast of two colours, 1 to 21 (WCAG 2.1).
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if a > b { a / b } else { b / a }
    }
}

/// Colours and sizes; lengths are pixels of a layout 1600 wide.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Behind everything.
    pub paper: Colour,
    /// Text and axes.
    pub ink: Colour,
    /// Second text.
    pub soft: Colour,
    /// Grid lines.
    pub grid: Colour,
    /// Hostility, and moves toward it.
    pub hostility: Colour,
    /// Conciliation, and moves toward it.
    pub conciliation: Colour,
    /// The first of two years, and what did not move.
    pub before: Colour,
    /// Sides, in the order of their names, none like the two dimensions' colours; further ones are drawn in `before`.
    pub sides: Vec<Colour>,
    /// Width of a picture.
    pub width: f64,
    /// Height of a picture; lists may be taller.
    pub height: f64,
    /// Whether lists may be taller than `height`; else more of them is folded.
    pub tall: bool,
    /// Pixels of a PNG, and nominal ones of an SVG, per pixel of the layout.
    pub pixels: f64,
    /// Free border.
    pub margin: f64,
    /// Size of the title.
    pub title: f64,
    /// Size of the subtitle.
    pub subtitle: f64,
    /// Size of running text.
    pub text: f64,
    /// Size of the footer and side notes.
    pub small: f64,
}

impl Theme {
    /// Dark on white: for slides and pages. PNGs are as wide as most projectors: 1920 pixels.
    pub fn light() -> Theme {
        Theme {
            paper: Colour(255, 255, 255),
            ink: Colour(26, 26, 26),
            soft: Colour(89, 89, 89),
            grid: Colour(224, 224, 224),
            hostility: Colour(213, 94, 0),
            conciliation: Colour(0, 114, 178),
            before: Colour(128, 128, 128),
            sides: vec![
                Colour(0, 128, 96),
                Colour(168, 74, 138),
                Colour(163, 112, 0),
                Colour(60, 60, 60),
                Colour(72, 150, 200),
            ],
            width: 1600.0,
            height: 900.0,
            tall: true,
            pixels: 1.2,
            margin: 60.0,
            title: 42.0,
            subtitle: 24.0,
            text: 22.0,
            small: 19.0,
        }
    }

    /// Light on near-black: for dark rooms. The same hues, lighter.
    pub fn dark() -> Theme {
        Theme {
            paper: Colour(18, 20, 24),
            ink: Colour(238, 238, 238),
            soft: Colour(176, 180, 186),
            grid: Colour(56, 60, 66),
            hostility: Colour(255, 140, 60),
            conciliation: Colour(86, 180, 233),
            before: Colour(150, 154, 160),
            sides: vec![
                Colour(60, 200, 160),
                Colour(226, 140, 200),
                Colour(240, 200, 80),
                Colour(220, 220, 220),
                Colour(130, 150, 240),
            ],
            ..Theme::light()
        }
    }

    /// For paper, in grey too: hostility is dark, conciliation is not, no large fields, grid lines that a printer still draws.
    pub fn print() -> Theme {
        Theme {
            ink: Colour(0, 0, 0),
            soft: Colour(70, 70, 70),
            grid: Colour(205, 205, 205),
            hostility: Colour(122, 42, 0),
            conciliation: Colour(38, 130, 196),
            before: Colour(140, 140, 140),
            sides: vec![
                Colour(0, 84, 62),
                Colour(190, 96, 160),
                Colour(110, 72, 0),
                Colour(0, 0, 0),
                Colour(96, 150, 190),
            ],
            ..Theme::light()
        }
    }

    /// The same theme in a picture of exactly so many pixels: the layout keeps its width and sizes of text and takes the picture's form; lists are folded to it.
    /// Shapes flatter than 2 to 1 or higher than 2 to 3 are taken as these.
    pub fn sized(self, width: u32, height: u32) -> Theme {
        let pixels = f64::from(width.max(1)) / self.width;
        let form = f64::from(height) / f64::from(width.max(1));
        Theme {
            height: (self.width * form.clamp(0.5, 1.5)).round(),
            tall: false,
            pixels,
            ..self
        }
    }
}

impl Default for Theme {
    fn default() -> Self {
        Theme::light()
    }
}
