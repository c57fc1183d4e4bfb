// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What goes wrong while objects are carried: about one of them, or about all; and what may pass.

use crate::error::{Conflict, MoveError};
use hoheit_connect::{ConnectError, ConnectErrorKind as Kind};
use std::time::Duration;

/// Why one object goes no further.
pub(crate) enum Trouble {
    /// Only this one
    Object(Conflict),
    /// All of them
    All(MoveError),
}

impl From<MoveError> for Trouble {
    fn from(error: MoveError) -> Self {
        Self::All(error)
    }
}

/// How often a call is tried, and how long the first pause is; each is twice as long as the one before. 5 and 100 ms: 1.5 s in all,
/// enough for a server that restarts a worker, not for one that is down.
const TRIES: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// Tries again what may pass.
pub(crate) fn patient<T>(mut call: impl FnMut() -> Result<T, ConnectError>) -> Result<T, ConnectError> {
    let mut pause = FIRST_PAUSE;
    for _ in 1..TRIES {
        match call() {
            Err(error) if error.kind().is_passing() => std::thread::sleep(pause),
            done => return done,
        }
        pause *= 2;
    }
    call()
}

/// What went wrong at the source is about one object, unless the place is gone.
pub(super) fn at_source(error: ConnectError) -> Trouble {
    match error.kind() {
        Kind::NotFound | Kind::WrongType => Trouble::Object(Conflict::SourceGone),
        kind if kind.is_about_place() => Trouble::All(error.into()),
        _ => Trouble::Object(Conflict::SourceUnreadable),
    }
}

/// At the target a full disk or a failing medium is about all of them.
pub(crate) fn at_target(error: ConnectError) -> Trouble {
    match error.kind() {
        Kind::Exists | Kind::WrongType => Trouble::Object(Conflict::TargetExists),
        Kind::NoSpace | Kind::Io => Trouble::All(error.into()),
        kind if kind.is_about_place() => Trouble::All(error.into()),
        _ => Trouble::Object(Conflict::TargetRefuses),
    }
}
