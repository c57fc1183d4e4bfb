// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Invented inventories for tests: a believable one, an empty one, and one full of hostile names.

use hoheit_catalogue::inventory::{
    Coverage, DatasetFacts, DatasetKind, DuplicateFacts, DuplicateGroup, EntityFacts, Excluded,
    ExcludedFiles, FolderFacts, FormatFacts, Gap, GapReason, Inventory, OwnRuleFacts, Problem, SetAsideFacts,
    SourceFacts, Tally, YearFacts,
};
use hoheit_types::{
    DatasetId, Digest, Entity, Format, NotRead, ReadState, RelPath, RuleId, SourceId, Timestamp, WarningCode,
};

/// 2026-11-23T17:05:00Z, the moment of every report in the tests.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_795_453_500);

const ABLAGE: SourceId = SourceId(1);
const ARCHIV: SourceId = SourceId(2);
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

pub(crate) fn tally(files: u64, size_bytes: u64) -> Tally {
    Tally { files, size_bytes }
}

fn path(text: &str) -> RelPath {
    RelPath::from_kept(text)
}

/// Midnight of a day, by days before [`NOW`].
fn days_ago(days: i64) -> Timestamp {
    Timestamp::from_seconds(NOW.seconds() - days * 86_400)
}

fn found(entity: Entity, files: u64, occurrences: u64, confidence: u8) -> EntityFacts {
    EntityFacts { entity, files, occurrences, confidence }
}

pub(crate) fn dataset(id: i64, name: &str, place: &str) -> DatasetFacts {
    DatasetFacts {
        id: DatasetId(id),
        name: name.to_owned(),
        kind: DatasetKind::Folder,
        source: ABLAGE,
        places: vec![path(place)],
        rule: "office_folder".to_owned(),
        evidence: (38, 41),
        corrected: false,
        owner: None,
        sites: Vec::new(),
        tally: tally(1, 1),
        read_files: 1,
        outdated_files: 0,
        formats: vec![Format::Pdf],
        changed: Some((days_ago(4000), days_ago(2))),
        change_days: 12,
        findings: Vec::new(),
        own_rules: Vec::new(),
        set_aside: SetAsideFacts::default(),
    }
}

fn kassenzeichen(files: u64, occurrences: u64) -> OwnRuleFacts {
    OwnRuleFacts {
        rule: RuleId { name: "musterstadt/kassenzeichen".to_owned(), version: 2 },
        entity: Entity::Aktenzeichen,
        label: Some("Kassenzeichen".to_owned()),
        files,
        occurrences,
    }
}

/// The town hall of Musterstadt.
pub(crate) fn musterstadt() -> Inventory {
    Inventory {
        sources: vec![
            source(ABLAGE, "Ablage", "/srv/ablage", true),
            source(ARCHIV, "Altserver", "/mnt/alt", false),
        ],
        coverage: coverage(),
        formats: formats(),
        years: years(),
        folders: folders(),
        datasets: datasets(),
        findings: vec![
            found(Entity::PersonName, 41_230, 312_441, 88),
            found(Entity::Email, 38_114, 201_332, 99),
            found(Entity::Phone, 29_871, 98_412, 92),
            found(Entity::BirthDate, 8_412, 31_009, 95),
            found(Entity::Iban, 6_120, 19_874, 99),
            found(Entity::SteuerId, 912, 2_310, 99),
        ],
        duplicates: duplicates(),
        temporary: tally(4_312, 812 * MIB),
        near_empty: tally(9_120, 31 * 1024),
        outdated: tally(1_204, 3 * GIB),
        own_rules: vec![kassenzeichen(4_120, 9_812)],
        set_aside: SetAsideFacts { files: 31, occurrences: 112 },
        vanished: tally(18, 44 * MIB),
        problems: problems(),
    }
}

