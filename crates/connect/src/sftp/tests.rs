// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod faults;
mod hosts;
mod liar;
mod real;
mod server;
