// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit policy`: rules held against guarantees, against each other, and adopted.

mod adopt;
mod json;
mod words;

use super::{catalogue_failure, print};
use crate::cause;
use crate::cli::{PolicyAction, Prove, Talk};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Catalogue, CatalogueErrorKind};
use hoheit_decide::{Policy, PolicyFile, PolicyKind, Rules};
use hoheit_guarantee::{Guarantee, Guarantees, Outcome, PATIENCE, Prover, Relation, StartError};
use hoheit_report::words::decision_aid;
use hoheit_types::{Lang, Printable};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// The most that a file of guarantees may have. Four hundred times those that come along: nobody reviews that.
const MOST_BYTES: u64 = 2 << 20;

pub(crate) fn run(context: &Context, action: PolicyAction) -> Result<Exit, Failure> {
    match action {
        PolicyAction::Prove(args) => prove(context, &args),
        PolicyAction::Compare { old, new, solver, format } => {
            compare(context, [&old, &new], solver.as_deref(), format)
        }
        PolicyAction::Adopt { files, change } => adopt::adopt(context, &files, &change),
        PolicyAction::List { format } => adopt::list(context, format),
        PolicyAction::Show { name } => adopt::show(context, &name),
        PolicyAction::Withdraw { name, change } => adopt::withdraw(context, &name, &change),
    }
}

fn prove(context: &Context, args: &Prove) -> Result<Exit, Failure> {
    let lang = context.lang;
    // Mistakes in files are told first: they need no solver.
    let rules = rules(context, args)?;
    let files = guarantees(context, &args.guarantees)?;
    let started = Instant::now();
    let mut prover = prover(args.solver.as_deref(), lang)?;
    let all: Vec<&Guarantee> = files.iter().flat_map(|file| &file.list).collect();
    let proofs = prover.prove(&rules, all);
    let shown = match args.format {
        Talk::Human => words::proofs(&rules, &files, &prover, &proofs, lang) + &advice(lang),
        Talk::Json => json::proofs(&rules, &files, &prover, &proofs, lang),
    };
    print(lang, shown)?;
    took(context, started);
    let is_proved = proofs.iter().all(|proof| proof.outcome == Outcome::Proved);
    Ok(if is_proved { Exit::Done } else { Exit::Warnings })
}

fn compare(
    context: &Context,
    paths: [&Path; 2],
    solver: Option<&Path>,
    format: Talk,
) -> Result<Exit, Failure> {
    let lang = context.lang;
    let [old, new] = paths.map(|path| all_rules(context, path));
    let (old, new) = (old?, new?);
    let started = Instant::now();
    let mut prover = prover(solver, lang)?;
    let comparison = prover.compare(&old, &new);
    let shown = match format {
        Talk::Human => words::comparison(&comparison, lang) + &advice(lang),
        Talk::Json => json::comparison([&old, &new], &prover, &comparison, lang),
    };
    print(lang, shown)?;
    took(context, started);
    Ok(if comparison.relation == Relation::Equivalent { Exit::Done } else { Exit::Warnings })
}

/// The last line: rules cite law.
fn advice(lang: Lang) -> String {
    format!("\n{}\n", decision_aid(lang))
}

/// How long it took is talk, not a result: the same rules always give the same output.
fn took(context: &Context, started: Instant) {
    if !context.quiet {
        let tenths = started.elapsed().as_millis() / 100;
        let (whole, rest) = (tenths / 10, tenths % 10);
        let text = context.lang.pick(format!("{whole},{rest} s"), format!("{whole}.{rest} s"));
        eprintln!("{text}");
    }
}

fn prover(named: Option<&Path>, lang: Lang) -> Result<Prover, Failure> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let missing = || {
        Failure::new(
            Exit::Unavailable,
            lang.pick(
                "ohne cvc5 lässt sich nichts beweisen, und es ist nicht zu finden",
                "nothing can be proved without cvc5, and it can't be found",
            ),
        )
        .hint(lang.pick(
            "Debian, Ubuntu: apt install cvc5; sonst von https://cvc5.github.io; liegt es nicht im Suchpfad: --solver <Datei>",
            "Debian, Ubuntu: apt install cvc5; else from https://cvc5.github.io; where it is not in the search path: --solver <file>",
        ))
    };
    let program = named.map(Path::to_owned).or_else(|| find(&path)).ok_or_else(missing)?;
    Prover::start(&program, PATIENCE).map_err(|error| match error {
        StartError::Start(why) if why.kind() == std::io::ErrorKind::NotFound => missing(),
        StartError::Start(why) => {
            let program = program.display().to_string();
            let (program, reason) = (Printable(&program), cause::reason(&why, lang));
            Failure::new(
                Exit::Unavailable,
                lang.pick(
                    format!("{program} lässt sich nicht starten: {reason}"),
                    format!("{program} can't be started: {reason}"),
                ),
            )
        }
        error => {
            let what = error.to_string();
            let what = Printable(&what);
            Failure::new(
                Exit::Unavailable,
                lang.pick(
                    format!(
                        "der Beweiser besteht den Selbsttest nicht, also gilt nichts als bewiesen ({what})"
                    ),
                    format!("the solver does not pass the self-test, so nothing counts as proved ({what})"),
                ),
            )
            .hint(lang.pick(
                "einen anderen Stand von cvc5 nehmen: https://cvc5.github.io, dann --solver <Datei>",
                "take another version of cvc5: https://cvc5.github.io, then --solver <file>",
            ))
        }
    })
}

