// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The writable side of a place: what moving asks of it.

pub(crate) mod buffer;
mod capability;
mod facts;
pub(crate) mod keys;
pub(crate) mod mark;
#[cfg(test)]
pub(crate) mod promises;
pub(crate) mod told;

use crate::ConnectError;
use hoheit_types::{Loss, RelPath, Told};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Read;
use std::ops::{ControlFlow, Range};
use std::str::FromStr;

pub use capability::{Ability, Capabilities, Capability};
pub use facts::{ObjectFacts, ObjectMeta};

/// A place that objects are brought to and fetched from. All calls block; any number of threads may call at once.
///
/// Names are [`RelPath`]s below the root that the depot was opened with; a place that has no folders takes them for keys. Obligations of
/// every implementation, which the callers rest on:
///
/// - **Nothing is replaced.** An object that is there already is never overwritten, not even by somebody who is faster in the same
///   instant: [`Upload::complete`] fails with [`ConnectErrorKind::Exists`](crate::ConnectErrorKind::Exists). What can't promise that
///   declares no [`Capability::ConditionalCreate`], and moving refuses to write there, unless [`Depot::spares_others`] says that such an
///   instant costs nobody anything.
/// - **All or nothing.** Nobody sees part of an object under its name, at any moment.
/// - **What we left behind is told apart from what others own.** [`Depot::resume`] says of a token what became of that upload, and
///   [`Depot::orphans`] finds uploads that no journal knows. Nothing else is ever removed, and [`Depot::remove`] only
///   what still is what its caller believes it to be.
/// - **An error leaves it open** whether the call took effect (a lost acknowledgement). Repeating any call is safe: what was done already is
///   found done, not done twice.
/// - **Durable is what [`Depot::flush`] was called after.** Until then a call that returned survives the death of this process, not of
///   the machine.
/// - **No link leads out of the root**, not even one that is swapped in between two calls. Links are told, never followed.
/// - Errors name the object and a kind to branch on; whether to try again says
///   [`ConnectErrorKind::is_passing`](crate::ConnectErrorKind::is_passing). An implementation does not retry by itself beyond what its protocol asks for.
pub trait Depot: Send + Sync {
    /// What such a place can do, as its protocol or its documentation says, and what has been probed of this one.
    fn capabilities(&self) -> &Capabilities;

    /// Tries out what the place says it can, and remembers what it really did: from now on [`Depot::capabilities`] tells that. Writes below
    /// one folder of its own name (`.hoheit-probe-…`) only, and removes it.
    fn probe(&mut self, tag: Tag) -> Result<(), ConnectError>;

    /// Whether nobody's object is lost by what is written here: nothing is ever replaced, or the depot looks before each write and the place
    /// keeps as an older version what somebody else wrote in the instant between.
    fn spares_others(&self) -> bool {
        self.capabilities().can(Capability::ConditionalCreate)
    }

