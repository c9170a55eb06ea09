//! Whole or not at all: a run is written aside, in `NAME.partial`, and exchanged with the result of before only when it is finished.
//!
//! Invariant: at any moment there is either a whole result at `NAME`, or none, or (for an instant of the exchange) a whole one at `NAME.old`, which
//! [`Staging::recover`] puts back. What detente did not write is never removed.

use super::ReportError;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Removes `folder` and all that is in it, the file `last` after everything else: where this is interrupted, what is left is still known for detente's own.
fn remove(folder: &Path, last: &str) -> io::Result<()> {
    empty(folder, &[last])?;
    fs::remove_dir_all(folder)
}

/// Removes all that is in `folder` but the entries named `keep`.
fn empty(folder: &Path, keep: &[&str]) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if keep.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The file by which detente knows a run.
const MANIFEST: &str = "manifest.json";

/// A folder that becomes `NAME` when [`Staging::commit`] is called and disappears when it is not.
#[derive(Debug)]
pub struct Staging {
    partial: PathBuf,
    target: PathBuf,
    old: PathBuf,
    /// Whether the folder stays where the run is not finished.
    kept: bool,
    done: bool,
}

fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    target.with_file_name(name)
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

impl Staging {
    /// The file by which detente knows a folder of its own that is not finished.
    pub const MARK: &'static str = "UNFINISHED";

    /// Opens the folder aside for `target`. What an interrupted run left there is removed; a `target` that is neither a run nor an empty folder is an error, so
    /// that no file of the user's can be lost.
    pub fn begin(target: &Path) -> Result<Staging, ReportError> {
        Self::open(target, None)
    }

    /// As [`Staging::begin`], but of what an interrupted run left the subfolder `kept` stays, and if this run is interrupted too, or fails, it stays again.
    pub fn resume(target: &Path, kept: &str) -> Result<Staging, ReportError> {
        Self::open(target, Some(kept))
    }

    fn open(target: &Path, kept: Option<&str>) -> Result<Staging, ReportError> {
        Self::recover(target)?;
        let (partial, old) = (beside(target, ".partial"), beside(target, ".old"));
        let occupied = |path: &Path| ReportError::Occupied {
            path: path.display().to_string(),
        };
        if target.exists() && !target.join(MANIFEST).is_file() && !is_empty(target) {
            return Err(occupied(target));
        }
        if partial.exists() {
            // Without the mark, but with a manifest: a run that was stopped between its last two steps.
            let ours = [Self::MARK, MANIFEST].iter().any(|file| partial.join(file).is_file());
            if !ours && !is_empty(&partial) {
                return Err(occupied(&partial));
            }
            let removed = match kept {
                Some(kept) => empty(&partial, &[Self::MARK, kept]),
                None => remove(&partial, Self::MARK),
            };
            removed.map_err(|why| ReportError::write(&partial, why))?;
        }
        let made = fs::create_dir_all(&partial).and_then(|()| {
            fs::write(
                partial.join(Self::MARK),
                "detente is writing here, or was stopped while it was: `detente run --resume` goes on where it stood. This folder can be removed.\n",
            )
        });
        // Made first, so that what could not be begun (the disk is full) is cleared away as what could not be finished.
        let staging = Staging {
            partial,
            target: target.to_owned(),
            old,
            kept: kept.is_some(),
            done: false,
        };
        made.map_err(|why| ReportError::write(&staging.partial, why))?;
        Ok(staging)
    }

    /// Where to write.
    pub fn folder(&self) -> &Path {
        &self.partial
    }

