// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Settings that are not the usual ones are told in the log, in clear: weaker protection must not come and go unseen.

use super::{is_sealed, policy};
use crate::commands::catalogue_failure;
use crate::config::Config;
use crate::context::Context;
use crate::failure::Failure;
use hoheit_catalogue::{Attested, Catalogue};
use hoheit_merkle::{Said, TrustPolicy, WitnessKey};
use hoheit_scan::Protected;
use hoheit_types::{Clock as _, Digest, digest_of};
use serde_json::{Map, Value, json};

const KIND: &str = "settings/1";

/// How it is told that the log's key is under a passphrase.
const SEALED: &str = "\"log.key\":\"passphrase\"";

/// What all these entries are about, to find the last one by.
fn subject() -> Digest {
    digest_of(KIND, "")
}

/// Puts down what of the settings in force is not the usual, where that is not what was put down last.
pub(super) fn note(context: &Context, catalogue: &mut Catalogue) -> Result<(), Failure> {
    let fail = |error| catalogue_failure(context, error);
    let policy = policy(context)?;
    let told = match catalogue.last_evidence_of(KIND, subject()).map_err(fail)? {
        Some(row) => match row.entry.said {
            Said::Open(body) => body,
            Said::Committed(_) => String::new(),
        },
        None => json!({}).to_string(),
    };
    let is_sealed = match is_sealed(context) {
        Some(is_sealed) => is_sealed,
        // Nobody knows just now: then nothing is said to have changed.
        None => told.contains(SEALED),
    };
    let body = Value::Object(unusual(&context.config, policy.as_ref(), is_sealed)).to_string();
    if body == told {
        return Ok(());
    }
    let (kind, at) = (KIND.into(), context.clock.now());
    let attested = Attested { kind, at, body, digest: Some(subject()), is_open: true };
    catalogue.attest(vec![attested]).map_err(fail)
}

/// Settings by their name in `hoheit.toml`, sorted. Of patterns only how many there are: they hold names of folders, and so of people.
fn unusual(config: &Config, policy: Option<&TrustPolicy>, is_sealed: bool) -> Map<String, Value> {
    let (scan, limits) = (&config.scan, &config.limits);
    let usual = Config::default();
    // A name that is none is refused by the next scan; what was written there is nobody's business.
    let is_area = |name: &&String| *name == "all" || Protected::from_name(name).is_some();
    let mut read_protected: Vec<&str> =
        scan.read_protected.iter().filter(is_area).map(String::as_str).collect();
    read_protected.sort_unstable();
    let numbers = [
        ("limits.cells", limits.cells, usual.limits.cells),
        ("limits.children", limits.children, usual.limits.children),
        ("limits.depth", limits.depth.into(), usual.limits.depth.into()),
        ("limits.document_bytes", limits.document_bytes, usual.limits.document_bytes),
        ("limits.elapsed_ms", limits.elapsed_ms, usual.limits.elapsed_ms),
        ("limits.expanded_bytes", limits.expanded_bytes, usual.limits.expanded_bytes),
        ("limits.expansion_ratio", limits.expansion_ratio, usual.limits.expansion_ratio),
        ("limits.pages", limits.pages, usual.limits.pages),
        ("limits.text_bytes", limits.text_bytes, usual.limits.text_bytes),
        ("limits.worker_bytes", limits.worker_bytes, usual.limits.worker_bytes),
        (
            "privacy.forget_vanished_days",
            config.privacy.forget_vanished_days.into(),
            usual.privacy.forget_vanished_days.into(),
        ),
        ("scan.exclude", scan.exclude.len() as u64, 0),
        ("scan.ocr_minutes", scan.ocr_minutes, usual.scan.ocr_minutes),
        (
            "scan.ocr_pages_per_document",
            scan.ocr_pages_per_document.into(),
            usual.scan.ocr_pages_per_document.into(),
        ),
    ];
    let mut unusual: Map<String, Value> = numbers
        .into_iter()
        .filter(|(_, value, usual)| value != usual)
        .map(|(name, value, _)| (name.to_owned(), value.into()))
        .collect();
    if !read_protected.is_empty() {
        unusual.insert("scan.read_protected".to_owned(), read_protected.into());
    }
    if is_sealed {
        unusual.insert("log.key".to_owned(), "passphrase".into());
    }
    if let Some(policy) = policy.filter(|policy| !policy.witnesses.is_empty() || !policy.is_unwitnessed()) {
        let name = |witness: &WitnessKey| format!("{}+{:08x}", witness.key.name(), witness.key.id());
        let mut names: Vec<String> = policy.witnesses.iter().map(name).collect();
        names.sort_unstable();
        unusual.insert("log.witnesses".to_owned(), names.into());
        unusual.insert("log.quorum".to_owned(), policy.least_witnesses().into());
    }
    unusual
}
