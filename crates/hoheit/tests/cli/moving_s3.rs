// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! To a real S3 server and back, by processes that die at any moment.

use crate::deciding::enter;
use crate::household::text;
use crate::moving::{Office, site, site_at, statutes};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// s3s-fs on a free port, with one bucket; it ends with the test.
pub(crate) struct Server {
    process: Child,
    pub(crate) port: u16,
    pub(crate) folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = (self.process.kill(), self.process.wait());
        let _ = std::fs::remove_file(self.folder.path().with_extension("secret"));
    }
}

impl Server {
    /// `None` names what was left out, or fails where nothing may be left out.
    pub(crate) fn start() -> Option<Self> {
        let installed = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/bin/s3s-fs"));
        let program = std::env::var_os("HOHEIT_S3S_FS").map_or_else(|| installed.to_owned(), PathBuf::from);
        if !program.exists() {
            assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "s3s-fs is missing");
            println!("left out: moving to S3 (s3s-fs is missing: cargo xtask test installs it)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("akten")).unwrap();
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
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_secs(5) && process.try_wait().unwrap().is_none() {
                if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                    return Some(Self { process, port, folder });
                }
                std::thread::sleep(Duration::from_millis(25));
            }
            let _ = (process.kill(), process.wait());
        }
        panic!("s3s-fs does not start");
    }

    /// An address in the bucket, and where the secret lies.
    pub(crate) fn location(&self) -> (String, String) {
        let secret = self.folder.path().with_extension("secret");
        let mut options = std::fs::OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(&secret).unwrap();
        std::io::Write::write_all(&mut &file, b"testkey:testsecret\n").unwrap();
        let uri = format!("s3://akten/umzug?endpoint=http://127.0.0.1:{}", self.port);
        (uri, format!("credential = '{}'\n", secret.display()))
    }

    /// The bucket's files: names below it, contents. What the server keeps for itself is none of them.
    fn objects(&self) -> Vec<(String, Vec<u8>)> {
        let bucket = self.folder.path().join("akten");
        let (mut found, mut waiting) = (Vec::new(), vec![bucket.clone()]);
        while let Some(folder) = waiting.pop() {
            for item in std::fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                let name = path.strip_prefix(&bucket).unwrap().to_string_lossy().into_owned();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    found.push((name, std::fs::read(&path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }
}

/// A part has 16 MiB or less: this one has several.
const LARGE_BYTES: usize = 40 << 20;

#[test]
fn a_dataset_moves_to_a_bucket_through_kills_and_back() {
    let Some(server) = Server::start() else { return };
    let (uri, more) = server.location();
    let office = Office::with_target(
        |house| {
            for number in 0..200 {
                house.put(
                    &format!("30 Satzungen/Jahr {}/Satzung {number}.txt", number % 7),
                    format!("Satzung {number}\n"),
                );
            }
            let large: Vec<u8> = (0..LARGE_BYTES).map(|place| (place >> 12) as u8 ^ place as u8).collect();
            house.put("30 Satzungen/Archiv/Sammlung.bin", large);
        },
        |_| site_at("neu", &uri, &more),
    );
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert_eq!(plan["plan"]["objects"]["files"], 201);
    let killed = office.kill_again(&["move", "run", &digest, "--yes"], 20, Duration::from_mins(1));
    assert!(killed >= 5, "{killed} kills");
    // This server writes an object first and its metadata after it: cut off in between, it keeps an object that nobody can tell to be ours. Such a
    // one is not touched, and told; at most one for each kill.
    let ran = office
        .house
        .command(&["move", "run", &digest, "--yes", "--format", "json"])
        .env("USER", "kim")
        .env("HOHEIT_NOW", "1795953600")
        .output()
        .unwrap();
    assert!(!ran.stdout.is_empty(), "{}", text(&ran.stderr));
    let ran: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    let strange = ran["conflicts"]["target_exists"].as_u64().unwrap_or(0);
    let files = ran["files"].as_u64().unwrap();
    assert!(strange <= killed && files + strange == 201, "{killed} kills: {ran}");
    let objects = server.objects();
    let own: Vec<&(String, Vec<u8>)> =
        objects.iter().filter(|(name, _)| name.starts_with("umzug/30 Satzungen/")).collect();
    assert_eq!(own.len(), 201, "{:?}", objects.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for (name, content) in own {
        let source = office.house.share().join(name.strip_prefix("umzug/").unwrap());
        assert!(*content == std::fs::read(source).unwrap(), "{name}");
    }
    let left: Vec<&String> =
        objects.iter().map(|(name, _)| name).filter(|name| name.contains(".hoheit")).collect();
    let sidecar = format!("umzug/.hoheit/{}/meta-000001.jsonl", &digest[..16]);
    assert_eq!(left, [&sidecar], "rights and owners lie in one object, and nothing else is left");
    let verified = office.json(&["move", "verify", &digest], 0);
    assert_eq!((&verified["files"], &verified["sidecar_parts"]), (&files.into(), &1.into()));
    let logged = office.json(&["log", "list", "--kind", "receipt", "--limit", "1000"], 0);
    assert_eq!(logged["entries"].as_array().unwrap().len() as u64, files + 1);
    let back = office.json(&["move", "back", &digest, "--yes"], 0);
    assert_eq!(back["files"], files, "{back}");
    let left = server.objects();
    let left = left.iter().filter(|(name, _)| name.starts_with("umzug/")).count() as u64;
    assert_eq!(left, strange, "what is not known to be ours stays");
}

#[test]
fn what_lies_in_a_bucket_is_scanned_and_moves_on() {
    let Some(server) = Server::start() else { return };
    let secret = server.folder.path().with_extension("secret");
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(&secret).unwrap();
    std::io::Write::write_all(&mut &file, b"testkey:testsecret\n").unwrap();
    let uri = format!("s3://akten/umzug?endpoint=http://127.0.0.1:{}", server.port);
    let more = format!("credential = '{}'\nsource = 'eimer'\n", secret.display());
    let office = Office::with_target(
        |house| {
            statutes(house, 30);
            house.put(
                "30 Satzungen/Jahr 1/Liste.txt",
                "Erika Mustermann, geb. 12.08.1964, IBAN DE02120300000000202051\n",
            );
        },
        |_| site_at("neu", &uri, &more),
    );
    let unknown = office.failed(&["scan", "s3://nirgends?endpoint=http://127.0.0.1:9"], 3);
    assert!(unknown.contains("is not entered"), "{unknown}");
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    office.say(&["move", "run", &digest, "--yes"], 0);

    // The day of these commands is fixed: what is newer than their clock counts as being written just now, and is read again each time.
    let old = std::time::UNIX_EPOCH + Duration::from_secs(1_790_000_000);
    for (name, _) in server.objects() {
        let path = server.folder.path().join("akten").join(name);
        std::fs::File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
    }
    let before = server.objects();
    office.say(&["scan", &uri, "--dry-run"], 0);
    let scanned = office.json(&["scan", &uri], 0);
    assert_eq!(scanned["coverage"]["examined"]["files"], 31, "{scanned}");
    assert_eq!(scanned["read_files"], 31);
    assert_eq!(office.json(&["scan", &uri], 0)["read_files"], 0, "what is unchanged is not fetched again");
    assert!(server.objects() == before, "reading changes nothing");

    // On from there, to a folder: contents and times are those of the first source.
    let folder = server.folder.path().join("dritter");
    std::fs::create_dir(&folder).unwrap();
    enter(&office.house, &[site("dritter", &folder, None)]);
    office.shelter_of("dritter");
    let all = office.say(&["datasets", "list", "--format", "json"], 0);
    let mut all = all.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let id = all.find(|row| row["source"] == 2 && row["name"] == "30 Satzungen").unwrap()["id"].to_string();
    office.classify(&id, "none");
    let planned = office.json(&["move", "plan", &id, "--from", "neu", "--to", "dritter"], 0);
    let digest = planned["digest"].as_str().unwrap();
    assert_eq!(planned["plan"]["objects"]["files"], 31, "{planned}");
    office.say(&["move", "run", digest, "--yes"], 0);
    for (name, content) in &before {
        let Some(path) = name.strip_prefix("umzug/").filter(|path| path.starts_with("30 ")) else { continue };
        let (first, third) = (office.house.share().join(path), folder.join(path));
        assert!(std::fs::read(&third).unwrap() == *content, "{path}");
        let time = |path: &Path| std::fs::metadata(path).unwrap().modified().unwrap();
        assert_eq!(time(&third), time(&first), "{path}");
    }
    std::fs::remove_file(secret).unwrap();
}

#[test]
fn an_address_that_can_not_be_used_is_told() {
    let refused = |uri: &str, more: &str, exit: i32| {
        let office = Office::with_target(|house| statutes(house, 30), |_| site_at("neu", uri, more));
        office.shelter();
        office.classify("30 Satzungen", "none");
        let said = office.failed(&["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu"], exit);
        assert!(!said.contains("hush"), "{said}");
        said
    };
    assert!(refused("s3://akten?endpoint=ftp://x", "", 3).contains("has a server that"));
    let said = refused("s3://akten?endpoint=http://127.0.0.1:9", "", 3);
    assert!(said.contains("it is not entered where key and secret"), "{said}");
    let said = refused("s3://akten?endpoint=http://127.0.0.1:9", "credential = 'NO_SUCH_VARIABLE'\n", 3);
    assert!(said.contains("neither a file nor a variable"), "{said}");
}
