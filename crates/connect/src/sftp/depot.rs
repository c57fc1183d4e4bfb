// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::calls::{self, doing, extension, settled};
use super::error::{SftpError, SftpErrorKind as Kind};
use super::lane::{Lane, facts_of, joined, kind_of, parent_of};
use super::packet::open;
use super::{Address, Credential, Patience};
use crate::depot::told::and_the_rest;
use crate::{
    Begin, Capabilities, Capability, ConnectError, ConnectErrorKind, Depot, EntryKind, ObjectFacts,
    ObjectMeta, Opened, Orphan, Reading, Removal, Resumed, Tag, Token, Upload, Visit,
};
use hoheit_types::{Loss, RelPath, Told, Trait, Verdict};
use std::ops::ControlFlow;
use std::sync::Arc;

mod download;
mod listing;
mod meta;
mod probe;
mod upload;

/// A folder on an SFTP server, to bring files to and fetch them from.
///
/// - Nothing is replaced: a file is written under a temporary name beside its own and gets its own by `hardlink@openssh.com`, which refuses
///   where something stands; then the temporary name goes. Where a server has no such extension, by a rename, which must refuse by
///   the draft of version 3. Which of them keeps its word, probing shows; `posix-rename` is never used, it replaces.
/// - SFTP tells no inode number, so what proves that a file is ours is a mark in its time of last reading: a moment within two weeks, drawn
///   by lot for each upload, that the token knows. It survives until somebody reads the file after that moment (most servers, mounted with
///   `relatime`) or at all (`strictatime`). Where it is gone, the file counts as somebody else's and is told as a conflict.
/// - SFTP can't open a path step by step. Each call looks at every folder below the root first, without following links, and at what was
///   opened afterwards. Who may write there can still swap a folder for a link in the instant between: whoever shares write
///   access to the target with others should know.
/// - [`Depot::flush`] is `fsync@openssh.com` on every file and folder that was written. Without this extension a server's word must do.
/// - Between the look and the removal of [`Depot::remove`] lies one round trip.
/// - Times are kept in whole seconds: that is all the protocol carries.
pub struct SftpDepot {
    lane: Arc<Lane>,
    capabilities: Capabilities,
}

impl SftpDepot {
    /// Connects, makes sure of the server's key, logs in, and looks for the folder.
    pub fn open(address: Address, credential: Credential, patience: Patience) -> Result<Self, SftpError> {
        use Capability as C;
        let mut capabilities = Capabilities::declaring([
            C::ConditionalCreate,
            C::Ranges,
            C::Resume,
            C::Folders,
            C::Modified,
            C::Mode,
            C::CaseSensitive,
            C::NormalForms,
            C::AnyBytes,
        ]);
        // NAME_MAX and PATH_MAX of Linux, where most servers run.
        capabilities.name_bytes = Some(255);
        capabilities.time_step_ns = Some(1_000_000_000);
        let lane = Lane::open(address, credential, patience)?;
        capabilities.path_bytes = Some(4_095_u64.saturating_sub(lane.root().len() as u64 + 1));
        Ok(Self { lane: Arc::new(lane), capabilities })
    }

    /// The folder as the server calls it, without links.
    pub fn root(&self) -> &[u8] {
        self.lane.root()
    }

    /// The server and how to log in there.
    pub fn address(&self) -> &Address {
        &self.lane.address
    }

    fn attempt<T>(
        &self,
        operation: &'static str,
        name: &RelPath,
        call: impl FnOnce(&Lane) -> Result<T, Kind>,
    ) -> Result<T, ConnectError> {
        call(&self.lane).map_err(|kind| SftpError::new(operation, kind).at(name))
    }
}

impl Depot for SftpDepot {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn probe(&mut self, tag: Tag) -> Result<(), ConnectError> {
        probe::probe(&self.lane, &mut self.capabilities, tag)
            .map_err(|kind| SftpError::new("probe", kind).at(&RelPath::root()))
    }

    fn list(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        listing::walk(&self.lane, prefix, visit)
    }

