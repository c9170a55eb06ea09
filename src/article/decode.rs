//! Bytes become text: byte-order mark, then a page's own `<meta charset>`, then valid UTF-8, then UTF-16 without a mark, then a guess (chardetng).
//!
//! Invariant: nothing is changed but the byte-order mark, which is dropped; bytes that are no character become U+FFFD and are counted. A file that is no text is refused
//! rather than turned into letters.

use super::ArticleError;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: String,
    /// The encoding's name in the WHATWG standard ("UTF-8", "windows-1252").
    pub encoding: &'static str,
    /// How many U+FFFD stand for bytes that were no character.
    pub replaced: u32,
}

/// Decodes `bytes`, the content of the file `path`; `page` for HTML, whose `<meta charset>` counts.
pub(super) fn decode(path: &str, bytes: &[u8], page: bool) -> Result<Decoded, ArticleError> {
    refuse_known_formats(path, bytes)?;
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return finish(path, &bytes[mark..], encoding);
    }
    if page && let Some(encoding) = declared(bytes) {
        return finish(path, bytes, encoding);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return finish(path, bytes, encoding);
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(ArticleError::Binary {
            path: path.to_owned(),
            what: format!("holds a NUL byte at byte {at}"),
            help: "Give the article as a text, markdown or HTML file.".to_owned(),
        });
    }
    if std::str::from_utf8(bytes).is_ok() || broken_utf8(bytes) {
        return finish(path, bytes, UTF_8);
    }
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    // In a text of mostly ASCII letters the few others are Western marks and names; the detector, which looks at those alone, may see Cyrillic of DOS in two of them.
    if high * 4 <= letters {
        return finish(path, bytes, WINDOWS_1252);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == WINDOWS_1252 && high > letters {
        let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
        return Err(undecodable(
            path,
            bytes,
            first,
            "the bytes are neither UTF-8 nor text in another encoding",
        ));
    }
    finish(path, bytes, guess)
}

/// Files that a person may mistake for an article under a wrong name, by their first bytes.
fn refuse_known_formats(path: &str, bytes: &[u8]) -> Result<(), ArticleError> {
    const TEXT: &str = "Give the article as a text, markdown or HTML file.";
    const FORMATS: &[(&[u8], &str, &str)] = &[
        (b"%PDF-", "is a PDF file", "Make text of it: `pdftotext -layout FILE`."),
        (
            b"PK\x03\x04",
            "is a zip archive or an office document",
            "Unpack it, or make text of it: `pandoc FILE.docx -o FILE.txt`, `libreoffice --headless --convert-to txt FILE`.",
        ),
        (
            b"{\\rtf",
            "is an RTF document",
            "Make text of it: `libreoffice --headless --convert-to txt FILE`.",
        ),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            "is an old office document",
            "Make text of it: `libreoffice --headless --convert-to txt FILE`.",
        ),
        (b"\x89PNG\r\n", "is a PNG picture", "Give the article's text, not a picture of it."),
        (b"\xFF\xD8\xFF", "is a JPEG picture", "Give the article's text, not a picture of it."),
        (b"GIF8", "is a GIF picture", "Give the article's text, not a picture of it."),
        (b"\x1F\x8B", "is compressed with gzip", "Unpack it: `gunzip FILE`."),
        (b"\x28\xB5\x2F\xFD", "is compressed with zstd", "Unpack it: `unzstd FILE`."),
        (b"BZh", "is compressed with bzip2", "Unpack it: `bunzip2 FILE`."),
        (b"\xFD7zXZ\0", "is compressed with xz", "Unpack it: `unxz FILE`."),
        (b"7z\xBC\xAF\x27\x1C", "is a 7z archive", "Unpack it."),
        (b"Rar!\x1A\x07", "is a RAR archive", "Unpack it."),
        (b"\x7FELF", "is a program", TEXT),
        (b"PAR1", "is a Parquet table", "Give the articles as files."),
        (b"SQLite format 3\0", "is an SQLite database", "Give the articles as files."),
        (b"\xFF\xFE\0\0", "is UTF-32", "Save it as UTF-8: `iconv -f UTF-32 -t UTF-8 FILE`."),
        (b"\0\0\xFE\xFF", "is UTF-32", "Save it as UTF-8: `iconv -f UTF-32 -t UTF-8 FILE`."),
    ];
    match FORMATS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        Some((_, what, help)) => Err(ArticleError::Binary {
            path: path.to_owned(),
            what: (*what).to_owned(),
            help: (*help).to_owned(),
        }),
        None => Ok(()),
    }
}

