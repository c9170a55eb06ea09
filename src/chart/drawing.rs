//! A finished chart. Invariant: `file` is a safe file stem on every system, whatever the names in the chart.

use super::ChartError;
use super::canvas::{Canvas, Spot};
use sha2::{Digest, Sha256};

/// A finished chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// File stem: lower-case ASCII letters, digits and `-`, at most 80 bytes, unlike any device name.
    pub file: String,
    /// The finding, as it stands on the chart.
    pub title: String,
    /// What someone who cannot see the chart should be told.
    pub alt: String,
    /// As SVG.
    pub svg: String,
    /// As PNG, in the SVG's nominal size.
    pub png: Vec<u8>,
    /// Width and height of the layout: the pixels that `spots` are given in.
    pub size: [u32; 2],
    /// What stands for statements, for pages that open them.
    pub spots: Vec<Spot>,
}

/// A chart laid out but not yet rendered: what tests look at.
pub(super) struct Sketch {
    pub canvas: Canvas,
    pub file: String,
    pub title: String,
    pub alt: String,
}

impl Sketch {
    /// Renders it.
    pub fn drawing(self) -> Result<Drawing, ChartError> {
        let Sketch { canvas, file, title, alt } = self;
        let (svg, png) = (canvas.svg(&title, &alt)?, canvas.png()?);
        Ok(Drawing {
            file,
            title,
            alt,
            svg,
            png,
            size: [canvas.width as u32, canvas.height as u32],
            spots: canvas.spots,
        })
    }
}

/// `kind` and a key as a file stem. A key that is not already a short slug is followed by eight digits of its hash, so that two keys never share a file.
pub fn stem(kind: &str, key: &str) -> String {
    let mut slug = String::new();
    for letter in key.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 48 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug == key && !slug.is_empty() {
        return format!("{kind}-{slug}");
    }
    let hash: String = Sha256::digest(key.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    if slug.is_empty() {
        format!("{kind}-{hash}")
    } else {
        format!("{kind}-{slug}-{hash}")
    }
}
