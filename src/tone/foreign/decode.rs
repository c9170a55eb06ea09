//! Bytes of a dictionary as text with plain line ends. Invariant: whatever was done to get there is said in a note; bytes that are no text are refused.

use super::{ForeignError, Note};
use crate::article::Fault;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Decodes `bytes`: by byte-order mark, as UTF-8, else as Windows-1252, which is what older programs wrote.
pub(super) fn decode(file: &str, bytes: &[u8]) -> Result<(String, Vec<Note>), ForeignError> {
    let mut notes = Vec::new();
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            let name = encoding.name();
            notes.push(Note::new(
                1,
                "",
                format!("the file opens with the byte-order mark of {name}, which was passed over"),
            ));
            (encoding, mark)
        }
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, 0),
        None => {
            let at = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
            let line = line_at(bytes, at);
            notes.push(Note::new(line, "", "the file is not UTF-8 from here on, so it was read as Windows-1252"));
            (WINDOWS_1252, 0)
        }
    };
    if (encoding == UTF_8 || encoding == WINDOWS_1252)
        && let Some(at) = memchr::memchr(0, bytes)
    {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[..at]);
        let end = text.len();
        return Err(ForeignError::Fault(Box::new(
            Fault::new(file, &text, end..end, "The file holds a NUL byte, so it is no text.")
                .advise("Save the dictionary as plain text in UTF-8. A dictionary of UTF-16 needs its byte-order mark."),
        )));
    }
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if broken {
        let at = text.find('\u{FFFD}').unwrap_or(0);
        let line = line_at(text.as_bytes(), at);
        notes.push(Note::new(line, "", format!("bytes that are no {} were read as U+FFFD", encoding.name())));
    }
    let mut text = text.into_owned();
    if text.contains('\r') {
        let line = line_at(text.as_bytes(), text.find('\r').unwrap_or(0));
        notes.push(Note::new(line, "", "lines end in a carriage return, which was passed over"));
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    if !text.is_empty() && !text.ends_with('\n') {
        let line = text.lines().count() as u32;
        notes.push(Note::new(line, "", "the last line has no line end"));
    }
    Ok((text, notes))
}

fn line_at(bytes: &[u8], at: usize) -> u32 {
    memchr::memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count() as u32 + 1
}
