// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Who is let in, and by which server.

use super::server::{Server, patience, ssh_keygen};
use crate::sftp::{Credential, CredentialError, SftpDepot, SftpErrorKind, Surroundings};
use hoheit_types::Lang;
use std::process::{Child, Command, Stdio};

fn refused(server: &Server) -> SftpErrorKind {
    server.try_depot().err().unwrap().kind().clone()
}

#[test]
fn only_a_server_with_the_entered_key_is_spoken_to() {
    let Some(server) = Server::start("known hosts") else { return };
    server.depot();
    let known = server.path("known_hosts");
    let entered = std::fs::read_to_string(&known).unwrap();
    let key = entered.split_once(' ').unwrap().1.to_owned();

    // Hidden by OpenSSH itself.
    ssh_keygen(&["-q", "-H", "-f", known.to_str().unwrap()]);
    assert!(std::fs::read_to_string(&known).unwrap().starts_with("|1|"));
    server.depot();

    std::fs::write(&known, format!("127.0.0.1 {key}")).unwrap();
    let SftpErrorKind::HostUnknown(print) = refused(&server) else {
        panic!("another port is another server")
    };
    assert!(print.starts_with("SHA256:"));
    std::fs::write(&known, "").unwrap();
    assert!(matches!(refused(&server), SftpErrorKind::HostUnknown(_)));
    let error = server.try_depot().err().unwrap();
    assert!(error.told(Lang::De).contains(&print) && error.hint(Lang::De).unwrap().contains("ssh-keyscan"));

    ssh_keygen(&["-q", "-t", "ed25519", "-N", "", "-f", server.path("other").to_str().unwrap()]);
    server.enter("other.pub");
    assert!(matches!(refused(&server), SftpErrorKind::HostChanged(_)));

    std::fs::write(&known, format!("{entered}@revoked * {key}")).unwrap();
    assert_eq!(refused(&server), SftpErrorKind::HostRevoked);
    std::fs::write(&known, format!("@cert-authority * {key}")).unwrap();
    assert_eq!(refused(&server), SftpErrorKind::HostAuthority);
    std::fs::remove_file(&known).unwrap();
    assert_eq!(refused(&server), SftpErrorKind::KnownHosts);
    assert!(!known.exists(), "nothing is learnt");
}

#[test]
fn a_changed_key_ends_a_connection_that_is_made_anew() {
    let Some(mut server) = Server::start("changed host keys") else { return };
    let depot = server.depot();
    ssh_keygen(&["-q", "-t", "ed25519", "-N", "", "-f", server.path("other").to_str().unwrap()]);
    std::fs::rename(server.path("other"), server.path("host")).unwrap();
    server.kill();
    server.restart();
    let error = crate::Depot::free_bytes(&depot).and_then(|_| crate::Depot::free_bytes(&depot)).unwrap_err();
    let sftp = error.io().get_ref().unwrap().downcast_ref::<crate::sftp::SftpError>().unwrap();
    assert!(matches!(sftp.kind(), SftpErrorKind::HostChanged(_)), "{sftp}");
    assert_eq!(error.kind(), crate::ConnectErrorKind::Unavailable, "about the whole place");
    let greeted = server.log().matches("Connection closed").count();
    for _ in 0..3 {
        crate::Depot::free_bytes(&depot).unwrap_err();
    }
    assert_eq!(server.log().matches("Connection closed").count(), greeted, "it is not asked again");
}

/// The agent of one test.
struct Agent(Child, std::path::PathBuf);

impl Agent {
    fn start(server: &Server, keys: &[&str]) -> Self {
        let socket = server.path("agent");
        let process =
            Command::new("ssh-agent").arg("-D").arg("-a").arg(&socket).stdout(Stdio::null()).spawn();
        let agent = Self(process.unwrap(), socket);
        while !agent.1.exists() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        for key in keys {
            let mut add = Command::new("ssh-add");
            add.arg("-q").arg(server.path(key)).env("SSH_AUTH_SOCK", &agent.1).stdin(Stdio::null());
            assert!(add.status().unwrap().success());
        }
        agent
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = (self.0.kill(), self.0.wait());
    }
}

