// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Bringing one file: under a temporary name beside its own, marked, and given its own name when it is whole.

use super::super::calls::{self, got_attrs, got_handle, settled};
use super::super::error::SftpErrorKind as Kind;
use super::super::lane::{Lane, Live, Naming, facts_of, joined, kind_of, parent_of};
use super::super::packet::{Attrs, open};
use super::{at, meta};
use crate::{Begin, ConnectError, EntryKind, ObjectMeta, PartMark, Resumed, Stored, Tag, Token, Upload};
use hoheit_types::RelPath;
use std::sync::{Arc, Mutex, PoisonError};

/// 8 MiB: so much is sent twice at most after a death.
const PART_BYTES: u64 = 8 << 20;

/// The mark: the lowest 20 bits of the time of last reading. 2^20 seconds are twelve days: so far ahead such a time is at most, besides a day
/// that keeps servers from setting it anew (`relatime` leaves times alone that are later than the last change).
const MARK_BITS: u32 = 20;
const AHEAD_SECONDS: u32 = 86_400;

/// Names of uploads that are not complete: `.hoheit-<tag>-<what tells it apart>.part`, as local ones.
pub(super) fn is_upload(name: &[u8]) -> bool {
    name.starts_with(b".hoheit-") && name.ends_with(b".part")
}

/// Whose a temporary name is.
pub(super) fn tag_of(temporary: &str) -> Option<Tag> {
    temporary.strip_prefix(".hoheit-")?.split('-').next()?.parse().ok()
}

/// What was drawn by lot for a temporary name of ours; the mark is part of it.
fn lot_of(temporary: &str) -> Option<u64> {
    let (tag, lot) = temporary.strip_prefix(".hoheit-")?.strip_suffix(".part")?.split_once('-')?;
    tag.parse::<Tag>().ok()?;
    // Written as a tag is: sixteen digits.
    lot.parse::<Tag>().ok().map(|lot| u64::from_be_bytes(lot.0))
}

/// Whether it names a temporary file, and nothing else.
pub(super) fn is_token(token: &Token) -> bool {
    is_upload(token.0.as_bytes()) && !token.0.contains(['/', '\0'])
}

/// The moment nearest to `now`, but a day ahead, that bears a mark.
fn marked(now: u32, mark: u32) -> u32 {
    let least = now.saturating_add(AHEAD_SECONDS);
    let missing = mark.wrapping_sub(least) & (u32::MAX >> (32 - MARK_BITS));
    least.saturating_add(missing)
}

fn has_mark(attrs: &Attrs, mark: u32) -> bool {
    attrs.times.is_some_and(|(read, _)| (read ^ mark) & (u32::MAX >> (32 - MARK_BITS)) == 0)
}

/// A file that is being brought.
pub(super) struct SftpUpload {
    lane: Arc<Lane>,
    name: RelPath,
    /// Its path when it is whole
    path: Vec<u8>,
    /// Its path while it is not
    temporary: Vec<u8>,
    size_bytes: u64,
    meta: ObjectMeta,
    token: Token,
    mark: u32,
    handle: Mutex<Option<Handle>>,
    /// As it is once nothing but the name is missing
    sealed: Mutex<Option<Stored>>,
}

#[derive(Clone)]
struct Handle {
    live: Arc<Live>,
    bytes: Arc<[u8]>,
}

/// Begins, with what no journal knows yet: an empty file.
pub(super) fn begin(lane: &Arc<Lane>, what: &Begin<'_>) -> Result<SftpUpload, Kind> {
    let live = lane.live()?;
    // Found out before gigabytes are written for nothing.
    if lane.look(&live, what.name)?.is_some() {
        return Err(Kind::Exists);
    }
    let mut lot = [0; 8];
    getrandom::fill(&mut lot).map_err(|_| Kind::Failed)?;
    let temporary = format!(".hoheit-{}-{}.part", what.tag, Tag(lot));
    let upload = SftpUpload::of(lane, what, Token(temporary), u64::from_be_bytes(lot))?;
    let handle = got_handle(&live.session.ask(calls::open_new(&upload.temporary))?)?;
    lane.written().files.insert(upload.temporary.clone());
    if live.now().is_none() {
        live.learn_time(&got_attrs(&live.session.ask(calls::fstat(&handle))?)?);
    }
    *upload.handle.lock().unwrap_or_else(PoisonError::into_inner) =
        Some(Handle { live, bytes: handle.into() });
    Ok(upload)
}

