// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a folder holds, by path.
pub(crate) struct Tree(BTreeMap<Vec<u8>, Entry>);

enum Entry {
    Folder,
    File { digest: blake3::Hash, size_bytes: u64, modified: SystemTime },
    Link(PathBuf),
}

impl Entry {
    fn line(&self) -> String {
        match self {
            Self::Folder => "folder\n".to_owned(),
            Self::File { digest, size_bytes, modified } => {
                format!("file {digest} {size_bytes} {modified:?}\n")
            }
            Self::Link(target) => format!("link {}\n", target.display()),
        }
    }
}

impl Tree {
    /// Reads everything below `root`, following no links.
    pub(crate) fn read(root: &Path) -> Self {
        let mut tree = Self(BTreeMap::new());
        tree.visit(root, root);
        tree
    }

    /// How many files there are.
    pub(crate) fn files(&self) -> u64 {
        self.0.values().filter(|entry| matches!(entry, Entry::File { .. })).count() as u64
    }

    /// How many folders there are, the root not counted.
    pub(crate) fn folders(&self) -> u64 {
        self.0.values().filter(|entry| matches!(entry, Entry::Folder)).count() as u64
    }

    /// All sizes together.
    pub(crate) fn size_bytes(&self) -> u64 {
        self.0
            .values()
            .map(|entry| if let Entry::File { size_bytes, .. } = entry { *size_bytes } else { 0 })
            .sum()
    }

    /// Files whose content another file has, too; of each group one is not counted.
    pub(crate) fn duplicates(&self) -> usize {
        let mut seen = HashSet::new();
        let digests = self.0.values().filter_map(|entry| match entry {
            Entry::File { digest, size_bytes, .. } if *size_bytes > 0 => Some(*digest),
            _ => None,
        });
        digests.filter(|digest| !seen.insert(*digest)).count()
    }

    /// All paths that are text.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter_map(|path| str::from_utf8(path).ok())
    }

    /// One digest over all of it.
    pub(crate) fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, entry) in &self.0 {
            hasher.update(path).update(b"\0").update(entry.line().as_bytes());
        }
        hasher.finalize().to_string()
    }

    fn visit(&mut self, root: &Path, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            let name = path.strip_prefix(root).unwrap().as_os_str().as_encoded_bytes().to_vec();
            let what = if meta.is_symlink() {
                Entry::Link(fs::read_link(&path).unwrap())
            } else if meta.is_dir() {
                self.visit(root, &path);
                Entry::Folder
            } else {
                let digest = blake3::hash(&fs::read(&path).unwrap());
                Entry::File { digest, size_bytes: meta.len(), modified: meta.modified().unwrap() }
            };
            self.0.insert(name, what);
        }
    }
}
