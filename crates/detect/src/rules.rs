// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One file per rule: its page, its facts, its validator.

pub(crate) mod email;
pub(crate) mod iban;

use crate::rule::Rule;

pub(crate) static ALL: &[&Rule] = &[&email::RULE, &iban::RULE];
