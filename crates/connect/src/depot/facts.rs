// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::EntryKind;
use hoheit_types::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What a place tells of an object without reading it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectFacts {
    /// What it is
    pub kind: EntryKind,
    /// Size in bytes; 0 for anything but objects
    pub size_bytes: u64,
    /// Last change of the content, as the place claims
    pub modified: Timestamp,
    /// Last change of content or metadata, which users can't set; `None`: the place does not tell
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Timestamp>,
    /// The entity tag of places that have one
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The version, at places that keep several
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What tells it from another object that took its name: inode number and moment of birth. Not stable over mounts everywhere
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// How many names the content has; 1 where there is no such thing
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub names: u64,
    /// Bytes that it occupies, where that is told: less than its size means holes
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupied_bytes: Option<u64>,
}

fn one() -> u64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_one(names: &u64) -> bool {
    *names == 1
}

impl ObjectFacts {
    /// Of a folder that a place knows nothing of but that names begin with it.
    pub fn of_folder() -> Self {
        Self {
            kind: EntryKind::Folder,
            size_bytes: 0,
            modified: Timestamp(0),
            changed: None,
            etag: None,
            version: None,
            identity: None,
            names: 1,
            occupied_bytes: None,
        }
    }

    /// Whether two looks saw the same object with the same content, as far as both tell: kind, size and modification time always, and tag,
    /// version and identity where both have one. What only metadata moves (`changed`) does not count.
    pub fn is_same(&self, other: &Self) -> bool {
        fn agree(a: Option<&String>, b: Option<&String>) -> bool {
            a.zip(b).is_none_or(|(a, b)| a == b)
        }
        self.kind == other.kind
            && (self.kind != EntryKind::File
                || (self.size_bytes == other.size_bytes && self.modified == other.modified))
            && agree(self.etag.as_ref(), other.etag.as_ref())
            && agree(self.version.as_ref(), other.version.as_ref())
            && agree(self.identity.as_ref(), other.identity.as_ref())
    }

    /// As [`ObjectFacts::is_same`], and nothing moved its metadata either: whoever set back a modification time is found out by this.
    pub fn is_untouched(&self, other: &Self) -> bool {
        self.is_same(other) && self.changed.zip(other.changed).is_none_or(|(a, b)| a == b)
    }
}

/// What an object has besides its content. `None` and empty: not known, or not to be set.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectMeta {
    /// Last change of the content
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Timestamp>,
    /// Permission bits: the lower twelve of a Unix mode
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<u32>,
    /// The owner's name, or number where it has none
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The group's name, or number where it has none
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Extended attributes of users: name without `user.`, value
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Vec<u8>>,
    /// POSIX access control list, as Linux hands it out (`system.posix_acl_access`)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acl: Option<Vec<u8>>,
    /// The list that a folder gives on to what is created in it (`system.posix_acl_default`)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_acl: Option<Vec<u8>>,
    /// Whether there are attributes of the system (`security.*`, `trusted.*`): told, never carried along
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_system_attributes: bool,
}

/// Names persons, and attributes hold whatever programs put there: shown is only what there is.
impl fmt::Debug for ObjectMeta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectMeta")
            .field("modified", &self.modified)
            .field("mode", &self.mode)
            .field("has_owner", &self.owner.is_some())
            .field("attributes", &self.attributes.len())
            .field("has_acl", &(self.acl.is_some() || self.default_acl.is_some()))
            .finish_non_exhaustive()
    }
}
