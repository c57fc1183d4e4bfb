// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit exit-drill` (`ausstiegsprobe`).

use crate::cli::moving::ExitDrill;
use crate::context::Context;
use crate::failure::{Exit, Failure};

pub(super) fn run(_: &Context, args: &ExitDrill) -> Result<Exit, Failure> {
    drop((&args.site, &args.to, &args.into, &args.dataset, &args.report, args.yes, args.format));
    Ok(Exit::Bug)
}