/// What became of it.
pub(super) fn resume(lane: &Arc<Lane>, what: &Begin<'_>, token: &Token) -> Result<Resumed, Kind> {
    let Some(lot) = lot_of(&token.0).filter(|_| is_token(token)) else { return Ok(Resumed::Gone) };
    let live = lane.live()?;
    let upload = SftpUpload::of(lane, what, token.clone(), lot)?;
    let stands = lane.look(&live, what.name)?;
    let beside = lane.look(&live, &what.name.parent().join(token.0.as_bytes()))?;
    if let Some(attrs) = stands
        && upload.is_ours(&attrs)?
    {
        // Between its name and the end of the temporary one.
        if beside.is_some() {
            take_away(&live, &upload.temporary)?;
        }
        lane.written().files.insert(upload.path.clone());
        let losses = meta::losses(lane, &live, what.meta, &attrs)?;
        return Ok(Resumed::Completed(Stored { facts: facts_of(&attrs)?, losses, is_marked: false }));
    }
    match beside.as_ref().map(kind_of).transpose()? {
        Some(EntryKind::File) => {}
        _ => return Ok(Resumed::Gone),
    }
    if what.size_bytes <= PART_BYTES {
        // There is nothing to go on with.
        take_away(&live, &upload.temporary)?;
        return Ok(Resumed::Gone);
    }
    lane.written().files.insert(upload.temporary.clone());
    Ok(Resumed::Open(Box::new(upload)))
}

/// Removes a temporary file. Gone already is fine.
pub(super) fn take_away(live: &Live, path: &[u8]) -> Result<(), Kind> {
    match settled(&live.session.ask(calls::remove(path))?) {
        Err(Kind::NotFound) => Ok(()),
        removed => removed,
    }
}

impl SftpUpload {
    fn of(lane: &Arc<Lane>, what: &Begin<'_>, token: Token, lot: u64) -> Result<Self, Kind> {
        let path = lane.path(what.name)?;
        if what.name.is_root() {
            return Err(Kind::WrongType);
        }
        Ok(Self {
            lane: Arc::clone(lane),
            name: what.name.clone(),
            temporary: joined(&parent_of(&path), token.0.as_bytes()),
            path,
            size_bytes: what.size_bytes,
            meta: what.meta.clone(),
            token,
            mark: lot as u32 & (u32::MAX >> (32 - MARK_BITS)),
            handle: Mutex::new(None),
            sealed: Mutex::new(None),
        })
    }

    /// Whether what stands under the name is the file of this upload: by size, mark, and time where that is known.
    fn is_ours(&self, attrs: &Attrs) -> Result<bool, Kind> {
        let facts = facts_of(attrs)?;
        let modified = meta::wanted(&self.meta, 0).times.map(|(_, changed)| changed);
        Ok(facts.kind == EntryKind::File
            && facts.size_bytes == self.size_bytes
            && has_mark(attrs, self.mark)
            && modified.is_none_or(|modified| attrs.times.is_some_and(|(_, changed)| changed == modified)))
    }

