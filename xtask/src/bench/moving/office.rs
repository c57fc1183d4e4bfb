// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! hoheit's side of a whole move: a state folder that knows source and target, made once and copied for each run.

use super::Bench;
use super::places::Place;
use crate::bench::measure::{self, Cost};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder that is moved; a scan makes a dataset of it.
pub(super) const DATASET: &str = "30 Satzungen";

/// A state folder in which everything is said that a plan asks for.
pub(super) struct Office<'b> {
    bench: &'b Bench,
    state: PathBuf,
}

impl<'b> Office<'b> {
    /// Scans `folder` at the source and says that it is harmless and that the target may have it.
    pub(super) fn open(bench: &'b Bench, from: &Place, folder: &str, to: &Place) -> Result<Self, String> {
        let state = crate::bench::empty_folder(&bench.scratch.join("office"))?;
        let office = Self { bench, state };
        let scanned = from.uri(folder);
        let scanned = scanned.strip_prefix("file://").unwrap_or(&scanned);
        // A folder has the name of its last part, a place elsewhere the name that its site gives it.
        let source =
            scanned.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        let sites = site("alt", &from.uri(folder), &format!("{}source = '{source}'\n", from.credential))
            + &site("neu", &to.uri("hoheit"), &to.credential);
        office.say(&["sites", "add", &office.file("sites.toml", &sites)?, "--yes"])?;
        office.say(&["scan", scanned, "--ocr", "off"])?;
        let examples = office.say(&["sites", "examples", "--assessments"])?;
        let own = examples.split("\n- site: ").find_map(|text| text.strip_prefix("beispiel-rechenzentrum\n"));
        let own = format!("assessment:\n- site: neu\n{}", own.ok_or("there is no such example")?);
        office.say(&["sites", "assess", "--import", &office.file("answers.yaml", &own)?, "--yes"])?;
        let mut classify = vec!["datasets", "classify", DATASET, "--reason", "geprüft", "--yes"];
        for answer in [
            "category=none",
            "secrecy=none",
            "confidentiality=normal",
            "integrity=normal",
            "availability=normal",
        ] {
            classify.extend(["--answer", answer]);
        }
        office.say(&classify)?;
        Ok(office)
    }

    /// With what was made before.
    pub(super) fn at(bench: &'b Bench, state: PathBuf) -> Self {
        Self { bench, state }
    }

    /// Where it is.
    pub(super) fn state(self) -> PathBuf {
        self.state
    }

    /// Plans and moves, into a folder of its own; exactly `files` must arrive. What is told apart is the cost of both commands.
    pub(super) fn move_into(&self, folder: &str, files: u64) -> Result<Cost, String> {
        let state = self.bench.scratch.join("state");
        if state.exists() {
            fs::remove_dir_all(&state).map_err(|e| crate::bench::at(&state, &e))?;
        }
        crate::run("cp", &["-a", &self.state.to_string_lossy(), &state.to_string_lossy()])?;
        let plan = ["move", "plan", DATASET, "--from", "alt", "--to", "neu", "--into", folder];
        let (planned, mut cost) = self.measured(&state, &plan)?;
        let digest = planned["digest"].as_str().ok_or("no plan")?.to_owned();
        let (ran, moving) = self.measured(&state, &["move", "run", &digest, "--yes"])?;
        cost += moving;
        if ran["files"] == files && ran["is_complete"] == true {
            Ok(cost)
        } else {
            Err(format!("moved: {ran}"))
        }
    }

    fn measured(&self, state: &Path, args: &[&str]) -> Result<(Value, Cost), String> {
        let out = self.bench.scratch.join("told");
        let cost = measure::run(self.hoheit(state).args(args).args(["--format", "json"]), &out)?;
        let told = fs::read_to_string(&out).map_err(|e| crate::bench::at(&out, &e))?;
        // 1: something is lost or left out, which the plan tells.
        if !matches!(cost.exit, Some(0 | 1)) {
            return Err(format!("hoheit {} ended with {:?}", args.join(" "), cost.exit));
        }
        Ok((serde_json::from_str(&told).map_err(|e| e.to_string())?, cost))
    }

    fn hoheit(&self, state: &Path) -> Command {
        let mut command = Command::new(self.bench.hoheit());
        command.arg("--home").arg(state).args(["--quiet", "--lang", "en"]);
        command
    }

    fn say(&self, args: &[&str]) -> Result<String, String> {
        let output = self.hoheit(&self.state).args(args).output().map_err(|e| e.to_string())?;
        if matches!(output.status.code(), Some(0 | 1)) {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(format!("hoheit {}: {}", args.join(" "), String::from_utf8_lossy(&output.stderr)))
    }

    /// A file beside the state.
    fn file(&self, name: &str, text: &str) -> Result<String, String> {
        let path = self.bench.scratch.join(name);
        fs::write(&path, text).map_err(|e| crate::bench::at(&path, &e))?;
        Ok(path.display().to_string())
    }
}

fn site(name: &str, uri: &str, more: &str) -> String {
    format!(
        "[[site]]\nname = '{name}'\ntitle = 'Ort {name}'\nkind = 'own_data_centre'\nown_operation = true\n\
         jurisdictions = ['DE']\noperator = 'Zweckverband'\nowner = 'Landkreis'\naddress = 'Serverweg 2'\n\
         rehearsed = '2026-06-20'\n[[site.location]]\nuri = '{uri}'\n{more}\n"
    )
}
