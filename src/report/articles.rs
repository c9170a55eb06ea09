//! `articles`: one row an article that was read, dated or not, with statements or without.

use super::table::table;

table! {
    /// A row of `articles`.
    pub struct ArticleRow in "articles" {
        /// Id of the article: its path without extension. Other tables join on it.
        id: String,
        /// Path under the folder it was found in.
        path: String,
        /// Headline. Empty where the study gives out no text.
        title: Option<String>,
        /// Who published it.
        outlet: Option<String>,
        /// Day of publication, ISO.
        published: Option<String>,
        /// Id of the meeting in the study's catalogue.
        meeting: Option<String>,
        /// Year of comparison: of the meeting, or of publication in a study without a catalogue.
        year: Option<i64>,
        /// How meeting and year were found: study, own-date, text or nothing.
        dated_by: String,
        /// The evidence in a few words.
        dated_why: String,
        /// English, or the language for which it was left out.
        language: String,
        /// The evidence in a few words.
        language_why: String,
        /// The encoding it was read in.
        encoding: String,
        /// Bytes that were no character in that encoding and became U+FFFD.
        replaced: i64,
        /// SHA-256 of the file.
        sha256: String,
        /// Bytes of decoded text.
        bytes: i64,
        /// Words of decoded text, separated by white space.
        words: i64,
        /// Statements found.
        statements: i64,
        /// Of these direct ones.
        direct: i64,
        /// Of these mixed ones.
        mixed: i64,
        /// Of these indirect ones.
        indirect: i64,
        /// Statements for which no speaker was found.
        without_speaker: i64,
        /// Statements that repeat an earlier one.
        echoes: i64,
        /// Articles that share a quotation are one cluster: the id of its first article.
        cluster: String,
    }
}