    /// Tells all objects, folders, links and special files whose names begin with the parts of `prefix`, sorted by the bytes of the whole name
    /// (a folder counts as its name with `/` behind it). Memory does not grow with their number, but with the widest folder or page.
    /// Uploads that are not complete are none of them.
    fn list(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError>;

    /// Tells what stands in one folder, in any order, as a scan walks. A place that has no folders tells the first parts of longer names as
    /// such. Implementations whose protocol can ask for one level do; this goes through all that lies below.
    fn list_folder(&self, folder: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        let mut last: Option<RelPath> = None;
        self.list(folder, &mut |path, facts| {
            let Some((entry, is_deeper)) = child_of(folder, &path) else { return ControlFlow::Continue(()) };
            if last.as_ref() == Some(&entry) {
                return ControlFlow::Continue(());
            }
            last = Some(entry.clone());
            visit(entry, if is_deeper { ObjectFacts::of_folder() } else { facts })
        })
    }

    /// What stands under this name now; `None`: nothing.
    fn stat(&self, name: &RelPath) -> Result<Option<ObjectFacts>, ConnectError>;

    /// Rights, times, attributes of what stands under this name.
    fn meta(&self, name: &RelPath) -> Result<ObjectMeta, ConnectError>;

    /// Opens an object for reading. Fails with `WrongType` for anything else, and never waits for a pipe or device.
    fn read(&self, name: &RelPath, how: &Reading) -> Result<Box<dyn Opened>, ConnectError>;

    /// Begins to bring an object here. Creates no folder. What it leaves behind until its token is in a journal, [`Depot::orphans`] finds.
    fn begin(&self, what: &Begin<'_>) -> Result<Box<dyn Upload>, ConnectError>;

    /// What became of an upload that was begun by this or an earlier process, with the same `what`.
    fn resume(&self, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError>;

    /// Makes sure of a folder and those above it, mode 0700 until [`Depot::set_meta`]. True: this call created it. A place without folders
    /// does nothing and says false.
    fn make_folder(&self, name: &RelPath) -> Result<bool, ConnectError>;

    /// Gives a folder or an object its rights, times and attributes, and tells what it could not keep.
    fn set_meta(&self, name: &RelPath, meta: &ObjectMeta) -> Result<Vec<Loss>, ConnectError>;

    /// Everything that was done so far, by any thread, survives a loss of power once this returns. Also tells errors of writes that
    /// the system had put off.
    fn flush(&self) -> Result<(), ConnectError>;

    /// Removes an object that still is what `expected` says (see [`ObjectFacts::is_same`]), or an empty folder.
    fn remove(&self, name: &RelPath, expected: &ObjectFacts) -> Result<Removal, ConnectError>;

    /// Uploads of hoheit's below `prefix` that were neither completed nor aborted.
    fn orphans(&self, prefix: &RelPath, visit: &mut dyn FnMut(Orphan)) -> Result<(), ConnectError>;

    /// Takes an orphan away, with all that it holds. Gone already is fine.
    fn sweep(&self, orphan: &Orphan) -> Result<(), ConnectError>;

    /// Where its server has an object that was read with these facts, for [`Upload::take_part`]; `None`: that can't be told, or the server can't copy.
    fn origin(&self, _name: &RelPath, _facts: &ObjectFacts) -> Option<Origin> {
        None
    }

    /// How many threads bring one large object there, or read it again. 2: one receives or hashes while the other one waits for an answer; more of them
    /// cost more than they save where the place has work to do for each.
    fn streams(&self) -> usize {
        2
    }

    /// What the place tells of itself that an audit wants to know; nothing where it tells nothing.
    fn told(&self) -> Vec<Told> {
        Vec::new()
    }

    /// Bytes that can still be written; `None`: the place does not say.
    fn free_bytes(&self) -> Result<Option<u64>, ConnectError>;
}

/// The entry of a folder on the way to what lies below it, and whether that lies deeper.
fn child_of(folder: &RelPath, path: &RelPath) -> Option<(RelPath, bool)> {
    let below = if folder.is_root() {
        path.as_str()
    } else {
        path.as_str().strip_prefix(folder.as_str())?.strip_prefix('/')?
    };
    let name = below.split('/').next()?;
    let length = path.as_str().len() - below.len() + name.len();
    let entry = path.as_str().get(..length)?;
    Some((RelPath::from_kept(entry), name.len() < below.len()))
}

/// Takes what is listed, one by one, and says whether to go on.
pub type Visit<'v> = dyn FnMut(RelPath, ObjectFacts) -> ControlFlow<()> + 'v;

/// An object that was opened for reading.
pub trait Opened: Read + Send {
    /// What was opened, as it is at this moment. Asked again after the last byte it tells whether the object changed meanwhile, or that
    /// something else stands under its name.
    fn facts(&self) -> Result<ObjectFacts, ConnectError>;
}

/// How to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Only these bytes; `None`: all
    pub range: Option<Range<u64>>,
    /// This very version, at places that have them
    pub version: Option<String>,
    /// Past all caches of this machine, as far as it lets us: the medium or the server is to answer
    pub past_caches: bool,
}

/// What is to be brought.
#[derive(Clone, Copy, Debug)]
pub struct Begin<'b> {
    /// Its name here
    pub name: &'b RelPath,
    /// Its exact size
    pub size_bytes: u64,
    /// Kept as far as the place can; losses are told by [`Upload::complete`]
    pub meta: &'b ObjectMeta,
    /// Whose upload it is: written wherever the place lets us, so that an orphan tells which move it belongs to
    pub tag: Tag,
}

/// An upload that was begun and not yet completed. Dropping it leaves it as it is, to be resumed.
pub trait Upload: Send + Sync {
    /// By which [`Depot::resume`] finds it again: to be written into the journal before the first part is put. Known now, also
    /// where the place has not been asked yet.
    fn token(&self) -> &Token;

