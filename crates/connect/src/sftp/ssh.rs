// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reaching a server, making sure that it is the one, and logging in.

use super::Patience;
use super::address::Address;
use super::credential::{Credential, Login};
use super::error::SftpErrorKind;
use super::known_hosts::{self, Judgement};
use russh::client::{self, Config, Handle, Msg};
use russh::keys::agent::AgentIdentity;
use russh::keys::agent::client::AgentClient;
use russh::keys::{Algorithm, EcdsaCurve, HashAlg, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{Channel, ChannelMsg, Preferred, cipher};
use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Kinds of keys that are taken, of servers and of users. RSA is left out: the only implementation there is leaks the user's key by the time
/// that it takes (RUSTSEC-2023-0071), and OpenSSH has made Ed25519 keys for every server since 6.5 (2014).
const KINDS: [Algorithm; 4] = [
    Algorithm::Ed25519,
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP384 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP521 },
];

/// AES in GCM first: processors have instructions for it, and it costs a fraction of the library's own order.
const CIPHERS: &[cipher::Name] = &[
    cipher::AES_128_GCM,
    cipher::AES_256_GCM,
    cipher::CHACHA20_POLY1305,
    cipher::AES_256_CTR,
    cipher::AES_128_CTR,
];

/// What may be under way to us without our having asked for more: 16 MiB, enough for 1 Gbit/s over 130 ms.
const WINDOW_BYTES: u32 = 16 << 20;

/// The largest piece that the library takes (a TCP packet).
const PIECE_BYTES: u32 = 65_535;

/// Keys that an agent is asked for at most; servers end a login after six tries (`MaxAuthTries` of `sshd_config(5)`).
const AGENT_KEYS: usize = 6;

pub(super) fn is_taken(kind: &Algorithm) -> bool {
    KINDS.contains(kind)
}

/// Sees to the server's key, and remembers why it was refused.
pub(super) struct Guard {
    known_hosts: String,
    host: String,
    refused: Arc<Mutex<Option<SftpErrorKind>>>,
}

impl Guard {
    fn judge(&self, shown: &PublicKeyOrCertificate) -> Option<SftpErrorKind> {
        let PublicKeyOrCertificate::PublicKey { key, .. } = shown else {
            return Some(SftpErrorKind::HostAuthority);
        };
        let text = key.to_openssh().unwrap_or_default();
        let mut fields = text.split(' ');
        let (kind, own) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        let print = || key.fingerprint(HashAlg::Sha256).to_string();
        match known_hosts::judge(&self.known_hosts, &self.host, kind, own) {
            Judgement::Known => None,
            Judgement::Unknown => Some(SftpErrorKind::HostUnknown(print())),
            Judgement::Changed => Some(SftpErrorKind::HostChanged(print())),
            Judgement::Revoked => Some(SftpErrorKind::HostRevoked),
            Judgement::Authority => Some(SftpErrorKind::HostAuthority),
        }
    }
}

impl client::Handler for Guard {
    type Error = russh::Error;

    async fn check_server_key(&mut self, shown: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        let refused = self.judge(shown);
        let is_known = refused.is_none();
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = refused;
        Ok(is_known)
    }
}

/// A connection with a channel that speaks SFTP.
pub(super) async fn connect(
    address: &Address,
    credential: &Credential,
    patience: &Patience,
) -> Result<(Handle<Guard>, Channel<Msg>), SftpErrorKind> {
    let known = std::fs::read(&credential.known_hosts).map_err(|_| SftpErrorKind::KnownHosts)?;
    let known = String::from_utf8_lossy(&known).into_owned();
    let stream = TcpStream::connect((address.host(), address.port()));
    let stream = timeout(patience.connect, stream).await;
    let stream = stream.map_err(|_| SftpErrorKind::Unreachable)?.map_err(|_| SftpErrorKind::Unreachable)?;
    // Answers are waited for: nothing is to be held back.
    let _ = stream.set_nodelay(true);
    let refused = Arc::new(Mutex::new(None));
    let host = address.known_as();
    let config = config(&known_hosts::kinds(&known, &host), patience);
    let guard = Guard { known_hosts: known, host, refused: Arc::clone(&refused) };
    let greeting = client::connect_stream(Arc::new(config), stream, guard);
    let greeted = timeout(patience.login, greeting).await.map_err(|_| SftpErrorKind::Timeout)?;
    let mut handle = greeted.map_err(|error| {
        let refused = refused.lock().unwrap_or_else(PoisonError::into_inner).take();
        refused.unwrap_or_else(|| failed(&error))
    })?;
    let entering = async {
        log_in(&mut handle, address.user(), &credential.login).await?;
        subsystem(&handle).await
    };
    let channel = timeout(patience.login, entering).await.map_err(|_| SftpErrorKind::Timeout)??;
    Ok((handle, channel))
}

