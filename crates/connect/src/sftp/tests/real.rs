// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Against OpenSSH as it is, and as it can be set up.

use super::server::Server;
use crate::depot::promises::keeps_its_promises;
use crate::{
    Begin, Capability, ConnectErrorKind, Depot, EntryKind, ObjectMeta, Reading, Resumed, Tag, Upload,
};
use hoheit_types::{Loss, RelPath, Timestamp};
use std::ops::ControlFlow;
use std::os::unix::fs::MetadataExt as _;
use std::time::{Duration, SystemTime};

const TAG: Tag = Tag([9; 8]);

pub(super) fn name(text: &str) -> RelPath {
    RelPath::from_kept(text)
}

pub(super) fn begin(depot: &dyn Depot, at: &str, bytes: u64, meta: &ObjectMeta) -> Box<dyn Upload> {
    depot.begin(&Begin { name: &name(at), size_bytes: bytes, meta, tag: TAG }).unwrap()
}

fn bring(depot: &dyn Depot, at: &str, bytes: &[u8], meta: &ObjectMeta) -> crate::Stored {
    let upload = begin(depot, at, bytes.len() as u64, meta);
    let marks: Vec<_> = bytes
        .chunks(upload.part_bytes() as usize)
        .zip(0..)
        .map(|(part, number)| upload.put_part(number, part).unwrap())
        .collect();
    upload.complete(&marks).unwrap()
}

pub(super) fn whole(depot: &dyn Depot, at: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut *depot.read(&name(at), &Reading::default()).unwrap(), &mut bytes)
        .unwrap();
    bytes
}

fn at_second(second: i64) -> ObjectMeta {
    ObjectMeta { modified: Some(Timestamp::from_seconds(second)), ..ObjectMeta::default() }
}

#[test]
fn an_sftp_server_keeps_the_promises() {
    let Some(server) = Server::start("promises of SFTP") else { return };
    let mut depot = server.depot();
    keeps_its_promises(&mut depot);
    // Folders that the promises made for their files.
    assert_eq!(left_in(&server), ["a", "b", "b/c"]);
}

/// Names below the folder of depots, as the machine itself sees them.
fn left_in(server: &Server) -> Vec<String> {
    let depot = crate::LocalDepot::open(&server.data()).unwrap();
    let mut all = Vec::new();
    depot
        .list(&RelPath::root(), &mut |path, _| {
            all.push(path.to_string());
            ControlFlow::Continue(())
        })
        .unwrap();
    depot.orphans(&RelPath::root(), &mut |orphan| all.push(orphan.token.0)).unwrap();
    all
}

#[test]
fn servers_without_extensions_keep_the_promises() {
    let Some(server) = Server::with(
        "promises of plainer SFTP servers",
        "internal-sftp -P hardlink,fsync,limits,statvfs,posix-rename,users-groups-by-id",
    ) else {
        return;
    };
    let mut depot = server.depot();
    keeps_its_promises(&mut depot);
    assert_eq!(depot.free_bytes().unwrap(), None);
    depot.flush().unwrap();
}

#[test]
fn what_is_there_and_what_is_kept() {
    let Some(server) = Server::start("properties by SFTP") else { return };
    let depot = server.depot();
    let meta = ObjectMeta {
        modified: Some(Timestamp(1_600_000_000_500_000_000)),
        mode: Some(0o4751),
        owner: Some("nobody at all".to_owned()),
        attributes: [("note".to_owned(), b"value".to_vec())].into(),
        ..ObjectMeta::default()
    };
    let stored = bring(&depot, "file", b"content", &meta);
    assert_eq!(stored.losses, [Loss::Modified, Loss::Mode, Loss::Owner, Loss::Attributes]);
    let there = std::fs::metadata(server.data().join("file")).unwrap();
    assert_eq!((there.mode() & 0o7777, there.mtime(), there.nlink()), (0o751, 1_600_000_000, 1));
    // The mark lies in the future, and not far.
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs() as i64;
    assert!((now + 80_000..now + 15 * 86_400).contains(&there.atime()), "{}", there.atime() - now);

    let owner = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name;
    assert_eq!(depot.meta(&name("file")).unwrap().owner, Some(owner.clone()));
    let own = ObjectMeta { owner: Some(owner), ..at_second(1_500_000_000) };
    assert_eq!(bring(&depot, "own", b"", &own).losses, []);

    depot.make_folder(&name("sub/inner")).unwrap();
    let furnished = ObjectMeta { mode: Some(0o750), ..at_second(1_400_000_000) };
    assert_eq!(depot.set_meta(&name("sub"), &furnished).unwrap(), []);
    assert_eq!(depot.meta(&name("sub")).unwrap().modified, furnished.modified);
    depot.flush().unwrap();
    assert!(depot.free_bytes().unwrap().is_some_and(|bytes| bytes > 0));

    // What a plan foretells by.
    let mut depot = depot;
    depot.probe(TAG).unwrap();
    let can = depot.capabilities();
    assert_eq!(can.time_step_ns, Some(1_000_000_000));
    assert_eq!(can.gives.as_ref().map(|[owner, _]| owner), own.owner.as_ref());
}

