// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::depot::promises::keeps_its_promises;
use crate::{Capability, ConnectErrorKind, PartBuffer};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};

const TAG: Tag = Tag([1; 8]);

fn depot() -> (tempfile::TempDir, LocalDepot) {
    let folder = tempfile::tempdir().unwrap();
    let depot = LocalDepot::open(folder.path()).unwrap();
    (folder, depot)
}

fn name(text: &str) -> RelPath {
    RelPath::from_kept(text)
}

#[test]
fn a_folder_keeps_the_promises_of_depots() {
    let (folder, mut depot) = depot();
    keeps_its_promises(&mut depot);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "the two folders of the last promise");
}

fn bring(depot: &LocalDepot, at: &RelPath, bytes: &[u8]) -> Result<crate::Stored, ConnectError> {
    let meta = ObjectMeta { mode: Some(0o644), ..ObjectMeta::default() };
    let upload = depot.begin(&Begin { name: at, size_bytes: bytes.len() as u64, meta: &meta, tag: TAG })?;
    let mark = upload.put_part(0, bytes)?;
    upload.complete(&[mark])
}

#[test]
fn no_link_leads_out_of_the_root() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret"), "x").unwrap();
    let (folder, depot) = depot();
    symlink(outside.path(), folder.path().join("way")).unwrap();
    symlink(outside.path().join("secret"), folder.path().join("file")).unwrap();
    for path in ["way/new", "../new", "way/../new", "..", "file"] {
        assert!(bring(&depot, &name(path), b"y").is_err(), "{path}");
        assert!(depot.read(&name(path), &Reading::default()).is_err(), "{path}");
        assert!(depot.set_meta(&name(path), &ObjectMeta::default()).is_err(), "{path}");
    }
    assert!(depot.make_folder(&name("way/folder")).is_err());
    assert!(depot.make_folder(&name("file")).is_err());
    let link = depot.stat(&name("file")).unwrap().unwrap();
    assert_eq!(link.kind, EntryKind::Link);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 1);
}

#[test]
fn hostile_names_come_back_as_they_are() {
    let (folder, depot) = depot();
    let longest = vec![b'n'; 255];
    let names: [&[u8]; 6] = [b"new\nline", b"back\\slash", b"\xff\xfe", b" ", b"a\x1b[31m", &longest];
    for raw in names {
        let path = RelPath::root().join(raw);
        bring(&depot, &path, raw).unwrap();
        let at = folder.path().join(std::ffi::OsStr::from_bytes(raw));
        assert_eq!(std::fs::read(at).unwrap(), raw);
    }
    let mut seen = Vec::new();
    depot
        .list(&RelPath::root(), &mut |path, _| {
            seen.push(path.to_bytes());
            ControlFlow::Continue(())
        })
        .unwrap();
    let mut expected: Vec<Vec<u8>> = names.iter().map(|raw| raw.to_vec()).collect();
    expected.sort();
    assert_eq!(seen, expected);
    let too_long = bring(&depot, &RelPath::root().join(&[b'n'; 256]), b"").unwrap_err();
    assert_eq!(too_long.kind(), ConnectErrorKind::Name);
    // The kept form can spell a slash, and a byte that no name holds.
    assert!(bring(&depot, &name(r"\x00"), b"").is_err());
    assert!(bring(&depot, &name(r"none\x2fbelow"), b"").is_err());
}

#[test]
fn rights_of_a_folder_do_not_open_what_is_brought_into_it() {
    let (folder, mut depot) = depot();
    depot.probe(TAG).unwrap();
    if !depot.capabilities().can(Capability::Acl) {
        eprintln!("left out: the file system of the temporary folder keeps no access lists");
        return;
    }
    // user::rwx user:1:rwx group::r-x mask::rwx other::---
    let mut open = 2_u32.to_le_bytes().to_vec();
    for (tag, rights, id) in
        [(1_u16, 7_u16, u32::MAX), (2, 7, 1), (4, 5, u32::MAX), (16, 7, u32::MAX), (32, 0, u32::MAX)]
    {
        open.extend([&tag.to_le_bytes()[..], &rights.to_le_bytes(), &id.to_le_bytes()].concat());
    }
    depot.make_folder(&name("open")).unwrap();
    let shared = ObjectMeta { mode: Some(0o750), default_acl: Some(open.clone()), ..ObjectMeta::default() };
    assert_eq!(depot.set_meta(&name("open"), &shared).unwrap(), []);
    bring(&depot, &name("open/file"), b"x").unwrap();
    let kept = depot.meta(&name("open/file")).unwrap();
    assert_eq!((kept.mode, kept.acl), (Some(0o644), None));
    let mode = std::fs::metadata(folder.path().join("open/file")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o644);
    assert_eq!(depot.meta(&name("open")).unwrap().default_acl, Some(open));
}

#[test]
fn a_file_that_others_exchange_is_found_out() {
    let (folder, depot) = depot();
    let at = name("file");
    std::fs::write(folder.path().join("file"), b"one").unwrap();
    let mut open = depot.read(&at, &Reading::default()).unwrap();
    let before = open.facts().unwrap();
    std::fs::write(folder.path().join("next"), b"two").unwrap();
    std::fs::rename(folder.path().join("next"), folder.path().join("file")).unwrap();
    let mut bytes = Vec::new();
    open.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"one");
    assert!(open.facts().is_err(), "another file has its name");
    assert!(!depot.stat(&at).unwrap().unwrap().is_same(&before));
    assert_eq!(depot.remove(&at, &before).unwrap(), Removal::Kept);
}

