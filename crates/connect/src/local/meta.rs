// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Rights, times, owners and attributes of local files.

use super::moment;
use crate::ObjectMeta;
use hoheit_types::{Loss, Timestamp};
use nix::unistd::{Gid, Group, Uid, User};
use rustix::fd::AsFd;
use rustix::fs::{self, FileType, Mode, Timespec, Timestamps, XattrFlags};
use rustix::io::Errno;
use std::collections::BTreeMap;

const ACCESS_ACL: &str = "system.posix_acl_access";
const DEFAULT_ACL: &str = "system.posix_acl_default";

/// Set by the system on every file where it is in use at all: says nothing of this one.
const EVERYWHERE: &str = "security.selinux";

/// The largest list of names and the largest value that Linux hands out (`XATTR_LIST_MAX`, `XATTR_SIZE_MAX`).
const XATTR_BYTES: usize = 65_536;

/// What an open file or folder has.
pub(super) fn read(file: impl AsFd + Copy) -> Result<ObjectMeta, Errno> {
    let stat = fs::fstat(file)?;
    let (attributes, has_system_attributes) = attributes(file)?;
    let is_folder = FileType::from_raw_mode(stat.st_mode) == FileType::Directory;
    Ok(ObjectMeta {
        modified: Some(moment(stat.st_mtime, stat.st_mtime_nsec)),
        mode: Some(stat.st_mode & 0o7777),
        owner: Some(user_name(stat.st_uid)),
        group: Some(group_name(stat.st_gid)),
        attributes,
        acl: value(file, ACCESS_ACL)?,
        default_acl: if is_folder { value(file, DEFAULT_ACL)? } else { None },
        has_system_attributes,
    })
}

/// A file may hold names that its directory service has forgotten, or never knew: their numbers then.
fn user_name(id: u32) -> String {
    let known = User::from_uid(Uid::from_raw(id)).ok().flatten();
    known.map_or_else(|| id.to_string(), |user| user.name)
}

fn group_name(id: u32) -> String {
    let known = Group::from_gid(Gid::from_raw(id)).ok().flatten();
    known.map_or_else(|| id.to_string(), |group| group.name)
}

fn user_id(name: &str) -> Option<u32> {
    let known = User::from_name(name).ok().flatten();
    known.map(|user| user.uid.as_raw()).or_else(|| name.parse().ok())
}

fn group_id(name: &str) -> Option<u32> {
    let known = Group::from_name(name).ok().flatten();
    known.map(|group| group.gid.as_raw()).or_else(|| name.parse().ok())
}

fn attributes(file: impl AsFd + Copy) -> Result<(BTreeMap<String, Vec<u8>>, bool), Errno> {
    let (mut all, mut has_system) = (BTreeMap::new(), false);
    for name in names(file)? {
        // A name that is no text is none that a person gave.
        let Ok(name) = String::from_utf8(name) else {
            has_system = true;
            continue;
        };
        match name.strip_prefix("user.") {
            Some(own) => all.extend(value(file, &name)?.map(|value| (own.to_owned(), value))),
            None if matches!(name.as_str(), ACCESS_ACL | DEFAULT_ACL | EVERYWHERE) => {}
            None => has_system = true,
        }
    }
    Ok((all, has_system))
}

