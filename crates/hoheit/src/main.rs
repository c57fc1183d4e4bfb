// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! hoheit: scan, catalogue, decide, move, prove.

fn main() {}
