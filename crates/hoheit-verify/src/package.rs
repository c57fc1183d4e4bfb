// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit-verify package`: a bag, and what hoheit says of it: that each file is the one that was read again, by a receipt in the log.

mod bag;
mod listing;
mod names;
mod receipts;
mod sums;
mod text;
mod words;

use crate::answer::{Answer, Exit, Failure, counted, quoted};
use crate::args::Args;
use crate::files::Unread;
use crate::trust;
use bag::Bag;
use hoheit_types::Lang;
use receipts::{Receipts, Told};
use std::fs;
use std::path::Path;

/// Checks a package.
pub(crate) fn check(folder: &Path, args: &Args, lang: Lang) -> Result<Answer, Failure> {
    let policy = trust::policy(args, lang)?;
    match fs::metadata(folder) {
        Ok(facts) if facts.is_dir() => {}
        found => {
            let why = match found {
                Ok(_) => lang.pick("ist kein Ordner", "is no folder").to_owned(),
                Err(error) => Unread::from(error).words(lang),
            };
            let what = lang.pick("das Paket", "the package");
            return Err(Failure::new(Exit::Unreadable, format!("{what}: {why}")).hint(lang.pick(
                "gemeint ist der Ordner, in dem die Datei bagit.txt liegt",
                "what is meant is the folder that holds the file bagit.txt",
            )));
        }
    }
    let mut bag = Bag::check(folder);
    let receipts = match Receipts::read(folder, &mut bag, policy.as_ref(), lang) {
        Told::Nothing => None,
        Told::Distrusted(answer) => return Ok(answer),
        Told::Receipts(receipts) => Some(receipts),
    };
    let answer = answer(&bag, receipts.as_ref(), lang);
    Ok(if args.details { answer.with(words::details(&bag, receipts.as_ref(), lang)) } else { answer })
}

fn answer(bag: &Bag, receipts: Option<&Receipts>, lang: Lang) -> Answer {
    let faults = bag.fault_count + receipts.map_or(0, |receipts| receipts.fault_count);
    if faults > 0 {
        return unsound(bag, receipts, faults, lang);
    }
    let count = counted(lang, bag.files, ("Datei", "file"), ("Dateien", "files"));
    let bytes = lang.bytes(bag.size_bytes);
    let mut remarks = words::remarks(bag, lang);
    // A name with `./` before it is the same name; and old sums show what they can, of bags without receipts.
    let is_minor = bag.remarks.keys().all(|remark| matches!(remark, bag::Remark::Dots | bag::Remark::Weak));
    let body = lang.pick(
        format!("Das Paket mit {count}, {bytes}, ist vollständig und unverändert"),
        format!("the package of {count}, {bytes}, is complete and unchanged"),
    );
    let Some(receipts) = receipts else {
        remarks.insert(
            0,
            lang.pick("Quittungen von hoheit liegen nicht bei", "no receipts of hoheit are enclosed")
                .to_owned(),
        );
        let exit = if is_minor { Exit::Proved } else { Exit::Remarks };
        let rest = remarks.iter().fold(String::new(), |rest, remark| format!("{rest}; {remark}"));
        let head = lang.pick("In sich stimmig", "Consistent in itself");
        return Answer::new(exit, format!("{head}: {body}{rest}."));
    };
    let judged = &receipts.judged;
    remarks.extend(trust::remark(judged, lang));
    let rest = remarks.iter().fold(String::new(), |rest, remark| format!("{rest}; {remark}"));
    let origin = quoted(&judged.checkpoint.origin, lang);
    let each = lang.pick(
        format!("jede Datei hat eine Quittung im Protokoll {origin}"),
        format!("every file has a receipt in the log {origin}"),
    );
    if !judged.has_policy {
        let sentence = lang.pick(
            format!(
                "Nur in sich stimmig: {body}; {each}; wer dessen Prüfpunkt unterschrieben hat, wurde nicht geprüft \
                 (--policy oder --key sagt, wem zu trauen ist){rest}."
            ),
            format!(
                "Only consistent in itself: {body}; {each}; who signed its checkpoint was not checked \
                 (--policy or --key says whom to trust){rest}."
            ),
        );
        return Answer::new(Exit::Remarks, sentence);
    }
    let backing = trust::backing(judged, lang);
    if is_minor && trust::remark(judged, lang).is_none() {
        let head = lang.pick("Bewiesen", "Proved");
        return Answer::new(Exit::Proved, format!("{head}: {body}; {each}, {backing}{rest}."));
    }
    let head = lang.pick("Bewiesen, mit Einschränkung", "Proved, with remarks");
    Answer::new(Exit::Remarks, format!("{head}: {body}; {each}, {backing}{rest}."))
}

fn unsound(bag: &Bag, receipts: Option<&Receipts>, faults: u64, lang: Lang) -> Answer {
    let first = words::faults(bag, receipts, lang).into_iter().next().unwrap_or_default();
    let count = counted(lang, faults, ("Beanstandung", "fault"), ("Beanstandungen, zuerst", "faults, first"));
    let only_unreadable = receipts.is_none_or(|receipts| receipts.fault_count == 0)
        && bag.faults.iter().all(|fault| matches!(fault.kind, bag::FaultKind::Unreadable(_)));
    if only_unreadable {
        let sentence = lang.pick(
            format!("Nicht geprüft: Das Paket ließ sich nicht ganz lesen; {count}: {first}."),
            format!("Not checked: the package could not be read in full; {count}: {first}."),
        );
        return Answer::new(Exit::Unreadable, sentence);
    }
    let sentence = lang.pick(
        format!("Nicht bewiesen: Das Paket ist beschädigt, unvollständig oder verändert; {count}: {first}."),
        format!("Not proved: the package is damaged, incomplete or was changed; {count}: {first}."),
    );
    Answer::new(Exit::Damaged, sentence)
}
