//! What the grammar had to decide in an article, noted for training: the case as the judge sees it, and the words it is about. Invariant: noting changes no decision.

use super::grammar::Draft;
use super::judge::Features;
use super::phrase::Run;
use super::sentence::Sentence;
use crate::article::Span;
use std::cell::RefCell;

/// One decision that came up.
#[derive(Clone, Debug)]
pub(crate) enum Note {
    /// Where a content ends that starts at `start`: each place it could, in text order; `rule` is the rules' own answer.
    End {
        start: usize,
        rule: usize,
        places: Vec<(usize, Features)>,
    },
    /// Whether the source `run` begins with `wider`.
    Source { run: Run, wider: Run, features: Features },
    /// Whether a draft of a sentence is a statement.
    Statement { sentence: Sentence, draft: Draft, features: Features },
    /// Whether the words taken for the source of a statement name it.
    Speaker {
        spans: Vec<Span>,
        mention: Option<Span>,
        features: Features,
    },
}

/// The notes of one article.
#[derive(Debug, Default)]
pub(crate) struct Notes(RefCell<Vec<Note>>);

impl Notes {
    pub fn push(&self, note: Note) {
        self.0.borrow_mut().push(note);
    }

    pub fn into_inner(self) -> Vec<Note> {
        self.0.into_inner()
    }
}
