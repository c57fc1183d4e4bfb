// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The rest of the chain on Musterstadt, by the commands that anybody would give: each is shown, and then carried out as it stands there.

use crate::commands::{catalogue_failure, open_for_reading, print, registry};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::{cli, help};
use clap::FromArgMatches as _;
use hoheit_decide::Answers;
use hoheit_store::StateDir;
use hoheit_types::{Lang, Plan, Record, Site};
use std::path::Path;

/// The source's name, as the demo scans it.
pub(super) const SOURCE: &str = "Musterstadt";

/// Budgets, which are published: the names in them are those of officials.
const DATASET: &str = "20.1 Haushalt";

/// The example whose answers the demo's data centre takes over.
const LIKE: &str = "beispiel-rechenzentrum";

/// Classifies a dataset, decides, rehearses, moves it to a second site and back, and proves all of it.
pub(super) fn run(context: &Context, town: &Path, demo: &StateDir) -> Result<Exit, Failure> {
    let lang = context.lang;
    let target = demo.path().join("rechenzentrum");
    std::fs::create_dir_all(&target).map_err(|error| unwritable(lang).because(error))?;
    let write = |name: &str, text: &str| {
        demo.write(name, text.as_bytes()).map_err(|error| unwritable(lang).because(error))?;
        Ok::<_, Failure>(demo.file(name).display().to_string())
    };
    let here = write("rathaus.toml", &site("rathaus", "Rathaus Musterstadt", town, Some(SOURCE)))?;
    let there =
        write("rechenzentrum.toml", &site("rechenzentrum", "Rechenzentrum Musterstadt", &target, None))?;
    let answers = write("bewertung.yaml", &assessment(lang)?)?;

    let steps = Steps { context };
    steps.title(
        "Zwei Orte, und was für den zweiten nachgewiesen ist",
        "Two sites, and what is shown of the second",
    )?;
    // The second time they are entered already.
    for (name, file) in [("rathaus", &here), ("rechenzentrum", &there)] {
        if !is_stated::<Site>(context, name)? {
            steps.run(&["sites", "add", file, "--yes"])?;
        }
    }
    if !is_stated::<Answers>(context, "rechenzentrum")? {
        steps.run(&["sites", "assess", "--import", &answers, "--yes"])?;
    }
    steps.title("Einstufen und entscheiden", "Classify and decide")?;
    let given = [
        "category=none",
        "secrecy=none",
        "confidentiality=normal",
        "integrity=normal",
        "availability=normal",
    ];
    let reason = lang.pick("veröffentlichte Haushaltspläne", "published budgets");
    let mut classify = vec!["datasets", "classify", DATASET, "--reason", reason, "--yes"];
    for answer in given {
        classify.extend(["--answer", answer]);
    }
    steps.run(&classify)?;
    steps.run(&["decide", "--dataset", DATASET, "--site", "rechenzentrum"])?;
    steps.title("Planen, proben, umziehen, nachprüfen, zurück", "Plan, rehearse, move, audit, and back")?;
    steps.run(&["move", "plan", DATASET, "--from", "rathaus", "--to", "rechenzentrum"])?;
    let plan = newest_plan(context)?;
    steps.run(&["move", "rehearse", &plan, "--yes"])?;
    steps.run(&["move", "run", &plan, "--yes"])?;
    steps.run(&["audit", "rechenzentrum"])?;
    steps.run(&["move", "back", &plan, "--yes"])?;
    steps.title("Belegen", "Prove")?;
    // What the commands above have recorded is published when a command ends; these ended inside of this one.
    crate::log::settle(context)?;
    steps.run(&["log", "status"])?;
    verify(context)
}

/// The commands of the demo.
struct Steps<'c> {
    context: &'c Context,
}

