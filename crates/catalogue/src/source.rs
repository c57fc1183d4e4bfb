// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which place is this? An identity that survives another mount path.

use crate::catalogue::Catalogue;
use crate::dataset::visible;
use crate::error::Result;
use hoheit_types::SourceId;
use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;

/// What a place looks like from outside, before it is walked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceHint {
    /// Absolute path by which it is reached, as text
    pub root: String,
    /// Id of its file system (fsid or UUID), where the system tells one that survives a restart
    pub filesystem: Option<String>,
    /// Inode of the root folder; 0 where unknown
    pub root_inode: u64,
    /// Top-level entries; of more than [`SourceHint::SAMPLE`] the first by name count
    pub sample: Vec<SampleEntry>,
}

/// One top-level entry, file or folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SampleEntry(
    /// Name in the kept form
    pub String,
    /// Inode
    pub u64,
    /// Last change, nanoseconds since 1970
    pub i64,
);

impl SourceHint {
    /// Top-level entries that are kept: enough to tell shares apart, few enough for one row.
    pub const SAMPLE: usize = 256;
}

/// Which known source a place is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// A known one
    Known {
        /// Which
        id: SourceId,
        /// How it was recognised
        how: Recognised,
    },
    /// One that was not seen before, with the label it would get
    New {
        /// From the caller, else the last folder name, made unique by a number
        label: String,
    },
    /// The path is known, but what lies there looks like something else. Ask a person: the same label means the same
    /// source, a new label a new one. Never merged by itself.
    Ambiguous {
        /// The source that used to be there
        id: SourceId,
        /// Its label
        label: String,
    },
}

/// How a source was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A person named it
    Label,
    /// Same path, looking alike
    SamePath,
    /// Another path: same file system and root inode (and an entry in common, if the old path is gone), or nearly the same top-level entries while the old path is gone
    Moved,
}

/// Why entering a place as a source would count files twice. Ask a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The place is known as another source than the one named
    KnownAs {
        /// That source's label
        label: String,
    },
    /// The root lies inside another source's root, or around it
    Overlap {
        /// That source's label
        label: String,
        /// Its root
        root: String,
    },
}

/// Same top-level entries, in percent of the larger sample, from which a place at another path is the same one. 80:
/// shares gain and lose a folder now and then, but two offices' shares never have four of five folders in common.
const ALIKE_ELSEWHERE: usize = 80;
/// The same for a place at the same path. 20: at the same path the burden of proof lies on the difference.
const ALIKE_HERE: usize = 20;
/// Fewer top-level entries than this prove nothing.
const TELLING: usize = 3;

struct Known {
    id: SourceId,
    label: String,
    hint: SourceHint,
}

impl Catalogue {
    /// Finds out which source this place is, without changing anything. A label given by a person decides alone; one that
    /// nobody could read is refused (`EmptyName`, `LongName`). `exists` tells whether a path of an earlier run still leads somewhere.
    pub fn resolve_source(
        &mut self,
        hint: &SourceHint,
        label: Option<&str>,
        exists: &dyn Fn(&str) -> bool,
    ) -> Result<Resolution> {
        let known = self.known_sources()?;
        let hint = &SourceHint { sample: kept_sample(&hint.sample), ..hint.clone() };
        let is_free = |label: &str| known.iter().all(|k| k.label != label);
        if let Some(label) = label {
            let label = visible("name the source", label)?;
            return Ok(match known.iter().find(|k| k.label == label) {
                Some(k) => Resolution::Known { id: k.id, how: Recognised::Label },
                None => Resolution::New { label },
            });
        }
        let same_path: Vec<_> = known.iter().filter(|k| k.hint.root == hint.root).collect();
        if let Some(k) = same_path.iter().find(|k| looks_alike_here(&k.hint, hint)) {
            return Ok(Resolution::Known { id: k.id, how: Recognised::SamePath });
        }
        let elsewhere = || known.iter().filter(|k| k.hint.root != hint.root);
        let moved = elsewhere().find(|k| same_elsewhere(&k.hint, hint, exists)).or_else(|| {
            elsewhere().find(|k| {
                k.hint.sample.len() >= TELLING
                    && overlap(&k.hint.sample, &hint.sample) >= ALIKE_ELSEWHERE
                    && !exists(&k.hint.root)
            })
        });
        if let Some(k) = moved {
            return Ok(Resolution::Known { id: k.id, how: Recognised::Moved });
        }
        if let Some(k) = same_path.first() {
            return Ok(Resolution::Ambiguous { id: k.id, label: k.label.clone() });
        }
        // Of an address, what stands behind the question mark says how it is reached.
        let root = if hint.root.contains("://") { hint.root.split('?').next() } else { None };
        let base = root
            .unwrap_or(&hint.root)
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .filter(|n| !n.is_empty())
            .unwrap_or("/");
        let label = std::iter::once(base.to_owned())
            .chain((2..=u32::MAX).map(|n| format!("{base} ({n})")))
            .find(|label| is_free(label))
            .unwrap_or_else(|| base.to_owned());
        Ok(Resolution::New { label })
    }