fn source(id: SourceId, label: &str, root: &str, complete: bool) -> SourceFacts {
    SourceFacts {
        id,
        label: label.to_owned(),
        root: root.to_owned(),
        scanned_at: days_ago(1),
        complete,
        tally: if complete { tally(171_204, 398 * GIB) } else { tally(13_007, 62 * GIB) },
    }
}

fn coverage() -> Coverage {
    let gap = |reason, files, size_bytes| Gap { reason, tally: tally(files, size_bytes) };
    Coverage {
        total: tally(184_211, 460 * GIB),
        examined: tally(158_011, 424 * GIB),
        not_examined: vec![
            gap(GapReason::State(ReadState::ImageOnly), 9_412, 14 * GIB),
            gap(GapReason::State(ReadState::Unsupported), 6_120, 9 * GIB),
            gap(GapReason::State(ReadState::Partly), 4_120, 5 * GIB),
            gap(GapReason::NotRead(NotRead::Pending), 4_000, 4 * GIB),
            gap(GapReason::State(ReadState::Encrypted), 1_312, 3 * GIB),
            gap(GapReason::NotRead(NotRead::NoPermission), 1_101, 900 * MIB),
            gap(GapReason::State(ReadState::Damaged), 132, 120 * MIB),
            gap(GapReason::State(ReadState::Quarantined), 3, 4 * MIB),
        ],
        excluded: vec![
            Excluded { source: ABLAGE, path: path("Amt 11/Personalakten"), rule: "personnel".to_owned() },
            Excluded { source: ABLAGE, path: path("Personalrat"), rule: "staff_council".to_owned() },
        ],
        excluded_files: vec![ExcludedFiles {
            source: ABLAGE,
            rule: "*.bak".to_owned(),
            tally: tally(1_365, 23 * MIB),
        }],
        unlisted_folders: 2,
        special_files: 11,
    }
}

fn formats() -> Vec<FormatFacts> {
    let row = |format, files, size_bytes, read_files| FormatFacts {
        format,
        tally: tally(files, size_bytes),
        read_files,
    };
    vec![
        row(Format::Pdf, 71_204, 198 * GIB, 60_011),
        row(Format::Jpeg, 31_220, 88 * GIB, 31_220),
        row(Format::Docx, 40_112, 61 * GIB, 39_800),
        row(Format::Drawing, 2_120, 44 * GIB, 0),
        row(Format::Xlsx, 21_330, 31 * GIB, 21_001),
        row(Format::Mbox, 12, 19 * GIB, 12),
        row(Format::Zip, 812, 9 * GIB, 700),
        row(Format::Sqlite, 31, 6 * GIB, 29),
        row(Format::Pptx, 1_370, 3 * GIB, 1_370),
        row(Format::Unknown, 16_000, GIB, 0),
    ]
}

fn years() -> Vec<YearFacts> {
    let files = [
        31_204, 22_114, 18_770, 14_310, 12_001, 11_870, 10_220, 9_114, 8_702, 8_120, 7_504, 6_811, 5_912,
        5_108, 4_011, 3_120, 2_204, 1_406, 640, 310, 204, 98, 41, 12,
    ];
    (0..)
        .zip(files)
        .map(|(i, files)| YearFacts { year: 2026 - i, tally: tally(files, files * 2 * MIB) })
        .collect()
}

fn folders() -> Vec<FolderFacts> {
    let row = |source, name: &str, files, size_bytes| FolderFacts {
        source,
        path: path(name),
        tally: tally(files, size_bytes),
    };
    vec![
        row(ABLAGE, "", 171_204, 398 * GIB),
        row(ABLAGE, "Amt 61 Bauamt", 58_112, 164 * GIB),
        row(ABLAGE, "Amt 61 Bauamt/Bauakten/Digitalisierte Altakten 1950–1989", 31_220, 102 * GIB),
        row(ARCHIV, "", 13_007, 62 * GIB),
        row(ABLAGE, "Amt 20 Kämmerei", 31_870, 48 * GIB),
        row(ABLAGE, "Amt 32 Ordnungsamt", 22_410, 41 * GIB),
        row(ABLAGE, "Öffentlichkeitsarbeit/Bildarchiv", 12_044, 39 * GIB),
        row(ARCHIV, "Sicherung_2011_nicht_löschen", 9_120, 31 * GIB),
        row(ABLAGE, "Postfächer", 12, 19 * GIB),
    ]
}

