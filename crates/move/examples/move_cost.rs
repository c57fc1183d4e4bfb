// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a move costs: `move_cost <folder> <files> <bytes each> [large bytes] [age1…]` makes a tree, plans it, moves it (encrypted for
//! that recipient, if there is one), goes through the finished move once more, and tells times and peak memory. The folder is left for looking at.

use hoheit_connect::{Depot as _, LocalDepot, Tag};
use hoheit_decide::{Approvals, Classification, Docket, Permit, Place, Policy, Question, Said};
use hoheit_move::{
    Known, KnownFolder, Options, PlanFile, PlanWriter, Planner, ReceiptFile, Recipient, Request, Safe, run,
};
use hoheit_types::{Clock, DatasetId, Day, End, Plan, RelPath, ShortName, Site, SiteKind, Timestamp};
use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

struct Now;

impl Clock for Now {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_795_000_000)
    }
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
    let mut sites = Vec::new();
    for name in ["alt", "neu"] {
        let site = Site {
            name: name.parse()?,
            title: name.into(),
            kind: SiteKind::FileServer,
            own_operation: true,
            operator: None,
            owner: None,
            address: None,
            jurisdictions: Vec::new(),
            locations: Vec::new(),
            rehearsed: None,
            example: false,
        };
        sites.push(Place { site, answers: None, assumed: Vec::new() });
    }
    let docket = Docket {
        policy: Policy::read([])?,
        day: on,
        datasets: vec![(DatasetId(1), Some(harmless))],
        approvals: Approvals::default(),
        sites,
    };
    Ok(docket.permit(DatasetId(1), &"alt".parse()?, &"neu".parse()?)?)
}

/// A thousand files a folder.
fn build(root: &Path, files: usize, bytes: usize, large: usize) -> Result<(), Box<dyn Error>> {
    for number in 0..files {
        let folder = root.join(format!("{:05}", number / 1_000));
        if number % 1_000 == 0 {
            fs::create_dir_all(&folder)?;
        }
        let mut content = vec![b'x'; bytes];
        write!(&mut content[..], "{number}")?;
        fs::write(folder.join(format!("file {number:07}.txt")), content)?;
    }
    if large > 0 {
        let mut file = fs::File::create(root.join("large"))?;
        let block: Vec<u8> = (0..1_u32 << 20).map(|place| (place >> 7) as u8 ^ place as u8).collect();
        for _ in 0..large.div_ceil(1 << 20) {
            file.write_all(&block)?;
        }
    }
    Ok(())
}

/// Peak memory, and user and system time in seconds.
fn cost() -> (String, f64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: f64 = stat.split(' ').skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    (peak.split_whitespace().skip(1).collect::<Vec<_>>().join(" "), ticks / 100.0)
}

fn plan(
    root: &Path,
    state: &Path,
    permit: &Permit,
    recipient: Option<Recipient>,
) -> Result<PlanFile, Box<dyn Error>> {
    let (source, mut target) =
        (LocalDepot::open(&root.join("source"))?, LocalDepot::open(&root.join("target"))?);
    target.probe(Tag([1; 8]))?;
    let (lines, whole, into) = (state.join("lines"), state.join("plan"), RelPath::root());
    let mut writer = PlanWriter::new(&lines)?;
    if let Some(recipient) = recipient {
        writer = writer.encrypting(&[recipient], [7; 32]);
    }
    let at = root.join("source");
    let mut look_up = |folder: &RelPath| {
        let known = || Known { is_wanted: true, size_bytes: 0, modified_ns: 0, digest: None };
        let entries = fs::read_dir(at.join(folder.as_str())).into_iter().flatten().flatten();
        let files: HashMap<String, Known> =
            entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), known())).collect();
        Ok(KnownFolder { is_wanted: true, files })
    };
    let found = Planner::new(&source, &target, &into, &mut writer).run(&[RelPath::root()], &mut look_up)?;
    let end = |site: &str| -> Result<End, String> {
        Ok(End { site: site.parse::<ShortName>()?, uri: format!("file:///{site}"), root: None })
    };
    let plan = Plan {
        dataset: DatasetId(1),
        name: "cost".into(),
        from: end("alt")?,
        to: end("neu")?,
        into,
        planned_at: Now.now(),
        planned_by: "k".into(),
        permit: permit.facts().clone(),
        objects: writer.objects(),
        losses: found.losses,
        left_out: found.left_out,
        resumes: true,
        free_bytes: None,
        expected_ms: None,
        fees: Vec::new(),
        encryption: writer.encryption(),
    };
    writer.finish(&plan, &lines, &whole)?;
    Ok(PlanFile::open(&whole)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let number = |place: usize| args.get(place).and_then(|text| text.parse().ok()).unwrap_or(0_usize);
    let root = PathBuf::from(args.get(1).ok_or("a folder that does not exist yet")?);
    let state = root.join("state");
    for part in [&root.join("source"), &root.join("target"), &state] {
        fs::create_dir_all(part)?;
    }
    let permit = permit()?;
    let tell = |what: &str, since: Instant| {
        let (peak, seconds) = cost();
        println!(
            "{what}: {:.1} s wall; so far {seconds:.1} s CPU, {peak} at most",
            since.elapsed().as_secs_f64()
        );
    };
    let begun = Instant::now();
    build(&root.join("source"), number(2), number(3), number(4))?;
    tell("build", begun);
    let begun = Instant::now();
    let file = plan(&root, &state, &permit, args.get(5).map(|text| text.parse()).transpose()?)?;
    tell("plan", begun);
    for what in ["move", "once more"] {
        let begun = Instant::now();
        let arrived = run(Request {
            plan: &file,
            permit: &permit,
            source: &LocalDepot::open(&root.join("source"))?,
            target: &LocalDepot::open(&root.join("target"))?,
            safe: Some(Safe { path: &state.join("stream.key"), key: &[8; 32] }),
            journal: &state.join("journal"),
            receiver: &mut ReceiptFile::open(&state.join("receipts"))?,
            clock: &Now,
            stop: &AtomicBool::new(false),
            progress: &|_, _| {},
            options: Options::default(),
        })?;
        tell(what, begun);
        println!(
            "  {} files, {} bytes, complete: {}",
            arrived.files,
            arrived.carried_bytes,
            arrived.is_complete()
        );
    }
    Ok(())
}
