// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Compound files ([MS-CFB], also called OLE): streams and document properties ([MS-OLEPS]).
//!
//! An own reader, because documents come truncated and with damaged tables, and whatever lies before the damage
//! shall still be read. It borrows from the document, follows no chain twice and never reads beyond the end.

use crate::reading::Reading;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use hoheit_types::{Timestamp, WarningCode};
use std::rc::Rc;

/// A compound file in memory.
pub(crate) struct Ole<'a> {
    bytes: &'a [u8],
    sector_size: usize,
    mini_size: usize,
    /// Streams below this size live in the mini stream
    cutoff: u64,
    fat: Rc<Vec<u32>>,
    mini_fat: Rc<Vec<u32>>,
    mini_stream: Rc<Vec<u8>>,
    entries: Vec<Entry>,
}

/// A stream of a compound file.
pub(crate) struct Entry {
    /// Names of its storages and its own, joined by `/`
    pub(crate) path: String,
    start: u32,
    size: u64,
}

/// Sector numbers from here on mean "none", "end" or "table".
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// What the table says of a sector that nothing uses.
const FREE_SECTOR: u32 = 0xFFFF_FFFF;

/// Whether the bytes begin as a compound file does.
pub(crate) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
}

/// Whether this is an Office Open XML document behind a password ([MS-OFFCRYPTO] 2.3.1).
pub(crate) fn is_encrypted_package(bytes: &[u8]) -> bool {
    Ole::open(bytes).is_some_and(|ole| ole.has("EncryptedPackage"))
}

/// Two, four or eight bytes at an offset, little-endian; `None` beyond the end.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|b| u16::from_le_bytes(*b))
}

/// See [`u16_at`].
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|b| u32::from_le_bytes(*b))
}

/// See [`u16_at`].
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|b| u64::from_le_bytes(*b))
}

/// UTF-16 text; lone surrogates become replacement characters.
pub(crate) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

