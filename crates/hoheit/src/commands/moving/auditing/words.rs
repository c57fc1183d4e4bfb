// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_move::audit::{Audited, Marked};
use hoheit_report::{counted, files};
use hoheit_types::{Audit, Baseline, Digest, Lang, Printable};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What became of one address.
pub(super) enum Done {
    Audited(Box<(Audit, Digest, Audited)>),
    Recorded(Baseline),
    /// Audited not long ago
    NotDue(String),
}

pub(super) fn told(done: &[Done], lang: Lang) -> String {
    done.iter().map(|one| one_told(one, lang)).collect()
}

fn one_told(done: &Done, lang: Lang) -> String {
    match done {
        Done::Audited(all) => audited(&all.0, all.1, &all.2, lang),
        Done::Recorded(baseline) => {
            let (uri, count) = (Printable(&baseline.uri), files(lang, baseline.objects));
            let size = lang.bytes(baseline.size_bytes);
            let mut text = lang.pick(
                format!("{uri}\n  Prüfwerte aufgezeichnet, von jetzt an prüfbar: {count}, {size}.\n"),
                format!("{uri}\n  Hashes recorded, from now on to be audited: {count}, {size}.\n"),
            );
            if baseline.unread > 0 {
                let unread = files(lang, baseline.unread);
                text += &lang.pick(
                    format!("  Nicht lesbar, darum ohne Prüfwert: {unread}.\n"),
                    format!("  Not readable, so without hashes: {unread}.\n"),
                );
            }
            text
        }
        Done::NotDue(uri) => {
            let uri = Printable(uri);
            lang.pick(
                format!("{uri}\n  Noch nicht wieder fällig.\n"),
                format!("{uri}\n  Not due again yet.\n"),
            )
        }
    }
}

fn audited(audit: &Audit, digest: Digest, found: &Audited, lang: Lang) -> String {
    let mut text = format!("{}\n", Printable(&audit.uri));
    let (count, size) = (files(lang, audit.objects), lang.bytes(audit.size_bytes));
    let read = lang.bytes(found.read_bytes);
    let (sampled, blocks) = (lang.integer(audit.sampled), lang.integer(audit.blocks));
    text += &lang.pick(
        format!(
            "  Bekannt: {count}, {size}, {blocks} Blöcke. Gezogen und nachgelesen: {sampled} ({read}).\n"
        ),
        format!("  Known: {count}, {size}, {blocks} blocks. Drawn and read again: {sampled} ({read}).\n"),
    );
    text += &statement(audit, lang);
    for (marked, de, en) in [
        (
            &found.damaged,
            "beschädigt, ohne dass der Ort eine Änderung nennt",
            "damaged, though the place tells of no change",
        ),
        (&found.changed, "geändert, wie der Ort selbst sagt", "changed, as the place itself says"),
        (&found.missing, "nicht mehr da", "not there any more"),
        (&found.unreadable, "nicht lesbar", "not readable"),
    ] {
        marked_told(&mut text, marked, lang.pick(de, en), lang);
    }
    if audit.without_tree > 0 {
        let without = files(lang, audit.without_tree);
        text += &lang.pick(
            format!("  Ohne Prüfwerte, also ohne Aussage: {without}. Aufzeichnen mit: hoheit audit {} --record\n", audit.site),
            format!("  Without hashes, so nothing is said of them: {without}. Record them with: hoheit audit {} --record\n", audit.site),
        );
    }
    for told in &audit.told {
        let (what, verdict) = (told.what.title(), told.verdict.title());
        let said = told.said.as_deref().map(|said| format!(" ({})", Printable(said))).unwrap_or_default();
        let _ = writeln!(text, "  {}: {}{said}", lang.pick(what.0, what.1), lang.pick(verdict.0, verdict.1));
    }
    let (moment, short) = (audit.finished_at.to_string(), digest.short());
    let day: String = moment.chars().take("2026-11-30".len()).collect();
    text + &lang.pick(
        format!("  Steht im Protokoll. Als Nachweis im Fragebogen: --evidence \"check:hoheit audit {short}:{day}\"\n"),
        format!("  Stands in the log. As evidence in the questionnaire: --evidence \"check:hoheit audit {short}:{day}\"\n"),
    )
}

/// What follows from the sample, in one sentence.
fn statement(audit: &Audit, lang: Lang) -> String {
    // Rounded up: no bound is told that was not shown.
    let percent = format!("{:.2}", audit.at_most_ppm.div_ceil(100) as f64 / 100.0);
    let percent = lang.pick(percent.replace('.', ","), percent);
    if audit.sampled == 0 {
        return lang
            .pick(
                "  Nichts gelesen: darüber gibt es keine Aussage.\n",
                "  Nothing was read: nothing can be said.\n",
            )
            .to_owned();
    }
    if audit.clean == audit.sampled && audit.sampled == audit.blocks {
        return lang
            .pick("  Alle Blöcke sind, wie sie waren.\n", "  All blocks are as they were.\n")
            .to_owned();
    }
    if audit.clean == audit.sampled {
        return lang.pick(
            format!("  Alle gezogenen Blöcke sind, wie sie waren: Höchstens {percent} % aller Blöcke sind es nicht, mit 99 % Sicherheit.\n"),
            format!("  All blocks drawn are as they were: at most {percent} % of all blocks are not, with 99 % confidence.\n"),
        );
    }
    let bad = counted(lang, audit.sampled - audit.clean, ["Block", "Blöcke"], ["block", "blocks"]);
    lang.pick(
        format!("  NICHT WIE ZUVOR: {bad}. Bis zu {percent} % aller Blöcke können betroffen sein, mit 99 % Sicherheit.\n"),
        format!("  NOT AS BEFORE: {bad}. Up to {percent} % of all blocks may be concerned, with 99 % confidence.\n"),
    )
}

fn marked_told(text: &mut String, marked: &Marked, title: &str, lang: Lang) {
    if marked.blocks == 0 {
        return;
    }
    let _ = writeln!(text, "  {title}: {}", lang.integer(marked.blocks));
    for name in &marked.names {
        let _ = writeln!(text, "    {}", Printable(name.as_str()));
    }
}

/// `hoheit-audit/1`, see `docs/reference/audit-json.md`.
pub(super) fn in_json(done: &[Done]) -> String {
    let marked = |marked: &Marked| json!({ "blocks": marked.blocks, "names": marked.names });
    let rows: Vec<Value> = done
        .iter()
        .map(|one| match one {
            Done::Audited(all) => json!({
                "uri": all.0.uri, "step": "audited", "digest": all.1, "audit": all.0,
                "read_bytes": all.2.read_bytes, "damaged": marked(&all.2.damaged),
                "changed": marked(&all.2.changed), "missing": marked(&all.2.missing),
                "unreadable": marked(&all.2.unreadable),
            }),
            Done::Recorded(baseline) => {
                json!({ "uri": baseline.uri, "step": "recorded", "baseline": baseline })
            }
            Done::NotDue(uri) => json!({ "uri": uri, "step": "not_due" }),
        })
        .collect();
    format!("{:#}\n", json!({ "format": "hoheit-audit/1", "addresses": rows }))
}
