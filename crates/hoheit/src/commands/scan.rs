// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit scan`: the main job.

mod dry_run;
mod refusal;
mod root;

use super::{catalogue_failure, columns, open_for_writing, print, worker_options};
use crate::cli::{Rules, Scan, Talk};
use crate::config::Config;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::own;
use crate::progress::Terminal;
use hoheit_catalogue::inventory::Inventory;
use hoheit_catalogue::token::KeyRing;
use hoheit_catalogue::{Catalogue, InventoryRequest};
use hoheit_report::{Report, ReportError, Stated, files};
use hoheit_scan::worker::{Rules as WorkerRules, WorkerOptions};
use hoheit_scan::{Filter, OwnRules, Protected, Request, Scanned};
use hoheit_types::{Clock, Lang, Printable, RelPath};
pub(super) use refusal::{failure, reach, worker_failure};
use root::Root;
pub(super) use root::again;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub(crate) fn run(context: &Context, args: &Scan) -> Result<Exit, Failure> {
    let lang = context.lang;
    let config = &context.config;
    let root = root::root(context, args)?;
    if args.dry_run {
        let filter = filter(context, args, config, &root)?;
        return dry_run::run(context, args, &*root.place, &filter);
    }
    let own = Arc::new(own::load_all(context)?);
    // Opened first: only a folder that exists can be told from others, whatever links lead to it.
    let mut catalogue = open_for_writing(context)?;
    let filter = filter(context, args, config, &root)?;
    let mut keys = KeyRing::open(&context.home).map_err(|error| catalogue_failure(context, error))?;
    let request = Request {
        root: root.name.clone(),
        place: &*root.place,
        label: args.name.clone().or_else(|| root.label.clone()),
        filter,
        rehash: args.rehash,
        refresh: args.refresh,
        options: options(args),
        walkers: cores().max(MIN_WALKERS),
        workers: workers(args, config, lang)?,
        worker: WorkerOptions { own: own.clone(), ..worker_options(config.limits) },
        rules: match args.rules {
            Rules::All => WorkerRules::All,
            Rules::Identifiers => WorkerRules::Identifiers,
        },
        key: keys.active().cloned(),
        ocr: super::ocr(context, args.ocr),
    };
    let stop = stop_on_interrupt();
    let terminal = Terminal::new(context, args.accept_loss);
    let scanned = hoheit_scan::scan(&mut catalogue, &request, &context.clock, &terminal, &stop)
        .map_err(|error| failure(context, error))?;
    terminal.finish();
    if scanned.coverage.is_none() {
        terminal.say(&interrupted(&scanned, lang));
        return Ok(Exit::Unavailable);
    }
    tidy_tokens(context, &mut catalogue, &mut keys)?;
    let inventory = inventory(context, &mut catalogue, &scanned, &own)?;
    match args.format {
        Talk::Human => {
            let text = summary(context, &inventory, &scanned) + &idle_rules(&own, &inventory, lang);
            print(lang, text)?;
        }
        Talk::Json => print(lang, json(&scanned, &inventory, &own, lang)?)?,
    }
    let has_warnings = scanned.unlisted_folders > 0 || scanned.refused_files > 0 || scanned.missing_files > 0;
    Ok(if has_warnings { Exit::Warnings } else { Exit::Done })
}

/// Drops tokens of files that are long gone, and keys that no token needs any more.
fn tidy_tokens(context: &Context, catalogue: &mut Catalogue, keys: &mut KeyRing) -> Result<(), Failure> {
    let fail = |error| catalogue_failure(context, error);
    catalogue.forget_vanished(context.config.privacy.forget_vanished_days).map_err(fail)?;
    if keys.keys().len() < 2 {
        return Ok(());
    }
    let needed: Vec<u32> = catalogue.key_uses().map_err(fail)?.iter().map(|used| used.key).collect();
    keys.discard_unused(&context.home, &needed).map_err(fail)
}

/// Threads that list folders even where there are fewer cores: on a network share most of the time is waiting.
const MIN_WALKERS: usize = 4;

/// More reading processes than this help nobody, and each may take gigabytes.
const MAX_WORKERS: usize = 256;

