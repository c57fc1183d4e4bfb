// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From the address of a site to a place that objects are brought to.

mod azure;
mod dav;
mod local;
mod s3;
mod secret;
mod sftp;
mod swift;

pub(in crate::commands) use local::local_folder;

use super::store_failure;
use crate::commands::{catalogue_failure, open_for_reading};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_connect::http::HttpError;
use hoheit_connect::{Depot, RemotePlace};
use hoheit_move::{Pace, Paced};
use hoheit_store::StateDir;
use hoheit_types::{End, Location, Printable, Site};
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::Arc;

/// One end of a move.
pub(super) struct Reached {
    depot: Box<dyn Depot>,
    ground: Ground,
}

/// What two ends must not share.
enum Ground {
    Folder {
        path: PathBuf,
        root: String,
    },
    /// All keys that begin with `prefix` (which is empty, or ends in a `/`), in what bears this name for all who reach it so
    Keys {
        holder: String,
        prefix: String,
    },
}

impl Reached {
    /// Whether it is a folder of this machine, or mounted there.
    pub(super) fn is_folder(&self) -> bool {
        matches!(self.ground, Ground::Folder { .. })
    }

    /// No faster than a pace allows.
    pub(super) fn paced(self, pace: &Arc<Pace>) -> Self {
        Self { depot: Box::new(Paced::new(self.depot, Arc::clone(pace))), ground: self.ground }
    }

    /// What lies there, as far as the place tells.
    pub(super) fn root(&self) -> Option<String> {
        match &self.ground {
            Ground::Folder { root, .. } => Some(root.clone()),
            Ground::Keys { .. } => None,
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

/// The location that a site has under this address.
pub(in crate::commands) fn address_of(
    context: &Context,
    uri: &str,
) -> Result<Option<(End, Location)>, Failure> {
    let sites = open_for_reading(context)?.in_force::<Site>(court::today(context), None);
    let sites = sites.map_err(|error| catalogue_failure(context, error))?;
    Ok(sites.into_iter().map(|stated| stated.body).find_map(|site| {
        let location = site.locations.into_iter().find(|location| location.uri == uri)?;
        Some((End { site: site.name, uri: uri.to_owned(), root: None }, location))
    }))
}

/// A remote location, to be scanned: fetched copies lie in the state folder while they are read.
pub(in crate::commands) fn place(context: &Context, end: &End) -> Result<RemotePlace, Failure> {
    let reached = reach(context, end)?;
    let address = match &reached.ground {
        Ground::Folder { path, .. } => path.display().to_string(),
        Ground::Keys { holder, prefix } => format!("{holder}/{prefix}"),
    };
    let scratch =
        StateDir::open(&context.home.join("scratch")).map_err(|error| store_failure(context, error))?;
    Ok(RemotePlace::new(reached.depot, &address, scratch.path().to_owned()))
}

/// Reaches one end of a move.
pub(super) fn reach(context: &Context, end: &End) -> Result<Reached, Failure> {
    match end.uri.split_once("://") {
        Some(("azure", _)) => azure::reach(context, end),
        Some(("dav" | "davs", _)) => dav::reach(context, end),
        Some(("s3", _)) => s3::reach(context, end),
        Some(("sftp", _)) => sftp::reach(context, end),
        Some(("swift", _)) => swift::reach(context, end),
        // Also says what addresses there are.
        _ => local::reach(context, end),
    }
}

/// An address that can't be used: why, and what one looks like.
fn bad_address(
    context: &Context,
    end: &End,
    shown: &str,
    why: (&str, &str),
    like: (&'static str, &'static str),
) -> Failure {
    let (lang, shown) = (context.lang, Printable(shown));
    let message = lang.pick(
        format!("die Adresse {shown} von '{}' {}", end.site, why.0),
        format!("the address {shown} of '{}' {}", end.site, why.1),
    );
    Failure::new(Exit::Usage, message).hint(lang.pick(like.0, like.1))
}

/// A server that there is no way to speak to, before anything was sent. The hint counts where the error has none of its own.
fn no_client(context: &Context, end: &End, error: HttpError, hint: &'static str) -> Failure {
    let lang = context.lang;
    let message = lang.pick(
        format!("der Server von '{}' lässt sich nicht ansprechen", end.site),
        format!("the server of '{}' can't be spoken to", end.site),
    );
    let hint = error.hint(lang).unwrap_or(hint);
    Failure::new(Exit::Unavailable, message).hint(hint).because(error)
}

/// Refuses a move into itself: it would never end, or undo would take away what it should keep.
pub(super) fn apart(context: &Context, source: &Reached, target: &Reached) -> Result<(), Failure> {
    let is_apart = match (&source.ground, &target.ground) {
        (Ground::Folder { path: from, .. }, Ground::Folder { path: to, .. }) => {
            !from.starts_with(to) && !to.starts_with(from)
        }
        (Ground::Keys { holder: from, prefix: one }, Ground::Keys { holder: to, prefix: other }) => {
            from != to || !(one.starts_with(other.as_str()) || other.starts_with(one.as_str()))
        }
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