    /// The temporary file, opened anew where the connection was.
    fn opened(&self) -> Result<Handle, Kind> {
        let live = self.lane.live()?;
        let mut handle = self.handle.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(handle) = handle.as_ref().filter(|handle| Arc::ptr_eq(&handle.live, &live)) {
            return Ok(handle.clone());
        }
        let name = self.name.parent().join(self.token.0.as_bytes());
        let attrs = self.lane.look(&live, &name)?.ok_or(Kind::NotFound)?;
        if kind_of(&attrs)? != EntryKind::File {
            return Err(Kind::NotFound);
        }
        let ask = || live.session.ask(calls::open_file(&self.temporary, open::READ | open::WRITE, None));
        let bytes = match got_handle(&ask()?) {
            // Its final rights may not let us write.
            Err(Kind::PermissionDenied) => {
                let mode = Attrs { mode: Some(0o600), ..Attrs::default() };
                settled(&live.session.ask(calls::set_stat(&self.temporary, &mode))?)?;
                got_handle(&ask()?)?
            }
            bytes => bytes?,
        };
        let fresh = Handle { live, bytes: bytes.into() };
        Ok(handle.insert(fresh).clone())
    }

    fn close(&self) {
        if let Some(handle) = self.handle.lock().unwrap_or_else(PoisonError::into_inner).take() {
            handle.live.session.tell(calls::close(&handle.bytes));
        }
    }

    /// Rights, times and mark, while the file has no name yet: all that remains is one step.
    fn seal(&self, handle: &Handle) -> Result<Stored, Kind> {
        let (live, lane) = (&handle.live, &*self.lane);
        let look = || got_attrs(&live.session.ask(calls::fstat(&handle.bytes))?);
        let mut wanted = meta::wanted(&self.meta, 0);
        if wanted.times.is_none() || live.now().is_none() {
            let attrs = look()?;
            let (_, changed) = attrs.times.unwrap_or_default();
            if live.now().is_none() {
                live.learn_time(&attrs);
            }
            wanted.times.get_or_insert((0, changed));
        }
        if let Some((read, _)) = &mut wanted.times {
            *read = marked(live.now().unwrap_or_default(), self.mark);
        }
        meta::give(live, &wanted, |attrs| calls::set_fstat(&handle.bytes, attrs))?;
        let attrs = look()?;
        let facts = facts_of(&attrs)?;
        // What was acknowledged is not there.
        if facts.kind != EntryKind::File || facts.size_bytes != self.size_bytes {
            return Err(Kind::BadAnswer);
        }
        let losses = meta::losses(lane, live, &self.meta, &attrs)?;
        Ok(Stored { facts, losses, is_marked: false })
    }

    // INVARIANT (nothing-is-replaced)
    /// One step, refused where something stands.
    fn give_name(&self, live: &Live) -> Result<(), Kind> {
        let request = match self.lane.naming() {
            Naming::Link => calls::hardlink(&self.temporary, &self.path),
            Naming::Rename => calls::other_name(&self.temporary, &self.path),
        };
        if let Err(why) = settled(&live.session.ask(request)?) {
            // A server says no more than that it failed. Ours it is where an answer was lost.
            let stands = self.lane.look(live, &self.name)?;
            match stands {
                Some(attrs) if self.is_ours(&attrs)? => {}
                Some(_) => return Err(Kind::Exists),
                None => return Err(full_or(&self.lane, live, why, 1 << 16)),
            }
        }
        let mut written = self.lane.written();
        if written.files.remove(&self.temporary) {
            written.files.insert(self.path.clone());
        }
        written.folders.insert(parent_of(&self.path));
        drop(written);
        take_away(live, &self.temporary)
    }

