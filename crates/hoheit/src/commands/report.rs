// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit report`: the inventory, to read and to hand on.

use super::estate::Known;
use super::{columns, deliver, open_for_reading};
use crate::cli::{Report as Args, ReportFormat};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::InventoryRequest;
use hoheit_report::{Report, ReportError};
use hoheit_scan::OwnRules;
use hoheit_types::{Clock, Lang};
use std::io::IsTerminal;
use std::path::Path;

pub(crate) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let lang = context.lang;
    let own = own::load(context)?;
    let mut known = Known::read(context, &mut open_for_reading(context)?)?;
    own::name(&own, &mut known.inventory);
    let report = Report {
        inventory: &known.inventory,
        stated: known.stated(),
        lang,
        generated_at: context.clock.now(),
        program_version: env!("CARGO_PKG_VERSION"),
    };
    let width = if args.output.is_some() { 80 } else { columns() };
    let bytes = match args.format {
        ReportFormat::Text => report.to_text(width).into_bytes(),
        ReportFormat::Html => report.to_html().map_err(|error| failure(error, lang))?.into_bytes(),
        ReportFormat::Json => report.to_json().map_err(|error| failure(error, lang))?.into_bytes(),
        ReportFormat::Csv => report.to_csv().map_err(|error| failure(error, lang))?,
        ReportFormat::Xlsx => report.to_xlsx().map_err(|error| failure(error, lang))?,
    };
    if args.format == ReportFormat::Xlsx {
        workbook_on_screen(args.output.as_deref(), lang.pick("bestand.xlsx", "inventory.xlsx"), lang)?;
    }
    deliver(context, args.output.as_deref(), &bytes)?;
    Ok(Exit::Done)
}

/// Refuses to write a workbook to a terminal.
pub(super) fn workbook_on_screen(output: Option<&Path>, example: &str, lang: Lang) -> Result<(), Failure> {
    if output.is_some() || !std::io::stdout().is_terminal() {
        return Ok(());
    }
    let message = lang.pick(
        "eine Arbeitsmappe gehört nicht auf den Bildschirm",
        "a workbook does not belong on the screen",
    );
    let hint = lang.pick(format!("Datei angeben: -o {example}"), format!("name a file: -o {example}"));
    Err(Failure::new(Exit::Usage, message).hint(hint))
}

/// Everything, judged by what this program can with these rules.
pub(super) fn request(own: &OwnRules) -> InventoryRequest {
    InventoryRequest { versions: Some(own.versions()), ..InventoryRequest::default() }
}

pub(super) fn failure(error: ReportError, lang: Lang) -> Failure {
    Failure::new(
        Exit::Bug,
        lang.pick("der Bericht ließ sich nicht erstellen", "the report could not be made"),
    )
    .because(error)
}
