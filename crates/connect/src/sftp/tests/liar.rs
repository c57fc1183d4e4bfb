// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Servers that don't do what they say, or say what can't be. They hold the right key: encryption protects against others, not against them.

use super::real::{begin, name};
use super::server::{patience, ssh_keygen};
use crate::sftp::packet::{Assembler, Attrs, Reply, Request, kind, status};
use crate::sftp::{Address, Credential, SftpDepot, Surroundings};
use crate::{ConnectErrorKind, Depot, ObjectMeta, Reading};
use hoheit_types::RelPath;
use russh::server::{self, Auth, ChannelOpenHandle, Msg, Session};
use russh::{Channel, ChannelId};
use std::io::Read as _;
use std::net::{Ipv4Addr, TcpListener};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is lied: kind and number of a request, and what to send instead of the honest answer.
type Lie = Arc<dyn Fn(u8, u32) -> Option<Vec<u8>> + Send + Sync>;

/// A server with one folder, in which one file of ten bytes stands.
struct Liar {
    lie: Lie,
    assembler: Assembler,
    has_greeted: bool,
    has_listed: bool,
}

fn attrs(mode: u32, size: u64) -> Attrs {
    Attrs { size: Some(size), ids: Some((0, 0)), mode: Some(mode), times: Some((1, 1_500_000_000)) }
}

fn told(code: u32, number: u32) -> Vec<u8> {
    Request::new(kind::STATUS, 0).u32(code).string(b"").string(b"").numbered(number)
}

fn names(number: u32, names: &[(&[u8], Attrs)]) -> Vec<u8> {
    let mut answer = Request::new(kind::NAME, 0).u32(names.len() as u32);
    for (name, attrs) in names {
        answer = answer.string(name).string(b"").attrs(attrs);
    }
    answer.numbered(number)
}

impl Liar {
    fn answer(&mut self, packet: Vec<u8>) -> Vec<u8> {
        if !self.has_greeted {
            self.has_greeted = true;
            return vec![0, 0, 0, 5, kind::VERSION, 0, 0, 0, 3];
        }
        let (number, request) = Reply::parse(packet).unwrap();
        if let Some(lie) = (self.lie)(request.kind, number) {
            return lie;
        }
        let file = attrs(0o100_644, 10);
        let ends_with = |end: &[u8]| request.body.ends_with(end);
        match request.kind {
            kind::REALPATH => names(number, &[(b"/srv", Attrs::default())]),
            kind::LSTAT if ends_with(b"/srv") => {
                Request::new(kind::ATTRS, 0).attrs(&attrs(0o040_755, 0)).numbered(number)
            }
            kind::LSTAT if ends_with(b"/file") || ends_with(b".part") => {
                Request::new(kind::ATTRS, 0).attrs(&file).numbered(number)
            }
            kind::LSTAT => told(status::NO_SUCH_FILE, number),
            kind::FSTAT => Request::new(kind::ATTRS, 0).attrs(&file).numbered(number),
            kind::OPEN | kind::OPENDIR => Request::new(kind::HANDLE, 0).string(b"h").numbered(number),
            kind::READ => Request::new(kind::DATA, 0).string(b"0123456789").numbered(number),
            kind::READDIR if self.has_listed => told(status::EOF, number),
            kind::READDIR => {
                self.has_listed = true;
                names(number, &[(b"file", file)])
            }
            _ => told(status::OK, number),
        }
    }
}

impl server::Handler for Liar {
    type Error = russh::Error;

    async fn auth_password(&mut self, _: &str, _: &str) -> Result<Auth, Self::Error> {
        Ok(Auth::Accept)
    }

