// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What connectors share in telling what places say of themselves.

use crate::http::{HttpError, HttpErrorKind};
use hoheit_types::{Told, Trait, Verdict};

/// Of a connection that we made ourselves, with a certificate that was checked, or without one.
pub(crate) fn transport(is_tls: bool) -> Told {
    let verdict = if is_tls { Verdict::Shown } else { Verdict::Contradicted };
    Told::new(Trait::Transport, verdict).saying(if is_tls { "TLS" } else { "none" })
}

/// What a place says of itself is its word, and no more. `Ok(None)`: it has nothing of the kind.
pub(crate) fn promised(what: Trait, answer: Result<Option<String>, HttpError>) -> Told {
    match answer {
        Ok(Some(words)) => Told::new(what, Verdict::Promised).saying(words),
        Ok(None) => Told::new(what, Verdict::NotCheckable).saying("none"),
        // Whether it is not allowed to be asked or does not know the question: nothing is known.
        Err(error) => {
            let code = error.code.filter(|_| error.kind != HttpErrorKind::Unsupported);
            Told { said: code, ..Told::new(what, Verdict::NotCheckable) }
        }
    }
}

/// Names what the protocol has no words for, too: an auditor is to see that it was not passed over.
pub(crate) fn and_the_rest(mut told: Vec<Told>) -> Vec<Told> {
    for what in Trait::ALL {
        if !told.iter().any(|known| known.what == *what) {
            told.push(Told::new(*what, Verdict::NotCheckable));
        }
    }
    told
}
