// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From a descriptor into memory, hashed in the same pass.
//!
//! Always by `read`, never by mapping: a mapped file that someone shortens kills whoever looks at it (`SIGBUS`).

use super::outcome::Hashed;
use super::protocol::PROGRESS_BYTES;
use hoheit_types::{Digest, Format};
use memchr::memmem;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};

/// Bytes read and hashed at once. 256 KiB: still in the second-level cache when the hash comes to them.
const PIECE_BYTES: usize = 256 << 10;

/// Plain text larger than this is worked through in windows of this size, so that memory stays bounded however
/// large the file. 32 MiB: a broken row at each border is one in 300,000.
pub(super) const WINDOW_BYTES: usize = if cfg!(test) { 256 << 10 } else { PROGRESS_BYTES };

/// Enough of a mail in a mailbox to know it by its "From " line. 4 KiB: the line and the headers behind it.
const SEPARATOR_BYTES: usize = 4 << 10;

/// Longest line of headings that is put in front of every window. 1 MiB: 50,000 columns.
const PREAMBLE_BYTES: usize = 1 << 20;

/// A document's bytes on their way into memory.
pub(super) struct Source<'a> {
    file: &'a File,
    hasher: blake3::Hasher,
    size_bytes: u64,
    bytes_read: u64,
    unreported: usize,
    progress: &'a mut dyn FnMut(),
    ended: bool,
}

impl<'a> Source<'a> {
    /// Reads `file` from where it stands up to `size_bytes`, calling `progress` every [`PROGRESS_BYTES`].
    pub(super) fn new(file: &'a File, size_bytes: u64, progress: &'a mut dyn FnMut()) -> Self {
        let hasher = blake3::Hasher::new();
        Self { file, hasher, size_bytes, bytes_read: 0, unreported: 0, progress, ended: size_bytes == 0 }
    }

    /// Reads on until `buffer` holds `length` bytes or the document ends.
    pub(super) fn fill(&mut self, buffer: &mut Vec<u8>, length: usize) -> io::Result<()> {
        let left = (self.size_bytes - self.bytes_read).min(length as u64) as usize;
        buffer.reserve_exact(left.min(length.saturating_sub(buffer.len())));
        while !self.ended && buffer.len() < length {
            let left = self.size_bytes - self.bytes_read;
            let piece = left.min(PIECE_BYTES as u64).min((length - buffer.len()) as u64);
            let start = buffer.len();
            // No more than `piece`, and without asking for an end that the size has told already: a small file is
            // read by a single call.
            let read = self.file.take(piece).read_to_end(buffer)? as u64;
            self.hasher.update(buffer.get(start..).unwrap_or_default());
            self.bytes_read += read;
            self.ended = read < piece || self.bytes_read >= self.size_bytes;
            self.unreported += read as usize;
            if self.unreported >= PROGRESS_BYTES {
                self.unreported = 0;
                (self.progress)();
            }
        }
        Ok(())
    }

    /// Reads and hashes the rest and keeps none of it.
    pub(super) fn skip_rest(&mut self, buffer: &mut Vec<u8>) -> io::Result<()> {
        while !self.ended {
            buffer.clear();
            self.fill(buffer, PIECE_BYTES)?;
        }
        Ok(())
    }

    /// Whether all is read.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Digest and length of what was read so far.
    pub(super) fn hashed(&self) -> Hashed {
        Hashed { digest: Digest::new(*self.hasher.finalize().as_bytes()), bytes_read: self.bytes_read }
    }

    /// Tells the parent that work goes on.
    pub(super) fn sign_of_life(&mut self) {
        (self.progress)();
    }
}

/// How a long text is cut into windows.
pub(super) struct Cutter {
    unit: Unit,
    mbox: bool,
}

/// The line feed in the text's encoding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// One byte: ASCII and everything built on it
    Byte,
    /// UTF-16, little endian
    Little,
    /// UTF-16, big endian
    Big,
}

