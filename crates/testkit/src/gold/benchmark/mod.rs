// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Do not read these texts if you write rules for `hoheit-detect`: whoever knows them measures their own memory. Misses
//! and false alarms are shown on the develop set alone (`cargo xtask bench detect --set develop --misses FILE`).

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
    ];
    Material {
        personal: personal.into_iter().flat_map(read).collect(),
        clean: read(include_str!("clean.txt")),
        lists: Lists::read(include_str!("lists.txt")),
    }
}
