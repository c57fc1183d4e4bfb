// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit-verify log`: a whole log, with every file that lies there.

use crate::answer::{Answer, Exit, Failure, counted, entries, quoted};
use crate::args::Args;
use crate::files::{LogFolder, Unread, named};
use crate::trust::{self, CHECKPOINT_LIMIT_BYTES, Judged};
use hoheit_merkle::{
    Audit, Checkpoint, Distrust, Fault, FaultKind, Note, NoteError, Said, TrustPolicy, audit_since,
};
use hoheit_types::Lang;
use std::path::Path;

/// Checks a log.
pub(crate) fn check(folder: &Path, args: &Args, lang: Lang) -> Result<Answer, Failure> {
    let policy = trust::policy(args, lang)?;
    let folder = LogFolder::open(folder, lang)?;
    let bytes =
        folder.file("checkpoint", CHECKPOINT_LIMIT_BYTES).map_err(|unread| no_checkpoint(&unread, lang))?;
    let note = match Note::parse(&bytes) {
        Ok(note) => note,
        Err(error) => return Ok(no_note(error, lang)),
    };
    let judged = match trust::judge(&note, policy.as_ref(), lang) {
        Ok(judged) => judged,
        Err(answer) => return Ok(answer),
    };
    let earlier = match &args.since {
        Some(path) => match earlier(path, &judged.checkpoint, policy.as_ref(), lang)? {
            Ok(earlier) => Some(earlier),
            Err(answer) => return Ok(answer),
        },
        None => None,
    };
    let audit = audit_since(&folder, &judged.checkpoint, earlier.as_ref());
    let answer = answer(&judged, &audit, earlier.as_ref(), lang);
    Ok(if args.details { answer.with(details(&judged, &note, &audit, &folder, lang)) } else { answer })
}

fn no_checkpoint(unread: &Unread, lang: Lang) -> Failure {
    let message = lang.pick("die Datei checkpoint", "the file checkpoint");
    Failure::new(Exit::Unreadable, format!("{message}: {}", unread.words(lang))).hint(lang.pick(
        "ohne sie ist der Ordner kein Protokoll; gemeint ist der Ordner, in dem auch tile liegt",
        "without it the folder is no log; what is meant is the folder that holds tile, too",
    ))
}

fn no_note(error: NoteError, lang: Lang) -> Answer {
    let why = match error {
        NoteError::TooLarge => lang.pick("sie ist viel zu groß", "it is much too large"),
        NoteError::Characters => lang.pick("sie enthält verbotene Zeichen", "it holds forbidden characters"),
        NoteError::Signatures | NoteError::Wrong => {
            lang.pick("sie ist nicht aufgebaut wie einer", "it is not made like one")
        }
    };
    let sentence = lang.pick(
        format!("Nicht bewiesen: Die Datei checkpoint ist kein Prüfpunkt; {why}."),
        format!("Not proved: the file checkpoint is no checkpoint; {why}."),
    );
    Answer::new(Exit::Damaged, sentence)
}

/// A checkpoint that somebody has kept. It need not have had its witnesses yet, but the log must have signed it: else it says nothing of
/// this log.
fn earlier(
    path: &Path,
    now: &Checkpoint,
    policy: Option<&TrustPolicy>,
    lang: Lang,
) -> Result<Result<Checkpoint, Answer>, Failure> {
    let what = ("der frühere Prüfpunkt", "the earlier checkpoint");
    let bytes = named(path, CHECKPOINT_LIMIT_BYTES, what, lang)?;
    let none = || {
        Failure::new(
            Exit::Usage,
            lang.pick("--since: das ist kein Prüfpunkt", "--since: that is no checkpoint"),
        )
        .hint(lang.pick(
            "gemeint ist eine Kopie der Datei checkpoint von früher",
            "what is meant is a copy of the file checkpoint from earlier",
        ))
    };
    let note = Note::parse(&bytes).map_err(|_| none())?;
    let checkpoint: Checkpoint = note.text.parse().map_err(|_| none())?;
    let is_signed =
        policy.is_none_or(|policy| matches!(policy.accept(&note), Ok(_) | Err(Distrust::Quorum(_))));
    let why = if !is_signed {
        lang.pick(
            "den früheren Prüfpunkt hat kein Protokoll unterschrieben, dem vertraut wird",
            "no log that is trusted has signed the earlier checkpoint",
        )
    } else if checkpoint.origin != now.origin {
        lang.pick(
            "der frühere Prüfpunkt ist der eines anderen Protokolls",
            "the earlier checkpoint is that of another log",
        )
    } else if checkpoint.size > now.size {
        lang.pick(
            "der frühere Prüfpunkt zählt mehr Einträge, als das Protokoll jetzt hat",
            "the earlier checkpoint counts more entries than the log has now",
        )
    } else {
        return Ok(Ok(checkpoint));
    };
    let sentence = format!("{}: {why}.", lang.pick("Nicht bewiesen", "Not proved"));
    Ok(Err(Answer::new(Exit::Damaged, sentence)))
}

