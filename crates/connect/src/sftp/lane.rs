// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The way to a server: one connection at a time, made anew when it broke.

use super::Patience;
use super::address::Address;
use super::calls::{self, doing};
use super::credential::Credential;
use super::error::{SftpError, SftpErrorKind as Kind};
use super::packet::Attrs;
use super::session::Session;
use crate::{EntryKind, ObjectFacts};
use hoheit_types::{RelPath, Timestamp};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// What depot, uploads and open objects share.
pub(super) struct Lane {
    pub(super) address: Address,
    credential: Credential,
    patience: Patience,
    /// The folder of the address, without links
    root: Vec<u8>,
    state: Mutex<State>,
    /// What was written since the last flush
    written: Mutex<Written>,
    flushing: Mutex<()>,
    naming: AtomicU8,
    /// Names of users and groups, by their numbers
    owners: Mutex<HashMap<(u32, u32), (String, String)>>,
}

#[derive(Default)]
struct State {
    live: Option<Arc<Live>>,
    /// A person must do something first
    refused: Option<Kind>,
}

/// What is to be flushed.
#[derive(Default)]
pub(super) struct Written {
    pub(super) files: HashSet<Vec<u8>>,
    pub(super) folders: HashSet<Vec<u8>>,
}

/// How an object gets its name without replacing another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Naming {
    /// A second name, which is refused where there is one already; then the first one goes
    Link = 0,
    /// A rename that refuses to replace, as the draft of version 3 demands
    Rename = 1,
}

/// A connection, and what the server said of itself.
pub(super) struct Live {
    pub(super) session: Session,
    pub(super) read_bytes: u32,
    pub(super) write_bytes: u32,
    /// The server's clock, once it told a moment
    clock: Mutex<Option<(u32, Instant)>>,
}

impl Live {
    /// The server's time in seconds; `None`: it never told one.
    pub(super) fn now(&self) -> Option<u32> {
        let clock = *self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        clock.map(|(told, since)| told.saturating_add(since.elapsed().as_secs() as u32))
    }

    /// What was changed just now tells the server's time.
    pub(super) fn learn_time(&self, just_changed: &Attrs) {
        if let Some((_, changed)) = just_changed.times {
            *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = Some((changed, Instant::now()));
        }
    }
}

impl Lane {
    pub(super) fn open(
        address: Address,
        credential: Credential,
        patience: Patience,
    ) -> Result<Self, SftpError> {
        let fail = doing("connect");
        let live = Arc::new(connect(&address, &credential, &patience).map_err(&fail)?);
        let root = root_of(&live, &address).map_err(&fail)?;
        Ok(Self {
            address,
            credential,
            patience,
            root,
            state: Mutex::new(State { live: Some(live), refused: None }),
            written: Mutex::default(),
            flushing: Mutex::default(),
            naming: AtomicU8::new(Naming::Link as u8),
            owners: Mutex::default(),
        })
    }

    /// The connection, made anew if it broke.
    pub(super) fn live(&self) -> Result<Arc<Live>, Kind> {
        // Others wait here while one of them connects.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(why) = &state.refused {
            return Err(why.clone());
        }
        if let Some(live) = state.live.as_ref().filter(|live| !live.session.is_over()) {
            return Ok(Arc::clone(live));
        }
        state.live = None;
        let reached = connect(&self.address, &self.credential, &self.patience).and_then(|live| {
            // Another server, or another disk, behind the same name.
            if root_of(&live, &self.address)? == self.root { Ok(live) } else { Err(Kind::NoFolder) }
        });
        match reached {
            Ok(live) => Ok(Arc::clone(state.live.insert(Arc::new(live)))),
            Err(why) => {
                if why.is_for_good() {
                    state.refused = Some(why.clone());
                }
                Err(why)
            }
        }
    }

    pub(super) fn root(&self) -> &[u8] {
        &self.root
    }

    pub(super) fn naming(&self) -> Naming {
        if self.naming.load(Ordering::Relaxed) == Naming::Rename as u8 {
            Naming::Rename
        } else {
            Naming::Link
        }
    }

    pub(super) fn set_naming(&self, naming: Naming) {
        self.naming.store(naming as u8, Ordering::Relaxed);
    }

    pub(super) fn written(&self) -> std::sync::MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held while somebody flushes.
    pub(super) fn flushing(&self) -> std::sync::MutexGuard<'_, ()> {
        self.flushing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The path of a name on the server. A name that leads elsewhere, or none that a file can have, has none.
    pub(super) fn path(&self, name: &RelPath) -> Result<Vec<u8>, Kind> {
        if name.is_root() {
            return Ok(self.root.clone());
        }
        let below = name.to_bytes();
        let is_fit = |part: &[u8]| !matches!(part, b"" | b"." | b"..") && !part.contains(&0);
        if !below.split(|byte| *byte == b'/').all(is_fit) {
            return Err(Kind::WrongType);
        }
        Ok(joined(&self.root, &below))
    }

    /// What stands under this name now; a link is told, and none of the folders above may be one.
    pub(super) fn look(&self, live: &Live, name: &RelPath) -> Result<Option<Attrs>, Kind> {
        let path = self.path(name)?;
        let mut batch = live.session.batch();
        let above: Result<Vec<u32>, Kind> =
            folders_above(&self.root, &path).map(|folder| batch.send(calls::lstat(folder))).collect();
        let leaf = batch.send(calls::lstat(&path))?;
        for number in above? {
            match calls::maybe_attrs(&batch.wait(number)?)? {
                None => return Ok(None),
                Some(attrs) if kind_of(&attrs)? == EntryKind::Folder => {}
                Some(_) => return Err(Kind::WrongType),
            }
        }
        calls::maybe_attrs(&batch.wait(leaf)?)
    }

    /// Names of owner and group, or their numbers where the server tells no names.
    pub(super) fn owners(&self, live: &Live, ids: (u32, u32)) -> Result<(String, String), Kind> {
        let known = || self.owners.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(names) = known().get(&ids) {
            return Ok(names.clone());
        }
        let told = calls::names_of(&live.session, ids)?;
        let names = told.unwrap_or_else(|| (ids.0.to_string(), ids.1.to_string()));
        known().insert(ids, names.clone());
        Ok(names)
    }
}

