// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How do we show and hand it on? The inventory as text, HTML, CSV, XLSX and JSON, in German and English.
//!
//! Three promises hold for every output. The coverage statement comes first, because a number without what it leaves
//! out is a lie. The same inventory, language and moment give the same bytes. And names of files and folders are
//! foreign text: they can't steer a terminal, become markup, or become a formula.
//!
//! Everything comes from [`Inventory`], already added up: this crate has no rules of its own about what counts.

mod calendar;
mod cell;
mod coverage;
mod csv;
mod dcat;
mod decision;
mod dsfa;
mod estate;
mod figures;
mod form;
mod html;
mod json;
mod pace;
mod person;
mod text;
mod vvt;
pub mod words;
mod xlsx;

pub use calendar::calendar;
pub use coverage::{Statement, own_rule, set_aside};
pub use dcat::{Audience, DcatCatalogue, DcatError, Publication, Publisher, Theme};
pub use decision::{DecisionReport, Measured, WhatIfReport, answer_word, leaving, lies_at, no_advice};
pub use dsfa::ThresholdReport;
pub use estate::Estate;
pub use figures::{counted, files};
pub use json::{FORMAT as JSON_FORMAT, coverage_json, dataset_json, own_rule_json};
pub use person::{PersonReport, Task, certainty_name, nothing_scanned};
pub use vvt::ActivityRecord;

use hoheit_catalogue::inventory::Inventory;
use hoheit_decide::Classification;
use hoheit_types::{Activity, Contract, Lang, Site, Timestamp};

/// One inventory, ready to be shown. All that an output depends on is in here.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The facts
    pub inventory: &'a Inventory,
    /// What people stated of it
    pub stated: Stated<'a>,
    /// The language of everything that people read
    pub lang: Lang,
    // INVARIANT (same-in-same-out): no output asks for the time itself.
    /// When the report is made
    pub generated_at: Timestamp,
    /// The version of the program that makes it, e.g. `0.1.0`
    pub program_version: &'a str,
}

/// What people stated, and what of it is in force when the report is made; nothing by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stated<'a> {
    /// Processing activities
    pub activities: &'a [Activity],
    /// Contracts
    pub contracts: &'a [Contract],
    /// Sites
    pub sites: &'a [Site],
    /// Classifications, as far as they count
    pub classifications: &'a [Classification],
}

/// An output could not be made. None of these depends on the inventory's content; they are bugs or a lack of memory.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The page's template failed
    #[error("the HTML report could not be made")]
    Html(#[source] askama::Error),
    /// The form could not be written as CSV
    #[error("the CSV form could not be made")]
    Csv(#[source] ::csv::Error),
    /// The workbook could not be written
    #[error("the XLSX workbook could not be made")]
    Xlsx(#[source] rust_xlsxwriter::XlsxError),
    /// The facts could not be written as JSON
    #[error("the JSON report could not be made")]
    Json(#[source] serde_json::Error),
}
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
