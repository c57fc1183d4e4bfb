// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The facts for machines. The form is versioned and described in `docs/reference/report-json.md`; it is spelled
//! out here rather than derived from the catalogue's types, so that a change in there can't change it unseen.

use crate::{Report, ReportError};
use hoheit_catalogue::inventory::{
    Coverage, DatasetFacts, DatasetKind, DuplicateFacts, EntityFacts, Excluded, ExcludedFiles, GapReason,
    OwnRuleFacts, Problem, SetAsideFacts, SourceFacts, Tally,
};
use hoheit_types::{Printable, RelPath, ShortName, SourceId};
use serde::Serialize;
use std::fmt::Write as _;

/// The name and version of the form. Additions keep the number; renamed or removed fields raise it.
pub const FORMAT: &str = "hoheit-inventory/1";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    generated_at: String,
    program_version: &'a str,
    lang: &'static str,
    statement: StatementJson,
    coverage: CoverageJson<'a>,
    sources: Vec<SourceJson<'a>>,
    formats: Vec<FormatJson>,
    years: Vec<YearJson>,
    undated: TallyJson,
    folders: Vec<FolderJson<'a>>,
    findings: Vec<EntityJson>,
    datasets: Vec<DatasetJson<'a>>,
    duplicates: DuplicatesJson<'a>,
    temporary: TallyJson,
    near_empty: TallyJson,
    own_rules: Vec<OwnRuleJson<'a>>,
    set_aside: SetAsideFacts,
    outdated: TallyJson,
    vanished: TallyJson,
    problems: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct StatementJson {
    headline: String,
    gaps: String,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct TallyJson {
    files: u64,
    size_bytes: u64,
}

#[derive(Serialize)]
struct CoverageJson<'a> {
    total: TallyJson,
    examined: TallyJson,
    not_examined: Vec<GapJson>,
    excluded: Vec<ExcludedJson<'a>>,
    excluded_files: Vec<ExcludedFilesJson<'a>>,
    unlisted_folders: u64,
    special_files: u64,
}

#[derive(Serialize)]
struct GapJson {
    reason: &'static str,
    opened: bool,
    #[serde(flatten)]
    tally: TallyJson,
}

#[derive(Serialize)]
struct ExcludedJson<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    rule: &'a str,
}

#[derive(Serialize)]
struct ExcludedFilesJson<'a> {
    source: SourceId,
    rule: &'a str,
    #[serde(flatten)]
    tally: TallyJson,
}

#[derive(Serialize)]
struct Place<'a> {
    source: SourceId,
    path: &'a str,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    id: SourceId,
    label: &'a str,
    root: &'a str,
    scanned_at: String,
    complete: bool,
    #[serde(flatten)]
    tally: TallyJson,
}

#[derive(Serialize)]
struct FormatJson {
    format: &'static str,
    group: &'static str,
    #[serde(flatten)]
    tally: TallyJson,
    read_files: u64,
}

#[derive(Serialize)]
struct YearJson {
    year: i64,
    #[serde(flatten)]
    tally: TallyJson,
}

#[derive(Serialize)]
struct FolderJson<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    #[serde(flatten)]
    tally: TallyJson,
}

#[derive(Serialize)]
struct EntityJson {
    entity: &'static str,
    files: u64,
    occurrences: u64,
    confidence_percent: u8,
}

#[derive(Serialize)]
struct OwnRuleJson<'a> {
    rule: &'a str,
    rule_version: u32,
    label: Option<&'a str>,
    entity: &'static str,
    files: u64,
    occurrences: u64,
}

#[derive(Serialize)]
struct DatasetJson<'a> {
    id: i64,
    name: &'a str,
    kind: &'static str,
    source: SourceId,
    places: Vec<&'a str>,
    rule: &'a str,
    evidence: Evidence,
    corrected: bool,
    owner: Option<&'a str>,
    sites: &'a [ShortName],
    #[serde(flatten)]
    tally: TallyJson,
    read_files: u64,
    formats: Vec<&'static str>,
    oldest_change: Option<String>,
    newest_change: Option<String>,
    change_days: u64,
    personal_data: &'static str,
    findings: Vec<EntityJson>,
    own_rules: Vec<OwnRuleJson<'a>>,
    set_aside: SetAsideFacts,
}

