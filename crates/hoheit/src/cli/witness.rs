// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words of witnessing: `witness`.

use clap::{Args, Subcommand};
use hoheit_merkle::VerifierKey;
use std::net::SocketAddr;

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct WitnessCommand {
    #[command(subcommand)]
    pub action: WitnessAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WitnessAction {
    Init {
        #[arg(value_name = "NAME")]
        name: String,
    },
    Add {
        #[arg(value_name = "KEY")]
        key: VerifierKey,
    },
    List,
    Serve {
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
        listen: SocketAddr,
    },
}
