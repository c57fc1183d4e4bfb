// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The sums themselves.

use super::InventoryRequest;
use super::pass::{File, Filesystems, Folders};
use crate::dataset::Dataset;
use crate::inventory::{
    Coverage, DatasetFacts, DuplicateFacts, DuplicateGroup, EntityFacts, FolderFacts, FormatFacts, Gap,
    GapReason, SetAsideFacts, Tally, YearFacts,
};
use hoheit_types::{Digest, Entity, Format, FormatGroup, ReadState, RelPath, SourceId, Timestamp};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Lengths of the lists in an [`Inventory`](crate::inventory::Inventory), as documented there.
const LARGEST_FOLDERS: usize = 20;
const LARGEST_DUPLICATES: usize = 50;
pub(super) const COPIES_NAMED: usize = 10;
const FORMATS_NAMED: usize = 5;

/// Text of fewer characters says nothing: 16 is a heading, a date, "siehe Anlage".
const NEAR_EMPTY_CHARS: u64 = 16;

pub(super) const DAY_NS: i64 = 86_400_000_000_000;
/// DOS and ZIP can't say less than this day, so it stands for "unknown": 1980-01-01.
const EARLIEST_DAY: i64 = 3_652;

pub(super) struct Tallies<'f> {
    folders: &'f Folders,
    filesystems: &'f Filesystems,
    request: InventoryRequest,
    now: Timestamp,
    outcomes: BTreeMap<GapReason, Tally>,
    formats: BTreeMap<Format, (Tally, u64)>,
    years: BTreeMap<i64, Tally>,
    /// Newest day that was believed, and the first that was not because it lies ahead
    newest_day: i64,
    first_day_ahead: i64,
    /// Last day that was looked up, and its year: files come in the order of folders, which tend to one year
    year_of_day: (i64, i64),
    /// In the folders themselves, not below, in the order of [`Folders::all`]
    in_folder: Vec<Tally>,
    datasets: HashMap<i64, DatasetTally>,
    findings: Findings,
    /// Half of the digest, the size, and a key of the inode: 32 bytes a file
    contents: Vec<(u64, u64, u64, u64)>,
    pub(super) temporary: Tally,
    pub(super) near_empty: Tally,
    pub(super) outdated: Tally,
}

#[derive(Default)]
struct DatasetTally {
    tally: Tally,
    read_files: u64,
    outdated_files: u64,
    formats: BTreeMap<Format, u64>,
    changed: Option<(i64, i64)>,
    days: Days,
    findings: Findings,
}

/// A set of days since 1970, a bit each.
#[derive(Default)]
struct Days(Vec<u64>);

/// Files, occurrences and confidence by kind.
#[derive(Default)]
struct Findings(BTreeMap<Entity, (u64, u64, u8)>);

impl Tally {
    fn add(&mut self, size_bytes: u64) {
        self.plus(Self { files: 1, size_bytes });
    }
}

impl<'f> Tallies<'f> {
    pub(super) fn new(
        folders: &'f Folders,
        filesystems: &'f Filesystems,
        request: InventoryRequest,
        now: Timestamp,
    ) -> Self {
        let files: u64 = folders.all.iter().map(|f| f.files).sum();
        Self {
            folders,
            filesystems,
            request,
            now,
            outcomes: BTreeMap::new(),
            formats: BTreeMap::new(),
            years: BTreeMap::new(),
            newest_day: i64::MIN,
            first_day_ahead: i64::MAX,
            year_of_day: (i64::MIN, 0),
            in_folder: vec![Tally::default(); folders.all.len()],
            datasets: HashMap::new(),
            findings: Findings::default(),
            // Asked for at once: growing by doubling would hold the list three times over for a moment.
            contents: Vec::with_capacity(files as usize),
            temporary: Tally::default(),
            near_empty: Tally::default(),
            outdated: Tally::default(),
        }
    }

    pub(super) fn add(&mut self, file: &File) {
        let size = file.size_bytes;
        let is_read = file.outcome == GapReason::State(ReadState::Read);
        self.outcomes.entry(file.outcome).or_default().add(size);
        if let Some(format) = file.format {
            let (tally, read) = self.formats.entry(format).or_default();
            tally.add(size);
            *read += u64::from(is_read);
        }
        let day = self.believable_day(file.mtime_ns);
        if let Some(day) = day {
            if self.year_of_day.0 != day {
                self.year_of_day = (day, Timestamp(day * DAY_NS).date().0);
            }
            self.years.entry(self.year_of_day.1).or_default().add(size);
        }
        let folder = self.folders.index(file.directory);
        if let Some(tally) = folder.and_then(|index| self.in_folder.get_mut(index)) {
            tally.add(size);
        }
        let is_outdated = matches!((file.versions, self.request.versions), (Some(found), Some(own))
            if matches!(file.outcome, GapReason::State(_)) && found != (own.extractor, own.ruleset));
        let folder_dataset = || self.folders.all.get(folder?)?.dataset;
        if let Some(dataset) = file.dataset.or_else(folder_dataset) {
            let sums = self.datasets.entry(dataset).or_default();
            sums.add(file, is_read, day);
            sums.outdated_files += u64::from(is_outdated);
        }
        self.findings.add(&file.entities);
        if let (Some(digest), Some(inode)) = (file.digest.filter(|_| size > 0), file.inode) {
            let [a, b, ..] = digest.as_bytes().as_chunks::<8>().0 else { return };
            let key = inode.key(self.filesystems);
            self.contents.push((u64::from_be_bytes(*a), u64::from_be_bytes(*b), size, key));
        }
        if file.is_temporary {
            self.temporary.add(size);
        }
        if is_near_empty(file, is_read) {
            self.near_empty.add(size);
        }
        if is_outdated {
            self.outdated.add(size);
        }
    }