fn datasets() -> Vec<DatasetFacts> {
    let bauakten = DatasetFacts {
        tally: tally(58_112, 164 * GIB),
        read_files: 49_001,
        outdated_files: 0,
        formats: vec![Format::Pdf, Format::Drawing, Format::Docx],
        change_days: 212,
        owner: Some("Amt 61, Bauaufsicht".to_owned()),
        corrected: true,
        places: vec![
            path("Amt 61 Bauamt/Bauakten"),
            path("Amt 61 Bauamt/Bauanträge"),
            path("Scans/Bauakten"),
        ],
        findings: vec![
            found(Entity::PersonName, 24_110, 140_220, 88),
            found(Entity::Phone, 12_004, 41_000, 90),
            found(Entity::Email, 9_870, 31_444, 99),
        ],
        own_rules: vec![kassenzeichen(4_120, 9_812)],
        set_aside: SetAsideFacts { files: 31, occurrences: 112 },
        ..dataset(1, "Bauakten", "Amt 61 Bauamt/Bauakten")
    };
    let haushalt = DatasetFacts {
        rule: "year_series".to_owned(),
        tally: tally(31_870, 48 * GIB),
        read_files: 31_870,
        outdated_files: 0,
        formats: vec![Format::Xlsx, Format::Pdf],
        change_days: 61,
        findings: vec![
            found(Entity::Iban, 5_912, 19_001, 99),
            found(Entity::SteuerId, 912, 2_310, 99),
            found(Entity::PersonName, 8_120, 44_120, 85),
        ],
        ..dataset(2, "Haushalt und Steuern", "Amt 20 Kämmerei")
    };
    let bilder = DatasetFacts {
        tally: tally(12_044, 39 * GIB),
        read_files: 12_044,
        outdated_files: 0,
        formats: vec![Format::Jpeg],
        changed: Some((days_ago(5200), days_ago(1500))),
        change_days: 3,
        ..dataset(3, "Bildarchiv", "Öffentlichkeitsarbeit/Bildarchiv")
    };
    let sicherung = DatasetFacts {
        source: ARCHIV,
        tally: tally(9_120, 31 * GIB),
        read_files: 5_120,
        outdated_files: 0,
        formats: vec![Format::Zip, Format::Unknown],
        changed: Some((days_ago(9000), days_ago(5600))),
        change_days: 1,
        rule: "a_newer_rule".to_owned(),
        ..dataset(4, "Sicherung 2011 (nicht löschen)", "Sicherung_2011_nicht_löschen")
    };
    let postfach = DatasetFacts {
        kind: DatasetKind::Mailbox,
        rule: "mailbox".to_owned(),
        evidence: (1, 1),
        tally: tally(1, 4 * GIB),
        read_files: 1,
        outdated_files: 0,
        formats: vec![Format::Mbox],
        change_days: 1,
        findings: vec![found(Entity::Email, 1, 81_220, 99), found(Entity::BirthDate, 1, 12, 80)],
        ..dataset(5, "Poststelle", "Postfächer/poststelle.mbox")
    };
    let hunde = DatasetFacts {
        kind: DatasetKind::Database,
        rule: "database".to_owned(),
        evidence: (1, 1),
        tally: tally(1, 31 * MIB),
        read_files: 1,
        outdated_files: 0,
        formats: vec![Format::Sqlite],
        changed: Some((days_ago(9), days_ago(9))),
        change_days: 1,
        findings: vec![found(Entity::PersonName, 1, 3_120, 97), found(Entity::BirthDate, 1, 3_002, 97)],
        ..dataset(6, "Hundesteuer", "Amt 20 Kämmerei/Verfahren/hundesteuer.sqlite")
    };
    vec![bauakten, haushalt, bilder, sicherung, postfach, hunde]
}