impl<'a> Ole<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        if !is_ole(bytes) {
            return None;
        }
        // 512 or 4,096 bytes and 64 bytes in all files by the book; other powers of two are harmless.
        let sector_size = 1_usize << u16_at(bytes, 0x1E)?.clamp(7, 16);
        let mini_size = 1_usize << u16_at(bytes, 0x20)?.clamp(4, 12);
        let mut ole = Self {
            bytes,
            sector_size,
            mini_size,
            cutoff: u64::from(u32_at(bytes, 0x38)?),
            fat: Rc::default(),
            mini_fat: Rc::default(),
            mini_stream: Rc::default(),
            entries: Vec::new(),
        };
        ole.read_fat();
        let directory = ole.chain(u32_at(bytes, 0x30)?, u64::MAX);
        let mini_fat = ole.chain(u32_at(bytes, 0x3C)?, u64::MAX);
        ole.mini_fat = Rc::new(mini_fat.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect());
        let root = directory.get(..128)?;
        ole.mini_stream = Rc::new(ole.chain(u32_at(root, 116)?, u64::from(u32_at(root, 120)?)));
        let mut seen = vec![false; directory.len() / 128];
        ole.walk(&directory, u32_at(root, 76)?, "", &mut seen);
        Some(ole)
    }

    /// Opens the document that is being read, and warns where it breaks off.
    pub(crate) fn open_for(bytes: &'a [u8], reading: &mut Reading<'_, '_, '_>) -> Option<Self> {
        let ole = Self::open(bytes)?;
        if ole.breaks_off() {
            reading.warn(WarningCode::Truncated, 1);
        }
        Some(ole)
    }

    /// Whether the sector table knows sectors behind the end of the file.
    fn breaks_off(&self) -> bool {
        let last = self.fat.iter().rposition(|next| *next != FREE_SECTOR);
        last.and_then(|last| u32::try_from(last).ok()).is_some_and(|last| self.sector(last).is_empty())
    }

    /// The sector table: 109 sector numbers in the header, the rest in a chain of their own.
    fn read_fat(&mut self) {
        let header = self.bytes.get(0x4C..0x200).unwrap_or_default();
        let mut numbers: Vec<u32> =
            header.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect();
        let mut next = u32_at(self.bytes, 0x44).unwrap_or(NO_SECTOR);
        let mut left = self.bytes.len() / self.sector_size;
        while next < NO_SECTOR && left > 0 {
            left -= 1;
            let words = self.sector(next).as_chunks::<4>().0;
            let Some((last, rest)) = words.split_last() else { break };
            numbers.extend(rest.iter().map(|b| u32::from_le_bytes(*b)));
            next = u32::from_le_bytes(*last);
        }
        let mut fat = Vec::new();
        // Not more table sectors than the file has sectors
        for number in
            numbers.into_iter().filter(|n| *n < NO_SECTOR).take(self.bytes.len() / self.sector_size + 1)
        {
            let words = self.sector(number).as_chunks::<4>().0;
            fat.extend(words.iter().map(|b| u32::from_le_bytes(*b)));
            // A cut sector must not shift those behind it.
            fat.resize(fat.len().next_multiple_of(self.sector_size / 4), FREE_SECTOR);
        }
        self.fat = Rc::new(fat);
    }

    fn sector(&self, number: u32) -> &'a [u8] {
        sector_of(self.bytes, self.sector_size, number)
    }

    /// The bytes along a chain of sectors, at most `size`. A chain that runs in a circle ends with the file's size.
    fn chain(&self, start: u32, size: u64) -> Vec<u8> {
        let size = size.min(self.bytes.len() as u64) as usize;
        let mut out = Vec::with_capacity(if size < self.bytes.len() { size } else { 0 });
        let mut number = start;
        while number < NO_SECTOR && out.len() < size {
            let sector = self.sector(number);
            if sector.is_empty() {
                break;
            }
            out.extend_from_slice(sector);
            number = self.fat.get(number as usize).copied().unwrap_or(NO_SECTOR);
        }
        out.truncate(size);
        out
    }

    /// Collects the entries of a storage: a binary tree of siblings. Deep trees are flattened by the stack here, not
    /// by recursion, because a hostile tree is a list as long as the file.
    fn walk(&mut self, directory: &[u8], first: u32, folder: &str, seen: &mut [bool]) {
        let mut todo = vec![(first, folder.to_owned())];
        while let Some((id, folder)) = todo.pop() {
            let Some(seen) = seen.get_mut(id as usize).filter(|seen| !**seen) else { continue };
            *seen = true;
            let Some(raw) = directory.get(id as usize * 128..).and_then(|d| d.get(..128)) else { continue };
            let word = |at| u32_at(raw, at).unwrap_or(NO_SECTOR);
            let length = usize::from(u16_at(raw, 64).unwrap_or(0)).saturating_sub(2).min(62);
            let name = utf16(raw.get(..length).unwrap_or_default());
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            todo.push((word(68), folder.clone()));
            todo.push((word(72), folder));
            match raw.get(66) {
                Some(1) => todo.push((word(76), path)),
                Some(2) => {
                    // Version 3 files may leave rubbish in the upper half of the size.
                    let size = u64_at(raw, 120).unwrap_or(0);
                    let size = if self.sector_size == 512 { size & 0xFFFF_FFFF } else { size };
                    self.entries.push(Entry { path, start: word(116), size });
                }
                _ => {}
            }
        }
        self.entries.sort_by(|a, b| a.path.cmp(&b.path));
    }

    /// Whether no stream is known, as where the directory is lost.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// A storage as a compound file of its own.
    fn storage(&self, folder: &str) -> Self {
        let inside = |entry: &Entry| entry.path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned);
        Self {
            entries: self
                .entries
                .iter()
                .filter_map(|e| Some(Entry { path: inside(e)?, start: e.start, size: e.size }))
                .collect(),
            fat: Rc::clone(&self.fat),
            mini_fat: Rc::clone(&self.mini_fat),
            mini_stream: Rc::clone(&self.mini_stream),
            ..*self
        }
    }

    fn find(&self, path: &str) -> Option<&Entry> {
        // Names are compared without case by the book ([MS-CFB] 2.6.4).
        self.entries.iter().find(|e| e.path.eq_ignore_ascii_case(path))
    }

    /// A stream, as far as it can be read.
    pub(crate) fn stream(&self, path: &str) -> Option<Vec<u8>> {
        self.find(path).map(|entry| self.read(entry))
    }

    pub(crate) fn read(&self, entry: &Entry) -> Vec<u8> {
        if entry.size >= self.cutoff {
            return self.chain(entry.start, entry.size);
        }
        let size = entry.size.min(self.mini_stream.len() as u64) as usize;
        let mut out = Vec::with_capacity(size);
        let mut number = entry.start;
        while number < NO_SECTOR && out.len() < size {
            let at = number as usize * self.mini_size;
            let Some(rest) = self.mini_stream.get(at..) else { break };
            out.extend_from_slice(rest.get(..self.mini_size).unwrap_or(rest));
            number = self.mini_fat.get(number as usize).copied().unwrap_or(NO_SECTOR);
        }
        out.truncate(size);
        out
    }

    /// Appends what the document says about itself (title, author, company …) to the text, because that is personal
    /// data as often as not, and notes the facts that are none.
    pub(crate) fn properties(&self, reading: &mut Reading<'_, '_, '_>) {
        const SUMMARY: [(u32, &str); 6] = [
            (2, "title"),
            (3, "subject"),
            (4, "author"),
            (5, "keywords"),
            (6, "comments"),
            (8, "last author"),
        ];
        const DOCUMENT: [(u32, &str); 3] = [(2, "category"), (14, "manager"), (15, "company")];
        if let Some(stream) = self.stream("\u{5}SummaryInformation") {
            let set = PropertySet::new(&stream);
            set.texts(&SUMMARY, reading);
            reading.metadata.created = set.time(12);
            reading.metadata.modified = set.time(13);
            reading.metadata.application = set.text(18);
        }
        if let Some(stream) = self.stream("\u{5}DocumentSummaryInformation") {
            PropertySet::new(&stream).texts(&DOCUMENT, reading);
        }
    }

    /// Hands embedded files to the readers of their formats. Documents that lie inside as storages are no files that
    /// could be handed on: their text is appended to the text of this one.
    pub(crate) fn children(&self, reading: &mut Reading<'_, '_, '_>) {
        for entry in &self.entries {
            if let Some((folder, name)) = entry.path.rsplit_once('/') {
                match name {
                    "WordDocument" => crate::doc::append(&self.storage(folder), reading),
                    "Workbook" | "Book" => crate::spreadsheet::xls::append(&self.storage(folder), reading),
                    _ => {}
                }
            }
            let name = entry.path.rsplit('/').next().unwrap_or_default();
            match name {
                "\u{1}Ole10Native" => native(&self.read(entry), reading),
                "Package" | "CONTENTS" | "EmbeddedOdf" => {
                    let bytes = self.read(entry);
                    let name = entry.path.rsplit('/').nth(1).unwrap_or(name);
                    reading.child(name, &bytes);
                }
                _ => {}
            }
        }
    }
}

