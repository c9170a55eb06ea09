//! A picture as a list of marks, and its two renderings by plotters: SVG text and PNG bytes. Invariant: both show the same marks in the same places, and the same
//! marks give the same bytes. What a chart puts where can be tested here without looking at pixels.

use super::ChartError;
use super::font::{FAMILY, Fonts, Weight};
use super::theme::{Colour, Theme};
use crate::compare::By;
use crate::tone::Dimension;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// SVG units per pixel of the layout: plotters places shapes at whole ones.
const SCALE: f64 = 2.0;

/// Shapes on PNGs are drawn this much larger and averaged, since plotters smooths few edges.
const OVER: usize = 3;

/// Colours of a PNG: as many as a byte a pixel can tell apart. A chart has some ten inks; the rest are their smoothed edges.
const PALETTE: usize = 256;

/// A place in layout pixels, from the upper left.
pub type Place = (f64, f64);

/// Where a text's x stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At its beginning.
    Start,
    /// In its middle.
    Middle,
    /// At its end.
    End,
}

/// A text on the canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The words.
    pub text: String,
    /// x of the anchor, y of the baseline.
    pub at: Place,
    /// Which part of the text stands at x.
    pub anchor: Anchor,
    /// Pixels an em.
    pub size: f64,
    /// Weight.
    pub weight: Weight,
    /// Colour.
    pub colour: Colour,
}

/// One thing drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A straight line.
    Line {
        /// Ends.
        ends: [Place; 2],
        /// Pixels wide.
        width: f64,
        /// Colour.
        colour: Colour,
    },
    /// A filled shape.
    Shape {
        /// Corners.
        corners: Vec<Place>,
        /// Colour.
        colour: Colour,
    },
    /// A disc with a rim.
    Disc {
        /// Middle.
        at: Place,
        /// Outer radius.
        radius: f64,
        /// Inside.
        fill: Colour,
        /// Rim.
        rim: Colour,
        /// Width of the rim.
        width: f64,
    },
    /// Words.
    Text(Text),
}

/// What a place on a chart stands for, and so what a page opens on a click.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opens {
    /// One statement, by id.
    Statement(String),
    /// The statements of a group that count, of one year or of all.
    Group {
        /// Grouping.
        by: By,
        /// Key of the group.
        key: String,
        /// Year of comparison.
        year: Option<i16>,
    },
    /// The statements in which a lexicon entry was found: lexicon:category:pattern.
    Entry(String),
    /// The statements of a side that name a target and count, of one year or of all.
    Stance {
        /// Who speaks.
        side: String,
        /// Of whom.
        target: String,
        /// Year of comparison.
        year: Option<i16>,
    },
    /// The statements of a group and year that count and whose rating lies in a bar of the distribution.
    Ratings {
        /// Grouping.
        by: By,
        /// Key of the group.
        key: String,
        /// Year of comparison.
        year: i16,
        /// Of hostility or of conciliation.
        dimension: Dimension,
        /// Half points: above the first up to the second; both 0 for exactly 0.
        halves: [u8; 2],
    },
}

/// A place on the picture that stands for statements: for pages that open them on a click. Where two overlap, the later one lies on top.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Where, in layout pixels.
    pub area: Area,
    /// What is opened.
    pub opens: Opens,
}

impl Spot {
    /// A disc.
    pub fn disc((x, y): Place, radius: f64, opens: Opens) -> Spot {
        let area = Area {
            left: x - radius,
            top: y - radius,
            right: x + radius,
            bottom: y + radius,
        };
        Spot { area, opens }
    }
}

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// x of the left edge.
    pub left: f64,
    /// y of the upper edge.
    pub top: f64,
    /// x of the right edge.
    pub right: f64,
    /// y of the lower edge.
    pub bottom: f64,
}

impl Area {
    /// Whether two rectangles share more than an edge.
    pub fn meets(&self, other: &Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether the other lies in this one.
    pub fn holds(&self, other: &Area) -> bool {
        self.left <= other.left && other.right <= self.right && self.top <= other.top && other.bottom <= self.bottom
    }
}

/// A picture in the making.
pub struct Canvas {
    /// Layout pixels.
    pub width: f64,
    /// Layout pixels.
    pub height: f64,
    paper: Colour,
    /// PNG pixels, and the SVG's nominal ones, per pixel of the layout.
    pixels: f64,
    /// Everything drawn, in order.
    pub marks: Vec<Mark>,
    /// What stands for statements.
    pub spots: Vec<Spot>,
    /// For measuring.
    pub fonts: Fonts,
}

impl Canvas {
    /// An empty picture of the theme's width and the given height.
    ///
    /// # Errors
    /// The embedded font is broken.
    pub fn new(theme: &Theme, height: f64) -> Result<Canvas, ChartError> {
        Ok(Canvas {
            width: theme.width,
            height,
            paper: theme.paper,
            pixels: theme.pixels,
            marks: Vec::new(),
            spots: Vec::new(),
            fonts: Fonts::load()?,
        })
    }

    /// Draws a line.
    pub fn line(&mut self, from: Place, to: Place, width: f64, colour: Colour) {
        self.marks.push(Mark::Line {
            ends: [from, to],
            width,
            colour,
        });
    }

