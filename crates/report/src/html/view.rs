// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Rows and figures of the page, as text; the template escapes them.

use crate::Report;
use crate::coverage::examined_percent;
use crate::figures::{
    add, ages, clip_end, counted, date, files, full_path, moment, percent, personal_data_counts, place, shown,
};
use crate::words::{Label, advice, exclusion_rule};
use hoheit_catalogue::inventory::{GapReason, Tally};
use hoheit_types::{Entity, Lang, ReadState, RelPath};

/// Places of a dataset shown by name; more are counted.
const PLACES: usize = 5;

/// The sources' labels; with more than three only the first of them.
pub(super) fn title(report: &Report<'_>) -> String {
    const NAMED: usize = 3;
    // Two lines of a heading at most.
    const LABEL: usize = 60;
    let (lang, sources) = (report.lang, &report.inventory.sources);
    let mut title =
        sources.iter().take(NAMED).map(|s| clip_end(&shown(&s.label), LABEL)).collect::<Vec<_>>().join(", ");
    if let Some(more @ 1..) = sources.len().checked_sub(NAMED) {
        title.push_str(&lang.pick(format!(" und {more} weitere"), format!(" and {more} more")));
    }
    if title.is_empty() { lang.pick("Keine Quelle", "No source").to_owned() } else { title }
}

pub(super) struct SourceRow {
    pub(super) label: String,
    pub(super) root: String,
    pub(super) scanned: String,
    pub(super) complete: bool,
    pub(super) files: String,
    pub(super) size: String,
}

pub(super) fn sources(report: &Report<'_>) -> Vec<SourceRow> {
    let lang = report.lang;
    let rows = report.inventory.sources.iter().map(|source| SourceRow {
        label: shown(&source.label),
        root: shown(&source.root),
        scanned: moment(lang, source.scanned_at),
        complete: source.complete,
        files: files(lang, source.tally.files),
        size: lang.bytes(source.tally.size_bytes),
    });
    rows.collect()
}

/// How a row of the coverage table is marked in the chart above it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Examined,
    Partly,
    Not,
}

impl Mark {
    /// The class that fills it.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Examined => "fill",
            Self::Partly => "fill-partly",
            Self::Not => "fill-not",
        }
    }
}

pub(super) fn mark(reason: GapReason) -> Mark {
    if reason == GapReason::State(ReadState::Partly) { Mark::Partly } else { Mark::Not }
}

pub(super) struct ReasonRow {
    pub(super) mark: Mark,
    pub(super) label: &'static str,
    pub(super) files: String,
    pub(super) size: String,
    pub(super) share: String,
    pub(super) advice: &'static str,
}

pub(super) fn reasons(report: &Report<'_>) -> Vec<ReasonRow> {
    let lang = report.lang;
    let coverage = &report.inventory.coverage;
    let examined = ReasonRow {
        mark: Mark::Examined,
        label: lang.pick("vollständig geprüft", "examined completely"),
        files: lang.integer(coverage.examined.files),
        size: lang.bytes(coverage.examined.size_bytes),
        share: examined_percent(report),
        advice: "",
    };
    let gaps = coverage.not_examined.iter().map(|gap| ReasonRow {
        mark: mark(gap.reason),
        label: gap.reason.label(lang),
        files: lang.integer(gap.tally.files),
        size: lang.bytes(gap.tally.size_bytes),
        share: percent(lang, gap.tally.size_bytes, coverage.total.size_bytes),
        advice: advice(gap.reason, lang),
    });
    std::iter::once(examined).chain(gaps).collect()
}

/// One key figure: a large number, what it counts, and a remark.
pub(super) struct Figure {
    pub(super) number: String,
    pub(super) label: &'static str,
    pub(super) remark: String,
}

