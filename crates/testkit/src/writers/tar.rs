// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! tar archives (POSIX ustar) and gzip around them.

use flate2::{Compression, GzBuilder};
use std::io::Write as _;

/// Builds an archive in memory. Owner, group and date are nobody's and 2020-01-01.
#[derive(Debug, Default)]
pub struct TarWriter(Vec<u8>);

/// 2020-01-01 in octal seconds since 1970.
const MODIFIED: &[u8] = b"13602756000";

impl TarWriter {
    /// An empty archive.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. Names over 100 bytes are cut, as ancient programs did.
    pub fn add(&mut self, name: &str, content: &[u8]) -> &mut Self {
        self.entry(name, b'0', content)
    }

    /// Adds an entry of any type: `b'0'` file, `b'2'` symbolic link, `b'5'` folder.
    pub fn entry(&mut self, name: &str, kind: u8, content: &[u8]) -> &mut Self {
        let mut header = [0_u8; 512];
        let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &name.as_bytes()[..name.len().min(100)]);
        put(100, b"0000644\0" as &[u8]);
        put(108, b"0000000\0");
        put(116, b"0000000\0");
        put(124, format!("{:011o}\0", content.len()).as_bytes());
        put(136, MODIFIED);
        put(148, b"        ");
        put(156, &[kind]);
        put(257, b"ustar\x0000");
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        self.0.extend_from_slice(&header);
        self.0.extend_from_slice(content);
        self.0.resize(self.0.len().next_multiple_of(512), 0);
        self
    }

    /// Closes the archive with two empty blocks.
    pub fn finish(mut self) -> Vec<u8> {
        self.0.resize(self.0.len() + 1024, 0);
        self.0
    }
}

/// A gzip stream with the name of what it holds and no date.
///
/// # Panics
/// Never: writing to memory does not fail.
pub fn gzip(name: &str, content: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().filename(name).write(Vec::new(), Compression::default());
    encoder.write_all(content).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}
