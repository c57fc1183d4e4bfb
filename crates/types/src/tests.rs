// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;

#[test]
fn timestamps_show_the_calendar() {
    assert_eq!(Timestamp::from_seconds(0).to_string(), "1970-01-01T00:00:00Z");
    assert_eq!(Timestamp::from_seconds(951_782_400).to_string(), "2000-02-29T00:00:00Z");
    assert_eq!(Timestamp(-1).to_string(), "1969-12-31T23:59:59Z");
    assert_eq!(Timestamp::from_seconds(1_795_000_000).date(), (2026, 11, 18));
}

#[test]
fn digests_round_trip_and_refuse_the_rest() {
    let digest = Digest::new([0xab; 32]);
    assert_eq!(digest.to_string().parse(), Ok(digest));
    assert_eq!(digest.short(), "abababab");
    assert_eq!("abc".parse::<Digest>(), Err(DigestError));
    assert_eq!("zz".repeat(32).parse::<Digest>(), Err(DigestError));
}

#[test]
fn any_file_name_survives_the_kept_form() {
    for name in
        [&b"Bescheid.pdf"[..], b"M\xfcller.doc", b"a\\b", b"\\x41", "Müller".as_bytes(), b"\xff\xfe\\"]
    {
        let path = RelPath::root().join(b"Amt").join(name);
        assert_eq!(path.to_bytes(), [b"Amt/", name].concat(), "{path}");
    }
    assert_eq!(RelPath::root().join(b"a").parent(), RelPath::root());
    assert_eq!(RelPath::from_kept("a/b/c").parent().as_str(), "a/b");
}

#[test]
fn numbers_follow_the_language() {
    assert_eq!(Lang::De.integer(1_842_113), "1.842.113");
    assert_eq!(Lang::En.integer(999), "999");
    assert_eq!(Lang::De.bytes(1536), "1,5 KiB");
    assert_eq!(Lang::En.bytes(12), "12 bytes");
}

#[test]
fn file_names_cannot_steer_a_terminal() {
    assert_eq!(Printable("a\u{202e}fdp.exe\n").to_string(), r"a\u{202e}fdp.exe\u{a}");
    assert_eq!(Printable("Müller & Söhne").to_string(), "Müller & Söhne");
}

#[test]
fn names_are_unique_and_found_again() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(*format));
    }
    for state in ReadState::ALL {
        assert_eq!(ReadState::from_name(state.name()), Some(*state));
    }
}

#[test]
fn digests_are_text_for_people_and_bytes_for_programs() {
    let digest = Digest::new([0xab; 32]);
    let json = serde_json::to_string(&digest).unwrap();
    assert_eq!(json, format!("\"{digest}\""));
    assert_eq!(serde_json::from_str::<Digest>(&json).unwrap(), digest);
    assert!(serde_json::from_str::<Digest>("\"ab\"").is_err());
    let bytes = postcard::to_stdvec(&digest).unwrap();
    assert_eq!((bytes.len(), postcard::from_bytes::<Digest>(&bytes).unwrap()), (32, digest));
}

/// The test vector that Safespring published of itself in November 2025: 86.25 points.
#[test]
fn the_score_of_the_framework_is_as_published() {
    let seals = [4, 4, 4, 4, 2, 3, 4, 4].map(|level| Seal::try_from(level).unwrap());
    assert_eq!(PerObjective::new(seals).score_hundredths(), 8_625);
    assert_eq!(PerObjective::all(Seal::FULL).score_hundredths(), 10_000);
    assert!(Seal::try_from(5).is_err());
    assert_eq!("sov-4".parse(), Ok(Objective::Operational));
}

#[test]
fn days_count_as_the_calendar_does() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    assert_eq!(day("1970-01-01").since_1970(), 0);
    assert_eq!(day("2026-11-29").since_1970(), 20_786);
    for number in (-719_000..2_000_000).step_by(997) {
        assert_eq!(Day::from_1970(number).since_1970(), number);
        assert!(Day::from_1970(number) < Day::from_1970(number + 1));
    }
    assert_eq!(day("2026-12-31").plus_months(-3), day("2026-09-30"));
    assert_eq!(day("2028-03-31").plus_months(-1), day("2028-02-29"));
    assert_eq!(day("2026-01-15").plus_months(-1), day("2025-12-15"));
    assert_eq!(day("2026-12-31").plus_months(2), day("2027-02-28"));
    assert_eq!(day("9999-12-31").plus_months(i64::MAX), day("9999-12-31"));
    assert_eq!(day("2026-01-01").plus_days(-1), day("2025-12-31"));
    assert_eq!(Day::from_1970(i64::MAX).to_string(), "9999-12-31");
    for wrong in ["2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "2026-01-00", "", "heute"] {
        assert!(wrong.parse::<Day>().is_err(), "{wrong}");
    }
}

fn contract(ends: &str, renews_months: Option<u32>, notice: &str) -> Contract {
    Contract {
        name: "fach".parse().unwrap(),
        title: "Fachverfahren".into(),
        provider: "Beispiel GmbH".into(),
        sites: Vec::new(),
        file_number: None,
        starts: None,
        ends: Some(ends.parse().unwrap()),
        renews_months,
        notice: Some(notice.parse().unwrap()),
        exit_fee: None,
    }
}

