//! Which statements are compared, by how verbatim they are.

use crate::quote::Kind;
use serde::{Deserialize, Serialize};

/// Which statements are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Selection {
    /// Direct statements only.
    Direct,
    /// Direct and mixed ones: the default.
    #[default]
    Verbatim,
    /// Of direct and mixed ones the quoted words only: paraphrase and reporting verb out.
    Quoted,
    /// Indirect ones too.
    All,
}

impl Selection {
    /// Every choice, from the narrowest.
    pub const ALL: [Selection; 4] = [Selection::Direct, Selection::Quoted, Selection::Verbatim, Selection::All];

    /// Whether a statement of this kind is compared.
    pub fn takes(self, kind: Kind) -> bool {
        match self {
            Selection::Direct => kind == Kind::Direct,
            Selection::Verbatim | Selection::Quoted => kind != Kind::Indirect,
            Selection::All => true,
        }
    }

    /// The word in studies and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Selection::Direct => "direct",
            Selection::Verbatim => "verbatim",
            Selection::Quoted => "quoted",
            Selection::All => "all",
        }
    }

    /// The choice in words for people: "direct and mixed quotations".
    pub fn words(self) -> &'static str {
        match self {
            Selection::Direct => "direct quotations only",
            Selection::Verbatim => "direct and mixed quotations",
            Selection::Quoted => "quoted words only",
            Selection::All => "all statements, indirect ones too",
        }
    }
}
