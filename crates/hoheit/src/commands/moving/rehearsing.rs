// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit move rehearse` (`proben`): a sample out and back.

use super::running::{Counting, bar, permit};
use super::telling::head;
use super::{apart, failure, find, note, place_failure, reach, store_failure, tallied};
use crate::cli::Talk;
use crate::cli::moving::MoveRehearse;
use crate::commands::scan::stop_on_interrupt;
use crate::commands::{catalogue_failure, open_for_a_note, print};
use crate::context::{Context, SystemClock};
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::Catalogue;
use hoheit_connect::{Depot, LocalDepot};
use hoheit_move::{Cleared, PlanFile, Rehearsed, Rehearsing, Sample, Sampling, WayFiles, clear_ways, draw};
use hoheit_report::{counted, files};
use hoheit_store::StateDir;
use hoheit_types::{Clock as _, End, Lang, Loss, Objects, Passage, Printable, Rehearsal, RelPath, Span};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The folder of rehearsals within that of a plan.
const FOLDER: &str = "rehearsal";

/// Names that are told of each finding; `--format json` tells all. 10: several findings fit on a screen.
const TOLD: usize = 10;

/// Days for which a rehearsal counts in what-if. 730: two years, in which providers change their platforms.
const COUNTS_DAYS: i64 = 730;

pub(super) fn run(context: &Context, args: &MoveRehearse) -> Result<Exit, Failure> {
    let lang = context.lang;
    let (own, plan) = find(context, &args.plan)?;
    let stopwatch = SystemClock::default();
    let fail = |error| failure(context, error);
    let _lock = own.state.lock().map_err(|error| store_failure(context, error))?;
    let has_begun = own.state.file(FOLDER).exists();
    let folder = StateDir::open(&own.state.file(FOLDER)).map_err(|error| store_failure(context, error))?;
    let scratch = StateDir::open(&folder.file("returned")).map_err(|error| store_failure(context, error))?;
    let mut home = LocalDepot::open(scratch.path()).map_err(|error| place_failure(context, &error))?;
    let mut target = reach(context, &plan.plan().to)?;
    let (out, back) = (WayFiles::new(folder.path(), "out"), WayFiles::new(folder.path(), "back"));
    let mut earlier = Cleared::default();
    // Before anybody asks whether it may go today: what a rehearsal left behind that died must go, the more so if it may not.
    if args.yes && has_begun {
        probe(context, &plan, &mut *target, &mut home)?;
        earlier = clear_ways((&out, &*target), (&back, &home)).map_err(fail)?;
    }
    let permit = permit(context, &plan, Counting::Last).inspect_err(|_| {
        if !earlier.is_empty() && !context.quiet {
            eprint!("{}", swept_earlier(&earlier, lang));
        }
    })?;
    let source = reach(context, &plan.plan().from)?;
    apart(context, &source, &target)?;
    let how = sampling(args, &plan, &*target, &home, &stopwatch);
    if !args.yes {
        let sample = draw(&plan, &*source, &how).map_err(fail)?;
        print(lang, intent(&plan, &sample, lang))?;
        return Ok(Exit::Done);
    }
    probe(context, &plan, &mut *target, &mut home)?;
    let bar = bar(context, plan.plan());
    let stage = Rehearsing {
        plan: &plan,
        permit: &permit,
        source: &*source,
        target: &*target,
        home: &home,
        out: &out,
        back: &back,
        clock: &context.clock,
        stopwatch: &stopwatch,
        stop: &stop_on_interrupt(),
        progress: &|objects| bar.set_position(objects),
    };
    bar.set_length(draw(&plan, &*source, &how).map_err(fail)?.volume.files);
    let rehearsed = stage.rehearse(&how);
    bar.finish_and_clear();
    let rehearsed = rehearsed.map_err(fail)?;
    let record = record(context, &plan, &rehearsed, how.seed);
    keep(context, &record)?;
    let text = match args.format {
        Talk::Human => told(&record, &rehearsed, &earlier, plan.is_encrypted(), lang),
        Talk::Json => format!("{:#}\n", in_json(&record, &rehearsed, &earlier)),
    };
    print(lang, text)?;
    Ok(match (record.different, record.is_clean() && rehearsed.cleared.kept == 0) {
        (0, true) => Exit::Done,
        (0, false) => Exit::Warnings,
        _ => Exit::Damaged,
    })
}

