// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Connections that are cut, servers that die, and servers that are silent.

use super::real::{begin, name, whole};
use super::server::{Server, patience};
use crate::sftp::{Patience, SftpDepot};
use crate::{Begin, ConnectErrorKind, Depot, ObjectMeta, Reading, Resumed, Tag};
use hoheit_types::RelPath;
use rustix::process::Signal;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// Passes bytes on to a server until so many have gone there; then it cuts the connection, and the next one is whole.
struct Cutter {
    port: u16,
    left: Arc<AtomicI64>,
}

impl Cutter {
    fn start(to: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let (port, left) = (listener.local_addr().unwrap().port(), Arc::new(AtomicI64::new(i64::MAX)));
        let there = Arc::clone(&left);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, to)) else { continue };
                let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                std::thread::spawn(move || pass(back.0, back.1, None));
                let left = Arc::clone(&there);
                std::thread::spawn(move || pass(client, server, Some(&left)));
            }
        });
        Self { port, left }
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, left: Option<&AtomicI64>) {
    let mut buffer = vec![0; 16 << 10];
    while let Ok(bytes @ 1..) = from.read(&mut buffer) {
        if let Some(left) = left
            && left.fetch_sub(bytes as i64, Ordering::Relaxed) < bytes as i64
        {
            left.store(i64::MAX, Ordering::Relaxed);
            break;
        }
        if to.write_all(&buffer[..bytes]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

fn content(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|place| (place / 1000 + place) as u8).collect()
}

fn depot_by(server: &Server, port: u16) -> SftpDepot {
    let key = std::fs::read_to_string(server.path("host.pub")).unwrap();
    let both = format!("[127.0.0.1]:{} {key}[127.0.0.1]:{port} {key}", server.port);
    std::fs::write(server.path("known_hosts"), both).unwrap();
    SftpDepot::open(server.address(port), server.credential(), patience()).unwrap()
}

/// Calls again what may pass, as moving does.
fn patiently<T>(mut call: impl FnMut() -> Result<T, crate::ConnectError>) -> T {
    for _ in 0..5 {
        match call() {
            Err(error) if error.kind().is_passing() => std::thread::sleep(Duration::from_millis(50)),
            done => return done.unwrap(),
        }
    }
    call().unwrap()
}

#[test]
fn a_part_goes_on_after_the_connection_was_cut() {
    let Some(server) = Server::start("cut connections") else { return };
    let cutter = Cutter::start(server.port);
    let depot = depot_by(&server, cutter.port);
    let bytes = content((8 << 20) + 5);
    let meta = ObjectMeta::default();
    let upload = begin(&depot, "large", bytes.len() as u64, &meta);
    let (first, second) = bytes.split_at(8 << 20);
    cutter.left.store(3 << 20, Ordering::Relaxed);
    let error = upload.put_part(0, first).unwrap_err();
    assert_eq!(error.kind(), ConnectErrorKind::Unavailable, "{error}");
    let marks = [patiently(|| upload.put_part(0, first)), patiently(|| upload.put_part(1, second))];
    // The answer to the last step is lost as well: once it was not done, once it was.
    for left in [0, 150] {
        cutter.left.store(left, Ordering::Relaxed);
        let _ = upload.complete(&marks);
    }
    cutter.left.store(i64::MAX, Ordering::Relaxed);
    let stored = patiently(|| upload.complete(&marks));
    assert!(depot.stat(&name("large")).unwrap().unwrap().is_same(&stored.facts));
    assert!(whole(&depot, "large") == bytes);
    let left = std::fs::read_dir(server.data()).unwrap().count();
    assert_eq!(left, 1, "no temporary name is left");
    patiently(|| depot.flush());
}

#[test]
fn reading_goes_on_after_the_server_was_killed() {
    let Some(mut server) = Server::start("killed servers") else { return };
    let depot = server.depot();
    let bytes = content(12 << 20);
    std::fs::write(server.data().join("large"), &bytes).unwrap();
    let mut opened = depot.read(&name("large"), &Reading::default()).unwrap();
    let mut read = vec![0; 1 << 20];
    opened.read_exact(&mut read).unwrap();
    server.kill();
    server.restart();
    opened.read_to_end(&mut read).unwrap();
    assert!(read == bytes);
    opened.facts().unwrap();

    // Another file under the same name is not read on.
    let mut opened = depot.read(&name("large"), &Reading::default()).unwrap();
    opened.read_exact(&mut read[..10]).unwrap();
    server.kill();
    std::fs::write(server.data().join("large"), &bytes[1..]).unwrap();
    server.restart();
    assert!(opened.read_to_end(&mut read).is_err());
}

#[test]
fn an_upload_goes_on_in_another_process_after_the_server_was_killed() {
    let Some(mut server) = Server::start("killed servers") else { return };
    let bytes = content((16 << 20) + 1);
    let meta = ObjectMeta { mode: Some(0o400), ..ObjectMeta::default() };
    let at = name("large");
    let what = Begin { name: &at, size_bytes: bytes.len() as u64, meta: &meta, tag: Tag([1; 8]) };
    let parts: Vec<&[u8]> = bytes.chunks(8 << 20).collect();
    let depot = server.depot();
    let upload = depot.begin(&what).unwrap();
    upload.put_part(1, parts[1]).unwrap();
    server.kill();
    assert!(upload.put_part(0, parts[0]).unwrap_err().kind().is_passing());
    let token = upload.token().clone();
    drop((upload, depot));
    server.restart();
    let depot = server.depot();
    let Resumed::Open(upload) = depot.resume(&what, &token).unwrap() else { panic!("it is gone") };
    let marks: Vec<_> =
        [0, 2, 1].map(|number| upload.put_part(number, parts[number as usize]).unwrap()).into();
    upload.complete(&marks).unwrap();
    assert!(std::fs::read(server.data().join("large")).unwrap() == bytes);
    let mut orphans = 0;
    depot.orphans(&RelPath::root(), &mut |_| orphans += 1).unwrap();
    assert_eq!(orphans, 0);
}

#[test]
fn a_silent_server_is_given_up() {
    let Some(server) = Server::start("silent servers") else { return };
    let depot = server.depot();
    server.signal_sessions(Signal::STOP);
    let begun = Instant::now();
    let error = depot.free_bytes().unwrap_err();
    assert_eq!(error.kind(), ConnectErrorKind::Unavailable, "{}", error.io());
    // Three signs of life, a second each.
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
    server.signal_sessions(Signal::CONT);
    depot.free_bytes().unwrap();
}

#[test]
fn nobody_there_and_nothing_but_silence() {
    let Some(server) = Server::start("servers that never greet") else { return };
    let open = |port| {
        let patience = Patience { login: Duration::from_millis(500), ..patience() };
        SftpDepot::open(server.address(port), server.credential(), patience).err().unwrap()
    };
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let begun = Instant::now();
    assert_eq!(open(silent.local_addr().unwrap().port()).kind(), &crate::sftp::SftpErrorKind::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(3));
    let port = silent.local_addr().unwrap().port();
    drop(silent);
    assert_eq!(open(port).kind(), &crate::sftp::SftpErrorKind::Unreachable);
    let gone = server.data();
    std::fs::remove_dir(&gone).unwrap();
    assert_eq!(server.try_depot().err().unwrap().kind(), &crate::sftp::SftpErrorKind::NoFolder);
}

#[test]
fn a_write_that_does_not_fit_is_an_error() {
    // A limit that cuts a write short, as a full disk does.
    let script = "#!/bin/sh\ntrap '' XFSZ\nulimit -f 2048\nexec /usr/lib/openssh/sftp-server\n";
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("server");
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let Some(server) = Server::with("short writes", &program.display().to_string()) else { return };
    let depot = server.depot();
    let bytes = content(2 << 20);
    let upload = begin(&depot, "large", bytes.len() as u64, &ObjectMeta::default());
    let error = upload.put_part(0, &bytes).unwrap_err();
    assert_eq!(error.kind(), ConnectErrorKind::Io, "{}", error.io());
    assert!(upload.complete(&[]).is_err());
    assert_eq!(depot.stat(&name("large")).unwrap(), None);
    upload.abort().unwrap();
    assert_eq!(std::fs::read_dir(server.data()).unwrap().count(), 0);
}