#[test]
fn links_are_told_and_never_followed() {
    let Some(server) = Server::start("links by SFTP") else { return };
    let depot = server.depot();
    let outside = server.path("outside");
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("secret"), "secret").unwrap();
    std::os::unix::fs::symlink(&outside, server.data().join("out")).unwrap();
    std::os::unix::fs::symlink(outside.join("secret"), server.data().join("leaf")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, server.data().join("pipe"), rustix::fs::Mode::RUSR).unwrap();
    let mut kinds = Vec::new();
    depot
        .list(&RelPath::root(), &mut |path, facts| {
            kinds.push((path.to_string(), facts.kind));
            ControlFlow::Continue(())
        })
        .unwrap();
    let told = [("leaf", EntryKind::Link), ("out", EntryKind::Link), ("pipe", EntryKind::Special)];
    assert_eq!(kinds, told.map(|(name, kind)| (name.to_owned(), kind)));
    let wrong = |error: crate::ConnectError| assert_eq!(error.kind(), ConnectErrorKind::WrongType, "{error}");
    for at in ["leaf", "pipe", "out/secret", "out"] {
        wrong(depot.read(&name(at), &Reading::default()).err().unwrap());
    }
    let meta = at_second(1);
    let what = Begin { name: &name("out/new"), size_bytes: 1, meta: &meta, tag: TAG };
    wrong(depot.begin(&what).err().unwrap());
    wrong(depot.set_meta(&name("out/secret"), &meta).unwrap_err());
    wrong(depot.set_meta(&name("leaf"), &meta).unwrap_err());
    wrong(depot.make_folder(&name("out/new")).unwrap_err());
    let facts = depot.stat(&name("leaf")).unwrap().unwrap();
    wrong(depot.remove(&name("out/secret"), &facts).unwrap_err());
    wrong(depot.stat(&name("leaf/../out")).unwrap_err());
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 1);
}

/// As if the process had died between the steps of giving a name: the object is told ours by its mark, and only by that.
#[test]
fn an_object_is_told_ours_by_its_mark() {
    let Some(server) = Server::start("marks by SFTP") else { return };
    let depot = server.depot();
    let meta = at_second(1_500_000_000);
    let what = Begin { name: &name("file"), size_bytes: 7, meta: &meta, tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let marks = [upload.put_part(0, b"content").unwrap()];
    let (token, temporary) = (upload.token().clone(), server.data().join(&upload.token().0));
    let stored = upload.complete(&marks).unwrap();
    let completed = |case: &str| match depot.resume(&what, &token).unwrap() {
        Resumed::Completed(again) => assert!(again.facts.is_same(&stored.facts), "{case}"),
        Resumed::Open(_) => panic!("open: {case}"),
        Resumed::Gone => panic!("gone: {case}"),
    };
    completed("named");
    assert_eq!(whole(&depot, "file"), b"content");
    completed("read");
    std::fs::hard_link(server.data().join("file"), &temporary).unwrap();
    completed("named, and under its temporary name as well");
    assert!(!temporary.exists());
    // Repeating is safe.
    assert!(upload.complete(&marks).unwrap().facts.is_same(&stored.facts));

    // The same size and time, by somebody else.
    let file = server.data().join("file");
    std::fs::remove_file(&file).unwrap();
    std::fs::write(&file, "CONTENT").unwrap();
    let moment = SystemTime::UNIX_EPOCH + Duration::new(1_500_000_000, 0);
    std::fs::File::open(&file).unwrap().set_modified(moment).unwrap();
    assert!(matches!(depot.resume(&what, &token).unwrap(), Resumed::Gone));
    assert_eq!(upload.complete(&marks).unwrap_err().kind(), ConnectErrorKind::Exists);
    assert_eq!(std::fs::read(&file).unwrap(), b"CONTENT");
}

#[test]
fn odd_names_come_back_as_they_were() {
    let Some(server) = Server::start("odd names by SFTP") else { return };
    let depot = server.depot();
    let meta = at_second(1_500_000_000);
    let names: [&[u8]; 4] = [b"\xff", b"bytes \xff\xfe", "f\u{fc}r".as_bytes(), b"new\nline"];
    for raw in names {
        let at = RelPath::root().join(raw);
        let upload = depot.begin(&Begin { name: &at, size_bytes: 1, meta: &meta, tag: TAG }).unwrap();
        upload.complete(&[upload.put_part(0, b"x").unwrap()]).unwrap();
        assert!(depot.stat(&at).unwrap().is_some());
    }
    let mut found = Vec::new();
    depot
        .list(&RelPath::root(), &mut |path, _| {
            found.push(path.to_bytes());
            ControlFlow::Continue(())
        })
        .unwrap();
    let mut expected = names.map(<[u8]>::to_vec);
    expected.sort();
    assert_eq!(found, expected);
    let long = name(&"n".repeat(300));
    let error = depot.begin(&Begin { name: &long, size_bytes: 1, meta: &meta, tag: TAG }).err().unwrap();
    assert_eq!(error.kind(), ConnectErrorKind::Name);
}

#[test]
fn a_read_only_server_refuses_and_says_so() {
    let Some(server) = Server::with("a read-only SFTP server", "internal-sftp -R") else { return };
    let mut depot = server.depot();
    std::fs::write(server.data().join("file"), "content").unwrap();
    assert_eq!(whole(&depot, "file"), b"content");
    let meta = at_second(1);
    let what = Begin { name: &name("new"), size_bytes: 1, meta: &meta, tag: TAG };
    assert_eq!(depot.begin(&what).err().unwrap().kind(), ConnectErrorKind::PermissionDenied);
    assert_eq!(depot.make_folder(&name("new")).unwrap_err().kind(), ConnectErrorKind::PermissionDenied);
    let facts = depot.stat(&name("file")).unwrap().unwrap();
    assert_eq!(depot.remove(&name("file"), &facts).unwrap_err().kind(), ConnectErrorKind::PermissionDenied);
    assert_eq!(depot.probe(TAG).unwrap_err().kind(), ConnectErrorKind::PermissionDenied);
    assert!(!depot.capabilities().ability(Capability::ConditionalCreate).probed.unwrap_or(false));
}
