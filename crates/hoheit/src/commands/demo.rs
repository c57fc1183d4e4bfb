// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit demo`: the town of Musterstadt, and the main job on it.

mod chain;

use super::print;
use crate::cli::{Demo, Ocr, Rules, Scan, Talk};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_testkit::BuildError;
use hoheit_testkit::town::{self, TownOptions};
use hoheit_types::Printable;

pub(crate) fn run(context: &Context, args: &Demo) -> Result<Exit, Failure> {
    let lang = context.lang;
    // A state of its own: the demo must never mix with a real inventory.
    let demo = context.home.join("demo");
    let town = demo.join("musterstadt");
    let shown = town.display().to_string();
    if !args.yes {
        print(lang, lang.pick(
            format!(
                "Die Demo baut unter {} den Dateiserver der erfundenen Stadt Musterstadt auf (etwa 2.000 Dateien)\nund nimmt ihn auf. Ihre eigenen Daten berührt sie nicht. Ausführen mit --yes\n",
                Printable(&shown)
            ),
            format!(
                "The demo builds the file server of the invented town of Musterstadt below {} (some 2,000 files)\nand takes stock of it. It does not touch your own data. Do it with --yes\n",
                Printable(&shown)
            ),
        ))?;
        return Ok(Exit::Done);
    }
    let folder = hoheit_store::StateDir::open(&demo).map_err(|error| {
        Failure::new(
            Exit::Unavailable,
            lang.pick("der Demo-Ordner lässt sich nicht anlegen", "the demo folder can't be created"),
        )
        .because(error)
    })?;
    match town::build(&town, &TownOptions::default()) {
        Ok(built) => print(
            lang,
            lang.pick(
                format!(
                    "Musterstadt steht: {} Dateien in {}\n\n",
                    lang.integer(built.files),
                    Printable(&shown)
                ),
                format!(
                    "Musterstadt is built: {} files in {}\n\n",
                    lang.integer(built.files),
                    Printable(&shown)
                ),
            ),
        )?,
        // Built before: the second scan shows how little an unchanged share costs.
        Err(BuildError::NotEmpty { .. }) => print(
            lang,
            lang.pick(
                format!("Musterstadt steht schon in {}\n\n", Printable(&shown)),
                format!("Musterstadt is there already in {}\n\n", Printable(&shown)),
            ),
        )?,
        Err(error @ BuildError::Io { .. }) => {
            return Err(Failure::new(
                Exit::Unavailable,
                lang.pick("Musterstadt ließ sich nicht aufbauen", "Musterstadt could not be built"),
            )
            .because(error));
        }
    }
    let scan = Scan {
        folder: town.clone(),
        name: Some(chain::SOURCE.to_owned()),
        include: Vec::new(),
        exclude: Vec::new(),
        read_protected: Vec::new(),
        rehash: false,
        refresh: false,
        accept_loss: false,
        dry_run: false,
        ocr: Ocr::Auto,
        workers: None,
        rules: Rules::All,
        format: Talk::Human,
    };
    let inside = context.with_home(demo);
    let scanned = super::scan::run(&inside, &scan)?;
    let proved = chain::run(&inside, &town, &folder)?;
    let home = inside.home.display().to_string();
    print(
        lang,
        lang.pick(
            format!("\nDie Befehle oben gelten für die Demo mit: --home {}\n", Printable(&home)),
            format!("\nFor the demo, give the commands above with: --home {}\n", Printable(&home)),
        ),
    )?;
    Ok(if proved == Exit::Done { scanned } else { proved })
}
