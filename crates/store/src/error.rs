// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::io;
use std::path::{Path, PathBuf};

/// Something about our own files went wrong.
#[derive(Debug, thiserror::Error)]
#[error("{action} {path}: {kind}", path = .path.display())]
pub struct StoreError {
    action: &'static str,
    path: PathBuf,
    kind: StoreErrorKind,
    source: Option<io::Error>,
}

/// What went wrong, to branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreErrorKind {
    /// Another process holds the lock; its id, where the lock file told it
    #[error("in use by another process{}", .0.map(|pid| format!(" ({pid})")).unwrap_or_default())]
    Locked(Option<u32>),
    /// Others on this machine could read the state folder, or a key in it
    #[error("readable by others; run chmod go-rwx on it")]
    TooOpen,
    /// The path leads to something that is no folder
    #[error("not a folder")]
    NotAFolder,
    /// One of our files is a link, a folder or a device
    #[error("no file of ours")]
    NotAFile,
    /// There is something at the target already
    #[error("exists already")]
    Exists,
    /// The system refused; the source says why
    #[error("the system refused")]
    Io,
}

impl StoreError {
    pub(crate) fn new(action: &'static str, path: &Path, kind: StoreErrorKind) -> Self {
        Self { action, path: path.to_owned(), kind, source: None }
    }

    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self { action, path, kind: StoreErrorKind::Io, source: Some(source) }
    }

    /// What went wrong.
    pub fn kind(&self) -> StoreErrorKind {
        self.kind
    }

    /// The file or folder that it is about.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
