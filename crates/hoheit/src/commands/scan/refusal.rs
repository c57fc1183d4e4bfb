// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Why a scan can't be, or was not, in the reader's language.

use super::super::catalogue_failure;
use crate::cause::reason;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_connect::{ConnectError, ConnectErrorKind, LocalPlace};
use hoheit_scan::worker::WorkerError;
use hoheit_scan::{Conflict, Question, ScanError};
use hoheit_types::{Lang, Printable};
use std::path::Path;

/// Reaches the root, or says why not and what to do.
pub(in crate::commands) fn reach(folder: &Path, lang: Lang) -> Result<LocalPlace, Failure> {
    LocalPlace::open(folder).map_err(|error| {
        let shown = folder.display().to_string();
        let shown = Printable(&shown);
        if error.kind() == ConnectErrorKind::Pseudo {
            return Failure::new(
                Exit::Usage,
                lang.pick(
                    format!("{shown} gehört zum Betriebssystem (wie /proc und /sys) und hält keine Daten"),
                    format!(
                        "{shown} belongs to the operating system (as /proc and /sys do) and holds no data"
                    ),
                ),
            )
            .hint(lang.pick(
                "Den Ordner mit den Daten der Verwaltung angeben. Es wurde nichts verändert.",
                "Give the folder with the administration's data. Nothing was changed.",
            ));
        }
        let reason = reason(error.io(), lang);
        if error.io().kind() == std::io::ErrorKind::NotADirectory {
            return Failure::new(
                Exit::Usage,
                lang.pick(format!("{shown} ist kein Ordner"), format!("{shown} is no folder")),
            )
            .hint(lang.pick(
                format!("Einen Ordner angeben; was in einer Datei steht, zeigt: hoheit extract {shown}"),
                format!("Give a folder; what a file holds is shown by: hoheit extract {shown}"),
            ));
        }
        Failure::new(
            Exit::Unavailable,
            lang.pick(
                format!("{shown} ist nicht erreichbar: {reason}"),
                format!("{shown} can't be reached: {reason}"),
            ),
        )
        .hint(lang.pick(
            "Ist die Freigabe eingehängt und der Pfad richtig geschrieben? Es wurde nichts verändert.",
            "Is the share mounted and the path spelled right? Nothing was changed.",
        ))
    })
}

pub(in crate::commands) fn failure(context: &Context, error: ScanError) -> Failure {
    let lang = context.lang;
    match error {
        ScanError::Catalogue(error) => catalogue_failure(context, error),
        ScanError::Root(error) => root_failure(&error, lang),
        ScanError::Worker(error) => worker_failure(error, lang),
        ScanError::Declined(Question::LostMost(summary)) => Failure::new(
            Exit::Denied,
            lang.pick(
                format!(
                    "von {} bekannten Dateien sind nur noch {} da; es wurde nichts als verschwunden vermerkt",
                    lang.integer(summary.known_files),
                    lang.integer(summary.present_files)
                ),
                format!(
                    "of {} known files only {} are left; nothing was marked as gone",
                    lang.integer(summary.known_files),
                    lang.integer(summary.present_files)
                ),
            ),
        )
        .hint(lang.pick(
            "Ist die Freigabe vollständig eingehängt? Wenn die Dateien wirklich weg sind: noch einmal mit --accept-loss.",
            "Is the share mounted completely? If the files are really gone: once more with --accept-loss.",
        )),
        ScanError::Declined(Question::OtherContent { label }) => Failure::new(
            Exit::Denied,
            lang.pick(
                format!("unter diesem Pfad lag bisher die Quelle '{}', jetzt liegt dort etwas anderes", Printable(&label)),
                format!("this path used to hold the source '{}', now it holds something else", Printable(&label)),
            ),
        )
        .hint(lang.pick(
            "Ist die Freigabe eingehängt? Für eine neue Quelle einen Namen vergeben: --name <Name>; ist es dieselbe: --name mit dem alten Namen.",
            "Is the share mounted? For a new source give a name: --name <name>; if it is the same: --name with the old name.",
        )),
        ScanError::Declined(Question::Twice(Conflict::KnownAs { label })) => Failure::new(
            Exit::Denied,
            lang.pick(
                format!("dieser Ordner ist als Quelle '{}' bekannt; seine Dateien würden doppelt zählen", Printable(&label)),
                format!("this folder is known as the source '{}'; its files would count twice", Printable(&label)),
            ),
        )
        .hint(lang.pick(
            "Ohne --name geht es mit der bekannten Quelle weiter. Es wurde nichts verändert.",
            "Without --name the known source is continued. Nothing was changed.",
        )),
        ScanError::Declined(Question::Twice(Conflict::Overlap { label, root })) => Failure::new(
            Exit::Denied,
            lang.pick(
                format!(
                    "dieser Ordner überschneidet sich mit der Quelle '{}' ({}); Dateien würden doppelt zählen",
                    Printable(&label),
                    Printable(&root)
                ),
                format!(
                    "this folder overlaps with the source '{}' ({}); files would count twice",
                    Printable(&label),
                    Printable(&root)
                ),
            ),
        )
        .hint(lang.pick(
            "Die bekannte Quelle scannen; soll es trotzdem eine eigene Quelle werden: --name <Name>. Es wurde nichts verändert.",
            "Scan the known source; to make it a source of its own all the same: --name <name>. Nothing was changed.",
        )),
    }
}

fn root_failure(error: &ConnectError, lang: Lang) -> Failure {
    let reason = reason(error.io(), lang);
    Failure::new(
        Exit::Unavailable,
        lang.pick(
            format!("der Ordner lässt sich nicht auflisten: {reason}"),
            format!("the folder can't be listed: {reason}"),
        ),
    )
    .hint(lang.pick("Es wurde nichts verändert.", "Nothing was changed."))
}

pub(in crate::commands) fn worker_failure(error: WorkerError, lang: Lang) -> Failure {
    Failure::new(
        Exit::Unavailable,
        lang.pick("es lässt sich kein Leseprozess starten", "no reading process can be started"),
    )
    .because(error)
    .hint(lang.pick("hoheit doctor zeigt, woran es liegt", "hoheit doctor shows why"))
}