pub(super) fn figures(report: &Report<'_>) -> Vec<Figure> {
    let (lang, inventory) = (report.lang, report.inventory);
    let total = inventory.coverage.total;
    let [yes, no, unknown] = personal_data_counts(&inventory.datasets);
    let mut old = Tally::default();
    let (this_year, _, _) = report.generated_at.date();
    for facts in inventory.years.iter().filter(|facts| this_year - facts.year > 10) {
        add(&mut old, facts.tally);
    }
    let mut spare = Tally::default();
    for tally in [inventory.duplicates.surplus, inventory.temporary, inventory.near_empty] {
        add(&mut spare, tally);
    }
    let noun =
        |count, de: [&'static str; 2], en: [&'static str; 2]| lang.pick(de, en)[usize::from(count != 1)];
    vec![
        Figure {
            number: lang.integer(total.files),
            label: noun(total.files, ["Datei", "Dateien"], ["file", "files"]),
            remark: lang.bytes(total.size_bytes),
        },
        Figure {
            number: examined_percent(report),
            label: lang.pick("der Bytes vollständig geprüft", "of the bytes examined completely"),
            remark: lang.pick("abgerundet", "rounded down").to_owned(),
        },
        Figure {
            number: lang.integer(inventory.datasets.len() as u64),
            label: noun(
                inventory.datasets.len() as u64,
                ["Datenbestand", "Datenbestände"],
                ["dataset", "datasets"],
            ),
            remark: lang.pick("Vorschlag, berichtigbar", "proposed, can be corrected").to_owned(),
        },
        Figure {
            number: lang.integer(yes),
            label: noun(
                yes,
                ["Bestand mit personenbezogenen Daten", "Bestände mit personenbezogenen Daten"],
                ["dataset with personal data", "datasets with personal data"],
            ),
            remark: lang.pick(
                format!("{} unbekannt · {} ohne Fund", lang.integer(unknown), lang.integer(no)),
                format!("{} unknown · {} without a finding", lang.integer(unknown), lang.integer(no)),
            ),
        },
        Figure {
            number: lang.bytes(inventory.duplicates.surplus.size_bytes),
            label: lang.pick("in überzähligen Kopien", "in surplus copies"),
            remark: files(lang, inventory.duplicates.surplus.files),
        },
        Figure {
            number: lang.integer(old.files),
            label: noun(
                old.files,
                [
                    "Datei, zuletzt vor über 10 Jahren geändert",
                    "Dateien, zuletzt vor über 10 Jahren geändert",
                ],
                ["file last changed over 10 years ago", "files last changed over 10 years ago"],
            ),
            remark: lang.bytes(old.size_bytes),
        },
    ]
}

/// What may be dispensable: label, files, size.
pub(super) fn spare(report: &Report<'_>) -> Vec<(String, String, String)> {
    let (lang, inventory) = (report.lang, report.inventory);
    let rows = [
        (
            lang.pick("Überzählige Kopien gleichen Inhalts", "Surplus copies of equal content"),
            inventory.duplicates.surplus,
        ),
        (
            lang.pick("Temporäre Dateien, nach dem Namen", "Temporary files, by their names"),
            inventory.temporary,
        ),
        (lang.pick("Leere und fast leere Dateien", "Empty and near-empty files"), inventory.near_empty),
        (lang.pick("Seit dem vorigen Scan verschwunden", "Gone since the scan before"), inventory.vanished),
    ];
    rows.into_iter()
        .map(|(label, tally)| (label.to_owned(), lang.integer(tally.files), lang.bytes(tally.size_bytes)))
        .collect()
}

/// Files by age: label, files, size.
pub(super) fn age_rows(report: &Report<'_>) -> Vec<(&'static str, String, String)> {
    let lang = report.lang;
    let rows = ages(report.inventory, lang, report.generated_at);
    rows.into_iter()
        .map(|(label, tally)| (label, lang.integer(tally.files), lang.bytes(tally.size_bytes)))
        .collect()
}

pub(super) struct DatasetRow {
    pub(super) name: String,
    pub(super) places: Vec<String>,
    pub(super) more_places: String,
    pub(super) grouping: String,
    pub(super) owner: String,
    pub(super) files: String,
    pub(super) size: String,
    pub(super) formats: String,
    pub(super) changed: String,
    pub(super) frequency: &'static str,
    pub(super) read: String,
    pub(super) personal: &'static str,
    pub(super) personal_class: &'static str,
    /// Kind, and its files with the surest confidence; then what own rules found of it, and what was set aside
    pub(super) findings: Vec<(String, String)>,
}

