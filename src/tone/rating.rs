//! The algebra: hits' parts become contributions, and contributions the rating. All in integers.
//!
//! Invariant: in each dimension the rating is exactly the sum of the contributions, between 0 and [`MOST`]; without a part above 0 it is 0.
//!
//! The parts above 0 are sorted downward, ties by place and span. The strongest counts whole and the factor falls to a third from one to the next (1, 1/3, 1/9, …),
//! rounded to the nearest micro-point; an exact half cannot come up, since powers of three are odd. What would pass 4 points is cut from the last ones.

use super::{Dimension, Hit, MOST, Micro};

/// Fills in the contributions of `hits`, which must be in order of place and span, and gives the two ratings. `order` is room to work in.
pub(crate) fn add_up(hits: &mut [Hit], order: &mut Vec<u32>) -> [Micro; 2] {
    Dimension::ALL.map(|dimension| {
        let d = dimension as usize;
        rank(hits, d, order);
        let mut sum = 0;
        let mut divisor: Micro = 1;
        for &index in order.iter() {
            let hit = &mut hits[index as usize];
            let share = (2 * hit.parts[d] + divisor) / (2 * divisor);
            hit.contribution[d] = share.min(MOST - sum);
            sum += hit.contribution[d];
            // Past 3^15 not even 4 points round to a micro-point.
            if divisor < 14_348_907 {
                divisor *= 3;
            } else {
                break;
            }
        }
        sum
    })
}

/// The indices of the hits with a part above 0 in dimension `d`, strongest first.
pub(crate) fn rank(hits: &[Hit], d: usize, order: &mut Vec<u32>) {
    order.clear();
    order.extend((0..).zip(hits).filter(|(_, hit)| hit.parts[d] > 0).map(|(index, _)| index));
    // Stable: hits of one part keep their order of place and span.
    order.sort_by_key(|&index| std::cmp::Reverse(hits[index as usize].parts[d]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;
    use crate::tone::{POINT, Place};
    use proptest::prelude::*;

    fn hits(parts: &[[Micro; 2]]) -> Vec<Hit> {
        let hit = |(n, &parts): (usize, &[Micro; 2])| Hit {
            entry: 0,
            place: Place::Text,
            span: Span::new(n, n + 1),
            rules: Vec::new(),
            parts,
            contribution: [0, 0],
        };
        parts.iter().enumerate().map(hit).collect()
    }

    #[test]
    fn the_strongest_counts_whole_and_more_adds_less() {
        let mut three = hits(&[[POINT, 0], [2 * POINT, 0], [POINT, 3 * POINT]]);
        // 2 + 1/3 + 1/9, by hand.
        assert_eq!(add_up(&mut three, &mut Vec::new()), [2_444_444, 3_000_000]);
        assert_eq!(
            three.iter().map(|hit| hit.contribution[0]).collect::<Vec<_>>(),
            [333_333, 2_000_000, 111_111]
        );
        let mut capped = hits(&[[3 * POINT, 0], [3 * POINT, 0], [3 * POINT, 0]]);
        assert_eq!(add_up(&mut capped, &mut Vec::new()), [MOST, 0]);
        assert_eq!(
            capped.iter().map(|hit| hit.contribution[0]).collect::<Vec<_>>(),
            [3_000_000, 1_000_000, 0]
        );
        assert_eq!(add_up(&mut [], &mut Vec::new()), [0, 0]);
    }

    proptest! {
        #[test]
        fn contributions_sum_to_the_rating(parts in prop::collection::vec([0..=MOST, 0..=MOST], 0..40)) {
            let mut hits = hits(&parts);
            let rating = add_up(&mut hits, &mut Vec::new());
            for d in 0..2 {
                prop_assert_eq!(hits.iter().map(|hit| hit.contribution[d]).sum::<Micro>(), rating[d]);
                prop_assert!((0..=MOST).contains(&rating[d]));
                prop_assert!(hits.iter().all(|hit| (0..=hit.parts[d]).contains(&hit.contribution[d])));
                // At least the strongest, at most all of them.
                prop_assert!(rating[d] >= parts.iter().map(|part| part[d]).max().unwrap_or(0));
            }
        }
    }
}