impl Steps<'_> {
    fn title(&self, de: &str, en: &str) -> Result<(), Failure> {
        print(self.context.lang, format!("\n{}\n", self.context.lang.pick(de, en)))
    }

    /// Shows a command and carries it out. What it warns of is part of the demo; anything worse ends it.
    fn run(&self, words: &[&str]) -> Result<(), Failure> {
        let lang = self.context.lang;
        print(
            lang,
            format!("\n$ hoheit {}\n", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")),
        )?;
        let matches = help::command(lang)
            .try_get_matches_from([&["hoheit"], words].concat())
            .map_err(|error| help::failure(&error, lang))?;
        let cli = cli::Cli::from_arg_matches(&matches).map_err(|error| help::failure(&error, lang))?;
        match crate::commands::run(self.context, cli.command)? {
            Exit::Done | Exit::Warnings => Ok(()),
            exit => Err(Failure::new(
                exit,
                lang.pick(
                    "hier endet die Demo: der letzte Befehl ging nicht gut",
                    "the demo ends here: the last command did not end well",
                ),
            )),
        }
    }
}

fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:+".contains(c);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

fn unwritable(lang: Lang) -> Failure {
    let message = lang.pick("der Demo-Ordner lässt sich nicht anlegen", "the demo folder can't be created");
    Failure::new(Exit::Unavailable, message)
}

/// A site of one's own with a folder, as `sites add` takes it.
fn site(name: &str, title: &str, folder: &Path, source: Option<&str>) -> String {
    let source = source.map(|source| format!("source = '{source}'\n")).unwrap_or_default();
    format!(
        "[[site]]\nname = '{name}'\ntitle = '{title}'\nkind = 'own_data_centre'\nown_operation = true\njurisdictions = ['DE']\n\
         operator = 'Stadt Musterstadt'\nowner = 'Stadt Musterstadt'\naddress = 'Rathausplatz 1, 01234 Musterstadt'\n\
         example = true\n[[site.location]]\nuri = 'file://{}'\n{source}",
        folder.display()
    )
}

/// The invented answers of one of the examples, for the demo's data centre.
fn assessment(lang: Lang) -> Result<String, Failure> {
    let all = registry::example_assessments(lang)?;
    let mut each = all.split("\n- site: ");
    let of_example = each.find_map(|text| text.strip_prefix(LIKE)).unwrap_or_default();
    Ok(format!("assessment:\n- site: rechenzentrum{of_example}\n"))
}

fn is_stated<R: Record>(context: &Context, subject: &str) -> Result<bool, Failure> {
    let stated = open_for_reading(context)?.in_force_of::<R>(subject, crate::court::today(context));
    stated.map(|stated| stated.is_some()).map_err(|error| catalogue_failure(context, error))
}

/// Digits of the plan that was just made.
fn newest_plan(context: &Context) -> Result<String, Failure> {
    let lang = context.lang;
    let mut catalogue = open_for_reading(context)?;
    let plans = catalogue.in_force::<Plan>(crate::court::today(context), None);
    let plans = plans.map_err(|error| catalogue_failure(context, error))?;
    let newest = plans.into_iter().max_by_key(|stated| stated.body.planned_at);
    newest
        .map(|stated| stated.digest.short().clone())
        .ok_or_else(|| Failure::new(Exit::Unavailable, lang.pick("der Plan fehlt", "the plan is missing")))
}

/// The auditor's own program, where it lies beside this one.
fn verify(context: &Context) -> Result<Exit, Failure> {
    let lang = context.lang;
    let folder = context.home.join("log");
    let shown = folder.display().to_string();
    let keys = crate::log::keys(context)?;
    let key = keys.first().map(|key| key.verifier().to_string()).unwrap_or_default();
    print(lang, format!("\n$ hoheit-verify log {} --key {}\n", quoted(&shown), quoted(&key)))?;
    let program = std::env::current_exe().map(|own| own.with_file_name("hoheit-verify"));
    let Some(program) = program.ok().filter(|path| path.is_file()) else {
        let text = lang.pick(
            "(hoheit-verify liegt nicht neben diesem Programm; bauen mit: cargo build --release)\n",
            "(hoheit-verify does not lie beside this program; build it with: cargo build --release)\n",
        );
        return print(lang, text).map(|()| Exit::Warnings);
    };
    let language = lang.pick("de", "en");
    let mut verifier = std::process::Command::new(program);
    verifier.arg("log").arg(&folder).args(["--key", &key, "--lang", language]);
    let status = verifier.status().map_err(|error| unwritable(lang).because(error))?;
    // 1: sound, and seen by no witness.
    Ok(match status.code() {
        Some(0) => Exit::Done,
        Some(1) => Exit::Warnings,
        _ => Exit::Damaged,
    })
}
