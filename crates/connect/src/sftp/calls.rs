// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is asked of a server, call by call.

use super::error::{SftpError, SftpErrorKind as Kind};
use super::packet::{Attrs, PACKET_LIMIT_BYTES, Reply, Request, kind, open, status};
use super::session::{Batch, ROOM_BYTES, Session};

/// Extensions of OpenSSH's (its file `PROTOCOL`).
pub(super) mod extension {
    pub(in crate::sftp) const HARDLINK: &str = "hardlink@openssh.com";
    pub(in crate::sftp) const FSYNC: &str = "fsync@openssh.com";
    pub(in crate::sftp) const STATVFS: &str = "statvfs@openssh.com";
    pub(in crate::sftp) const LIMITS: &str = "limits@openssh.com";
    pub(in crate::sftp) const NAMES: &str = "users-groups-by-id@openssh.com";
}

/// What every server takes (section 3 of the draft).
pub(super) const SURE_BYTES: u64 = 32 << 10;

/// Room for the head of a packet that carries data.
const HEAD_BYTES: usize = 1_024;

/// A folder with more entries is refused: a server that makes them up must not fill our memory. The largest ones seen have 2 million.
const ENTRIES_LIMIT: usize = 10_000_000;

type Done<T> = Result<T, Kind>;

/// Says what was being done.
pub(super) fn doing(operation: &'static str) -> impl Fn(Kind) -> SftpError {
    move |kind| SftpError::new(operation, kind)
}

/// An answer that is a status and nothing else.
pub(super) fn settled(reply: &Reply) -> Done<()> {
    match reply.status() {
        Some(status::OK) => Ok(()),
        Some(code) => Err(Kind::of_status(code)),
        None => Err(Kind::BadAnswer),
    }
}

/// An answer that is something, or a status that says why not.
fn got<T>(reply: &Reply, value: Option<T>) -> Done<T> {
    value.ok_or_else(|| match reply.status() {
        None | Some(status::OK) => Kind::BadAnswer,
        Some(code) => Kind::of_status(code),
    })
}

pub(super) fn got_attrs(reply: &Reply) -> Done<Attrs> {
    got(reply, reply.attrs())
}

/// `None` where nothing is there.
pub(super) fn maybe_attrs(reply: &Reply) -> Done<Option<Attrs>> {
    match got_attrs(reply) {
        Err(Kind::NotFound) => Ok(None),
        attrs => attrs.map(Some),
    }
}

pub(super) fn got_handle(reply: &Reply) -> Done<Vec<u8>> {
    got(reply, reply.handle())
}

/// `None` at the end of the file.
pub(super) fn got_data(reply: &Reply) -> Done<Option<&[u8]>> {
    match reply.status() {
        Some(status::EOF) => Ok(None),
        _ => got(reply, reply.data()).map(Some),
    }
}

pub(super) fn lstat(path: &[u8]) -> Request {
    Request::new(kind::LSTAT, path.len()).string(path)
}

pub(super) fn fstat(handle: &[u8]) -> Request {
    Request::new(kind::FSTAT, handle.len()).string(handle)
}

pub(super) fn open_file(path: &[u8], how: u32, mode: Option<u32>) -> Request {
    let attrs = Attrs { mode, ..Attrs::default() };
    Request::new(kind::OPEN, path.len()).string(path).u32(how).attrs(&attrs)
}

pub(super) fn open_new(path: &[u8]) -> Request {
    open_file(path, open::READ | open::WRITE | open::CREATE | open::EXCLUSIVE, Some(0o600))
}

pub(super) fn close(handle: &[u8]) -> Request {
    Request::new(kind::CLOSE, handle.len()).string(handle)
}

pub(super) fn read(handle: &[u8], offset: u64, bytes: u32) -> Request {
    Request::new(kind::READ, handle.len()).string(handle).u64(offset).u32(bytes)
}

pub(super) fn write(handle: &[u8], offset: u64, bytes: &[u8]) -> Request {
    Request::new(kind::WRITE, handle.len() + bytes.len()).string(handle).u64(offset).string(bytes)
}

pub(super) fn set_stat(path: &[u8], attrs: &Attrs) -> Request {
    Request::new(kind::SETSTAT, path.len()).string(path).attrs(attrs)
}

pub(super) fn set_fstat(handle: &[u8], attrs: &Attrs) -> Request {
    Request::new(kind::FSETSTAT, handle.len()).string(handle).attrs(attrs)
}

pub(super) fn remove(path: &[u8]) -> Request {
    Request::new(kind::REMOVE, path.len()).string(path)
}

pub(super) fn make_folder(path: &[u8], mode: u32) -> Request {
    let attrs = Attrs { mode: Some(mode), ..Attrs::default() };
    Request::new(kind::MKDIR, path.len()).string(path).attrs(&attrs)
}

pub(super) fn remove_folder(path: &[u8]) -> Request {
    Request::new(kind::RMDIR, path.len()).string(path)
}

pub(super) fn other_name(from: &[u8], to: &[u8]) -> Request {
    Request::new(kind::RENAME, from.len() + to.len()).string(from).string(to)
}

pub(super) fn hardlink(from: &[u8], to: &[u8]) -> Request {
    Request::extended(extension::HARDLINK).string(from).string(to)
}

pub(super) fn fsync(handle: &[u8]) -> Request {
    Request::extended(extension::FSYNC).string(handle)
}

