// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod cloud;
mod faults;
mod reading;
mod real;
mod script;
mod server;
