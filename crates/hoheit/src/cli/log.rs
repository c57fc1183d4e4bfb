// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words of the transparency log: `log`.

use super::Talk;
use clap::{Args, Subcommand};
use hoheit_merkle::VerifierKey;
use hoheit_types::ShortName;
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct LogCommand {
    #[command(subcommand)]
    pub action: LogAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LogAction {
    Status {
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Init {
        #[arg(value_name = "ORIGIN")]
        origin: String,
    },
    List(LogList),
    Show {
        #[arg(value_name = "INDEX|DIGEST")]
        entry: String,
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Prove(LogProve),
    Fsck {
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Publish,
    Key {
        #[command(subcommand)]
        action: LogKeyAction,
    },
    #[command(alias = "zeugen")]
    Witness {
        #[command(subcommand)]
        action: LogWitnessAction,
    },
    Rebuild {
        #[arg(long)]
        yes: bool,
    },
    Adopt {
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Args, Debug)]
pub(crate) struct LogList {
    #[arg(long, value_name = "INDEX")]
    pub from: Option<u64>,
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    #[arg(long, value_name = "N", default_value = "20")]
    pub limit: u32,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}

#[derive(Args, Debug)]
pub(crate) struct LogProve {
    #[arg(value_name = "INDEX|DIGEST")]
    pub entry: String,
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    #[arg(long)]
    pub sealed: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LogWitnessAction {
    List,
    Add(Box<LogWitnessAdd>),
    Remove {
        #[arg(value_name = "NAME")]
        name: ShortName,
    },
}

#[derive(Args, Debug)]
pub(crate) struct LogWitnessAdd {
    #[arg(value_name = "NAME")]
    pub name: ShortName,
    #[arg(value_name = "KEY")]
    pub key: VerifierKey,
    #[arg(value_name = "URL")]
    pub url: String,
    #[arg(long, value_name = "N")]
    pub needed: Option<u32>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LogKeyAction {
    Show,
    Protect {
        #[arg(long)]
        yes: bool,
    },
    Unprotect {
        #[arg(long)]
        yes: bool,
    },
    Rotate {
        #[arg(long)]
        yes: bool,
    },
    Retire {
        #[arg(long)]
        yes: bool,
    },
    Replace {
        #[arg(long)]
        yes: bool,
    },
}
