//! Which files are articles: folders are walked in sorted order, and every file that is passed over is listed with the reason.
//!
//! Invariant: ids are unique, and the listing is sorted by id, so that it is the same on every machine. Nothing is read here but folders.

use super::{ArticleError, Form};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path under its root, `/`-separated, without extension; the stem where the root is the file itself.
    pub id: String,
    /// The same with extension.
    pub path: String,
    /// Where the file is.
    pub file: PathBuf,
    /// Its size when it was listed.
    pub bytes: u64,
    /// Whether it was named itself, not found in a folder.
    pub named: bool,
    /// Whether it is a table of ready statements.
    pub ready: bool,
}

/// A file that is not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Path under its root.
    pub path: String,
    /// Why, and what to do.
    pub why: String,
    /// Whether it never was to be an article: the parts of a saved page, a paper that describes the folder. Nothing is lost with it.
    pub none: bool,
}

/// All files under some roots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Files that are an article each, sorted by id.
    pub sources: Vec<Source>,
    /// Tables of articles, sorted by path.
    pub tables: Vec<Source>,
    /// Sorted by path.
    pub skipped: Vec<Skipped>,
}

/// Lists the articles (`.txt .md .html .htm`) under `roots`, folders or files, and the tables of articles: those named themselves, and those of folders without any article. Hidden files are left out silently; links to files are followed, links to folders too unless they lead back.
///
/// # Errors
/// A root that does not exist; no article at all; two files with one id; a folder that may not be read.
pub fn list(roots: &[PathBuf]) -> Result<Listing, ArticleError> {
    let mut walk = Walk::default();
    for root in roots {
        let meta = fs::metadata(root).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => ArticleError::Missing {
                path: root.display().to_string(),
            },
            _ => ArticleError::Io {
                path: root.display().to_string(),
                source,
            },
        })?;
        if meta.is_dir() {
            let before = walk.sources.len();
            walk.folder(root, "", &mut BTreeSet::new())?;
            // Beside articles a table is likelier what somebody noted of them than more of them.
            let noted = walk.sources.len() > before;
            for table in std::mem::take(&mut walk.found) {
                if noted {
                    walk.skip(
                        &table.path,
                        "is a table in a folder of articles; name it in `articles` if it holds articles too",
                    );
                } else {
                    walk.tables.push(table);
                }
            }
        } else {
            let name = root
                .file_name()
                .map_or_else(|| root.display().to_string(), |name| name.to_string_lossy().into_owned());
            walk.file(root, name, meta.len(), true)?;
        }
    }
    let Walk {
        sources,
        mut tables,
        mut skipped,
        ..
    } = walk;
    skipped.sort();
    tables.sort_by(|one, other| (&one.path, &one.file).cmp(&(&other.path, &other.file)));
    if sources.is_empty() && tables.is_empty() {
        let roots: Vec<String> = roots.iter().map(|root| format!("`{}`", root.display())).collect();
        let first = skipped.first().map_or(String::new(), |one| {
            format!(" {} other file(s) are there; `{}`: {}.", skipped.len(), one.path, one.why)
        });
        return Err(ArticleError::NoArticles {
            roots: if roots.is_empty() {
                "no folder at all".to_owned()
            } else {
                roots.join(", ")
            },
            skipped: first,
        });
    }
    Ok(Listing {
        sources: sources.into_values().collect(),
        tables,
        skipped,
    })
}

impl Listing {
    /// Adds the tables of ready statements `statements`, files or folders of them.
    ///
    /// # Errors
    /// As [`list`]; a file that is no table.
    pub fn with_statements(mut self, statements: &[PathBuf]) -> Result<Listing, ArticleError> {
        if statements.is_empty() {
            return Ok(self);
        }
        let mut more = list(statements)?;
        if let Some(text) = more.sources.first() {
            return Err(ArticleError::Table {
                path: text.file.display().to_string(),
                why: "it is named as a table of statements, and is a text".to_owned(),
                help: "Name texts under `articles`; statements stand in .jsonl, .csv, .tsv or .parquet files, one a row.".to_owned(),
            });
        }
        more.tables.iter_mut().for_each(|table| table.ready = true);
        self.tables.extend(more.tables);
        self.skipped.extend(more.skipped);
        self.skipped.sort();
        Ok(self)
    }
}

