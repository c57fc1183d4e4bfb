// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What an age file holds, for whoever has a private key. Nothing is handed out that was not authenticated.

use super::age::{
    CHUNK, FOOTER, FileKey, INTRO, Identity, NONCE, SEALED, STANZA, chunk_nonce, header_key, payload_key,
};
use aws_lc_rs::aead::{Aad, LessSafeKey};
use aws_lc_rs::hmac;
use base64ct::{Base64Unpadded, Encoding as _};
use std::io::{self, BufRead, BufReader, ErrorKind, Read};

/// Bytes of a header at most. 64 KiB: six hundred recipients.
const HEADER_BYTES: u64 = 64 << 10;

/// The content of an age file.
pub(crate) struct Opening<R> {
    file: BufReader<R>,
    key: LessSafeKey,
    next: u64,
    is_over: bool,
    piece: Vec<u8>,
    at: usize,
}

/// It is no age file, not for this key, or was changed.
fn damaged() -> io::Error {
    ErrorKind::InvalidData.into()
}

impl<R: Read> Opening<R> {
    /// Reads the header with whichever of the keys fits. `InvalidData`: none does, or it was changed.
    pub(crate) fn new(file: R, identities: &[Identity]) -> io::Result<Self> {
        let mut file = BufReader::with_capacity(SEALED as usize + 1, file);
        let file_key = open_header(&mut file, identities)?;
        let mut nonce = [0; NONCE];
        file.read_exact(&mut nonce)?;
        let key = payload_key(&file_key, &nonce).map_err(|_| damaged())?;
        Ok(Self { file, key, next: 0, is_over: false, piece: Vec::new(), at: 0 })
    }

    fn open_chunk(&mut self) -> io::Result<()> {
        self.piece.clear();
        self.at = 0;
        (&mut self.file).take(SEALED).read_to_end(&mut self.piece)?;
        let is_last = self.file.fill_buf()?.is_empty();
        let nonce = chunk_nonce(self.next, is_last);
        let opened = self.key.open_in_place(nonce, Aad::empty(), &mut self.piece);
        let bytes = opened.map_err(|_| damaged())?.len();
        // Only an empty content has an empty chunk.
        if bytes == 0 && self.next > 0 {
            return Err(damaged());
        }
        debug_assert!(bytes as u64 <= CHUNK, "as many as were sealed");
        self.piece.truncate(bytes);
        self.next += 1;
        self.is_over = is_last;
        Ok(())
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.piece.len() {
            if self.is_over {
                return Ok(0);
            }
            self.open_chunk()?;
        }
        let bytes = self.piece.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at += bytes;
        Ok(bytes)
    }
}

fn open_header(file: &mut impl BufRead, identities: &[Identity]) -> io::Result<FileKey> {
    let mut lines = file.take(HEADER_BYTES);
    let mut header = String::new();
    let mut next = |header: &mut String| -> io::Result<String> {
        let before = header.len();
        lines.read_line(header)?;
        let line = header.get(before..).unwrap_or_default();
        line.strip_suffix('\n').map(ToOwned::to_owned).ok_or_else(damaged)
    };
    if next(&mut header)? != INTRO.trim_end() {
        return Err(damaged());
    }
    let mut found = None;
    loop {
        let line = next(&mut header)?;
        if let Some(sum) = line.strip_prefix(FOOTER) {
            let sum = sum.strip_prefix(' ').and_then(|sum| Base64Unpadded::decode_vec(sum).ok());
            let text = header.get(..header.len() - line.len() - 1 + FOOTER.len()).unwrap_or_default();
            let file_key: FileKey = found.ok_or_else(damaged)?;
            let key = header_key(&file_key).map_err(|_| damaged())?;
            let is_whole = sum.is_some_and(|sum| hmac::verify(&key, text.as_bytes(), &sum).is_ok());
            return if is_whole { Ok(file_key) } else { Err(damaged()) };
        }
        // Stanzas of other kinds are others' business. Every body ends with a line that is not full.
        if !line.starts_with("-> ") {
            continue;
        }
        let Some(share) = line.strip_prefix(STANZA) else { continue };
        let body = next(&mut header)?;
        let bytes = |text: &str| {
            Base64Unpadded::decode_vec(text).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        };
        let Some((share, body)) = bytes(share).zip(bytes(&body)) else { return Err(damaged()) };
        found = found.or_else(|| identities.iter().find_map(|identity| identity.unwrap(&share, &body)));
    }
}