fn sector_of(bytes: &[u8], size: usize, number: u32) -> &[u8] {
    let at = (number as usize + 1).saturating_mul(size);
    let rest = bytes.get(at..).unwrap_or_default();
    rest.get(..size).unwrap_or(rest)
}

/// Reads an embedded file: as it is, or out of the compound file that wraps it.
pub(crate) fn child(name: &str, bytes: &[u8], reading: &mut Reading<'_, '_, '_>) {
    const DOCUMENTS: [&str; 4] = ["WordDocument", "Workbook", "Book", "PowerPoint Document"];
    match Ole::open(bytes) {
        Some(ole) if !DOCUMENTS.iter().any(|stream| ole.has(stream)) => ole.children(reading),
        _ => {
            reading.child(name, bytes);
        }
    }
}

/// A file as the "Packager" embeds it: size, flags, label, path, another path, size, bytes.
fn native(stream: &[u8], reading: &mut Reading<'_, '_, '_>) {
    let parse = || -> Option<(String, &[u8])> {
        let mut rest = stream.get(6..)?;
        let mut text = || -> Option<&[u8]> {
            let end = memchr::memchr(0, rest)?;
            let (text, tail) = rest.split_at(end);
            rest = tail.get(1..)?;
            Some(text)
        };
        let label = text()?;
        text()?;
        let _flags = rest.get(..4)?;
        let temporary = u32_at(rest, 4)? as usize;
        let rest = rest.get(8_usize.checked_add(temporary)?..)?;
        let size = u32_at(rest, 0)? as usize;
        let bytes = rest.get(4..)?;
        Some((WINDOWS_1252.decode(label).0.into_owned(), bytes.get(..size).unwrap_or(bytes)))
    };
    if let Some((name, bytes)) = parse() {
        reading.child(&name, bytes);
    }
}

