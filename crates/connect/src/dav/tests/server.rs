// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A real server for one test: nginx with its WebDAV modules on a free port, with a folder and a password of its own.

use crate::dav::{Address, Credential, DavClient};
use crate::http::{Options, Patience};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Dropping it ends the server.
pub(super) struct Server {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
}

const MODULE: &str = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";

impl Server {
    /// `None` names what was left out, or fails where nothing may be left out.
    pub(super) fn start(what: &str) -> Option<Self> {
        if !Path::new(MODULE).exists() {
            assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "{what}: nginx with dav-ext is missing");
            println!("left out: {what} (nginx with dav-ext is missing: cargo xtask test installs it)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        for inner in ["root", "tmp"] {
            std::fs::create_dir(folder.path().join(inner)).unwrap();
        }
        std::fs::write(folder.path().join("users"), "kim:{PLAIN}hush\n").unwrap();
        // The port is free at this moment; who takes it before the server does makes it end, and the next one is tried.
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            let file = folder.path().join("nginx.conf");
            std::fs::write(&file, config(folder.path(), port)).unwrap();
            let mut process = Command::new("nginx")
                .arg("-c")
                .arg(&file)
                .args(["-g", "daemon off;"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            for _ in 0..200 {
                if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                    return Some(Self { process, port, folder });
                }
                if process.try_wait().unwrap().is_some() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(25));
            }
            let _ = (process.kill(), process.wait());
        }
        panic!("nginx does not start");
    }

    pub(super) fn client(&self, folder: &str) -> DavClient {
        client(self.port, folder, Some("kim:hush"))
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// What the server shows, on the disk.
    pub(super) fn root(&self) -> std::path::PathBuf {
        self.folder.path().join("root")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its workers end by themselves when it is told to, not when it is killed.
        let told = Command::new("kill").arg(self.process.id().to_string()).status();
        if !told.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

fn config(folder: &Path, port: u16) -> String {
    let at = folder.display();
    let user = if std::fs::metadata("/root").is_ok_and(|_| is_root()) { "user root;" } else { "" };
    format!(
        "load_module {MODULE};\n{user}\nworker_processes 1;\npid {at}/pid;\nerror_log {at}/error.log crit;\n\
         events {{ worker_connections 128; }}\n\
         http {{\n access_log off;\n client_max_body_size 0;\n client_body_temp_path {at}/tmp;\n\
         proxy_temp_path {at}/tmp/p; fastcgi_temp_path {at}/tmp/f; uwsgi_temp_path {at}/tmp/u; scgi_temp_path {at}/tmp/s;\n\
         server {{ listen 127.0.0.1:{port}; root {at}/root;\n\
         location / {{ auth_basic dav; auth_basic_user_file {at}/users; dav_methods PUT DELETE MKCOL COPY MOVE;\n\
         dav_ext_methods PROPFIND OPTIONS; create_full_put_path off; dav_access user:rw; }} }} }}\n"
    )
}

fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

/// A client for a folder of a server on this machine.
pub(super) fn client(port: u16, folder: &str, credential: Option<&str>) -> DavClient {
    let address = Address::parse(&format!("dav://127.0.0.1:{port}{folder}")).unwrap();
    let credential = credential.map(|text| Credential::parse(text).unwrap());
    DavClient::new(address, credential, &options()).unwrap()
}

/// Short, so that what fails for good fails soon.
pub(super) fn options() -> Options {
    let patience = Patience {
        connect: Duration::from_secs(5),
        silence: Duration::from_secs(10),
        tries: 4,
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(5),
    };
    Options { patience, ..Options::default() }
}
