// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From groups to rows: ids by anchor, names, the assignment of folders and single files.

use super::correction::{self, Correction};
use super::grouping::{Known, group};
use super::rule::Rule;
use super::single::singles;
use super::tree::Tree;
use super::{DatasetKind, kind_name, names};
use crate::catalogue::Catalogue;
use crate::db::{bulk, change_ids};
use crate::error::Result;
use crate::facts::Folders;
use crate::fold::fold;
use crate::inventory::Tally;
use hoheit_types::{Format, SourceId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A dataset about to be written.
struct Draft {
    rule: Rule,
    evidence: (u64, u64),
    kind: DatasetKind,
    name: String,
    files: u64,
    /// Of a dataset that is a single file
    asset: Option<i64>,
}

impl Catalogue {
    /// Groups a source's files anew and replays the corrections. Ids stay with their anchors.
    pub(crate) fn group_datasets(&mut self, source: SourceId) -> Result<()> {
        self.db.transaction("group the datasets", async |c| {
            let folders = Folders::load(c, Some(source)).await?;
            let tree = tree(c, source, &folders).await?;
            let corrections = correction::of(c, source).await?;
            let mut drafts = drafts(c, source, &tree, &corrections).await?;
            let targets = correction::targets(&corrections);
            // A merged anchor whose target is gone stands for itself again.
            let target_of = |anchor: &str, drafts: &BTreeMap<String, Draft>| -> String {
                let target = targets.get(anchor).copied().unwrap_or(anchor);
                if drafts.contains_key(target) { target.to_owned() } else { anchor.to_owned() }
            };
            let anchors: BTreeMap<String, String> =
                drafts.keys().map(|anchor| (anchor.clone(), target_of(anchor, &drafts))).collect();
            let label: String = sqlx::query_scalar("SELECT label FROM source WHERE id = $1")
                .bind(source.0)
                .fetch_one(&mut *c)
                .await?;
            propose_names(&mut drafts, &corrections, &label);
            let ids = write(c, source, &drafts, &anchors).await?;
            let id_of: HashMap<&str, i64> = anchors
                .iter()
                .filter_map(|(anchor, target)| Some((anchor.as_str(), *ids.get(target.as_str())?)))
                .collect();
            assign_folders(c, &folders, &drafts, &id_of).await?;
            assign_files(c, source, &drafts, &id_of).await?;
            sqlx::query("UPDATE source SET stale = 0 WHERE id = $1").bind(source.0).execute(c).await.map(drop)
        })
    }
}

async fn tree(c: &mut SqliteConnection, source: SourceId, folders: &Folders) -> sqlx::Result<Tree> {
    let rows = sqlx::query(
        "SELECT directory_id, COUNT(*) FROM asset WHERE source_id = $1 AND presence = 0 AND format IN ($2, $3) \
         GROUP BY directory_id",
    )
    .bind(source.0)
    .bind(Format::Eml.name())
    .bind(Format::Msg.name())
    .fetch_all(c)
    .await?;
    let mut mails: HashMap<i64, u64> = HashMap::with_capacity(rows.len());
    for row in &rows {
        mails.insert(row.try_get(0)?, row.try_get::<i64, _>(1)? as u64);
    }
    Ok(Tree::new(folders.all.iter().map(|folder| {
        let own = Tally { files: folder.files, size_bytes: folder.size_bytes };
        (folder.path.clone(), own, mails.get(&folder.id).copied().unwrap_or_default())
    })))
}

/// All datasets by anchor: those of the rules, single files, and those that people insist on.
async fn drafts(
    c: &mut SqliteConnection,
    source: SourceId,
    tree: &Tree,
    corrections: &[Correction],
) -> sqlx::Result<BTreeMap<String, Draft>> {
    let draft = |rule: Rule, evidence, anchor: &str, asset| Draft {
        rule,
        evidence,
        kind: match rule {
            Rule::Mailbox => DatasetKind::Mailbox,
            Rule::Database => DatasetKind::Database,
            Rule::LargeTable => DatasetKind::Table,
            _ => DatasetKind::Folder,
        },
        name: String::new(),
        files: tree.get(anchor).map_or(1, |node| node.below.files),
        asset,
    };
    let known = known(c, source, corrections).await?;
    let mut drafts = BTreeMap::new();
    for group in group(tree, &known) {
        let new = draft(group.rule, group.evidence, &group.anchor, None);
        drafts.insert(group.anchor, new);
    }
    for single in singles(c, source).await? {
        let evidence = if single.rule == Rule::Mailbox { (1, 1) } else { (0, 0) };
        let new = draft(single.rule, evidence, &single.path, Some(single.asset));
        drafts.insert(single.path, new);
    }
    for correction in corrections {
        let anchor = correction.anchor.as_str();
        if drafts.contains_key(anchor) {
            continue;
        }
        if tree.get(anchor).is_some_and(|node| node.below.files > 0) {
            let rule = if correction.whole { Rule::Split } else { Rule::Rest };
            drafts.insert(anchor.to_owned(), draft(rule, (0, 0), anchor, None));
        } else if let Some((asset, format)) = file(c, source, anchor).await? {
            let rule = match format {
                Some(Format::Mbox | Format::Pst) => Rule::Mailbox,
                Some(Format::Sqlite | Format::Database) => Rule::Database,
                _ => Rule::LargeTable,
            };
            drafts.insert(anchor.to_owned(), draft(rule, (0, 0), anchor, Some(asset)));
        }
    }
    Ok(drafts)
}

/// Datasets of folders that shall stay, by anchor. What people merged, named or gave an owner stays whatever its size.
async fn known(
    c: &mut SqliteConnection,
    source: SourceId,
    corrections: &[Correction],
) -> sqlx::Result<Known> {
    let corrected: HashSet<&str> =
        corrections.iter().filter(|c| c.whole).map(|c| c.anchor.as_str()).collect();
    let rows = sqlx::query("SELECT anchor, rule, files FROM dataset WHERE source_id = $1 AND present = 1")
        .bind(source.0)
        .fetch_all(c)
        .await?;
    let mut known = Known::new();
    for row in &rows {
        let anchor: String = row.try_get(0)?;
        let files = row.try_get::<i64, _>(2)? as u64;
        let files = if corrected.contains(anchor.as_str()) { u64::MAX / 8 } else { files };
        if let Some(rule) = Rule::from_name(row.try_get(1)?) {
            known.insert(anchor, (rule, files));
        }
    }
    Ok(known)
}

async fn file(
    c: &mut SqliteConnection,
    source: SourceId,
    path: &str,
) -> sqlx::Result<Option<(i64, Option<Format>)>> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let row: Option<(i64, Option<String>)> = sqlx::query_as(
        "SELECT a.id, a.format FROM directory d JOIN asset a ON a.directory_id = d.id \
         WHERE d.source_id = $1 AND d.path = $2 AND a.name = $3 AND a.presence = 0",
    )
    .bind(source.0)
    .bind(folder.to_owned())
    .bind(name.to_owned())
    .fetch_optional(c)
    .await?;
    Ok(row.map(|(id, format)| (id, format.as_deref().and_then(Format::from_name))))
}

