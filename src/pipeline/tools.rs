//! The stages of a study, made ready: its reader, finder and instrument. Invariant: made before anything is read or written, so that a fault in a lexicon stops a run
//! before it begins.

use super::RunError;
use crate::article::{Article, ArticleError, Catalogue, Reader};
use crate::quote::{Finder, Found};
use crate::study::{Named, Study};
use crate::tone::{Beside, Instrument, Model, Rater};

/// The search, and the instrument that rates what it finds.
pub struct Tools {
    /// Stages 1 and 2.
    pub search: Search,
    /// Stage 3.
    pub instrument: Instrument,
}

/// The reader and finder of a study: all that extraction needs.
pub struct Search {
    /// Stage 1.
    pub reader: Reader,
    /// Stage 2.
    pub finder: Finder,
}

impl Search {
    /// The search of a study. Errors name file, line and column of the faulty lexicon.
    pub fn of(study: &Study) -> Result<Search, RunError> {
        let catalogue = study
            .catalogue
            .as_ref()
            .map(|named| Catalogue::parse(&named.name, &named.text))
            .transpose()
            .map_err(ArticleError::from)?;
        Ok(Search {
            reader: Reader::new(catalogue, study.entries.clone(), study.limits),
            finder: Tools::finder(study)?,
        })
    }

    /// The statements of an article; none of one in another language, of which the grammar would make what nobody said.
    pub fn find(&self, article: &Article) -> Found {
        match &article.ready {
            _ if !article.language.is_english() => Found::default(),
            Some(ready) => self.finder.ready(&article.text, ready.speaker.as_deref()),
            None => self.finder.find(article),
        }
    }
}

/// A lexicon as the stages take it: name and text.
fn pair(named: &Named) -> (&str, &str) {
    (&named.name, &named.text)
}

impl Tools {
    /// The tools of a study. Errors name file, line and column of the faulty lexicon.
    pub fn of(study: &Study) -> Result<Tools, RunError> {
        Ok(Tools {
            search: Search::of(study)?,
            instrument: Self::instrument(study)?,
        })
    }

    /// The finder alone.
    pub fn finder(study: &Study) -> Result<Finder, RunError> {
        let sides: Vec<(&str, &str)> = study.sides.iter().map(pair).collect();
        let finder = Finder::new(pair(&study.cues), pair(&study.titles), &sides)?;
        if study.attribution.text == Finder::MODEL.1 {
            return Ok(finder);
        }
        Ok(finder.with_model(pair(&study.attribution))?)
    }

    /// What a study rates with: all that `score` and `explain` need.
    pub fn instrument(study: &Study) -> Result<Instrument, RunError> {
        let (lexicons, rules) = (Self::lexicons(study), Self::rules(study));
        let rater = Rater::without(&lexicons, rules, &study.rules_off)?;
        let beside = Beside {
            rater: &rater,
            lexicons: &lexicons,
            rules,
        };
        let model = Model::read_beside(pair(&study.model), study.rules_off.is_empty().then_some(beside))?;
        Ok(Instrument {
            rater,
            model,
            blend: study.scorer.blend(study.share),
        })
    }

    /// The tone lexicons of a study: name and text.
    pub fn lexicons(study: &Study) -> Vec<(&str, &str)> {
        study.lexicons.iter().map(pair).collect()
    }

    /// The valence rules of a study: name and text.
    pub fn rules(study: &Study) -> (&str, &str) {
        pair(&study.rules)
    }
}
