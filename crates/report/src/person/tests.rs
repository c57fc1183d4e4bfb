// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::fixture::{HOSTILE, NOW};
use crate::tests::page::accessible;
use hoheit_catalogue::{Content, Excerpt, LiveSearch, SearchedSource};
use hoheit_types::{AssetId, DatasetId, RelPath, Sensitive, SourceId};

/// Four days before [`NOW`].
const WALKED: Timestamp = Timestamp(NOW.0 - 4 * 24 * 3600 * 1_000_000_000);

fn answer(name: &str) -> PersonSearch {
    let path = || RelPath::root().join(name.as_bytes());
    let row = || Some((name.to_owned(), 17));
    let occurrence = Occurrence {
        member: String::new(),
        row: row(),
        certainty: Certainty::Certain,
        clues: vec![Clue::Name, Clue::Born],
        kinds: vec![Entity::PersonName],
    };
    let cells = vec![(name.to_owned(), Sensitive::new(format!("Erika {name}")))];
    let excerpt = Excerpt { member: String::new(), row: row(), certainty: Certainty::Certain, cells };
    PersonSearch {
        places: vec![PlaceOfPerson {
            asset: AssetId(1),
            source: (SourceId(1), name.to_owned()),
            root: "/srv".to_owned(),
            path: path(),
            dataset: Some((DatasetId(1), name.to_owned(), Some(name.to_owned()))),
            is_present: false,
            kinds_in_file: vec![Entity::PersonName, Entity::Health],
            occurrences: vec![occurrence],
            content: Some(Content { excerpts: vec![excerpt], is_cut: true, gap: None }),
        }],
        sources: vec![
            SearchedSource { source: name.to_owned(), walked_at: Some(WALKED) },
            SearchedSource { source: format!("{name} 2"), walked_at: None },
        ],
        searched_files: 3,
        live: vec![LiveSearch {
            asset: AssetId(2),
            source: name.to_owned(),
            root: "/srv".to_owned(),
            path: path(),
            gap: LiveGap::Gone,
        }],
        not_searched: vec![NotSearched { reason: "encrypted".to_owned(), files: 2 }],
        excluded: vec![ExcludedFolder { source: name.to_owned(), path: path(), rule: name.to_owned() }],
    }
}

fn report<'a>(answer: &'a PersonSearch, task: Task, lang: Lang, name: &'a str) -> PersonReport<'a> {
    PersonReport {
        answer,
        task,
        purpose: name,
        given: &[],
        name: Some(name),
        lang,
        generated_at: NOW,
        program_version: "0.1.0",
    }
}

/// What stands between the tags.
fn words(page: &str) -> String {
    page.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words).collect()
}

#[test]
fn foreign_names_become_no_markup_and_steer_no_terminal() {
    for name in HOSTILE {
        let answer = answer(name);
        for lang in [Lang::De, Lang::En] {
            for task in [Task::Access, Task::Erasure] {
                let report = report(&answer, task, lang, name);
                let page = report.to_html().unwrap();
                accessible(&page, lang);
                assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
                let text = report.to_text().replace('\n', "");
                assert_eq!(hoheit_types::Printable(&text).to_string(), text);
                assert_eq!(page, report.to_html().unwrap());
            }
        }
    }
}

