// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words of moving: `move plan`, `run`, `status`, `verify`, `back`, `finish`.

use super::Talk;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct Move {
    #[command(subcommand)]
    pub action: MoveAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MoveAction {
    #[command(alias = "planen")]
    Plan(MovePlan),
    #[command(alias = "proben")]
    Rehearse(MoveRehearse),
    #[command(alias = "ausfuehren")]
    Run(MoveRun),
    #[command(alias = "stand")]
    Status {
        #[arg(value_name = "PLAN")]
        plan: Option<String>,
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    #[command(alias = "pruefen")]
    Verify {
        #[arg(value_name = "PLAN")]
        plan: String,
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    #[command(alias = "zurueck")]
    Back(MoveBack),
    #[command(alias = "abschliessen")]
    Finish(MoveFinish),
}

#[derive(Args, Debug)]
pub(crate) struct MovePlan {
    #[arg(value_name = "DATASET", required_unless_present = "again")]
    pub dataset: Option<String>,
    #[arg(long, value_name = "SITE", required_unless_present = "again")]
    pub from: Option<String>,
    #[arg(long, value_name = "SITE", required_unless_present = "again")]
    pub to: Option<String>,
    #[arg(long, value_name = "PLAN", conflicts_with_all = ["dataset", "from", "to"])]
    pub again: Option<String>,
    #[arg(long, value_name = "FOLDER")]
    pub into: Option<String>,
    #[command(flatten)]
    pub readers: Readers,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

/// For whom something is encrypted before it leaves.
#[derive(Args, Debug)]
pub(crate) struct Readers {
    #[arg(long, value_name = "RECIPIENT")]
    pub encrypt_for: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub encrypt_for_file: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["encrypt_for", "encrypt_for_file"])]
    pub in_the_clear: bool,
}

#[derive(Args, Debug)]
pub(crate) struct MoveFinish {
    #[arg(value_name = "PLAN")]
    pub plan: String,
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(0..=3_650))]
    pub quarantine_days: Option<u32>,
    #[arg(long, conflicts_with = "quarantine_days")]
    pub withdraw: bool,
    #[arg(long, value_name = "FILE")]
    pub identity: Option<PathBuf>,
    #[arg(long)]
    pub yes: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

#[derive(Args, Debug)]
pub(crate) struct MoveRun {
    #[arg(value_name = "PLAN")]
    pub plan: String,
    #[arg(long, value_name = "TIMETABLE")]
    pub limit: Option<String>,
    #[arg(long)]
    pub yes: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

#[derive(Args, Debug)]
pub(crate) struct MoveBack {
    #[arg(value_name = "PLAN")]
    pub plan: String,
    #[arg(long, value_name = "FILE")]
    pub identity: Option<PathBuf>,
    #[arg(long, value_name = "TIMETABLE")]
    pub limit: Option<String>,
    #[arg(long)]
    pub yes: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

#[derive(Args, Debug)]
pub(crate) struct MoveRehearse {
    #[arg(value_name = "PLAN")]
    pub plan: String,
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=100))]
    pub share: u64,
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub files: u64,
    #[arg(long, value_name = "N", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(1..))]
    pub size: u64,
    #[arg(long, value_name = "N")]
    pub seed: Option<u32>,
    #[arg(long)]
    pub yes: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

/// `exit-drill`: everything that may leave a site goes out of it into a package.
#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct ExitDrill {
    #[arg(value_name = "SITE")]
    pub site: String,
    #[arg(long, value_name = "SITE")]
    pub to: String,
    #[arg(long, value_name = "FOLDER")]
    pub into: String,
    #[arg(long, value_name = "DATASET")]
    pub dataset: Vec<String>,
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(1..=99))]
    pub sample: Option<u64>,
    #[command(flatten)]
    pub readers: Readers,
    #[arg(long, value_name = "FOLDER")]
    pub report: Option<PathBuf>,
    #[arg(long)]
    pub yes: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

/// `audit`: random blocks of what lies at a site are read again.
#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct Audit {
    #[arg(value_name = "SITE")]
    pub site: String,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub blocks: Option<u64>,
    #[arg(long, conflicts_with_all = ["blocks", "due_days", "probe"])]
    pub record: bool,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3_650))]
    pub due_days: Option<u32>,
    #[arg(long)]
    pub probe: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}
