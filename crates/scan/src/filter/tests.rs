// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;

#[track_caller]
fn check(folder: &str, expect: Option<&str>) {
    let filter = Filter::new(&[], &["*.bak".into(), "alt/**/tmp".into()], &Protected::ALL).unwrap();
    let path = RelPath::from_kept(folder);
    assert_eq!(filter.exclusion(&path, true), expect, "{folder}");
}

#[test]
fn protected_folders_are_told_by_whole_words() {
    check("Amt 10/11_Personalamt", Some("personnel"));
    check("Personal", Some("personnel"));
    check("Personalrat", Some("staff_council"));
    check("Personalra\u{308}te", Some("staff_council"));
    check("Örtlicher Personalrat 2019", Some("staff_council"));
    check("Gleichstellungsbeauftragte", Some("equal_opportunities"));
    check("51 Jugendamt", Some("youth"));
    check("53-Gesundheitsamt", Some("health"));
    check("Datenschutzbeauftragter", Some("data_protection"));
    check("51 Amt für Jugend und Familie", Some("youth"));
    check("Personalvertretung", Some("staff_council"));
    check("Krankmeldungen 2024", Some("personnel"));
    check("Abmahnungen", Some("personnel"));
    check("Schulärztlicher Dienst", Some("health"));
}

#[test]
fn only_what_a_move_put_down_is_a_sidecar() {
    check(".hoheit/0123456789abcdef", Some("sidecar"));
    check("Archiv/2026/.hoheit/0123456789abcdef", Some("sidecar"));
    check(".hoheit", None);
    check("x/.hoheit/wichtig", None);
    check("x/.hoheit/0123456789ABCDEF", None);
    check("x/0123456789abcdef", None);
    let filter = Filter::default();
    assert_eq!(filter.exclusion(&RelPath::from_kept("x/.hoheit/0123456789abcdef"), false), None, "no folder");
}

#[test]
fn citizens_business_is_not_protected_by_accident() {
    for folder in [
        "Personalausweise",
        "Bürgerbüro",
        "Gesundheit am Markt e.V.",
        "Jugendfeuerwehr",
        "Jugendzentrum",
        "Sportförderung",
        "HR 2019",
        "Beihilferecht EU",
    ] {
        check(folder, None);
    }
}

#[test]
fn patterns_hold_against_names_or_paths() {
    check("x/Sicherung.BAK", Some("*.bak"));
    check("alt/a/b/tmp", Some("alt/**/tmp"));
    check("neu/tmp", None);
}

#[test]
fn patterns_are_found_whatever_their_case_form_and_beginning() {
    for (pattern, path) in [
        ("ÄMTER", "x/Ämter"),
        ("*ämter*", "x/Bürger-ÄMTER 2019"),
        ("Ämter", "A\u{308}mter"),
        ("A\u{308}mter", "Ämter"),
        ("/Ämter", "Ämter"),
        ("./ämter/Alt", "Ämter/alt"),
        ("/ämter/**", "Ämter/alt"),
        ("Ämter/", "Ämter"),
    ] {
        let filter = Filter::new(&[], &[pattern.to_owned()], &[]).unwrap();
        assert_eq!(filter.exclusion(&RelPath::from_kept(path), true), Some(pattern), "{path}");
    }
    let filter = Filter::new(&[], &["/Ämter".to_owned()], &[]).unwrap();
    assert_eq!(filter.exclusion(&RelPath::from_kept("x/Ämter"), true), None, "not at the root");
}

#[test]
fn include_patterns_take_only_what_matches() {
    let filter = Filter::new(&["*.pdf".into()], &[], &[]).unwrap();
    assert_eq!(filter.exclusion(&RelPath::from_kept("a/b.pdf"), false), None);
    assert_eq!(filter.exclusion(&RelPath::from_kept("a/b.txt"), false), Some("not_included"));
    assert_eq!(filter.exclusion(&RelPath::from_kept("a"), true), None);
}

#[test]
fn broken_patterns_are_named() {
    let error = Filter::new(&[], &["[a".into()], &[]).unwrap_err();
    assert_eq!(error.to_string(), "the pattern '[a' is not valid");
}
