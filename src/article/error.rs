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

    /// A catalogue of meetings with a fault.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Catalogue(#[from] Box<Fault>),
}
