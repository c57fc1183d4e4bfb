// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::named;

named! {
    /// What of an object, besides its content, a place did not keep. Plans tell it before the start, receipts afterwards.
    Loss {
        /// When the content was last changed
        Modified = "mtime", "Änderungszeit", "modification time";
        /// Rights in the manner of Unix
        Mode = "mode", "Zugriffsrechte (Modus)", "permission bits";
        /// Owner and group
        Owner = "owner", "Eigentümer und Gruppe", "owner and group";
        /// Access control list
        Acl = "acl", "Zugriffsliste (ACL)", "access control list";
        /// Extended attributes
        Attributes = "xattr", "erweiterte Attribute", "extended attributes";
        /// Attributes of the operating system that no user sets, such as file capabilities and labels
        SystemAttributes = "system_xattr", "Systemattribute", "system attributes";
        /// Rights, times and attributes of a folder, at a place without folders
        Folder = "folder", "Eigenschaften von Ordnern", "properties of folders";
        /// A folder with nothing in it, at a place without folders
        EmptyFolder = "empty_folder", "leerer Ordner", "empty folder";
        /// Several names of one content become several objects
        HardLink = "hard_link", "mehrere Namen einer Datei", "several names of one file";
        /// Holes become zeros
        Sparse = "sparse", "Löcher (sparse)", "holes (sparse)";
        /// Earlier versions
        Versions = "versions", "frühere Versionen", "earlier versions";
        /// The place refuses the name, which had to be written otherwise
        Name = "name", "Name", "name";
    }
}

impl Loss {
    /// Whether it can be written down beside the object, and given back to it later. What content itself would have to tell can't.
    pub const fn travels(self) -> bool {
        matches!(
            self,
            Self::Modified
                | Self::Mode
                | Self::Owner
                | Self::Acl
                | Self::Attributes
                | Self::Folder
                | Self::EmptyFolder
        )
    }
}