#[test]
fn what_was_not_searched_stands_in_every_output() {
    let answer = answer("Kasse");
    let report = report(&answer, Task::Access, Lang::De, "Az. 1");
    assert!(!report.is_complete());
    let page = words(&report.to_html().unwrap());
    for text in [report.to_text(), page] {
        for part in
            ["verschlüsselt: 2 Dateien", "jetzt nicht erreichbar", "Kasse/Kasse", "prüfen", "weitere Stellen"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
    let json = report.to_json();
    assert_eq!(json["searched_in_part"][0]["reason"], "gone");
    assert_eq!(json["excluded_folders"][0]["rule"], "Kasse");
    assert_eq!(json["places"][0]["content"]["excerpts"][0]["cells"][0]["text"], "Erika Kasse");
}

/// What the last walk met is known, not what lies there now.
#[test]
fn every_output_says_how_old_the_knowledge_is() {
    let answer = answer("Kasse");
    let report = report(&answer, Task::Access, Lang::De, "Az. 1");
    let page = words(&report.to_html().unwrap());
    assert!(page.contains(&format!("Gefragt am{}", moment(Lang::De, NOW))), "{page}");
    for text in [report.to_text(), page] {
        let as_of = moment(Lang::De, WALKED);
        for part in ["Stand der Aufnahme", &format!("Kasse: {as_of}"), "Kasse 2: nie vollständig durchlaufen"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
    let json = report.to_json();
    assert_eq!(json["sources"][0]["walked_at"], WALKED.to_string());
    assert!(json["sources"][1]["walked_at"].is_null());
    let never = PersonSearch { sources: answer.sources.clone(), ..PersonSearch::default() };
    assert!(!PersonReport { answer: &never, ..report }.is_complete(), "nobody knows what lies there");
}

#[test]
fn only_the_work_list_names_files_that_could_not_be_searched() {
    let mut answer = answer("Kasse");
    let live = |path: &str| LiveSearch {
        asset: AssetId(3),
        source: "Haus".to_owned(),
        root: String::new(),
        path: RelPath::from_kept(path.to_owned()),
        gap: LiveGap::Gone,
    };
    answer.live = vec![live("Akte Roth.csv"), live("Akte Kaiser.csv")];
    let page = |task| words(&report(&answer, task, Lang::De, "Az. 1").to_html().unwrap());
    assert!(page(Task::Erasure).contains("Haus/Akte Roth.csv: jetzt nicht erreichbar"));
    let annex = page(Task::Access);
    assert!(annex.contains("jetzt nicht erreichbar: 2 Dateien") && !annex.contains("Roth"), "{annex}");
}

#[test]
fn only_the_work_list_names_folders_that_were_left_out() {
    let mut answer = answer("Kasse");
    answer.excluded = ["Desktop Roth/Personal", "Desktop Kaiser/Personal"]
        .map(|folder| ExcludedFolder {
            source: "Haus".to_owned(),
            path: RelPath::from_kept(folder.to_owned()),
            rule: "Personal".to_owned(),
        })
        .to_vec();
    let page = |task| words(&report(&answer, task, Lang::De, "Az. 1").to_html().unwrap());
    assert!(page(Task::Erasure).contains("Desktop Roth"));
    let annex = page(Task::Access);
    assert!(annex.contains("Personal: 2 Ordner") && !annex.contains("Roth"), "{annex}");
}

#[test]
fn a_work_list_has_boxes_and_an_answer_has_none() {
    let answer = answer("Kasse");
    let page = |task| report(&answer, task, Lang::De, "Az. 1").to_html().unwrap();
    assert!(page(Task::Erasure).contains("☐ gelöscht") && !page(Task::Access).contains("☐"));
    let walked = SearchedSource { source: "Haus".to_owned(), walked_at: Some(WALKED) };
    let empty = PersonSearch { sources: vec![walked], ..PersonSearch::default() };
    let page = report(&empty, Task::Access, Lang::En, "x").to_html().unwrap();
    assert!(page.contains("Nothing found.") && page.contains("Everything in the inventory was searched."));
}

/// A wrong state folder looks the same.
#[test]
fn an_empty_inventory_is_no_complete_answer() {
    let empty = PersonSearch::default();
    let report = report(&empty, Task::Access, Lang::De, "Az. 1");
    assert!(!report.is_complete());
    assert_eq!(report.to_json()["complete"], false);
    for text in [report.to_text(), words(&report.to_html().unwrap())] {
        assert!(text.contains("Noch keine Freigabe aufgenommen") && !text.contains("Alles, was"), "{text}");
    }
}
