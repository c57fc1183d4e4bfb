// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A file that only grows, line by line: journals.

use crate::StoreError;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// What an [`AppendFile`] asks of its file. An error leaves it open whether the call took effect, wholly or in part.
pub trait Medium: Send {
    /// Writes at this place, where the file ends or should have ended.
    fn write_at(&mut self, place: u64, bytes: &[u8]) -> io::Result<()>;

    /// Makes all that was written survive a loss of power.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file off.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

/// A file of the operating system.
#[derive(Debug)]
pub struct OsFile(File);

impl OsFile {
    /// Creates an empty one (mode 0600), for tests that put something between it and an [`AppendFile`].
    pub fn create(path: &Path) -> io::Result<Self> {
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map(Self)
    }
}

impl Medium for OsFile {
    fn write_at(&mut self, place: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(place))?;
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }
}

// INVARIANT (recovery-is-the-normal-path)
/// A file that only grows, line by line (mode 0600). What [`AppendFile::append`] returned from survives the death of the process, what
/// [`AppendFile::sync`] returned from a loss of power. A line that was being written then is cut off at the next opening.
#[derive(Debug)]
pub struct AppendFile<M = OsFile> {
    medium: M,
    path: PathBuf,
    length: u64,
    /// The end of the file is unknown after a failed write: it is cut off before the next one
    is_torn: bool,
}

impl AppendFile<OsFile> {
    /// Opens or creates it, and hands over each line that is whole, without its line feed, in their order. `take` says whether a line
    /// is sound; from the first one that is not, everything is cut off.
    pub fn open<E: From<StoreError>>(
        path: &Path,
        take: &mut dyn FnMut(&[u8]) -> Result<bool, E>,
    ) -> Result<Self, E> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(StoreError::io("open", path))?;
        if let Some(folder) = path.parent() {
            File::open(folder)
                .and_then(|folder| folder.sync_all())
                .map_err(StoreError::io("flush", folder))?;
        }
        let length = sound(&file, path, take)?;
        let mut opened = Self { medium: OsFile(file), path: path.to_owned(), length, is_torn: true };
        opened.mend()?;
        Ok(opened)
    }
}

/// Hands over the lines of such a file without changing it; a last one that is not whole, because somebody is just appending it, is
/// left out. Ends where `take` says so.
pub fn read_lines<E: From<StoreError>>(
    path: &Path,
    take: &mut dyn FnMut(&[u8]) -> Result<bool, E>,
) -> Result<(), E> {
    let file = File::open(path).map_err(StoreError::io("open", path))?;
    sound(&file, path, take).map(drop)
}

/// How many bytes sound lines have, from the beginning on.
fn sound<E: From<StoreError>>(
    file: &File,
    path: &Path,
    take: &mut dyn FnMut(&[u8]) -> Result<bool, E>,
) -> Result<u64, E> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let (mut line, mut length) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).map_err(StoreError::io("read", path))?;
        let Some(whole) = line.strip_suffix(b"\n") else { return Ok(length) };
        if !take(whole)? {
            return Ok(length);
        }
        length += read as u64;
    }
}

impl<M: Medium> AppendFile<M> {
    /// Over another medium, for tests: it holds `length` bytes, and a path to tell in errors.
    pub fn over(medium: M, path: &Path, length: u64) -> Self {
        Self { medium, path: path.to_owned(), length, is_torn: false }
    }

    /// Appends lines, each of which ends in a line feed. After an error nothing of them counts; the next call cuts off what may have
    /// been written.
    pub fn append(&mut self, lines: &[u8]) -> Result<(), StoreError> {
        self.mend()?;
        self.is_torn = true;
        self.medium.write_at(self.length, lines).map_err(StoreError::io("write", &self.path))?;
        self.length += lines.len() as u64;
        self.is_torn = false;
        Ok(())
    }

    /// Makes all that was appended survive a loss of power. After an error that is unknown of everything since the last success: Linux
    /// may have dropped the pages (fsync errors are told once), so a caller that goes on has to write anew, from an opened file.
    pub fn sync(&mut self) -> Result<(), StoreError> {
        self.medium.sync().map_err(StoreError::io("flush", &self.path))
    }

    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    fn mend(&mut self) -> Result<(), StoreError> {
        if self.is_torn {
            self.medium.cut(self.length).map_err(StoreError::io("cut off", &self.path))?;
            self.is_torn = false;
        }
        Ok(())
    }
}
