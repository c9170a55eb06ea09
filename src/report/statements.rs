//! `statements`: one row a statement, with its speaker across the study and its rating. Offsets count Unicode code points of the article's decoded text.

use super::table::table;

table! {
    /// A row of `statements`.
    pub struct StatementRow in "statements" {
        /// First 16 hex digits of SHA-256 over the article's id, its text's hash and the spans.
        id: String,
        /// Id of the article.
        article: String,
        /// Who published it.
        outlet: Option<String>,
        /// Day of publication, ISO.
        published: Option<String>,
        /// Id of the meeting.
        meeting: Option<String>,
        /// Year of comparison.
        year: Option<i64>,
        /// Id of the speaker; empty where none was found.
        speaker: Option<String>,
        /// The speaker's name.
        name: Option<String>,
        /// The speaker's office.
        role: Option<String>,
        /// Whose the speaker is (Poland).
        affiliation: Option<String>,
        /// The bloc (NATO).
        side: Option<String>,
        /// speech or thought.
        act: String,
        /// direct, mixed or indirect.
        kind: String,
        /// The reporting words. Empty where the study gives out no text.
        cue: Option<String>,
        /// The words that name the source. Empty where the study gives out no text.
        mention: Option<String>,
        /// The statement; several stretches are joined by " … ". Empty where the study gives out no text.
        text: Option<String>,
        /// Where the stretches stand: start:end, separated by spaces.
        spans: String,
        /// Where the verbatim stretches stand.
        quoted: String,
        /// Where the cue stands.
        cue_at: Option<String>,
        /// Where the mention stands.
        mention_at: Option<String>,
        /// The rating that is compared, 0 to 4: the lexicon's, the model's or the blend of both, as the study says, or one given by hand.
        hostility: f64,
        /// The rating that is compared, 0 to 4: the lexicon's, the model's or the blend of both, as the study says, or one given by hand.
        conciliation: f64,
        /// Conciliation less hostility, -4 to 4.
        net: f64,
        /// The lexicon's rating, 0 to 4: the sum of the hits' contributions.
        hostility_lexicon: f64,
        /// The lexicon's rating, 0 to 4: the sum of the hits' contributions.
        conciliation_lexicon: f64,
        /// The learned model's rating, 0 to 4.
        hostility_model: f64,
        /// The learned model's rating, 0 to 4.
        conciliation_model: f64,
        /// How sure it is that a statement with about these bounds stands here, 0 to 1.
        confidence_span: f64,
        /// How sure it is that this speaker said it, 0 to 1; 1 where a person said so, 0 where there is none.
        confidence_speaker: f64,
        /// Id of the first statement of which this is the same quotation; such a repeat counts nowhere.
        echo: Option<String>,
        /// What a person's corrections changed: any of speaker, hostility, conciliation, or dropped, separated by "; ".
        corrected: Option<String>,
        /// Why the statement counts nowhere, though it is no repeat: dropped (by a correction) or hidden (its speaker, by the study).
        left_out: Option<String>,
        /// Id of the first article of the cluster: articles that share a quotation count as one.
        cluster: String,
        /// The affiliations that the statement speaks of, each with its side unless that has the same name: Poland (NATO); Russia; …
        targets: String,
    }
}

impl StatementRow {
    /// Whether a person's correction changed `what`.
    pub fn is_corrected(&self, what: &str) -> bool {
        self.corrected
            .as_deref()
            .is_some_and(|corrected| corrected.split("; ").any(|one| one == what))
    }

    /// Those it speaks of: sides, and affiliations without one.
    pub fn named(&self) -> Vec<String> {
        let mut named = Vec::new();
        for target in self.targets.split("; ").filter(|target| !target.is_empty()) {
            let side = target.strip_suffix(')').and_then(|rest| Some(rest.rsplit_once(" (")?.1));
            let name = side.unwrap_or(target).to_owned();
            if !named.contains(&name) {
                named.push(name);
            }
        }
        named
    }

    /// How sure bounds and speaker both are at least, 0 to 1.
    pub fn confidence(&self) -> f64 {
        self.confidence_span.min(self.confidence_speaker)
    }
}