    fn list_folder(&self, folder: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        for (name, facts) in listing::level(&self.lane, folder).map_err(at("list", folder))? {
            if visit(folder.join(&name), facts).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn stat(&self, name: &RelPath) -> Result<Option<ObjectFacts>, ConnectError> {
        self.attempt("look at", name, |lane| {
            lane.look(&*lane.live()?, name)?.as_ref().map(facts_of).transpose()
        })
    }

    fn meta(&self, name: &RelPath) -> Result<ObjectMeta, ConnectError> {
        self.attempt("look at", name, |lane| {
            let live = lane.live()?;
            let attrs = lane.look(&live, name)?.ok_or(Kind::NotFound)?;
            match kind_of(&attrs)? {
                EntryKind::File | EntryKind::Folder => meta::told(lane, &live, &attrs),
                _ => Err(Kind::WrongType),
            }
        })
    }

    fn read(&self, name: &RelPath, how: &Reading) -> Result<Box<dyn Opened>, ConnectError> {
        download::open(&self.lane, name, how).map(|object| Box::new(object) as Box<dyn Opened>)
    }

    fn begin(&self, what: &Begin<'_>) -> Result<Box<dyn Upload>, ConnectError> {
        let begun = upload::begin(&self.lane, what);
        begun
            .map(|upload| Box::new(upload) as Box<dyn Upload>)
            .map_err(|kind| SftpError::new("write", kind).at(what.name))
    }

    fn resume(&self, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
        upload::resume(&self.lane, what, token)
            .map_err(|kind| SftpError::new("go on writing", kind).at(what.name))
    }

    fn make_folder(&self, name: &RelPath) -> Result<bool, ConnectError> {
        if name.is_root() {
            return Ok(false);
        }
        let make = || {
            self.attempt("create", name, |lane| {
                let (live, path) = (lane.live()?, lane.path(name)?);
                if let Some(attrs) = lane.look(&live, name)? {
                    let is_folder = kind_of(&attrs)? == EntryKind::Folder;
                    return if is_folder { Ok(false) } else { Err(Kind::WrongType) };
                }
                lane.written().folders.insert(parent_of(&path));
                match settled(&live.session.ask(calls::make_folder(&path, 0o700))?) {
                    Ok(()) => Ok(true),
                    // Somebody was faster, maybe another thread.
                    Err(why) => match lane.look(&live, name)?.as_ref().map(kind_of).transpose()? {
                        Some(EntryKind::Folder) => Ok(false),
                        Some(_) => Err(Kind::WrongType),
                        None => Err(why),
                    },
                }
            })
        };
        match make() {
            Err(error) if error.kind() == ConnectErrorKind::NotFound && !name.parent().is_root() => {
                self.make_folder(&name.parent())?;
                make()
            }
            made => made,
        }
    }

    fn set_meta(&self, name: &RelPath, meta: &ObjectMeta) -> Result<Vec<Loss>, ConnectError> {
        self.attempt("set properties of", name, |lane| {
            let live = lane.live()?;
            let attrs = lane.look(&live, name)?.ok_or(Kind::NotFound)?;
            if !matches!(kind_of(&attrs)?, EntryKind::File | EntryKind::Folder) {
                return Err(Kind::WrongType);
            }
            let path = lane.path(name)?;
            lane.written().folders.insert(path.clone());
            let read = attrs.times.map_or(0, |(read, _)| read);
            meta::give(&live, &meta::wanted(meta, read), |attrs| calls::set_stat(&path, attrs))?;
            let shown = lane.look(&live, name)?.ok_or(Kind::NotFound)?;
            meta::losses(lane, &live, meta, &shown)
        })
    }

    fn flush(&self) -> Result<(), ConnectError> {
        flush(&self.lane).map_err(|kind| SftpError::new("flush", kind).at(&RelPath::root()))
    }

    fn remove(&self, name: &RelPath, expected: &ObjectFacts) -> Result<Removal, ConnectError> {
        self.attempt("remove", name, |lane| {
            let (live, path) = (lane.live()?, lane.path(name)?);
            let Some(attrs) = lane.look(&live, name)? else { return Ok(Removal::Gone) };
            let facts = facts_of(&attrs)?;
            if !facts.is_same(expected) {
                return Ok(Removal::Kept);
            }
            lane.written().folders.insert(parent_of(&path));
            let is_folder = facts.kind == EntryKind::Folder;
            let request = if is_folder { calls::remove_folder(&path) } else { calls::remove(&path) };
            match settled(&live.session.ask(request)?) {
                Ok(()) => Ok(Removal::Removed),
                Err(Kind::NotFound) => Ok(Removal::Gone),
                // A server says no more than that it failed: mostly because something is in the folder.
                Err(Kind::Failed)
                    if is_folder && !calls::entries(&live.session, &path, |_| true)?.is_empty() =>
                {
                    Ok(Removal::Kept)
                }
                Err(why) => Err(why),
            }
        })
    }

    fn orphans(&self, prefix: &RelPath, visit: &mut dyn FnMut(Orphan)) -> Result<(), ConnectError> {
        let mut search = |folder: &RelPath| {
            self.attempt("list", folder, |lane| {
                for (temporary, size_bytes) in listing::uploads(lane, folder)? {
                    let tag = upload::tag_of(&temporary);
                    let token = Token(temporary);
                    visit(Orphan { name: folder.clone(), token, tag, size_bytes });
                }
                Ok(())
            })
        };
        search(prefix)?;
        let mut failed = None;
        self.list(prefix, &mut |path, facts| {
            if facts.kind == EntryKind::Folder && path != *prefix {
                failed = search(&path).err();
            }
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn sweep(&self, orphan: &Orphan) -> Result<(), ConnectError> {
        if !upload::is_token(&orphan.token) {
            return Ok(());
        }
        self.attempt("remove", &orphan.name, |lane| {
            let live = lane.live()?;
            let name = orphan.name.join(orphan.token.0.as_bytes());
            match lane.look(&live, &name)?.as_ref().map(kind_of).transpose()? {
                Some(EntryKind::File) => {}
                _ => return Ok(()),
            }
            let path = joined(&lane.path(&orphan.name)?, orphan.token.0.as_bytes());
            upload::take_away(&live, &path)
        })
    }

    fn told(&self) -> Vec<Told> {
        // The host key was checked, or there would be no connection.
        and_the_rest(vec![Told::new(Trait::Transport, Verdict::Shown).saying("SSH")])
    }

    fn free_bytes(&self) -> Result<Option<u64>, ConnectError> {
        self.attempt("look at", &RelPath::root(), |lane| {
            calls::free_bytes(&lane.live()?.session, lane.root())
        })
    }
}

/// Files that are flushed by requests under way together.
const TOGETHER: usize = 64;

fn flush(lane: &Lane) -> Result<(), Kind> {
    // Who comes meanwhile waits: what it wrote may be among what is being flushed.
    let _flushing = lane.flushing();
    let live = lane.live()?;
    let written = std::mem::take(&mut *lane.written());
    if !live.session.extensions.contains_key(extension::FSYNC) {
        return Ok(());
    }
    let files: Vec<(&Vec<u8>, bool)> = written.files.iter().map(|path| (path, true)).collect();
    let folders = written.folders.iter().map(|path| (path, false));
    let all: Vec<(&Vec<u8>, bool)> = files.into_iter().chain(folders).collect();
    let done = all.chunks(TOGETHER).try_for_each(|some| flush_some(&live, some));
    if done.is_err() {
        // Asked again, it must not say that all is well.
        let mut again = lane.written();
        again.files.extend(written.files);
        again.folders.extend(written.folders);
    }
    done
}

fn flush_some(live: &super::lane::Live, some: &[(&Vec<u8>, bool)]) -> Result<(), Kind> {
    let mut batch = live.session.batch();
    let numbers: Result<Vec<u32>, Kind> =
        some.iter().map(|(path, _)| batch.send(calls::open_file(path, open::READ, None))).collect();
    let mut flushing = Vec::with_capacity(some.len());
    for (number, (_, is_file)) in numbers?.into_iter().zip(some) {
        match calls::got_handle(&batch.wait(number)?) {
            Ok(handle) => {
                flushing.push((batch.send(calls::fsync(&handle))?, *is_file));
                live.session.tell(calls::close(&handle));
            }
            // Named or taken back meanwhile; or it is one that its owner may not read: then reading it again tells.
            Err(Kind::NotFound | Kind::PermissionDenied) => {}
            // Not every server opens folders.
            Err(why) if *is_file || why.is_broken() => return Err(why),
            Err(_) => {}
        }
    }
    for (number, is_file) in flushing {
        match settled(&batch.wait(number)?) {
            Err(why) if is_file || why.is_broken() => return Err(why),
            _ => {}
        }
    }
    Ok(())
}

/// Shows what was being done.
fn at(operation: &'static str, name: &RelPath) -> impl Fn(Kind) -> ConnectError {
    move |kind| doing(operation)(kind).at(name)
}
