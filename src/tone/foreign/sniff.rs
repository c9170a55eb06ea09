//! Which format a file has: by its extension and by what stands in it. Invariant: where both leave several, it is an error with the choices, never a guess.

use super::reading::{Number, number};
use super::{ForeignError, Format, dicx, lexicoder, nrc, table, wordstat};

/// Lines looked at.
const LINES: usize = 200;

pub(super) fn detect(file: &str, text: &str) -> Result<Format, ForeignError> {
    let by_name = by_name(file);
    let by_content: Vec<Format> = Format::ALL.into_iter().filter(|format| looks(*format, file, text)).collect();
    let both: Vec<Format> = by_content.iter().copied().filter(|format| by_name.contains(format)).collect();
    let candidates = match (both.as_slice(), by_content.as_slice(), by_name.as_slice()) {
        ([one], ..) | ([], [one], _) | ([], [], [one]) => return Ok(*one),
        ([_, ..], ..) => both,
        _ => by_content.iter().chain(&by_name).copied().collect(),
    };
    let list = |formats: &[Format]| {
        formats
            .iter()
            .map(|format| format!("{} ({})", format.as_str(), format.about()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let why = match candidates.as_slice() {
        [] => "neither its extension nor what stands in it is known".to_owned(),
        some => format!("it could be {}", list(some)),
    };
    let choices = if candidates.is_empty() { list(&Format::ALL) } else { list(&candidates) };
    Err(ForeignError::Format {
        file: file.to_owned(),
        why,
        help: format!("Say which it is with --format: {choices}."),
    })
}

fn by_name(file: &str) -> Vec<Format> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_lowercase();
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "dic" => vec![Format::Liwc],
        "dicx" => vec![Format::Dicx],
        "lc3" => vec![Format::Lexicoder],
        "ykd" => vec![Format::Yoshikoder],
        "cat" => vec![Format::Wordstat],
        "yml" | "yaml" => vec![Format::Yaml],
        // These extensions say nothing: the names that such lists go about by do, where the content agrees.
        "txt" | "tsv" | "csv" if name.contains("vader") => vec![Format::Vader],
        "txt" | "tsv" | "csv" if name.contains("afinn") => vec![Format::Afinn],
        "txt" | "tsv" | "csv" if name.contains("emolex") || name.contains("nrc") => vec![Format::Nrc],
        _ => Vec::new(),
    }
}

/// Whether most of the first lines have the shape of a format.
fn looks(format: Format, file: &str, text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(LINES);
    let first = lines().next().unwrap_or("").trim();
    let most = |shape: &dyn Fn(&str) -> bool| {
        let all = lines().count();
        all > 0 && lines().filter(|line| shape(line)).count() * 5 >= all * 4
    };
    let fields = |line: &str| line.split('\t').count();
    match format {
        Format::Liwc => first.starts_with('%'),
        Format::Lexicoder => lexicoder::heading(first).is_some(),
        Format::Yoshikoder => first.starts_with('<') && text.contains("cnode"),
        Format::Dicx => {
            let head = first.to_lowercase();
            let marks = |line: &str| {
                line.split([',', ';', '\t'])
                    .skip(1)
                    .all(|cell| matches!(cell.trim(), "" | "X" | "x") || number(cell) != Number::Bad)
            };
            dicx::HEADS.iter().any(|known| head.starts_with(known))
                && head.contains([',', ';', '\t'])
                && lines().skip(1).all(marks)
                && !header(file, text).iter().any(|name| name == "weight" || name == "score")
        }
        Format::Wordstat => {
            lines().any(|line| line.starts_with('\t') && wordstat::weighted(line))
                && most(&|line| line.starts_with(['\t', ' ']) || !line.contains('\t'))
        }
        Format::Yaml => {
            let key = |line: &str| line.trim_end().ends_with(':') || line.contains(": [") || line.contains(": ");
            lines().any(key) && most(&|line| key(line) || line.trim_start().starts_with(['-', '#', '%']))
        }
        Format::Vader => most(&|line| {
            let parts: Vec<&str> = line.split('\t').collect();
            parts.len() >= 2 && number(parts[1]) != Number::Bad && (parts.len() > 2 || parts[1].contains('.'))
        }),
        Format::Nrc => {
            most(&|line| nrc::fields(line).is_some_and(|[_, emotion, flag]| matches!(flag.trim(), "0" | "1") && number(emotion) == Number::Bad))
        }
        Format::Afinn => most(&|line| {
            fields(line) == 2
                && line
                    .rsplit('\t')
                    .next()
                    .is_some_and(|value| matches!(number(value), Number::Plain(value) if value.fract() == 0.0 && value.abs() <= 5.0))
        }),
        Format::Table => header(file, text).iter().any(|name| table::ENTRY.contains(&name.as_str())),
    }
}

/// The cells of the first line, in lower case.
fn header(file: &str, text: &str) -> Vec<String> {
    let parted = char::from(table::delimiter(file, text));
    let first = text.lines().next().unwrap_or("");
    first.split(parted).map(|cell| cell.trim().trim_matches('"').to_lowercase()).collect()
}
