// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! To Microsoft's own emulator of Azure Blob Storage and back, by processes that die at any moment.

use crate::moving::{Office, site_at, statutes};
use hoheit_connect::azure::{Address, AzureClient, AzureDepot, Credential};
use hoheit_connect::http::Options;
use hoheit_connect::{Depot as _, Reading};
use hoheit_types::{Clock, RelPath, Timestamp};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// The account that every emulator has, as its documentation prints it.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

struct Now;

impl Clock for Now {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Timestamp(i64::try_from(since.as_nanos()).unwrap())
    }
}

/// Azurite on a free port; it ends with the test.
struct Server {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = (self.process.kill(), self.process.wait());
    }
}

impl Server {
    /// `None` names what was left out, or fails where nothing may be left out.
    fn start() -> Option<Self> {
        let installed = Path::new(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../target/tools/node_modules/.bin/azurite-blob"
        ));
        let program = std::env::var_os("HOHEIT_AZURITE").map_or_else(|| installed.to_owned(), PathBuf::from);
        if !program.exists() {
            assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "Azurite is missing");
            println!("left out: moving to Azure (Azurite is missing: cargo xtask test installs it)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            let mut process = Command::new(&program)
                .args(["--blobHost", "127.0.0.1", "--blobPort", &port.to_string(), "--location"])
                .arg(folder.path().join("data"))
                .args(["--disableTelemetry", "--silent"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_secs(20) && process.try_wait().unwrap().is_none() {
                if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                    return Some(Self { process, port, folder });
                }
                std::thread::sleep(Duration::from_millis(25));
            }
            let _ = (process.kill(), process.wait());
        }
        panic!("Azurite does not start");
    }

    fn uri(&self, prefix: &str) -> String {
        format!("azure://{ACCOUNT}/akten/{prefix}?endpoint=http://127.0.0.1:{}", self.port)
    }

    fn client(&self) -> AzureClient {
        let address = Address::parse(&self.uri("")).unwrap();
        let credential = Credential::parse(KEY).unwrap();
        AzureClient::new(address, credential, Arc::new(Now), &Options::default()).unwrap()
    }

    /// A credential as a site names it.
    fn credential(&self) -> String {
        let secret = self.folder.path().join("secret");
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&secret).unwrap();
        std::io::Write::write_all(&mut file, format!("AccountKey={KEY}\n").as_bytes()).unwrap();
        format!("credential = '{}'\n", secret.display())
    }

    /// All objects, names and contents.
    fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        let depot = AzureDepot::new(self.client());
        let mut names = Vec::new();
        depot
            .list(&RelPath::root(), &mut |name, _| {
                names.push(name);
                ControlFlow::Continue(())
            })
            .unwrap();
        let mut left = Vec::new();
        depot.orphans(&RelPath::root(), &mut |orphan| left.push(orphan)).unwrap();
        assert_eq!(left, []);
        let content = |name: &RelPath| {
            let mut bytes = Vec::new();
            depot.read(name, &Reading::default()).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        };
        names.into_iter().map(|name| (name.as_str().to_owned(), content(&name))).collect()
    }
}

/// A block has 16 MiB: this one has several.
const LARGE_BYTES: usize = 40 << 20;

#[test]
fn a_dataset_moves_to_azure_through_kills_and_back() {
    let Some(server) = Server::start() else { return };
    server.client().create_container().unwrap();
    let office = Office::with_target(
        |house| {
            for number in 0..100 {
                house.put(
                    &format!("30 Satzungen/Jahr {}/Satzung {number}.txt", number % 7),
                    format!("Satzung {number}\n"),
                );
            }
            let large: Vec<u8> = (0..LARGE_BYTES).map(|place| (place >> 12) as u8 ^ place as u8).collect();
            house.put("30 Satzungen/Archiv/Sammlung.bin", large);
        },
        |_| site_at("neu", &server.uri("umzug"), &server.credential()),
    );
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert_eq!(plan["plan"]["objects"]["files"], 101);
    let killed = office.kill_again(&["move", "run", &digest, "--yes"], 20, Duration::from_mins(1));
    assert!(killed >= 5, "{killed} kills");
    let ran = office.json(&["move", "run", &digest, "--yes"], 0);
    assert_eq!(ran["files"], 101, "{killed} kills: {ran}");
    let mut objects = server.objects();
    let sidecar = format!("umzug/.hoheit/{}/meta-000001.jsonl", &digest[..16]);
    assert!(objects.remove(&sidecar).is_some(), "rights and owners lie in one object");
    assert_eq!(objects.len(), 101, "{:?}", objects.keys());
    for (name, content) in objects {
        let source = office.house.share().join(name.strip_prefix("umzug/").unwrap());
        assert!(content == std::fs::read(source).unwrap(), "{name}");
    }
    assert_eq!(office.json(&["move", "verify", &digest], 0)["files"], 101);
    let back = office.json(&["move", "back", &digest, "--yes"], 0);
    assert_eq!(back["files"], 101, "{back}");
    assert!(server.objects().is_empty());
}

#[test]
fn an_address_of_azure_that_can_not_be_used_is_told() {
    for (uri, why) in
        [("azure://Stadt/akten", "names an account"), ("azure://stadt/akten?sig=hush", "has a setting")]
    {
        let office = Office::with_target(|house| statutes(house, 30), |_| site_at("neu", uri, ""));
        office.shelter();
        office.classify("30 Satzungen", "none");
        let said = office.failed(&["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu"], 3);
        assert!(said.contains(why) && !said.contains("hush"), "{said}");
    }
}