/// The encoding of a real charset attribute of a `<meta>` in the first 1024 bytes. As browsers do, a page that claims UTF-16 in ASCII is read as UTF-8.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let mut from = 0;
    while let Some(meta) = memchr::memmem::find(&head[from..], b"<meta") {
        let start = from + meta + 5;
        let end = memchr::memchr(b'>', &head[start..]).map_or(head.len(), |end| start + end);
        if let Some(label) = charset(&head[start..end]) {
            let encoding = Encoding::for_label(label)?;
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
        from = end;
    }
    None
}

/// The label after `charset=` within one tag, where the word stands as an attribute or inside `content="…; charset=…"`.
fn charset(tag: &[u8]) -> Option<&[u8]> {
    let mut from = 0;
    while let Some(found) = memchr::memmem::find(&tag[from..], b"charset") {
        let at = from + found;
        from = at + 7;
        let opens = at == 0 || matches!(tag[at - 1], b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' | b';' | b'"' | b'\'' | b'/');
        let rest = tag[from..].trim_ascii_start();
        if opens && let Some(rest) = rest.strip_prefix(b"=") {
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let end = rest
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\'' | b';' | b' ' | b'/' | b'\t' | b'\n' | b'\r'))
                .unwrap_or(rest.len());
            return Some(&rest[..end]);
        }
    }
    None
}

/// UTF-16 without a mark shows as NULs on one side of the byte pairs only: every space and line end of any script has one.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let nuls = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second, pairs) = (nuls(0), nuls(1), head.len() / 2);
    let many = |count: usize, other: usize| count >= 4 && count * 10 >= pairs && other * 8 <= count;
    let encoding = if many(second, first) {
        UTF_16LE
    } else if many(first, second) {
        UTF_16BE
    } else {
        return None;
    };
    let (_, broken) = encoding.decode_without_bom_handling(bytes);
    (!broken).then_some(encoding)
}

/// Whether invalid UTF-8 is UTF-8 with a few broken places: more whole sequences of several bytes than broken ones.
fn broken_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

fn finish(path: &str, bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, ArticleError> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let count = |text: &str| text.matches('\u{FFFD}').count();
    let replaced = match broken {
        false => 0,
        // Marks of replacement that already stood in the file are not ours.
        true if encoding == UTF_8 => count(&text) - memchr::memmem::find_iter(bytes, "\u{FFFD}".as_bytes()).count().min(count(&text)),
        true => count(&text),
    };
    if replaced > 0 && replaced * 100 > text.chars().count() {
        let at = match encoding == UTF_8 {
            true => bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len()),
            false => 0,
        };
        let name = encoding.name();
        return Err(undecodable(
            path,
            bytes,
            at,
            &format!("more than one character in a hundred is no {name} ({replaced} in all; this is the first)"),
        ));
    }
    // Hardly a text has one: a look at the bytes answers for all characters.
    let may_hold = text.as_bytes().chunks(256).any(|chunk| {
        chunk
            .iter()
            .fold(false, |so_far, byte| so_far | matches!(byte, 0..=6 | 0xE..=0x19 | 0xC2))
    });
    let controls = if may_hold {
        text.chars().filter(|char| no_text(*char)).count()
    } else {
        0
    };
    if controls > 0
        && controls * 100 > text.chars().count()
        && let Some((at, char)) = text.char_indices().find(|(_, char)| no_text(*char))
    {
        return Err(ArticleError::Undecodable {
            path: path.to_owned(),
            line: text[..at].matches('\n').count() + 1,
            byte: at,
            what: format!(
                "more than one character in a hundred is a control character, the first of them U+{:04X} (the file was read as {})",
                char as u32,
                encoding.name()
            ),
        });
    }
    Ok(Decoded {
        text,
        encoding: encoding.name(),
        replaced: u32::try_from(replaced).unwrap_or(u32::MAX),
    })
}

