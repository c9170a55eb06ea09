//! Where output goes: standard output, a device, or a file that is whole or not there at all.
//!
//! A file takes its name only when it is whole, by renaming. What is not a file must never be renamed over: as root that turns `/dev/null` into
//! a file for every program of the machine. So a device or a pipe is opened and written, and a link is followed to the file behind it.

use super::error::CliError;
use detente::report::ReportError;
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Standard output, something that takes bytes but is no file, or a file.
pub enum Output {
    Stdout(BufWriter<std::io::Stdout>),
    Device { path: PathBuf, device: BufWriter<File> },
    File { path: PathBuf, file: Box<BufWriter<NamedTempFile>> },
}

fn failed(why: std::io::Error) -> CliError {
    ReportError::Output { why }.into()
}

fn unwritten(path: &Path, why: impl std::fmt::Display) -> CliError {
    ReportError::Write {
        path: path.display().to_string(),
        why: why.to_string(),
    }
    .into()
}

impl Output {
    /// To `path`, or to standard output where there is none or it is `-`.
    pub fn to(path: Option<&Path>) -> Result<Output, CliError> {
        match path.filter(|path| *path != Path::new("-")) {
            None => Ok(Output::Stdout(BufWriter::new(std::io::stdout()))),
            // `metadata` looks behind links.
            Some(path) if std::fs::metadata(path).is_ok_and(|met| !met.is_file() && !met.is_dir()) => {
                let device = File::options().write(true).open(path).map_err(|why| unwritten(path, why))?;
                Ok(Output::Device {
                    path: path.to_owned(),
                    device: BufWriter::new(device),
                })
            }
            Some(path) => {
                let path = &std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let file = NamedTempFile::new_in(folder).map_err(|why| unwritten(path, why))?;
                Ok(Output::File {
                    path: path.to_owned(),
                    file: Box::new(BufWriter::new(file)),
                })
            }
        }
    }

    /// Where to write.
    pub fn writer(&mut self) -> &mut (dyn Write + Send) {
        match self {
            Output::Stdout(stdout) => stdout,
            Output::Device { device, .. } => device,
            Output::File { file, .. } => file.as_mut(),
        }
    }

    /// Writes a text.
    pub fn write(&mut self, text: &str) -> Result<(), CliError> {
        self.writer().write_all(text.as_bytes()).map_err(failed)
    }

    /// Ends: only now does the file stand under its name.
    pub fn finish(self) -> Result<(), CliError> {
        match self {
            Output::Stdout(mut stdout) => stdout.flush().map_err(failed),
            Output::Device { path, mut device } => device.flush().map_err(|why| unwritten(&path, why)),
            Output::File { path, file } => {
                let file = file.into_inner().map_err(|why| unwritten(&path, why.error()))?;
                open_to_all(&file, &path)?;
                file.persist(&path).map_err(|why| unwritten(&path, why.error))?;
                Ok(())
            }
        }
    }
}

/// A temporary file is its owner's alone; a result may be read by all, as one written directly.
#[cfg(unix)]
fn open_to_all(file: &NamedTempFile, path: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o644))
        .map_err(|why| unwritten(path, why))
}

#[cfg(not(unix))]
fn open_to_all(_: &NamedTempFile, _: &Path) -> Result<(), CliError> {
    Ok(())
}

/// Says a text on standard output.
pub fn say(text: &str) -> Result<(), CliError> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(failed)
}

/// Says a value as JSON on standard output.
pub fn say_json(value: &impl Serialize) -> Result<(), CliError> {
    let mut text = serde_json::to_string_pretty(value).map_err(|why| failed(why.into()))?;
    text.push('\n');
    say(&text)
}

/// Says lines on standard error.
pub fn tell(text: &str) -> Result<(), CliError> {
    std::io::stderr().lock().write_all(text.as_bytes()).map_err(failed)
}

/// Says a text on standard error. Where even that is closed there is nobody to tell.
pub fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
