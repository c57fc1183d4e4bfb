// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::table::{Column, Table};
use crate::{Match, Sink};
use hoheit_types::{Confidence, Entity, Finding, Role, Rows, RuleId, SetAside, Signals};
use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Turns matches into findings in bounded memory: counts, never a value.
///
/// Distinct values are told apart by 64-bit hashes. Up to about a million they are counted exactly; beyond that
/// the count is an estimate from a sample of the hashes (adaptive sampling, Flajolet 1990), mostly within 0.5 %.
/// Where only a sample of a table's rows was read, counts are raised to all rows; `distinct` stays that of the sample.
#[derive(Clone, Debug, Default)]
pub struct Condenser {
    /// `sheet/header` of each column of each table
    labels: Vec<Vec<String>>,
    tallies: BTreeMap<(Entity, Arc<RuleId>, Option<Column>, Role), Tally>,
    /// Rows of each table: all, and those that were read
    rows: BTreeMap<u32, (u64, u64)>,
    /// Hashes over all tallies
    hashes: usize,
    set_aside: BTreeMap<(Entity, Arc<RuleId>, String), u64>,
}

/// Hashes that one condenser keeps: 2 million in some 36 MiB. One kind alone has half of them.
const HASHES: usize = 1 << 21;
/// Hashes for one kind, rule and column.
const HASHES_EACH: usize = 1 << 20;

#[derive(Clone, Debug, Default)]
struct Tally {
    count: u64,
    confidence: Option<Confidence>,
    signals: Signals,
    distinct: Distinct,
}

impl Condenser {
    /// For a document with these tables; their names and headers label the findings.
    pub fn new(tables: &[Table<'_>]) -> Self {
        let labels =
            tables.iter().map(|table| table.header.iter().map(|cell| label(table.name, cell)).collect());
        Self { labels: labels.collect(), ..Self::default() }
    }

    /// Counts a match.
    pub fn add(&mut self, found: &Match) {
        let tally = self
            .tallies
            .entry((found.entity, Arc::clone(&found.rule), found.column, found.role))
            .or_default();
        tally.count += 1;
        tally.confidence = tally.confidence.max(Some(found.confidence));
        tally.signals = tally.signals.with(found.signals);
        let before = tally.distinct.sample.len();
        tally.distinct.add(found.value.reveal());
        self.hashes = self.hashes + tally.distinct.sample.len() - before;
        if self.hashes > HASHES {
            self.thin_out();
        }
    }

    /// The findings, sorted by kind, rule, column and role.
    pub fn finish(self) -> Vec<Finding> {
        let mut findings = Vec::with_capacity(self.tallies.len());
        for ((entity, rule, column, role), tally) in self.tallies {
            let label = column.map(|column| {
                let names = self.labels.get(column.table as usize);
                let label = names.and_then(|names| names.get(column.index as usize));
                label.cloned().unwrap_or_else(|| format!("#{}", column.index + 1))
            });
            let rows = column.and_then(|column| self.rows.get(&column.table)).map(|(total, read)| Rows {
                total: *total,
                read: *read,
                matching: tally.count.min(*read),
            });
            // Of a sample, what the whole table holds; distinct values can't be told from one.
            let count = rows.filter(|rows| rows.read > 0).map_or(tally.count, |rows| {
                let whole = u128::from(tally.count) * u128::from(rows.total) / u128::from(rows.read);
                u64::try_from(whole).unwrap_or(u64::MAX).max(tally.count)
            });
            findings.push(Finding {
                entity,
                role,
                rule: (*rule).clone(),
                column: label,
                count,
                distinct: tally.distinct.estimate().min(count),
                confidence: tally.confidence.unwrap_or(Confidence::percent(0)),
                signals: tally.signals,
                rows,
            });
        }
        findings
    }

    /// What was set aside since this was asked last, sorted by kind, rule and exception.
    pub fn take_set_aside(&mut self) -> Vec<SetAside> {
        let all = std::mem::take(&mut self.set_aside).into_iter();
        all.map(|((entity, rule, exception), count)| SetAside {
            entity,
            rule: (*rule).clone(),
            exception,
            count,
        })
        .collect()
    }

    /// Halves the largest sample.
    fn thin_out(&mut self) {
        if let Some(largest) = self.tallies.values_mut().max_by_key(|tally| tally.distinct.sample.len()) {
            let before = largest.distinct.sample.len();
            largest.distinct.halve();
            self.hashes = self.hashes + largest.distinct.sample.len() - before;
        }
    }
}

impl Sink for Condenser {
    fn take(&mut self, found: Match) {
        self.add(&found);
    }

    fn set_aside(&mut self, found: &Match, exception: String) {
        *self.set_aside.entry((found.entity, Arc::clone(&found.rule), exception)).or_default() += 1;
    }

    /// Windows of a long table are one table after another with the same number: their rows add up.
    fn rows(&mut self, table: u32, total: u64, read: u64) {
        let rows = self.rows.entry(table).or_default();
        *rows = (rows.0.saturating_add(total), rows.1.saturating_add(read));
    }
}

fn label(table: &str, header: &str) -> String {
    if table.is_empty() { header.to_owned() } else { format!("{table}/{header}") }
}

/// Counts distinct values: keeps the hashes that end in `level` zero bits, each standing for 2^level values.
#[derive(Clone, Debug, Default)]
struct Distinct {
    sample: HashSet<u64, BuildHasherDefault<AsIs>>,
    level: u32,
}

impl Distinct {
    fn add(&mut self, value: &str) {
        // A fixed key: the same document gives the same estimate.
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        let hash = hasher.finish();
        if hash.trailing_zeros() >= self.level {
            self.sample.insert(hash);
            if self.sample.len() > HASHES_EACH {
                self.halve();
            }
        }
    }

    fn halve(&mut self) {
        self.level += 1;
        self.sample.retain(|hash| hash.trailing_zeros() >= self.level);
    }

    fn estimate(&self) -> u64 {
        (self.sample.len() as u64) << self.level
    }
}

/// The hashes are hashes already.
#[derive(Clone, Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        // The sample's hashes end in zeros, and the set looks at the last bits.
        self.0 = hash.rotate_left(32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
