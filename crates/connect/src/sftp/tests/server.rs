// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A real server for one test: OpenSSH's sshd on a free port, for whoever runs the test, with a folder and keys of its own.

use crate::sftp::{Address, Credential, Patience, SftpDepot, SftpError, Surroundings};
use rustix::process::{Pid, Signal, kill_process};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn send(id: u32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(id as i32) {
        let _ = kill_process(pid, signal);
    }
}

const SSHD: &str = "/usr/sbin/sshd";

/// Dropping it ends the server.
pub(super) struct Server {
    process: Child,
    pub(super) port: u16,
    pub(super) folder: tempfile::TempDir,
    subsystem: String,
}

pub(super) fn ssh_keygen(args: &[&str]) {
    let status = Command::new("ssh-keygen").args(args).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{args:?}");
}

/// For a person: short pauses.
pub(super) fn patience() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        login: Duration::from_secs(10),
        silence: Duration::from_secs(10),
        keepalive: Duration::from_secs(1),
    }
}

impl Server {
    /// `None` names what was left out, or fails where nothing may be left out.
    pub(super) fn start(what: &str) -> Option<Self> {
        Self::with(what, "internal-sftp")
    }

    /// With another program, or other options of it, behind the subsystem.
    pub(super) fn with(what: &str, subsystem: &str) -> Option<Self> {
        if !Path::new(SSHD).exists() {
            assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "{what}: sshd is missing");
            println!("left out: {what} (openssh-server is missing: cargo xtask test installs it)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        for name in ["host", "id"] {
            let path = folder.path().join(name);
            ssh_keygen(&["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path.to_str().unwrap()]);
        }
        std::fs::copy(folder.path().join("id.pub"), folder.path().join("authorized")).unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        if nix::unistd::geteuid().is_root() {
            // Where sshd locks up what it does before a login.
            std::fs::create_dir_all("/run/sshd").unwrap();
        }
        // The port is free at this moment; who takes it before the server does makes it end, and the next one is tried.
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            if let Some(process) = launch(folder.path(), port, subsystem) {
                let server = Self { process, port, folder, subsystem: subsystem.to_owned() };
                server.enter("host.pub");
                return Some(server);
            }
        }
        panic!("sshd does not start");
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where depots of this server put their files.
    pub(super) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Enters a key as this server's.
    pub(super) fn enter(&self, public_key: &str) {
        let key = std::fs::read_to_string(self.path(public_key)).unwrap();
        std::fs::write(self.path("known_hosts"), format!("[127.0.0.1]:{} {key}", self.port)).unwrap();
    }

    pub(super) fn surroundings(&self) -> Surroundings {
        Surroundings { known_hosts: Some(self.path("known_hosts")), agent: None }
    }

    pub(super) fn credential(&self) -> Credential {
        Credential::find(self.path("id").to_str(), &self.surroundings()).unwrap()
    }

    pub(super) fn address(&self, port: u16) -> Address {
        let user = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name;
        let folder = self.data();
        Address::parse(&format!("sftp://{user}@127.0.0.1:{port}{}", folder.display())).unwrap()
    }

    pub(super) fn try_depot(&self) -> Result<SftpDepot, SftpError> {
        SftpDepot::open(self.address(self.port), self.credential(), patience())
    }

    pub(super) fn depot(&self) -> SftpDepot {
        self.try_depot().unwrap_or_else(|error| panic!("{error}: {}", self.log()))
    }

    pub(super) fn log(&self) -> String {
        std::fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// Processes that serve connections, not the one that listens.
    fn sessions(&self) -> Vec<u32> {
        let mut found = vec![self.process.id()];
        let mut next = 0;
        while let Some(parent) = found.get(next).copied() {
            next += 1;
            for item in std::fs::read_dir("/proc").unwrap().flatten() {
                let Some(id) = item.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
                    continue;
                };
                let stat = std::fs::read_to_string(item.path().join("stat")).unwrap_or_default();
                let ppid = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1));
                if ppid.and_then(|ppid| ppid.parse::<u32>().ok()) == Some(parent) {
                    found.push(id);
                }
            }
        }
        found.split_off(1)
    }

    pub(super) fn signal_sessions(&self, signal: Signal) {
        for id in self.sessions() {
            send(id, signal);
        }
    }

    /// Kills it in the middle of whatever it does.
    pub(super) fn kill(&mut self) {
        let sessions = self.sessions();
        let _ = (self.process.kill(), self.process.wait());
        for id in sessions {
            send(id, Signal::KILL);
        }
    }

    /// Starts it again, where it was.
    pub(super) fn restart(&mut self) {
        self.process = launch(self.folder.path(), self.port, &self.subsystem).expect("it started before");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn launch(folder: &Path, port: u16, subsystem: &str) -> Option<Child> {
    let at = |name: &str| folder.join(name).display().to_string();
    let config = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nPidFile none\nAuthorizedKeysFile {}\nPasswordAuthentication no\n\
         KbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\nPermitRootLogin prohibit-password\nMaxStartups 100\n\
         Subsystem sftp {subsystem}\n",
        at("host"),
        at("authorized"),
    );
    std::fs::write(at("config"), config).unwrap();
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut process = Command::new(SSHD)
        .args(["-D", "-f", &at("config"), "-E", &at("log")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(5) && process.try_wait().unwrap().is_none() {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Some(process);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let _ = (process.kill(), process.wait());
    None
}