/// By the plan's own tag: what a probe that died has left, the next one clears.
fn probe(
    context: &Context,
    plan: &PlanFile,
    target: &mut dyn Depot,
    home: &mut dyn Depot,
) -> Result<(), Failure> {
    let tag = hoheit_move::tag_of(plan.digest());
    target.probe(tag).map_err(|error| place_failure(context, &error))?;
    home.probe(tag).map_err(|error| place_failure(context, &error))
}

/// How much is drawn: what was asked for, but not more than half of the room at either end.
fn sampling(
    args: &MoveRehearse,
    plan: &PlanFile,
    target: &dyn Depot,
    home: &dyn Depot,
    stopwatch: &SystemClock,
) -> Sampling {
    let free = [target.free_bytes(), home.free_bytes()].into_iter().filter_map(|free| free.ok().flatten());
    let room = free.min().unwrap_or(u64::MAX) / 2;
    let chance = u32::from_le_bytes(plan.digest().as_bytes().first_chunk().copied().unwrap_or_default());
    Sampling {
        share_percent: args.share,
        most_files: args.files,
        most_bytes: args.size.saturating_mul(1 << 20).min(room),
        seed: args.seed.unwrap_or(chance ^ (stopwatch.now().0 >> 10) as u32),
    }
}

fn record(context: &Context, plan: &PlanFile, rehearsed: &Rehearsed, seed: u32) -> Rehearsal {
    let (head, compared) = (plan.plan(), &rehearsed.compared);
    let whole = head.objects.volume();
    let counted = |found: &BTreeMap<Loss, Vec<RelPath>>| {
        found.iter().map(|(loss, names)| (*loss, names.len() as u64)).collect()
    };
    Rehearsal {
        plan: plan.digest(),
        dataset: head.dataset,
        from: head.from.site.clone(),
        to: head.to.site.clone(),
        finished_at: context.clock.now(),
        seed,
        whole,
        sample: rehearsed.sample.volume,
        strata: rehearsed.sample.strata,
        drawn_strata: rehearsed.sample.drawn_strata,
        out: rehearsed.out,
        back: rehearsed.back,
        missing: compared.missing.len() as u64,
        different: compared.different.len() as u64,
        renamed: compared.renamed.len() as u64,
        lost: counted(&compared.lost),
        aside: counted(&compared.aside),
        whole_out: rehearsed.out.span(whole),
        fees: head.fees.clone(),
    }
}

/// States the result: it becomes an entry of the log, and what-if finds it.
fn keep(context: &Context, record: &Rehearsal) -> Result<(), Failure> {
    let note = note(context, COUNTS_DAYS, "hoheit move rehearse");
    let mut catalogue = open_for_a_note(context)?;
    let stated = catalogue.state(std::slice::from_ref(record), &note);
    stated.map(drop).map_err(|error| catalogue_failure(context, error))
}

/// How long so much takes between two sites, by what was rehearsed last between them: the longer time, because who plans should not be late.
pub(super) fn expected(
    context: &Context,
    catalogue: &mut Catalogue,
    (from, to): &(End, End),
    objects: &Objects,
) -> Result<Option<u64>, Failure> {
    let whole = objects.volume();
    let rehearsals = catalogue.in_force::<Rehearsal>(court::today(context), None);
    let rehearsals = rehearsals.map_err(|error| catalogue_failure(context, error))?.into_iter();
    let of_both = rehearsals.map(|stated| stated.body);
    let of_both = of_both.filter(|one| one.from == from.site && one.to == to.site);
    let newest = of_both.max_by_key(|one| one.finished_at);
    Ok(newest.and_then(|one| one.out.span(whole)).map(|span| span.most_ms))
}