#[derive(Default)]
struct Walk {
    sources: BTreeMap<String, Source>,
    tables: Vec<Source>,
    /// Tables of the folder that is walked.
    found: Vec<Source>,
    skipped: Vec<Skipped>,
}

impl Walk {
    /// Walks `folder`, which stands at `under` below its root ("" or "sub/"). `trail` holds the real folders being walked, so that a link cannot lead back into them.
    fn folder(&mut self, folder: &Path, under: &str, trail: &mut BTreeSet<PathBuf>) -> Result<(), ArticleError> {
        let io = |path: &Path| {
            let path = path.display().to_string();
            move |source| ArticleError::Io { path, source }
        };
        let real = fs::canonicalize(folder).map_err(io(folder))?;
        // What may not be listed is told; a folder that was named itself must be there to be read.
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if !under.is_empty() => {
                self.skip(under.trim_end_matches('/'), &format!("cannot be listed: {error}"));
                return Ok(());
            }
            Err(error) => return Err(io(folder)(error)),
        };
        if !trail.insert(real.clone()) {
            self.skip(under.trim_end_matches('/'), "is a link that leads back to a folder above it");
            return Ok(());
        }
        let mut names = Vec::new();
        for entry in entries {
            names.push(entry.map_err(io(folder))?.file_name());
        }
        names.sort();
        let pages: BTreeSet<String> = names.iter().filter_map(|name| saved_page(&name.to_string_lossy())).collect();
        for name in &names {
            let shown = name.to_string_lossy();
            if shown.starts_with('.') {
                continue;
            }
            let (path, file) = (format!("{under}{shown}"), folder.join(name));
            let meta = match fs::metadata(&file) {
                Ok(meta) => meta,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    self.skip(&path, "is a link to a file that is not there");
                    continue;
                }
                Err(error) => {
                    self.skip(&path, &format!("cannot be looked at: {error}"));
                    continue;
                }
            };
            if meta.is_file() {
                self.file(&file, path, meta.len(), false)?;
            } else if !meta.is_dir() {
                self.skip(&path, "is no file: a pipe, a socket or a device");
            } else if pages.contains(shown.as_ref()) {
                self.skip(&path, PARTS);
            } else {
                self.folder(&file, &format!("{path}/"), trail)?;
            }
        }
        trail.remove(&real);
        Ok(())
    }

    fn file(&mut self, file: &Path, path: String, bytes: u64, named: bool) -> Result<(), ArticleError> {
        if Form::of(&path).is_some() {
            let table = Source {
                id: Form::stem(&path).to_owned(),
                path,
                file: file.to_owned(),
                bytes,
                named,
                ready: false,
            };
            if named { &mut self.tables } else { &mut self.found }.push(table);
            return Ok(());
        }
        if let Some(why) = why_not(&path) {
            self.skip(&path, why);
            return Ok(());
        }
        let id = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem).to_owned();
        if let Some(first) = self.sources.get(&id) {
            return Err(ArticleError::SameId {
                id,
                first: first.file.display().to_string(),
                second: file.display().to_string(),
            });
        }
        self.sources.insert(
            id.clone(),
            Source {
                id,
                path,
                file: file.to_owned(),
                bytes,
                named,
                ready: false,
            },
        );
        Ok(())
    }

    fn skip(&mut self, path: &str, why: &str) {
        self.skipped.push(Skipped {
            path: path.to_owned(),
            why: why.to_owned(),
            none: [PARTS, DESCRIBES].contains(&why),
        });
    }
}

/// The folder in which a browser keeps the parts of the page `name` ("Talks.html" and "Talks_files").
fn saved_page(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    matches!(extension.to_ascii_lowercase().as_str(), "html" | "htm").then(|| format!("{stem}_files"))
}

/// Of what lies in folders beside articles.
const PARTS: &str = "holds the parts of a page that a browser saved";
const DESCRIBES: &str = "describes the folder, by its name in capitals; rename it if it is an article";

