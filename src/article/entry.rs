//! What a study says of a single article. It stands over what the file says.

use super::Language;
use jiff::civil::Date;

/// What a study says of one article, over what the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleEntry {
    /// Outlet.
    pub outlet: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Meeting id of the catalogue.
    pub meeting: Option<String>,
    /// Its language, where the study says it.
    pub language: Option<Language>,
}
