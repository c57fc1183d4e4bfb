// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! An age file of what is written down piece by piece and belongs to no move: each has keys of its own, which go when it is done.

use super::age::{CHUNK, NONCE, Recipient, Sealer};
use crate::error::MoveError;
use aws_lc_rs::rand;
use zeroize::Zeroizing;

/// One age file in the making. What was put in is sealed in memory: only what may be seen comes out.
pub struct Writing {
    sealer: Sealer,
    /// Header and nonce, until they were handed out
    prefix: Vec<u8>,
    /// The chunk that comes next
    next: u64,
    /// What is not sealed yet: the last chunk is known by its end only
    open: Vec<u8>,
}

impl Writing {
    /// For these recipients; at least one. `Cipher`: no random bytes, or no recipient.
    pub fn new(recipients: &[Recipient]) -> Result<Self, MoveError> {
        if recipients.is_empty() {
            return Err(MoveError::Cipher);
        }
        let fill = |bytes: &mut [u8]| rand::fill(bytes).map_err(|_| MoveError::Cipher);
        let (mut file_key, mut nonce) = (Zeroizing::new([0; 16]), [0; NONCE]);
        fill(file_key.as_mut_slice())?;
        fill(&mut nonce)?;
        let mut all = Vec::with_capacity(recipients.len());
        for recipient in recipients {
            let mut ephemeral = Zeroizing::new([0; 32]);
            fill(ephemeral.as_mut_slice())?;
            all.push((*recipient, ephemeral));
        }
        let sealer = Sealer::new(&file_key, &nonce, &all)?;
        let prefix = sealer.prefix.clone();
        Ok(Self { sealer, prefix, next: 0, open: Vec::new() })
    }

    /// Takes the next piece, and puts behind `file` what of the age file is known by now.
    pub fn put(&mut self, piece: &[u8], file: &mut Vec<u8>) -> Result<(), MoveError> {
        file.append(&mut self.prefix);
        self.open.extend_from_slice(piece);
        while self.open.len() as u64 > CHUNK {
            let rest = self.open.split_off(CHUNK as usize);
            let chunk = std::mem::replace(&mut self.open, rest);
            self.seal(chunk, false, file)?;
        }
        Ok(())
    }

    /// Puts the rest behind `file`.
    pub fn finish(mut self, file: &mut Vec<u8>) -> Result<(), MoveError> {
        file.append(&mut self.prefix);
        let chunk = std::mem::take(&mut self.open);
        self.seal(chunk, true, file)
    }

    fn seal(&mut self, mut chunk: Vec<u8>, is_last: bool, file: &mut Vec<u8>) -> Result<(), MoveError> {
        self.sealer.seal(self.next, is_last, &mut chunk)?;
        self.next += 1;
        file.append(&mut chunk);
        Ok(())
    }
}
