// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From the address of a site to a place that objects are brought to.

use super::place_failure;
use crate::commands::{catalogue_failure, open_for_reading};
use crate::context::{Context, SystemClock};
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_connect::s3::{Address, AddressError, Credential, CredentialError, Options, S3Client, S3Depot};
use hoheit_connect::{Depot, LocalDepot, LocalPlace, Place as _};
use hoheit_types::{End, Printable, Site};
use std::ffi::OsString;
use std::ops::{Deref, DerefMut};
use std::os::unix::ffi::OsStringExt as _;
use std::path::PathBuf;
use std::sync::Arc;

/// One end of a move.
pub(super) struct Reached {
    depot: Box<dyn Depot>,
    ground: Ground,
}

/// What two ends must not share.
enum Ground {
    Folder { path: PathBuf, root: String },
    Bucket(Address),
}

impl Reached {
    /// What lies there, as far as the place tells.
    pub(super) fn root(&self) -> Option<String> {
        match &self.ground {
            Ground::Folder { root, .. } => Some(root.clone()),
            Ground::Bucket(_) => None,
        }
    }
}

impl Deref for Reached {
    type Target = dyn Depot;
    fn deref(&self) -> &Self::Target {
        &*self.depot
    }
}

impl DerefMut for Reached {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut *self.depot
    }
}

/// Reaches one end of a move.
pub(super) fn reach(context: &Context, end: &End) -> Result<Reached, Failure> {
    if end.uri.starts_with("s3://") {
        return bucket(context, end);
    }
    let lang = context.lang;
    let Some(folder) = local_folder(&end.uri) else {
        let uri = Printable(&end.uri);
        let message = lang.pick(
            format!(
                "die Adresse {uri} von '{}' ist weder ein Ordner (file:///…) noch ein Bucket (s3://…)",
                end.site
            ),
            format!(
                "the address {uri} of '{}' is neither a folder (file:///…) nor a bucket (s3://…)",
                end.site
            ),
        );
        return Err(Failure::new(Exit::Usage, message).hint(lang.pick(
            "Freigaben vorher einhängen und ihren Ordner eintragen.",
            "Mount a share first, and enter its folder.",
        )));
    };
    let depot = LocalDepot::open(&folder).map_err(|error| place_failure(context, &error))?;
    // The number of the root tells a share from the empty folder that it is mounted at.
    let root = LocalPlace::open(&folder).map_err(|error| place_failure(context, &error))?;
    let root = root.identity().root_inode.to_string();
    if end.root.as_ref().is_some_and(|planned| *planned != root) {
        let folder = folder.display().to_string();
        let folder = Printable(&folder);
        let message = lang.pick(
            format!("in {folder} von '{}' liegt etwas anderes als beim Planen", end.site),
            format!("in {folder} of '{}' lies something else than when it was planned", end.site),
        );
        return Err(Failure::new(Exit::Unavailable, message).hint(lang.pick(
            "Ist die Freigabe eingehängt? Dann denselben Befehl noch einmal geben.",
            "Is the share mounted? Then give the same command again.",
        )));
    }
    let ground = Ground::Folder { path: depot.path().to_owned(), root };
    Ok(Reached { depot: Box::new(depot), ground })
}

fn bucket(context: &Context, end: &End) -> Result<Reached, Failure> {
    let lang = context.lang;
    let address = Address::parse(&end.uri).map_err(|error| {
        let (uri, why) = (Printable(&end.uri), address_words(error));
        let message = lang.pick(
            format!("die Adresse {uri} von '{}' {}", end.site, why.0),
            format!("the address {uri} of '{}' {}", end.site, why.1),
        );
        Failure::new(Exit::Usage, message).hint(lang.pick(
            "So sieht sie aus: s3://bucket/ordner?endpoint=https://s3.stadt.example&region=name",
            "This is what it looks like: s3://bucket/folder?endpoint=https://s3.town.example&region=name",
        ))
    })?;
    let credential = credential(context, end)?;
    // Signatures need the machine's clock, also where `HOHEIT_NOW` fixes that of records.
    let clock = Arc::new(SystemClock::default());
    let client = S3Client::new(address.clone(), credential, clock, &Options::default());
    let client = client.map_err(|error| {
        let message = lang.pick(
            format!("der Server von '{}' lässt sich nicht ansprechen", end.site),
            format!("the server of '{}' can't be spoken to", end.site),
        );
        let hint = error.hint(lang).unwrap_or_default();
        Failure::new(Exit::Unavailable, message).hint(hint).because(error)
    })?;
    Ok(Reached { depot: Box::new(S3Depot::new(client)), ground: Ground::Bucket(address) })
}

