// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a server really does, by trying it out in a folder of its own.

use super::super::calls::{self, extension, got_attrs, got_handle, settled};
use super::super::error::SftpErrorKind as Kind;
use super::super::lane::{Lane, Live, Naming, joined};
use super::super::packet::Attrs;
use super::meta;
use crate::{Capabilities, Capability as C, ObjectMeta, Tag};
use hoheit_types::Timestamp;

/// Characters that Windows and its file systems refuse.
const DOUBTFUL: &str = "<>:\"|?*\\";

/// A folder to try things in.
struct Bench<'b> {
    live: &'b Live,
    folder: Vec<u8>,
}

pub(super) fn probe(lane: &Lane, into: &mut Capabilities, tag: Tag) -> Result<(), Kind> {
    let live = lane.live()?;
    let folder = joined(lane.root(), format!(".hoheit-probe-{tag}").as_bytes());
    let bench = Bench { live: &live, folder };
    // Of an earlier probe that died, it may be there.
    let made = settled(&live.session.ask(calls::make_folder(&bench.folder, 0o700))?);
    bench.empty().map_err(|why| if why == Kind::NotFound { made.err().unwrap_or(why) } else { why })?;
    let done = bench.try_naming(lane, into).and_then(|()| {
        bench.try_names(into)?;
        bench.try_meta(lane, into)
    });
    bench.empty()?;
    settled(&live.session.ask(calls::remove_folder(&bench.folder))?)?;
    done
}

impl Bench<'_> {
    fn at(&self, name: &[u8]) -> Vec<u8> {
        joined(&self.folder, name)
    }

    fn names(&self) -> Result<Vec<Vec<u8>>, Kind> {
        let entries = calls::entries(&self.live.session, &self.folder, |_| true)?;
        Ok(entries.into_iter().map(|(name, _)| name).collect())
    }

    fn empty(&self) -> Result<(), Kind> {
        for name in self.names()? {
            settled(&self.live.session.ask(calls::remove(&self.at(&name)))?)?;
        }
        Ok(())
    }

    fn create(&self, name: &[u8], content: &[u8]) -> Result<(), Kind> {
        let session = &self.live.session;
        let handle = got_handle(&session.ask(calls::open_new(&self.at(name)))?)?;
        let mut batch = session.batch();
        let written = calls::write_all(&mut batch, &handle, content, 0, calls::SURE_BYTES as usize);
        let closed = settled(&session.ask(calls::close(&handle))?);
        written.and(closed)
    }

    fn size(&self, name: &[u8]) -> Result<Option<u64>, Kind> {
        let attrs = calls::maybe_attrs(&self.live.session.ask(calls::lstat(&self.at(name)))?)?;
        Ok(attrs.and_then(|attrs| attrs.size))
    }

    /// Whether a step gives a name, and refuses where something stands. Either file is told from the other by its size.
    fn names_well(&self, step: impl Fn(&Self, &[u8], &[u8]) -> Result<bool, Kind>) -> Result<bool, Kind> {
        self.create(b"here", b"here")?;
        self.create(b"new", b"new")?;
        let refuses =
            !step(self, b"new", b"here")? && self.size(b"here")? == Some(4) && self.size(b"new")? == Some(3);
        let gives = step(self, b"new", b"named")? && self.size(b"named")? == Some(3);
        self.empty()?;
        Ok(refuses && gives)
    }

    fn try_naming(&self, lane: &Lane, into: &mut Capabilities) -> Result<(), Kind> {
        let session = &self.live.session;
        let is_done = |reply| match settled(&reply) {
            Err(why) if why.is_broken() => Err(why),
            done => Ok(done.is_ok()),
        };
        let links = session.extensions.contains_key(extension::HARDLINK)
            && self.names_well(|bench, from, to| {
                is_done(session.ask(calls::hardlink(&bench.at(from), &bench.at(to)))?)
            })?;
        let renames = self.names_well(|bench, from, to| {
            is_done(session.ask(calls::other_name(&bench.at(from), &bench.at(to)))?)
        })?;
        lane.set_naming(if links { Naming::Link } else { Naming::Rename });
        into.note(C::ConditionalCreate, links || renames);
        into.note(C::Rename, renames);
        Ok(())
    }

    /// Whether a name is taken and given back as it was written.
    fn takes(&self, name: &[u8]) -> Result<bool, Kind> {
        match self.create(name, b"") {
            Ok(()) => {
                let stands = self.names()?.iter().any(|given| given == name);
                settled(&self.live.session.ask(calls::remove(&self.at(name)))?)?;
                Ok(stands)
            }
            Err(why) if why.is_broken() || why == Kind::Full => Err(why),
            Err(_) => Ok(false),
        }
    }

    /// Whether the second name is another one than the first.
    fn apart(&self, first: &[u8], second: &[u8]) -> Result<bool, Kind> {
        self.create(first, b"")?;
        let is_apart = self.size(second)?.is_none() && self.takes(second)?;
        let is_kept = self.names()?.iter().any(|given| given == first);
        settled(&self.live.session.ask(calls::remove(&self.at(first)))?)?;
        Ok(is_apart && is_kept)
    }

    fn try_names(&self, into: &mut Capabilities) -> Result<(), Kind> {
        into.note(C::CaseSensitive, self.apart(b"case", b"CASE")?);
        into.note(C::NormalForms, self.apart("f\u{fc}r".as_bytes(), "fu\u{308}r".as_bytes())?);
        into.note(C::AnyBytes, self.takes(b"bytes-\xff\xfe")?);
        into.forbidden.clear();
        for doubtful in DOUBTFUL.chars() {
            if !self.takes(format!("name{doubtful}name").as_bytes())? {
                into.forbidden.push(doubtful);
            }
        }
        // 143: what eCryptfs leaves of 255.
        into.name_bytes = None;
        for longest in [255_usize, 143, 100] {
            if self.takes(&vec![b'n'; longest])? {
                into.name_bytes = Some(longest as u64);
                break;
            }
        }
        Ok(())
    }

    fn try_meta(&self, lane: &Lane, into: &mut Capabilities) -> Result<(), Kind> {
        let session = &self.live.session;
        self.create(b"meta", b"meta")?;
        let path = self.at(b"meta");
        // An odd second, long ago: FAT begins in 1980 and counts pairs of seconds.
        let asked = ObjectMeta {
            modified: Some(Timestamp::from_seconds(1_234_567_891)),
            mode: Some(0o640),
            ..ObjectMeta::default()
        };
        let wanted = meta::wanted(&asked, 1_234_567_892);
        meta::give(self.live, &wanted, |attrs: &Attrs| calls::set_stat(&path, attrs))?;
        let shown = got_attrs(&session.ask(calls::lstat(&path))?)?;
        into.note(
            C::Modified,
            shown.times.map(|(_, changed)| changed) == wanted.times.map(|(_, changed)| changed),
        );
        into.note(C::Mode, shown.mode.map(|mode| mode & 0o7777) == asked.mode);
        into.note(C::Attributes, false);
        into.note(C::Acl, false);
        into.note(C::Owner, false);
        let owners = shown.ids.map(|ids| lane.owners(self.live, ids)).transpose()?;
        into.gives = owners.map(|(owner, group)| [owner, group]);
        Ok(())
    }
}
