// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod faults;
pub(super) mod liar;
mod reading;
mod real;
pub(super) mod server;
mod signing;
mod tls;