fn intent(plan: &PlanFile, sample: &Sample, lang: Lang) -> String {
    let (count, bytes) = (files(lang, sample.volume.files), lang.bytes(sample.volume.size_bytes));
    let title = lang.pick("Probe des Plans", "Rehearsal of the plan");
    let text = lang.pick(
        format!("  Stichprobe: {count}, {bytes}; sie geht zum Ziel und zurück und wird dann weggeräumt\nAusführen mit --yes\n"),
        format!("  Sample: {count}, {bytes}; it goes to the target and back and is taken away then\nDo it with --yes\n"),
    );
    format!("{title} {}\n{}{text}", plan.digest(), head(plan.plan(), lang))
}

/// A rate of files and one of bytes.
fn rates(passage: Passage, lang: Lang) -> String {
    let seconds = passage.elapsed_ms as f64 / 1_000.0;
    let objects = lang.decimal(passage.arrived.files as f64 / seconds);
    let bytes = lang.bytes((passage.arrived.size_bytes as f64 / seconds) as u64);
    lang.pick(format!("{objects} Dateien/s, {bytes}/s"), format!("{objects} files/s, {bytes}/s"))
}

/// From so many to so many days.
pub(in crate::commands) fn days(span: Span, lang: Lang) -> String {
    let (least, most) = span.days();
    let most_told = counted(lang, most, ["Tag", "Tage"], ["day", "days"]);
    if least == most { most_told } else { format!("{}–{most_told}", lang.integer(least)) }
}

fn told(
    record: &Rehearsal,
    rehearsed: &Rehearsed,
    earlier: &Cleared,
    is_encrypted: bool,
    lang: Lang,
) -> String {
    let (count, bytes) = (files(lang, record.sample.files), lang.bytes(record.sample.size_bytes));
    let (strata, drawn) = (lang.integer(record.strata), lang.integer(record.drawn_strata));
    let mut text = lang.pick(
        format!(
            "Probe: {count}, {bytes}, aus {drawn} von {strata} Arten von Dateien (Zufallszahl {})\n",
            record.seed
        ),
        format!(
            "Rehearsal: {count}, {bytes}, of {drawn} of {strata} kinds of files (seed {})\n",
            record.seed
        ),
    );
    let came_back = files(lang, rehearsed.compared.came_back);
    let _ = writeln!(text, "  {}: {came_back}", lang.pick("Unverändert zurück", "Came back unchanged"));
    let (out, back) = (rates(record.out, lang), rates(record.back, lang));
    let _ = writeln!(text, "  {}: {out}", lang.pick("Hin", "Out"));
    let _ = writeln!(text, "  {}: {back}", lang.pick("Zurück", "Back"));
    if let Some(span) = record.whole_out {
        let (whole, bytes) = (files(lang, record.whole.files), lang.bytes(record.whole.size_bytes));
        let why = match span.days() {
            (least, most) if least == most => "",
            _ => lang.pick(
                ", je nachdem, ob Zahl oder Größe bremst",
                ", depending on whether the number of files or their size slows it down",
            ),
        };
        let days = days(span, lang);
        let _ = writeln!(text, "  {} ({whole}, {bytes}): {days}{why}", lang.pick("Alles", "All of it"));
    }
    let told =
        |found: &BTreeMap<Loss, u64>| tallied(found.iter().map(|(loss, count)| (loss.title(), *count)), lang);
    let (lost, aside) = (told(&record.lost), told(&record.aside));
    let lost = if lost.is_empty() { lang.pick("nichts", "nothing") } else { &lost };
    let _ = writeln!(text, "  {}: {lost}", lang.pick("Ging verloren", "Got lost"));
    if is_encrypted && record.is_clean() {
        text += lang.pick(
            "  Verschlüsselt mit einem Schlüssel, den es nur für die Probe gab; Namen und Rechte kamen im Verzeichnis zurück\n",
            "  Encrypted with a key that there was for the rehearsal only; names and rights came back in the index\n",
        );
    }
    if !aside.is_empty() {
        let head = lang.pick(
            "Hält das Ziel nicht, reist in der Beilage",
            "The target does not keep, travels in the sidecar",
        );
        let _ = writeln!(text, "  {head}: {aside}");
    }
    for (loss, names) in &rehearsed.compared.lost {
        listed(&mut text, lang.pick(loss.title().0, loss.title().1), names, lang);
    }
    let compared = &rehearsed.compared;
    for (names, de, en) in [
        (&compared.missing, "kam nicht an oder nicht zurück", "did not arrive, or not come back"),
        (&compared.different, "KAM ANDERS ZURÜCK", "CAME BACK DIFFERENT"),
        (&compared.renamed, "steht am Ziel unter anderem Namen", "stands at the target under another name"),
    ] {
        listed(&mut text, lang.pick(de, en), names, lang);
    }
    for fee in &record.fees {
        let (contract, euros) = (&fee.contract, lang.integer(fee.euros));
        let fee = lang.pick("Entgelt laut Vertrag", "Fee by contract");
        let _ = writeln!(text, "  {fee} {contract}: {euros} €");
    }
    text + &swept(rehearsed, earlier, lang)
}