    /// The day of a date that can be true: after DOS's zero, and not in the future (a day for clocks that differ).
    fn believable_day(&mut self, mtime_ns: i64) -> Option<i64> {
        let day = mtime_ns.div_euclid(DAY_NS);
        if day > self.now.0.div_euclid(DAY_NS) + 1 {
            self.first_day_ahead = day.min(self.first_day_ahead);
            return None;
        }
        self.newest_day = day.max(self.newest_day);
        (day > EARLIEST_DAY).then_some(day)
    }

    /// The days on which the same files have the same sums: no date is believed earlier, and none later.
    pub(super) fn days(&self) -> Range<i64> {
        self.newest_day.saturating_sub(1)..self.first_day_ahead.saturating_sub(1)
    }

    pub(super) fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        for (&reason, &tally) in &self.outcomes {
            coverage.total.plus(tally);
            if reason == GapReason::State(ReadState::Read) {
                coverage.examined = tally;
            } else {
                coverage.not_examined.push(Gap { reason, tally });
            }
        }
        coverage.not_examined.sort_by_key(|gap| Reverse((gap.tally.size_bytes, gap.tally.files)));
        coverage
    }

    pub(super) fn source(&self, source: SourceId) -> Tally {
        let mut sum = Tally::default();
        for (folder, tally) in self.folders.all.iter().zip(&self.in_folder) {
            if folder.source == source {
                sum.plus(*tally);
            }
        }
        sum
    }

    pub(super) fn formats(&self) -> Vec<FormatFacts> {
        let mut formats: Vec<_> = self
            .formats
            .iter()
            .map(|(&format, &(tally, read_files))| FormatFacts { format, tally, read_files })
            .collect();
        formats.sort_by_key(|f| Reverse((f.tally.size_bytes, f.tally.files)));
        formats
    }

    pub(super) fn years(&self) -> Vec<YearFacts> {
        self.years.iter().rev().map(|(&year, &tally)| YearFacts { year, tally }).collect()
    }

    /// A folder that owes nearly all it holds to a single subfolder gives way to that one: it tells more. The root is
    /// the source itself and not listed.
    pub(super) fn largest_folders(&self) -> Vec<FolderFacts> {
        let below = self.sums_below();
        let mut largest_child: HashMap<(SourceId, &str), u64> = HashMap::new();
        for (&(source, path), tally) in &below {
            let Some(parent) = parent(path) else { continue };
            let largest = largest_child.entry((source, parent)).or_default();
            *largest = tally.size_bytes.max(*largest);
        }
        let mut folders: Vec<_> = below
            .iter()
            .filter(|((_, path), tally)| !path.is_empty() && tally.size_bytes > 0)
            .filter(|(key, tally)| largest_child.get(*key).is_none_or(|c| c / 9 < tally.size_bytes / 10))
            .map(|(&(source, path), &tally)| FolderFacts { source, path: RelPath::from_kept(path), tally })
            .collect();
        folders.sort_by(|a, b| {
            let order = b.tally.size_bytes.cmp(&a.tally.size_bytes);
            order.then_with(|| (a.source, &a.path).cmp(&(b.source, &b.path)))
        });
        folders.truncate(LARGEST_FOLDERS);
        folders
    }

    fn sums_below(&self) -> HashMap<(SourceId, &str), Tally> {
        let mut below: HashMap<(SourceId, &str), Tally> = HashMap::with_capacity(self.in_folder.len());
        for (folder, tally) in self.folders.all.iter().zip(&self.in_folder).filter(|(_, t)| t.files > 0) {
            let mut path = Some(folder.path.as_str());
            while let Some(ancestor) = path {
                below.entry((folder.source, ancestor)).or_default().plus(*tally);
                path = parent(ancestor);
            }
        }
        below
    }

    pub(super) fn findings(&self) -> Vec<EntityFacts> {
        self.findings.facts()
    }

    /// Groups of equal digests. Several names of one file take its place once, so they count as one. The paths are filled
    /// in later, and with them the full digest.
    pub(super) fn duplicates(&mut self) -> DuplicateFacts {
        self.contents.sort_unstable();
        self.contents.dedup();
        let mut facts = DuplicateFacts::default();
        let mut groups: Vec<(Tally, [u8; 16])> = Vec::new();
        for group in
            self.contents.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)).filter(|group| group.len() > 1)
        {
            let Some(&(a, b, size, _)) = group.first() else { continue };
            let surplus = group.len() as u64 - 1;
            let surplus = Tally { files: surplus, size_bytes: size.saturating_mul(surplus) };
            facts.groups += 1;
            facts.surplus.plus(surplus);
            groups.push((surplus, (u128::from(a) << 64 | u128::from(b)).to_be_bytes()));
        }
        groups.sort_unstable_by_key(|(surplus, half)| (Reverse(surplus.size_bytes), *half));
        groups.truncate(LARGEST_DUPLICATES);
        facts.largest = groups
            .into_iter()
            .map(|(surplus, half)| {
                let mut digest = [0; 32];
                if let Some(start) = digest.first_chunk_mut() {
                    *start = half;
                }
                DuplicateGroup {
                    digest: Digest::new(digest),
                    size_bytes: surplus.size_bytes / surplus.files.max(1),
                    files: surplus.files + 1,
                    paths: Vec::new(),
                }
            })
            .collect();
        facts
    }

    /// The facts of one dataset; `None` when no file is in it.
    pub(super) fn dataset(&self, dataset: Dataset) -> Option<DatasetFacts> {
        let sums = self.datasets.get(&dataset.id.0)?;
        let mut formats: Vec<_> = sums.formats.iter().collect();
        formats.sort_by_key(|(_, files)| Reverse(**files));
        let newest = sums.changed.map_or(0, |(_, newest)| newest.div_euclid(DAY_NS));
        Some(DatasetFacts {
            id: dataset.id,
            name: dataset.name,
            kind: dataset.kind,
            source: dataset.source,
            places: dataset.places,
            rule: dataset.rule,
            evidence: dataset.evidence,
            corrected: dataset.corrected,
            owner: dataset.owner,
            sites: Vec::new(),
            tally: sums.tally,
            read_files: sums.read_files,
            outdated_files: sums.outdated_files,
            formats: formats.into_iter().take(FORMATS_NAMED).map(|(format, _)| *format).collect(),
            changed: sums.changed.map(|(oldest, newest)| (Timestamp(oldest), Timestamp(newest))),
            change_days: sums.days.between(newest - 364, newest),
            findings: sums.findings.facts(),
            own_rules: Vec::new(),
            set_aside: SetAsideFacts::default(),
        })
    }
}

