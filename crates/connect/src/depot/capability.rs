// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_types::named;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// Something that a place can do or keep.
    Capability {
        /// Create an object only where there is none
        ConditionalCreate = "conditional_create", "Anlegen, ohne zu ersetzen", "create without replacing";
        /// Give an object another name in one step
        Rename = "rename", "Umbenennen in einem Schritt", "rename in one step";
        /// Read part of an object
        Ranges = "ranges", "Teile lesen", "read ranges";
        /// Go on inside an object after a process died
        Resume = "resume", "in einer Datei fortsetzen", "resume inside an object";
        /// Copy an object without its bytes passing through here
        ServerSideCopy = "server_side_copy", "Kopie am Server", "server-side copy";
        /// Keep what is replaced or removed
        Versions = "versions", "Versionen", "versions";
        /// Folders of their own, also empty ones, with metadata
        Folders = "folders", "Ordner", "folders";
        /// Keep when content was changed
        Modified = "mtime", "Änderungszeit", "modification time";
        /// Keep permission bits
        Mode = "mode", "Zugriffsrechte (Modus)", "permission bits";
        /// Keep owner and group
        Owner = "owner", "Eigentümer und Gruppe", "owner and group";
        /// Keep extended attributes
        Attributes = "xattr", "erweiterte Attribute", "extended attributes";
        /// Keep POSIX access control lists
        Acl = "acl", "Zugriffslisten (ACL)", "access control lists";
        /// `A` and `a` are two names
        CaseSensitive = "case_sensitive", "Groß- und Kleinschreibung getrennt", "case-sensitive names";
        /// NFC and NFD spellings are two names, and are given back as written
        NormalForms = "normal_forms", "Unicode-Formen getrennt", "Unicode forms kept apart";
        /// Names that are no UTF-8
        AnyBytes = "any_bytes", "Namen aus beliebigen Bytes", "names of any bytes";
        /// Holes stay holes
        Sparse = "sparse", "Löcher (sparse)", "holes (sparse)";
    }
}

/// What is known of one capability.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ability {
    /// What the protocol, or its documentation, says
    pub declared: bool,
    /// What trying it out showed; `None`: not tried, or trying told nothing
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probed: Option<bool>,
}

/// What a place can do and keep.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    abilities: BTreeMap<Capability, Ability>,
    /// Longest part of a name between slashes, in bytes; `None`: no limit known
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_bytes: Option<u64>,
    /// Longest whole name, in bytes
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_bytes: Option<u64>,
    /// Largest object, in bytes
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_bytes: Option<u64>,
    /// Characters that no name may hold
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub forbidden: String,
    /// Times are kept in steps of so many nanoseconds; `None`: as they are given, as far as is known
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_step_ns: Option<u32>,
    /// Owner and group that everything gets here, where no other can be given; `None`: not known
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives: Option<[String; 2]>,
}

impl Capabilities {
    /// Of a kind of places that declares these, and no others.
    pub fn declaring(declared: impl IntoIterator<Item = Capability>) -> Self {
        let mut all = Self::default();
        for capability in declared {
            all.abilities.entry(capability).or_default().declared = true;
        }
        all
    }

    /// Notes what trying it out showed.
    pub fn note(&mut self, capability: Capability, works: bool) {
        self.abilities.entry(capability).or_default().probed = Some(works);
    }

    /// What is known of one.
    pub fn ability(&self, capability: Capability) -> Ability {
        self.abilities.get(&capability).copied().unwrap_or_default()
    }

    /// Whether to count on it: what was tried out counts, and where nothing was, what is declared.
    pub fn can(&self, capability: Capability) -> bool {
        let ability = self.ability(capability);
        ability.probed.unwrap_or(ability.declared)
    }

    /// Those that are declared and did not work, or work without being declared.
    pub fn surprises(&self) -> impl Iterator<Item = (Capability, Ability)> {
        let all = self.abilities.iter().map(|(capability, ability)| (*capability, *ability));
        all.filter(|(_, ability)| ability.probed.is_some_and(|probed| probed != ability.declared))
    }
}
