//! Why reading failed: what, where, and what to do about it.

use super::Fault;
use miette::Diagnostic;

/// An error of the reading stage.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum ArticleError {
    /// A folder or file that was named does not exist.
    #[error("There is no file or folder `{path}`.")]
    #[diagnostic(
        code(detente::article::missing),
        help("Check the spelling; the path is looked up from the folder the program runs in, or from the study file's folder if a study names it.")
    )]
    Missing {
        /// As it was looked up.
        path: String,
    },

    /// Folders in which nothing can be read.
    #[error("There is no article in {roots}.{skipped}")]
    #[diagnostic(
        code(detente::article::none),
        help(
            "Put articles there as .txt, .md, .html or .htm files, in subfolders if you like; convert PDF with `pdftotext -layout FILE`, Word files with `pandoc FILE -o FILE.txt`."
        )
    )]
    NoArticles {
        /// All that were looked through, quoted.
        roots: String,
        /// What was there instead; may be empty.
        skipped: String,
    },

    /// Two files that would have one id.
    #[error("`{first}` and `{second}` would both be the article `{id}`.")]
    #[diagnostic(
        code(detente::article::same_id),
        help("An article's id is its path without the extension. Rename one of the two, or take it away.")
    )]
    SameId {
        /// The id.
        id: String,
        /// The file that has it.
        first: String,
        /// The file that would have it too.
        second: String,
    },

    /// The operating system refused.
    #[error("`{path}` cannot be read: {source}.")]
    #[diagnostic(code(detente::article::io), help("Check that the file still exists and that you may read it."))]
    Io {
        /// File or folder.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },

    /// An article over the limit.
    #[error("`{path}` has {bytes} bytes, more than the {limit} an article may have.")]
    #[diagnostic(
        code(detente::article::too_large),
        help(
            "One file should be one article: split it. If it is one article, set `article_bytes` under `[limits]` in the study to a larger number of bytes (4000000000 at most)."
        )
    )]
    TooLarge {
        /// The file.
        path: String,
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },

    /// A file that is no text at all.
    #[error("`{path}` is not text: it {what}.")]
    #[diagnostic(code(detente::article::binary), help("{help}"))]
    Binary {
        /// The file.
        path: String,
        /// What it looks like ("is a PDF file").
        what: String,
        /// How to make text of it.
        help: String,
    },

    /// Bytes that are no text in any encoding that could be meant.
    #[error("`{path}`, line {line}, byte {byte}: {what}.")]
    #[diagnostic(
        code(detente::article::undecodable),
        help("Open the file in an editor, see what stands at that place, and save it as UTF-8; or convert it: `iconv -f ENCODING -t UTF-8 FILE`.")
    )]
    Undecodable {
        /// The file.
        path: String,
        /// From 1.
        line: usize,
        /// From 0.
        byte: usize,
        /// What is wrong there.
        what: String,
    },

    /// A table that cannot be read.
    #[error("`{path}`: {why}.")]
    #[diagnostic(code(detente::article::table), help("{help}"))]
    Table {
        /// The file.
        path: String,
        /// What is wrong.
        why: String,
        /// What to do.
        help: String,
    },

    /// A table without a column that is needed.
    #[error("`{path}` cannot be read as a table: {why}.")]
    #[diagnostic(code(detente::article::columns), help("{help}"))]
    Columns {
        /// The file, and the line where its lines have keys of their own.
        path: String,
        /// What is missing.
        why: String,
        /// The columns that are there.
        help: String,
    },

    /// A row of a table that is no article.
    #[error("{path}, line {line}: {why}.")]
    #[diagnostic(code(detente::article::row), help("{help}"))]
    Row {
        /// The file.
        path: String,
        /// The line, of Parquet the row, from 1.
        line: u64,
        /// What is wrong.
        why: String,
        /// What to do.
        help: String,
    },

    /// A second article of an id.
    #[error("{place} is a second article of the id `{id}`.")]
    #[diagnostic(
        code(detente::article::again),
        help("Each article has an id of its own: name the right column under [study.columns] (id = \"…\"), or take one of the two away.")
    )]
    Again {
        /// Where it stands.
        place: String,
        /// The id.
        id: String,
    },

    /// A catalogue of meetings with a fault.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalogue(#[from] Box<Fault>),
}

impl ArticleError {
    /// The message with `path` for the file, as results name it: they hold no path of a machine.
    pub fn relative(&self, path: &str) -> String {
        match self {
            ArticleError::Io { source, .. } => format!("`{path}` cannot be read: {source}."),
            ArticleError::TooLarge { bytes, limit, .. } => format!("`{path}` has {bytes} bytes, more than the {limit} an article may have."),
            ArticleError::Columns { help, .. } => format!("{self} {help}"),
            other => other.to_string(),
        }
    }
}
