// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit move status` (`stand`) and `hoheit move verify` (`pruefen`).

use super::running::not_run;
use super::{Files, failure, find, folders, reach};
use crate::cli::Talk;
use crate::commands::print;
use crate::commands::scan::stop_on_interrupt;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_move::{Conflict, Conflicts, PlanFile, Status};
use hoheit_report::files;
use hoheit_types::{Lang, Printable, RelPath};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) fn status(context: &Context, named: Option<&str>, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let all = named.map_or_else(|| every(context), |named| Ok(vec![find(context, named)?]))?;
    let mut stands = Vec::with_capacity(all.len());
    for (own, plan) in all {
        let status = hoheit_move::status(&plan, &own.journal()).map_err(|error| failure(context, error))?;
        stands.push((plan, status));
    }
    let text = match format {
        Talk::Json => {
            let moves: Vec<Value> = stands.iter().map(|(plan, status)| row_json(plan, status)).collect();
            format!("{:#}\n", json!({ "format": "hoheit-move-status/1", "moves": moves }))
        }
        Talk::Human if stands.is_empty() => {
            lang.pick("Noch kein Umzug geplant.\n", "No move is planned yet.\n").to_owned()
        }
        Talk::Human => stands.iter().map(|(plan, status)| row(plan, status, lang)).collect(),
    };
    print(lang, text)?;
    let is_smooth = stands.iter().all(|(_, status)| status.conflicts.is_empty() && status.left.is_empty());
    Ok(if is_smooth { Exit::Done } else { Exit::Warnings })
}

/// All plans that were made here.
fn every(context: &Context) -> Result<Vec<(Files, PlanFile)>, Failure> {
    let open = |folder: &std::path::PathBuf| -> Result<Option<(Files, PlanFile)>, Failure> {
        let own = Files::at(context, folder)?;
        // A folder without a plan: planning died in between.
        if !own.plan().exists() {
            return Ok(None);
        }
        let plan = PlanFile::open(&own.plan()).map_err(|error| failure(context, error))?;
        Ok(Some((own, plan)))
    };
    folders(context).iter().filter_map(|folder| open(folder).transpose()).collect()
}

/// In a word.
fn phase(status: &Status, lang: Lang) -> &'static str {
    if let (false, Some(_)) = (status.is_undone, status.emptying) {
        return match status.emptied {
            None => lang.pick(
                "Quelle wird geleert, unterbrochen oder im Gang",
                "source being emptied, interrupted or going on",
            ),
            Some(_) => lang.pick("vollständig, Quelle geleert", "complete, source emptied"),
        };
    }
    match (status.is_undone, status.last_run, status.ended) {
        (true, _, Some(_)) => lang.pick("rückgängig gemacht", "undone"),
        (true, _, None) => lang.pick(
            "wird rückgängig gemacht, unterbrochen oder im Gang",
            "being undone, interrupted or going on",
        ),
        (false, None, _) => lang.pick("geplant", "planned"),
        (false, Some(_), None) => lang.pick("unterbrochen oder im Gang", "interrupted, or going on"),
        (false, Some(_), Some(_)) if status.conflicts.is_empty() => lang.pick("vollständig", "complete"),
        (false, Some(_), Some(_)) => lang.pick("unvollständig", "incomplete"),
    }
}

fn row(plan: &PlanFile, status: &Status, lang: Lang) -> String {
    let head = plan.plan();
    let of = files(lang, head.objects.files);
    let of = lang.pick(
        format!("{} von {of}", lang.integer(status.files)),
        format!("{} of {of}", lang.integer(status.files)),
    );
    let mut text = format!(
        "{} · {} {}: {} → {} · {} · {of}\n",
        plan.digest().short(),
        head.dataset,
        Printable(&head.name),
        head.from.site,
        head.to.site,
        phase(status, lang),
    );
    if status.emptying.is_some() {
        let dropped = files(lang, status.dropped);
        let _ = writeln!(
            text,
            "  {}",
            lang.pick(
                format!("An der Quelle gelöscht: {dropped}"),
                format!("Removed at the source: {dropped}")
            )
        );
    }
    if status.gone > 0 {
        let gone = files(lang, status.gone);
        let _ = writeln!(
            text,
            "  {}",
            lang.pick(
                format!("An der Quelle nicht mehr da, nicht von hoheit gelöscht: {gone}"),
                format!("No longer at the source, not removed by hoheit: {gone}")
            )
        );
    }
    text += &reasons("", &status.conflicts, lang);
    text + &reasons(lang.pick("Bleibt an der Quelle: ", "Stays at the source: "), &status.left, lang)
}

