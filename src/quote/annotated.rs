//! Articles in which people have marked who says what: what training learns from, and what confidences are checked against.
//!
//! Invariant: every span lies in its text on character boundaries, whatever the file says.

use crate::article::Span;
use serde::Deserialize;

/// An article whose attributions people have marked.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// Its text.
    pub text: String,
    /// What they marked.
    pub attributions: Vec<Attribution>,
}

/// One attribution, as marked: byte spans into the text.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The words that name the source; none where nobody is named.
    pub source: Vec<Span>,
    /// What it says, with or without its quotation marks.
    pub content: Vec<Span>,
}

/// A line of annotated articles that cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{file}, line {line}: {reason}.")]
#[diagnostic(
    code(detente::learn::line),
    help(
        "A line is an article: {{\"text\": …, \"attributions\": [{{\"source\": [[start, end]], \"content\": [[start, end], …]}}, …]}}, in Unicode code points."
    )
)]
pub struct AnnotationError {
    /// The file, as it was named.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    attributions: Vec<Marked>,
}

#[derive(Deserialize)]
struct Marked {
    #[serde(default)]
    source: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
    /// A borderline case counts neither way.
    #[serde(default)]
    optional: bool,
}

impl Annotated {
    /// Reads articles, one a line of JSON, with spans in code points; other keys are passed over. `file` is for errors.
    ///
    /// # Errors
    /// A line that is no such article, or a span outside its text: with its number.
    pub fn read_lines(file: &str, lines: &str) -> Result<Vec<Annotated>, AnnotationError> {
        let mut out = Vec::new();
        for (n, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let fault = |reason: String| AnnotationError {
                file: file.to_owned(),
                line: n + 1,
                reason,
            };
            let read: Line = serde_json::from_str(line).map_err(|e| fault(e.to_string()))?;
            let mut at: Vec<usize> = read.text.char_indices().map(|(byte, _)| byte).collect();
            at.push(read.text.len());
            let spans = |marked: &[(usize, usize)]| {
                marked
                    .iter()
                    .map(|&(start, end)| match (at.get(start), at.get(end)) {
                        (Some(&from), Some(&to)) if from <= to => Ok(Span::new(from, to)),
                        _ => Err(fault(format!(
                            "the span [{start}, {end}] lies outside the text, which has {} characters",
                            at.len() - 1
                        ))),
                    })
                    .collect::<Result<Vec<Span>, AnnotationError>>()
            };
            let mut attributions = Vec::new();
            for marked in read.attributions.iter().filter(|a| !a.optional) {
                attributions.push(Attribution {
                    source: spans(&marked.source)?,
                    content: spans(&marked.content)?,
                });
            }
            out.push(Annotated {
                text: read.text,
                attributions,
            });
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_code_points_and_checked() {
        let good = r#"{"doc": "a", "text": "Ž said “no”.", "attributions": [{"source": [[0, 1]], "content": [[7, 11]]}]}"#;
        let read = Annotated::read_lines("gold.jsonl", good).expect("a good line");
        assert_eq!(read[0].attributions[0].source[0].of(&read[0].text), "Ž");
        assert_eq!(read[0].attributions[0].content[0].of(&read[0].text), "“no”");
        let bad = good.replace("[7, 11]", "[7, 99]");
        let error = Annotated::read_lines("gold.jsonl", &format!("\n{bad}")).expect_err("outside").to_string();
        assert!(error.contains("gold.jsonl, line 2") && error.contains("[7, 99]"), "{error}");
    }
}
