//! Terms by category, as formats with categories within categories write them. Invariant: every name stands once among its siblings, in the order of first appearance; the tree is no deeper than what [`super::hold`] lets through.

use super::Term;
use std::collections::BTreeMap;

/// A category with its terms and its own categories.
#[derive(Default)]
pub(super) struct Tree<'t> {
    pub terms: Vec<&'t Term>,
    pub children: Vec<(&'t str, Tree<'t>)>,
    places: BTreeMap<&'t str, usize>,
}

impl<'t> Tree<'t> {
    pub fn of(terms: &'t [Term]) -> Tree<'t> {
        let mut root = Tree::default();
        for term in terms {
            let mut at = &mut root;
            for name in &term.category {
                let next = at.children.len();
                let place = *at.places.entry(name).or_insert(next);
                if place == next {
                    at.children.push((name, Tree::default()));
                }
                at = &mut at.children[place].1;
            }
            at.terms.push(term);
        }
        root
    }
}
