//! Which column of a table holds what. Invariant: of the names a field may have the first that is there counts; a name that the study gives stands alone.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What a column of a table may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The article's or statement's id.
    Id,
    /// The words.
    Text,
    /// The headline.
    Title,
    /// The day of publication.
    Date,
    /// Who published it; of an address the host.
    Outlet,
    /// Of a ready statement: who made it.
    Speaker,
    /// Of a ready statement: the reporting words.
    Cue,
}

impl Field {
    /// All of them.
    pub const ALL: [Field; 7] = [
        Field::Id,
        Field::Text,
        Field::Title,
        Field::Date,
        Field::Outlet,
        Field::Speaker,
        Field::Cue,
    ];

    /// The key in studies.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Text => "text",
            Field::Title => "title",
            Field::Date => "date",
            Field::Outlet => "outlet",
            Field::Speaker => "speaker",
            Field::Cue => "cue",
        }
    }

    /// The columns that are looked for where nobody names one, the likeliest first.
    fn usual(self) -> &'static [&'static str] {
        match self {
            Field::Id => &["id", "doc", "article_id", "article", "quote_id", "url"],
            Field::Text => &["text", "body", "content", "article_text", "quotation", "quote", "statement"],
            Field::Title => &["title", "headline"],
            Field::Date => &["date", "published", "publication_date", "date_publish", "published_at", "timestamp"],
            Field::Outlet => &["outlet", "source", "publisher", "publication", "source_domain", "domain"],
            Field::Speaker => &["speaker", "speaker_name"],
            Field::Cue => &["cue", "verb"],
        }
    }
}

/// The columns' names: those of the study, the usual ones for the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    given: BTreeMap<Field, String>,
    preset: Option<Preset>,
}

/// The layout of a published collection of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// Quotebank (Vaucher et al. 2021), its quotation-centric files: one quotation a line, with the most probable speaker, or `None`, and the addresses of the articles.
    Quotebank,
}

impl Preset {
    /// The word in studies.
    pub fn as_str(self) -> &'static str {
        match self {
            Preset::Quotebank => "quotebank",
        }
    }

    /// Its columns.
    pub fn columns(self) -> Columns {
        let mut columns = Columns {
            preset: Some(self),
            ..Columns::default()
        };
        match self {
            Preset::Quotebank => {
                for (field, column) in [
                    (Field::Id, "quoteID"),
                    (Field::Text, "quotation"),
                    (Field::Speaker, "speaker"),
                    (Field::Date, "date"),
                    (Field::Outlet, "urls"),
                ] {
                    columns.set(field, column);
                }
            }
        }
        columns
    }
}

/// The cells of one row, by field.
pub(crate) type Cells = [Option<String>; Field::ALL.len()];

/// Names by what they would hold; of several names of one field the least rank wins.
pub(crate) type Ranked = HashMap<String, (Field, usize)>;

impl Columns {
    /// Sets the column of `field`.
    pub fn set(&mut self, field: Field, column: &str) {
        self.given.insert(field, column.to_owned());
    }

    /// The column that was set for `field`.
    pub fn given(&self, field: Field) -> Option<&str> {
        self.given.get(&field).map(String::as_str)
    }

    /// All that were set, by the field's key in studies.
    pub fn all_given(&self) -> BTreeMap<String, String> {
        let named = |(field, column): (&Field, &String)| (field.as_str().to_owned(), column.clone());
        self.given.iter().map(named).collect()
    }

    /// The layout that they began with.
    pub fn preset(&self) -> Option<Preset> {
        self.preset
    }

    /// Whether the word in the column of the speaker means that nobody was found.
    pub(super) fn is_nobody(&self, speaker: &str) -> bool {
        match self.preset {
            Some(Preset::Quotebank) => speaker == "None",
            None => false,
        }
    }

    /// These columns and no others.
    pub(crate) fn only(wanted: impl IntoIterator<Item = (Field, String)>) -> Ranked {
        wanted.into_iter().map(|(field, name)| (name, (field, 0))).collect()
    }

    /// The names of `field`, the first that is there counts.
    fn names(&self, field: Field) -> Vec<&str> {
        match self.given.get(&field) {
            Some(name) => vec![name],
            None => field.usual().to_vec(),
        }
    }

    /// All names that are looked for.
    pub(super) fn ranked(&self) -> Ranked {
        let mut ranked = Ranked::new();
        for field in Field::ALL {
            for (rank, name) in self.names(field).into_iter().enumerate() {
                ranked.entry(name.to_owned()).or_insert((field, rank));
            }
        }
        ranked
    }

    /// Where the fields stand in a header.
    ///
    /// # Errors
    /// What is missing, in a sentence without its end, and what to do: no column of the text, or none of a name that was given.
    pub(super) fn find(&self, header: &[String]) -> Result<[Option<usize>; Field::ALL.len()], (String, String)> {
        let mut places = [None; Field::ALL.len()];
        for field in Field::ALL {
            let names = self.names(field);
            places[field as usize] = names.iter().find_map(|name| header.iter().position(|there| there == name));
            if places[field as usize].is_none() && (field == Field::Text || self.given.contains_key(&field)) {
                return Err(self.missing(field, header));
            }
        }
        Ok(places)
    }

    /// That `field` is not among the columns `there`: what is wrong, and what to do.
    pub(super) fn missing(&self, field: Field, there: &[String]) -> (String, String) {
        const MOST: usize = 40;
        let names = self.names(field);
        let what = match self.given.get(&field) {
            Some(name) => format!("it has no column `{name}` for the {}", field.as_str()),
            None => format!("it has no column for the {} (`{}`)", field.as_str(), names.join("`, `")),
        };
        let near = self
            .given
            .get(&field)
            .and_then(|name| super::nearest(name, there.iter().map(String::as_str)));
        let meant = near.map(|name| format!("Did you mean `{name}`? ")).unwrap_or_default();
        let mut listed = there.iter().take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        if there.len() > MOST {
            listed.push_str(&format!(" and {} more", there.len() - MOST));
        }
        let help = format!(
            "{meant}Its columns are: {listed}. Name the right one under [study.columns] in the study: {} = \"…\".",
            field.as_str()
        );
        (what, help)
    }
}
