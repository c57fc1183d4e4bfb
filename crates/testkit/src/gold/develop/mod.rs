// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What people read who write rules. The benchmark has its own.

use super::Material;
use super::lists::Lists;
use super::template::read;

pub(super) fn material() -> Material {
    let personal = [
        include_str!("citizens.txt"),
        include_str!("social.txt"),
        include_str!("order.txt"),
        include_str!("money.txt"),
        include_str!("staff.txt"),
        include_str!("exports.txt"),
        include_str!("forms.txt"),
        include_str!("registers.txt"),
        include_str!("notes.txt"),
        include_str!("programs.txt"),
    ];
    let clean = [include_str!("clean.txt"), include_str!("innocent.txt")];
    Material {
        personal: personal.into_iter().flat_map(read).collect(),
        clean: clean.into_iter().flat_map(read).collect(),
        lists: Lists::read(include_str!("lists.txt")),
    }
}
