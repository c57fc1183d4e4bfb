// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! 7-Zip archives.

use crate::reading::Reading;
use hoheit_types::{ReadState, WarningCode};
use sevenz_rust2::{ArchiveReader, Error, Password};
use std::io::Cursor;

/// What dictionaries and models may take, in KiB. 256 MiB: what 7-Zip's "ultra" setting needs to unpack, with room.
const MEMORY_KIB: usize = 256 << 10;

/// Reads one document: each member is a child, and the members' names are the archive's own text.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let opened = ArchiveReader::new_with_memory_limit(Cursor::new(bytes), Password::empty(), MEMORY_KIB);
    let mut archive = match opened {
        Ok(archive) => archive,
        Err(error) => return note(&error, reading),
    };
    // The workers' sandbox allows no threads.
    archive.set_thread_count(1);
    let total = archive.archive().files.len() as u64;
    let mut seen = 0;
    let result = archive.for_each_entries(|entry, content| {
        seen += 1;
        if entry.is_directory() {
            return Ok(true);
        }
        // Members of a solid block have no packed size of their own: the archive's stands for all.
        let unpacked = reading.unpack(&mut *content, bytes.len() as u64);
        // What is left unread would be unpacked to be thrown away: a bomb's work.
        reading.push_line(entry.name());
        let complete = !matches!(content.read(&mut [0]), Ok(1..));
        if !reading.child(&entry.name().replace('\\', "/"), &unpacked) || !complete || reading.is_exhausted()
        {
            return Err(Error::Other("limit".into()));
        }
        Ok(true)
    });
    match result {
        Ok(()) => {}
        Err(Error::Other(reason)) if reason == "limit" => reading.left_out(total.saturating_sub(seen)),
        Err(error) => note(&error, reading),
    }
}

fn note(error: &Error, reading: &mut Reading<'_, '_, '_>) {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => locked(reading),
        Error::UnsupportedCompressionMethod(method) if method.contains("AES") => locked(reading),
        Error::UnsupportedCompressionMethod(_) | Error::Unsupported(_) | Error::ExternalUnsupported => {
            reading.warn(WarningCode::ChildrenUnread, 1);
            if !reading.has_children() {
                reading.state(ReadState::Unsupported);
            }
        }
        Error::MaxMemLimited { .. } => reading.warn(WarningCode::MemoryLimit, MEMORY_KIB as u64 * 1024),
        _ => reading.broken(),
    }
}

fn locked(reading: &mut Reading<'_, '_, '_>) {
    reading.warn(WarningCode::ChildrenEncrypted, 1);
    if !reading.has_children() {
        reading.state(ReadState::Encrypted);
    }
}

#[cfg(test)]
mod tests;