    fn write(&self, number: u64, bytes: &[u8]) -> Result<(), Kind> {
        let is_last = (number + 1).saturating_mul(PART_BYTES) >= self.size_bytes;
        let left = self.size_bytes.saturating_sub(number.saturating_mul(PART_BYTES));
        if bytes.len() as u64 != left.min(PART_BYTES) {
            return Err(Kind::BadAnswer);
        }
        let handle = self.opened()?;
        let mut batch = handle.live.session.batch();
        let piece = handle.live.write_bytes as usize;
        calls::write_all(&mut batch, &handle.bytes, bytes, number * PART_BYTES, piece)
            .map_err(|why| full_or(&self.lane, &handle.live, why, bytes.len() as u64))?;
        self.lane.written().files.insert(self.temporary.clone());
        if is_last && self.size_bytes <= PART_BYTES {
            let stored = self.seal(&handle)?;
            *self.sealed.lock().unwrap_or_else(PoisonError::into_inner) = Some(stored);
            // A server keeps few files open at once; groups of objects wait for their names together.
            self.close();
        }
        Ok(())
    }

    fn finish(&self) -> Result<Stored, Kind> {
        let sealed = self.sealed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let stored = if let Some(stored) = sealed {
            stored
        } else {
            let stored = self.seal(&self.opened()?)?;
            *self.sealed.lock().unwrap_or_else(PoisonError::into_inner) = Some(stored.clone());
            stored
        };
        self.give_name(&*self.lane.live()?)?;
        self.close();
        Ok(stored)
    }
}

/// What failed for want of room, by what the server says is left.
fn full_or(lane: &Lane, live: &Live, why: Kind, needed: u64) -> Kind {
    if why != Kind::Failed {
        return why;
    }
    match calls::free_bytes(&live.session, lane.root()) {
        Ok(Some(free)) if free < needed => Kind::Full,
        _ => why,
    }
}

impl Upload for SftpUpload {
    fn token(&self) -> &Token {
        &self.token
    }

    fn part_bytes(&self) -> u64 {
        PART_BYTES
    }

    fn put_part(&self, number: u64, bytes: &[u8]) -> Result<PartMark, ConnectError> {
        self.write(number, bytes).map_err(at("write", &self.name))?;
        Ok(PartMark { number, etag: String::new() })
    }

    fn complete(&self, _marks: &[PartMark]) -> Result<Stored, ConnectError> {
        self.finish().map_err(at("write", &self.name))
    }

    fn abort(&self) -> Result<(), ConnectError> {
        self.close();
        let remove = || {
            let live = self.lane.live()?;
            let name = self.name.parent().join(self.token.0.as_bytes());
            match self.lane.look(&live, &name)?.as_ref().map(kind_of).transpose()? {
                Some(EntryKind::File) => take_away(&live, &self.temporary),
                _ => Ok(()),
            }
        };
        remove().map_err(at("remove", &self.name))
    }
}

impl Drop for SftpUpload {
    fn drop(&mut self) {
        self.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_mark_is_borne_by_a_moment_within_two_weeks(now in 1_600_000_000_u32..2_500_000_000, lot: u32) {
            let mark = lot & 0xf_ffff;
            let read = marked(now, mark);
            let attrs = Attrs { times: Some((read, now)), ..Attrs::default() };
            prop_assert!(has_mark(&attrs, mark) && !has_mark(&attrs, mark ^ 1));
            prop_assert!(read >= now + AHEAD_SECONDS && read - now < AHEAD_SECONDS + (1 << MARK_BITS));
        }
    }

    #[test]
    fn tokens_are_temporary_names_and_nothing_else() {
        let temporary = ".hoheit-0707070707070707-00000000000abcde.part";
        assert_eq!(lot_of(temporary), Some(0xabcde));
        assert_eq!(tag_of(temporary), Some(Tag([7; 8])));
        assert!(is_token(&Token(temporary.to_owned())));
        for other in ["", "a.part", ".hoheit-/../x.part", ".hoheit-07-1.part", "of/others"] {
            let token = Token(other.to_owned());
            assert!(lot_of(other).is_none() || !is_token(&token), "{other}");
        }
        // Of the local file system, where the same folder is mounted: it is swept, but nothing is known of it.
        let local = ".hoheit-0707070707070707-3.part";
        assert_eq!((is_token(&Token(local.to_owned())), lot_of(local)), (true, None));
    }
}
