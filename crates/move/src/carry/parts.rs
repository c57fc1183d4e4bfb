// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Parts of objects: read, hashed, sent, and read again, by several threads where there are several.

use super::{Carrier, Sealed, Trouble, at_source, at_target, patient};
use crate::audit::Blocks;
use crate::error::{Conflict, MoveError};
use crate::file::Planned;
use crate::journal::Step;
use crate::tree::{BLOCK_BYTES, PartHash, hash_blocks, hash_part, part_range, parts, root};
use crate::veil::Sealing;
use hoheit_connect::{
    ConnectError, ConnectErrorKind as Kind, Depot, ObjectFacts, Opened, Origin, PartBuffer, PartMark,
    Reading, Stored, Upload,
};
use hoheit_types::Digest;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// What was read again.
pub(super) struct Again {
    pub(super) digest: Digest,
    /// For later audits
    pub(super) blocks: Blocks,
    /// In hexadecimal digits, where it was asked for
    pub(super) sha256: Option<String>,
}

impl Carrier<'_> {
    /// Reads all parts that are not there yet, hashes and sends them; and makes sure that the source stayed as it was.
    pub(super) fn send(
        &self,
        number: u32,
        (planned, sealing): (&Planned, Option<&Sealing>),
        upload: &dyn Upload,
        known: Vec<(PartMark, PartHash)>,
    ) -> Result<Vec<(PartMark, PartHash)>, Trouble> {
        let (size, part_bytes) = (self.plan.stored_bytes(planned), upload.part_bytes());
        let count = parts(size, part_bytes);
        let mut sent: Vec<Option<(PartMark, PartHash)>> = vec![None; count as usize];
        if count > 1 {
            for (mark, hash) in known {
                if let Some(place) = sent.get_mut(mark.number as usize) {
                    *place = Some((mark, hash));
                }
            }
        }
        let missing: Vec<u64> = (0..).zip(&sent).filter(|(_, part)| part.is_none()).map(|(n, _)| n).collect();
        let done = Mutex::new(&mut sent);
        self.each_part(&missing, |stretch: &mut dyn Iterator<Item = u64>| {
            let _room = self.room.claim(part_bytes.min(size));
            let mut buffer = PartBuffer::default();
            for part in stretch {
                let range = part_range(part, size, part_bytes);
                let (mut source, before) =
                    open_part(self.source, (planned, sealing), (range.clone(), part + 1 == count))?;
                read_exact(&mut *source, &mut buffer, range.end - range.start, part + 1 == count)?;
                let hash = hash_part(part, part_bytes, size, &buffer);
                let after = source.facts().map_err(at_source)?;
                if !after.is_untouched(&before) {
                    return Err(Trouble::Object(Conflict::SourceChanged));
                }
                // What is to be encrypted must never be copied as it is.
                let origin = match sealing {
                    Some(_) => None,
                    None => self.source.origin(&planned.name, &before),
                };
                let mark = self.bring(upload, part, &buffer, origin.as_ref()).map_err(at_target)?;
                self.get_on(buffer.len() as u64);
                if count > 1 {
                    let step = Step::Part { o: number, m: mark.clone(), h: Digest::new(hash) };
                    self.desk.note(&step)?;
                }
                let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(place) = done.get_mut(part as usize) {
                    *place = Some((mark, hash));
                }
            }
            Ok(())
        })?;
        // Parts were read one by one, maybe by two runs: what holds of each must hold of all.
        let facts = patient(|| self.source.stat(&planned.name)).map_err(at_source)?;
        if !facts.is_some_and(|facts| planned.is_still(&facts)) {
            return Err(Trouble::Object(Conflict::SourceChanged));
        }
        sent.into_iter().collect::<Option<Vec<_>>>().ok_or(Trouble::All(MoveError::Stopped))
    }

    /// Sends what is in memory: a part of the sidecar, or, sealed, of the index. It is short, so one that was cut short begins anew.
    pub(super) fn send_text(
        &self,
        content: &[u8],
        sealing: Option<&Sealing>,
        upload: &dyn Upload,
    ) -> Result<Vec<(PartMark, PartHash)>, Trouble> {
        // The text itself, and, sealed, as much again.
        let copies = 1 + u64::from(sealing.is_some());
        let _room = self.room.claim(content.len() as u64 * copies);
        let sealed = sealing.map(|sealing| sealing.seal(content)).transpose()?;
        let content = sealed.as_deref().unwrap_or(content);
        let (size, part_bytes) = (content.len() as u64, upload.part_bytes());
        let put = |number| {
            let range = part_range(number, size, part_bytes);
            let part = content.get(range.start as usize..range.end as usize).unwrap_or_default();
            let mark = patient(|| upload.put_part(number, part)).map_err(at_target)?;
            Ok((mark, hash_part(number, part_bytes, size, part)))
        };
        (0..parts(size, part_bytes)).map(put).collect()
    }

    /// Where one server holds both ends, it copies; where it does not do that, the part is sent. Either counts only when it was read again.
    fn bring(
        &self,
        upload: &dyn Upload,
        part: u64,
        bytes: &[u8],
        origin: Option<&Origin>,
    ) -> Result<PartMark, ConnectError> {
        let origin = origin.filter(|_| self.may_copy.load(Ordering::Relaxed));
        match origin.and_then(|origin| upload.take_part(part, origin)) {
            Some(Ok(mark)) => return Ok(mark),
            // Refused to this credential, or not known to this server: the next part would be, too.
            Some(Err(_)) => self.may_copy.store(false, Ordering::Relaxed),
            None => {}
        }
        patient(|| upload.put_part(part, bytes))
    }

    /// Lets several threads take these parts one by one, in their order.
    fn each_part(
        &self,
        numbers: &[u64],
        work: impl Fn(&mut dyn Iterator<Item = u64>) -> Result<(), Trouble> + Sync,
    ) -> Result<(), Trouble> {
        let next = AtomicU64::new(0);
        let failed = AtomicBool::new(false);
        let run = || {
            let mut stretch = std::iter::from_fn(|| {
                let is_over = failed.load(Ordering::Relaxed) || self.stop.load(Ordering::Relaxed);
                let place = next.fetch_add(1, Ordering::Relaxed);
                numbers.get(place as usize).copied().filter(|_| !is_over)
            });
            let done = work(&mut stretch);
            if done.is_err() {
                failed.store(true, Ordering::Relaxed);
            }
            done
        };
        let threads = self.target.streams().min(numbers.len());
        if threads <= 1 {
            run()?;
        } else {
            std::thread::scope(|scope| {
                let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
                let mut done = run();
                for other in others {
                    // A thread that panicked has brought nothing.
                    let its = other.join().unwrap_or(Err(Trouble::All(MoveError::Stopped)));
                    done = done.and(its);
                }
                done
            })?;
        }
        if self.stop.load(Ordering::Relaxed) { Err(Trouble::All(MoveError::Stopped)) } else { Ok(()) }
    }

    /// What the target gives back, with the hashes of its blocks; `None`: it gives back less, or more, or nothing.
    pub(super) fn read_again(&self, full: &Sealed, stored: &Stored) -> Result<Option<Again>, Trouble> {
        let sha256 = self.sha256.then(|| Mutex::new(Sha256::new()));
        let size = full.size_bytes;
        // Read in stretches of the parts that were sent, or of 8 MiB: any power of two makes the same digest.
        let part_bytes = if full.part_bytes > 0 { full.part_bytes } else { 8 << 20 };
        let count = parts(size, part_bytes);
        let numbers: Vec<u64> = (0..count).collect();
        let hashes = Mutex::new(vec![([0; 32], Vec::new()); count as usize]);
        let is_whole = AtomicBool::new(true);
        let read = |stretch: &mut dyn Iterator<Item = u64>| {
            let _room = self.room.claim(part_bytes.min(size));
            let mut buffer = PartBuffer::default();
            for part in stretch {
                let range = part_range(part, size, part_bytes);
                let is_last = part + 1 == count;
                let bytes = range.end - range.start;
                let how = Reading {
                    version: stored.facts.version.clone(),
                    past_caches: true,
                    ..reading(&range, is_last)
                };
                let mut again = match patient(|| self.target.read(&full.name, &how)) {
                    Err(error) if matches!(error.kind(), Kind::NotFound | Kind::WrongType) => {
                        is_whole.store(false, Ordering::Relaxed);
                        return Ok(());
                    }
                    opened => opened.map_err(at_target)?,
                };
                if read_exact(&mut *again, &mut buffer, bytes, is_last).is_err() {
                    is_whole.store(false, Ordering::Relaxed);
                    return Ok(());
                }
                if let Some(sha256) = &sha256 {
                    sha256.lock().unwrap_or_else(PoisonError::into_inner).update(&*buffer);
                }
                self.get_on(buffer.len() as u64);
                let (hash, blocks) = hash_blocks(part, part_bytes, size, &buffer);
                // What was sent tells at the first bad part that the rest is in vain.
                if full.hashes.get(part as usize).is_some_and(|sent| *sent != hash) {
                    is_whole.store(false, Ordering::Relaxed);
                    return Ok(());
                }
                let mut hashes = hashes.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(place) = hashes.get_mut(part as usize) {
                    *place = (hash, blocks);
                }
            }
            Ok(())
        };
        if sha256.is_some() {
            // One after the other: this hash has no parts.
            read(&mut numbers.iter().copied().take_while(|_| !self.stop.load(Ordering::Relaxed)))?;
            if self.stop.load(Ordering::Relaxed) {
                return Err(Trouble::All(MoveError::Stopped));
            }
        } else {
            self.each_part(&numbers, read)?;
        }
        let (hashes, blocks): (Vec<PartHash>, Vec<_>) =
            hashes.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().unzip();
        let blocks = Blocks::new(part_bytes.min(BLOCK_BYTES), &blocks.concat());
        let sha256 = sha256.map(|sum| sum.into_inner().unwrap_or_else(PoisonError::into_inner).finalize());
        Ok(is_whole.into_inner().then(|| Again {
            digest: root(&hashes, size, part_bytes),
            blocks,
            sha256: sha256.map(|sum| hexadecimal(&sum)),
        }))
    }
}

