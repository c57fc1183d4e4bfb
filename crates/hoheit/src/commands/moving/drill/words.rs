// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is said of a drill.

use super::super::rehearsing::days;
use super::super::{encrypting, find};
use super::reporting::Shown;
use super::{Departing, Drill};
use crate::context::Context;
use crate::failure::Failure;
use hoheit_report::files;
use hoheit_types::{Behind, Day, Digest, ExitDrill, Lang, Passage, Printable, Span, Volume};
use serde_json::json;
use std::fmt::Write as _;

fn behind(why: Behind, lang: Lang) -> &'static str {
    lang.pick(why.title().0, why.title().1)
}

fn volume(volume: Volume, lang: Lang) -> String {
    format!("{}, {}", files(lang, volume.files), lang.bytes(volume.size_bytes))
}

fn row(one: &Departing, says: &str, lang: Lang) -> String {
    let departure = &one.departure;
    let mut row = format!(
        "  {} {}: {}; {says}\n",
        departure.dataset,
        Printable(&one.name),
        volume(departure.whole, lang)
    );
    if departure.left_out > 0 {
        let count = lang.integer(departure.left_out);
        row += &lang.pick(
            format!("    nicht dabei, siehe Plan: {count}\n"),
            format!("    not part of it, see the plan: {count}\n"),
        );
    }
    row
}

/// For whom the package is encrypted, if it is.
fn encrypted(drill: &Drill, lang: Lang) -> String {
    if drill.recipients.is_empty() {
        return String::new();
    }
    let head = lang.pick(
        "  Verschlüsselt (age) vor dem Senden, auch Namen, Quittungen und Pläne. Lesen können es nur:\n",
        "  Encrypted (age) before it is sent, names, receipts and plans too. It can be read only by:\n",
    );
    head.to_owned() + &encrypting::readers(&drill.recipients, lang)
}

/// What would be done.
pub(super) fn intent(context: &Context, drill: &Drill) -> Result<String, Failure> {
    let lang = context.lang;
    let into = Printable(drill.into.as_str());
    let mut text = lang.pick(
        format!("Ausstiegsprobe: aus '{}' in ein Paket an '{}', Ordner {into}\n", drill.site, drill.to),
        format!("Exit drill: out of '{}' into a package at '{}', folder {into}\n", drill.site, drill.to),
    );
    text += &encrypted(drill, lang);
    for one in &drill.departures {
        // What waits for a signature is shown with the plan that waits; what can't be signed as it was planned is not.
        let waits = match (one.departure.behind, one.departure.plan) {
            (Some(Behind::Unapproved), Some(digest)) => {
                find(context, &digest.to_string())?.1.plan().needs_approval()
            }
            _ => false,
        };
        let says = match (one.departure.behind.filter(|_| !waits), one.departure.plan) {
            (Some(why), _) => behind(why, lang).to_owned(),
            (None, Some(digest)) => {
                let (_, plan) = find(context, &digest.to_string())?;
                let short = digest.short();
                let objects = &plan.plan().objects;
                let sample = drill.sample_percent.map(|_| {
                    format!("{}: {}; ", lang.pick("Stichprobe", "sample"), volume(objects.volume(), lang))
                });
                let says = if plan.plan().needs_approval() {
                    lang.pick(
                        format!("braucht eine Freigabe: hoheit approve {short}"),
                        format!("needs an approval: hoheit approve {short}"),
                    )
                } else {
                    format!("{} {short}", lang.pick("Plan", "plan"))
                };
                sample.unwrap_or_default() + &says
            }
            (None, None) => String::new(),
        };
        text += &row(one, &says, lang);
    }
    text += lang.pick("Ausführen mit --yes\n", "Do it with --yes\n");
    Ok(text)
}

/// How long all that lies at the site would take at the rate that was measured.
fn whole_span(record: &ExitDrill) -> Option<Span> {
    record.passage().span(record.whole())
}

fn rate(passage: Passage, lang: Lang) -> String {
    let seconds = passage.elapsed_ms as f64 / 1_000.0;
    let per_second = lang.decimal(passage.arrived.files as f64 / seconds);
    let bytes = lang.bytes((passage.arrived.size_bytes as f64 / seconds) as u64);
    let time = lang.decimal(seconds);
    lang.pick(
        format!("{} in {time} s: {per_second} Dateien/s, {bytes}/s", volume(passage.arrived, lang)),
        format!("{} in {time} s: {per_second} files/s, {bytes}/s", volume(passage.arrived, lang)),
    )
}

