// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The offices of Musterstadt as data: what they deal with and what lies in their folders.

use super::content::{self as make, Make};
use crate::writers::Form;
use crate::writers::text::Encoding;

/// One office with its folder on the share.
pub(crate) struct Office {
    /// Number in the plan of offices
    pub(crate) number: &'static str,
    /// Name in letterheads
    pub(crate) name: &'static str,
    /// Top folder
    pub(crate) folder: &'static str,
    /// What its cases are about
    pub(crate) subjects: &'static [&'static str],
    /// Sentences that its documents are made from; words in braces are filled in
    pub(crate) texts: &'static [&'static str],
    /// What lies in its folders
    pub(crate) series: &'static [Series],
}

/// Files of one sort.
pub(crate) struct Series {
    /// Folder inside the office's, a template
    pub(crate) folder: &'static str,
    /// File name without its ending, a template
    pub(crate) name: &'static str,
    /// What the documents say
    pub(crate) make: Make,
    /// Forms to choose from
    pub(crate) forms: &'static [Form],
    /// How many at scale 1
    pub(crate) count: usize,
    /// First and last year
    pub(crate) years: (i64, i64),
}

const fn series(
    folder: &'static str,
    name: &'static str,
    make: Make,
    forms: &'static [Form],
    count: usize,
    years: (i64, i64),
) -> Series {
    Series { folder, name, make, forms, count, years }
}

const WORD: &[Form] = &[Form::Docx];
const LETTERS: &[Form] = &[Form::Docx, Form::Docx, Form::Pdf];
const FINAL: &[Form] = &[Form::Pdf];
const MAILS: &[Form] = &[Form::Eml];
const LISTS: &[Form] = &[Form::Csv(Encoding::Windows1252), Form::Csv(Encoding::Utf8Bom)];

pub(crate) static OFFICES: &[Office] = &[Office {
    number: "32",
    name: "Ordnungsamt",
    folder: "32 Ordnungsamt",
    subjects: &["Sondernutzung Gehweg", "Hundehaltung", "Ruhestörung", "Verwarnung Parkverstoß"],
    texts: &["Am {tag} wurde festgestellt, dass {herr} die Auflagen nicht eingehalten hat."],
    series: &[
        series(
            "Verfahren/{jahr}/{akte} {nachname}",
            "Anhörung {nachname}",
            make::letter,
            LETTERS,
            30,
            (2011, 2025),
        ),
        series(
            "Verfahren/{jahr}/{akte} {nachname}",
            "Bescheid {akte}",
            make::notice,
            FINAL,
            30,
            (2011, 2025),
        ),
        series("Post/{jahr}", "{datum} {thema}", make::message, MAILS, 10, (2015, 2026)),
        series("Listen", "Hundesteuer {jahr}", make::register, LISTS, 8, (2005, 2026)),
        series("Vorlagen", "V{nr} {thema}", make::template, WORD, 5, (2012, 2018)),
    ],
}];
