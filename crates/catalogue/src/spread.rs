// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! In how many places the same values occur, from tokens alone: nobody needs to know which.

use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::person::{SearchedSource, sources};
use crate::token::{Form, TokenKey, Tokens};
use hoheit_types::Entity;
use sqlx::Row as _;
use std::collections::BTreeMap;

/// How values of one kind are spread over datasets and files that are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// Distinct values
    pub values: u64,
    /// Files with any of them
    pub files: u64,
    /// Of the values, how many occur in more than one file
    pub in_several_files: u64,
    /// By number of datasets, ascending: how many values occur in so many
    pub by_datasets: Vec<(u64, u64)>,
    /// Datasets and files of the value that occurs in most datasets
    pub widest: Option<(u64, u64)>,
    /// Files whose tokens were made with another key or are not all there, so that they count not or only in part
    pub uncounted_files: u64,
    /// Every source, sorted by id: without any, nothing was counted
    pub sources: Vec<SearchedSource>,
}

impl Catalogue {
    /// Counts the values of a kind that have tokens under this key; without one, none are. Takes 16 bytes of memory for each
    /// place of one.
    pub fn spread(&mut self, entity: Entity, key: Option<&TokenKey>) -> Result<Spread> {
        /// Rows in memory at once; see `find_person`.
        const PAGE: i64 = 200;
        self.flush()?;
        let form = Form::Whole(entity).code();
        self.db.run("count values", async |c| {
            let mut spread = Spread { sources: sources(&mut *c).await?, ..Spread::default() };
            let mut all: Vec<(u64, u32, u32)> = Vec::new();
            let mut last = 0_i64;
            loop {
                let rows = sqlx::query(
                    "SELECT o.asset_id, COALESCE(a.dataset_id, d.dataset_id), o.key_id, o.is_complete, o.tokens \
                     FROM occurrence o JOIN asset a ON a.id = o.asset_id JOIN directory d ON d.id = a.directory_id \
                     WHERE a.presence = 0 AND o.asset_id > $1 ORDER BY o.asset_id LIMIT $2",
                )
                .bind(last)
                .bind(PAGE)
                .fetch_all(&mut *c)
                .await?;
                let Some(end) = rows.last() else { break };
                last = end.try_get(0)?;
                for row in &rows {
                    let made_with: i64 = row.try_get(2)?;
                    let is_other = key.is_none_or(|key| i64::from(key.id()) != made_with);
                    spread.uncounted_files += u64::from(is_other || row.try_get::<i64, _>(3)? == 0);
                    if is_other {
                        continue;
                    }
                    let dataset = row.try_get::<Option<i64>, _>(1)?.unwrap_or(0);
                    let place = (dataset as u32, row.try_get::<i64, _>(0)? as u32);
                    let tokens = Tokens::read(row.try_get(4)?).map(|(_, token)| token);
                    let mut of_kind: Vec<u64> =
                        tokens.filter(|token| token.form_code() == form).map(|token| token.0).collect();
                    of_kind.sort_unstable();
                    of_kind.dedup();
                    spread.files += u64::from(!of_kind.is_empty());
                    all.extend(of_kind.into_iter().map(|token| (token, place.0, place.1)));
                }
            }
            all.sort_unstable();
            spread.add_up(&all);
            Ok(spread)
        })
    }
}

impl Spread {
    /// Whether anything was scanned, and all of it counted.
    pub fn is_complete(&self) -> bool {
        let is_known = self.sources.iter().all(|source| source.walked_at.is_some());
        !self.sources.is_empty() && is_known && self.uncounted_files == 0
    }

    /// Counts values that stand here with dataset and file, sorted.
    fn add_up(&mut self, all: &[(u64, u32, u32)]) {
        let mut by_datasets: BTreeMap<u64, u64> = BTreeMap::new();
        for value in all.chunk_by(|a, b| a.0 == b.0) {
            let files = value.len() as u64;
            let datasets = value.chunk_by(|a, b| a.1 == b.1).count() as u64;
            self.values += 1;
            self.in_several_files += u64::from(files > 1);
            *by_datasets.entry(datasets).or_default() += 1;
            self.widest = self.widest.max(Some((datasets, files)));
        }
        self.by_datasets = by_datasets.into_iter().collect();
    }
}
