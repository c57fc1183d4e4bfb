// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A real server for one test: s3s-fs on a free port, with a folder of its own.

use crate::s3::{Address, Credential, Options, Patience, S3Client};
use hoheit_types::{Clock, Timestamp};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The machine's clock: a server refuses signatures that are older than 15 minutes.
pub(in crate::s3) struct Now;

impl Clock for Now {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Timestamp(i64::try_from(since.as_nanos()).unwrap())
    }
}

/// Dropping it ends the server.
pub(in crate::s3) struct Server {
    process: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Server {
    /// `None` names what was left out, or fails where nothing may be left out.
    pub(in crate::s3) fn start(what: &str) -> Option<Self> {
        let Some(program) = program() else {
            assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "{what}: s3s-fs is missing");
            println!("left out: {what} (s3s-fs is missing: cargo xtask test installs it)");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        // The port is free at this moment; who takes it before the server does makes it end, and the next one is tried.
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            let mut process = Command::new(&program)
                .args(["--host", "127.0.0.1", "--port", &port.to_string()])
                .args(["--access-key", "testkey", "--secret-key", "testsecret"])
                .arg(folder.path())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            for _ in 0..200 {
                if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                    return Some(Self { process, port, _folder: folder });
                }
                if process.try_wait().unwrap().is_some() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(25));
            }
            let _ = (process.kill(), process.wait());
        }
        panic!("s3s-fs does not start");
    }

    /// A client for a new bucket.
    pub(in crate::s3) fn client(&self, bucket: &str) -> S3Client {
        let client = client(self.port, bucket, "testkey:testsecret");
        client.create_bucket().unwrap();
        client
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = (self.process.kill(), self.process.wait());
    }
}

/// A client for a bucket of a server on this machine.
pub(in crate::s3) fn client(port: u16, bucket: &str, credential: &str) -> S3Client {
    client_of(&format!("s3://{bucket}?endpoint=http://127.0.0.1:{port}"), credential, &options())
}

pub(in crate::s3) fn client_of(address: &str, credential: &str, options: &Options) -> S3Client {
    let credential = Credential::parse(credential).unwrap();
    S3Client::new(Address::parse(address).unwrap(), credential, Arc::new(Now), options).unwrap()
}

/// Short, so that what fails for good fails soon.
pub(in crate::s3) fn options() -> Options {
    let patience = Patience {
        connect: Duration::from_secs(5),
        silence: Duration::from_secs(10),
        tries: 4,
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(5),
    };
    Options { http: crate::http::Options { patience, ..Default::default() }, ..Options::default() }
}

fn program() -> Option<PathBuf> {
    let installed = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/bin/s3s-fs"));
    let named = std::env::var_os("HOHEIT_S3S_FS").map(PathBuf::from);
    named.into_iter().chain([installed.to_owned()]).find(|file| file.is_file())
}

/// Servers that a run may be given: an address whose bucket is called `BUCKET`, and a credential. Ceph and `SeaweedFS` are what
/// `cargo xtask test --slow` starts; the first one is for whatever else somebody has.
const GIVEN: [(&str, &str); 3] = [
    ("HOHEIT_S3_SERVER", "HOHEIT_S3_CREDENTIAL"),
    ("HOHEIT_CEPH_SERVER", "HOHEIT_CEPH_CREDENTIAL"),
    ("HOHEIT_SEAWEEDFS_SERVER", "HOHEIT_SEAWEEDFS_CREDENTIAL"),
];

/// The servers of this run, each with a client for a new bucket: s3s-fs always, and those that are given.
pub(in crate::s3) fn each_server(what: &str, bucket: &str, test: impl Fn(&S3Client)) {
    if let Some(server) = Server::start(what) {
        let client = server.client(bucket);
        test(&client.clone().fitted(&client.probe().unwrap()));
    }
    for (server, credential) in GIVEN {
        let variable = |name: &str| std::env::var(name).ok();
        let Some(uri) = variable(server) else {
            let is_slow = variable("HOHEIT_TEST_SLOW").is_some();
            assert!(!is_slow || server == "HOHEIT_S3_SERVER", "{what}: {server} is missing");
            println!(
                "left out: {what} ({server} is not set: cargo xtask test --slow starts Ceph and SeaweedFS)"
            );
            continue;
        };
        println!("{what}: {server}");
        let credential = Credential::find(credential, variable).unwrap();
        let address = Address::parse(&uri.replace("BUCKET", bucket)).unwrap();
        let client = S3Client::new(address, credential, Arc::new(Now), &options()).unwrap();
        client.create_bucket().unwrap();
        test(&client.clone().fitted(&client.probe().unwrap()));
    }
}
