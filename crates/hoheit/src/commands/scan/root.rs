// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a scan begins at: a folder, or the address of a site.

use super::reach;
use crate::cli::Scan;
use crate::commands::moving;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_connect::{LocalPlace, Place};
use hoheit_types::Printable;
use std::path::{Path, PathBuf};

/// The root of a scan.
pub(super) struct Root {
    /// What is read
    pub(super) place: Box<dyn Place>,
    /// As people know it, and as the catalogue keeps it
    pub(super) name: String,
    /// Where it lies on this machine; `None`: elsewhere
    pub(super) folder: Option<PathBuf>,
    /// The name of the source that lies there by what is entered for the site
    pub(super) label: Option<String>,
}

/// Reaches what the person named, or says why not and what to do.
pub(super) fn root(context: &Context, args: &Scan) -> Result<Root, Failure> {
    let Some(uri) = address(&args.folder) else {
        let written = args.folder.to_str().and_then(moving::local_folder);
        let place = reach(written.as_deref().unwrap_or(&args.folder), context.lang)?;
        let folder = place.path().to_owned();
        let name = folder.to_string_lossy().into_owned();
        return Ok(Root { place: Box::new(place), name, folder: Some(folder), label: None });
    };
    let (end, location) = moving::address_of(context, uri)?.ok_or_else(|| unknown(context, uri))?;
    let place = moving::place(context, &end)?;
    Ok(Root { place: Box::new(place), name: uri.to_owned(), folder: None, label: location.source })
}

/// Reaches a source again by the root that the catalogue keeps; `None`: it can't be reached.
pub(in crate::commands) fn again(context: &Context, root: &str) -> Option<Box<dyn Place>> {
    let path = Path::new(root);
    match address(path) {
        None => Some(Box::new(LocalPlace::open(path).ok()?)),
        Some(uri) => {
            let (end, _) = moving::address_of(context, uri).ok()??;
            Some(Box::new(moving::place(context, &end).ok()?))
        }
    }
}

/// What is written as an address of something elsewhere; `None`: it is a folder of this machine, be it `file:///srv`.
fn address(folder: &Path) -> Option<&str> {
    let is_scheme =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let text = folder.to_str()?;
    let (scheme, _) = text.split_once("://")?;
    (is_scheme(scheme) && moving::local_folder(text).is_none()).then_some(text)
}

fn unknown(context: &Context, uri: &str) -> Failure {
    // The scheme alone: who writes a password into an address does not want to see it again.
    let (lang, scheme) = (context.lang, Printable(uri.split("://").next().unwrap_or_default()));
    let message = lang.pick(
        format!("diese Adresse ({scheme}://…) ist bei keinem Ort eingetragen"),
        format!("this address ({scheme}://…) is not entered for any site"),
    );
    Failure::new(Exit::Usage, message).hint(lang.pick(
        "Eintragen mit hoheit sites edit: uri, und mit credential, wo das Geheimnis liegt.",
        "Enter it with hoheit sites edit: uri, and with credential where the secret lies.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_paths() {
        for uri in ["s3://bucket/a", "sftp://host/srv"] {
            assert_eq!(address(Path::new(uri)), Some(uri));
        }
        for path in ["/srv/a", "a", "C:\\a", "://a", "/srv/s3://x", "file:///srv"] {
            assert_eq!(address(Path::new(path)), None, "{path}");
        }
    }
}
