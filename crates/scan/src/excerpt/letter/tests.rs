// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use hoheit_catalogue::token::{Certainty, Occurrence};
use hoheit_catalogue::{PlaceOfPerson, SearchedSource};
use hoheit_types::{AssetId, SourceId};

fn secret(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

/// A letter that leaves the house names no others by the names of folders, files and sheets.
#[test]
fn a_letter_names_nobody_else_by_a_path() {
    let home = tempfile::tempdir().unwrap();
    let keys = KeyRing::open(&home.path().join("state")).unwrap();
    let sought = Sought { name: Some(secret("Erika Mustermann")), ..Sought::default() };
    let place = |path: &str, table: &str| PlaceOfPerson {
        asset: AssetId(1),
        source: (SourceId(1), "Abteilung Schröder".to_owned()),
        root: String::new(),
        path: RelPath::from_kept(path.to_owned()),
        dataset: Some((hoheit_types::DatasetId(1), "Personalakten Krause".to_owned(), None)),
        is_present: true,
        kinds_in_file: Vec::new(),
        occurrences: vec![Occurrence {
            member: "Scan_Max_Krause.pdf".to_owned(),
            row: Some((table.to_owned(), 1)),
            certainty: Certainty::Possible,
            clues: Vec::new(),
            kinds: Vec::new(),
        }],
        content: None,
    };
    let answer = PersonSearch {
        places: vec![
            place("53 Gesundheitsamt/Gutachten/Krause_Detlev_2016-07-16.pdf", "Liste"),
            place("32 Ordnungsamt/Mustermann-Erika Bescheid 32-2016-0038.docx", "Familie Xyralla"),
            place("10 Hauptamt/Mustermann_Xyralla und Herr Qonk.txt", "Kasse"),
            place("60 Bauamt/Bauantrag Weiß.pdf", "Vo"),
        ],
        ..PersonSearch::default()
    };
    let letter = for_letter(&sought, &keys, &crate::OwnRules::default(), &answer);
    let paths: Vec<_> = letter.places.iter().map(|place| place.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "53 Gesundheitsamt/Gutachten/█████_2016-07-16.pdf",
            "32 Ordnungsamt/Mustermann-Erika Bescheid 32-2016-0038.docx",
            "10 Hauptamt/Mustermann_█████ und Herr █████.txt",
            "60 Bauamt/Bauantrag █████.pdf",
        ]
    );
    let other = &letter.places[1];
    assert_eq!(other.source.1, "Abteilung █████");
    assert_eq!(other.dataset.as_ref().unwrap().1, "Personalakten █████");
    assert_eq!(other.occurrences[0].row, Some(("Familie █████".to_owned(), 1)));
    assert!(!other.occurrences[0].member.contains("Krause"), "{}", other.occurrences[0].member);
}

/// The key is lost, the annex leaves the house all the same.
#[test]
fn a_letter_without_a_key_names_nobody() {
    let keys = KeyRing::read(tempfile::tempdir().unwrap().path()).unwrap();
    let sought = Sought { name: Some(secret("Erika Mustermann")), ..Sought::default() };
    let source = SearchedSource { source: "Karl Schulze".to_owned(), walked_at: None };
    let answer = PersonSearch { sources: vec![source], ..PersonSearch::default() };
    let letter = for_letter(&sought, &keys, &crate::OwnRules::default(), &answer);
    assert_eq!(letter.sources[0].source, "█████");
}

/// As people and programs write names of files.
#[test]
fn names_in_small_letters_in_one_and_beside_digits_are_blackened() {
    let home = tempfile::tempdir().unwrap();
    let keys = KeyRing::open(&home.path().join("state")).unwrap();
    let sought = Sought { name: Some(secret("Erika Mustermann")), ..Sought::default() };
    let engine = Engine::default();
    let names = Names { engine: &engine, judge: keys.active().map(|key| Judge::new(&sought, key)) };
    for (path, expect) in [
        ("schmidt-peter.txt", "█████-█████.txt"),
        ("PeterSchmidt.txt", "█████.txt"),
        ("Schmidt2020.txt", "█████2020.txt"),
        ("2020Schmidt_v2.txt", "2020█████_v2.txt"),
        ("SchulzeKarl2019.txt", "█████2019.txt"),
        ("schulze_karl/mueller_erika/x.pdf", "█████_█████/█████_erika/x.pdf"),
        ("fischer_karl/karl fischer/jan-weber.pdf", "█████_█████/█████/█████-█████.pdf"),
        ("schmidt.doc", "█████.doc"),
        ("BescheidSchmidt.docx", "Bescheid█████.docx"),
        ("mustermann_erika/MustermannErika2020.txt", "mustermann_erika/MustermannErika2020.txt"),
        ("Vermerk_zu_mayla_zwirbel.md", "Vermerk_zu_█████_█████.md"),
        ("Grab 7 Zwirbel-Hartmann.pdf", "Grab 7 █████-█████.pdf"),
        ("Mustermann_Wohngeldakte.pdf", "Mustermann_█████.pdf"),
        ("Profile/otto.schmidt/brief.txt", "Profile/█████.█████/brief.txt"),
        ("otto.schmidt", "█████.█████"),
        ("kind_zwirbli.txt", "kind_█████.txt"),
        ("mutter-plimo.txt", "mutter-█████.txt"),
        ("Akten/Zwirbel, Plimo/Bescheid.txt", "Akten/█████/Bescheid.txt"),
        ("frau_zwirbel.txt", "frau_█████.txt"),
        ("akte_zwirbel_karl_2019.txt", "akte_█████_█████_2019.txt"),
        ("MustermannPeter_mustermann-karl.txt", "Mustermann█████_mustermann-█████.txt"),
    ] {
        assert_eq!(names.path(path), expect);
    }
    for path in [
        "50 sozialamt/bescheid_neu_2020/antrag-wohngeld.pdf",
        "SteuerBescheid2020_v2.xlsx",
        "fischerei/koch-rezepte/richter.txt",
        "protokoll_der_sitzung_im_mai_2020.doc",
        "BauAntrag_AnKauf_KundenListe_final.ini",
        "home/backup/kam_nie_an.log",
        "DienstPlan2020.csv",
        "Vermerk_zu_zwirbel_backup.md",
        "kinder_garten/eltern-beirat/Antrag, Bescheid.doc",
        "mustermann_erika_bescheid_neu.pdf",
    ] {
        assert_eq!(names.path(path), path);
    }
}
