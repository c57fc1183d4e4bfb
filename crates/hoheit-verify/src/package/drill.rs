// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The record of an exit drill, from the folder of its report: it names the sum of the tag manifest, and by that all files of the package. Without it
//! whoever takes files away, and their receipts, leaves a package behind that is sound in itself.

use super::bag::Bag;
use crate::answer::{Answer, Exit, Failure, quoted};
use crate::files::named;
use crate::trust::{self, Judged};
use hoheit_merkle::{Proof, TrustPolicy};
use hoheit_types::{Behind, ExitDrill, Lang, Record as _, digest_of};
use std::path::Path;

/// A record has some hundred bytes for each dataset.
const RECORD_LIMIT_BYTES: u64 = 16 << 20;

/// A proof has some kilobytes.
const PROOF_LIMIT_BYTES: u64 = 1 << 20;

/// What the record says, once it is shown that the log holds it.
#[derive(Debug)]
pub(super) struct Drill {
    pub(super) record: ExitDrill,
    pub(super) judged: Judged,
}

/// Reads the record and its proof. The inner error is the answer that they prove nothing.
pub(super) fn read(
    folder: &Path,
    policy: Option<&TrustPolicy>,
    lang: Lang,
) -> Result<Result<Drill, Answer>, Failure> {
    let what =
        ("der Bericht der Ausstiegsprobe (exit-drill.json)", "the exit drill's report (exit-drill.json)");
    let text = named(&folder.join("exit-drill.json"), RECORD_LIMIT_BYTES, what, lang)?;
    let what = (
        "der Beweis der Ausstiegsprobe (exit-drill.tlog-proof)",
        "the exit drill's proof (exit-drill.tlog-proof)",
    );
    let proof = named(&folder.join("exit-drill.tlog-proof"), PROOF_LIMIT_BYTES, what, lang)?;
    let refused = |de, en| Ok(Err(refused(lang.pick(de, en), lang)));
    let text = String::from_utf8(text).unwrap_or_default();
    let digest = digest_of(ExitDrill::KIND, &text);
    let Some(record) = ExitDrill::read(digest, &text) else {
        return refused(
            "exit-drill.json ist kein Ergebnis einer Ausstiegsprobe",
            "exit-drill.json is no record of an exit drill",
        );
    };
    let Ok(proof) = Proof::parse(&proof) else {
        return refused(
            "exit-drill.tlog-proof ist kein Beweis aus hoheit",
            "exit-drill.tlog-proof is no proof by hoheit",
        );
    };
    let judged = match trust::judge(&proof.checkpoint, policy, lang) {
        Ok(judged) => judged,
        Err(answer) => return Ok(Err(answer)),
    };
    let shown = proof.check(&judged.checkpoint).ok().filter(|shown| shown.entry.kind == ExitDrill::KIND);
    // Bodies are canonical: within a text, quotation marks would be escaped.
    let states = format!(r#","digest":"{digest}","#);
    if !shown.and_then(|shown| shown.body).is_some_and(|body| body.contains(&states)) {
        return refused(
            "exit-drill.tlog-proof beweist exit-drill.json nicht",
            "exit-drill.tlog-proof does not prove exit-drill.json",
        );
    }
    Ok(Ok(Drill { record, judged }))
}

impl Drill {
    /// Why a bag without faults is not the package that the drill made: all of its files, and no other ones. `None`: it is.
    pub(super) fn refusal(&self, bag: &Bag, judged: &Judged, lang: Lang) -> Option<String> {
        let is_same_log = self.judged.checkpoint.origin == judged.checkpoint.origin;
        if !is_same_log || self.record.package.is_none() || self.record.package != bag.seal {
            let why = lang.pick(
                "Das Paket ist nicht das der Ausstiegsprobe: etwas fehlt, kam hinzu oder wurde verändert",
                "the package is not that of the exit drill: something is missing, was added or changed",
            );
            return Some(why.to_owned());
        }
        // INVARIANT (no-stranger-in-the-package)
        let stranger = quoted(bag.stranger.as_ref()?, lang);
        Some(lang.pick(
            format!("Das Paket ist nicht das der Ausstiegsprobe: {stranger} kam hinzu"),
            format!("the package is not that of the exit drill: {stranger} was added"),
        ))
    }

    /// Whether only samples of datasets were asked for: not all that could have left is in the package.
    pub(super) fn is_sample(&self) -> bool {
        self.record.datasets.iter().any(|one| one.behind == Some(Behind::Sampled))
    }

    /// What has to be said of it.
    pub(super) fn remarks(&self, lang: Lang) -> Vec<String> {
        let words = [
            (
                !self.record.is_complete(),
                lang.pick(
                    "nicht alles hat den Ort verlassen, siehe Bericht",
                    "not all has left the site, see the report",
                ),
            ),
            (
                self.record.is_partial,
                lang.pick(
                    "nur einige Datenbestände des Ortes waren verlangt",
                    "only some datasets of the site were asked for",
                ),
            ),
        ];
        words.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words.to_owned()).collect()
    }
}

pub(super) fn refused(why: &str, lang: Lang) -> Answer {
    Answer::new(Exit::Damaged, format!("{}: {why}.", lang.pick("Nicht bewiesen", "Not proved")))
}
