// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The offices of Musterstadt as data: what they deal with and what lies in their folders.

mod building;
mod central;
mod citizens;
mod social;

use super::content::Make;
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
    /// What its cases are about; part of file names, so no slash
    pub(crate) subjects: &'static [&'static str],
    /// Sentences that its documents are made from; words in braces are filled in
    pub(crate) texts: &'static [&'static str],
    /// What lies in its folders
    pub(crate) series: &'static [Series],
}

/// Files of one sort.
pub(crate) struct Series {
    /// Folder inside the office's, a template. Series with the same folder and years share their cases.
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

/// All offices, in the order of their numbers.
pub(crate) fn all() -> impl Iterator<Item = &'static Office> {
    [central::OFFICES, citizens::OFFICES, social::OFFICES, building::OFFICES].into_iter().flatten()
}

/// Where whatever has no office of its own belongs.
pub(crate) fn first() -> &'static Office {
    &central::OFFICES[0]
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
const LETTERS: &[Form] = &[Form::Docx, Form::Docx, Form::Pdf, Form::Odt];
const FINAL: &[Form] = &[Form::Pdf];
const NOTES: &[Form] =
    &[Form::Docx, Form::Rtf, Form::Text(Encoding::Windows1252), Form::Text(Encoding::Utf8), Form::Markdown];
const DOS: &[Form] = &[Form::Text(Encoding::Cp850), Form::Rtf];
const MAILS: &[Form] = &[Form::Eml, Form::Eml, Form::EmlAttached];
const SHEETS: &[Form] = &[Form::Xlsx, Form::Xlsx, Form::Ods];
const LISTS: &[Form] =
    &[Form::Csv(Encoding::Windows1252), Form::Csv(Encoding::Utf8Bom), Form::Xlsx, Form::Xlsx, Form::Tsv];
const EXPORTS: &[Form] = &[Form::Csv(Encoding::Windows1252), Form::CsvComma, Form::Xml, Form::Json];
const DATABASE: &[Form] = &[Form::Sqlite];
const PAGES: &[Form] = &[Form::Html];
const SLIDES: &[Form] = &[Form::Pptx, Form::Pptx, Form::Odp];
const DATES: &[Form] = &[Form::Ics];
const BUNDLES: &[Form] = &[Form::Zip, Form::TarGz];
