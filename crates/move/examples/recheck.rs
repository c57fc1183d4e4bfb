// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What it costs to find out that nothing has changed: `recheck build <folder> <files>` makes a tree and moves it,
//! `recheck again <folder>` plans it once more. `benches/runs/…-recheck/run.sh` runs it beside rclone.

use hoheit_connect::{Depot as _, LocalDepot, Tag};
use hoheit_decide::{Approvals, Classification, Docket, Permit, Place, Policy, Question, Said};
use hoheit_move::{
    Earlier, Found, Known, KnownFolder, Options, PlanFile, PlanWriter, Planner, ReceiptFile, Request, run,
};
use hoheit_types::{Clock, DatasetId, Day, End, Plan, RelPath, Site, Timestamp};
use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

struct Now;

impl Clock for Now {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_795_000_000)
    }
}

fn site(name: &str) -> Result<Site, Box<dyn Error>> {
    let text = format!(r#"{{"name":"{name}","title":"{name}","kind":"file_server","own_operation":true}}"#);
    Ok(serde_json::from_str(&text)?)
}

fn permit() -> Result<Permit, Box<dyn Error>> {
    let mut harmless = Classification::new(DatasetId(1));
    let on = Day::of(Now.now());
    let rest = [Question::Confidentiality, Question::Integrity, Question::Availability];
    let answers = [(Question::Category, "none"), (Question::Secrecy, "none")];
    for (question, value) in answers.into_iter().chain(rest.map(|question| (question, "normal"))) {
        let said = Said { value: value.into(), reason: String::new(), by: "k".into(), on, until: None };
        harmless.answer(question, said)?;
    }
    let place =
        |name| Ok::<_, Box<dyn Error>>(Place { site: site(name)?, answers: None, assumed: Vec::new() });
    let docket = Docket {
        policy: Policy::read([])?,
        day: on,
        datasets: vec![(DatasetId(1), Some(harmless))],
        approvals: Approvals::default(),
        sites: vec![place("alt")?, place("neu")?],
    };
    Ok(docket.permit(DatasetId(1), &"alt".parse()?, &"neu".parse()?)?)
}

/// Plans all of it; the names of each folder stand for what the catalogue knows.
fn plan(
    root: &Path,
    whole: &Path,
    permit: &Permit,
    earlier: Option<Earlier<'_>>,
) -> Result<Found, Box<dyn Error>> {
    let source = LocalDepot::open(&root.join("source"))?;
    let mut target = LocalDepot::open(&root.join("target"))?;
    target.probe(Tag([1; 8]))?;
    let (lines, into) = (root.join("state/lines"), RelPath::root());
    let mut writer = PlanWriter::new(&lines)?;
    let at = root.join("source");
    let mut look_up = |folder: &RelPath| {
        let known = || Known { is_wanted: true, size_bytes: 0, modified_ns: 0, digest: None };
        let entries = fs::read_dir(at.join(folder.as_str())).into_iter().flatten().flatten();
        let files: HashMap<String, Known> =
            entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), known())).collect();
        Ok(KnownFolder { is_wanted: true, files })
    };
    let planner = Planner::new(&source, &target, &into, &mut writer).after(earlier);
    let found = planner.run(&[RelPath::root()], &mut look_up)?;
    let end = |site: &str| -> Result<End, String> {
        Ok(End { site: site.parse()?, uri: format!("file:///{site}"), root: None })
    };
    let plan = Plan {
        dataset: DatasetId(1),
        name: "recheck".into(),
        from: end("alt")?,
        to: end("neu")?,
        into,
        planned_at: Now.now(),
        planned_by: "k".into(),
        permit: permit.facts().clone(),
        objects: writer.objects(),
        losses: found.losses.clone(),
        left_out: found.left_out.clone(),
        resumes: true,
        free_bytes: None,
        expected_ms: None,
        fees: Vec::new(),
        encryption: None,
    };
    let _ = fs::remove_file(whole);
    writer.finish(&plan, &lines, whole)?;
    Ok(found)
}

fn build(root: &Path, files: usize) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(root.join("target"))?;
    fs::create_dir_all(root.join("state"))?;
    for number in 0..files {
        let folder = root.join(format!("source/{:04}", number / 1_000));
        if number % 1_000 == 0 {
            fs::create_dir_all(&folder)?;
        }
        fs::write(folder.join(format!("file {number:07}.txt")), format!("{number:01000}"))?;
    }
    let (permit, whole) = (permit()?, root.join("state/plan"));
    plan(root, &whole, &permit, None)?;
    let arrived = run(Request {
        plan: &PlanFile::open(&whole)?,
        permit: &permit,
        source: &LocalDepot::open(&root.join("source"))?,
        target: &LocalDepot::open(&root.join("target"))?,
        safe: None,
        journal: &root.join("state/journal"),
        receiver: &mut ReceiptFile::open(&root.join("state/receipts"))?,
        clock: &Now,
        stop: &AtomicBool::new(false),
        progress: &|_, _| {},
        options: Options::default(),
    })?;
    println!("{} files moved", arrived.files);
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let root = PathBuf::from(args.get(2).ok_or("build or again, and a folder")?);
    if args.get(1).is_some_and(|what| what == "build") {
        return build(&root, args.get(3).and_then(|text| text.parse().ok()).unwrap_or(100_000));
    }
    let first = PlanFile::open(&root.join("state/plan"))?;
    let earlier = Earlier::open(&first, &root.join("state/journal"))?;
    let found = plan(&root, &root.join("state/again"), &permit()?, earlier)?;
    println!("left out: {:?}", found.left_out);
    Ok(())
}