fn config(entered: &[&str], patience: &Patience) -> Config {
    // A server shows one key of many: it must be one of those that were entered, or a known server would look unknown.
    let mut kinds: Vec<Algorithm> =
        KINDS.into_iter().filter(|kind| entered.contains(&kind.as_str())).collect();
    if kinds.is_empty() {
        kinds = KINDS.to_vec();
    }
    Config {
        window_size: WINDOW_BYTES,
        maximum_packet_size: PIECE_BYTES,
        keepalive_interval: Some(patience.keepalive),
        keepalive_max: 3,
        nodelay: true,
        preferred: Preferred {
            key: Cow::Owned(kinds),
            cipher: Cow::Borrowed(CIPHERS),
            ..Preferred::default()
        },
        ..Config::default()
    }
}

fn failed(error: &russh::Error) -> SftpErrorKind {
    use russh::Error as E;
    match error {
        E::NoCommonAlgo { .. } | E::Version | E::UnknownAlgo | E::WrongServerSig => SftpErrorKind::Handshake,
        E::ConnectionTimeout | E::KeepaliveTimeout | E::InactivityTimeout | E::Elapsed(_) => {
            SftpErrorKind::Timeout
        }
        _ => SftpErrorKind::Broken,
    }
}

async fn log_in(handle: &mut Handle<Guard>, user: &str, login: &Login) -> Result<(), SftpErrorKind> {
    let done = match login {
        Login::Key(key) => {
            let key = PrivateKeyWithHashAlg::new(Arc::clone(key), None);
            handle.authenticate_publickey(user, key).await
        }
        Login::Password(password) => handle.authenticate_password(user, password.reveal()).await,
        Login::Agent(path) => return by_agent(handle, user, path).await,
    };
    match done {
        Ok(result) if result.success() => Ok(()),
        Ok(_) => Err(SftpErrorKind::Login),
        Err(error) => Err(failed(&error)),
    }
}

async fn by_agent(
    handle: &mut Handle<Guard>,
    user: &str,
    path: &std::path::Path,
) -> Result<(), SftpErrorKind> {
    let mut agent = AgentClient::connect_uds(path).await.map_err(|_| SftpErrorKind::Agent)?;
    let identities = agent.request_identities().await.map_err(|_| SftpErrorKind::Agent)?;
    let mut refused = SftpErrorKind::Agent;
    let keys = identities.into_iter().filter_map(|identity| match identity {
        AgentIdentity::PublicKey { key, .. } if is_taken(&key.algorithm()) => Some(key),
        _ => None,
    });
    for key in keys.take(AGENT_KEYS) {
        match handle.authenticate_publickey_with(user, key, None, &mut agent).await {
            Ok(result) if result.success() => return Ok(()),
            Ok(_) => refused = SftpErrorKind::Login,
            Err(_) => return Err(SftpErrorKind::Agent),
        }
    }
    Err(refused)
}

async fn subsystem(handle: &Handle<Guard>) -> Result<Channel<Msg>, SftpErrorKind> {
    let mut channel = handle.channel_open_session().await.map_err(|error| match error {
        russh::Error::ChannelOpenFailure(_) => SftpErrorKind::NoSftp,
        error => failed(&error),
    })?;
    channel.request_subsystem(true, "sftp").await.map_err(|error| failed(&error))?;
    loop {
        match channel.wait().await {
            Some(ChannelMsg::Success) => return Ok(channel),
            Some(ChannelMsg::Failure) => return Err(SftpErrorKind::NoSftp),
            Some(_) => {}
            None => return Err(SftpErrorKind::Broken),
        }
    }
}
