// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit doctor`: what works on this machine.

use super::{own_program, print, worker_options};
use crate::cli::{Doctor, Talk};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_scan::protection;
use hoheit_scan::worker::helper::Helper;
use hoheit_scan::worker::{Probe, ProtectionState, ocr};
use hoheit_types::{Lang, Printable};
use std::fmt::Write;

pub(crate) fn run(context: &Context, args: &Doctor) -> Result<Exit, Failure> {
    let lang = context.lang;
    let config = &context.config;
    let report = protection::report(worker_options(config.limits), Helper::new(own_program()))
        .map_err(|error| super::scan::worker_failure(error, lang))?;
    let tesseract = ocr::find(None, Helper::new(own_program()));
    if args.format == Talk::Json {
        let value = serde_json::json!({
            "format": "hoheit-doctor/1",
            "version": env!("CARGO_PKG_VERSION"),
            "home": context.home.to_string_lossy(),
            "protections": report.protections.iter().map(|p| serde_json::json!({
                "name": p.kind, "state": p.state,
            })).collect::<Vec<_>>(),
            "probes": attempts(&report.probes),
            "helper_probes": report.helper_probes.as_deref().map(attempts),
            "tesseract": tesseract.as_ref().map(|t| serde_json::json!({ "path": t.path(), "german": t.has_german() })),
        });
        print(lang, format!("{value:#}\n"))?;
    } else {
        let mut text = String::new();
        let home = context.home.display().to_string();
        let mut line = |args: std::fmt::Arguments<'_>| {
            let _ = text.write_fmt(args);
            text.push('\n');
        };
        line(format_args!("hoheit {} · {}", env!("CARGO_PKG_VERSION"), Printable(&home)));
        line(format_args!(
            "\n{}",
            lang.pick("Schutz beim Lesen von Dokumenten", "Protection while reading documents")
        ));
        for protection in &report.protections {
            let (mark, why) = match &protection.state {
                ProtectionState::Active => (lang.pick("aktiv", "active"), String::new()),
                ProtectionState::Unavailable(why) => {
                    (lang.pick("FEHLT", "MISSING"), format!(" ({})", Printable(why)))
                }
            };
            line(format_args!("  {mark:<8} {}{why}", protection.kind.describe(lang)));
        }
        line(format_args!(
            "\n{}",
            lang.pick("Ausprobiert: ein Leseprozess versucht …", "Tried: a reading process attempts to …")
        ));
        report.probes.iter().for_each(|probe| line(format_args!("{}", tried(*probe, lang))));
        line(format_args!(
            "\n{}",
            lang.pick("Ausprobiert: ein Hilfsprogramm versucht …", "Tried: a helper program attempts to …")
        ));
        match &report.helper_probes {
            Some(probes) => probes.iter().for_each(|probe| line(format_args!("{}", tried(*probe, lang)))),
            None => line(format_args!(
                "  {}",
                lang.pick("UNKLAR: es ließ sich keines starten", "UNCLEAR: none could be started")
            )),
        }
        line(format_args!("\n{}", lang.pick("Hilfsprogramme", "Helper programs")));
        match &tesseract {
            Some(tesseract) if tesseract.has_german() => {
                line(format_args!("  Tesseract  {}", tesseract.path().display()));
            }
            Some(tesseract) => line(format_args!(
                "  Tesseract  {} – {}",
                tesseract.path().display(),
                lang.pick(
                    "ohne Deutsch: apt install tesseract-ocr-deu",
                    "without German: apt install tesseract-ocr-deu"
                )
            )),
            None => line(format_args!(
                "  Tesseract  {}",
                lang.pick(
                    "fehlt: gescannte Seiten bleiben ungelesen (apt install tesseract-ocr tesseract-ocr-deu)",
                    "missing: scanned pages stay unread (apt install tesseract-ocr tesseract-ocr-deu)"
                )
            )),
        }
        print(lang, text)?;
    }
    Ok(if report.is_complete() { Exit::Done } else { Exit::Warnings })
}

/// One attempt as a line of text.
fn tried((probe, stopped): (Probe, bool), lang: Lang) -> String {
    let mark = if stopped { lang.pick("verhindert", "stopped") } else { lang.pick("MÖGLICH", "POSSIBLE") };
    format!("  {mark:<11} {}", probe.describe(lang))
}

fn attempts(probes: &[(Probe, bool)]) -> Vec<serde_json::Value> {
    let attempt =
        |(probe, stopped): &(Probe, bool)| serde_json::json!({ "attempt": name(*probe), "stopped": stopped });
    probes.iter().map(attempt).collect()
}

/// The stable name in JSON.
const fn name(probe: Probe) -> &'static str {
    match probe {
        Probe::OpenFile => "open_file",
        Probe::WriteFile => "write_file",
        Probe::ChangeFile => "change_file",
        Probe::Network => "network",
        Probe::LocalSocket => "local_socket",
        Probe::StartProgram => "start_program",
        Probe::StartThread => "start_thread",
        Probe::Memory => "memory",
    }
}