/// The secret of a site lies where its address says.
fn credential(context: &Context, end: &End) -> Result<Credential, Failure> {
    let lang = context.lang;
    let site = open_for_reading(context)?.in_force_of::<Site>(end.site.as_str(), court::today(context));
    let site = site.map_err(|error| catalogue_failure(context, error))?;
    let locations = site.map(|stated| stated.body.locations).unwrap_or_default();
    let named = locations.into_iter().find(|location| location.uri == end.uri);
    let name = named.and_then(|location| location.credential);
    let Some(name) = name else {
        let message = lang.pick(
            format!(
                "für die Adresse von '{}' ist nicht eingetragen, wo Schlüssel und Geheimnis liegen",
                end.site
            ),
            format!("it is not entered where key and secret for the address of '{}' lie", end.site),
        );
        return Err(Failure::new(Exit::Usage, message).hint(lang.pick(
            "Eintragen mit hoheit sites edit: credential = Pfad einer Datei, oder Name einer Umgebungsvariable.",
            "Enter it with hoheit sites edit: credential = path of a file, or name of an environment variable.",
        )));
    };
    Credential::find(&name, |variable| std::env::var(variable).ok()).map_err(|error| {
        let (shown, why) = (Printable(&name), credential_words(error));
        let message = lang.pick(format!("{shown}: {}", why.0), format!("{shown}: {}", why.1));
        Failure::new(Exit::Usage, message).hint(lang.pick(
            "Darin steht: SCHLÜSSEL:GEHEIMNIS in einer Zeile, oder was die Werkzeuge von AWS schreiben.",
            "It holds KEY:SECRET on one line, or what AWS' own tools write.",
        ))
    })
}

fn address_words(error: AddressError) -> (&'static str, &'static str) {
    match error {
        AddressError::Malformed => ("ist unvollständig", "is incomplete"),
        AddressError::UnknownSetting => (
            "hat eine andere Angabe als endpoint, region und style",
            "has a setting other than endpoint, region and style",
        ),
        AddressError::Bucket => (
            "nennt einen Bucket, den es so nicht geben kann: 3 bis 63 Kleinbuchstaben, Ziffern, Punkte, Striche",
            "names a bucket that can't exist: 3 to 63 small letters, digits, dots and hyphens",
        ),
        AddressError::NoServer => ("nennt keinen Server (endpoint)", "names no server (endpoint)"),
        AddressError::Endpoint => (
            "hat einen Server, der nicht https://name oder https://name:port ist",
            "has a server that is not https://name or https://name:port",
        ),
        AddressError::Style => {
            ("hat einen anderen style als path und virtual", "has a style other than path and virtual")
        }
    }
}

fn credential_words(error: CredentialError) -> (&'static str, &'static str) {
    match error {
        CredentialError::Missing => {
            ("weder Datei noch Umgebungsvariable dieses Namens", "neither a file nor a variable of this name")
        }
        CredentialError::Unreadable => ("nicht lesbar", "can't be read"),
        CredentialError::Open => (
            "alle auf dieser Maschine könnten es lesen; Rechte einschränken (chmod 600)",
            "everybody on this machine may read it; narrow its mode (chmod 600)",
        ),
        CredentialError::Malformed => {
            ("enthält keinen Schlüssel mit Geheimnis", "holds no key with its secret")
        }
    }
}

/// Refuses a move into itself: it would never end, or undo would take away what it should keep.
pub(super) fn apart(context: &Context, source: &Reached, target: &Reached) -> Result<(), Failure> {
    let is_apart = match (&source.ground, &target.ground) {
        (Ground::Folder { path: from, .. }, Ground::Folder { path: to, .. }) => {
            !from.starts_with(to) && !to.starts_with(from)
        }
        (Ground::Bucket(from), Ground::Bucket(to)) => !from.overlaps(to),
        _ => true,
    };
    if is_apart {
        return Ok(());
    }
    let lang = context.lang;
    Err(Failure::new(
        Exit::Usage,
        lang.pick("Quelle und Ziel liegen ineinander", "source and target lie within each other"),
    )
    .hint(lang.pick(
        "Die Adressen der Orte ändern: hoheit sites edit",
        "Change the addresses of the sites: hoheit sites edit",
    )))
}

/// The folder that an address leads to; `None`: it is no local one.
fn local_folder(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    // `file://localhost/srv` is the same, by RFC 8089.
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    if !rest.starts_with('/') {
        return None;
    }
    let (mut bytes, mut tail) = (Vec::with_capacity(rest.len()), rest.as_bytes());
    while let Some((&byte, after)) = tail.split_first() {
        tail = after;
        let pair = after.first_chunk::<2>().filter(|_| byte == b'%');
        let pair = pair.and_then(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
        match pair {
            Some(code) => {
                bytes.push(code);
                tail = after.get(2..).unwrap_or_default();
            }
            None => bytes.push(byte),
        }
    }
    Some(PathBuf::from(OsString::from_vec(bytes)))
}

#[cfg(test)]
mod tests {
    use super::local_folder;
    use std::path::Path;

    #[test]
    fn addresses_lead_to_folders() {
        let folder = |uri| local_folder(uri);
        assert_eq!(folder("file:///srv/share").as_deref(), Some(Path::new("/srv/share")));
        assert_eq!(folder("file://localhost/srv").as_deref(), Some(Path::new("/srv")));
        assert_eq!(folder("file:///a%20b/100%/%zz").as_deref(), Some(Path::new("/a b/100%/%zz")));
        assert_eq!(folder("file://server/share"), None);
        assert_eq!(folder("s3://bucket"), None);
    }
}