/// Names from people, else from the folder, with the office around it: `Bescheide (20 Kämmerei)`. Where two would be
/// called alike, the whole path around them tells them apart.
fn propose_names(drafts: &mut BTreeMap<String, Draft>, corrections: &[Correction], label: &str) {
    let given: HashMap<&str, &str> =
        corrections.iter().filter_map(|c| Some((c.anchor.as_str(), c.name.as_deref()?))).collect();
    for (anchor, draft) in drafts.iter_mut() {
        draft.name = proposed_name(anchor, draft.rule, label);
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for draft in drafts.values() {
        *counts.entry(draft.name.clone()).or_default() += 1;
    }
    for (anchor, draft) in drafts.iter_mut() {
        if let Some(given) = given.get(anchor.as_str()) {
            (*given).clone_into(&mut draft.name);
        } else if let Some((around, name)) = anchor.rsplit_once('/')
            && counts.get(&draft.name).is_some_and(|n| *n > 1)
        {
            let rest = if draft.rule == Rule::Rest { "Sonstiges in " } else { "" };
            draft.name = format!("{rest}{name} ({around})");
        }
    }
}

fn proposed_name(anchor: &str, rule: Rule, label: &str) -> String {
    let (around, name) = anchor.rsplit_once('/').unwrap_or(("", anchor));
    let name = if name.is_empty() { label } else { name };
    if rule == Rule::Rest {
        return format!("Sonstiges in {name}");
    }
    let office = around.rsplit('/').find(|folder| names::is_office(&fold(folder)));
    let context = office.or_else(|| around.rsplit('/').next()).filter(|folder| !folder.is_empty());
    match context {
        // A number of the filing plan, `20.1 Haushalt`, says itself where it belongs.
        Some(context) if !names::starts_with_plan_number(&fold(name)) => format!("{name} ({context})"),
        _ => name.to_owned(),
    }
}

/// Writes the datasets that are not merged into another one; returns their ids by anchor.
async fn write(
    c: &mut SqliteConnection,
    source: SourceId,
    drafts: &BTreeMap<String, Draft>,
    anchors: &BTreeMap<String, String>,
) -> sqlx::Result<HashMap<String, i64>> {
    sqlx::query("UPDATE dataset SET present = 0 WHERE source_id = $1")
        .bind(source.0)
        .execute(&mut *c)
        .await?;
    let own: Vec<(&String, &Draft)> = drafts.iter().filter(|(a, _)| anchors.get(*a) == Some(*a)).collect();
    let rows = bulk(
        c,
        "INSERT INTO dataset (source_id, anchor, kind, rule, hits, considered, name, files, present) ",
        " ON CONFLICT (source_id, anchor) DO UPDATE SET kind = excluded.kind, rule = excluded.rule, \
         hits = excluded.hits, considered = excluded.considered, name = excluded.name, files = excluded.files, \
         present = 1 RETURNING id, anchor",
        &own,
        |row, (anchor, draft)| {
            row.bind(source.0)
                .bind((*anchor).clone())
                .bind(kind_name(draft.kind))
                .bind(draft.rule.name())
                .bind(draft.evidence.0 as i64)
                .bind(draft.evidence.1 as i64)
                .bind(draft.name.clone())
                .bind(draft.files as i64)
                .bind(1_i64);
        },
    )
    .await?;
    rows.iter().map(|row| Ok((row.try_get(1)?, row.try_get(0)?))).collect()
}

/// Every folder belongs to the nearest anchor at or above it.
async fn assign_folders(
    c: &mut SqliteConnection,
    folders: &Folders,
    drafts: &BTreeMap<String, Draft>,
    ids: &HashMap<&str, i64>,
) -> sqlx::Result<()> {
    let is_folder = |anchor: &str| drafts.get(anchor).is_some_and(|draft| draft.asset.is_none());
    let nearest = |path: &str| -> Option<i64> {
        let mut path = path;
        loop {
            if let Some(id) = ids.get(path).filter(|_| is_folder(path)) {
                return Some(*id);
            }
            if path.is_empty() {
                return None;
            }
            path = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
    };
    let changed: Vec<(i64, Option<i64>)> = folders
        .all
        .iter()
        .map(|folder| (folder, nearest(&folder.path)))
        .filter(|(folder, dataset)| folder.dataset != *dataset)
        .map(|(folder, dataset)| (folder.id, dataset))
        .collect();
    bulk(
        c,
        "WITH v (id, dataset_id) AS (",
        ") UPDATE directory SET dataset_id = v.dataset_id FROM v WHERE directory.id = v.id",
        &changed,
        |row, (id, dataset)| {
            row.bind(*id).bind(*dataset);
        },
    )
    .await
    .map(drop)
}

async fn assign_files(
    c: &mut SqliteConnection,
    source: SourceId,
    drafts: &BTreeMap<String, Draft>,
    ids: &HashMap<&str, i64>,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE asset SET dataset_id = NULL WHERE source_id = $1 AND dataset_id IS NOT NULL")
        .bind(source.0)
        .execute(&mut *c)
        .await?;
    for (anchor, draft) in drafts {
        if let (Some(asset), Some(dataset)) = (draft.asset, ids.get(anchor.as_str())) {
            change_ids(c, &format!("UPDATE asset SET dataset_id = {dataset} WHERE id"), &[asset]).await?;
        }
    }
    Ok(())
}