    /// Draws a filled shape.
    pub fn shape(&mut self, corners: Vec<Place>, colour: Colour) {
        self.marks.push(Mark::Shape { corners, colour });
    }

    /// Draws a disc with a rim of its own colour or another.
    pub fn disc(&mut self, at: Place, radius: f64, fill: Colour, rim: Colour, width: f64) {
        self.marks.push(Mark::Disc {
            at,
            radius,
            fill,
            rim,
            width,
        });
    }

    /// Writes words. Control characters, which a name from a file may hold and XML may not, become spaces; letters and their accents are put together (NFC), since
    /// nothing here can place an accent over a letter.
    pub fn text(&mut self, text: &str, at: Place, anchor: Anchor, size: f64, weight: Weight, colour: Colour) {
        let text = text.nfc().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        self.marks.push(Mark::Text(Text {
            text,
            at,
            anchor,
            size,
            weight,
            colour,
        }));
    }

    /// Writes words on a plate of paper, so that a line behind them does not run through the letters.
    pub fn plated(&mut self, text: &str, at: Place, anchor: Anchor, size: f64, weight: Weight, colour: Colour) {
        let area = self.area(&Text {
            text: text.to_owned(),
            at,
            anchor,
            size,
            weight,
            colour,
        });
        let (left, right, top, bottom) = (area.left - 3.0, area.right + 3.0, at.1 - 0.76 * size, at.1 + 0.06 * size);
        self.shape(vec![(left, top), (right, top), (right, bottom), (left, bottom)], self.paper);
        self.text(text, at, anchor, size, weight, colour);
    }

    /// The rectangle that a text covers: from the top of capitals with accents to the foot of descenders.
    pub fn area(&self, text: &Text) -> Area {
        let width = self.fonts.width(&text.text, text.size, text.weight);
        let left = start(text, width);
        Area {
            left,
            top: text.at.1 - 0.80 * text.size,
            right: left + width,
            bottom: text.at.1 + 0.22 * text.size,
        }
    }

    /// As SVG: text stays text, `title` and `description` are what screen readers read.
    ///
    /// # Errors
    /// plotters fails.
    pub fn svg(&self, title: &str, description: &str) -> Result<String, ChartError> {
        let size = (round(self.width * SCALE) as u32, round(self.height * SCALE) as u32);
        let mut body = String::new();
        {
            let area = SVGBackend::with_string(&mut body, size).into_drawing_area();
            area.fill(&rgb(self.paper)).map_err(backend)?;
            for mark in &self.marks {
                match mark {
                    Mark::Text(text) => {
                        let h_pos = match text.anchor {
                            Anchor::Start => HPos::Left,
                            Anchor::Middle => HPos::Center,
                            Anchor::End => HPos::Right,
                        };
                        // plotters writes size / 1.24 as the font size, and sets the baseline 0.76 em below a Top anchor.
                        let font = FontDesc::new(FontFamily::Name(FAMILY), text.size * SCALE * 1.24, text.weight.style());
                        let ink = rgb(text.colour);
                        let style = TextStyle::from(font).color(&ink).pos(Pos::new(h_pos, VPos::Top));
                        let top = text.at.1 - 0.76 * text.size;
                        area.draw_text(&text.text, &style, (round(text.at.0 * SCALE), round(top * SCALE)))
                            .map_err(backend)?;
                    }
                    shape => draw(&area, shape, SCALE)?,
                }
            }
            area.present().map_err(backend)?;
        }
        let start = body.find('>').map_or(0, |end| end + 1);
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>{}",
            round(self.width * self.pixels),
            round(self.height * self.pixels),
            size.0,
            size.1,
            escaped(title),
            escaped(description),
            &body[start..]
        ))
    }

    /// As PNG with a palette, in the theme's pixels.
    ///
    /// # Errors
    /// plotters or the encoder fails.
    pub fn png(&self) -> Result<Vec<u8>, ChartError> {
        let scale = self.pixels;
        let (width, height) = (round(self.width * scale).max(1) as usize, round(self.height * scale).max(1) as usize);
        let mut large = vec![0u8; width * OVER * height * OVER * 3];
        {
            let area = BitMapBackend::with_buffer(&mut large, ((width * OVER) as u32, (height * OVER) as u32)).into_drawing_area();
            area.fill(&rgb(self.paper)).map_err(backend)?;
            for mark in &self.marks {
                draw(&area, mark, scale * OVER as f64)?;
            }
            area.present().map_err(backend)?;
        }
        let mut pixels = averaged(&large, width, height);
        drop(large);
        for mark in &self.marks {
            let Mark::Text(text) = mark else { continue };
            let ink = [text.colour.0, text.colour.1, text.colour.2];
            let left = start(text, self.fonts.width(&text.text, text.size, text.weight)) * scale;
            self.fonts
                .draw(&text.text, (left, text.at.1 * scale), text.size * scale, text.weight, |x, y, coverage| {
                    if x < 0 || y < 0 || x as usize >= width || y as usize >= height {
                        return;
                    }
                    let at = (y as usize * width + x as usize) * 3;
                    // Sixteen steps of coverage are more than an eye sees, and keep the palette small.
                    let coverage = (coverage.clamp(0.0, 1.0) * 15.0).round() / 15.0;
                    for (pixel, ink) in pixels[at..at + 3].iter_mut().zip(ink) {
                        *pixel = (f32::from(*pixel) + (f32::from(ink) - f32::from(*pixel)) * coverage).round() as u8;
                    }
                });
        }
        let (palette, indices) = indexed(&pixels);
        let failed = |error: png::EncodingError| ChartError::Backend { why: error.to_string() };
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(palette);
        encoder.set_compression(png::Compression::Default);
        encoder.set_filter(png::FilterType::NoFilter);
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&indices).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(bytes)
    }
}