#[test]
fn pipes_and_links_are_never_opened() {
    let (folder, depot) = depot();
    let pipe = folder.path().join("pipe");
    fs::mknodat(fs::CWD, &pipe, fs::FileType::Fifo, Mode::RUSR, 0).unwrap();
    let error = depot.read(&name("pipe"), &Reading::default()).err().unwrap();
    assert_eq!(error.kind(), ConnectErrorKind::WrongType);
}

#[test]
fn an_upload_of_others_is_never_taken_for_ours() {
    let (folder, depot) = depot();
    let (at, meta) = (name("file"), ObjectMeta::default());
    let what = Begin { name: &at, size_bytes: 3, meta: &meta, tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let token = upload.token().clone();
    upload.put_part(0, b"abc").unwrap();
    // Somebody puts another file in the place of the temporary one.
    let (temporary, _) = temporary_of(&token).unwrap();
    let path = folder.path().join(temporary);
    std::fs::write(folder.path().join("other"), b"xyz").unwrap();
    std::fs::rename(folder.path().join("other"), &path).unwrap();
    assert!(matches!(depot.resume(&what, &token).unwrap(), Resumed::Gone));
    upload.abort().unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"xyz");
}

/// A disk, and, where there is one, a file system in memory.
fn media() -> Vec<(tempfile::TempDir, LocalDepot)> {
    let in_memory = Path::new("/dev/shm");
    let mut media = vec![depot()];
    if in_memory.is_dir() {
        let folder = tempfile::tempdir_in(in_memory).unwrap();
        let depot = LocalDepot::open(folder.path()).unwrap();
        media.push((folder, depot));
    }
    media
}

#[test]
fn what_is_read_past_the_cache_is_the_same() {
    const MIB: u64 = 1 << 20;
    let body: Vec<u8> = (0..3 * MIB + 513).map(|i| (i / 509 + i) as u8).collect();
    let size = body.len() as u64;
    for (folder, depot) in media() {
        std::fs::write(folder.path().join("file"), &body).unwrap();
        // Whole, from odd places on, across the end, to the end of a piece, and too short to go past the cache.
        for range in
            [0..size, 0..MIB, 5..size, MIB + 4_097..size + 1, MIB - 1..2 * MIB, 7..MIB, size..size + 1]
        {
            let how = Reading { range: Some(range.clone()), past_caches: true, ..Reading::default() };
            let mut opened = depot.read(&name("file"), &how).unwrap();
            let mut read = Vec::new();
            opened.read_to_end(&mut read).unwrap();
            let expected = &body[range.start as usize..range.end.min(size) as usize];
            assert!(read == expected, "{range:?}: {} bytes", read.len());
            // Blocks to their place at once, before and behind some that are none.
            for first in [0, 1, 4_096] {
                let mut opened = depot.read(&name("file"), &how).unwrap();
                let mut aligned = PartBuffer::default();
                aligned.resize(expected.len());
                let (head, tail) = aligned.split_at_mut(first.min(expected.len()));
                opened.read_exact(head).unwrap();
                opened.read_exact(tail).unwrap();
                assert!(*aligned == *expected, "{range:?} after {first}");
                assert_eq!(opened.read(&mut [0; 9]).unwrap(), 0, "the end");
            }
            assert_eq!(opened.facts().unwrap().size_bytes, size);
        }
    }
}

/// Bytes that this thread had read from media.
fn bytes_from_media() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/io").unwrap();
    told.lines().find_map(|line| line.strip_prefix("read_bytes: ")).unwrap().parse().unwrap()
}

#[test]
fn what_is_read_past_the_cache_comes_from_the_medium() {
    const EXT4: i64 = 0xEF53;
    let (folder, depot) = depot();
    if rustix::fs::statfs(folder.path()).unwrap().f_type as i64 != EXT4 {
        println!("left out: where bytes come from (temporary files lie on no ext4)");
        return;
    }
    // More than is read past it at once, and less than is worth it.
    for size in [4_u64 << 20, 300 << 10] {
        let path = folder.path().join(size.to_string());
        std::fs::write(&path, vec![7; size as usize]).unwrap();
        File::open(&path).unwrap().sync_all().unwrap();
        for (past_caches, expected) in [(false, 0), (true, size)] {
            let before = bytes_from_media();
            let how = Reading { past_caches, ..Reading::default() };
            let mut opened = depot.read(&name(&size.to_string()), &how).unwrap();
            assert_eq!(io::copy(&mut opened, &mut io::sink()).unwrap(), size);
            let read = bytes_from_media() - before;
            assert!(read >= expected && (expected > 0 || read < size), "{size}, {past_caches}: {read}");
        }
    }
}

#[test]
fn what_is_written_past_the_cache_is_the_same() {
    let (folder, depot) = depot();
    let meta = ObjectMeta::default();
    // Below and above what is written past it, whole blocks and not, last parts that are short.
    for size in [(1 << 20) - 1, 1 << 20, (1 << 20) + 1, (8 << 20) + 4_097, (9 << 20) + 513] {
        let mut body = PartBuffer::default();
        body.resize(size + 1);
        (0..).zip(body.iter_mut()).for_each(|(i, byte): (usize, _)| *byte = (i / 509 + i) as u8);
        for begins in [0, 1] {
            // With and without being copied for that.
            let body = &body[begins..size + begins];
            let at = name(&format!("{size} {begins}"));
            let what = Begin { name: &at, size_bytes: size as u64, meta: &meta, tag: TAG };
            let upload = depot.begin(&what).unwrap();
            let marks: Vec<_> = body
                .chunks(upload.part_bytes() as usize)
                .zip(0..)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .map(|(part, number)| upload.put_part(number, part).unwrap())
                .collect();
            upload.complete(&marks).unwrap();
            assert!(std::fs::read(folder.path().join(at.as_str())).unwrap() == body, "{at}");
        }
    }
}
