// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::rng::Rng;
use std::collections::BTreeMap;

/// Named lists of words, read from a text: `[name]` begins a list, its entries are separated by commas and line ends,
/// `%` begins a remark.
pub(super) struct Lists(BTreeMap<&'static str, Vec<&'static str>>);

impl Lists {
    pub(super) fn read(text: &'static str) -> Self {
        let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut name = "";
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('%')) {
            match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(found) => name = found,
                None => lists
                    .entry(name)
                    .or_default()
                    .extend(line.split(',').map(str::trim).filter(|entry| !entry.is_empty())),
            }
        }
        Self(lists)
    }

    /// All entries of a list.
    ///
    /// # Panics
    /// When there is no such list: a mistake in a template.
    pub(super) fn all(&self, name: &str) -> &[&'static str] {
        self.0.get(name).unwrap_or_else(|| panic!("there is no list '{name}'"))
    }

    pub(super) fn pick(&self, rng: &mut Rng, name: &str) -> &'static str {
        rng.pick(self.all(name))
    }

    /// Names of the lists and their entries.
    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &[&'static str])> {
        self.0.iter().map(|(name, entries)| (*name, entries.as_slice()))
    }
}
