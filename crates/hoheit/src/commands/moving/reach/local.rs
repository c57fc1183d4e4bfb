// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Folders, mounted shares among them.

use super::{Ground, Reached};
use crate::commands::moving::place_failure;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_connect::{LocalDepot, LocalPlace, Place as _};
use hoheit_types::{End, Printable};
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::PathBuf;

/// Opens a folder, the one that was planned with.
pub(super) fn reach(context: &Context, end: &End) -> Result<Reached, Failure> {
    let lang = context.lang;
    let Some(folder) = local_folder(&end.uri) else {
        let uri = Printable(&end.uri);
        let message = lang.pick(
            format!("die Adresse {uri} von '{}' beginnt nicht so, wie hoheit Orte kennt", end.site),
            format!("the address {uri} of '{}' does not begin as places do that hoheit knows", end.site),
        );
        return Err(Failure::new(Exit::Usage, message).hint(lang.pick(
            "Möglich sind file:///…, s3://…, swift://…, azure://…, sftp://…, davs://… Andere Freigaben vorher einhängen und ihren Ordner eintragen.",
            "There are file:///…, s3://…, swift://…, azure://…, sftp://…, davs://… Mount other shares first, and enter their folder.",
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

/// The folder that an address leads to; `None`: it is no local one.
pub(in crate::commands) fn local_folder(uri: &str) -> Option<PathBuf> {
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