/// As receipts tell SHA-256.
fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a text can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Asks for a part; of the last one for one byte more than there may be, since an object that is too long is another one. An empty object is asked
/// for whole: servers have no range of it.
pub(crate) fn reading(range: &Range<u64>, is_last: bool) -> Reading {
    let range = (range.end > 0).then(|| range.start..range.end + u64::from(is_last));
    Reading { range, ..Reading::default() }
}

/// Opens the source, or the age file that it makes, at a part, if it still is what was planned.
fn open_part<'s>(
    source: &dyn Depot,
    (planned, sealing): (&Planned, Option<&'s Sealing>),
    (range, is_last): (Range<u64>, bool),
) -> Result<(Box<dyn Opened + 's>, ObjectFacts), Trouble> {
    let opened: Result<Box<dyn Opened + 's>, _> = patient(|| match sealing {
        Some(sealing) => sealing.open(source, &planned.name, (range.clone(), is_last)),
        None => Ok(source.read(&planned.name, &reading(&range, is_last))?),
    });
    let opened = opened.map_err(at_source)?;
    let facts = opened.facts().map_err(at_source)?;
    if planned.is_still(&facts) { Ok((opened, facts)) } else { Err(Trouble::Object(Conflict::SourceChanged)) }
}

/// Reads so many bytes; fewer, or more behind the last part, mean that it is not what it was.
fn read_exact(
    from: &mut dyn Opened,
    buffer: &mut PartBuffer,
    bytes: u64,
    is_last: bool,
) -> Result<(), Trouble> {
    buffer.resize(bytes as usize);
    let changed = || Trouble::Object(Conflict::SourceChanged);
    from.read_exact(buffer).map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => changed(),
        _ => Trouble::Object(Conflict::SourceUnreadable),
    })?;
    if is_last && from.read(&mut [0]).is_ok_and(|more| more > 0) {
        return Err(changed());
    }
    Ok(())
}
