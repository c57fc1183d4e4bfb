// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The inventory of an unchanged catalogue, kept. The schema's triggers drop it with the first change.

use super::InventoryRequest;
use super::tallies::DAY_NS;
use crate::inventory::Inventory;
use hoheit_types::Timestamp;
use sqlx::sqlite::SqliteConnection;
use std::ops::Range;

/// Counted up whenever [`super::added_up`] adds up otherwise: what another program kept is not true for this one.
const SUMS: u32 = 1;

/// What was added up for this request, if that is still true today.
pub(super) async fn load(
    c: &mut SqliteConnection,
    request: InventoryRequest,
    now: Timestamp,
) -> sqlx::Result<Option<Inventory>> {
    let facts: Option<String> = sqlx::query_scalar(
        "SELECT facts FROM kept_inventory WHERE source_id = $1 AND program = $2 AND from_day <= $3 AND until_day > $3",
    )
    .bind(source(request))
    .bind(program(request))
    .bind(now.0.div_euclid(DAY_NS))
    .fetch_optional(c)
    .await?;
    // Text that can't be read is as good as none.
    Ok(facts.and_then(|facts| serde_json::from_str(&facts).ok()))
}

/// Keeps an inventory that is true on these days since 1970.
pub(super) async fn keep(
    c: &mut SqliteConnection,
    request: InventoryRequest,
    days: Range<i64>,
    inventory: &Inventory,
) -> sqlx::Result<()> {
    let facts = serde_json::to_string(inventory).map_err(|e| sqlx::Error::Encode(e.into()))?;
    sqlx::query(
        "INSERT INTO kept_inventory (source_id, program, from_day, until_day, facts) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (source_id, program) DO UPDATE SET from_day = excluded.from_day, until_day = excluded.until_day, \
         facts = excluded.facts",
    )
    .bind(source(request))
    .bind(program(request))
    .bind(days.start)
    .bind(days.end)
    .bind(facts)
    .execute(c)
    .await
    .map(drop)
}

fn source(request: InventoryRequest) -> i64 {
    request.source.map_or(0, |source| source.0)
}

/// What the sums depend on beside the rows.
fn program(request: InventoryRequest) -> String {
    let own = request.versions.map(|own| format!(" {} {}", own.extractor, own.ruleset));
    format!("{} {SUMS}{}", env!("CARGO_PKG_VERSION"), own.as_deref().unwrap_or_default())
}
