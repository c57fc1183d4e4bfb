// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What do we hold, since when, on what evidence?

pub mod inventory;
