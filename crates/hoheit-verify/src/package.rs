// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit-verify package`: a bag, and what hoheit says of it: that each file is the one that was read again, by a receipt in the log,
//! and that no file is missing, by the record of the exit drill that made it.

mod bag;
mod drill;
mod faults;
mod listing;
mod names;
mod receipts;
mod sums;
mod text;
mod words;

use crate::answer::{Answer, Exit, Failure, counted, quoted};
use crate::args::Args;
use crate::files::Unread;
use crate::trust::{self, Judged};
use bag::Bag;
use drill::Drill;
use faults::{FaultKind, Remark};
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
    let drill = match &args.report {
        None => None,
        Some(report) => match drill::read(report, policy.as_ref(), lang)? {
            Ok(drill) => Some(drill),
            Err(answer) => return Ok(answer),
        },
    };
    // Reading all of a package takes long: a mistyped folder is told before it.
    if let Some(opened) = args.opened.as_ref().filter(|_| receipts::looks_sealed(folder)) {
        receipts::find_opened(opened, lang)?;
    }
    let mut bag = Bag::check(folder);
    if let Some(opened) = &args.opened {
        receipts::check_opened(folder, opened, &bag, lang)?;
    }
    let told = match Receipts::read((folder, args.opened.as_deref()), &mut bag, policy.as_ref(), lang) {
        Told::Distrusted(answer) => return Ok(answer),
        told => told,
    };
    let answer = answer(&bag, &told, (drill.as_ref(), policy.is_some()), lang);
    Ok(if args.details {
        answer.with(words::details(&bag, told.receipts(), drill.as_ref(), lang))
    } else {
        answer
    })
}

/// "Complete" is said only where the record of the drill binds the set of files: receipts speak of the files that are there, never of others.
fn answer(bag: &Bag, told: &Told, (drill, has_policy): (Option<&Drill>, bool), lang: Lang) -> Answer {
    let receipts = told.receipts();
    let faults = bag.fault_count + receipts.map_or(0, |receipts| receipts.fault_count);
    if faults > 0 {
        return unsound(bag, receipts, (faults, blame(bag, receipts, drill, lang)), lang);
    }
    let Some(judged) = told.judged() else {
        return if has_policy || drill.is_some() {
            drill::refused(
                lang.pick(
                    "Dem Paket liegen keine Quittungen von hoheit bei; nichts bindet es an ein Protokoll",
                    "no receipts of hoheit are enclosed in the package; nothing binds it to a log",
                ),
                lang,
            )
        } else {
            loose(bag, lang)
        };
    };
    if let Some(drill) = drill {
        if let Some(why) = drill.refusal(bag, judged, lang) {
            return drill::refused(&why, lang);
        }
    } else if receipts.is_none() {
        return sealed(bag, lang);
    }
    proved(bag, (judged, receipts), drill, lang)
}

/// A package whose receipts nobody has opened, and no report beside it: a checkpoint alone binds no file to a log, so nothing is proved, and nothing refuted.
fn sealed(bag: &Bag, lang: Lang) -> Answer {
    let (count, why, rest) =
        (words::count(bag, lang), words::sealed(lang), joined(&words::remarks(bag, lang)));
    let sentence = lang.pick(
        format!("Nicht geprüft: Das Paket mit {count} ist in sich stimmig, doch {why}; ob es vollständig ist, zeigt auch so der Bericht der Ausstiegsprobe (--report){rest}."),
        format!("Not checked: the package of {count} is consistent in itself, but {why}; whether it is complete, the exit drill's report shows even so (--report){rest}."),
    );
    Answer::new(Exit::Unreadable, sentence)
}

/// A bag that nothing binds to a log.
fn loose(bag: &Bag, lang: Lang) -> Answer {
    let mut remarks = words::remarks(bag, lang);
    remarks.insert(
        0,
        lang.pick("Quittungen von hoheit liegen nicht bei", "no receipts of hoheit are enclosed").to_owned(),
    );
    let (count, rest) = (words::count(bag, lang), joined(&remarks));
    let sentence = lang.pick(
        format!("In sich stimmig: Das Paket mit {count} ist, was seine Verzeichnisse sagen{rest}."),
        format!("Consistent in itself: the package of {count} is what its manifests say{rest}."),
    );
    Answer::new(if is_minor(bag) { Exit::Proved } else { Exit::Remarks }, sentence)
}

