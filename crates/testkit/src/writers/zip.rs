// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! ZIP archives after APPNOTE.TXT 6.3.10, byte for byte under our control: the hostile and the encrypted ones need what a
//! well-behaved library refuses to write.

use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write as _;

/// Builds an archive in memory. Every entry has the same date (2020-01-01 00:00), so that bytes depend on content only.
#[derive(Debug, Default)]
pub struct ZipWriter {
    out: Vec<u8>,
    directory: Vec<u8>,
    entries: u16,
}

/// How an entry is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method<'a> {
    /// As it is
    Stored,
    /// Deflate
    Deflated,
    /// Deflate, then the old PKWARE cipher with this password
    Encrypted(&'a str),
}

/// The fields of an entry's headers. Public so that the hostile set can lie in them.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Raw name, as it stands in the archive
    pub name: Vec<u8>,
    /// General purpose flags: bit 0 encrypted, bit 11 name in UTF-8
    pub flags: u16,
    /// 0 stored, 8 deflated
    pub method: u16,
    /// CRC-32 of the unpacked content
    pub crc: u32,
    /// Bytes in the archive
    pub packed_size: u32,
    /// Bytes after unpacking
    pub size: u32,
    /// Where the local header stands
    pub offset: u32,
}

/// 2020-01-01 as MS-DOS wrote dates: years since 1980, month, day.
const DOS_DATE: u16 = (40 << 9) | (1 << 5) | 1;
const FLAG_ENCRYPTED: u16 = 1;
const FLAG_UTF8: u16 = 1 << 11;

impl ZipWriter {
    /// An empty archive.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a deflated entry with a UTF-8 name.
    pub fn add(&mut self, name: &str, content: &[u8]) -> &mut Self {
        self.add_with(name.as_bytes(), Method::Deflated, content)
    }

    /// Adds an entry. A name that is UTF-8 beyond ASCII gets the flag for it; other bytes stand as they are, as old
    /// programs wrote them in the code page of their day.
    pub fn add_with(&mut self, name: &[u8], method: Method<'_>, content: &[u8]) -> &mut Self {
        let crc = crc32(content);
        let (flags, code, packed) = match method {
            Method::Stored => (0, 0, content.to_vec()),
            Method::Deflated => (0, 8, deflate(content)),
            Method::Encrypted(password) => (FLAG_ENCRYPTED, 8, encrypt(password, crc, &deflate(content))),
        };
        let utf8 = if !name.is_ascii() && str::from_utf8(name).is_ok() { FLAG_UTF8 } else { 0 };
        let entry = Entry {
            name: name.to_vec(),
            flags: flags | utf8,
            method: code,
            crc,
            packed_size: packed.len() as u32,
            size: content.len() as u32,
            offset: self.out.len() as u32,
        };
        self.local_header(&entry);
        self.raw(&packed);
        self.list(&entry)
    }

    /// Where the next byte goes.
    pub fn position(&self) -> u32 {
        self.out.len() as u32
    }

    /// Appends bytes that belong to no entry of their own.
    pub fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.out.extend_from_slice(bytes);
        self
    }

    /// Appends the local header of an entry (APPNOTE 4.3.7).
    pub fn local_header(&mut self, entry: &Entry) -> &mut Self {
        let header = entry.local_header();
        self.raw(&header)
    }

    /// Lists an entry in the central directory (APPNOTE 4.3.12).
    pub fn list(&mut self, entry: &Entry) -> &mut Self {
        let out = &mut self.directory;
        out.extend_from_slice(b"PK\x01\x02");
        put16(out, 20);
        out.extend_from_slice(&entry.common());
        put16(out, entry.name.len() as u16);
        // Extra field, comment, disk, internal and external attributes: none.
        out.extend_from_slice(&[0; 12]);
        put32(out, entry.offset);
        out.extend_from_slice(&entry.name);
        self.entries = self.entries.wrapping_add(1);
        self
    }

    /// Closes the archive.
    pub fn finish(mut self) -> Vec<u8> {
        let start = self.position();
        let size = self.directory.len() as u32;
        self.out.append(&mut self.directory);
        self.out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        put16(&mut self.out, self.entries);
        put16(&mut self.out, self.entries);
        put32(&mut self.out, size);
        put32(&mut self.out, start);
        put16(&mut self.out, 0);
        self.out
    }
}

impl Entry {
    /// The bytes of the local header, without the content.
    pub fn local_header(&self) -> Vec<u8> {
        let mut out = b"PK\x03\x04".to_vec();
        out.extend_from_slice(&self.common());
        put16(&mut out, self.name.len() as u16);
        put16(&mut out, 0);
        out.extend_from_slice(&self.name);
        out
    }

    /// What both headers share: version to sizes.
    fn common(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(22);
        put16(&mut out, 20);
        put16(&mut out, self.flags);
        put16(&mut out, self.method);
        put16(&mut out, 0);
        put16(&mut out, DOS_DATE);
        put32(&mut out, self.crc);
        put32(&mut out, self.packed_size);
        put32(&mut out, self.size);
        out
    }
}

/// CRC-32 as ZIP, gzip and PNG use it.
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A raw deflate stream.
///
/// # Panics
/// Never: writing to memory does not fail.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2 + 16), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}

/// Traditional PKWARE encryption (APPNOTE 6.1): weak, and still what "ZIP mit Passwort" means.
fn encrypt(password: &str, crc: u32, packed: &[u8]) -> Vec<u8> {
    let mut keys = Keys([0x1234_5678, 0x2345_6789, 0x3456_7890]);
    password.bytes().for_each(|byte| keys.update(byte));
    // Twelve bytes come first; the last one lets a reader test the password.
    let head = [0x48, 0x6f, 0x68, 0x65, 0x69, 0x74, 1, 2, 3, 4, 5, (crc >> 24) as u8];
    head.iter().chain(packed).map(|&byte| keys.encrypt(byte)).collect()
}

struct Keys([u32; 3]);

impl Keys {
    fn update(&mut self, byte: u8) {
        let [a, b, c] = &mut self.0;
        *a = crc_step(*a, byte);
        *b = b.wrapping_add(*a & 0xff).wrapping_mul(134_775_813).wrapping_add(1);
        *c = crc_step(*c, (*b >> 24) as u8);
    }

    fn encrypt(&mut self, byte: u8) -> u8 {
        let t = (self.0[2] | 2) as u16;
        let mask = (t.wrapping_mul(t ^ 1) >> 8) as u8;
        self.update(byte);
        byte ^ mask
    }
}

fn crc_step(crc: u32, byte: u8) -> u32 {
    let mut rest = (crc ^ u32::from(byte)) & 0xff;
    for _ in 0..8 {
        rest = if rest & 1 == 1 { (rest >> 1) ^ 0xedb8_8320 } else { rest >> 1 };
    }
    (crc >> 8) ^ rest
}

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}
