// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words of who approves what: `persons`, `approve`, `approvals`.

use super::Talk;
use super::registry::{Change, Fields, Given};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use hoheit_decide::Role;
use hoheit_types::ShortName;
use serde_json::{Map, Value};
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct Persons {
    #[command(subcommand)]
    pub action: PersonsAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PersonsAction {
    #[command(alias = "eintragen")]
    Enrol(Enrol),
    List {
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Show {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long, value_enum, default_value = "human")]
        format: Talk,
    },
    Remove {
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        change: Change,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Enrol {
    #[arg(value_name = "NAME")]
    pub name: ShortName,
    #[command(flatten)]
    pub fields: PersonFields,
    #[command(flatten)]
    pub change: Change,
}

#[derive(Args, Debug)]
pub(crate) struct PersonFields {
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    #[arg(long, value_parser = PossibleValuesParser::new(Role::ALL.iter().map(|role| role.name())))]
    pub role: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<String>,
}

impl Fields for PersonFields {
    fn given(&self) -> Map<String, Value> {
        let mut given = Given::default();
        given.text("title", self.title.as_deref());
        given.text("role", self.role.as_deref());
        given.text("account", self.account.as_deref());
        given.0
    }
}

#[derive(Args, Debug)]
pub(crate) struct Approve {
    #[arg(value_name = "DIGEST")]
    pub digest: String,
    #[arg(long, short, value_name = "FILE", conflicts_with_all = ["signature", "withdraw"])]
    pub output: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "as_name", conflicts_with = "withdraw")]
    pub signature: Option<PathBuf>,
    #[arg(long = "as", value_name = "NAME")]
    pub as_name: Option<ShortName>,
    #[arg(long, requires = "as_name")]
    pub withdraw: bool,
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    #[arg(long)]
    pub yes: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ApprovalsCommand {
    #[arg(long, value_name = "FOLDER")]
    pub export: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "human")]
    pub format: Talk,
}