fn answer(judged: &Judged, audit: &Audit, earlier: Option<&Checkpoint>, lang: Lang) -> Answer {
    let origin = quoted(&judged.checkpoint.origin, lang);
    if !audit.is_sound() {
        return unsound(&origin, audit, lang);
    }
    // German wants another case after "mit".
    let dative = |count| counted(lang, count, ("Eintrag", "entry"), ("Einträgen", "entries"));
    let count = dative(judged.checkpoint.size);
    let going_on = earlier.map_or_else(String::new, |earlier| {
        let earlier = dative(earlier.size);
        lang.pick(
            format!("; es setzt den früheren Prüfpunkt mit {earlier} fort"),
            format!("; it goes on from the earlier checkpoint with {earlier}"),
        )
    });
    let remarks = remarks(judged, audit, lang);
    let rest = remarks.iter().fold(String::new(), |rest, remark| format!("{rest}; {remark}"));
    if !judged.has_policy {
        let sentence = lang.pick(
            format!(
                "Nur in sich stimmig: Das Protokoll {origin} mit {count} ist genau das seines Prüfpunkts{going_on}; \
                 wer den unterschrieben hat, wurde nicht geprüft (--policy oder --key sagt, wem zu trauen ist){rest}."
            ),
            format!(
                "Only consistent in itself: the log {origin} with {count} is exactly that of its checkpoint{going_on}; \
                 who signed that was not checked (--policy or --key says whom to trust){rest}."
            ),
        );
        return Answer::new(Exit::Remarks, sentence);
    }
    let backing = trust::backing(judged, lang);
    let body = lang.pick(
        format!("Das Protokoll {origin} mit {count} ist genau das, {backing}{going_on}"),
        format!("the log {origin} with {count} is exactly the one {backing}{going_on}"),
    );
    if remarks.is_empty() {
        return Answer::new(Exit::Proved, format!("{}: {body}.", lang.pick("Bewiesen", "Proved")));
    }
    let head = lang.pick("Bewiesen, mit Einschränkung", "Proved, with remarks");
    Answer::new(Exit::Remarks, format!("{head}: {body}{rest}."))
}

fn unsound(origin: &str, audit: &Audit, lang: Lang) -> Answer {
    let only_unreadable = audit.faults.iter().all(|fault| matches!(fault.kind, FaultKind::Unreadable(_)));
    let first = audit.faults.first().map(|fault| fault_words(fault, lang)).unwrap_or_default();
    let count = counted(
        lang,
        audit.fault_count,
        ("Beanstandung", "fault"),
        ("Beanstandungen, zuerst", "faults, first"),
    );
    if only_unreadable {
        let sentence = lang.pick(
            format!("Nicht geprüft: Das Protokoll {origin} ließ sich nicht ganz lesen; {count}: {first}."),
            format!("Not checked: the log {origin} could not be read in full; {count}: {first}."),
        );
        return Answer::new(Exit::Unreadable, sentence);
    }
    let sentence = lang.pick(
        format!("Nicht bewiesen: Das Protokoll {origin} ist beschädigt oder verändert; {count}: {first}."),
        format!("Not proved: the log {origin} is damaged or was changed; {count}: {first}."),
    );
    Answer::new(Exit::Damaged, sentence)
}

