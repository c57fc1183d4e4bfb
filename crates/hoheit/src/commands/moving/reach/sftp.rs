// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Folders on servers that one logs in to by SSH.

use super::{Ground, Reached, bad_address, secret};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_connect::sftp::{
    Address, AddressError, Credential, CredentialError, Patience, SftpDepot, Surroundings,
};
use hoheit_types::{End, Printable};
use std::path::PathBuf;

/// Connects, makes sure of the server, and logs in.
pub(super) fn reach(context: &Context, end: &End) -> Result<Reached, Failure> {
    let lang = context.lang;
    let address = Address::parse(&end.uri).map_err(|error| address_failure(context, end, error))?;
    let name = secret::name(context, end)?;
    let credential = Credential::find(name.as_deref(), &surroundings())
        .map_err(|error| credential_failure(context, end, name.as_deref(), error))?;
    let holder = format!("sftp://{}:{}", address.host(), address.port());
    let depot = SftpDepot::open(address, credential, Patience::default()).map_err(|error| {
        let why = error.told(lang);
        let message = lang.pick(
            format!("der Server von '{}': {why}", end.site),
            format!("the server of '{}': {why}", end.site),
        );
        Failure::new(Exit::Unavailable, message).hint(error.hint(lang).unwrap_or(lang.pick(
            "Ist der Server erreichbar? Dann denselben Befehl noch einmal geben.",
            "Can the server be reached? Then give the same command again.",
        )))
    })?;
    let mut prefix = String::from_utf8_lossy(depot.root()).into_owned();
    if !prefix.ends_with('/') {
        prefix.push('/');
    }
    Ok(Reached { depot: Box::new(depot), ground: Ground::Keys { holder, prefix } })
}

/// Where OpenSSH itself looks.
fn surroundings() -> Surroundings {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    Surroundings {
        known_hosts: variable("HOME").map(|home| home.join(".ssh/known_hosts")),
        agent: variable("SSH_AUTH_SOCK"),
    }
}

/// What an address looks like.
const LIKE: (&str, &str) = (
    "So sieht sie aus: sftp://benutzer@archiv.stadt.example:22/srv/akten, oder /~/akten ab dem Anfangsordner.",
    "This is what it looks like: sftp://user@archive.town.example:22/srv/files, or /~/files from the first folder.",
);

fn address_failure(context: &Context, end: &End, error: AddressError) -> Failure {
    let why = match error {
        AddressError::Malformed => ("ist nicht zu verstehen", "can't be understood"),
        AddressError::NoUser => {
            ("nennt vor dem @ niemanden, der sich anmeldet", "names nobody before the @ who logs in")
        }
        AddressError::Password => {
            ("enthält ein Passwort, das nicht hineingehört", "holds a password, which does not belong there")
        }
        AddressError::NoFolder => ("nennt keinen Ordner", "names no folder"),
    };
    // An address that holds a secret is not repeated.
    let shown = if error == AddressError::Password { "sftp://…" } else { end.uri.as_str() };
    bad_address(context, end, shown, why, LIKE)
}

fn credential_failure(context: &Context, end: &End, name: Option<&str>, error: CredentialError) -> Failure {
    let lang = context.lang;
    let (why, hint) = credential_words(error);
    let message = match name.map(Printable) {
        Some(name) => lang.pick(format!("{name}: {}", why.0), format!("{name}: {}", why.1)),
        None => lang.pick(
            format!("Anmeldung bei '{}': {}", end.site, why.0),
            format!("logging in to '{}': {}", end.site, why.1),
        ),
    };
    Failure::new(Exit::Usage, message).hint(lang.pick(hint.0, hint.1))
}

/// What is wrong, and what to do, in both languages.
type Words = ((&'static str, &'static str), (&'static str, &'static str));

fn credential_words(error: CredentialError) -> Words {
    const FORM: (&str, &str) = (
        "Die Datei ist ein privater Schlüssel von OpenSSH, oder enthält Zeilen wie key: PFAD und known_hosts: PFAD.",
        "The file is a private key of OpenSSH's, or holds lines like key: PATH and known_hosts: PATH.",
    );
    match error {
        CredentialError::Missing => (("diese Datei gibt es nicht", "there is no such file"), FORM),
        CredentialError::Unreadable => (("nicht lesbar", "can't be read"), FORM),
        CredentialError::Open => (
            ("andere auf dieser Maschine könnten es lesen", "others on this machine may read it"),
            ("Rechte einschränken: chmod 600", "Narrow its mode: chmod 600"),
        ),
        CredentialError::Malformed => (
            (
                "enthält weder einen privaten Schlüssel noch eine Anmeldung",
                "holds neither a private key nor a login",
            ),
            FORM,
        ),
        CredentialError::Encrypted => (
            ("der Schlüssel ist durch eine Passphrase geschützt", "the key is protected by a passphrase"),
            (
                "Mit ssh-add in einen Agenten laden und credential weglassen, oder einen Schlüssel ohne Passphrase nennen.",
                "Load it into an agent with ssh-add and leave credential out, or name a key without passphrase.",
            ),
        ),
        CredentialError::Kind => (
            (
                "diese Art von Schlüssel wird nicht angenommen (RSA, DSA)",
                "this kind of key is not accepted (RSA, DSA)",
            ),
            ("Einen neuen erzeugen: ssh-keygen -t ed25519", "Make a new one: ssh-keygen -t ed25519"),
        ),
        CredentialError::NoLogin => (
            (
                "weder ist eingetragen, womit, noch gibt es einen Agenten",
                "it is not entered by what, and there is no agent",
            ),
            (
                "Eintragen mit hoheit sites edit: credential = Pfad eines privaten Schlüssels. Oder ssh-agent starten (SSH_AUTH_SOCK).",
                "Enter it with hoheit sites edit: credential = path of a private key. Or start ssh-agent (SSH_AUTH_SOCK).",
            ),
        ),
        CredentialError::NoKnownHosts => (
            (
                "es ist nicht gesagt, wo die bekannten Server verzeichnet sind",
                "it is not said where known servers are entered",
            ),
            (
                "In der Datei von credential nennen: known_hosts: PFAD",
                "Name it in credential's file: known_hosts: PATH",
            ),
        ),
    }
}
