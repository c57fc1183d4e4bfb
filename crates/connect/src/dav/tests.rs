// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod cloud;
mod real;
mod script;
mod server;
