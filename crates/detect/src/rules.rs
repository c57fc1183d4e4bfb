// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One file per rule: its page, its facts, its validator.

pub(crate) mod birth_date;
pub(crate) mod email;
pub(crate) mod iban;
pub(crate) mod person_name;
pub(crate) mod phone;
pub(crate) mod steuer_id;

use crate::rule::Rule;

pub(crate) static ALL: &[&Rule] =
    &[&email::RULE, &iban::RULE, &phone::RULE, &steuer_id::RULE, &birth_date::RULE, &person_name::RULE];
