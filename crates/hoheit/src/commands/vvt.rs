// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit vvt`: the record of processing activities, to show and to file.

use super::estate::Known;
use super::report::{failure, workbook_on_screen};
use super::{deliver, open_for_reading};
use crate::cli::{ReportFormat, Vvt as Args};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_report::ActivityRecord;
use hoheit_types::Clock;

pub(crate) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let lang = context.lang;
    let known = Known::read(context, &mut open_for_reading(context)?)?;
    let record = ActivityRecord {
        activities: &known.activities,
        estate: known.estate(),
        lang,
        generated_at: context.clock.now(),
        program_version: env!("CARGO_PKG_VERSION"),
    };
    let bytes = match args.format {
        ReportFormat::Text => Ok(record.to_text().into_bytes()),
        ReportFormat::Html => record.to_html().map(String::into_bytes),
        ReportFormat::Json => record.to_json().map(String::into_bytes),
        ReportFormat::Csv => record.to_csv(),
        ReportFormat::Xlsx => record.to_xlsx(),
    };
    if args.format == ReportFormat::Xlsx {
        workbook_on_screen(args.output.as_deref(), "vvt.xlsx", lang)?;
    }
    deliver(context, args.output.as_deref(), &bytes.map_err(|error| failure(error, lang))?)?;
    if record.is_complete() && !known.activities.is_empty() {
        return Ok(Exit::Done);
    }
    if !context.quiet {
        eprintln!(
            "{}",
            lang.pick(
                "Das Verzeichnis ist nicht vollständig. Art. 30 Abs. 1 DSGVO nennt die Buchstaben; ergänzen mit: hoheit activities edit <Kurzname> …",
                "The record is not complete. Art. 30(1) GDPR has the letters; complete it with: hoheit activities edit <short name> …",
            )
        );
    }
    Ok(Exit::Warnings)
}
