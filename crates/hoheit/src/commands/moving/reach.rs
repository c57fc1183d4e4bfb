// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From the address of a site to a place that objects are brought to.

mod local;
mod s3;
mod secret;
mod sftp;

use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_connect::Depot;
use hoheit_types::End;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;

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

/// Reaches one end of a move.
pub(super) fn reach(context: &Context, end: &End) -> Result<Reached, Failure> {
    match end.uri.split_once("://") {
        Some(("s3", _)) => s3::reach(context, end),
        Some(("sftp", _)) => sftp::reach(context, end),
        // Also says what addresses there are.
        _ => local::reach(context, end),
    }
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
