//! What bounds the memory that one article, one line or one packed file may take. Invariant: every limit is above 0.

/// The limits of reading; a study sets them under `[limits]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest article, in bytes of its file, or of its cell in a table.
    pub article_bytes: u64,
    /// Largest line (JSON lines) or record (CSV) of a table, in bytes.
    pub line_bytes: u64,
    /// How many times its own size a packed file may unpack to.
    pub unpacked_ratio: u64,
}

impl Limits {
    /// Where a study says nothing. An article: ten megabytes, a thick book. A line: with escapes and columns that nobody asked for some three times that. The ratio: text
    /// packs to a fifth, rarely to a fiftieth.
    pub const DEFAULT: Limits = Limits {
        article_bytes: 10_000_000,
        line_bytes: 32_000_000,
        unpacked_ratio: 200,
    };

    /// What a packed file may unpack to in any case, in bytes: what is short and repeats itself packs to next to nothing.
    pub const UNPACKED_FREE: u64 = 64 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Limits::DEFAULT
    }
}
