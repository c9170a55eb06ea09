//! A file, unpacked while it is read: gzip and zstd by their first bytes, everything else as it is. Invariant: what is held does not depend on the file's size, and what
//! unpacks to more than the limit's multiple of itself is refused, not unpacked.

use super::{Limits, hex};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes read from a file at once.
const BUFFER: usize = 256 << 10;

/// How much of a file was read, and its hash so far.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    read: AtomicU64,
    hash: Mutex<Sha256>,
}

impl Meter {
    /// Bytes read so far, as they stand on disk.
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// SHA-256 of what was read so far, hexadecimal.
    pub fn sha256(&self) -> String {
        hex(&self.hash.lock().unwrap_or_else(PoisonError::into_inner).clone().finalize())
    }

    pub fn add(&self, bytes: &[u8]) {
        self.read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.hash.lock().unwrap_or_else(PoisonError::into_inner).update(bytes);
    }
}

/// A reader that tells its meter.
struct Metered<R> {
    inner: R,
    meter: Arc<Meter>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.meter.add(&into[..count]);
        Ok(count)
    }
}

/// A reader of what was unpacked, which counts it against what was read.
struct Guarded<R> {
    inner: R,
    meter: Arc<Meter>,
    unpacked: u64,
    ratio: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.unpacked += count as u64;
        if self.unpacked > Limits::UNPACKED_FREE && self.unpacked > self.meter.read().saturating_mul(self.ratio) {
            return Err(io::Error::other(format!(
                "it unpacks to more than {} times its size, as a trap would; if it is none, set `unpacked_ratio` under `[limits]` in the study",
                self.ratio
            )));
        }
        Ok(count)
    }
}

/// Opens `file`, of which the first `bytes` are read: what is added to it meanwhile is not.
pub(crate) fn open(file: &Path, bytes: u64, limits: Limits, meter: &Arc<Meter>) -> io::Result<Box<dyn BufRead + Send>> {
    let raw = Metered {
        inner: File::open(file)?.take(bytes),
        meter: Arc::clone(meter),
    };
    let mut raw = BufReader::with_capacity(BUFFER, raw);
    let head = raw.fill_buf()?;
    let guarded = |inner: Box<dyn Read + Send>| Guarded {
        inner,
        meter: Arc::clone(meter),
        unpacked: 0,
        ratio: limits.unpacked_ratio,
    };
    let inner: Box<dyn Read + Send> = if head.starts_with(&[0x1F, 0x8B]) {
        Box::new(flate2::bufread::MultiGzDecoder::new(raw))
    } else if head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        Box::new(zstd::stream::read::Decoder::with_buffer(raw)?)
    } else {
        return Ok(Box::new(raw));
    };
    Ok(Box::new(BufReader::with_capacity(BUFFER, guarded(inner))))
}
