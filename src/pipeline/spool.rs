//! What pass 1 leaves on disk for pass 2, so that no run holds its corpus in memory: files of a batch each, in order. Invariant: what is read is what was written.

use crate::report::ReportError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// A folder of batches of `T`.
#[derive(Debug)]
pub struct Spool<T> {
    folder: PathBuf,
    batches: usize,
    item: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> Spool<T> {
    /// Makes `folder` the place of a new spool.
    pub fn create(folder: &Path) -> Result<Self, ReportError> {
        fs::create_dir_all(folder).map_err(|why| ReportError::write(folder, why))?;
        Ok(Spool {
            folder: folder.to_owned(),
            batches: 0,
            item: PhantomData,
        })
    }

    /// The file of the next batch.
    pub(super) fn next(&self) -> PathBuf {
        self.file(self.batches)
    }

    /// Takes over the next batch, which stands in its file already.
    pub(super) fn take_over(&mut self) -> Result<Vec<T>, ReportError> {
        let items = self.read(self.batches)?;
        self.batches += 1;
        Ok(items)
    }

    fn read(&self, batch: usize) -> Result<Vec<T>, ReportError> {
        let path = self.file(batch);
        let bytes = fs::read(&path).map_err(|why| ReportError::read(&path, why))?;
        postcard::from_bytes(&bytes).map_err(|why| ReportError::read(&path, why))
    }

    fn file(&self, batch: usize) -> PathBuf {
        self.folder.join(format!("{batch:08}.postcard"))
    }

    /// Adds a batch.
    pub fn push(&mut self, batch: &[T]) -> Result<(), ReportError> {
        let path = self.file(self.batches);
        let bytes = postcard::to_stdvec(batch).map_err(|why| ReportError::write(&path, why))?;
        fs::write(&path, bytes).map_err(|why| ReportError::write(&path, why))?;
        self.batches += 1;
        Ok(())
    }

    /// Every batch, in order.
    pub fn batches(&self) -> impl Iterator<Item = Result<Vec<T>, ReportError>> {
        (0..self.batches).map(|batch| self.read(batch))
    }

    /// Every item, in order.
    pub fn items(&self) -> impl Iterator<Item = Result<T, ReportError>> {
        self.batches().flat_map(|batch| match batch {
            Ok(items) => items.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(why) => vec![Err(why)],
        })
    }

    /// Removes it from disk.
    pub fn remove(self) -> Result<(), ReportError> {
        fs::remove_dir_all(&self.folder).map_err(|why| ReportError::write(&self.folder, why))
    }
}
