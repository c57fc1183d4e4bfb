// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Fixtures made by independent programs; `assets/README.md` says which and how.

use flate2::read::GzDecoder;
use std::io::Read as _;

macro_rules! assets {
    ($($(#[$doc:meta])* $name:ident = $file:literal)*) => {$(
        $(#[$doc])*
        pub const $name: &[u8] = include_bytes!(concat!("../assets/", $file));
    )*};
}

assets! {
    /// A typed letter, 1 bit
    SCAN_PNG = "scan-widerspruch.png"
    /// A typed note, 1 bit
    SCAN_NOTE_PNG = "scan-vermerk.png"
    /// The letter as CCITT in PDF, without text
    SCAN_PDF = "scan-widerspruch.pdf"
    /// Two pages of CCITT
    SCAN_TIFF = "scan-akte.tif"
    /// A certificate, grey
    SCAN_JPEG = "scan-bescheinigung.jpg"
    /// A picture without metadata
    PHOTO_JPEG = "photo.jpg"
    /// Word 97
    DOC = "legacy.doc"
    /// Excel 97
    XLS = "legacy.xls"
    /// Outlook, with an attached CSV
    MSG = "legacy.msg"
    /// Word with a password: an OLE container with `EncryptedPackage`
    LOCKED_DOCX = "locked.docx"
    /// PDF with a password, AES-256
    LOCKED_PDF = "locked.pdf"
    /// 7z with a password and encrypted names
    LOCKED_SEVEN_ZIP = "locked.7z"
    /// 7z without a password
    SEVEN_ZIP = "archive.7z"
}

/// `PowerPoint` 97.
///
/// # Panics
/// Never: the fixture is a valid gzip stream.
pub fn ppt() -> Vec<u8> {
    let mut out = Vec::new();
    let packed: &[u8] = include_bytes!("../assets/legacy.ppt.gz");
    GzDecoder::new(packed).read_to_end(&mut out).expect("the fixture is a valid gzip stream");
    out
}
