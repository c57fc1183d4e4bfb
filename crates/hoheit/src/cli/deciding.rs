// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words of what leads to a decision: `datasets classify`, `decide`, `explain`, `what-if`.

use super::Talk;
use clap::{Args, ValueEnum};
use hoheit_types::Day;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(crate) struct Classify {
    #[arg(value_name = "DATASET", required_unless_present = "file")]
    pub dataset: Option<String>,
    #[arg(long, value_name = "QUESTION=ANSWER", conflicts_with = "file")]
    pub answer: Vec<String>,
    #[arg(long, conflicts_with = "file")]
    pub accept: bool,
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    #[arg(long, value_name = "DAY")]
    pub until: Option<Day>,
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    #[arg(long)]
    pub history: bool,
    #[arg(long)]
    pub yes: bool,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

#[derive(Args, Debug)]
pub(crate) struct Decide {
    #[arg(long, value_name = "DATASET")]
    pub dataset: Option<String>,
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    #[arg(long, value_name = "DAY")]
    pub on: Option<Day>,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    #[arg(value_name = "DECISION")]
    pub decision: String,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct WhatIf {
    #[arg(long, value_name = "FILE")]
    pub law_pack: Vec<PathBuf>,
    #[arg(long, value_name = "SITE", requires = "set")]
    pub site: Option<String>,
    #[arg(long, value_name = "FACT=VALUE", requires = "site")]
    pub set: Vec<String>,
    #[arg(long, value_name = "CONTRACT")]
    pub without_contract: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub rule: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    #[arg(long, value_name = "DAY")]
    pub on: Option<Day>,
    #[arg(long, value_enum, default_value = "human")]
    pub format: WhatIfFormat,
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What `what-if` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhatIfFormat {
    Human,
    Json,
    Html,
}