fn swept(rehearsed: &Rehearsed, earlier: &Cleared, lang: Lang) -> String {
    let mut text = String::new();
    if rehearsed.sample.too_large > 0 {
        let count = files(lang, rehearsed.sample.too_large);
        text += &lang.pick(
            format!("  Zu groß für die Stichprobe (--size): {count}\n"),
            format!("  Too large for the sample (--size): {count}\n"),
        );
    }
    if !earlier.is_empty() {
        text += &swept_earlier(earlier, lang);
    }
    text += &if rehearsed.cleared.kept == 0 {
        lang.pick("  Am Ziel ist nichts davon geblieben.\n", "  Nothing of it stays at the target.\n")
            .to_owned()
    } else {
        let kept = lang.integer(rehearsed.cleared.kept);
        lang.pick(
            format!("  Am Ziel bleibt, was andere inzwischen verändert haben: {kept}\n"),
            format!("  At the target stays what others have changed meanwhile: {kept}\n"),
        )
    };
    text
}

fn swept_earlier(earlier: &Cleared, lang: Lang) -> String {
    let count = lang.integer(earlier.files + earlier.uploads);
    lang.pick(
        format!("  Reste einer früheren Probe weggeräumt: {count}\n"),
        format!("  Left-overs of an earlier rehearsal taken away: {count}\n"),
    )
}

fn listed(text: &mut String, title: &str, names: &[RelPath], lang: Lang) {
    for name in names.iter().take(TOLD) {
        let _ = writeln!(text, "    {title}: {}", Printable(name.as_str()));
    }
    if let Some(more) = names.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let _ = writeln!(text, "    {title}: +{}", lang.integer(more as u64));
    }
}

/// `hoheit-move-rehearse/1`, see `docs/reference/move-json.md`.
fn in_json(record: &Rehearsal, rehearsed: &Rehearsed, earlier: &Cleared) -> serde_json::Value {
    let compared = &rehearsed.compared;
    let days = record.whole_out.map(|span| {
        let (least, most) = span.days();
        json!({ "least": least, "most": most })
    });
    json!({
        "format": "hoheit-move-rehearse/1", "rehearsal": record, "is_clean": record.is_clean(), "days": days,
        "came_back": compared.came_back, "missing_names": compared.missing,
        "different_names": compared.different, "renamed_names": compared.renamed, "lost_names": compared.lost, "aside_names": compared.aside,
        "too_large": rehearsed.sample.too_large,
        "swept": earlier.files + earlier.uploads, "kept": earlier.kept + rehearsed.cleared.kept,
    })
}