    /// Whether entering this place would count files twice. A place that the resolved source was last reached by is settled;
    /// so is, for roots that overlap, a name given by a person (`is_named`).
    pub fn conflict(
        &mut self,
        resolution: &Resolution,
        hint: &SourceHint,
        is_named: bool,
        exists: &dyn Fn(&str) -> bool,
    ) -> Result<Option<Conflict>> {
        let own = match resolution {
            Resolution::Known { id, .. } | Resolution::Ambiguous { id, .. } => Some(*id),
            Resolution::New { .. } => None,
        };
        let known = self.known_sources()?;
        let hint = &SourceHint { sample: kept_sample(&hint.sample), ..hint.clone() };
        if known.iter().any(|k| Some(k.id) == own && k.hint.root == hint.root) {
            return Ok(None);
        }
        let others = || known.iter().filter(|k| Some(k.id) != own);
        let is_here = |k: &&Known| {
            same_elsewhere(&k.hint, hint, exists)
                || (k.hint.root == hint.root && looks_alike_here(&k.hint, hint))
        };
        if let Some(k) = others().find(is_here) {
            return Ok(Some(Conflict::KnownAs { label: k.label.clone() }));
        }
        let overlap = others().find(|k| {
            (lies_in(&k.hint.root, &hint.root) || lies_in(&hint.root, &k.hint.root)) && exists(&k.hint.root)
        });
        Ok(overlap
            .filter(|_| !is_named)
            .map(|k| Conflict::Overlap { label: k.label.clone(), root: k.hint.root.clone() }))
    }

    /// Creates a new source. A known one stays as it is until its walk is finished: see
    /// [`Walk::reached_by`](crate::Walk::reached_by). `Ambiguous` counts as the known one: a person has decided by then.
    pub fn enter_source(&mut self, resolution: &Resolution, hint: &SourceHint) -> Result<SourceId> {
        let label = match resolution {
            Resolution::Known { id, .. } | Resolution::Ambiguous { id, .. } => return Ok(*id),
            Resolution::New { label } => label.clone(),
        };
        self.db.transaction("note the source", async |c| {
            let id = sqlx::query_scalar(
                "INSERT INTO source (label, root, root_inode, sample, stale) VALUES ($1, '', 0, '', 1) RETURNING id",
            )
            .bind(label)
            .fetch_one(&mut *c)
            .await?;
            note_place(c, SourceId(id), hint).await?;
            Ok(SourceId(id))
        })
    }

    fn known_sources(&mut self) -> Result<Vec<Known>> {
        self.db.run("look up sources", async |c| {
            let rows =
                sqlx::query("SELECT id, label, root, filesystem, root_inode, sample FROM source ORDER BY id")
                    .fetch_all(c)
                    .await?;
            rows.iter()
                .map(|row| {
                    Ok(Known {
                        id: SourceId(row.try_get(0)?),
                        label: row.try_get(1)?,
                        hint: SourceHint {
                            root: row.try_get(2)?,
                            filesystem: row.try_get(3)?,
                            root_inode: row.try_get::<i64, _>(4)? as u64,
                            // An unreadable sample recognises nothing, which leads to a question, not to a mix-up.
                            sample: serde_json::from_str(&row.try_get::<String, _>(5)?).unwrap_or_default(),
                        },
                    })
                })
                .collect()
        })
    }
}

/// Notes where a source was reached and what it looks like.
pub(crate) async fn note_place(
    c: &mut SqliteConnection,
    source: SourceId,
    hint: &SourceHint,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE source SET root = $1, filesystem = $2, root_inode = $3, sample = $4 WHERE id = $5")
        .bind(hint.root.clone())
        .bind(hint.filesystem.clone())
        .bind(hint.root_inode as i64)
        .bind(serde_json::to_string(&kept_sample(&hint.sample)).unwrap_or_default())
        .bind(source.0)
        .execute(c)
        .await
        .map(drop)
}

/// Whether a path lies below another one.
fn lies_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder.trim_end_matches('/')).is_some_and(|below| below.starts_with('/'))
}

fn kept_sample(sample: &[SampleEntry]) -> Vec<SampleEntry> {
    let mut sample = sample.to_vec();
    sample.sort_unstable();
    sample.truncate(SourceHint::SAMPLE);
    sample
}

/// Whether both are the very same folder of the same file system.
fn same_folder(a: &SourceHint, b: &SourceHint) -> bool {
    a.filesystem.is_some()
        && a.filesystem == b.filesystem
        && a.root_inode == b.root_inode
        && a.root_inode != 0
}

/// Whether a place at another path is the very same folder. Where the old path leads nowhere, a new folder may have got the inode
/// of a deleted one: then they must have something in common.
fn same_elsewhere(known: &SourceHint, now: &SourceHint, exists: &dyn Fn(&str) -> bool) -> bool {
    same_folder(known, now) && (exists(&known.root) || overlap(&known.sample, &now.sample) > 0)
}

fn looks_alike_here(known: &SourceHint, now: &SourceHint) -> bool {
    same_folder(known, now)
        || overlap(&known.sample, &now.sample) >= ALIKE_HERE
        // Too few entries to judge. An empty folder where something was is a share that is not mounted: not alike.
        || (known.sample.len() < TELLING && (known.sample.is_empty() || !now.sample.is_empty()))
}

/// Entries that both have, in percent of the larger sample. An entry is the same when its name and its inode or its time
/// are: a copy keeps times, a re-mounted share keeps inodes.
fn overlap(a: &[SampleEntry], b: &[SampleEntry]) -> usize {
    let by_name: HashMap<&str, &SampleEntry> = a.iter().map(|e| (e.0.as_str(), e)).collect();
    let same = |e: &&SampleEntry| by_name.get(e.0.as_str()).is_some_and(|k| k.1 == e.1 || k.2 == e.2);
    let larger = a.len().max(b.len());
    (b.iter().filter(same).count() * 100).checked_div(larger).unwrap_or(0)
}