/// Control characters that no editor writes: many of them say that the bytes are not text, or not in this encoding; a few are dirt that scraping leaves. U+0085 is a line end in some texts; U+001A ended files of DOS; others
/// that terminals and old typesetting leave behind (bell, backspace, form feed, escape, separators) are let through.
fn no_text(char: char) -> bool {
    matches!(char, '\u{0}'..='\u{6}' | '\u{E}'..='\u{19}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9F}')
}

fn undecodable(path: &str, bytes: &[u8], at: usize, what: &str) -> ArticleError {
    let line = memchr::memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count() + 1;
    ArticleError::Undecodable {
        path: path.to_owned(),
        line,
        byte: at,
        what: what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// bytes, whether a page, text, encoding, replaced. Encodings by the WHATWG standard's tables.
    #[test]
    fn each_encoding_gives_its_text() {
        let cases: &[(&[u8], bool, &str, &str, u32)] = &[
            (b"", false, "", "UTF-8", 0),
            ("\u{FEFF}Zoë said".as_bytes(), false, "Zoë said", "UTF-8", 0),
            (b"\xFF\xFEZ\0o\0\xEB\0", false, "Zoë", "UTF-16LE", 0),
            (b"\xFE\xFF\0Z\0o\0\xEB", false, "Zoë", "UTF-16BE", 0),
            (b"T\0h\0e\0 \0e\0n\0v\0o\0y\0\n\0", false, "The envoy\n", "UTF-16LE", 0),
            (b"\0T\0h\0e\0 \0e\0n\0v\0o\0y\0\n", false, "The envoy\n", "UTF-16BE", 0),
            (
                b"\x93We will talk,\x94 the envoy\x92s aide said \x97 again",
                false,
                "“We will talk,” the envoy’s aide said — again",
                "windows-1252",
                0,
            ),
            (
                b"<meta charset=\"windows-1251\"><p>\xCC\xE8\xF0",
                true,
                "<meta charset=\"windows-1251\"><p>Мир",
                "windows-1251",
                0,
            ),
            (
                b"<meta http-equiv=c content='text/html; charset=iso-8859-1'>\x93a\x94",
                true,
                "<meta http-equiv=c content='text/html; charset=iso-8859-1'>“a”",
                "windows-1252",
                0,
            ),
            (
                b"<meta data-charset=koi8-r><p>\xC3\xA9",
                true,
                "<meta data-charset=koi8-r><p>é",
                "UTF-8",
                0,
            ),
        ];
        for (bytes, page, text, encoding, replaced) in cases {
            let decoded = decode("a", bytes, *page).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.replaced), (*text, *encoding, *replaced));
        }
    }

    #[test]
    fn a_broken_place_in_utf8_is_counted() {
        let mut bytes = "“Words” and — “more words” ".repeat(20).into_bytes();
        bytes.extend(b"\xE2\x80 end");
        let decoded = decode("a", &bytes, false).unwrap();
        assert_eq!((decoded.encoding, decoded.replaced), ("UTF-8", 1));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let cases: &[(&[u8], &str)] = &[
            (b"%PDF-1.7\n1 0 obj", "is a PDF file"),
            (b"PK\x03\x04\x14\0", "is a zip archive"),
            (b"line one\nline \0 two", "NUL byte at byte 14"),
            (b"\xFF\xFE\xFD\xFC\xFB", "`a`"),
            (b"one\ntwo \x81\x8D three", "line 2"),
            (b"\xE2\x80\x9Cx\xE2\x80\x9D \xE2\x80", "line 1, byte 8"),
        ];
        for (bytes, message) in cases {
            match decode("a", bytes, false) {
                Err(error) => assert!(error.to_string().contains(message), "{error} does not say {message}"),
                Ok(decoded) => panic!("{bytes:?} was read as {decoded:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn valid_text_survives_in_every_unicode_encoding(text in "[ -~а-яà-ÿ–—“”\n]{8,200}") {
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            prop_assert_eq!(&decode("a", text.as_bytes(), false).unwrap().text, &text);
            prop_assert_eq!(&decode("a", &[&b"\xFF\xFE"[..], &utf16].concat(), false).unwrap().text, &text);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), page in any::<bool>()) {
            let _ = decode("a", &bytes, page);
        }
    }
}
