// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

pub(super) mod faulty;
mod reading;
pub(super) mod server;
mod tokens;