#[derive(Serialize)]
struct Evidence {
    fitting: u64,
    of: u64,
}

#[derive(Serialize)]
struct DuplicatesJson<'a> {
    groups: u64,
    surplus: TallyJson,
    largest: Vec<DuplicateJson<'a>>,
}

#[derive(Serialize)]
struct DuplicateJson<'a> {
    blake3: String,
    size_bytes: u64,
    files: u64,
    paths: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    reason: &'static str,
    opened: bool,
    warnings: Vec<&'static str>,
}

impl Report<'_> {
    /// The inventory as JSON, indented, ending with a line break. Printing it can't steer a terminal: characters that
    /// could are written as `\u…`.
    pub fn to_json(&self) -> Result<String, ReportError> {
        written(&self.document())
    }

    fn document(&self) -> Document<'_> {
        let inventory = self.inventory;
        let statement = self.statement();
        Document {
            format: FORMAT,
            generated_at: self.generated_at.to_string(),
            program_version: self.program_version,
            lang: self.lang.tag(),
            statement: StatementJson {
                headline: statement.headline,
                gaps: statement.gaps,
                notes: statement.notes,
            },
            coverage: coverage(&inventory.coverage),
            sources: inventory.sources.iter().map(source).collect(),
            formats: (inventory.formats.iter())
                .map(|f| FormatJson {
                    format: f.format.name(),
                    group: f.format.group().name(),
                    tally: tally(f.tally),
                    read_files: f.read_files,
                })
                .collect(),
            years: inventory.years.iter().map(|y| YearJson { year: y.year, tally: tally(y.tally) }).collect(),
            undated: tally(crate::figures::undated(inventory)),
            folders: (inventory.folders.iter())
                .map(|f| FolderJson {
                    place: Place { source: f.source, path: f.path.as_str() },
                    tally: tally(f.tally),
                })
                .collect(),
            findings: inventory.findings.iter().map(entity).collect(),
            datasets: inventory.datasets.iter().map(dataset).collect(),
            duplicates: duplicates(&inventory.duplicates),
            temporary: tally(inventory.temporary),
            near_empty: tally(inventory.near_empty),
            own_rules: inventory.own_rules.iter().map(own_rule).collect(),
            set_aside: inventory.set_aside,
            outdated: tally(inventory.outdated),
            vanished: tally(inventory.vanished),
            problems: inventory.problems.iter().map(problem).collect(),
        }
    }
}

/// The coverage as it stands in the report's JSON, for other outputs that hold it.
pub fn coverage_json(facts: &Coverage) -> serde_json::Result<serde_json::Value> {
    serde_json::to_value(coverage(facts))
}

/// A rule of a pack and what it found, as it stands in the report's JSON.
pub fn own_rule_json(facts: &OwnRuleFacts) -> serde_json::Result<serde_json::Value> {
    serde_json::to_value(own_rule(facts))
}

/// One dataset as it stands in the report's JSON, for other outputs that hold it.
pub fn dataset_json(facts: &DatasetFacts) -> serde_json::Result<serde_json::Value> {
    serde_json::to_value(dataset(facts))
}

fn coverage(coverage: &Coverage) -> CoverageJson<'_> {
    let gaps = coverage.not_examined.iter().map(|gap| {
        let (reason, opened) = reason(gap.reason);
        GapJson { reason, opened, tally: tally(gap.tally) }
    });
    CoverageJson {
        total: tally(coverage.total),
        examined: tally(coverage.examined),
        not_examined: gaps.collect(),
        excluded: coverage.excluded.iter().map(excluded).collect(),
        excluded_files: coverage.excluded_files.iter().map(excluded_files).collect(),
        unlisted_folders: coverage.unlisted_folders,
        special_files: coverage.special_files,
    }
}

fn tally(tally: Tally) -> TallyJson {
    TallyJson { files: tally.files, size_bytes: tally.size_bytes }
}

/// The stable name, and whether the file was opened at all.
fn reason(reason: GapReason) -> (&'static str, bool) {
    match reason {
        GapReason::State(state) => (state.name(), true),
        GapReason::NotRead(reason) => (reason.name(), false),
    }
}

