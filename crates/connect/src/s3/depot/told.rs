// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a bucket tells of itself, and what of it we saw.

use super::S3Depot;
use crate::depot::told::{promised, transport};
use crate::http::HttpError;
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
        promised(Trait::Locks, client.lock_rule().map(|rule| rule.as_ref().map(rule_words))),
        promised(Trait::Encryption, client.encryption()),
    ]
}

/// A region other than the one that was entered for the site contradicts it.
fn location(answer: Result<Option<String>, HttpError>, entered: Option<&str>) -> Told {
    let told = promised(Trait::Location, answer);
    let is_other = told.said.as_deref().zip(entered).is_some_and(|(said, entered)| said != entered);
    let verdict =
        if told.verdict == Verdict::Promised && is_other { Verdict::Contradicted } else { told.verdict };
    Told { verdict, ..told }
}

fn versions(answer: Result<Versioning, HttpError>, kept: Option<Seen>) -> Told {
    let word = |said| match said {
        Versioning::On => "on",
        Versioning::Suspended => "suspended",
        Versioning::Off => "off",
    };
    let told = promised(Trait::Versions, answer.map(|said| Some(word(said).to_owned())));
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