fn reasons(what: &str, found: &Conflicts, lang: Lang) -> String {
    let mut text = String::new();
    for (why, (count, names)) in found {
        let title = lang.pick(why.title().0, why.title().1);
        let _ = writeln!(text, "  {what}{title}: {}", lang.integer(*count));
        for name in names {
            let _ = writeln!(text, "    {}", Printable(name.as_str()));
        }
    }
    text
}

fn row_json(plan: &PlanFile, status: &Status) -> Value {
    let head = plan.plan();
    let listed = |found: &Conflicts| -> Vec<Value> {
        let row = |(reason, (count, names)): (&Conflict, &(u64, Vec<RelPath>))| json!({ "reason": reason, "count": count, "names": names });
        found.iter().map(row).collect()
    };
    json!({
        "digest": plan.digest(), "dataset": head.dataset, "name": head.name, "from": head.from, "to": head.to,
        "files": status.files, "of_files": head.objects.files, "receipts": status.receipts,
        "last_run": status.last_run.map(|at| at.to_string()), "ended": status.ended.map(|at| at.to_string()),
        "is_undone": status.is_undone, "returned": status.returned, "conflicts": listed(&status.conflicts),
        "emptied": status.emptied.map(|at| at.to_string()), "dropped": status.dropped, "gone": status.gone,
        "left": listed(&status.left),
    })
}

pub(super) fn verify(context: &Context, named: &str, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let (own, plan) = find(context, named)?;
    if !own.journal().exists() {
        return Err(not_run(context));
    }
    let stands = hoheit_move::status(&plan, &own.journal()).map_err(|error| failure(context, error))?;
    if stands.is_undone {
        let message = lang.pick("dieser Umzug wurde rückgängig gemacht", "this move was undone");
        return Err(Failure::new(Exit::Usage, message));
    }
    let target = reach(context, &plan.plan().to)?;
    if own.receipts().exists() {
        super::running::log_receipts(context, &own, plan.digest())?;
    }
    let stop = stop_on_interrupt();
    let found = hoheit_move::verify(&plan, &own.journal(), &*target, &stop);
    let found = found.map_err(|error| failure(context, error))?;
    let text = match format {
        Talk::Json => format!(
            "{:#}\n",
            json!({
                "format": "hoheit-move-verify/1", "digest": plan.digest(), "files": found.files,
                "size_bytes": found.size_bytes, "sidecar_parts": found.sidecar_parts, "missing": listed(&found.missing),
                "different": listed(&found.different),
            })
        ),
        Talk::Human => {
            let (count, bytes) = (files(lang, found.files), lang.bytes(found.size_bytes));
            let mut text = lang.pick(
                format!("Am Ziel nachgelesen und unverändert: {count}, {bytes}.\n"),
                format!("Read again at the target and unchanged: {count}, {bytes}.\n"),
            );
            for (list, de, en) in
                [(&found.missing, "fehlt", "is missing"), (&found.different, "ist anders", "is different")]
            {
                for name in &list.1 {
                    let _ = writeln!(text, "  {}: {}", lang.pick(de, en), Printable(name.as_str()));
                }
                let more = list.0 - list.1.len() as u64;
                if more > 0 {
                    let _ = writeln!(text, "  {}: +{}", lang.pick(de, en), lang.integer(more));
                }
            }
            text
        }
    };
    print(lang, text)?;
    let is_sound = found.missing.0 == 0 && found.different.0 == 0;
    Ok(if is_sound { Exit::Done } else { Exit::Damaged })
}

fn listed(list: &(u64, Vec<RelPath>)) -> Value {
    json!({ "count": list.0, "names": list.1 })
}
