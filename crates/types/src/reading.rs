// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use serde::{Deserialize, Serialize};

/// Enums whose variants have a stable name in files, databases and JSON. The names are a format: never rename.
macro_rules! named {
    ($(#[$doc:meta])* $enum:ident { $($(#[$vdoc:meta])* $variant:ident = $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $enum { $($(#[$vdoc])* #[serde(rename = $name)] $variant),* }

        impl $enum {
            /// All of them, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The variant with this stable name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.name() == name)
            }
        }

        impl ::std::fmt::Display for $enum {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What became of a document: exactly one of these. Anything but [`ReadState::Read`] is never "clean".
    ReadState {
        /// Everything that holds text was read.
        Read = "read",
        /// Something was read, something is missing; the warnings say what.
        Partly = "partly",
        /// Pages or pictures without a usable text layer, not recognised by OCR.
        ImageOnly = "image_only",
        /// Locked by a password.
        Encrypted = "encrypted",
        /// No reader for this format.
        Unsupported = "unsupported",
        /// Over the size limit.
        TooLarge = "too_large",
        /// The format is known, the content broken beyond reading.
        Damaged = "damaged",
        /// Reading it crashed, hung or burst its memory limit.
        Quarantined = "quarantined",
    }
}

named! {
    /// Why the bytes of a file were never handed to a reader. Such a file has no [`ReadState`] yet and counts as not
    /// examined.
    NotRead {
        /// Known from the walk, waiting for its turn (an interrupted run leaves these).
        Pending = "pending",
        /// The system refused access.
        NoPermission = "no_permission",
        /// The system reported an error while reading.
        IoError = "io_error",
        /// It kept changing while it was read.
        Changing = "changing",
        /// A device, socket, pipe or link: nothing to read.
        Special = "special",
    }
}

named! {
    /// What is missing or noteworthy after reading. No warning holds content.
    WarningCode {
        /// Children nested deeper than the limit; the number is the limit.
        DepthLimit = "depth_limit",
        /// More children than the limit; the number is how many were left out, as far as known.
        ChildLimit = "child_limit",
        /// Unpacking would exceed the expansion limit (a bomb, or simply huge).
        ExpansionLimit = "expansion_limit",
        /// Text beyond the limit was cut off.
        TextLimit = "text_limit",
        /// More rows or cells than the limit.
        TableLimit = "table_limit",
        /// More pages, slides or objects than the limit.
        PageLimit = "page_limit",
        /// The number of pages or pictures without usable text.
        PagesWithoutText = "pages_without_text",
        /// The number of pages whose text came from OCR.
        PagesByOcr = "pages_by_ocr",
        /// A text layer was there and judged to be garbage.
        GarbageText = "garbage_text",
        /// The number of children that could not be read completely.
        ChildrenUnread = "children_unread",
        /// The number of children locked by a password.
        ChildrenEncrypted = "children_encrypted",
        /// The content ends early or breaks off.
        Truncated = "truncated",
        /// The structure is broken in places; what could be read was read.
        Malformed = "malformed",
        /// The encoding was guessed with little evidence.
        EncodingGuessed = "encoding_guessed",
        /// The number of characters that could not be decoded.
        Undecodable = "undecodable",
        /// A write-ahead log beside a database holds changes that were not read.
        WriteAheadLog = "write_ahead_log",
        /// The content is not what the file name says.
        ContentNotAsNamed = "content_not_as_named",
        /// The time limit per document was reached.
        TimeLimit = "time_limit",
        /// The memory limit per document was reached.
        MemoryLimit = "memory_limit",
        /// The reader crashed.
        Crashed = "crashed",
        /// A part in a format without a reader (an embedded object, a picture).
        PartUnsupported = "part_unsupported",
        /// The file changed while it was read.
        ChangedWhileReading = "changed_while_reading",
    }
}

impl WarningCode {
    /// Whether content may be missing because of it. Only then does a document become `partly`.
    pub const fn means_loss(self) -> bool {
        !matches!(self, Self::PagesByOcr | Self::EncodingGuessed | Self::ContentNotAsNamed)
    }
}

/// A warning with its number (pages, children, limit …), where the code says that it has one; else 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Warning {
    /// What
    pub code: WarningCode,
    /// How many, or which limit
    pub number: u64,
}

impl Warning {
    /// A warning without a number.
    pub const fn new(code: WarningCode) -> Self {
        Self { code, number: 0 }
    }

    /// A warning with its number.
    pub const fn with(code: WarningCode, number: u64) -> Self {
        Self { code, number }
    }
}
