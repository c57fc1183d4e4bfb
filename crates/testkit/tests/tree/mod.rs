// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What a folder holds: for each path the content's digest and the time of its last change, or where a link leads.
pub(crate) struct Tree(BTreeMap<Vec<u8>, String>);

impl Tree {
    /// Reads everything below `root`, following no links.
    pub(crate) fn read(root: &Path) -> Self {
        let mut tree = Self(BTreeMap::new());
        tree.visit(root, root);
        tree
    }

    /// How many files there are.
    pub(crate) fn files(&self) -> u64 {
        self.0.values().filter(|entry| entry.starts_with("file")).count() as u64
    }

    /// One digest over all of it.
    pub(crate) fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, entry) in &self.0 {
            hasher.update(path).update(b"\0").update(entry.as_bytes()).update(b"\n");
        }
        hasher.finalize().to_string()
    }

    fn visit(&mut self, root: &Path, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            let name = path.strip_prefix(root).unwrap().as_os_str().as_encoded_bytes().to_vec();
            let what = if meta.is_symlink() {
                format!("link {}", fs::read_link(&path).unwrap().display())
            } else if meta.is_dir() {
                self.visit(root, &path);
                "folder".to_owned()
            } else {
                let digest = blake3::hash(&fs::read(&path).unwrap());
                format!("file {digest} {:?}", meta.modified().unwrap())
            };
            self.0.insert(name, what);
        }
    }
}
