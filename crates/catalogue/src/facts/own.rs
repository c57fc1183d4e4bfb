// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What own rules found and what was set aside, by dataset.

use crate::db::of_source;
use crate::inventory::{Inventory, OwnRuleFacts, SetAsideFacts};
use hoheit_types::{DatasetId, Entity, RuleId, SourceId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Fills in both, for all together and for each dataset. A file is in one dataset at most, so sums are true.
pub(super) async fn note(
    c: &mut SqliteConnection,
    source: Option<SourceId>,
    inventory: &mut Inventory,
) -> sqlx::Result<()> {
    let mut places: HashMap<DatasetId, usize> = HashMap::new();
    places.extend(inventory.datasets.iter().enumerate().map(|(place, dataset)| (dataset.id, place)));
    let place = |dataset: i64| places.get(&DatasetId(dataset)).copied();
    for (dataset, facts) in own_rules(c, source).await? {
        if let Some(dataset) = place(dataset).and_then(|place| inventory.datasets.get_mut(place)) {
            dataset.own_rules.push(facts.clone());
        }
        let whole = &mut inventory.own_rules;
        match whole.iter_mut().find(|known| known.rule == facts.rule && known.entity == facts.entity) {
            Some(known) => {
                known.files += facts.files;
                known.occurrences = known.occurrences.saturating_add(facts.occurrences);
            }
            None => whole.push(facts),
        }
    }
    inventory.own_rules.sort_by(|a, b| (Reverse(a.files), &a.rule).cmp(&(Reverse(b.files), &b.rule)));
    for (dataset, facts) in set_aside(c, source).await? {
        if let Some(dataset) = place(dataset).and_then(|place| inventory.datasets.get_mut(place)) {
            dataset.set_aside = facts;
        }
        let whole = &mut inventory.set_aside;
        whole.files += facts.files;
        whole.occurrences = whole.occurrences.saturating_add(facts.occurrences);
    }
    Ok(())
}

async fn own_rules(
    c: &mut SqliteConnection,
    source: Option<SourceId>,
) -> sqlx::Result<Vec<(i64, OwnRuleFacts)>> {
    // Rules of packs are named `pack/rule`; the condition is that of the index.
    let mut query = of_source(
        "SELECT COALESCE(a.dataset_id, d.dataset_id, 0), f.rule, f.rule_version, f.entity, COUNT(DISTINCT f.asset_id), \
         SUM(f.occurrences) FROM finding f JOIN asset a ON a.id = f.asset_id JOIN directory d ON d.id = a.directory_id",
        "a.source_id",
        source,
    );
    query.push(" AND f.rule LIKE '%/%' AND a.presence = 0 GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 2, 3");
    let rows = query.build().fetch_all(c).await?;
    let facts = rows.iter().map(|row| {
        let Some(entity) = Entity::from_name(row.try_get(3)?) else { return Ok(None) };
        let rule = RuleId { name: row.try_get(1)?, version: row.try_get::<i64, _>(2)? as u32 };
        let (files, occurrences) = (row.try_get::<i64, _>(4)? as u64, row.try_get::<i64, _>(5)? as u64);
        Ok(Some((row.try_get(0)?, OwnRuleFacts { rule, entity, label: None, files, occurrences })))
    });
    facts.filter_map(Result::transpose).collect()
}

async fn set_aside(
    c: &mut SqliteConnection,
    source: Option<SourceId>,
) -> sqlx::Result<Vec<(i64, SetAsideFacts)>> {
    let mut query = of_source(
        "SELECT COALESCE(a.dataset_id, d.dataset_id, 0), COUNT(DISTINCT s.asset_id), SUM(s.occurrences) FROM set_aside s \
         JOIN asset a ON a.id = s.asset_id JOIN directory d ON d.id = a.directory_id",
        "a.source_id",
        source,
    );
    let rows = query.push(" AND a.presence = 0 GROUP BY 1").build().fetch_all(c).await?;
    rows.iter()
        .map(|row| {
            let (files, occurrences) = (row.try_get::<i64, _>(1)? as u64, row.try_get::<i64, _>(2)? as u64);
            Ok((row.try_get(0)?, SetAsideFacts { files, occurrences }))
        })
        .collect()
}
