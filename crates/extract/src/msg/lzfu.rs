// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Compressed RTF ([MS-OXRTFCP]): LZ77 over a ring of 4,096 bytes that begins with what RTF usually says.

use crate::ole::u32_at;

const RING: usize = 4096;

/// The ring's beginning ([MS-OXRTFCP] 2.1.3.1).
const PRELOAD: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor \
MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// The header: packed size, raw size, kind, checksum.
const HEADER: usize = 16;

/// Unpacks a stream, as far as it goes. A reference of two bytes yields 17 at most, so that no size needs trust.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let body = packed.get(HEADER..)?;
    match u32_at(packed, 8)? {
        // "MELA": not compressed
        0x414c_454d => return Some(body.to_vec()),
        // "LZFu"
        0x7546_5a4c => {}
        _ => return None,
    }
    let mut ring = [0_u8; RING];
    for (slot, byte) in ring.iter_mut().zip(PRELOAD) {
        *slot = *byte;
    }
    let mut write = PRELOAD.len();
    let mut out = Vec::with_capacity(packed.len() * 2);
    let mut put = |byte: u8, ring: &mut [u8; RING], write: &mut usize| {
        out.push(byte);
        if let Some(slot) = ring.get_mut(*write) {
            *slot = byte;
        }
        *write = (*write + 1) % RING;
    };
    let mut rest = body.iter().copied();
    while let Some(flags) = rest.next() {
        for bit in 0..8 {
            let Some(first) = rest.next() else { return Some(out) };
            if flags >> bit & 1 == 0 {
                put(first, &mut ring, &mut write);
                continue;
            }
            let Some(second) = rest.next() else { return Some(out) };
            let reference = usize::from(first) << 8 | usize::from(second);
            let (offset, length) = (reference >> 4, (reference & 15) + 2);
            if offset == write {
                return Some(out);
            }
            for step in 0..length {
                let byte = ring.get((offset + step) % RING).copied().unwrap_or(0);
                put(byte, &mut ring, &mut write);
            }
        }
    }
    Some(out)
}
