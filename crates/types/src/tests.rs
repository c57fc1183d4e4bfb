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
