// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use base64ct::{Base64, Encoding as _};
use hoheit_connect::ObjectMeta;
use hoheit_types::{Loss, Timestamp};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// Metadata as they are written beside an object. Owners by name, or by number where they have none: what gives them back looks the
/// name up at its own place, so that nobody gets the powers of whoever has the same number elsewhere.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Aside {
    /// Last change of the content, in nanoseconds since 1970
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mtime: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mode: Option<Octal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    /// Extended attributes of users
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    xattr: BTreeMap<String, Bytes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acl: Option<Bytes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default_acl: Option<Bytes>,
}

/// It names persons: shown is only that there is something.
impl fmt::Debug for Aside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aside").finish_non_exhaustive()
    }
}

/// Permission bits, as people write them.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Octal(u32);

impl Serialize for Octal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:04o}", self.0))
    }
}

impl<'d> Deserialize<'d> for Octal {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bits = u32::from_str_radix(&text, 8).ok().filter(|bits| *bits <= 0o7777);
        bits.map(Self).ok_or_else(|| D::Error::custom("no permission bits"))
    }
}

/// Bytes in Base64.
#[derive(Clone, PartialEq, Eq)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Base64::encode_string(&self.0))
    }
}

impl<'d> Deserialize<'d> for Bytes {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Base64::decode_vec(&text).map(Self).map_err(|_| D::Error::custom("no Base64"))
    }
}

impl From<ObjectMeta> for Aside {
    fn from(meta: ObjectMeta) -> Self {
        Self {
            mtime: meta.modified,
            mode: meta.mode.map(Octal),
            owner: meta.owner,
            group: meta.group,
            xattr: meta.attributes.into_iter().map(|(name, value)| (name, Bytes(value))).collect(),
            acl: meta.acl.map(Bytes),
            default_acl: meta.default_acl.map(Bytes),
        }
    }
}

impl Aside {
    /// Whether it tells when the content was last changed.
    pub(crate) fn has_time(&self) -> bool {
        self.mtime.is_some()
    }

    /// What of it is lost, by these losses; `None`: nothing.
    pub(crate) fn of(&self, losses: &[Loss]) -> Option<Self> {
        let is_lost = |loss| losses.contains(&loss);
        let mut lost = if is_lost(Loss::Folder) { self.clone() } else { Self::default() };
        let mut take = |loss: Loss, with: fn(&mut Self, &Self)| {
            if is_lost(loss) {
                with(&mut lost, self);
            }
        };
        take(Loss::Modified, |to, from| to.mtime = from.mtime);
        take(Loss::Mode, |to, from| to.mode = from.mode);
        take(Loss::Owner, |to, from| (to.owner, to.group) = (from.owner.clone(), from.group.clone()));
        take(Loss::Attributes, |to, from| to.xattr.clone_from(&from.xattr));
        take(Loss::Acl, |to, from| {
            (to.acl, to.default_acl) = (from.acl.clone(), from.default_acl.clone());
        });
        (lost != Self::default()).then_some(lost)
    }

    /// With what is known from elsewhere where this says nothing.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            mtime: self.mtime.or(other.mtime),
            mode: self.mode.or(other.mode),
            owner: self.owner.or(other.owner),
            group: self.group.or(other.group),
            xattr: if self.xattr.is_empty() { other.xattr } else { self.xattr },
            acl: self.acl.or(other.acl),
            default_acl: self.default_acl.or(other.default_acl),
        }
    }

    /// The metadata that a place told, and what was written down beside: that counts where both say something, because the place could not
    /// keep it.
    pub(crate) fn over(&self, meta: ObjectMeta) -> ObjectMeta {
        let attributes = self.xattr.iter().map(|(name, value)| (name.clone(), value.0.clone()));
        let bytes = |bytes: &Option<Bytes>| bytes.as_ref().map(|bytes| bytes.0.clone());
        // A list of rights belongs to the bits that were written with it.
        let has_rights = self.mode.is_some();
        ObjectMeta {
            modified: self.mtime.or(meta.modified),
            mode: self.mode.map(|mode| mode.0).or(meta.mode),
            owner: self.owner.clone().or(meta.owner),
            group: self.group.clone().or(meta.group),
            attributes: if self.xattr.is_empty() { meta.attributes } else { attributes.collect() },
            acl: bytes(&self.acl).or(if has_rights { None } else { meta.acl }),
            default_acl: bytes(&self.default_acl).or(if has_rights { None } else { meta.default_acl }),
            has_system_attributes: meta.has_system_attributes,
        }
    }
}