    /// Exchanges: the old result goes, the new one stands in its place.
    pub fn commit(mut self) -> Result<(), ReportError> {
        fs::remove_file(self.partial.join(Self::MARK)).map_err(|why| ReportError::write(&self.partial, why))?;
        let replaces = self.target.exists();
        if replaces {
            fs::rename(&self.target, &self.old).map_err(|why| ReportError::write(&self.target, why))?;
        }
        if let Err(why) = fs::rename(&self.partial, &self.target) {
            if replaces {
                // The way back: the result of before stands again. If this fails too, `recover` does it at the next start.
                let _ = fs::rename(&self.old, &self.target);
            }
            return Err(ReportError::write(&self.target, why));
        }
        self.done = true;
        if replaces {
            remove(&self.old, MANIFEST).map_err(|why| ReportError::write(&self.old, why))?;
        }
        Ok(())
    }

    /// Puts back the result of before where a crash came between the two renames, and removes it where it came after them.
    pub fn recover(target: &Path) -> Result<(), ReportError> {
        let old = beside(target, ".old");
        if !old.join(MANIFEST).is_file() {
            return Ok(());
        }
        let put = if target.join(MANIFEST).is_file() {
            remove(&old, MANIFEST)
        } else {
            fs::rename(&old, target)
        };
        put.map_err(|why| ReportError::write(&old, why))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.done && !self.kept {
            // Nothing half-written stays; if it cannot be removed now, the next run does it.
            let _ = remove(&self.partial, Self::MARK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("the folder stands")
            .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn run(folder: &Path, words: &str) {
        let staging = Staging::begin(&folder.join("x")).expect("it can begin");
        fs::write(staging.folder().join(MANIFEST), words).expect("it can be written");
        staging.commit().expect("it can be exchanged");
    }

    #[test]
    fn a_run_replaces_the_one_before_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        run(folder.path(), "one");
        run(folder.path(), "two");
        assert_eq!(names(folder.path()), ["x"]);
        assert_eq!(names(&folder.path().join("x")), [MANIFEST]);
        assert_eq!(fs::read_to_string(folder.path().join("x").join(MANIFEST)).expect("it stands"), "two");
    }

    #[test]
    fn what_is_not_committed_leaves_the_old_result() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        run(folder.path(), "one");
        drop(Staging::begin(&folder.path().join("x")).expect("it can begin"));
        assert_eq!(names(folder.path()), ["x"]);
    }

    #[test]
    fn what_is_kept_stays_for_the_run_that_goes_on_and_for_no_other() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        let (target, partial) = (folder.path().join("x"), folder.path().join("x.partial"));
        let leave = || {
            let staging = Staging::resume(&target, "spool").expect("it can begin");
            fs::create_dir_all(staging.folder().join("spool")).expect("it can be made");
            fs::write(staging.folder().join("spool/1"), "done").expect("it can be written");
            fs::write(staging.folder().join("table"), "half").expect("it can be written");
        };
        leave();
        drop(Staging::resume(&target, "spool").expect("it can go on"));
        assert_eq!(names(&partial), [Staging::MARK, "spool"]);
        drop(Staging::begin(&target).expect("it can begin anew"));
        assert!(!partial.exists());
        // Stopped when all was written and the mark was gone.
        leave();
        fs::rename(partial.join(Staging::MARK), partial.join(MANIFEST)).expect("it can be moved");
        run(folder.path(), "one");
        assert_eq!(names(folder.path()), ["x"]);
    }

    #[test]
    fn a_crash_between_the_renames_is_put_right() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        run(folder.path(), "one");
        fs::rename(folder.path().join("x"), folder.path().join("x.old")).expect("it can be moved");
        Staging::recover(&folder.path().join("x")).expect("it can be put back");
        assert_eq!(names(folder.path()), ["x"]);
    }

    #[test]
    fn the_users_files_are_never_removed() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        for name in ["x", "x.partial"] {
            let users = folder.path().join(name);
            fs::create_dir(&users).expect("it can be made");
            fs::write(users.join("thesis.docx"), "years of work").expect("it can be written");
            assert!(
                matches!(Staging::begin(&folder.path().join("x")), Err(ReportError::Occupied { .. })),
                "{name}"
            );
            assert_eq!(names(&users), ["thesis.docx"]);
            fs::remove_dir_all(&users).expect("it can be removed");
        }
    }
}
