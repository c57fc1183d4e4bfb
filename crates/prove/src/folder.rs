// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::error::{LogDamage, LogError};
use hoheit_merkle::{Files, Hash, Note, TILE_WIDTH, TilePath, unbundle};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A log's folder, for reading.
#[derive(Clone, Debug)]
pub struct LogFolder {
    path: PathBuf,
}

impl LogFolder {
    /// The folder of a log; it need not exist yet.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn file(&self, name: &impl ToString) -> PathBuf {
        self.path.join(name.to_string())
    }

    /// The checkpoint, not believed yet; `None` where there is none.
    pub fn checkpoint(&self) -> Result<Option<Note>, LogError> {
        let Some(bytes) = self.bytes("checkpoint")? else { return Ok(None) };
        Note::parse(&bytes).map(Some).map_err(|_| LogError::Damaged(LogDamage::Unreadable))
    }

    fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, LogError> {
        let path = self.path.join(name);
        match read_plain(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(LogError::Read(path, error)),
        }
    }

    /// The hashes of a tile, or of the full one that has taken its place: exactly as many as its width.
    pub fn hashes(&self, path: TilePath) -> Result<Vec<Hash>, LogError> {
        let bytes = self.tile(path)?;
        let hashes: Vec<Hash> =
            bytes.as_chunks::<32>().0.iter().take(path.width as usize).map(|hash| Hash::new(*hash)).collect();
        if hashes.len() as u64 == path.width && bytes.len() % Hash::BYTES == 0 {
            Ok(hashes)
        } else {
            Err(LogError::Damaged(LogDamage::Length(path.to_string())))
        }
    }

    /// The entries of a bundle, or of the full one that has taken its place: exactly as many as its width.
    pub fn entries(&self, path: TilePath) -> Result<Vec<Vec<u8>>, LogError> {
        let bytes = self.tile(path)?;
        let entries = unbundle(&bytes).filter(|entries| entries.len() as u64 >= path.width);
        let entries = entries.ok_or_else(|| LogError::Damaged(LogDamage::Length(path.to_string())))?;
        Ok(entries.into_iter().take(path.width as usize).map(<[u8]>::to_vec).collect())
    }

    /// One entry of a log that has `size` of them.
    pub fn entry(&self, index: u64, size: u64) -> Result<Option<Vec<u8>>, LogError> {
        if index >= size {
            return Ok(None);
        }
        let number = index / TILE_WIDTH;
        let width = (size - number * TILE_WIDTH).min(TILE_WIDTH);
        let mut entries = self.entries(TilePath { level: None, index: number, width })?;
        let place = (index % TILE_WIDTH) as usize;
        Ok((place < entries.len()).then(|| entries.swap_remove(place)))
    }

    fn tile(&self, path: TilePath) -> Result<Vec<u8>, LogError> {
        for name in [path, path.full()] {
            if let Some(bytes) = self.bytes(&name.to_string())? {
                return Ok(bytes);
            }
        }
        Err(LogError::Damaged(LogDamage::Missing(path.to_string())))
    }
}

/// Opening a pipe would wait for somebody to write.
fn read_plain(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.is_file() { fs::read(path) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

impl Files for LogFolder {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        match read_plain(&self.path.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn each_path(&self, visit: &mut dyn FnMut(&str)) -> Result<(), String> {
        let mut waiting = vec!["tile".to_owned()];
        while let Some(folder) = waiting.pop() {
            let items = match fs::read_dir(self.path.join(&folder)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                items => items.map_err(|error| error.to_string())?,
            };
            // Sorted, so that the same log gives the same answer everywhere.
            let mut items: Vec<_> = items.collect::<io::Result<_>>().map_err(|error| error.to_string())?;
            items.sort_by_key(fs::DirEntry::file_name);
            for item in items {
                let name = format!("{folder}/{}", item.file_name().to_string_lossy());
                let is_folder = item.file_type().map_err(|error| error.to_string())?.is_dir();
                if is_folder { waiting.push(name) } else { visit(&name) }
            }
        }
        Ok(())
    }
}
