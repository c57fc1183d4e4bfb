// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a bucket tells of itself, and what of it we saw.

use super::S3Depot;
use crate::depot::transport;
use crate::http::{HttpError, HttpErrorKind};
use crate::s3::probe::{Ability, Verdict as Seen};
use crate::s3::{LockRule, Versioning};
use hoheit_types::{Told, Trait, Verdict};

pub(super) fn told(depot: &S3Depot) -> Vec<Told> {
    let client = depot.client();
    let kept = depot.facts().map(|probe| probe.verdict(Ability::KeepsVersions));
    vec![
        transport(client.address().is_tls()),
        location(client.location(), client.address().entered_region()),
        versions(client.versioning(), kept),
        answered(Trait::Locks, client.lock_rule(), |rule| rule.as_ref().map(rule_words)),
        answered(Trait::Encryption, client.encryption(), Clone::clone),
    ]
}

/// What it says of itself is its word, and no more.
fn answered<T>(what: Trait, answer: Result<T, HttpError>, words: impl Fn(&T) -> Option<String>) -> Told {
    match answer {
        Ok(said) => match words(&said) {
            Some(words) => Told::new(what, Verdict::Promised).saying(words),
            None => Told::new(what, Verdict::NotCheckable).saying("none"),
        },
        // Whether it is not allowed to be asked or does not know the question: nothing is known.
        Err(error) => {
            let code = error.code.clone().filter(|_| error.kind != HttpErrorKind::Unsupported);
            Told { said: code, ..Told::new(what, Verdict::NotCheckable) }
        }
    }
}

/// A region other than the one that was entered for the site contradicts it.
fn location(answer: Result<Option<String>, HttpError>, entered: Option<&str>) -> Told {
    let told = answered(Trait::Location, answer, Clone::clone);
    let is_other = told.said.as_deref().zip(entered).is_some_and(|(said, entered)| said != entered);
    let verdict =
        if told.verdict == Verdict::Promised && is_other { Verdict::Contradicted } else { told.verdict };
    Told { verdict, ..told }
}

fn versions(answer: Result<Versioning, HttpError>, kept: Option<Seen>) -> Told {
    let told = answered(Trait::Versions, answer, |said| {
        Some(match said {
            Versioning::On => "on".to_owned(),
            Versioning::Suspended => "suspended".to_owned(),
            Versioning::Off => "off".to_owned(),
        })
    });
    match kept {
        Some(Seen::Shown) => Told { verdict: Verdict::Shown, ..told },
        Some(Seen::Contradicted) if told.said.as_deref() == Some("on") => {
            Told { verdict: Verdict::Contradicted, ..told }
        }
        _ => told,
    }
}

fn rule_words(rule: &LockRule) -> String {
    let mode = rule.mode.as_deref().unwrap_or("on");
    match (rule.days, rule.years) {
        (Some(days), _) => format!("{mode} {days} d"),
        (None, Some(years)) => format!("{mode} {years} a"),
        (None, None) => mode.to_owned(),
    }
}