/// One property set stream; only its first section is read.
struct PropertySet<'s> {
    section: &'s [u8],
    encoding: &'static Encoding,
}

impl<'s> PropertySet<'s> {
    fn new(stream: &'s [u8]) -> Self {
        let at = u32_at(stream, 44).unwrap_or(u32::MAX) as usize;
        let mut set = Self { section: stream.get(at..).unwrap_or_default(), encoding: WINDOWS_1252 };
        if let Some(page) = set.value(1).and_then(|value| u16_at(value, 4)) {
            set.encoding = encoding_of(page);
        }
        set
    }

    /// Type and value of a property.
    fn value(&self, id: u32) -> Option<&'s [u8]> {
        // More properties than this are no summary; the bound keeps hostile counts cheap.
        let count = u32_at(self.section, 4)?.min(256) as usize;
        let pairs = self.section.get(8..)?;
        let index = (0..count).find(|i| u32_at(pairs, i * 8) == Some(id))?;
        self.section.get(u32_at(pairs, index * 8 + 4)? as usize..)
    }

    fn text(&self, id: u32) -> Option<String> {
        let value = self.value(id)?;
        let size = u32_at(value, 4)? as usize;
        let bytes = value.get(8..)?;
        let text = match u32_at(value, 0)? {
            30 => self.encoding.decode(bytes.get(..size).unwrap_or(bytes)).0.into_owned(),
            31 => utf16(bytes.get(..size.checked_mul(2)?).unwrap_or(bytes)),
            _ => return None,
        };
        let text = text.split('\0').next().unwrap_or_default().trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn time(&self, id: u32) -> Option<Timestamp> {
        // FILETIME: 100-nanosecond steps since 1601; 0 means unknown.
        const STEPS_PER_SECOND: u64 = 10_000_000;
        const SECONDS_1601_TO_1970: i64 = 11_644_473_600;
        let value = self.value(id)?;
        let steps = (u32_at(value, 0)? == 64).then(|| u64_at(value, 4)).flatten()?;
        (steps > 0).then(|| Timestamp::from_seconds((steps / STEPS_PER_SECOND) as i64 - SECONDS_1601_TO_1970))
    }

    fn texts(&self, wanted: &[(u32, &str)], reading: &mut Reading<'_, '_, '_>) {
        for (id, name) in wanted {
            if let Some(text) = self.text(*id) {
                crate::properties::line(name, &text, reading);
            }
        }
    }
}

/// The encoding of a Windows code page; Windows-1252 where it is unknown, as Western producers mean that.
pub(crate) fn encoding_of(page: u16) -> &'static Encoding {
    match page {
        65001 => UTF_8,
        1200 => encoding_rs::UTF_16LE,
        10000 => encoding_rs::MACINTOSH,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        866 => encoding_rs::IBM866,
        874 => encoding_rs::WINDOWS_874,
        1250..=1258 => Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(WINDOWS_1252),
        _ => WINDOWS_1252,
    }
}
