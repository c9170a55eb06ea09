//! What a study says of a single article. It stands over what the file says.

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
}
