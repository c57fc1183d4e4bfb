// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit datasets`

use crate::cli::DatasetsAction;
use crate::context::Context;
use crate::failure::{Exit, Failure};

pub(crate) fn run(_: &Context, _: DatasetsAction) -> Result<Exit, Failure> {
    Ok(Exit::Unavailable)
}
