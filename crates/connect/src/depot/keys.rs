// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What all places share that keep objects under keys, without folders, rights and owners.

use crate::{EntryKind, ObjectFacts, ObjectMeta};
use hoheit_types::{Loss, RelPath, Timestamp};

/// From a key below the prefix: names of parts are kept as they are, empty ones included.
pub(crate) fn name_of(below: &str) -> RelPath {
    let parts: Vec<String> =
        below.split('/').map(|part| RelPath::root().join(part.as_bytes()).as_str().to_owned()).collect();
    RelPath::from_kept(parts.join("/"))
}

/// Whether `name` begins with the parts of `prefix`.
pub(crate) fn is_below(name: &RelPath, prefix: &RelPath) -> bool {
    prefix.is_root()
        || name
            .as_str()
            .strip_prefix(prefix.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Facts of an object, as far as such places tell.
pub(crate) fn facts(
    size_bytes: u64,
    stored: Option<Timestamp>,
    etag: Option<String>,
    version: Option<String>,
) -> ObjectFacts {
    ObjectFacts {
        kind: EntryKind::File,
        size_bytes,
        // Listings tell fractions, headers don't.
        modified: Timestamp::from_seconds(stored.map_or(0, Timestamp::seconds)),
        changed: None,
        etag,
        version,
        identity: None,
        names: 1,
        occupied_bytes: None,
    }
}

/// What can't be kept, or was not.
pub(crate) fn losses(meta: &ObjectMeta, modified: Option<Timestamp>) -> Vec<Loss> {
    let lost = [
        (meta.modified.is_some() && meta.modified != modified, Loss::Modified),
        (meta.mode.is_some(), Loss::Mode),
        (meta.owner.is_some() || meta.group.is_some(), Loss::Owner),
        (meta.acl.is_some() || meta.default_acl.is_some(), Loss::Acl),
        (!meta.attributes.is_empty(), Loss::Attributes),
        (meta.has_system_attributes, Loss::SystemAttributes),
    ];
    lost.into_iter().filter(|(is_lost, _)| *is_lost).map(|(_, loss)| loss).collect()
}