#[test]
fn an_agent_logs_in_and_a_wrong_key_does_not() {
    let Some(server) = Server::start("logging in") else { return };
    let other = server.path("other");
    ssh_keygen(&["-q", "-t", "ecdsa", "-N", "", "-f", other.to_str().unwrap()]);
    let open = |credential| SftpDepot::open(server.address(server.port), credential, patience());
    let wrong = Credential::find(other.to_str(), &server.surroundings()).unwrap();
    assert_eq!(open(wrong).err().unwrap().kind(), &SftpErrorKind::Login);
    let agent = Agent::start(&server, &["other", "id"]);
    let around = Surroundings { agent: Some(agent.1.clone()), ..server.surroundings() };
    open(Credential::find(None, &around).unwrap()).unwrap();
    let nobody = Surroundings { agent: Some(server.path("none")), ..server.surroundings() };
    assert_eq!(open(Credential::find(None, &nobody).unwrap()).err().unwrap().kind(), &SftpErrorKind::Agent);
    let empty = Server::start("agents without keys").unwrap();
    let agent = Agent::start(&empty, &[]);
    let around = Surroundings { agent: Some(agent.1.clone()), ..server.surroundings() };
    assert_eq!(open(Credential::find(None, &around).unwrap()).err().unwrap().kind(), &SftpErrorKind::Agent);
}

#[test]
fn credentials_are_read_and_what_is_wrong_with_them_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let around = Surroundings { known_hosts: Some(at("known_hosts")), agent: None };
    let find = |name: &str| Credential::find(at(name).to_str(), &around).map(drop);
    let write = |name: &str, text: &str, mode: u32| {
        std::fs::write(at(name), text).unwrap();
        std::fs::set_permissions(at(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for (name, more) in [
        ("key", &["-t", "ed25519", "-N", ""][..]),
        ("secret", &["-t", "ed25519", "-N", "hushhush"]),
        ("rsa", &["-t", "rsa", "-b", "2048", "-N", ""]),
        ("pem", &["-t", "rsa", "-b", "2048", "-m", "PEM", "-N", ""]),
    ] {
        ssh_keygen(&[&["-q", "-f", at(name).to_str().unwrap()], more].concat());
    }
    assert_eq!(find("key"), Ok(()));
    assert_eq!(find("secret"), Err(CredentialError::Encrypted));
    assert_eq!(find("rsa"), Err(CredentialError::Kind));
    assert_eq!(find("pem"), Err(CredentialError::Kind));
    assert_eq!(find("none"), Err(CredentialError::Missing));
    std::fs::set_permissions(at("key"), std::fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(find("key"), Err(CredentialError::Open));
    write("settings", "# of the archive\nknown_hosts: /etc/town\npassword: hush: hush\n", 0o600);
    assert_eq!(find("settings"), Ok(()));
    let credential = Credential::find(at("settings").to_str(), &Surroundings::default()).unwrap();
    assert_eq!(format!("{credential:?}"), "Credential");
    write("settings", "known_hosts: /etc/town", 0o600);
    assert_eq!(find("settings"), Err(CredentialError::NoLogin));
    write("settings", "user: kim", 0o600);
    assert_eq!(find("settings"), Err(CredentialError::Malformed));
    write("settings", "", 0o600);
    assert_eq!(find("settings"), Err(CredentialError::Malformed));
    assert_eq!(Credential::find(None, &around).map(drop), Err(CredentialError::NoLogin));
    write("settings", "password: hush", 0o600);
    let nowhere = Credential::find(at("settings").to_str(), &Surroundings::default()).map(drop);
    assert_eq!(nowhere, Err(CredentialError::NoKnownHosts));
}