/// Pixels as indices into a palette of at most [`PALETTE`] colours: exact where there are no more, else the rarer ones (smoothed edges where many things meet) become
/// the nearest of the commonest.
fn indexed(pixels: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let colours = || pixels.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    let mut counts: BTreeMap<[u8; 3], u32> = BTreeMap::new();
    let mut run = (None, 0);
    for colour in colours() {
        if run.0 == Some(colour) {
            run.1 += 1;
        } else {
            if let (Some(colour), length) = run {
                *counts.entry(colour).or_default() += length;
            }
            run = (Some(colour), 1);
        }
    }
    if let (Some(colour), length) = run {
        *counts.entry(colour).or_default() += length;
    }
    let mut commonest: Vec<([u8; 3], u32)> = counts.into_iter().collect();
    commonest.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let kept = &commonest[..commonest.len().min(PALETTE)];
    let apart = |a: [u8; 3], b: [u8; 3]| -> i32 { a.iter().zip(b).map(|(&a, b)| (i32::from(a) - i32::from(b)).pow(2)).sum() };
    let index: BTreeMap<[u8; 3], u8> = commonest
        .iter()
        .enumerate()
        .map(|(place, (colour, _))| {
            let nearest = || kept.iter().enumerate().min_by_key(|(_, (other, _))| apart(*colour, *other));
            let place = if place < kept.len() {
                place
            } else {
                nearest().map_or(0, |(place, _)| place)
            };
            (*colour, place as u8)
        })
        .collect();
    let mut last = ([0u8; 3], index.get(&[0u8; 3]).copied().unwrap_or(0));
    let indices = colours()
        .map(|colour| {
            if colour != last.0 {
                last = (colour, index.get(&colour).copied().unwrap_or(0));
            }
            last.1
        })
        .collect();
    (kept.iter().flat_map(|(colour, _)| *colour).collect(), indices)
}

/// x at which a text of this width begins.
fn start(text: &Text, width: f64) -> f64 {
    match text.anchor {
        Anchor::Start => text.at.0,
        Anchor::Middle => text.at.0 - width / 2.0,
        Anchor::End => text.at.0 - width,
    }
}

/// Draws a shape; texts are each format's own.
fn draw<DB: DrawingBackend>(area: &DrawingArea<DB, plotters::coord::Shift>, mark: &Mark, scale: f64) -> Result<(), ChartError> {
    let at = |(x, y): Place| (round(x * scale), round(y * scale));
    match mark {
        Mark::Line {
            ends: [from, to],
            width,
            colour,
        } => {
            let style = rgb(*colour).stroke_width(round(width * scale).max(1) as u32);
            area.draw(&PathElement::new(vec![at(*from), at(*to)], style)).map_err(backend)
        }
        Mark::Shape { corners, colour } => {
            let corners: Vec<_> = corners.iter().map(|&corner| at(corner)).collect();
            area.draw(&Polygon::new(corners, rgb(*colour).filled())).map_err(backend)
        }
        Mark::Disc {
            at: middle,
            radius,
            fill,
            rim,
            width,
        } => {
            // Two discs instead of a ring: every backend draws them alike.
            area.draw(&Circle::new(at(*middle), round(radius * scale), rgb(*rim).filled()))
                .map_err(backend)?;
            if fill != rim {
                area.draw(&Circle::new(at(*middle), round((radius - width) * scale).max(0), rgb(*fill).filled()))
                    .map_err(backend)?;
            }
            Ok(())
        }
        Mark::Text(_) => Ok(()),
    }
}

/// Averages squares of [`OVER`] × [`OVER`] pixels.
fn averaged(large: &[u8], width: usize, height: usize) -> Vec<u8> {
    let stride = width * OVER * 3;
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            for channel in 0..3 {
                let mut sum = 0u32;
                for down in 0..OVER {
                    let row = (y * OVER + down) * stride + x * OVER * 3 + channel;
                    sum += (0..OVER).map(|right| u32::from(large[row + right * 3])).sum::<u32>();
                }
                let count = (OVER * OVER) as u32;
                pixels.push(((sum + count / 2) / count) as u8);
            }
        }
    }
    pixels
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

fn round(value: f64) -> i32 {
    value.round() as i32
}

fn backend<E: std::error::Error + Send + Sync>(error: DrawingAreaErrorKind<E>) -> ChartError {
    ChartError::Backend { why: error.to_string() }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
