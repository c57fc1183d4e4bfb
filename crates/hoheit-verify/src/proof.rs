// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit-verify bundle` and `receipt`: one entry, in one file, without the log.

use crate::answer::{Answer, Exit, Failure, quoted};
use crate::args::Args;
use crate::files::{digest_of_file, named};
use crate::trust::{self, Judged};
use hoheit_merkle::{Proof, ProofFault, Shown};
use hoheit_types::{Lang, Printable, Receipt, Record as _, digest_of};
use std::path::Path;

/// Bodies have some kilobytes; what is a thousand times as long was not written by hoheit. Reading one takes five times its length in memory.
const PROOF_LIMIT_BYTES: u64 = 16 << 20;

/// What the kind of a receipt begins with.
const RECEIPT: &str = "receipt/";

/// Checks a proof.
pub(crate) fn check(file: &Path, must_be_receipt: bool, args: &Args, lang: Lang) -> Result<Answer, Failure> {
    let policy = trust::policy(args, lang)?;
    let bytes = named(file, PROOF_LIMIT_BYTES, ("die Beweisdatei", "the proof file"), lang)?;
    let too_long = bytes.len() as u64 > PROOF_LIMIT_BYTES;
    let proof = match Proof::parse(&bytes) {
        Ok(proof) if !too_long => proof,
        _ => {
            let why = lang.pick("Die Datei ist kein Beweis aus hoheit", "the file is no proof by hoheit");
            return Ok(refused(why, lang));
        }
    };
    let judged = match trust::judge(&proof.checkpoint, policy.as_ref(), lang) {
        Ok(judged) => judged,
        Err(answer) => return Ok(answer),
    };
    let shown = match proof.check(&judged.checkpoint) {
        Ok(shown) => shown,
        Err(fault) => return Ok(refused(fault_words(fault, lang), lang)),
    };
    if must_be_receipt && !shown.entry.kind.starts_with(RECEIPT) {
        let kind = &shown.entry.kind;
        let why = lang.pick(
            format!("Der Eintrag ist kein Beleg, sondern von der Art {kind}"),
            format!("the entry is no receipt, but of the kind {kind}"),
        );
        return Ok(refused(&why, lang));
    }
    if let Some(path) = &args.file {
        match same(path, shown.body.as_deref(), lang)? {
            Some(true) => {}
            Some(false) => {
                let why = lang.pick(
                    "Die Datei ist nicht die, die am Ziel nachgelesen wurde",
                    "the file is not the one that was read again at the target",
                );
                return Ok(refused(why, lang));
            }
            None => {
                let why = lang.pick(
                    "Der Beleg sagt nicht, welche Datei es war: sein Inhalt fehlt oder ist von einer anderen Version",
                    "the receipt does not say which file it was: its content is missing, or of another version",
                );
                return Ok(refused(why, lang));
            }
        }
    }
    let answer = answer(&judged, &proof, &shown, lang);
    if !args.details {
        return Ok(answer);
    }
    let mut lines = trust::details(&judged, &proof.checkpoint, lang);
    if let Some(body) = &shown.body {
        lines.push(format!("  {}:", lang.pick("Inhalt", "content")));
        lines.extend(body.lines().map(|line| format!("    {}", Printable(line))));
    }
    Ok(answer.with(lines))
}

/// Whether a file is the one that the receipt tells of; `None` where it does not tell.
fn same(path: &Path, body: Option<&str>, lang: Lang) -> Result<Option<bool>, Failure> {
    let receipt = body.and_then(|body| Receipt::read(digest_of(Receipt::KIND, body), body));
    let Some(receipt) = receipt else { return Ok(None) };
    let (digest, size_bytes) = digest_of_file(path, lang)?;
    Ok(Some(digest == receipt.target && size_bytes == receipt.size_bytes))
}

fn refused(why: &str, lang: Lang) -> Answer {
    Answer::new(Exit::Damaged, format!("{}: {why}.", lang.pick("Nicht bewiesen", "Not proved")))
}

fn fault_words(fault: ProofFault, lang: Lang) -> &'static str {
    match fault {
        ProofFault::NoEntry => lang.pick(
            "Die Datei nennt den Eintrag nicht, den sie beweist",
            "the file does not hold the entry that it proves",
        ),
        ProofFault::Inclusion(_) => lang.pick(
            "Der Eintrag steht nicht an dieser Stelle des Protokolls",
            "the entry is not at that place of the log",
        ),
        ProofFault::Unknown => lang.pick(
            "Der Eintrag steht im Protokoll, aber dieses Programm versteht ihn nicht",
            "the entry is in the log, but this program does not understand it",
        ),
        ProofFault::Body => lang.pick(
            "Der Inhalt ist nicht der, auf den sich der Eintrag festlegt",
            "the content is not the one that the entry commits to",
        ),
    }
}

fn answer(judged: &Judged, proof: &Proof, shown: &Shown, lang: Lang) -> Answer {
    let origin = quoted(&judged.checkpoint.origin, lang);
    let (index, kind, at) = (lang.integer(proof.index), &shown.entry.kind, shown.entry.at);
    let body = lang.pick(
        format!("Eintrag {index} ({kind}, {at}) steht im Protokoll {origin}"),
        format!("entry {index} ({kind}, {at}) is in the log {origin}"),
    );
    let mut remarks: Vec<String> = trust::remark(judged, lang).into_iter().collect();
    if shown.body.is_none() {
        remarks.push(lang.pick("sein Inhalt liegt nicht bei", "its content is not enclosed").to_owned());
    }
    let rest = remarks.iter().fold(String::new(), |rest, remark| format!("{rest}; {remark}"));
    if !judged.has_policy {
        let sentence = lang.pick(
            format!(
                "Nur in sich stimmig: {body}; wer dessen Prüfpunkt unterschrieben hat, wurde nicht geprüft \
                 (--policy oder --key sagt, wem zu trauen ist){rest}."
            ),
            format!(
                "Only consistent in itself: {body}; who signed its checkpoint was not checked \
                 (--policy or --key says whom to trust){rest}."
            ),
        );
        return Answer::new(Exit::Remarks, sentence);
    }
    let backing = format!(", {}", trust::backing(judged, lang));
    if remarks.is_empty() {
        return Answer::new(Exit::Proved, format!("{}: {body}{backing}.", lang.pick("Bewiesen", "Proved")));
    }
    let head = lang.pick("Bewiesen, mit Einschränkung", "Proved, with remarks");
    Answer::new(Exit::Remarks, format!("{head}: {body}{backing}{rest}."))
}