fn duplicates() -> DuplicateFacts {
    let group = |byte, size_bytes, files, names: &[&str]| DuplicateGroup {
        digest: Digest::new([byte; 32]),
        size_bytes,
        files,
        paths: names.iter().map(|name| (ABLAGE, path(name))).collect(),
    };
    DuplicateFacts {
        groups: 8_120,
        surplus: tally(21_004, 58 * GIB),
        largest: vec![
            group(0x1a, 2 * GIB, 4, &["IT/Abbilder/client.iso", "IT/alt/client.iso", "Kopie von client.iso"]),
            group(
                0x2b,
                310 * MIB,
                9,
                &["Amt 61 Bauamt/Luftbild.tif", "Amt 61 Bauamt/Karten/Luftbild (1).tif"],
            ),
            group(0x3c, 12 * MIB, 88, &["Vorlagen/Briefkopf.docx"]),
        ],
    }
}

fn problems() -> Vec<Problem> {
    let row = |name: &str, reason, warnings: &[WarningCode]| Problem {
        source: ABLAGE,
        path: path(name),
        reason,
        warnings: warnings.to_vec(),
    };
    vec![
        row("Amt 20 Kämmerei/Gehälter.xlsx", GapReason::State(ReadState::Encrypted), &[]),
        row(
            "Amt 32 Ordnungsamt/bombe.zip",
            GapReason::State(ReadState::Quarantined),
            &[WarningCode::ExpansionLimit, WarningCode::TimeLimit],
        ),
        row("Scans/0001.pdf", GapReason::State(ReadState::Damaged), &[WarningCode::Truncated]),
        row("Amt 50/Falldaten.mdb", GapReason::NotRead(NotRead::NoPermission), &[]),
    ]
}

/// Names that try to become markup, formulas, terminal commands, or something else than they are.
pub(crate) const HOSTILE: &[&str] = &[
    "=cmd|' /C calc'!A0",
    "+49 30 1234",
    "-2+3",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "a,=1+1;=1+1",
    "a\",\"=1+1",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style></title></textarea>-->]]>",
    "{{ 7*7 }}{% raw %}",
    "<r><t>x</r>",
    "_x001B_[2J_x0041_",
    "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m",
    "a\u{202e}fdp.exe\u{2066}",
    "https://example.org/?a=1&b=2",
    "nul\u{0}byte\nline\u{85}\u{2028}",
    "\u{fffe}\u{ffff}\u{feff}",
    "Grüße-漢字-🏛️-e\u{301}",
];

/// An inventory in which every text is the given one.
pub(crate) fn named(name: &str) -> Inventory {
    let mut inventory = musterstadt();
    for source in &mut inventory.sources {
        name.clone_into(&mut source.label);
        name.clone_into(&mut source.root);
    }
    for dataset in &mut inventory.datasets {
        name.clone_into(&mut dataset.name);
        name.clone_into(&mut dataset.rule);
        dataset.owner = Some(name.to_owned());
        dataset.places = vec![path(name); 30];
    }
    for excluded in &mut inventory.coverage.excluded {
        excluded.path = path(name);
        name.clone_into(&mut excluded.rule);
    }
    for excluded in &mut inventory.coverage.excluded_files {
        name.clone_into(&mut excluded.rule);
    }
    for folder in &mut inventory.folders {
        folder.path = path(name);
    }
    for (_, place) in inventory.duplicates.largest.iter_mut().flat_map(|group| &mut group.paths) {
        *place = path(name);
    }
    for problem in &mut inventory.problems {
        problem.path = path(name);
    }
    inventory
}
