// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_types::Lang;

/// Why files became one dataset. The names are stable: database, JSON and reports use them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// A folder named like an office or a number of the filing plan
    OfficeFolder,
    /// A folder named like a project, or of projects
    ProjectFolder,
    /// A folder of nothing more special
    Folder,
    /// Its subfolders are years, quarters or months
    YearSeries,
    /// Its subfolders are cases: named or built alike, or many and small
    CaseFiles,
    /// Its subfolders belong to persons
    PersonalFolders,
    /// Mails
    Mailbox,
    /// A database file
    Database,
    /// A large table
    LargeTable,
    /// What no other dataset of its folder takes
    Rest,
    /// A source too small or too even to be divided
    WholeSource,
    /// Split off by a person
    Split,
}

impl Rule {
    pub(crate) const ALL: [Self; 12] = [
        Self::OfficeFolder,
        Self::ProjectFolder,
        Self::Folder,
        Self::YearSeries,
        Self::CaseFiles,
        Self::PersonalFolders,
        Self::Mailbox,
        Self::Database,
        Self::LargeTable,
        Self::Rest,
        Self::WholeSource,
        Self::Split,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OfficeFolder => "office_folder",
            Self::ProjectFolder => "project_folder",
            Self::Folder => "folder",
            Self::YearSeries => "year_series",
            Self::CaseFiles => "case_files",
            Self::PersonalFolders => "personal_folders",
            Self::Mailbox => "mailbox",
            Self::Database => "database",
            Self::LargeTable => "large_table",
            Self::Rest => "rest",
            Self::WholeSource => "whole_source",
            Self::Split => "split",
        }
    }

    /// The rule of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// Why, in a sentence, with what the rule saw: so many of so many.
    pub fn explain(self, evidence: (u64, u64), lang: Lang) -> String {
        let (hits, of) = (lang.integer(evidence.0), lang.integer(evidence.1));
        match self {
            Self::OfficeFolder => lang
                .pick(
                    "Der Ordner ist nach einem Amt oder einer Nummer des Aktenplans benannt.",
                    "The folder is named after an office or a number of the filing plan.",
                )
                .to_owned(),
            Self::ProjectFolder => {
                lang.pick("Der Ordner gehört zu Projekten.", "The folder belongs to projects.").to_owned()
            }
            Self::Folder => lang
                .pick("Ein Ordner mit allem, was darin liegt.", "A folder with everything in it.")
                .to_owned(),
            Self::YearSeries => lang.pick(
                format!("{hits} von {of} Unterordnern sind nach Jahren oder Monaten benannt."),
                format!("{hits} of {of} subfolders are named after years or months."),
            ),
            Self::CaseFiles => lang.pick(
                format!("{hits} von {of} Unterordnern sind gleichartige Vorgänge."),
                format!("{hits} of {of} subfolders are cases of the same kind."),
            ),
            Self::PersonalFolders => lang.pick(
                format!("{of} Unterordner gehören einzelnen Personen."),
                format!("{of} subfolders belong to single persons."),
            ),
            Self::Mailbox => lang.pick(
                format!("{hits} von {of} Dateien sind E-Mails oder Postfächer."),
                format!("{hits} of {of} files are mails or mailboxes."),
            ),
            Self::Database => lang.pick("Eine Datenbankdatei.", "A database file.").to_owned(),
            Self::LargeTable => {
                lang.pick("Eine große Tabelle für sich.", "A large table of its own.").to_owned()
            }
            Self::Rest => lang
                .pick(
                    "Was im Ordner liegt und zu keinem anderen Datenbestand gehört.",
                    "What lies in the folder and belongs to no other dataset.",
                )
                .to_owned(),
            Self::WholeSource => lang
                .pick("Die Quelle ist zu klein, um sie zu teilen.", "The source is too small to be divided.")
                .to_owned(),
            Self::Split => lang.pick("Von Hand abgetrennt.", "Split off by hand.").to_owned(),
        }
    }
}