fn connect(address: &Address, credential: &Credential, patience: &Patience) -> Result<Live, Kind> {
    let session = Session::open(address, credential, patience)?;
    let (read_bytes, write_bytes) = calls::limits(&session)?;
    Ok(Live { session, read_bytes, write_bytes, clock: Mutex::default() })
}

fn root_of(live: &Live, address: &Address) -> Result<Vec<u8>, Kind> {
    let absent = |why| if matches!(why, Kind::NotFound | Kind::Failed) { Kind::NoFolder } else { why };
    let root = calls::real_path(&live.session, address.path()).map_err(absent)?;
    let attrs = calls::got_attrs(&live.session.ask(calls::lstat(&root))?).map_err(absent)?;
    if kind_of(&attrs)? == EntryKind::Folder { Ok(root) } else { Err(Kind::NoFolder) }
}

/// A path below another.
pub(super) fn joined(folder: &[u8], below: &[u8]) -> Vec<u8> {
    let slash: &[u8] = if folder.ends_with(b"/") { b"" } else { b"/" };
    [folder, slash, below].concat()
}

/// The folder that a path lies in.
pub(super) fn parent_of(path: &[u8]) -> Vec<u8> {
    match path.iter().rposition(|byte| *byte == b'/') {
        Some(0) | None => b"/".to_vec(),
        Some(slash) => path.get(..slash).unwrap_or_default().to_vec(),
    }
}

/// Folders between the root and what a path names, both left out.
fn folders_above<'p>(root: &[u8], path: &'p [u8]) -> impl Iterator<Item = &'p [u8]> {
    let start = root.len().max(1);
    let slashes = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(place, _)| place);
    slashes.filter(move |place| *place > start).filter_map(|place| path.get(..place))
}

/// What it is. A server that does not tell can't be used.
pub(super) fn kind_of(attrs: &Attrs) -> Result<EntryKind, Kind> {
    Ok(match attrs.mode.ok_or(Kind::BadAnswer)? & 0o170_000 {
        0o100_000 => EntryKind::File,
        0o040_000 => EntryKind::Folder,
        0o120_000 => EntryKind::Link,
        _ => EntryKind::Special,
    })
}

/// What a server tells of an object.
pub(super) fn facts_of(attrs: &Attrs) -> Result<ObjectFacts, Kind> {
    let kind = kind_of(attrs)?;
    let size = attrs.size.filter(|_| kind == EntryKind::File);
    if kind == EntryKind::File && size.is_none() {
        return Err(Kind::BadAnswer);
    }
    Ok(ObjectFacts {
        kind,
        size_bytes: size.unwrap_or(0),
        modified: Timestamp::from_seconds(i64::from(attrs.times.map_or(0, |(_, changed)| changed))),
        changed: None,
        etag: None,
        version: None,
        identity: None,
        names: 1,
        occupied_bytes: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_above_are_those_below_the_root() {
        let above = |root: &str, path: &str| -> Vec<String> {
            folders_above(root.as_bytes(), path.as_bytes())
                .map(|folder| String::from_utf8(folder.to_vec()).unwrap())
                .collect()
        };
        assert_eq!(above("/srv", "/srv/a/b/c"), ["/srv/a", "/srv/a/b"]);
        assert_eq!(above("/srv", "/srv/a"), Vec::<String>::new());
        assert_eq!(above("/srv", "/srv"), Vec::<String>::new());
        assert_eq!(above("/", "/a/b"), ["/a"]);
        assert_eq!(above("/", "/a"), Vec::<String>::new());
        assert_eq!(joined(b"/", b"a"), b"/a");
        assert_eq!(parent_of(b"/a"), b"/");
        assert_eq!(parent_of(b"/a/b"), b"/a");
    }
}
