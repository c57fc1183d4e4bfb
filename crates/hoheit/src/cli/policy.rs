// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words of `policy`.

use super::Talk;
use super::registry::Change;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct PolicyCommand {
    #[command(subcommand)]
    pub action: PolicyAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyAction {
    Prove(Prove),
    Compare {
        #[arg(value_name = "OLD")]
        old: PathBuf,
        #[arg(value_name = "NEW")]
        new: PathBuf,
        #[arg(long, value_name = "FILE")]
        solver: Option<PathBuf>,
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    #[command(alias = "annehmen")]
    Adopt {
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        change: Change,
    },
    List {
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Show {
        #[arg(value_name = "NAME")]
        name: String,
    },
    Withdraw {
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        change: Change,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Prove {
    #[arg(long, value_name = "FILE")]
    pub guarantees: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub rule: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub solver: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}