fn workers(args: &Scan, config: &Config, lang: Lang) -> Result<usize, Failure> {
    let wanted =
        args.workers.or((config.scan.workers > 0).then_some(config.scan.workers)).unwrap_or_else(cores);
    if (1..=MAX_WORKERS).contains(&wanted) {
        return Ok(wanted);
    }
    Err(Failure::new(
        Exit::Usage,
        lang.pick(
            format!("{wanted} Leseprozesse sind nicht möglich"),
            format!("{wanted} reading processes are not possible"),
        ),
    )
    .hint(lang.pick(format!("möglich: 1 bis {MAX_WORKERS}"), format!("possible: 1 to {MAX_WORKERS}"))))
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn filter(context: &Context, args: &Scan, config: &Config, root: &Root) -> Result<Filter, Failure> {
    let lang = context.lang;
    let mut protected = Protected::ALL.to_vec();
    for name in args.read_protected.iter().chain(&config.scan.read_protected) {
        match Protected::from_name(name) {
            Some(kind) => protected.retain(|p| *p != kind),
            None if name == "all" => protected.clear(),
            None => {
                let known = Protected::ALL.map(Protected::name).join(", ");
                return Err(Failure::new(
                    Exit::Usage,
                    lang.pick(
                        format!("den geschützten Bereich '{}' gibt es nicht", Printable(name)),
                        format!("there is no protected area '{}'", Printable(name)),
                    ),
                )
                .hint(lang.pick(format!("möglich: {known}, all"), format!("possible: {known}, all"))));
            }
        }
    }
    // People name folders by their whole path as well.
    let roots: Vec<&Path> = root.folder.as_deref().into_iter().chain([args.folder.as_path()]).collect();
    let roots: Vec<&Path> = roots.into_iter().filter(|root| root.is_absolute()).collect();
    let below_root = |pattern: &String| {
        let below = roots.iter().find_map(|root| Path::new(pattern).strip_prefix(root).ok());
        below.map_or_else(|| pattern.clone(), |below| format!("/{}", below.display()))
    };
    let include: Vec<String> = args.include.iter().map(below_root).collect();
    let exclude: Vec<String> = args.exclude.iter().chain(&config.scan.exclude).map(below_root).collect();
    let filter = Filter::new(&include, &exclude, &protected).map_err(|error| {
        Failure::new(
            Exit::Usage,
            lang.pick(
                format!("das Muster '{}' ist nicht gültig", Printable(&error.pattern)),
                format!("the pattern '{}' is not valid", Printable(&error.pattern)),
            ),
        )
        .because(error.source)
    })?;
    // Our own state below the root is not part of what the administration holds.
    let Some(folder) = &root.folder else { return Ok(filter) };
    let own = context.home.canonicalize().unwrap_or_else(|_| context.home.clone());
    if *folder == own {
        return Err(Failure::new(
            Exit::Usage,
            lang.pick("das ist der Zustandsordner von hoheit selbst", "this is hoheit's own state folder"),
        )
        .hint(lang.pick(
            "den Ordner mit den Daten der Verwaltung angeben",
            "give the folder with the administration's data",
        )));
    }
    Ok(match own.strip_prefix(folder) {
        Ok(below) => {
            let path = below.iter().fold(RelPath::root(), |path, part| path.join(part.as_encoded_bytes()));
            filter.without_own_state(path)
        }
        Err(_) => filter,
    })
}

/// How the scan was called, as it is kept with the run.
fn options(args: &Scan) -> String {
    serde_json::json!({
        "include": args.include,
        "exclude": args.exclude,
        "read_protected": args.read_protected,
        "rules": format!("{:?}", args.rules).to_lowercase(),
        "rehash": args.rehash,
        "refresh": args.refresh,
    })
    .to_string()
}

/// A mark that is set by the first Ctrl-C (or a polite `kill`); the second one ends the process at once, which loses at
/// most the last batch.
pub(super) fn stop_on_interrupt() -> Arc<AtomicBool> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // Without handlers an interrupt ends the process: rougher, and as safe.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, stop.clone());
        let _ = signal_hook::flag::register(signal, stop.clone());
    }
    stop
}

fn interrupted(scanned: &Scanned, lang: Lang) -> String {
    let files = files(lang, scanned.read_files);
    let again = same_command();
    lang.pick(
        format!("Unterbrochen; verzeichnet in diesem Lauf: {files}. Weiter geht es mit: {again}"),
        format!("Interrupted; recorded in this run: {files}. Go on with: {again}"),
    )
}