/// The path without links and dots.
pub(super) fn real_path(session: &Session, path: &[u8]) -> Done<Vec<u8>> {
    let reply = session.ask(Request::new(kind::REALPATH, path.len()).string(path))?;
    let names = got(&reply, reply.names())?;
    let real = names.into_iter().next().map(|(name, _)| name).filter(|name| name.starts_with(b"/"));
    real.ok_or(Kind::BadAnswer)
}

/// How many bytes one request may carry: to be read, to be written.
pub(super) fn limits(session: &Session) -> Done<(u32, u32)> {
    let most = (PACKET_LIMIT_BYTES - HEAD_BYTES) as u64;
    // 0: no limit of its own.
    let fit = |bytes: u64| if bytes == 0 { SURE_BYTES } else { bytes.clamp(1_024, most) } as u32;
    if !session.extensions.contains_key(extension::LIMITS) {
        return Ok((SURE_BYTES as u32, SURE_BYTES as u32));
    }
    let reply = session.ask(Request::extended(extension::LIMITS))?;
    let told = reply.extended().and_then(|mut fields| {
        let _longest_packet = fields.u64()?;
        Some((fields.u64()?, fields.u64()?))
    });
    let (read, write) = got(&reply, told)?;
    Ok((fit(read), fit(write)))
}

/// Bytes that the user may still write.
pub(super) fn free_bytes(session: &Session, path: &[u8]) -> Done<Option<u64>> {
    if !session.extensions.contains_key(extension::STATVFS) {
        return Ok(None);
    }
    let reply = session.ask(Request::extended(extension::STATVFS).string(path))?;
    let told = reply.extended().and_then(|mut fields| {
        let (_block, fragment, blocks, _free) = (fields.u64()?, fields.u64()?, fields.u64()?, fields.u64()?);
        Some((blocks, fields.u64()?.saturating_mul(fragment)))
    });
    let (blocks, free) = got(&reply, told)?;
    Ok((blocks > 0).then_some(free))
}

/// Names of a user and a group, by their numbers; `None`: the server does not tell.
pub(super) fn names_of(session: &Session, ids: (u32, u32)) -> Done<Option<(String, String)>> {
    if !session.extensions.contains_key(extension::NAMES) {
        return Ok(None);
    }
    let list = |id: u32| id.to_be_bytes();
    let reply = session.ask(Request::extended(extension::NAMES).string(&list(ids.0)).string(&list(ids.1)))?;
    let told = reply.extended().and_then(|mut fields| {
        let mut first = || {
            let list = fields.string()?;
            let length = u32::from_be_bytes(*list.first_chunk()?) as usize;
            let name = list.get(4..)?.get(..length)?;
            Some(String::from_utf8_lossy(name).into_owned())
        };
        Some((first()?, first()?))
    });
    let (user, group) = got(&reply, told)?;
    // No name: the number.
    let or_number = |name: String, id: u32| if name.is_empty() { id.to_string() } else { name };
    Ok(Some((or_number(user, ids.0), or_number(group, ids.1))))
}

/// What lies in a folder, in no order, with what is told of each.
pub(super) fn entries(
    session: &Session,
    path: &[u8],
    wanted: impl Fn(&[u8]) -> bool,
) -> Done<Vec<(Vec<u8>, Attrs)>> {
    let reply = session.ask(Request::new(kind::OPENDIR, path.len()).string(path))?;
    let handle = got_handle(&reply)?;
    let read = || {
        let (mut all, mut seen) = (Vec::new(), 0);
        let mut batch = session.batch();
        let next = || Request::new(kind::READDIR, handle.len()).string(&handle);
        // Each answer brings some hundred names: the next ones are under way meanwhile.
        let mut under_way = std::collections::VecDeque::from([batch.send(next())?, batch.send(next())?]);
        let mut is_over = false;
        while let Some(number) = under_way.pop_front() {
            let reply = batch.wait(number)?;
            if reply.status() == Some(status::EOF) {
                is_over = true;
                continue;
            }
            let names = got(&reply, reply.names())?;
            // Also answers without names, or with none that is wanted, come to an end.
            seen += names.len().max(1);
            for (name, attrs) in names {
                if matches!(name.as_slice(), b"." | b"..") {
                    continue;
                }
                // No name leads elsewhere.
                if name.is_empty() || name.iter().any(|byte| matches!(byte, 0 | b'/')) {
                    return Err(Kind::BadAnswer);
                }
                if wanted(&name) {
                    all.push((name, attrs));
                }
            }
            if seen > ENTRIES_LIMIT {
                return Err(Kind::BadAnswer);
            }
            if !is_over {
                under_way.push_back(batch.send(next())?);
            }
        }
        Ok(all)
    };
    let all = read();
    session.tell(close(&handle));
    all
}

/// Writes bytes from an offset on, many requests at once.
pub(super) fn write_all(
    batch: &mut Batch<'_>,
    handle: &[u8],
    bytes: &[u8],
    offset: u64,
    piece: usize,
) -> Done<()> {
    let mut under_way = std::collections::VecDeque::new();
    let most = (ROOM_BYTES / piece.max(1)).max(2);
    let mut at = offset;
    for part in bytes.chunks(piece.max(1)) {
        if under_way.len() >= most
            && let Some(number) = under_way.pop_front()
        {
            settled(&batch.wait(number)?)?;
        }
        under_way.push_back(batch.send(write(handle, at, part))?);
        at += part.len() as u64;
    }
    for number in under_way {
        settled(&batch.wait(number)?)?;
    }
    Ok(())
}
