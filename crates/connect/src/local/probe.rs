// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a local or mounted file system really does, by trying it out in a folder of its own.

use super::listing::look;
use super::meta;
use super::upload::give_name;
use crate::{Capabilities, Capability as C, ObjectMeta, Tag};
use hoheit_types::{Loss, Timestamp};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{self, AtFlags, Dir, Mode, OFlags};
use rustix::io::Errno;

/// What Linux offers on its own file systems.
pub(super) fn declared() -> Capabilities {
    let mut all = Capabilities::declaring([
        C::ConditionalCreate,
        C::Rename,
        C::Ranges,
        C::Resume,
        C::Folders,
        C::Modified,
        C::Mode,
        C::Owner,
        C::Attributes,
        C::Acl,
        C::CaseSensitive,
        C::NormalForms,
        C::AnyBytes,
    ]);
    // NAME_MAX of linux/limits.h. Whole paths have no limit: longer ones are opened in stretches.
    all.name_bytes = Some(255);
    all
}

/// Characters that Windows and its file systems refuse.
const DOUBTFUL: &str = "<>:\"|?*\\";

pub(super) fn probe(root: BorrowedFd<'_>, into: &mut Capabilities, tag: Tag) -> Result<(), Errno> {
    let name = format!(".hoheit-probe-{tag}");
    match fs::mkdirat(root, name.as_str(), Mode::RWXU) {
        // Of an earlier probe that died.
        Ok(()) | Err(Errno::EXIST) => {}
        Err(error) => return Err(error),
    }
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let folder = fs::openat(root, name.as_str(), flags, Mode::empty())?;
    empty(&folder)?;
    let done = try_names(&folder, into).and_then(|()| try_meta(&folder, into));
    empty(&folder)?;
    fs::unlinkat(root, name.as_str(), AtFlags::REMOVEDIR)?;
    done
}

fn empty(folder: &OwnedFd) -> Result<(), Errno> {
    let mut names = Vec::new();
    let mut dir = Dir::read_from(folder)?;
    while let Some(item) = dir.read() {
        let item = item?;
        if !matches!(item.file_name().to_bytes(), b"." | b"..") {
            names.push(item.file_name().to_owned());
        }
    }
    for name in names {
        match fs::unlinkat(folder, &name, AtFlags::empty()) {
            Err(Errno::ISDIR | Errno::PERM) => fs::unlinkat(folder, &name, AtFlags::REMOVEDIR)?,
            removed => removed?,
        }
    }
    Ok(())
}

fn create(folder: &OwnedFd, name: &[u8]) -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    fs::openat(folder, name, flags, Mode::RUSR | Mode::WUSR)
}

/// Whether a name was refused as such. Other failures say nothing of names.
fn takes(folder: &OwnedFd, name: &[u8]) -> Result<bool, Errno> {
    match create(folder, name) {
        Ok(_) => {
            let stands = listed(folder, name)?;
            fs::unlinkat(folder, name, AtFlags::empty())?;
            Ok(stands)
        }
        Err(
            Errno::INVAL | Errno::ILSEQ | Errno::NAMETOOLONG | Errno::NOENT | Errno::ACCESS | Errno::EXIST,
        ) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a name is given back as it was written.
fn listed(folder: &OwnedFd, name: &[u8]) -> Result<bool, Errno> {
    let mut dir = Dir::read_from(folder)?;
    while let Some(item) = dir.read() {
        if item?.file_name().to_bytes() == name {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the second name is another one than the first.
fn apart(folder: &OwnedFd, first: &[u8], second: &[u8]) -> Result<bool, Errno> {
    create(folder, first)?;
    let is_apart = look(folder, second).is_err() && takes(folder, second)? && listed(folder, first)?;
    fs::unlinkat(folder, first, AtFlags::empty())?;
    Ok(is_apart)
}

fn try_names(folder: &OwnedFd, into: &mut Capabilities) -> Result<(), Errno> {
    create(folder, b"here")?;
    create(folder, b"new")?;
    let refuses = give_name(folder, b"new", b"here") == Err(Errno::EXIST);
    let gives = give_name(folder, b"new", b"named").is_ok() && look(folder, b"new").is_err();
    into.note(C::ConditionalCreate, refuses && gives);
    into.note(C::Rename, gives);
    into.note(C::CaseSensitive, apart(folder, b"case", b"CASE")?);
    into.note(C::NormalForms, apart(folder, "f\u{fc}r".as_bytes(), "fu\u{308}r".as_bytes())?);
    into.note(C::AnyBytes, takes(folder, b"bytes-\xff\xfe")?);
    let is_forbidden = |c: char| takes(folder, format!("name{c}name").as_bytes()).map(|takes| (c, !takes));
    let tried: Result<Vec<(char, bool)>, Errno> = DOUBTFUL.chars().map(is_forbidden).collect();
    into.forbidden = tried?.into_iter().filter(|(_, is_forbidden)| *is_forbidden).map(|(c, _)| c).collect();
    // 143: what eCryptfs leaves of 255.
    let longest = [255_usize, 143, 100].into_iter().find(|n| takes(folder, &vec![b'n'; *n]).unwrap_or(false));
    into.name_bytes = longest.map(|bytes| bytes as u64);
    Ok(())
}

fn try_meta(folder: &OwnedFd, into: &mut Capabilities) -> Result<(), Errno> {
    let file = create(folder, b"meta")?;
    // With nanoseconds, and long ago: FAT begins in 1980 and counts pairs of seconds.
    let modified = Timestamp(1_234_567_890_123_456_789);
    // user::rw- user:1:r-- group::r-- mask::r-- other::---, version 2, as in linux/posix_acl_xattr.h
    let mut acl = 2_u32.to_le_bytes().to_vec();
    for (tag, rights, id) in
        [(1_u16, 6_u16, u32::MAX), (2, 4, 1), (4, 4, u32::MAX), (16, 4, u32::MAX), (32, 0, u32::MAX)]
    {
        acl.extend([&tag.to_le_bytes()[..], &rights.to_le_bytes(), &id.to_le_bytes()].concat());
    }
    let asked = ObjectMeta {
        modified: Some(modified),
        mode: Some(0o640),
        attributes: [("hoheit.probe".to_owned(), b"\0\xff value".to_vec())].into(),
        acl: Some(acl),
        ..ObjectMeta::default()
    };
    let losses = meta::write(file.as_fd(), &asked)?;
    let kept = meta::read(file.as_fd())?;
    let mut note = |capability, loss, is_kept| into.note(capability, is_kept && !losses.contains(&loss));
    note(C::Modified, Loss::Modified, kept.modified == asked.modified);
    note(C::Mode, Loss::Mode, kept.mode == asked.mode);
    note(C::Attributes, Loss::Attributes, kept.attributes == asked.attributes);
    note(C::Acl, Loss::Acl, kept.acl == asked.acl);
    // Only who may give files away can tell whether they are taken.
    let other = fs::Uid::from_raw(1);
    let given = fs::fchown(&file, Some(other), None).is_ok();
    let is_given = given && fs::fstat(&file)?.st_uid == 1;
    into.note(C::Owner, is_given);
    into.gives = kept.owner.zip(kept.group).filter(|_| !is_given).map(|(owner, group)| [owner, group]);
    let holes = create(folder, b"holes")?;
    rustix::io::pwrite(&holes, b"end", 1 << 20)?;
    fs::fsync(&holes)?;
    let occupied = look(folder, b"holes")?.occupied_bytes;
    into.note(C::Sparse, occupied.is_some_and(|bytes| bytes < 1 << 20));
    Ok(())
}