fn says(one: &Departing, lang: Lang) -> String {
    match one.departure.behind {
        Some(why @ Behind::Sampled) => {
            format!("{}: {}", behind(why, lang), volume(one.departure.passage.arrived, lang))
        }
        Some(why) => behind(why, lang).to_owned(),
        None => lang.pick("vollständig im Paket", "in the package in full").to_owned(),
    }
}

/// What came of it.
pub(super) fn told(drill: &Drill, record: &ExitDrill, shown: &Shown, lang: Lang) -> String {
    let mut text = lang.pick(
        format!("Ausstiegsprobe aus '{}':\n", drill.site),
        format!("Exit drill out of '{}':\n", drill.site),
    );
    for one in &drill.departures {
        text += &row(one, &says(one, lang), lang);
    }
    text += &encrypted(drill, lang);
    let passage = record.passage();
    if passage.arrived.files > 0 {
        let _ = writeln!(text, "  {}: {}", lang.pick("Gemessen", "Measured"), rate(passage, lang));
    }
    if let Some(span) = whole_span(record) {
        let days = days(span, lang);
        let _ = writeln!(text, "  {}: {days}", lang.pick("Alles an diesem Ort", "All of this site"));
    }
    let folder = shown.folder.display().to_string();
    let folder = Printable(&folder);
    match &record.package {
        Some(_) => {
            let into = Printable(drill.into.as_str());
            text += &lang.pick(
                format!(
                    "  Paket: {into} an '{}'. Prüfen: hoheit-verify package <Ordner> --report <Bericht> --key <Schlüssel>\n",
                    drill.to
                ),
                format!(
                    "  Package: {into} at '{}'. Check: hoheit-verify package <folder> --report <report> --key <key>\n",
                    drill.to
                ),
            );
        }
        None => {
            text +=
                lang.pick("  Kein Paket: nichts davon ist gegangen.\n", "  No package: nothing has left.\n");
        }
    }
    text + &lang
        .pick(format!("  Bericht für die Akte: {folder}\n"), format!("  Report for the file: {folder}\n"))
}

/// `hoheit-exit-drill/1`, see `docs/reference/exit-package.md`.
pub(super) fn in_json(drill: &Drill, record: &ExitDrill, shown: &Shown) -> String {
    let names: Vec<_> = drill
        .departures
        .iter()
        .map(|one| json!({ "dataset": one.departure.dataset, "name": one.name }))
        .collect();
    let days = whole_span(record).map(|span| {
        let (least, most) = span.days();
        json!({ "least": least, "most": most })
    });
    let text = json!({
        "format": "hoheit-exit-drill/1", "digest": shown.digest, "record": record, "names": names,
        "into": drill.into, "is_complete": record.is_complete(), "days": days,
        "report": shown.folder.display().to_string(),
    });
    format!("{text:#}\n")
}

/// The report that goes into the file, in Markdown.
pub(super) fn report(drill: &Drill, record: &ExitDrill, digest: Digest, lang: Lang) -> String {
    let (began, ended) = (record.started_at, record.finished_at);
    let mut text = lang.pick(
        format!(
            "# Ausstiegsprobe: {}\n\nBeginn {began}, Ende {ended}. Ziel: {}.\n\n",
            record.site, record.to
        ),
        format!("# Exit drill: {}\n\nBegan {began}, ended {ended}. Target: {}.\n\n", record.site, record.to),
    );
    text += lang.pick(
        "| Bestand | Umfang | Ergebnis |\n|---|---|---|\n",
        "| dataset | volume | result |\n|---|---|---|\n",
    );
    for one in &drill.departures {
        let name = Printable(&one.name).to_string().replace('|', "\\|");
        let _ = writeln!(
            text,
            "| {} {name} | {} | {} |",
            one.departure.dataset,
            volume(one.departure.whole, lang),
            says(one, lang)
        );
    }
    let passage = record.passage();
    if passage.arrived.files > 0 {
        let _ = write!(text, "\n{}: {}.\n", lang.pick("Gemessen", "Measured"), rate(passage, lang));
    }
    text += &readers(record, lang);
    text += &term(record, lang);
    let package = record.package.as_deref().unwrap_or("–");
    text + &lang.pick(
        format!(
            "\n## Nachprüfen\n\n- SHA-256 von `tagmanifest-sha256.txt` des Pakets: `{package}`; `hoheit-verify package <Ordner> --report <Bericht> --key <Schlüssel>`\n\
             - Kennung dieses Ergebnisses (BLAKE3 über `exit-drill/1`, Zeilenvorschub und `exit-drill.json`): `{digest}`\n\
             - Sie steht im Protokoll, unterschrieben mit dessen Schlüssel: `hoheit-verify bundle exit-drill.tlog-proof --key <Schlüssel> --details`\n\n\
             Entscheidungshilfe, keine Rechtsberatung.\n"
        ),
        format!(
            "\n## Check it\n\n- SHA-256 of the package's `tagmanifest-sha256.txt`: `{package}`; `hoheit-verify package <folder> --report <report> --key <key>`\n\
             - Digest of this result (BLAKE3 over `exit-drill/1`, a line feed and `exit-drill.json`): `{digest}`\n\
             - It is in the log, signed by the log's key: `hoheit-verify bundle exit-drill.tlog-proof --key <key> --details`\n\n\
             A decision aid, not legal advice.\n"
        ),
    )
}

