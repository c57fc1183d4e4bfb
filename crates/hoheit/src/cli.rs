// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The words of the command line. Names are English; help follows the language, see [`crate::help`].

pub(crate) mod approving;
mod deciding;
mod finding;
mod log;
pub(crate) mod moving;
mod policy;
pub(crate) mod registry;
mod witness;

pub(crate) use deciding::{Classify, Decide, Explain, WhatIf, WhatIfFormat};
pub(crate) use finding::{
    Detect, Extract, ExtractFormat, FalseAlarm, FalseAlarmAction, FalseAlarmAdd, Forget, Keys, KeysAction,
    PersonFormat, PersonTask, RulesAction, RulesCommand, SubjectAccess,
};
pub(crate) use log::{LogAction, LogCommand, LogKeyAction, LogList, LogProve, LogWitnessAction};
pub(crate) use policy::{PolicyAction, PolicyCommand, Prove};
pub(crate) use witness::{WitnessAction, WitnessCommand};

use clap::{Args, Parser, Subcommand, ValueEnum};
use hoheit_types::Lang;
use std::path::PathBuf;

/// hoheit
#[derive(Debug, Parser)]
#[command(name = "hoheit", version, disable_help_subcommand = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "de|en")]
    pub lang: Option<Lang>,
    #[arg(long, global = true, value_name = "FOLDER")]
    pub home: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Scan(Scan),
    Report(Report),
    Vvt(Vvt),
    Dsfa(Dsfa),
    Dcat(Dcat),
    Search(Search),
    #[command(alias = "datenbestaende")]
    Datasets(Datasets),
    #[command(alias = "entscheiden")]
    Decide(Decide),
    #[command(alias = "begruenden")]
    Explain(Explain),
    #[command(alias = "was-waere-wenn")]
    WhatIf(WhatIf),
    #[command(alias = "orte")]
    Sites(registry::Sites),
    #[command(alias = "vertraege")]
    Contracts(registry::Contracts),
    #[command(alias = "verarbeitungen")]
    Activities(registry::Activities),
    #[command(alias = "personen")]
    Persons(approving::Persons),
    #[command(alias = "freigeben")]
    Approve(approving::Approve),
    #[command(alias = "freigaben")]
    Approvals(approving::ApprovalsCommand),
    #[command(alias = "umziehen")]
    Move(moving::Move),
    #[command(alias = "ausstiegsprobe")]
    ExitDrill(moving::ExitDrill),
    #[command(alias = "nachpruefen")]
    Audit(moving::Audit),
    Extract(Extract),
    Detect(Detect),
    #[command(alias = "auskunft")]
    SubjectAccess(SubjectAccess),
    Forget(Forget),
    #[command(alias = "schluessel")]
    Keys(Keys),
    #[command(alias = "fehlalarm")]
    FalseAlarm(FalseAlarm),
    #[command(alias = "regeln")]
    Rules(RulesCommand),
    #[command(alias = "regelwerk")]
    Policy(PolicyCommand),
    #[command(alias = "protokoll")]
    Log(LogCommand),
    #[command(alias = "zeuge")]
    Witness(WitnessCommand),
    Demo(Demo),
    Doctor(Doctor),
    Backup(Backup),
    Restore(Restore),
    Completions(Completions),
    #[command(hide = true)]
    Man(Man),
    #[command(hide = true)]
    Worker(Worker),
}

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct Scan {
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[arg(long, value_name = "PATTERN")]
    pub include: Vec<String>,
    #[arg(long, value_name = "PATTERN")]
    pub exclude: Vec<String>,
    #[arg(long, value_name = "KIND")]
    pub read_protected: Vec<String>,
    #[arg(long)]
    pub rehash: bool,
    #[arg(long)]
    pub refresh: bool,
    #[arg(long)]
    pub accept_loss: bool,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long, value_enum, default_value = "auto")]
    pub ocr: Ocr,
    #[arg(long, value_name = "N")]
    pub workers: Option<usize>,
    #[arg(long, value_enum, default_value = "all")]
    pub rules: Rules,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

/// Whether scanned pages are recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ocr {
    Auto,
    Off,
}

/// Which detectors run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Rules {
    All,
    Identifiers,
}

/// Output for people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Talk {
    Human,
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct Report {
    #[arg(long, value_enum, default_value = "text")]
    pub format: ReportFormat,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What `report` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    Text,
    Html,
    Json,
    Csv,
    Xlsx,
}

#[derive(Args, Debug)]
pub(crate) struct Vvt {
    #[arg(long, value_enum, default_value = "text")]
    pub format: ReportFormat,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Dsfa {
    #[arg(value_name = "ACTIVITY")]
    pub activity: String,
    #[arg(long, value_enum, default_value = "text")]
    pub format: PageFormat,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What `dsfa` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    Text,
    Html,
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct Dcat {
    #[arg(long, required_unless_present = "internal", conflicts_with = "internal")]
    pub public: bool,
    #[arg(long)]
    pub internal: bool,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Search {
    #[arg(value_name = "WORD", required_unless_present = "entity", conflicts_with = "entity")]
    pub words: Vec<String>,
    #[arg(long, value_name = "KIND:VALUE")]
    pub entity: Option<String>,
    #[arg(long, requires = "entity")]
    pub count: bool,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u32,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct Datasets {
    #[command(subcommand)]
    pub action: DatasetsAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DatasetsAction {
    List {
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Show {
        #[arg(value_name = "DATASET")]
        dataset: String,
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Merge {
        #[arg(value_name = "DATASET", required = true, num_args = 2..)]
        datasets: Vec<String>,
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        #[arg(long)]
        yes: bool,
    },
    Split {
        #[arg(value_name = "DATASET")]
        dataset: String,
        #[arg(value_name = "FOLDER")]
        folder: String,
        #[arg(long)]
        yes: bool,
    },
    Rename {
        #[arg(value_name = "DATASET")]
        dataset: String,
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long)]
        yes: bool,
    },
    Owner {
        #[arg(value_name = "DATASET")]
        dataset: String,
        #[arg(value_name = "OWNER")]
        owner: String,
        #[arg(long)]
        yes: bool,
    },
    #[command(alias = "einstufen")]
    Classify(Classify),
}

#[derive(Args, Debug)]
pub(crate) struct Demo {
    #[arg(long)]
    pub yes: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Doctor {
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

#[derive(Args, Debug)]
pub(crate) struct Backup {
    #[arg(value_name = "FILE")]
    pub to: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct Restore {
    #[arg(value_name = "FILE")]
    pub from: PathBuf,
    #[arg(long)]
    pub yes: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Completions {
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// The manual page of a command, for packages.
#[derive(Args, Debug)]
pub(crate) struct Man {
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// Started by hoheit itself: reads documents behind a sandbox.
#[derive(Args, Debug)]
pub(crate) struct Worker {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub rest: Vec<std::ffi::OsString>,
}
