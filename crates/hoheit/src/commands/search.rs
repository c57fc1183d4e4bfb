// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit search`: names, paths and properties.

use crate::cli::Search;
use crate::context::Context;
use crate::failure::{Exit, Failure};

pub fn run(_: &Context, _: &Search) -> Result<Exit, Failure> {
    Ok(Exit::Unavailable)
}