/// Why a file of this name is no article; none where it is one.
fn why_not(path: &str) -> Option<&'static str> {
    #[rustfmt::skip]
    const DOCUMENTS: &[&str] = &[
        "README", "LICENSE", "LICENCE", "COPYING", "NOTICE", "CHANGELOG", "CONTRIBUTING", "CITATION", "CODEBOOK", "GUIDE",
    ];
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    match extension.to_ascii_lowercase().as_str() {
        // Folders of texts carry papers of their own; their statements are nobody's.
        "txt" | "md" if DOCUMENTS.contains(&stem) => Some(DESCRIBES),
        "txt" | "md" | "html" | "htm" => None,
        "pdf" => Some("is PDF; make text of it: `pdftotext -layout FILE`"),
        "docx" | "odt" => Some("is a word processor's file; make text of it: `pandoc FILE -o FILE.txt`"),
        "doc" | "rtf" => Some("is a word processor's file; make text of it: `libreoffice --headless --convert-to txt FILE`"),
        "json" => Some("is JSON; tables of articles are .jsonl (an object a line), .csv, .tsv or .parquet files: `jq -c '.[]' FILE > FILE.jsonl`"),
        "xlsx" | "ods" | "xls" => Some("is a spreadsheet; save it as .csv"),
        "gz" | "zst" | "zip" | "tar" | "tgz" | "xz" | "bz2" | "7z" => Some("is packed; unpack it first"),
        "" => Some("has no extension; articles are .txt, .md, .html or .htm files"),
        _ => Some("is no article by its extension; articles are .txt, .md, .html or .htm files"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    #[test]
    fn ids_are_paths_and_nothing_is_passed_over_in_silence() {
        let root = folder(&[
            "b.txt",
            "a/c.HTML",
            "a/.hidden.txt",
            ".git/x.txt",
            "d.pdf",
            "README.md",
            "p.htm",
            "p_files/ad.html",
            "notes",
            "v1.2.md",
        ]);
        let listing = list(&[root.path().to_owned()]).unwrap();
        let ids: Vec<&str> = listing.sources.iter().map(|source| source.id.as_str()).collect();
        assert_eq!(ids, ["a/c", "b", "p", "v1.2"]);
        let skipped: Vec<&str> = listing.skipped.iter().map(|skipped| skipped.path.as_str()).collect();
        assert_eq!(skipped, ["README.md", "d.pdf", "notes", "p_files"]);
        assert!(listing.skipped[1].why.contains("pdftotext -layout"));
    }

    #[test]
    fn a_root_that_is_a_file_has_its_stem_as_id() {
        let root = folder(&["a/b.c.txt"]);
        let listing = list(&[root.path().join("a/b.c.txt")]).unwrap();
        assert_eq!(
            (listing.sources[0].id.as_str(), listing.sources[0].path.as_str(), listing.sources[0].bytes),
            ("b.c", "b.c.txt", 1)
        );
    }

    #[test]
    fn errors_say_what_is_missing() {
        let root = folder(&["a.txt", "a.html", "only/b.pdf"]);
        let message = |roots: &[PathBuf]| list(roots).unwrap_err().to_string();
        let clash = message(&[root.path().to_owned()]);
        assert!(
            clash.contains("a.html") && clash.contains("a.txt") && clash.contains("the article `a`"),
            "{clash}"
        );
        assert!(message(&[root.path().join("nowhere")]).contains("nowhere"));
        let none = message(&[root.path().join("only")]);
        assert!(
            none.contains("no article") && none.contains("b.pdf") && none.contains("pdftotext"),
            "{none}"
        );
        assert!(message(&[]).contains("no article"));
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_are_followed_and_loops_end() {
        use std::os::unix::fs::symlink;
        let root = folder(&["a/b.txt", "elsewhere"]);
        symlink(root.path(), root.path().join("a/up")).unwrap();
        symlink(root.path().join("a/b.txt"), root.path().join("linked.txt")).unwrap();
        symlink(root.path().join("gone"), root.path().join("gone.txt")).unwrap();
        let listing = list(&[root.path().to_owned()]).unwrap();
        let ids: Vec<&str> = listing.sources.iter().map(|source| source.id.as_str()).collect();
        assert_eq!(ids, ["a/b", "linked"]);
        assert!(
            listing
                .skipped
                .iter()
                .any(|skipped| skipped.path == "a/up" && skipped.why.contains("back"))
        );
        assert!(listing.skipped.iter().any(|skipped| skipped.path == "gone.txt"));
    }
}