/// Who can open the package: what the file says when somebody needs it.
fn readers(record: &ExitDrill, lang: Lang) -> String {
    if record.recipients.is_empty() {
        return String::new();
    }
    let mut text = lang
        .pick(
            "\n## Verschlüsselung\n\nDas Paket ist verschlüsselt (age, Version 1); hoheit hat keinen Schlüssel dazu. Öffnen kann es nur, wer einen privaten Schlüssel zu einem dieser öffentlichen hat:\n\n",
            "\n## Encryption\n\nThe package is encrypted (age, version 1); hoheit has no key to it. Only who holds a private key to one of these public ones can open it:\n\n",
        )
        .to_owned();
    for recipient in &record.recipients {
        let _ = writeln!(text, "- `{}`", Printable(recipient));
    }
    text
}

/// Days that Art. 25(2)(a) Data Act gives for the transition.
const TRANSITION_DAYS: u64 = 30;

/// What the measured time means beside the terms of the Data Act.
fn term(record: &ExitDrill, lang: Lang) -> String {
    let mut text = lang
        .pick(
            "\n## Data Act (Verordnung (EU) 2023/2854), Art. 23–31\n\n",
            "\n## Data Act (Regulation (EU) 2023/2854), Art. 23–31\n\n",
        )
        .to_owned();
    if record.datasets.iter().any(|one| one.behind == Some(Behind::Sampled)) {
        text += lang.pick(
            "- Gemessen wurde eine Stichprobe. Sie nimmt von jeder Art Dateien etwas und ist kein verkleinertes Abbild: die Dauer für das Ganze ist ein Anhalt.\n",
            "- A sample was measured. It takes some of every kind of files and is no scaled-down image: the time for the whole is an indication.\n",
        );
    }
    if let Some(span) = whole_span(record) {
        let (_, most) = span.days();
        let (told, whole) = (days(span, lang), volume(record.whole(), lang));
        let fits = most <= TRANSITION_DAYS;
        text += &lang.pick(
            format!(
                "- Alles an diesem Ort ({whole}) braucht bei der gemessenen Geschwindigkeit {told}: {} Übergangsfrist von 30 Tagen (Art. 25 Abs. 2 Buchst. a).\n",
                if fits { "innerhalb der" } else { "LÄNGER als die" },
            ),
            format!(
                "- All of this site ({whole}) takes {told} at the measured rate: {} the transitional period of 30 days (Art. 25(2)(a)).\n",
                if fits { "within" } else { "LONGER than" },
            ),
        );
    }
    let free = record.no_charges_from;
    let has_begun = Day::of(record.finished_at) >= free;
    text += lang.pick(
        "- Kündigungsfrist für den Wechsel: höchstens zwei Monate (Art. 25 Abs. 2 Buchst. d).\n",
        "- Notice for switching: two months at most (Art. 25(2)(d)).\n",
    );
    let _ = match (has_begun, lang) {
        (true, Lang::De) => {
            writeln!(text, "- Wechselentgelte sind seit dem {free} nicht mehr zulässig (Art. 29 Abs. 1).")
        }
        (false, Lang::De) => writeln!(
            text,
            "- Wechselentgelte sind ab dem {free} nicht mehr zulässig, bis dahin nur in Höhe der Kosten (Art. 29)."
        ),
        (true, Lang::En) => {
            writeln!(text, "- Charges for switching are no longer allowed since {free} (Art. 29(1)).")
        }
        (false, Lang::En) => writeln!(
            text,
            "- Charges for switching are no longer allowed from {free} on, and until then at cost only (Art. 29)."
        ),
    };
    text
}
