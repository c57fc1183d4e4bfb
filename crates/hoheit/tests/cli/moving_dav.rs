// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! To a real WebDAV server and back, by processes that die at any moment.

use crate::moving::{Office, site_at, statutes};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// nginx on a free port, with one folder; it ends with the test.
struct Server {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its workers end when it is told to, not when it is killed.
        let told = Command::new("kill").arg(self.process.id().to_string()).status();
        if !told.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

const MODULE: &str = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";

impl Server {
    /// `None` names what was left out, or fails where nothing may be left out.
    fn start() -> Option<Self> {
        if !Path::new(MODULE).exists() {
            assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "nginx with dav-ext is missing");
            println!(
                "left out: moving to WebDAV (nginx with dav-ext is missing: cargo xtask test installs it)"
            );
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().display();
        std::fs::create_dir_all(folder.path().join("root/umzug")).unwrap();
        std::fs::create_dir(folder.path().join("tmp")).unwrap();
        std::fs::write(folder.path().join("users"), "kim:{PLAIN}hush\n").unwrap();
        // As root it would let others write otherwise, who may not.
        let is_root = std::fs::metadata(folder.path()).unwrap().uid() == 0;
        let user = if is_root { "user root;" } else { "" };
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            let config = format!(
                "load_module {MODULE};\n{user}\nworker_processes 1;\npid {at}/pid;\nerror_log {at}/error.log crit;\n\
                 events {{ worker_connections 128; }}\n\
                 http {{\n access_log off;\n client_max_body_size 0;\n client_body_temp_path {at}/tmp;\n\
                 proxy_temp_path {at}/tmp/p; fastcgi_temp_path {at}/tmp/f; uwsgi_temp_path {at}/tmp/u;\n\
                 scgi_temp_path {at}/tmp/s;\n\
                 server {{ listen 127.0.0.1:{port}; root {at}/root;\n\
                 location / {{ auth_basic dav; auth_basic_user_file {at}/users;\n\
                 dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS; dav_access user:rw; }} }} }}\n"
            );
            let file = folder.path().join("nginx.conf");
            std::fs::write(&file, config).unwrap();
            let mut process = Command::new("nginx")
                .arg("-c")
                .arg(&file)
                .args(["-g", "daemon off;"])
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
        panic!("nginx does not start");
    }

    /// A credential as a site names it.
    fn credential(&self) -> String {
        let secret = self.folder.path().join("secret");
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&secret).unwrap();
        file.write_all(b"kim:hush\n").unwrap();
        format!("credential = '{}'\n", secret.display())
    }

    /// All files: names below the folder, contents.
    fn objects(&self) -> Vec<(String, Vec<u8>)> {
        let root = self.folder.path().join("root/umzug");
        let (mut found, mut waiting) = (Vec::new(), vec![root.clone()]);
        while let Some(folder) = waiting.pop() {
            for item in std::fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                    found.push((name, std::fs::read(&path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }
}

/// A part has 8 MiB: this one has several.
const LARGE_BYTES: usize = 40 << 20;

#[test]
fn a_dataset_moves_to_webdav_through_kills_and_back() {
    let Some(server) = Server::start() else { return };
    let uri = format!("dav://127.0.0.1:{}/umzug", server.port);
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
        |_| site_at("neu", &uri, &server.credential()),
    );
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert_eq!(plan["plan"]["objects"]["files"], 201);
    let killed = office.kill_again(&["move", "run", &digest, "--yes"], 20, Duration::from_mins(1));
    assert!(killed >= 5, "{killed} kills");
    let ran = office.json(&["move", "run", &digest, "--yes"], 0);
    assert_eq!(ran["files"], 201, "{killed} kills: {ran}");
    let (own, rest): (Vec<_>, Vec<_>) =
        server.objects().into_iter().partition(|(name, _)| name.starts_with("30 Satzungen/"));
    let rest: Vec<String> = rest.into_iter().map(|(name, _)| name).collect();
    let sidecar = format!(".hoheit/{}/meta-000001.jsonl", &digest[..16]);
    assert_eq!(rest, [sidecar], "rights and owners lie in one object, and nothing else is left");
    assert_eq!(own.len(), 201, "{:?}", own.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for (name, content) in own {
        assert!(content == std::fs::read(office.house.share().join(&name)).unwrap(), "{name}");
    }
    assert_eq!(office.json(&["move", "verify", &digest], 0)["files"], 201);
    let logged = office.json(&["log", "list", "--kind", "receipt", "--limit", "1000"], 0);
    assert_eq!(logged["entries"].as_array().unwrap().len(), 202);
    let back = office.json(&["move", "back", &digest, "--yes"], 0);
    assert_eq!(back["files"], 201, "{back}");
    assert_eq!(server.objects(), []);
}

/// Hands on what goes to a server, with one byte changed where `from` stands.
fn lying_proxy(to: u16, from: &'static [u8]) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, to)).unwrap();
            let (mut answers, mut asker) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            std::thread::spawn(move || {
                let _ = std::io::copy(&mut answers, &mut asker);
                let _ = asker.shutdown(std::net::Shutdown::Both);
            });
            let (mut client, mut server) = (client, server);
            std::thread::spawn(move || {
                let mut buffer = vec![0; 64 << 10];
                while let Ok(count @ 1..) = client.read(&mut buffer) {
                    let bytes = &mut buffer[..count];
                    if let Some(at) = bytes.windows(from.len()).position(|window| window == from) {
                        bytes[at] ^= 1;
                    }
                    if server.write_all(bytes).is_err() {
                        break;
                    }
                }
                let _ = server.shutdown(std::net::Shutdown::Both);
            });
        }
    });
    port
}

// INVARIANT (no-receipt-without-reading-again)
#[test]
fn a_byte_that_changes_on_its_way_to_webdav_is_found() {
    let Some(server) = Server::start() else { return };
    let port = lying_proxy(server.port, b"gilt ab dem 1. Januar");
    let uri = format!("dav://127.0.0.1:{port}/umzug");
    let office = Office::with_target(
        |house| {
            statutes(house, 30);
            house.put("30 Satzungen/Satzung 99.txt", "Diese Satzung gilt ab dem 1. Januar.\n");
        },
        |_| site_at("neu", &uri, &server.credential()),
    );
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    let ran = office.json(&["move", "run", &digest, "--yes"], 1);
    assert_eq!((&ran["files"], &ran["conflicts"]["unverified"]), (&30.into(), &1.into()), "{ran}");
    let mut objects = server.objects();
    objects.retain(|(name, _)| !name.starts_with(".hoheit/"));
    assert_eq!(objects.len(), 30);
    assert!(objects.iter().all(|(name, _)| !name.contains("99")), "what is wrong does not stay");
}

#[test]
fn an_address_of_webdav_that_can_not_be_used_is_told() {
    let refused = |uri: &str, more: &str| {
        let office = Office::with_target(|house| statutes(house, 30), |_| site_at("neu", uri, more));
        office.shelter();
        office.classify("30 Satzungen", "none");
        let said = office.failed(&["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu"], 3);
        assert!(!said.contains("hush"), "{said}");
        said
    };
    for (uri, why) in [
        ("davs://kim:hush@ablage.example/x", "do not belong there"),
        ("davs://ablage.example/../x", "has a folder with ."),
    ] {
        let said = refused(uri, "");
        assert!(said.contains(why), "{said}");
    }
    let said = refused("dav://127.0.0.1:9/x", "credential = 'NO_SUCH_VARIABLE'\n");
    assert!(said.contains("neither a file nor a variable"), "{said}");
}
