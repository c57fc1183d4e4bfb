// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The records of a workbook's stream, and the values in them.

use crate::ole::{u16_at, u32_at, utf16};
use crate::spreadsheet::grid::{boolean, error};

/// A logical value or an error.
pub(super) fn truth(value: &[u8]) -> Option<&'static str> {
    let byte = *value.first()?;
    Some(if value.get(1) == Some(&1) { error(byte) } else { boolean(byte != 0) })
}

/// Two bytes of length, characters of one or two bytes; runs behind them don't matter.
pub(super) fn long_string(data: &[u8]) -> Option<String> {
    let flags = *data.get(2)?;
    let extra = usize::from(flags & 8 != 0) * 2 + usize::from(flags & 4 != 0) * 4;
    let length = usize::from(u16_at(data, 0)?);
    Some(decode(flags, data.get(3 + extra..)?, length))
}

/// A byte of flags and so many characters.
pub(super) fn characters(data: &[u8], length: usize) -> Option<String> {
    let (flags, rest) = data.split_first()?;
    Some(decode(*flags, rest, length))
}

fn decode(flags: u8, data: &[u8], length: usize) -> String {
    if flags & 1 != 0 {
        utf16(data.get(..length * 2).unwrap_or(data))
    } else {
        data.get(..length).unwrap_or(data).iter().map(|b| char::from(*b)).collect()
    }
}

/// The address in a hyperlink record, which holds objects of the Windows library of its time.
pub(super) fn link_target(data: &[u8]) -> Option<String> {
    /// The class id of an address
    const URL_MONIKER: [u8; 16] =
        [0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0x00, 0xAA, 0x00, 0x4B, 0xA9, 0x0B];
    let at = memchr::memmem::find(data, &URL_MONIKER)? + URL_MONIKER.len();
    let length = u32_at(data, at)? as usize;
    let text = data.get(at + 4..)?;
    let text = utf16(text.get(..length).unwrap_or(text));
    text.split('\0').next().map(str::to_owned)
}

/// Characters spread over several records.
pub(super) struct Parts<'d> {
    pub(super) parts: Vec<&'d [u8]>,
    pub(super) index: usize,
}

impl<'d> Parts<'d> {
    /// The next bytes, all from one record as far as they stand there.
    fn take(&mut self, most: usize) -> Option<&'d [u8]> {
        while self.parts.get(self.index)?.is_empty() {
            self.index += 1;
        }
        let part = self.parts.get_mut(self.index)?;
        let (head, rest) = part.split_at(most.min(part.len()));
        *part = rest;
        Some(head)
    }

    fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 {
            match self.take(bytes) {
                Some(part) => bytes -= part.len(),
                None => return,
            }
        }
    }

    pub(super) fn string(&mut self) -> Option<String> {
        let head = self.take(3)?;
        let mut units = usize::from(u16_at(head, 0)?);
        let mut flags = *head.get(2)?;
        let runs = if flags & 8 != 0 { usize::from(u16_at(self.take(2)?, 0)?) } else { 0 };
        let phonetic = if flags & 4 != 0 { u32_at(self.take(4)?, 0)? as usize } else { 0 };
        let mut out = String::new();
        let mut index = self.index;
        while units > 0 {
            let width = usize::from(flags & 1) + 1;
            let Some(part) = self.parts.get(self.index) else { break };
            if part.is_empty() {
                self.index += 1;
                continue;
            }
            if self.index != index {
                index = self.index;
                flags = *self.take(1)?.first()?;
                continue;
            }
            let part = self.take(units * width)?;
            units -= (part.len() / width).max(1).min(units);
            out.push_str(&decode(flags, part, part.len() / width));
        }
        self.skip(runs * 4 + phonetic);
        Some(out)
    }
}

/// Position, kind and data of each record.
pub(super) struct Records<'s> {
    pub(super) stream: &'s [u8],
    pub(super) at: usize,
}

impl<'s> Records<'s> {
    pub(super) fn next(&mut self) -> Option<(u32, u16, &'s [u8])> {
        let at = self.at;
        let (kind, data) = self.peek()?;
        self.at += 4 + usize::from(u16_at(self.stream, at + 2)?);
        Some((at as u32, kind, data))
    }

    pub(super) fn peek(&self) -> Option<(u16, &'s [u8])> {
        let kind = u16_at(self.stream, self.at)?;
        let length = usize::from(u16_at(self.stream, self.at + 2)?);
        let rest = self.stream.get(self.at + 4..)?;
        Some((kind, rest.get(..length).unwrap_or(rest)))
    }
}
