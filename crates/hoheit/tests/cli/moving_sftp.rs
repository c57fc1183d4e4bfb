// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! To a real SFTP server and back, by processes that die at any moment.

use crate::household::{Household, on_one_line};
use crate::moving::{Office, site_at, statutes};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SSHD: &str = "/usr/sbin/sshd";

/// OpenSSH's sshd on a free port, for whoever runs the test; it ends with the test.
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
        if !Path::new(SSHD).exists() {
            assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "sshd is missing");
            println!("left out: moving by SFTP (openssh-server is missing: cargo xtask test installs it)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        for name in ["host", "id"] {
            let mut keygen = Command::new("ssh-keygen");
            keygen.args(["-q", "-t", "ed25519", "-N", "", "-f", &at(name)]);
            assert!(keygen.status().unwrap().success());
        }
        std::fs::create_dir(at("data")).unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        if rustix::process::geteuid().is_root() {
            std::fs::create_dir_all("/run/sshd").unwrap();
        }
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            let config = format!(
                "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nPidFile none\nAuthorizedKeysFile {}\n\
                 PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\n\
                 PermitRootLogin prohibit-password\nMaxStartups 100\nSubsystem sftp internal-sftp\n",
                at("host"),
                at("id.pub"),
            );
            std::fs::write(at("config"), config).unwrap();
            let mut process = Command::new(SSHD)
                .args(["-D", "-f", &at("config"), "-E", &at("log")])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_secs(5) && process.try_wait().unwrap().is_none() {
                if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                    let key = std::fs::read_to_string(at("host.pub")).unwrap();
                    std::fs::write(at("known_hosts"), format!("[127.0.0.1]:{port} {key}")).unwrap();
                    let settings = format!("key: {}\nknown_hosts: {}\n", at("id"), at("known_hosts"));
                    write_secret(&folder.path().join("login"), &settings);
                    return Some(Self { process, port, folder });
                }
                std::thread::sleep(Duration::from_millis(25));
            }
            let _ = (process.kill(), process.wait());
        }
        panic!("sshd does not start");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn uri(&self) -> String {
        let user = user();
        format!("sftp://{user}@127.0.0.1:{}{}", self.port, self.path("data").display())
    }
}

/// Who runs the test.
fn user() -> String {
    let told = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

fn write_secret(path: &Path, text: &str) {
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create(true).truncate(true).mode(0o600).open(path).unwrap();
    std::io::Write::write_all(&mut &file, text.as_bytes()).unwrap();
}

/// Files below a folder: contents, rights, seconds of the last change.
fn files(root: &Path) -> BTreeMap<PathBuf, (Vec<u8>, u32, i64)> {
    let (mut found, mut waiting) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = waiting.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let facts = path.metadata().unwrap();
                let standing = (std::fs::read(&path).unwrap(), facts.mode(), facts.mtime());
                found.insert(path.strip_prefix(root).unwrap().to_owned(), standing);
            }
        }
    }
    found
}

/// A part has 8 MiB: this one has several.
const LARGE_BYTES: usize = 40 << 20;

fn build(house: &Household) {
    statutes(house, 200);
    let large: Vec<u8> = (0..LARGE_BYTES).map(|place| (place >> 12) as u8 ^ place as u8).collect();
    house.put("30 Satzungen/Archiv/Sammlung.bin", large);
}

#[test]
fn a_dataset_moves_to_a_server_through_kills_and_back() {
    let Some(server) = Server::start() else { return };
    let more = format!("credential = '{}'\n", server.path("login").display());
    let office = Office::with_target(build, |_| site_at("neu", &server.uri(), &more));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let before = files(&office.house.share());
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert_eq!(plan["plan"]["objects"]["files"], 201);
    let killed = office.kill_again(&["move", "run", &digest, "--yes"], 20, Duration::from_secs(25));
    assert!(killed >= 5, "{killed} kills");
    let ran = office.json(&["move", "run", &digest, "--yes"], 0);
    assert_eq!((&ran["files"], &ran["is_complete"]), (&201.into(), &true.into()), "{killed} kills: {ran}");
    // What the protocol can't carry – attributes, fractions of seconds – lies in one file beside.
    let mut there = files(&server.path("data"));
    let sidecar = PathBuf::from(format!(".hoheit/{}/meta-000001.jsonl", &digest[..16]));
    assert!(there.remove(&sidecar).is_some(), "{:?}", there.keys());
    assert_eq!(there.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    assert!(there == before, "contents, rights or times differ");
    assert_eq!(office.json(&["move", "verify", &digest], 0)["files"], 201);
    let logged = office.json(&["log", "list", "--kind", "receipt", "--limit", "1000"], 0);
    assert_eq!(logged["entries"].as_array().unwrap().len(), 202);
    // What the source has lost comes back from there.
    let lost = office.house.share().join("30 Satzungen/Archiv/Sammlung.bin");
    std::fs::remove_file(&lost).unwrap();
    office.kill_again(&["move", "back", &digest, "--yes"], 5, Duration::from_secs(25));
    let back = office.json(&["move", "back", &digest, "--yes"], 0);
    assert_eq!(back["conflicts"], serde_json::json!({}), "{back}");
    assert!(files(&office.house.share()) == before, "the source is as it was");
    assert_eq!(std::fs::read_dir(server.path("data")).unwrap().count(), 0, "nothing is left there");
}

#[test]
fn a_server_that_is_not_known_is_told() {
    let Some(server) = Server::start() else { return };
    let refused = |uri: &str, login: &str, exit: i32| {
        let more = format!("credential = '{}'\n", server.path(login).display());
        let office = Office::with_target(|house| statutes(house, 30), |_| site_at("neu", uri, &more));
        office.shelter();
        office.classify("30 Satzungen", "none");
        let said = office.failed(&["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu"], exit);
        on_one_line(&said)
    };
    write_secret(&server.path("empty"), "");
    let login =
        format!("key: {}\nknown_hosts: {}\n", server.path("id").display(), server.path("empty").display());
    write_secret(&server.path("strange"), &login);
    let said = refused(&server.uri(), "strange", 5);
    assert!(
        said.contains("the server's key is not known (SHA256:") && said.contains("ssh-keyscan"),
        "{said}"
    );
    let said = refused("sftp://kim:hush@127.0.0.1/srv", "login", 3);
    assert!(said.contains("holds a password") && !said.contains("hush"), "{said}");
    let said = refused(&server.uri(), "none", 3);
    assert!(said.contains("there is no such file"), "{said}");
}
