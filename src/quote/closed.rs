//! Closed-class words of English, which the extraction grammar speaks of. Function words are grammar, not lexicon: they stand here and not in a file to edit.

use super::word::class::*;

/// Words with their class bits; a word may stand in several lines.
pub(super) const CLOSED: &[(u32, &[&str])] = &[
    (DETERMINER, &[
        "the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your", "some", "many", "most", "several", "both",
        "all", "no", "any", "each", "every", "another", "other", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "few",
    ]),
    (SUBJECT_PRONOUN, &["he", "she", "they", "it", "i", "we", "you", "who"]),
    (OBJECT_PRONOUN, &["me", "him", "her", "them", "us", "himself", "herself", "themselves", "itself"]),
    (PREPOSITION, &[
        "of", "in", "on", "at", "by", "for", "from", "with", "to", "about", "after", "before", "during", "against", "between", "among", "amid", "into",
        "over", "under", "through", "without", "within", "via", "upon", "across", "toward", "towards", "near", "outside", "inside", "following", "ahead",
        "despite", "since", "until", "around", "behind", "beyond", "along", "throughout", "regarding", "concerning", "alongside", "off", "per", "than",
    ]),
    (CONJUNCTION, &["and", "or", "but", "nor", "yet", "&"]),
    (SUBORDINATOR, &[
        "because", "while", "as", "when", "if", "although", "though", "whereas", "unless", "whether", "where", "since", "until", "so", "after", "before",
        "once", "even",
    ]),
    (AUXILIARY, &[
        "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "having", "do", "does", "did", "will", "would", "can", "could",
        "may", "might", "must", "shall", "should", "'s", "'ve", "'d", "'ll", "isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "hadn't",
        "doesn't", "don't", "didn't", "won't", "wouldn't", "can't", "cannot", "couldn't", "shouldn't", "he's", "she's", "it's", "they're", "we're",
    ]),
    (FINITE, &[
        "is", "are", "was", "were", "am", "has", "have", "had", "do", "does", "did", "will", "would", "can", "could", "may", "might", "must", "shall",
        "should", "isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "hadn't", "doesn't", "don't", "didn't", "won't", "wouldn't", "can't",
        "cannot", "couldn't", "shouldn't", "he's", "she's", "it's", "they're", "we're",
    ]),
    (NEGATION, &["not", "never", "isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "hadn't", "doesn't", "don't", "didn't", "won't", "wouldn't", "can't", "cannot", "couldn't", "shouldn't"]),
    (ADVERB, &[
        "also", "later", "then", "again", "now", "once", "often", "even", "still", "just", "too", "further", "instead", "once", "soon", "earlier", "here",
        "there", "however", "meanwhile", "therefore", "thus", "always", "sometimes", "already", "long", "ever", "rather", "perhaps", "aloud", "angrily",
        "yesterday", "today", "tomorrow", "tonight", "recently",
    ]),
    (DAY, &[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow", "tonight", "mondays", "mon", "tue",
        "wed", "thu", "fri", "sat", "sun",
    ]),
    (MONTH, &[
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan.", "feb.", "aug.",
        "sept.", "oct.", "nov.", "dec.",
    ]),
    (THAT, &["that"]),
    (RELATIVE, &["who", "which", "whose", "whom"]),
    (QUESTION, &["what", "how", "why", "whether", "if", "when", "where", "who", "which"]),
];