/// The command as it was given, for a shell: what was left out then must stay left out.
fn same_command() -> String {
    let quoted = |word: String| {
        let is_plain = |c: char| c.is_alphanumeric() || "-_./=:,@%+".contains(c);
        if !word.is_empty() && word.chars().all(is_plain) {
            word
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    };
    let words = std::env::args_os().skip(1).map(|word| quoted(word.to_string_lossy().into_owned()));
    Printable(&std::iter::once("hoheit".to_owned()).chain(words).collect::<Vec<_>>().join(" ")).to_string()
}

fn inventory(
    context: &Context,
    catalogue: &mut Catalogue,
    scanned: &Scanned,
    own: &OwnRules,
) -> Result<Inventory, Failure> {
    let request = InventoryRequest { source: Some(scanned.source), ..super::report::request(own) };
    let mut inventory = catalogue.inventory(&request).map_err(|error| catalogue_failure(context, error))?;
    own::name(own, &mut inventory);
    Ok(inventory)
}

/// The own rules that found nothing: wrong, or no longer needed.
fn idle_rules(own: &OwnRules, inventory: &Inventory, lang: Lang) -> String {
    let idle = own::unmatched(own, inventory).unwrap_or_default();
    if idle.is_empty() {
        return String::new();
    }
    let idle = idle.join(", ");
    lang.pick(
        format!("\nEigene Regeln, die in dieser Quelle nichts gefunden haben: {idle}\n"),
        format!("\nOwn rules that found nothing in this source: {idle}\n"),
    )
}

pub(super) fn summary(context: &Context, inventory: &Inventory, scanned: &Scanned) -> String {
    let lang = context.lang;
    let report = Report {
        inventory,
        stated: Stated::default(),
        lang,
        generated_at: context.clock.now(),
        program_version: env!("CARGO_PKG_VERSION"),
    };
    let mut text = report.to_text(columns());
    if let Some(walked) = &scanned.walked {
        let changes = [
            (walked.new_files, lang.pick("neu", "new")),
            (walked.returned_files, lang.pick("wieder da", "back again")),
            (walked.changed_files, lang.pick("geändert", "changed")),
            (walked.moved_files, lang.pick("verschoben", "moved")),
            (walked.vanished_files, lang.pick("verschwunden", "vanished")),
            (
                scanned.missing_files,
                lang.pick(
                    "beim Lesen nicht mehr da (nächster Scan fragt)",
                    "gone when read (the next scan asks)",
                ),
            ),
            (scanned.refreshed_files, lang.pick("neu untersucht", "examined again")),
        ];
        let changes: Vec<String> = changes
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{} {word}", lang.integer(*n)))
            .collect();
        let changes =
            if changes.is_empty() { lang.pick("nichts", "nothing").to_owned() } else { changes.join(", ") };
        text.push_str(&lang.pick(
            format!("\nSeit dem letzten Lauf: {changes}\n"),
            format!("\nSince the last run: {changes}\n"),
        ));
    }
    text
}

/// `hoheit-scan/1`, see `docs/reference/scan-json.md`.
fn json(scanned: &Scanned, inventory: &Inventory, own: &OwnRules, lang: Lang) -> Result<String, Failure> {
    let coverage = hoheit_report::coverage_json(&inventory.coverage)
        .map_err(|error| super::report::failure(ReportError::Json(error), lang))?;
    let rules = own::found(own, inventory);
    let rules = rules.iter().map(hoheit_report::own_rule_json).collect::<Result<Vec<_>, _>>();
    let rules = rules.map_err(|error| super::report::failure(ReportError::Json(error), lang))?;
    let timings = &scanned.timings;
    let value = serde_json::json!({
        "format": "hoheit-scan/1",
        "source": scanned.source,
        "run": scanned.run,
        "read_files": scanned.read_files,
        "read_bytes": scanned.read_bytes,
        "refused_files": scanned.refused_files,
        "missing_files": scanned.missing_files,
        "unlisted_folders": scanned.unlisted_folders,
        "new_files": scanned.walked.map(|w| w.new_files),
        "returned_files": scanned.walked.map(|w| w.returned_files),
        "changed_files": scanned.walked.map(|w| w.changed_files),
        "moved_files": scanned.walked.map(|w| w.moved_files),
        "vanished_files": scanned.walked.map(|w| w.vanished_files),
        "timings": {
            "walk_ms": timings.walk.as_millis() as u64,
            "read_ms": timings.read.as_millis() as u64,
            "catalogue_ms": timings.catalogue.as_millis() as u64,
            "make_sense_ms": timings.make_sense.as_millis() as u64,
        },
        "coverage": coverage,
        "outdated": { "files": inventory.outdated.files, "size_bytes": inventory.outdated.size_bytes },
        "own_rules": rules,
        "unmatched_rules": own::unmatched(own, inventory),
        "set_aside": inventory.set_aside,
    });
    Ok(format!("{value:#}\n"))
}
