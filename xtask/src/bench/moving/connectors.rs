// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Connectors alone: the example `carry` beside rclone, and s5cmd where it is installed.

use super::{Bench, medians, noise};
use crate::bench::measure::{self, Cost};
use crate::bench::table::Verdict;
use crate::bench::trees;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Of the peer's processor time.
const GOAL: f64 = 0.6;

const WAYS: [&str; 2] = ["there", "back"];

/// Where to: from a folder and back.
const SERVERS: [&str; 2] = ["s3s-fs", "Ceph"];

pub(super) fn run(bench: &mut Bench) -> Result<(), String> {
    let trees = trees(bench)?;
    for server in SERVERS {
        for (what, tree) in &trees {
            trees::warm(tree).map_err(|e| crate::bench::at(tree, &e))?;
            let mut costs: [Vec<(&str, Cost)>; 2] = [Vec::new(), Vec::new()];
            for number in 0..bench.options.runs {
                // Who begins takes turns: the second one finds a warmer server.
                let mut tools = tools(bench);
                let count = tools.len();
                tools.rotate_left(number % count);
                for tool in tools {
                    for (way, cost) in there_and_back(bench, server, tool, tree)?.into_iter().enumerate() {
                        bench.keep(&format!("{what}, {server}, {}", WAYS[way]), tool, number, cost)?;
                        costs[way].push((tool, cost));
                    }
                }
            }
            for (way, costs) in [format!("local → {server}"), format!("{server} → local")].iter().zip(&costs)
            {
                bench.verdict(verdict(&format!("{what}, {way}"), costs))?;
            }
        }
    }
    Ok(())
}

/// The large object and the small ones.
fn trees(bench: &Bench) -> Result<[(String, PathBuf); 2], String> {
    let (mib, files) = (bench.options.large_mib, bench.options.small_files);
    let below = crate::root().join("target/bench");
    let (large, small) = (below.join("move-large"), below.join("move-small"));
    trees::once(&large, &format!("one file of {mib} MiB"), |root| noise(&root.join("one.bin"), mib << 20))?;
    trees::once(&small, &format!("{files} small files"), |root| {
        trees::small_files(root, files, |number| crate::bench::prose::note(number).repeat(1 + number % 7))
    })?;
    Ok([(format!("{mib} MiB in one object"), large), (format!("{files} small objects"), small)])
}

fn tools(bench: &Bench) -> Vec<&'static str> {
    let mut tools = vec!["hoheit", "rclone"];
    tools.extend(bench.has_s5cmd.then_some("s5cmd"));
    tools
}

/// Into a new bucket, and back into an empty folder.
fn there_and_back(bench: &Bench, server: &str, tool: &str, tree: &Path) -> Result<[Cost; 2], String> {
    let place = bench.places.get(server)?;
    let bucket = format!("bench-{tool}");
    let remote = place.remote_of(&bucket);
    bench.prepare(&["mkdir", &remote])?;
    let back = crate::bench::empty_folder(&bench.scratch.join("back"))?;
    let costs = [
        measure(bench, server, tool, (&tree.to_string_lossy(), &bucket), true)?,
        measure(bench, server, tool, (&back.to_string_lossy(), &bucket), false)?,
    ];
    let same = Command::new("diff").arg("-rq").arg(tree).arg(&back).stdout(Stdio::null()).status();
    if !same.is_ok_and(|status| status.success()) {
        return Err(format!("{tool} did not bring back what it brought there"));
    }
    bench.prepare(&["purge", &remote])?;
    fs::remove_dir_all(&back).map_err(|e| crate::bench::at(&back, &e))?;
    Ok(costs)
}

fn measure(
    bench: &Bench,
    server: &str,
    tool: &str,
    (folder, bucket): (&str, &str),
    is_there: bool,
) -> Result<Cost, String> {
    let place = bench.places.get(server)?;
    let endpoint = place.endpoint();
    let (program, place, mut args) = match tool {
        "hoheit" => (bench.example("carry"), format!("s3://{bucket}?endpoint={endpoint}"), vec![]),
        "rclone" => (bench.rclone.clone(), place.remote_of(bucket), vec!["copy"]),
        _ => (PathBuf::from("s5cmd"), format!("s3://{bucket}/"), vec!["--endpoint-url", endpoint, "cp"]),
    };
    let (folder, all) = if tool == "s5cmd" {
        (format!("{folder}/"), format!("{place}*"))
    } else {
        (folder.to_owned(), place.clone())
    };
    args.extend(if is_there { [folder.as_str(), &place] } else { [all.as_str(), &folder] });
    let cost = measure::run(bench.places.known_to(&program).args(&args), &bench.scratch.join("out"))?;
    if cost.exit == Some(0) { Ok(cost) } else { Err(format!("{tool} ended with {:?}", cost.exit)) }
}

fn verdict(what: &str, costs: &[(&str, Cost)]) -> Verdict {
    let ((own, own_wall), (peer, peer_wall)) = (medians(costs, "hoheit"), medians(costs, "rclone"));
    let is_met = own <= GOAL * peer && own_wall < peer_wall;
    let mut peers = vec![format!("rclone {peer:.2} CPU-s, {peer_wall:.1} s")];
    if costs.iter().any(|(tool, _)| *tool == "s5cmd") {
        let (cpu, wall) = medians(costs, "s5cmd");
        peers.push(format!("s5cmd {cpu:.2} CPU-s, {wall:.1} s"));
    }
    Verdict::new("connectors", what, format!("≤ {GOAL}× rclone's CPU, and sooner"))
        .measured(format!("{own:.2} CPU-s = {:.2}×, {own_wall:.1} s", own / peer), is_met)
        .peer(peers.join("; "))
}