fn excluded(excluded: &Excluded) -> ExcludedJson<'_> {
    let place = Place { source: excluded.source, path: excluded.path.as_str() };
    ExcludedJson { place, rule: &excluded.rule }
}

fn excluded_files(files: &ExcludedFiles) -> ExcludedFilesJson<'_> {
    ExcludedFilesJson { source: files.source, rule: &files.rule, tally: tally(files.tally) }
}

fn source(source: &SourceFacts) -> SourceJson<'_> {
    SourceJson {
        id: source.id,
        label: &source.label,
        root: &source.root,
        scanned_at: source.scanned_at.to_string(),
        complete: source.complete,
        tally: tally(source.tally),
    }
}

fn entity(facts: &EntityFacts) -> EntityJson {
    EntityJson {
        entity: facts.entity.name(),
        files: facts.files,
        occurrences: facts.occurrences,
        confidence_percent: facts.confidence,
    }
}

fn own_rule(facts: &OwnRuleFacts) -> OwnRuleJson<'_> {
    OwnRuleJson {
        rule: &facts.rule.name,
        rule_version: facts.rule.version,
        label: facts.label.as_deref(),
        entity: facts.entity.name(),
        files: facts.files,
        occurrences: facts.occurrences,
    }
}

fn dataset(dataset: &DatasetFacts) -> DatasetJson<'_> {
    DatasetJson {
        id: dataset.id.0,
        name: &dataset.name,
        kind: match dataset.kind {
            DatasetKind::Folder => "folder",
            DatasetKind::Mailbox => "mailbox",
            DatasetKind::Database => "database",
            DatasetKind::Table => "table",
        },
        source: dataset.source,
        places: dataset.places.iter().map(RelPath::as_str).collect(),
        rule: &dataset.rule,
        evidence: Evidence { fitting: dataset.evidence.0, of: dataset.evidence.1 },
        corrected: dataset.corrected,
        owner: dataset.owner.as_deref(),
        sites: &dataset.sites,
        tally: tally(dataset.tally),
        read_files: dataset.read_files,
        formats: dataset.formats.iter().map(|f| f.name()).collect(),
        oldest_change: dataset.changed.map(|(oldest, _)| oldest.to_string()),
        newest_change: dataset.changed.map(|(_, newest)| newest.to_string()),
        change_days: dataset.change_days,
        personal_data: match dataset.holds_personal_data() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        },
        findings: dataset.findings.iter().map(entity).collect(),
        own_rules: dataset.own_rules.iter().map(own_rule).collect(),
        set_aside: dataset.set_aside,
    }
}

fn duplicates(duplicates: &DuplicateFacts) -> DuplicatesJson<'_> {
    let groups = duplicates.largest.iter().map(|group| DuplicateJson {
        blake3: group.digest.to_string(),
        size_bytes: group.size_bytes,
        files: group.files,
        paths: group
            .paths
            .iter()
            .map(|(source, path)| Place { source: *source, path: path.as_str() })
            .collect(),
    });
    DuplicatesJson {
        groups: duplicates.groups,
        surplus: tally(duplicates.surplus),
        largest: groups.collect(),
    }
}

fn problem(problem: &Problem) -> ProblemJson<'_> {
    let (reason, opened) = reason(problem.reason);
    ProblemJson {
        place: Place { source: problem.source, path: problem.path.as_str() },
        reason,
        opened,
        warnings: problem.warnings.iter().map(|w| w.name()).collect(),
    }
}

/// A document in the manner of this module.
pub(crate) fn written(document: &impl Serialize) -> Result<String, ReportError> {
    let mut json = serde_json::to_string_pretty(document).map_err(ReportError::Json)?;
    json.push('\n');
    Ok(escape_steering(&json))
}

/// JSON escapes the old control characters by itself, but not DEL, the C1 controls (which some terminals obey) and
/// the bidirectional ones. All of them can stand only inside strings, so they can be replaced in the finished text.
fn escape_steering(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || (' '..='~').contains(&c) {
            out.push(c);
            continue;
        }
        let mut buffer = [0; 4];
        let plain: &str = c.encode_utf8(&mut buffer);
        if Printable(plain).to_string() == plain {
            out.push(c);
        } else {
            // Every steering character lies in the Basic Multilingual Plane: one escape is enough.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
    }
    out
}