#[test]
fn a_period_of_notice_ends_before_the_contract() {
    let by = |ends: &str, notice: &str| {
        contract(ends, None, notice).notice_by("2026-11-29".parse().unwrap()).map(|by| by.to_string())
    };
    assert_eq!(by("2027-05-31", "3 months").unwrap(), "2027-02-28");
    assert_eq!(by("2027-06-30", "3 months").unwrap(), "2027-03-31");
    assert_eq!(by("2027-06-15", "3 months").unwrap(), "2027-03-15");
    assert_eq!(by("2027-05-28", "3 months").unwrap(), "2027-02-28");
    assert_eq!(by("2027-05-30", "3 months").unwrap(), "2027-02-28");
    assert_eq!(by("2026-12-30", "1 months").unwrap_or_default(), "2026-11-30");
    assert_eq!(by("2027-05-31", "90 days").unwrap(), "2027-03-02");
    assert_eq!(by("2026-12-31", "3 months"), None, "too late, and nothing renews it");
    for wrong in ["3", "months", "3 weeks", "-1 days", "99999 months"] {
        assert!(wrong.parse::<Notice>().is_err(), "{wrong}");
    }
}

#[test]
fn a_renewed_contract_has_a_next_term_and_a_next_day_for_notice() {
    let check = |ends: &str, renews, on: &str, term: &str, by: &str| {
        let (contract, on) = (contract(ends, renews, "3 months"), on.parse().unwrap());
        let shown = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        assert_eq!(
            (shown(contract.term_ends(on)).as_str(), shown(contract.notice_by(on)).as_str()),
            (term, by)
        );
        assert_eq!(contract.is_over(on), term.is_empty());
    };
    check("2025-12-31", Some(12), "2026-01-01", "2026-12-31", "2026-09-30");
    check("2025-12-31", Some(12), "2026-09-30", "2026-12-31", "2026-09-30");
    check("2025-12-31", Some(12), "2026-10-01", "2026-12-31", "2027-09-30");
    check("2025-06-30", Some(1), "2026-08-31", "2026-08-31", "2026-08-31");
    check("2027-02-28", Some(12), "2027-03-01", "2028-02-29", "2027-11-30");
    check("2026-05-15", Some(12), "2026-05-16", "2027-05-15", "2027-02-15");
    check("2026-08-30", Some(6), "2026-08-31", "2027-02-28", "2026-11-30");
    check("2026-05-15", None, "2026-05-15", "2026-05-15", "");
    check("2026-05-15", None, "2026-05-16", "", "");
}

/// The end of a term by the formula is the first one that counting finds.
#[test]
fn the_running_term_is_the_first_that_has_not_ended() {
    for (months, days) in [(1, 30), (5, 31), (12, 0), (36, 14)] {
        let ends = Day::from_1970(20_000 + days);
        let contract = contract(&ends.to_string(), Some(months), "1 days");
        for later in (0..4_000).step_by(7) {
            let on = ends.plus_days(later);
            let counted = (0..400).map(|n| ends.plus_days(1).end_of_period(n * i64::from(months)));
            assert_eq!(contract.term_ends(on), counted.into_iter().find(|end| *end >= on));
        }
    }
}

#[test]
fn a_site_tells_no_password() {
    let site = |uri: &str| {
        let location = Location { uri: uri.to_owned(), credential: None, source: Some("Ablage".into()) };
        Site {
            name: "haus".parse().unwrap(),
            title: "Haus".into(),
            kind: SiteKind::FileServer,
            own_operation: true,
            operator: None,
            owner: None,
            address: None,
            jurisdictions: vec!["DE".parse().unwrap()],
            locations: vec![location],
            rehearsed: None,
            example: false,
        }
    };
    for secret in [
        "smb://anna:geheim@server/x",
        "smb://anna:ge/heim@server/x",
        "anna:geheim@server:/x",
        "https://x.example/c?sv=1&sig=abc",
        "https://x.example/c?X-Amz-Signature=abc",
        "https://x.example/c?TOKEN=abc",
    ] {
        assert!(site(secret).fault().is_some(), "{secret}");
    }
    for fine in [
        "smb://anna@server/x",
        "file:///srv/a:b@c/x",
        "s3://bucket/x",
        "https://x.example/c?region=de",
        "C:/x",
    ] {
        assert_eq!(site(fine).fault(), None, "{fine}");
    }
    assert!(site("file:///x").holds("Ablage") && !site("file:///x").holds("andere"));
}

#[test]
fn a_country_is_one_that_exists() {
    for known in ["DE", "US", "ZW", "AD"] {
        assert_eq!(known.parse::<Country>().unwrap().to_string(), known);
    }
    for unknown in ["ZZ", "XX", "UK", "EU", "de", "D", "DEU", "", " D", "D\u{e9}", "DE AT"] {
        assert!(unknown.parse::<Country>().is_err(), "{unknown}");
    }
}
