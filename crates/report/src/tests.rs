// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::Report;
use crate::fixture::{NOW, musterstadt};
use hoheit_catalogue::inventory::Inventory;
use hoheit_types::Lang;

pub(crate) fn report(inventory: &Inventory, lang: Lang) -> Report<'_> {
    Report { inventory, lang, generated_at: NOW, program_version: "0.1.0" }
}

#[test]
fn text_fits_one_screen() {
    let town = musterstadt();
    insta::assert_snapshot!("text_de", report(&town, Lang::De).to_text(80));
    insta::assert_snapshot!("text_en", report(&town, Lang::En).to_text(80));
}
