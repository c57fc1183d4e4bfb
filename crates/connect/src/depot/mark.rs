// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::Tag;
use crate::http::encode::hex;

/// The name of one upload: whose it is, and 16 random hexadecimal digits. An object that it becomes bears it in its metadata, where the place
/// has some, so that it is known again after a lost answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark(String);

impl Mark {
    /// A new one; `None` without randomness: two uploads of one name could not be told apart.
    pub(crate) fn new(tag: Tag) -> Option<Self> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).ok()?;
        let mut text = format!("{tag}-");
        hex(&random, &mut text);
        Some(Self(text))
    }

    /// Reads one; `None` for whatever is none of ours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (tag, random) = text.split_once('-')?;
        (tag.parse::<Tag>().is_ok() && random.parse::<Tag>().is_ok()).then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whose it is.
    pub(crate) fn tag(&self) -> Option<Tag> {
        self.0.split('-').next()?.parse().ok()
    }
}