/// Only folders that are named from the root: what lies where somebody happens to work is not started.
fn find(path: &OsStr) -> Option<PathBuf> {
    let folders = std::env::split_paths(path).filter(|folder| folder.is_absolute());
    folders.map(|folder| folder.join("cvc5")).find(|file| file.is_file())
}

/// The rules in force today, with what was named in their place or beside them.
fn rules(context: &Context, args: &Prove) -> Result<Rules, Failure> {
    let opened = Catalogue::open_readonly(&context.home, Arc::new(context.clock));
    let mut policy = match opened {
        Ok(mut catalogue) => court::policy(context, &mut catalogue, court::today(context))?,
        // Nothing was adopted yet.
        Err(error) if matches!(error.kind(), CatalogueErrorKind::Missing) => {
            Policy::read([]).map_err(|error| court::refused(context, error))?
        }
        Err(error) => return Err(catalogue_failure(context, error)),
    };
    let profile = args.profile.iter().map(|path| (path, PolicyKind::Profile));
    let rules = args.rule.iter().map(|path| (path, PolicyKind::Rules));
    for file in court::policy_files(context, profile.chain(rules))? {
        policy = policy.with(file).map_err(|error| court::refused(context, error))?;
    }
    Ok(policy.rules)
}

/// All rules of a file, or of the files of a folder; what is not there is as it comes along.
fn all_rules(context: &Context, path: &Path) -> Result<Rules, Failure> {
    let lang = context.lang;
    let mut files = Vec::new();
    if path.is_dir() {
        for entry in std::fs::read_dir(path).map_err(|error| unreadable(path, &error, lang))? {
            let file = entry.map_err(|error| unreadable(path, &error, lang))?.path();
            if file.extension().is_some_and(|ending| ending == "toml" || ending == "cedar") {
                files.push(file);
            }
        }
        files.sort();
    } else {
        files.push(path.to_owned());
    }
    let texts = files.iter().map(|file| court::policy_file(context, file));
    let texts = texts.collect::<Result<Vec<PolicyFile>, Failure>>()?;
    let shown = path.display().to_string();
    let shown = Printable(&shown);
    if texts.iter().filter(|text| text.kind == PolicyKind::Profile).count() > 1 {
        let message = lang.pick(
            format!("in {shown} liegen mehrere Profile; nur eines kann gelten"),
            format!("there are several profiles in {shown}; only one can be in force"),
        );
        return Err(Failure::new(Exit::Usage, message));
    }
    if !texts.iter().any(|text| matches!(text.kind, PolicyKind::Profile | PolicyKind::Rules)) {
        let message = lang.pick(
            format!("{shown} enthält weder ein Profil (*.toml) noch Regeln (*.cedar)"),
            format!("{shown} holds neither a profile (*.toml) nor rules (*.cedar)"),
        );
        return Err(Failure::new(Exit::Usage, message));
    }
    Policy::read(texts).map(|policy| policy.rules).map_err(|error| court::refused(context, error))
}

/// Those that come along, and those of the files named.
fn guarantees(context: &Context, paths: &[PathBuf]) -> Result<Vec<Guarantees>, Failure> {
    let lang = context.lang;
    let defaults = Guarantees::from_toml("guarantees.toml", hoheit_guarantee::DEFAULT);
    let mut files = vec![defaults.map_err(|error| court::refused(context, error))?];
    for path in paths {
        let text = read(path, lang)?;
        files.push(
            Guarantees::from_toml(&path.to_string_lossy(), &text)
                .map_err(|error| court::refused(context, error))?,
        );
    }
    let mut names = BTreeSet::new();
    if let Some(twice) = files.iter().find(|file| !names.insert(&file.name)) {
        let name = &twice.name;
        let message = lang.pick(
            format!("zwei Dateien mit Garantien heißen '{name}'"),
            format!("two files of guarantees are named '{name}'"),
        );
        return Err(Failure::new(Exit::Usage, message));
    }
    Ok(files)
}

fn read(path: &Path, lang: Lang) -> Result<String, Failure> {
    let mut text = String::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_string(&mut text))
        .map_err(|error| unreadable(path, &error, lang))?;
    if text.len() as u64 > MOST_BYTES {
        let shown = path.display().to_string();
        let (shown, most) = (Printable(&shown), MOST_BYTES >> 20);
        return Err(Failure::new(
            Exit::Usage,
            lang.pick(
                format!("{shown} hat mehr als {most} MiB"),
                format!("{shown} has more than {most} MiB"),
            ),
        ));
    }
    Ok(text)
}

fn unreadable(path: &Path, error: &std::io::Error, lang: Lang) -> Failure {
    let shown = path.display().to_string();
    let (shown, reason) = (Printable(&shown), cause::reason(error, lang));
    Failure::new(
        Exit::Usage,
        lang.pick(format!("{shown} ist nicht lesbar: {reason}"), format!("{shown} can't be read: {reason}")),
    )
}