pub(super) fn datasets(report: &Report<'_>) -> Vec<DatasetRow> {
    let (lang, inventory) = (report.lang, report.inventory);
    let rows = inventory.datasets.iter().map(|dataset| {
        let personal = dataset.holds_personal_data();
        let more = dataset.places.len().saturating_sub(PLACES) as u64;
        let findings = dataset.findings.iter().map(|facts| {
            let sure = facts.confidence;
            let sure = lang.pick(format!("bis {sure}\u{a0}%"), format!("up to {sure}%"));
            (facts.entity.label(lang).to_owned(), format!("{} · {sure}", lang.integer(facts.files)))
        });
        let own = dataset.own_rules.iter().map(|facts| {
            let which = crate::own_rule(facts, lang);
            (lang.pick(format!("davon {which}"), format!("of these {which}")), lang.integer(facts.files))
        });
        let aside = crate::set_aside(dataset.set_aside, lang).map(|text| (text, String::new()));
        DatasetRow {
            name: shown(&dataset.name),
            places: dataset.places.iter().take(PLACES).map(|p| place(inventory, dataset.source, p)).collect(),
            more_places: if more == 0 {
                String::new()
            } else {
                let places =
                    counted(lang, more, ["weiterer Ort", "weitere Orte"], ["more place", "more places"]);
                lang.pick(format!("und {places}"), format!("and {places}"))
            },
            grouping: crate::form::grouping(dataset, lang),
            owner: shown(dataset.owner.as_deref().unwrap_or_default()),
            files: files(lang, dataset.tally.files),
            size: lang.bytes(dataset.tally.size_bytes),
            formats: dataset.formats.iter().map(|f| f.label(lang)).collect::<Vec<_>>().join(", "),
            changed: dataset.changed.map_or(String::new(), |(oldest, newest)| {
                let (oldest, newest) = (date(lang, oldest), date(lang, newest));
                if oldest == newest { newest } else { format!("{oldest} – {newest}") }
            }),
            frequency: report.update_frequency(dataset).map_or("", |f| f.estimate),
            read: percent(lang, dataset.read_files, dataset.tally.files),
            personal: personal.label(lang),
            personal_class: match personal {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unknown",
            },
            findings: findings.chain(own).chain(aside).collect(),
        }
    });
    rows.collect()
}

pub(super) struct Excluded {
    pub(super) path: String,
    pub(super) rule: String,
}

pub(super) fn excluded(report: &Report<'_>) -> Vec<Excluded> {
    let rows = report.inventory.coverage.excluded.iter().map(|excluded| Excluded {
        path: place(report.inventory, excluded.source, &excluded.path),
        rule: shown(exclusion_rule(&excluded.rule, report.lang)),
    });
    // Single files are so many that only their sums are known.
    let files = report.inventory.coverage.excluded_files.iter().map(|excluded| {
        let source = place(report.inventory, excluded.source, &RelPath::root());
        let (count, size) =
            (files(report.lang, excluded.tally.files), report.lang.bytes(excluded.tally.size_bytes));
        Excluded {
            path: format!("{count} ({size}) in {source}"),
            rule: shown(exclusion_rule(&excluded.rule, report.lang)),
        }
    });
    rows.chain(files).collect()
}

pub(super) struct ProblemRow {
    pub(super) path: String,
    pub(super) reason: &'static str,
    pub(super) warnings: String,
}

pub(super) fn problems(report: &Report<'_>) -> Vec<ProblemRow> {
    let lang = report.lang;
    let rows = report.inventory.problems.iter().map(|problem| ProblemRow {
        path: full_path(report.inventory, problem.source, &problem.path),
        reason: problem.reason.label(lang),
        warnings: problem.warnings.iter().map(|w| w.label(lang)).collect::<Vec<_>>().join(", "),
    });
    rows.collect()
}

/// Something to do: what, why or how, and the command for it if there is one.
pub(super) struct Step {
    pub(super) what: String,
    pub(super) how: &'static str,
    pub(super) command: &'static str,
}