fn proved(
    bag: &Bag,
    (judged, receipts): (&Judged, Option<&Receipts>),
    drill: Option<&Drill>,
    lang: Lang,
) -> Answer {
    let count = words::count(bag, lang);
    let origin = quoted(&judged.checkpoint.origin, lang);
    let body = if let Some(drill) = drill {
        let (site, at) = (&drill.record.site, drill.record.finished_at);
        let what = if drill.is_sample() {
            lang.pick("eine Stichprobe und unverändert", "a sample, and unchanged")
        } else {
            lang.pick("vollständig und unverändert", "complete and unchanged")
        };
        let shown = if receipts.is_some() {
            lang.pick(
                format!("jede Datei hat eine Quittung, und beides steht im Protokoll {origin}"),
                format!("every file has a receipt, and both are in the log {origin}"),
            )
        } else {
            lang.pick(format!("sie steht im Protokoll {origin}"), format!("the drill is in the log {origin}"))
        };
        lang.pick(
            format!(
                "Das Paket mit {count} ist {what}: es ist das der Ausstiegsprobe aus '{site}' ({at}); {shown}"
            ),
            format!(
                "the package of {count} is {what}: it is that of the exit drill out of '{site}' ({at}); {shown}"
            ),
        )
    } else {
        lang.pick(
            format!(
                "Von den Dateien, die im Paket liegen ({count}), hat jede eine Quittung im Protokoll {origin}"
            ),
            format!(
                "of the files that are in the package ({count}), every file has a receipt in the log {origin}"
            ),
        )
    };
    let mut remarks: Vec<String> = Vec::new();
    remarks.extend(trust::remark(judged, lang));
    let mut is_clean = is_minor(bag) && remarks.is_empty();
    if let Some(drill) = drill {
        let of_drill = drill.remarks(lang);
        is_clean &= of_drill.is_empty() && trust::remark(&drill.judged, lang).is_none();
        remarks.extend(of_drill);
    }
    let unseen = match receipts {
        None => Some(words::sealed(lang)),
        Some(receipts) => drill.is_none().then(|| words::unbound(receipts, lang)),
    };
    is_clean &= unseen.is_none();
    remarks.extend(unseen.map(str::to_owned));
    remarks.extend(words::remarks(bag, lang));
    let rest = joined(&remarks);
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
    let backing = trust::backing(judged, lang);
    let (exit, head) = if is_clean {
        (Exit::Proved, lang.pick("Bewiesen", "Proved"))
    } else {
        (Exit::Remarks, lang.pick("Bewiesen, mit Einschränkung", "Proved, with remarks"))
    };
    Answer::new(exit, format!("{head}: {body}, {backing}{rest}."))
}

/// A name with `./` before it is the same name; and old sums show what they can, of bags without receipts.
fn is_minor(bag: &Bag) -> bool {
    bag.remarks.keys().all(|remark| matches!(remark, Remark::Dots | Remark::Weak))
}

fn joined(remarks: &[String]) -> String {
    remarks.iter().fold(String::new(), |rest, remark| format!("{rest}; {remark}"))
}

/// What is to blame for faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blame {
    Package,
    /// The receipts that somebody has decrypted, which are no part of it
    Opened,
    Either,
}

/// A package is beyond doubt only where the record of its drill binds all of it; else a receipt that fits no file leaves both open.
fn blame(bag: &Bag, receipts: Option<&Receipts>, drill: Option<&Drill>, lang: Lang) -> Blame {
    let Some(opened) = receipts.filter(|receipts| receipts.is_opened) else { return Blame::Package };
    if bag.faults.iter().any(|fault| fault.path != receipts::RECEIPTS) {
        return Blame::Package;
    }
    let is_bound = drill
        .is_some_and(|drill| drill.judged.has_policy && drill.refusal(bag, &opened.judged, lang).is_none());
    if is_bound || opened.is_bad_in_itself() { Blame::Opened } else { Blame::Either }
}

fn unsound(bag: &Bag, receipts: Option<&Receipts>, (faults, blame): (u64, Blame), lang: Lang) -> Answer {
    let first = words::faults(bag, receipts, lang).into_iter().next().unwrap_or_default();
    let count = counted(lang, faults, ("Beanstandung", "fault"), ("Beanstandungen, zuerst", "faults, first"));
    let only_unreadable = receipts.is_none_or(|receipts| receipts.fault_count == 0)
        && bag.faults.iter().all(|fault| matches!(fault.kind, FaultKind::Unreadable(_)));
    let (exit, head) = if only_unreadable {
        (Exit::Unreadable, lang.pick("Nicht geprüft", "Not checked"))
    } else {
        (Exit::Damaged, lang.pick("Nicht bewiesen", "Not proved"))
    };
    let what = words::blame(blame, only_unreadable, lang);
    Answer::new(exit, format!("{head}: {what}; {count}: {first}."))
}
