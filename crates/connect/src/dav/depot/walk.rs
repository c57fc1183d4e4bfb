// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Going through folders, one question for each, in the order of whole names.

use super::{Core, facts_of};
use crate::dav::multistatus::Resource;
use crate::{ConnectError, EntryKind, ObjectFacts};
use hoheit_types::RelPath;
use std::ops::ControlFlow;

/// Deeper than any tree of people's; a server whose folders contain themselves would never end.
const DEPTH_LIMIT: usize = 1_024;

/// One entry of a folder.
pub(super) struct Found<'f> {
    pub(super) folder: &'f RelPath,
    pub(super) leaf: &'f str,
    pub(super) facts: ObjectFacts,
}

/// Takes entries one by one.
pub(super) type Take<'t> = dyn FnMut(Found<'_>) -> ControlFlow<()> + 't;

struct Level {
    folder: RelPath,
    /// The next one last
    rest: Vec<(String, Resource)>,
}

/// Tells everything below a folder, also what is ours.
pub(super) fn walk(core: &Core, folder: &RelPath, take: &mut Take<'_>) -> Result<(), ConnectError> {
    let mut levels = vec![level(core, folder.clone())?];
    while let Some(top) = levels.last_mut() {
        let Some((leaf, resource)) = top.rest.pop() else {
            levels.pop();
            continue;
        };
        let found = Found { folder: &top.folder, leaf: &leaf, facts: facts_of(&resource) };
        let is_folder = found.facts.kind == EntryKind::Folder;
        let inner = top.folder.join(leaf.as_bytes());
        if take(found).is_break() {
            return Ok(());
        }
        if is_folder && !super::is_ours(&leaf) {
            if levels.len() == DEPTH_LIMIT {
                let reason = std::io::Error::other("folders lie too deep within each other");
                return Err(ConnectError::new("list", inner.as_str(), reason));
            }
            levels.push(level(core, inner)?);
        }
    }
    Ok(())
}

fn level(core: &Core, folder: RelPath) -> Result<Level, ConnectError> {
    let path = core.folder(&folder)?;
    let listed = core.client.list(folder.as_str(), &path).map_err(|error| error.at(&folder))?;
    // What vanished meanwhile has nothing in it.
    let mut rest = listed.unwrap_or_default();
    // From the end: a folder counts as its name with a slash behind it.
    rest.sort_by(|a, b| key(b).cmp(key(a)));
    Ok(Level { folder, rest })
}

fn key((leaf, resource): &(String, Resource)) -> impl Iterator<Item = u8> + use<'_> {
    leaf.bytes().chain(resource.is_folder.then_some(b'/'))
}