fn is_near_empty(file: &File, is_read: bool) -> bool {
    let holds_text = file.format.is_some_and(|f| {
        use FormatGroup as G;
        matches!(f.group(), G::Documents | G::Tables | G::Presentations | G::Mail)
    });
    file.size_bytes == 0 || (is_read && holds_text && file.text_chars.is_some_and(|n| n < NEAR_EMPTY_CHARS))
}

/// The folder around a folder; `None` for the root.
fn parent(path: &str) -> Option<&str> {
    (!path.is_empty()).then(|| path.rsplit_once('/').map_or("", |(parent, _)| parent))
}

impl DatasetTally {
    fn add(&mut self, file: &File, is_read: bool, day: Option<i64>) {
        self.tally.add(file.size_bytes);
        self.read_files += u64::from(is_read);
        if let Some(format) = file.format {
            *self.formats.entry(format).or_default() += 1;
        }
        if let Some(day) = day {
            let (oldest, newest) = self.changed.get_or_insert((file.mtime_ns, file.mtime_ns));
            *oldest = file.mtime_ns.min(*oldest);
            *newest = file.mtime_ns.max(*newest);
            self.days.insert(day);
        }
        self.findings.add(&file.entities);
    }
}

impl Days {
    fn insert(&mut self, day: i64) {
        let (word, bit) = (day as usize / 64, day as usize % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    fn between(&self, first: i64, last: i64) -> u64 {
        let is_set = |day: &i64| {
            self.0.get(*day as usize / 64).is_some_and(|word| word >> (*day as usize % 64) & 1 == 1)
        };
        (first.max(0)..=last).filter(is_set).count() as u64
    }
}

impl Findings {
    fn add(&mut self, entities: &[(Entity, u64, u8)]) {
        for &(entity, count, surest) in entities {
            let (files, occurrences, confidence) = self.0.entry(entity).or_default();
            *files += 1;
            *occurrences = occurrences.saturating_add(count);
            *confidence = surest.max(*confidence);
        }
    }

    fn facts(&self) -> Vec<EntityFacts> {
        let mut facts: Vec<_> = self
            .0
            .iter()
            .map(|(&entity, &(files, occurrences, confidence))| EntityFacts {
                entity,
                files,
                occurrences,
                confidence,
            })
            .collect();
        facts.sort_by_key(|f| Reverse((f.files, f.occurrences)));
        facts
    }
}
