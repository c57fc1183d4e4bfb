// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a plan says of itself.

use super::rehearsing::days;
use super::{Files, encrypting, tallied};
use hoheit_move::{Found, PlanFile};
use hoheit_report::files;
use hoheit_types::{Lang, LeftOut, Loss, Plan, Printable, Span};
use serde_json::json;
use std::fmt::Write as _;

/// What a person should know of a plan before it is approved or carried out.
pub(in crate::commands) fn head(plan: &Plan, lang: Lang) -> String {
    let (objects, permit) = (&plan.objects, &plan.permit);
    let mut text = format!(
        "  {} {}: {} → {}\n  {}, {}\n",
        plan.dataset,
        Printable(&plan.name),
        plan.from.site,
        plan.to.site,
        files(lang, objects.files),
        lang.bytes(objects.size_bytes),
    );
    let into = if plan.into.is_root() { String::new() } else { format!("/{}", plan.into) };
    let target = format!("{}{into}", plan.to.uri);
    let _ = writeln!(text, "  {} → {}", Printable(&plan.from.uri), Printable(&target));
    let _ = writeln!(
        text,
        "  {} {}:{}:{}",
        lang.pick("Erlaubt durch", "Permitted by"),
        permit.decision.short(),
        plan.dataset,
        plan.to.site
    );
    let personal = match permit.personal {
        Some(true) => lang.pick("Personenbezogene Daten: ja", "Personal data: yes"),
        Some(false) => lang.pick("Personenbezogene Daten: nein", "Personal data: no"),
        None => lang.pick("Personenbezogene Daten: unbekannt", "Personal data: unknown"),
    };
    let _ = writeln!(text, "  {personal}");
    text += &encrypting::told(plan, lang);
    text += &losses(plan, lang);
    if !plan.left_out.is_empty() {
        let left = tallied(plan.left_out.iter().map(|(why, count)| (why.title(), *count)), lang);
        let _ = writeln!(text, "  {}: {left}", lang.pick("Bleibt zurück", "Stays behind"));
    }
    let resumes = if plan.resumes {
        lang.pick("geht in der Datei weiter", "goes on inside a file")
    } else {
        lang.pick("beginnt Dateien von vorn", "begins files anew")
    };
    let _ = writeln!(text, "  {}: {resumes}", lang.pick("Nach einer Unterbrechung", "After an interruption"));
    let free = plan.free_bytes.map_or_else(
        || lang.pick("unbekannt", "unknown").to_owned(),
        |free| {
            let is_short = free < plan.stored_bytes();
            let mark = if is_short { lang.pick(" – ZU WENIG", " – TOO LITTLE") } else { "" };
            lang.bytes(free) + mark
        },
    );
    let _ = writeln!(text, "  {}: {free}", lang.pick("Platz am Ziel", "Room at the target"));
    let time = plan.expected_ms.map_or_else(
        || {
            lang.pick("nicht gemessen (hoheit move rehearse)", "not measured (hoheit move rehearse)")
                .to_owned()
        },
        |most_ms| {
            let days = days(Span { least_ms: most_ms, most_ms }, lang);
            lang.pick(
                format!("höchstens {days}, nach der letzten Probe"),
                format!("{days} at most, by the last rehearsal"),
            )
        },
    );
    let _ = writeln!(text, "  {}: {time}", lang.pick("Dauer", "Time"));
    for fee in &plan.fees {
        let (contract, euros) = (&fee.contract, lang.integer(fee.euros));
        let fee = lang.pick("Entgelt laut Vertrag", "Fee by contract");
        let _ = writeln!(text, "  {fee} {contract}: {euros} €");
    }
    text
}

/// What the target can't keep: what of it travels beside the objects, and what is lost.
fn losses(plan: &Plan, lang: Lang) -> String {
    let has_sidecar = plan.objects.sidecar.is_some() && plan.encryption.is_none();
    let row = |is_kept: bool| {
        let rows = plan.losses.iter().filter(|(loss, _)| (has_sidecar && loss.travels()) == is_kept);
        tallied(rows.map(|(loss, count)| (loss.title(), *count)), lang)
    };
    let (kept, lost) = (row(true), row(false));
    let none = lang.pick("nichts", "nothing");
    let lost = if lost.is_empty() { none } else { &lost };
    let mut text = format!("  {}: {lost}\n", lang.pick("Geht verloren", "Gets lost"));
    if has_sidecar {
        text += &lang.pick(
            format!("  Reist in einer Beilage mit, weil das Ziel es nicht hält: {kept}\n"),
            format!("  Travels in a sidecar, because the target can't keep it: {kept}\n"),
        );
    }
    text
}

pub(super) fn told(file: &PlanFile, found: &Found, waits: bool, lang: Lang) -> String {
    let digest = file.digest();
    let mut text = format!("{} {digest}\n{}", lang.pick("Plan", "Plan"), head(file.plan(), lang));
    for (why, names) in &found.named {
        let title = lang.pick(why.title().0, why.title().1);
        for name in names {
            let _ = writeln!(text, "  {title}: {}", Printable(name.as_str()));
        }
    }
    if file.plan().left_out.contains_key(&LeftOut::Changed) {
        text += lang.pick(
            "  Was sich geändert hat, kommt in einen anderen Ordner mit: hoheit move plan --again … --into <Ordner>\n",
            "  What has changed goes into another folder with: hoheit move plan --again … --into <folder>\n",
        );
    }
    if found.losses.contains_key(&Loss::HardLink) {
        text += lang.pick(
            "  Mehrere Namen einer Datei werden zu mehreren Dateien.\n",
            "  Several names of one file become several files.\n",
        );
    }
    if found.recalled > 0 {
        let count = lang.integer(found.recalled);
        text += &lang.pick(
            format!("  Bekommen zurück, was ein früherer Umzug in einer Beilage aufgeschrieben hat: {count} Dateien und Ordner\n"),
            format!("  Get back what an earlier move has written down in a sidecar: {count} files and folders\n"),
        );
    }
    if found.damaged_sidecars > 0 {
        text += lang.pick(
            "  Die Beilage eines früheren Umzugs fehlt oder wurde verändert; ihr wird nicht geglaubt.\n",
            "  The sidecar of an earlier move is missing or was changed; it is not believed.\n",
        );
    }
    let short = digest.short();
    text += &if waits {
        lang.pick(
            format!("Braucht die Freigabe einer zweiten Person: hoheit approve {short}\nDann: hoheit move run {short} --yes\n"),
            format!("Needs the approval of a second person: hoheit approve {short}\nThen: hoheit move run {short} --yes\n"),
        )
    } else {
        lang.pick(
            format!("Ausführen mit: hoheit move run {short} --yes\n"),
            format!("Do it with: hoheit move run {short} --yes\n"),
        )
    };
    text
}

/// `hoheit-move-plan/1`, see `docs/reference/move-json.md`.
pub(super) fn in_json(file: &(Files, PlanFile), found: &Found, waits: bool) -> serde_json::Value {
    let path = file.0.plan().display().to_string();
    json!({
        "format": "hoheit-move-plan/1", "digest": file.1.digest(), "path": path, "plan": file.1.plan(),
        "left_out_names": found.named, "recalled": found.recalled,
        "damaged_sidecars": found.damaged_sidecars, "needs_approval": file.1.plan().needs_approval(), "waits": waits,
    })
}
