// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words of what finds personal data and persons.

use super::{Ocr, Talk};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(crate) struct Extract {
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    pub format: ExtractFormat,
    #[arg(long, value_enum, default_value = "auto")]
    pub ocr: Ocr,
}

/// What `extract` and `detect` print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractFormat {
    Text,
    Jsonl,
}

#[derive(Args, Debug)]
pub(crate) struct Detect {
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    pub format: ExtractFormat,
    #[arg(long, value_enum, default_value = "auto")]
    pub ocr: Ocr,
    /// Print the values themselves
    #[arg(long)]
    pub values: bool,
    #[arg(long, value_name = "FILE")]
    pub rules_pack: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct SubjectAccess {
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub born: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub email: Vec<String>,
    #[arg(long, value_name = "IBAN")]
    pub iban: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    pub phone: Vec<String>,
    #[arg(long, value_name = "KIND:VALUE")]
    pub id: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub purpose: String,
    #[arg(long, value_enum, default_value = "access")]
    pub r#for: PersonTask,
    #[arg(long)]
    pub with_content: bool,
    #[arg(long)]
    pub letter: bool,
    #[arg(long)]
    pub no_live: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub format: PersonFormat,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What an answer about a person is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PersonTask {
    Access,
    Erasure,
}

/// What `subject-access` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PersonFormat {
    Human,
    Json,
    Html,
}

#[derive(Args, Debug)]
pub(crate) struct Forget {
    #[arg(value_name = "SOURCE")]
    pub what: String,
    #[arg(long)]
    pub yes: bool,
}

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct Keys {
    #[command(subcommand)]
    pub action: KeysAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysAction {
    List {
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Rotate {
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct FalseAlarm {
    #[command(subcommand)]
    pub action: FalseAlarmAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FalseAlarmAction {
    Add(FalseAlarmAdd),
    List {
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Remove {
        #[arg(value_name = "ID")]
        id: String,
        #[arg(long)]
        yes: bool,
    },
    Export {
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    Import {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Args, Debug)]
pub(crate) struct FalseAlarmAdd {
    #[arg(value_name = "KIND:VALUE", conflicts_with_all = ["rule", "path", "column"])]
    pub value: Option<String>,
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    #[arg(long, value_name = "PATTERN")]
    pub path: Option<String>,
    #[arg(long, value_name = "HEADING")]
    pub column: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    #[arg(long)]
    pub yes: bool,
}

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct RulesCommand {
    #[command(subcommand)]
    pub action: RulesAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesAction {
    List {
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Show {
        #[arg(value_name = "PACK")]
        pack: String,
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Test {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}
