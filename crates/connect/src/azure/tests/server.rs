// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Microsoft's own emulator for one test: Azurite on a free port, with a folder of its own.

use crate::azure::{Address, AzureClient, Credential};
use crate::http::{Options, Patience};
use hoheit_types::{Clock, Timestamp};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The machine's clock: a server refuses signatures that are older than 15 minutes.
struct Now;

impl Clock for Now {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Timestamp(i64::try_from(since.as_nanos()).unwrap())
    }
}

/// The account that every emulator has, as its documentation prints it.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// Dropping it ends the server.
pub(super) struct Server {
    process: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Server {
    /// `None` names what was left out, or fails where nothing may be left out.
    pub(super) fn start(what: &str) -> Option<Self> {
        let Some(program) = program() else {
            assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "{what}: Azurite is missing");
            println!("left out: {what} (Azurite is missing: cargo xtask test installs it)");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        // The port is free at this moment; who takes it before the server does makes it end, and the next one is tried.
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            let mut process = Command::new(&program)
                .args(["--blobHost", "127.0.0.1", "--blobPort", &port.to_string(), "--location"])
                .arg(folder.path())
                .args(["--disableTelemetry", "--silent"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            for _ in 0..800 {
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
        panic!("Azurite does not start");
    }

    /// A client for a new container.
    pub(super) fn client(&self, container: &str, prefix: &str) -> AzureClient {
        let client = self.client_with(container, prefix, KEY);
        client.create_container().unwrap();
        client
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// The same container by another way.
    pub(super) fn client_through(port: u16, container: &str) -> AzureClient {
        client(port, container, "", KEY)
    }

    pub(super) fn client_with(&self, container: &str, prefix: &str, credential: &str) -> AzureClient {
        client(self.port, container, prefix, credential)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = (self.process.kill(), self.process.wait());
    }
}

fn client(port: u16, container: &str, prefix: &str, credential: &str) -> AzureClient {
    let uri = format!("azure://{ACCOUNT}/{container}/{prefix}?endpoint=http://127.0.0.1:{port}");
    let credential = Credential::parse(credential).unwrap();
    AzureClient::new(Address::parse(&uri).unwrap(), credential, Arc::new(Now), &options()).unwrap()
}

fn program() -> Option<PathBuf> {
    let installed =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/node_modules/.bin/azurite-blob"));
    let named = std::env::var_os("HOHEIT_AZURITE").map(PathBuf::from);
    named.into_iter().chain([installed.to_owned()]).find(|file| file.is_file())
}

/// Short, so that what fails for good fails soon.
fn options() -> Options {
    let patience = Patience {
        connect: Duration::from_secs(5),
        silence: Duration::from_secs(20),
        tries: 4,
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(5),
    };
    Options { patience, ..Options::default() }
}
