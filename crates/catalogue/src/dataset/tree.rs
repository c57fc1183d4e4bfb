// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The folders of one source with what lies in and below them.

use crate::fold::fold;
use crate::inventory::Tally;
use std::collections::HashMap;

#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) path: String,
    /// Its name, folded
    pub(super) folded: String,
    /// Indices of its subfolders, by path
    pub(super) children: Vec<usize>,
    pub(super) own: Tally,
    pub(super) below: Tally,
    pub(super) mails_below: u64,
    parent_folded: Option<String>,
}

impl Node {
    pub(super) fn is_root(&self) -> bool {
        self.path.is_empty()
    }

    pub(super) fn folded_parent(&self) -> Option<&str> {
        self.parent_folded.as_deref()
    }
}

/// Nodes by path; the root is the first.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    by_path: HashMap<String, usize>,
}

impl Tree {
    /// From folders with what lies directly in them: path, files, and how many of those are mails.
    pub(super) fn new(folders: impl IntoIterator<Item = (String, Tally, u64)>) -> Self {
        let mut folders: Vec<_> = folders.into_iter().collect();
        folders.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut tree = Self::default();
        tree.node("");
        for (path, own, mails) in folders {
            let index = tree.node(&path);
            if let Some(node) = tree.nodes.get_mut(index) {
                node.own = own;
                node.below = own;
                node.mails_below = mails;
            }
        }
        tree.add_up();
        tree
    }

    /// The folder's index; it and the folders above it are created where they are not known (one that could not be
    /// listed, for example).
    fn node(&mut self, path: &str) -> usize {
        if let Some(&index) = self.by_path.get(path) {
            return index;
        }
        let parent =
            (!path.is_empty()).then(|| self.node(path.rsplit_once('/').map_or("", |(parent, _)| parent)));
        let index = self.nodes.len();
        let parent_folded = parent.and_then(|p| self.nodes.get(p)).map(|p| p.folded.clone());
        self.nodes.push(Node {
            path: path.to_owned(),
            folded: fold(path.rsplit('/').next().unwrap_or_default()),
            parent_folded,
            ..Node::default()
        });
        self.by_path.insert(path.to_owned(), index);
        if let Some(parent) = parent.and_then(|p| self.nodes.get_mut(p)) {
            parent.children.push(index);
        }
        index
    }

    /// A parent is always created before its children, so that one pass from the end suffices.
    fn add_up(&mut self) {
        for index in (0..self.nodes.len()).rev() {
            let Some(node) = self.nodes.get(index) else { continue };
            let sums = node.children.iter().filter_map(|c| self.nodes.get(*c));
            let (files, size_bytes, mails) = sums.fold((0, 0_u64, 0), |(files, size, mails), c| {
                (files + c.below.files, size.saturating_add(c.below.size_bytes), mails + c.mails_below)
            });
            if let Some(node) = self.nodes.get_mut(index) {
                node.below.files += files;
                node.below.size_bytes = node.below.size_bytes.saturating_add(size_bytes);
                node.mails_below += mails;
            }
        }
    }

    pub(super) fn get(&self, path: &str) -> Option<&Node> {
        self.by_path.get(path).and_then(|index| self.nodes.get(*index))
    }
}
