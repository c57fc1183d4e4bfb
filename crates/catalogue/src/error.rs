// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_store::{StoreError, StoreErrorKind};

/// The catalogue could not do what it was asked for.
#[derive(Debug, thiserror::Error)]
#[error("{action}: {kind}")]
pub struct CatalogueError {
    action: &'static str,
    kind: CatalogueErrorKind,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What went wrong, to branch on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueErrorKind {
    /// Another process writes; its id, where it is known
    #[error("another process is writing{}", .0.map(|pid| format!(" ({pid})")).unwrap_or_default())]
    Locked(Option<u32>),
    /// Nothing was scanned yet
    #[error("there is no catalogue yet")]
    Missing,
    /// Written by a newer program
    #[error("its schema has version {found}, this program knows {known}")]
    TooNew {
        /// Of the file
        found: i64,
        /// The newest this program knows
        known: i64,
    },
    /// The file is no catalogue, or is broken
    #[error("the file is damaged or no catalogue")]
    Damaged,
    /// No dataset of this id or name
    #[error("no such dataset")]
    UnknownDataset,
    /// Several datasets have this name; their ids
    #[error("several datasets have this name")]
    AmbiguousDataset(Vec<i64>),
    /// Datasets of different sources can't become one
    #[error("the datasets lie in different sources")]
    DifferentSources,
    /// A merge needs two or more different datasets
    #[error("a merge needs at least two datasets")]
    NothingToMerge,
    /// The folder is not part of the dataset, or is all of it
    #[error("the folder is no part of the dataset that could be split off")]
    NotAPart,
    /// A name has to have a visible character
    #[error("the name is empty")]
    EmptyName,
    /// A name has at most [`NAME_CHARS`](crate::NAME_CHARS) characters
    #[error("the name is too long")]
    LongName,
    /// The target's path is not text
    #[error("the target's path is not valid UTF-8")]
    NotText,
    /// There is something at the target already
    #[error("the target exists already")]
    Exists,
    /// A key of tokens is not as long as one: its number
    #[error("the key file token-{0:04}.key is damaged")]
    DamagedKey(u32),
    /// Another of our files is not what it should be: its name
    #[error("the file {0} is damaged")]
    DamagedFile(&'static str),
    /// The system yields no random numbers for a key
    #[error("the system yields no random numbers")]
    NoRandomness,
    /// Something stated has no serialised form
    #[error("it can't be written down")]
    Unwritable,
    /// The state folder; the source says what
    #[error("the state folder can't be used")]
    State,
    /// The database reported an error; the source says which
    #[error("the database reported an error")]
    Database,
}

/// Result of everything here.
pub type Result<T, E = CatalogueError> = std::result::Result<T, E>;

impl CatalogueError {
    pub(crate) fn new(action: &'static str, kind: CatalogueErrorKind) -> Self {
        Self { action, kind, source: None }
    }

    pub(crate) fn store(action: &'static str) -> impl FnOnce(StoreError) -> Self {
        move |e| {
            let kind = match e.kind() {
                StoreErrorKind::Locked(pid) => CatalogueErrorKind::Locked(pid),
                StoreErrorKind::Exists => CatalogueErrorKind::Exists,
                _ => CatalogueErrorKind::State,
            };
            Self { action, kind, source: Some(Box::new(e)) }
        }
    }

    pub(crate) fn database(action: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |e| {
            // SQLITE_CORRUPT and SQLITE_NOTADB, https://sqlite.org/rescode.html
            let damaged = e
                .as_database_error()
                .and_then(sqlx::error::DatabaseError::code)
                .is_some_and(|code| code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 11 | 26)));
            let kind = if damaged { CatalogueErrorKind::Damaged } else { CatalogueErrorKind::Database };
            Self { action, kind, source: Some(Box::new(e)) }
        }
    }

    /// What went wrong.
    pub fn kind(&self) -> &CatalogueErrorKind {
        &self.kind
    }

