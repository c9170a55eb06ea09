//! How all charts look: one palette, one set of sizes. Colours are those of Okabe and Ito (2008), which people with any colour vision tell apart; what a colour
//! says, a shape or a word says too, so that print in grey keeps the meaning.

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Mixed with another: 0 is all this one, 1 all the other.
    pub fn mix(self, other: Colour, share: f64) -> Colour {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Colour(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

/// Colours and sizes; lengths are pixels of a picture 1600 wide.
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
    /// Dark on white: for slides and paper.
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
            margin: 60.0,
            title: 42.0,
            subtitle: 24.0,
            text: 22.0,
            small: 19.0,
        }
    }
}

impl Default for Theme {
    fn default() -> Self {
        Theme::light()
    }
}