fn names(file: impl AsFd) -> Result<Vec<Vec<u8>>, Errno> {
    // Mostly there are none: a small look first.
    match fs::flistxattr_query(&file) {
        Ok(0) | Err(Errno::NOTSUP) => return Ok(Vec::new()),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    let mut list = Vec::with_capacity(XATTR_BYTES);
    fs::flistxattr(&file, rustix::buffer::spare_capacity(&mut list))?;
    Ok(list.split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(<[u8]>::to_vec).collect())
}

fn value(file: impl AsFd, name: &str) -> Result<Option<Vec<u8>>, Errno> {
    let absent = |error| match error {
        Errno::NODATA | Errno::NOTSUP => Ok(None),
        error => Err(error),
    };
    if let Err(error) = fs::fgetxattr_query(&file, name) {
        return absent(error);
    }
    let mut bytes = Vec::with_capacity(XATTR_BYTES);
    match fs::fgetxattr(&file, name, rustix::buffer::spare_capacity(&mut bytes)) {
        Ok(_) => Ok(Some(bytes)),
        Err(error) => absent(error),
    }
}

/// Gives it to an open file or folder, times last, and tells what could not be kept.
pub(super) fn write(file: impl AsFd + Copy, meta: &ObjectMeta) -> Result<Vec<Loss>, Errno> {
    let mut losses = Vec::new();
    let is_owned = own(file, meta)?;
    if !is_owned {
        losses.push(Loss::Owner);
    }
    if let Some(mode) = meta.mode {
        // Who is not the owner meant must not get the owner's powers.
        let kept = if is_owned { mode & 0o7777 } else { mode & 0o1777 };
        let done = fs::fchmod(file, Mode::from_raw_mode(kept));
        lose(done, Loss::Mode, &mut losses)?;
        if kept != mode & 0o7777 {
            losses.push(Loss::Mode);
        }
        // What the folder gives on to new files would open this one to others.
        let is_folder = FileType::from_raw_mode(fs::fstat(file)?.st_mode) == FileType::Directory;
        acl(file, ACCESS_ACL, meta.acl.as_deref(), &mut losses)?;
        if is_folder {
            acl(file, DEFAULT_ACL, meta.default_acl.as_deref(), &mut losses)?;
        }
    }
    for (name, value) in &meta.attributes {
        let done = fs::fsetxattr(file, format!("user.{name}"), value, XattrFlags::empty());
        lose(done, Loss::Attributes, &mut losses)?;
    }
    if meta.has_system_attributes {
        losses.push(Loss::SystemAttributes);
    }
    if let Some(modified) = meta.modified {
        lose(times(file, modified), Loss::Modified, &mut losses)?;
        let stat = fs::fstat(file)?;
        // Some file systems count in whole seconds, or pairs of them.
        if moment(stat.st_mtime, stat.st_mtime_nsec) != modified {
            losses.push(Loss::Modified);
        }
    }
    losses.sort_unstable();
    losses.dedup();
    Ok(losses)
}

/// What the system or the file system refuses is a loss; what fails is an error.
fn lose(done: Result<(), Errno>, loss: Loss, losses: &mut Vec<Loss>) -> Result<(), Errno> {
    match done {
        Err(
            Errno::PERM
            | Errno::ACCESS
            | Errno::NOTSUP
            | Errno::NOSYS
            | Errno::INVAL
            | Errno::RANGE
            | Errno::TOOBIG,
        ) => losses.push(loss),
        // Attributes have little room of their own on some file systems: the content is not at stake.
        Err(Errno::NOSPC) if matches!(loss, Loss::Attributes | Loss::Acl) => losses.push(loss),
        done => return done,
    }
    Ok(())
}

fn times(file: impl AsFd, modified: Timestamp) -> Result<(), Errno> {
    let nanos = modified.0.rem_euclid(1_000_000_000);
    let times = Timestamps {
        last_access: Timespec { tv_sec: 0, tv_nsec: fs::UTIME_OMIT },
        last_modification: Timespec { tv_sec: modified.seconds(), tv_nsec: nanos },
    };
    fs::futimens(file, &times)
}

/// False: it belongs to somebody else than was asked for.
fn own(file: impl AsFd + Copy, meta: &ObjectMeta) -> Result<bool, Errno> {
    let stat = fs::fstat(file)?;
    let user = meta.owner.as_deref().map(user_id);
    let group = meta.group.as_deref().map(group_id);
    if user == Some(None) || group == Some(None) {
        return Ok(false);
    }
    let user = user.flatten().filter(|id| *id != stat.st_uid);
    let group = group.flatten().filter(|id| *id != stat.st_gid);
    if user.is_none() && group.is_none() {
        return Ok(true);
    }
    let done = fs::fchown(file, user.map(fs::Uid::from_raw), group.map(fs::Gid::from_raw));
    match done {
        Ok(()) => Ok(true),
        // Only the system's administrator may give files away.
        Err(Errno::PERM | Errno::INVAL | Errno::NOTSUP | Errno::NOSYS) => Ok(false),
        Err(error) => Err(error),
    }
}

fn acl(
    file: impl AsFd + Copy,
    name: &str,
    wanted: Option<&[u8]>,
    losses: &mut Vec<Loss>,
) -> Result<(), Errno> {
    match wanted {
        Some(list) => lose(fs::fsetxattr(file, name, list, XattrFlags::empty()), Loss::Acl, losses),
        None => match fs::fremovexattr(file, name) {
            Err(Errno::NODATA | Errno::NOTSUP) | Ok(()) => Ok(()),
            removed => lose(removed, Loss::Acl, losses),
        },
    }
}