fn fault_words(fault: &Fault, lang: Lang) -> String {
    let what = match &fault.kind {
        FaultKind::Missing => lang.pick("fehlt", "missing"),
        FaultKind::Unreadable(reason) => reason,
        FaultKind::Length => lang.pick("falsche Länge", "wrong length"),
        FaultKind::Mismatch => lang.pick("passt nicht zu den Einträgen", "does not fit the entries"),
        FaultKind::Root => lang.pick(
            "die Einträge sind nicht die, die unterschrieben wurden",
            "the entries are not those that were signed",
        ),
        FaultKind::Fork => lang.pick(
            "die Einträge sind nicht die des früheren Prüfpunkts",
            "the entries are not those of the earlier checkpoint",
        ),
        FaultKind::Stranger => lang.pick("gehört nicht in ein Protokoll", "is no file of a log"),
    };
    format!("{} {what}", quoted(&fault.path, lang))
}

fn not_understood(audit: &Audit) -> u64 {
    audit.kinds.get("").copied().unwrap_or_default()
}

fn remarks(judged: &Judged, audit: &Audit, lang: Lang) -> Vec<String> {
    let mut remarks: Vec<String> = trust::remark(judged, lang).into_iter().collect();
    if audit.backwards_count > 0 {
        let count = entries(lang, audit.backwards_count);
        remarks.push(lang.pick(
            format!("die Uhr ging zurück ({count} mit einem Zeitpunkt vor dem eines früheren Eintrags)"),
            format!("the clock went backwards ({count} with a moment before that of an earlier one)"),
        ));
    }
    if audit.beyond > 0 {
        let count = counted(lang, audit.beyond, ("Datei", "file"), ("Dateien", "files"));
        remarks.push(lang.pick(
            format!("{count} zu Einträgen, die der Prüfpunkt noch nicht zählt"),
            format!("{count} of entries that the checkpoint does not count yet"),
        ));
    }
    if not_understood(audit) > 0 {
        let count = entries(lang, not_understood(audit));
        remarks.push(lang.pick(
            format!("{count} von einer Art, die dieses Programm nicht versteht"),
            format!("{count} of a kind that this program does not understand"),
        ));
    }
    remarks
}

fn details(judged: &Judged, note: &Note, audit: &Audit, folder: &LogFolder<'_>, lang: Lang) -> Vec<String> {
    let mut lines = trust::details(judged, note, lang);
    lines.push(format!(
        "  {}: {}",
        lang.pick("geprüfte Dateien", "files checked"),
        lang.integer(audit.files)
    ));
    if let Some((first, last)) = audit.span {
        lines.push(format!("  {}: {first}", lang.pick("erster Zeitpunkt", "first moment")));
        lines.push(format!("  {}: {last}", lang.pick("letzter Zeitpunkt", "last moment")));
    }
    for (kind, count) in &audit.kinds {
        let kind = if kind.is_empty() { lang.pick("(unverstanden)", "(not understood)") } else { kind };
        lines.push(format!("  {} {kind}: {}", lang.pick("Art", "kind"), lang.integer(*count)));
    }
    for index in &audit.backwards {
        let words = lang.pick("Uhr ging zurück bei Eintrag", "clock went backwards at entry");
        lines.push(format!("  {words} {}", lang.integer(*index)));
    }
    for (index, entry) in &audit.open {
        let Said::Open(body) = &entry.said else { continue };
        let index = lang.integer(*index);
        let head = lang.pick(format!("offener Eintrag {index}"), format!("open entry {index}"));
        lines.push(format!("  {head}, {}, {}: {}", entry.kind, entry.at, quoted(body, lang)));
    }
    let more = audit.open_count - audit.open.len() as u64;
    if more > 0 {
        let count = lang.integer(more);
        lines.push(
            lang.pick(format!("  {count} weitere offene Einträge"), format!("  {count} more open entries")),
        );
    }
    if folder.strangers() > 0 {
        let count = lang.integer(folder.strangers());
        lines.push(lang.pick(
            format!("  außerdem im Ordner, nicht geprüft: {count}"),
            format!("  also in the folder, not checked: {count}"),
        ));
    }
    for fault in &audit.faults {
        lines.push(format!("  {}: {}", lang.pick("Beanstandung", "fault"), fault_words(fault, lang)));
    }
    lines
}