    async fn channel_open_session(
        &mut self,
        _: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        reply.accept().await;
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn data(
        &mut self,
        channel: ChannelId,
        data: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let mut packets = Vec::new();
        let mut assembler = std::mem::take(&mut self.assembler);
        assembler.take(data, |packet| packets.push(packet)).unwrap();
        self.assembler = assembler;
        for packet in packets {
            session.data(channel, self.answer(packet))?;
        }
        Ok(())
    }
}

/// A depot at a server that lies so, and the folder that its keys lie in.
fn depot(lie: impl Fn(u8, u32) -> Option<Vec<u8>> + Send + Sync + 'static) -> (tempfile::TempDir, SftpDepot) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    ssh_keygen(&["-q", "-t", "ed25519", "-N", "", "-f", at("host").to_str().unwrap()]);
    let key = std::fs::read_to_string(at("host")).unwrap();
    let config = server::Config {
        keys: vec![russh::keys::decode_secret_key(&key, None).unwrap()],
        ..server::Config::default()
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (config, lie): (_, Lie) = (Arc::new(config), Arc::new(lie));
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            listener.set_nonblocking(true).unwrap();
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let lie = Arc::clone(&lie);
                let liar =
                    Liar { lie, assembler: Assembler::default(), has_greeted: false, has_listed: false };
                let served = server::run_stream(Arc::clone(&config), stream, liar).await;
                tokio::spawn(async move { served.unwrap().await });
            }
        });
    });
    let public = std::fs::read_to_string(at("host.pub")).unwrap();
    std::fs::write(at("known_hosts"), format!("[127.0.0.1]:{port} {public}")).unwrap();
    std::fs::write(at("login"), "password: hush\n").unwrap();
    std::fs::set_permissions(at("login"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let around = Surroundings { known_hosts: Some(at("known_hosts")), agent: None };
    let credential = Credential::find(at("login").to_str(), &around).unwrap();
    let address = Address::parse(&format!("sftp://kim@127.0.0.1:{port}/srv")).unwrap();
    (folder, SftpDepot::open(address, credential, patience()).unwrap())
}

fn listed(depot: &SftpDepot) -> Result<Vec<String>, crate::ConnectError> {
    let mut all = Vec::new();
    depot.list(&RelPath::root(), &mut |path, _| {
        all.push(path.to_string());
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

fn read(depot: &SftpDepot) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut opened = depot.read(&name("file"), &Reading::default()).map_err(std::io::Error::other)?;
    opened.read_to_end(&mut bytes).map(|_| bytes)
}

#[test]
fn an_honest_one_is_understood() {
    let (_folder, depot) = depot(|_, _| None);
    assert_eq!(listed(&depot).unwrap(), ["file"]);
    assert_eq!(read(&depot).unwrap(), b"0123456789");
}

#[test]
fn names_that_lead_elsewhere_end_a_listing() {
    for bad in [&b"../etc"[..], b"a/b", b"", b"nul\0"] {
        let (_folder, depot) = depot(move |kind, number| {
            (kind == kind::READDIR).then(|| names(number, &[(bad, attrs(0o100_644, 1))]))
        });
        assert_eq!(listed(&depot).unwrap_err().kind(), ConnectErrorKind::Io, "{bad:?}");
    }
}

#[test]
fn more_than_was_asked_for_is_no_answer() {
    let (_folder, depot) = depot(|kind, number| {
        (kind == kind::READ).then(|| Request::new(kind::DATA, 0).string(&[7; 11]).numbered(number))
    });
    assert!(read(&depot).is_err());
}

#[test]
fn an_end_before_the_end_is_told() {
    let (_folder, depot) = depot(|kind, number| (kind == kind::READ).then(|| told(status::EOF, number)));
    assert_eq!(read(&depot).unwrap(), b"", "the caller knows how much there should be");
}

#[test]
fn writes_that_are_acknowledged_and_dropped_get_no_name() {
    // Whatever is written, ten bytes stand there.
    let named = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&named);
    let (_folder, depot) = depot(move |kind, _| {
        seen.fetch_or(matches!(kind, kind::EXTENDED | kind::RENAME), Ordering::Relaxed);
        None
    });
    let upload = begin(&depot, "new", 11, &ObjectMeta::default());
    assert!(upload.put_part(0, &[1; 11]).is_err());
    assert!(upload.complete(&[]).is_err());
    assert!(!named.load(Ordering::Relaxed), "a name was given");
}

#[test]
fn garbage_ends_the_connection_and_not_the_process() {
    for garbage in [vec![0, 0, 0, 0], vec![255; 8], vec![0, 0, 0, 1, 101]] {
        let (_folder, depot) = depot({
            let garbage = garbage.clone();
            move |kind, _| (kind == kind::READDIR).then(|| garbage.clone())
        });
        let error = listed(&depot).unwrap_err();
        assert!(error.kind().is_passing(), "{garbage:?}: {}", error.io());
        // A new one is as good as the first.
        assert!(depot.stat(&name("file")).unwrap().is_some(), "{garbage:?}");
    }
}