    /// Size of every part but the last one, which may be shorter. A power of two and at least 64 KiB, so that a part's hash is a node
    /// of the object's BLAKE3 tree and need not be computed again when parts were put by an earlier process.
    fn part_bytes(&self) -> u64;

    /// Brings one part, counted from 0: bytes from `number` × [`Upload::part_bytes`] on. Parts may come in any order and several at once; the same
    /// one again replaces it. An empty object has one empty part.
    ///
    /// Where small objects are put by a single request, this may be it: then the object appears under its name already now, whole.
    fn put_part(&self, number: u64, bytes: &[u8]) -> Result<PartMark, ConnectError>;

    /// As [`Upload::put_part`] for the same bytes of an object that the same server holds: nothing is sent, the server copies. `None`: it can't, for
    /// this object. What arrives is as good as the server: it counts when it was read again.
    fn take_part(&self, _number: u64, _of: &Origin) -> Option<Result<PartMark, ConnectError>> {
        None
    }

    /// Makes the object appear under its name, whole, with its metadata. `marks` are those of all parts, in their order, also of those that an earlier
    /// process put. [`ConnectErrorKind::Exists`](crate::ConnectErrorKind::Exists): something is there; nothing was replaced.
    fn complete(&self, marks: &[PartMark]) -> Result<Stored, ConnectError>;

    /// Takes back what was put. Fine when there is nothing any more; never touches a completed object.
    fn abort(&self) -> Result<(), ConnectError>;
}

/// An object in the words of its server, for that server alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Which server
    pub(crate) server: String,
    /// The bucket
    pub(crate) holder: String,
    /// The key in it
    pub(crate) key: String,
    /// The entity tag that was read
    pub(crate) etag: String,
    /// The version that was read
    pub(crate) version: Option<String>,
}

/// What became of an upload.
pub enum Resumed {
    /// It goes on: parts with marks are there. With or without them every part may be put again.
    Open(Box<dyn Upload>),
    /// It was completed: the object under the name is provably the one of this upload
    Completed(Stored),
    /// There is nothing of it: begin anew. Whatever stands under the name is not ours
    Gone,
}

/// A part that arrived, in the words of the place: what [`Upload::complete`] needs to know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartMark {
    /// Counted from 0
    #[serde(rename = "n")]
    pub number: u64,
    /// What the place calls it; empty where it calls it nothing
    #[serde(default, rename = "e", skip_serializing_if = "String::is_empty")]
    pub etag: String,
}

/// An object that was completed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// What stands under the name now: with these facts it can be removed again
    pub facts: ObjectFacts,
    /// What could not be kept of its metadata
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<Loss>,
    /// Whether the object itself bears the mark of the upload, which no change of its content leaves standing; else whoever changed it in place
    /// is told from us by its size and time only
    #[serde(skip)]
    pub is_marked: bool,
}

/// What removing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// It is gone now
    Removed,
    /// It was gone before
    Gone,
    /// Something else is there, or it was changed, or a folder has something in it: left as it is
    Kept,
}

/// An upload that was left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// The name that it was begun for, or, where the place forgets that, the folder that it lies in
    pub name: RelPath,
    /// By which it is swept, and compared with what a journal knows
    pub token: Token,
    /// Whose it is; `None`: the place could not keep that
    pub tag: Option<Tag>,
    /// Bytes that it occupies, where the place says so
    pub size_bytes: Option<u64>,
}

/// What an upload is known by at its place: for the journal, opaque to all but the depot that made it. At most 2,048 bytes; no secret is in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(pub String);

/// Names a move in whatever the place lets us name: 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub [u8; 8]);

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Tag {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() != 16 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(());
        }
        u64::from_str_radix(text, 16).map(|number| Self(number.to_be_bytes())).map_err(|_| ())
    }
}