    /// Why the system refused, where the database told so; where our own files are concerned, the source tells.
    pub fn refusal(&self) -> Option<std::io::ErrorKind> {
        use std::io::ErrorKind as K;
        match self.source.as_ref()?.downcast_ref::<sqlx::Error>()? {
            sqlx::Error::Io(error) => Some(error.kind()),
            error => match error.as_database_error()?.code()?.parse::<u32>().ok()? & 0xff {
                // SQLITE_PERM, _BUSY, _LOCKED, _NOMEM, _READONLY, _FULL, https://sqlite.org/rescode.html
                3 => Some(K::PermissionDenied),
                5 | 6 => Some(K::ResourceBusy),
                7 => Some(K::OutOfMemory),
                8 => Some(K::ReadOnlyFilesystem),
                13 => Some(K::StorageFull),
                _ => None,
            },
        }
    }

    /// What was being done.
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// What to do next, in German or English; `None` where only the source knows.
    pub fn hint(&self, lang: hoheit_types::Lang) -> Option<&'static str> {
        use CatalogueErrorKind as K;
        Some(match &self.kind {
            K::Locked(_) => lang.pick(
                "Warten Sie, bis der andere Lauf fertig ist, oder beenden Sie ihn mit Strg-C.",
                "Wait until the other run has finished, or stop it with Ctrl-C.",
            ),
            K::Missing => lang.pick(
                "Erfassen Sie zuerst einen Ordner: hoheit scan <Ordner>",
                "Scan a folder first: hoheit scan <folder>",
            ),
            K::TooNew { .. } => lang.pick(
                "Benutzen Sie die neuere Programmversion, mit der zuletzt gearbeitet wurde.",
                "Use the newer version of the program that was last at work here.",
            ),
            K::Damaged => lang.pick(
                "Spielen Sie eine Sicherung zurück: hoheit restore <Datei>",
                "Restore a backup: hoheit restore <file>",
            ),
            K::UnknownDataset => lang.pick(
                "Nummern und Namen zeigt: hoheit datasets list",
                "See ids and names with: hoheit datasets list",
            ),
            K::AmbiguousDataset(_) => lang.pick(
                "Nennen Sie statt des Namens die Nummer aus: hoheit datasets list",
                "Give the id instead of the name; see: hoheit datasets list",
            ),
            K::DifferentSources => lang.pick(
                "Zusammenlegen lassen sich nur Datenbestände derselben Quelle.",
                "Only datasets of the same source can be merged.",
            ),
            K::NothingToMerge => lang.pick(
                "Nennen Sie mindestens zwei verschiedene Datenbestände.",
                "Name at least two different datasets.",
            ),
            K::DamagedKey(_) => lang.pick(
                "Stellen Sie die Schlüsseldatei aus der Sicherung wieder her, oder löschen Sie sie und scannen Sie mit --refresh neu.",
                "Restore the key file from a backup, or delete it and scan again with --refresh.",
            ),
            K::DamagedFile(_) => lang.pick(
                "Stellen Sie die Datei aus einer Sicherung des Ordners wieder her, oder löschen Sie false-alarms.*; dann sind die Fehlalarme neu einzutragen.",
                "Restore the file from a backup of the folder, or delete false-alarms.*; then the false alarms have to be marked again.",
            ),
            K::NoRandomness => lang.pick(
                "Das Betriebssystem liefert keine Zufallszahlen; ohne sie gibt es keinen sicheren Schlüssel.",
                "The operating system yields no random numbers; without them there is no safe key.",
            ),
            K::NotAPart => lang.pick(
                "Nennen Sie einen Ordner darin, aber nicht den ganzen; die Orte zeigt: hoheit datasets show <Nummer>",
                "Name a folder inside it, not all of it; see its places with: hoheit datasets show <id>",
            ),
            K::EmptyName => lang.pick("Geben Sie einen Namen an.", "Give a name."),
            K::LongName => lang.pick("Geben Sie einen Namen von höchstens 200 Zeichen an.", "Give a name of at most 200 characters."),
            K::NotText => lang.pick("Nennen Sie einen Pfad ohne ungültige Zeichen.", "Give a path without invalid characters."),
            K::Exists => lang.pick("Nennen Sie ein Ziel, das es noch nicht gibt.", "Name a target that does not exist yet."),
            K::State | K::Database | K::Unwritable => return None,
        })
    }
}
