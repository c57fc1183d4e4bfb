// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What every connector over HTTP shares. Blocking, for threads.
//!
//! ```text
//! Options ─→ agent(TLS, proxy, remembered names, quick acknowledgements)
//! Call ─→ patiently(patience, repeat, one try) ─→ Answer ─→ read(limit) | Body (a download that goes on where it broke)
//!                                                  └→ HttpError: operation, key, kind, status, code – never a body
//! ```
//!
//! Three rules hold for every call. What can be done twice without harm is tried again after a pause; what can't is looked for
//! first. No answer is read beyond its limit. Of what a server writes into an error, only its code is believed and shown.

mod agent;
mod body;
mod call;
mod door;
pub(crate) mod encode;
mod error;
#[cfg(test)]
pub(crate) mod lossy;
pub(crate) mod moment;
mod origin;
mod patience;
mod resolver;
mod socket;
pub(crate) mod xml;

pub(crate) use agent::agent;
pub(crate) use body::{Ask, Body, range};
pub(crate) use call::{Answer, Call, Repeat, exchange, stream, url};
pub(crate) use door::Door;
pub(crate) use error::kind_of_status;
pub(crate) use origin::{host_of, is_here};
pub(crate) use patience::{patiently, pauses};

pub use crate::tls::Trust;
pub use agent::Options;
pub use body::Span;
pub use error::{HttpError, HttpErrorKind, Retry};
pub use patience::Patience;
