//! Micro-points: the integers in which ratings are added. One point of the human scale is 1,000,000. Invariant: no sum depends on its order or on the machine.

/// Millionths of a point of the 0-4 scale.
pub type Micro = i64;

/// One point of the scale.
pub const POINT: Micro = 1_000_000;

/// The top of the scale.
pub const MOST: Micro = 4 * POINT;

/// As points, for tables and people.
pub fn points(micro: Micro) -> f64 {
    micro as f64 / POINT as f64
}