pub(super) fn next_steps(report: &Report<'_>) -> Vec<Step> {
    let (lang, inventory) = (report.lang, report.inventory);
    let [yes, _, unknown] = personal_data_counts(&inventory.datasets);
    let datasets = |count| counted(lang, count, ["Datenbestand", "Datenbestände"], ["dataset", "datasets"]);
    let mut steps = Vec::new();
    let mut step = |when: bool, what: String, how, command| {
        if when {
            steps.push(Step { what, how, command });
        }
    };
    step(
        inventory.sources.is_empty(),
        lang.pick("Einen Ordner scannen".into(), "Scan a folder".into()),
        lang.pick("Erst danach gibt es etwas zu berichten.", "Only then there is something to report."),
        lang.pick("hoheit scan <Ordner>", "hoheit scan <folder>"),
    );
    step(
        inventory.sources.iter().any(|s| !s.complete),
        lang.pick("Den unterbrochenen Scan zu Ende führen".into(), "Finish the interrupted scan".into()),
        lang.pick("Er macht dort weiter, wo er aufgehört hat.", "It goes on where it stopped."),
        lang.pick("hoheit scan <Ordner>", "hoheit scan <folder>"),
    );
    step(
        yes > 0,
        lang.pick(
            format!("{} mit personenbezogenen Daten dem Verarbeitungsverzeichnis zuordnen", datasets(yes)),
            format!("Match {} with personal data to the record of processing", datasets(yes)),
        ),
        lang.pick(
            "Für jeden Bestand: Zweck, Rechtsgrundlage und Löschfrist (Art. 30 DSGVO). Stichproben bestätigen den Fund.",
            "For each: purpose, legal basis and time limit for erasure (Art. 30 GDPR). Samples confirm the finding.",
        ),
        lang.pick("hoheit report --format xlsx -o bestand.xlsx", "hoheit report --format xlsx -o inventory.xlsx"),
    );
    step(
        unknown > 0,
        lang.pick(
            format!("{} ohne Aussage zum Personenbezug klären", datasets(unknown)),
            format!("Clarify {} about which nothing can be said yet", datasets(unknown)),
        ),
        lang.pick(
            "Nicht alles darin war lesbar. Der Abschnitt „Abdeckung“ sagt je Grund, was hilft.",
            "Not everything in them could be read. The section “Coverage” says what helps, by reason.",
        ),
        "",
    );
    let unowned = inventory.datasets.iter().filter(|d| d.owner.is_none()).count() as u64;
    step(
        unowned > 0,
        lang.pick(
            format!("Für {} eine verantwortliche Stelle benennen", datasets(unowned)),
            format!("Name a responsible office for {}", datasets(unowned)),
        ),
        lang.pick(
            "Die Einteilung ist ein Vorschlag; zusammenlegen, teilen und umbenennen bleiben bei jedem Scan erhalten.",
            "The grouping is a proposal; merging, splitting and renaming survive every scan.",
        ),
        "hoheit datasets list",
    );
    step(
        !inventory.coverage.excluded.is_empty(),
        lang.pick(
            "Über die ausgelassenen Ordner entscheiden".into(),
            "Decide about the folders left out".into(),
        ),
        lang.pick(
            "Personalrat und Datenschutzbeauftragte beteiligen, bevor solche Ordner geprüft werden.",
            "Involve staff council and data protection officer before such folders are examined.",
        ),
        "",
    );
    let old = ages(inventory, lang, report.generated_at)
        .iter()
        .any(|(label, _)| *label == lang.pick("vor über 10 Jahren", "over 10 years ago"));
    step(
        old || inventory.duplicates.surplus.files > 0,
        lang.pick("Altes und Doppeltes aussondern".into(), "Sort out what is old or double".into()),
        lang.pick(
            "Aufbewahrungsfristen prüfen und Unterlagen vor dem Löschen dem Archiv anbieten. hoheit löscht nichts.",
            "Check retention periods, and offer records to the archive before deleting. hoheit deletes nothing.",
        ),
        "",
    );
    step(
        inventory.outdated.files > 0,
        lang.pick(
            format!("{} mit den heutigen Regeln neu prüfen", files(lang, inventory.outdated.files)),
            format!("Examine {} again by today’s rules", files(lang, inventory.outdated.files)),
        ),
        lang.pick("Sie wurden von einer älteren Fassung gelesen.", "An older version read them."),
        "hoheit scan --refresh",
    );
    steps
}

/// All kinds of personal data that are looked for, in one sentence part.
pub(super) fn searched_for(lang: Lang) -> String {
    Entity::ALL.iter().map(|e| e.label(lang)).collect::<Vec<_>>().join(", ")
}