impl Cutter {
    /// For a text that begins so; `None` if its format can't be read in parts.
    pub(super) fn new(beginning: &[u8], format: Format) -> Option<Self> {
        let mbox = match format {
            Format::Text | Format::Markdown | Format::Csv | Format::Tsv => false,
            Format::Mbox => true,
            _ => return None,
        };
        let unit = match beginning {
            // By the mark, or without one: German text in UTF-16 has a zero in nearly every other byte.
            [0xFF, 0xFE, ..] | [_, 0, _, 0, ..] => Unit::Little,
            [0xFE, 0xFF, ..] | [0, _, 0, _, ..] => Unit::Big,
            _ => Unit::Byte,
        };
        Some(Self { unit, mbox })
    }

    /// Where the last whole line, or mail, of a window ends; `None` if it has no such place.
    pub(super) fn last_end(&self, window: &[u8]) -> Option<usize> {
        if self.mbox {
            // Only what the reader itself takes for the beginning of a mail: prose begins lines with "From ", too.
            return memmem::rfind_iter(window, b"\nFrom ").map(|at| at + 1).find(|at| {
                let mail = window.get(*at..window.len().min(at + SEPARATOR_BYTES)).unwrap_or_default();
                hoheit_extract::format_of(mail, "") == Format::Mbox
            });
        }
        match self.unit {
            Unit::Byte => memchr::memrchr(b'\n', window).map(|at| at + 1),
            Unit::Little => pairs(window).rposition(|pair| *pair == [b'\n', 0]).map(|n| n * 2 + 2),
            Unit::Big => pairs(window).rposition(|pair| *pair == [0, b'\n']).map(|n| n * 2 + 2),
        }
    }

    /// Where to cut a window without a line end: between characters.
    pub(super) fn last_character(&self, window: &[u8]) -> usize {
        let end = match self.unit {
            // Before a UTF-8 character that has begun and not ended. In older encodings that looks the same for some
            // letters, and cutting before a letter does no harm.
            Unit::Byte => {
                let begun = window.iter().rev().take(4).position(|byte| byte & 0b1100_0000 != 0b1000_0000);
                let begun = begun.and_then(|back| Some((back + 1, *window.get(window.len() - back - 1)?)));
                match begun {
                    Some((bytes, first)) if (first.leading_ones() as usize) > bytes => window.len() - bytes,
                    _ => window.len(),
                }
            }
            Unit::Little | Unit::Big => window.len() & !1,
        };
        // Not even one character: better a broken one than standing still.
        end.max(1)
    }

    /// A member's name in the whole mailbox, where `before` mails stood in earlier windows: `3.eml/Anlage.pdf` becomes
    /// `1003.eml/Anlage.pdf`.
    pub(super) fn member<'m>(&self, member: &'m str, before: u64) -> Cow<'m, str> {
        let number =
            member.split_once(".eml").and_then(|(number, rest)| Some((number.parse::<u64>().ok()?, rest)));
        match number {
            Some((number, rest)) if self.mbox && before > 0 => {
                Cow::Owned(format!("{}.eml{rest}", before + number))
            }
            _ => Cow::Borrowed(member),
        }
    }

    /// What later windows need in front to be understood like the first: its byte order mark, and its first line
    /// if that holds the headings.
    pub(super) fn preamble(&self, first: &[u8], with_headings: bool) -> Vec<u8> {
        let longest = PREAMBLE_BYTES.min(first.len() / 2);
        let mark = match first {
            [0xEF, 0xBB, 0xBF, ..] => 3,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => 2,
            _ => 0,
        };
        let line = match self.unit {
            Unit::Byte => memchr::memchr(b'\n', first).map(|at| at + 1),
            Unit::Little => pairs(first).position(|pair| *pair == [b'\n', 0]).map(|n| n * 2 + 2),
            Unit::Big => pairs(first).position(|pair| *pair == [0, b'\n']).map(|n| n * 2 + 2),
        };
        let end = line.filter(|end| with_headings && *end <= longest).unwrap_or(mark);
        first.get(..end).unwrap_or_default().to_vec()
    }
}

fn pairs(window: &[u8]) -> std::slice::Iter<'_, [u8; 2]> {
    window.as_chunks::<2>().0.iter()
}
