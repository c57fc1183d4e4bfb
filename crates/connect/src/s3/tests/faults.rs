// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Each change fails twice: not done, and done without an answer. Afterwards the server must hold exactly what was meant.

use super::liar::{End, Liar, Lie};
use crate::s3::*;
use std::io::Read as _;

const ENDS: [End; 3] = [End::Status(500, "InternalError"), End::Status(503, "SlowDown"), End::Cut];

fn marked(mark: &'static str) -> Metadata {
    Metadata::default().marked(mark).unwrap()
}

fn content(size: usize) -> Vec<u8> {
    (0..size).map(|i| (i * 31 + i / 251) as u8).collect()
}

/// Runs the test for each way to fail, done and not done.
fn each_fault(on: &'static str, test: impl Fn(&Liar, &S3Client, bool, End)) {
    for is_done in [false, true] {
        for end in ENDS {
            let liar = Liar::start();
            let client = liar.client();
            liar.fail(on, is_done, end);
            test(&liar, &client, is_done, end);
            assert!(liar.state.lock().unwrap().faults.is_empty(), "{on} never failed");
        }
    }
}

#[test]
fn writing_is_tried_again() {
    each_fault("put", |liar, client, _, _| {
        client.put("a", b"content", &Metadata::default(), &Condition::None).unwrap();
        assert_eq!(liar.state.lock().unwrap().objects["a"].body, b"content");
    });
}

// INVARIANT (nothing-is-replaced)
#[test]
fn writing_where_nothing_may_be_looks_before_it_gives_up() {
    each_fault("put", |liar, client, is_done, end| {
        let written = client.put("a", b"content", &marked("m-1"), &Condition::Absent);
        match (is_done, end) {
            // Not done, and the server said so: tried again.
            (false, End::Status(503, _)) => assert!(!written.unwrap().was_found),
            // Not done, but nobody could know: looked, not found, and left to the caller.
            (false, _) => assert_eq!(written.unwrap_err().retry(), Retry::LookFirst),
            (true, _) => assert!(written.unwrap().was_found, "found by its mark"),
        }
        let state = liar.state.lock().unwrap();
        assert_eq!(state.objects.len(), usize::from(is_done || end == ENDS[1]));
    });
}

#[test]
fn what_others_wrote_is_not_taken_for_ours() {
    for is_done in [false, true] {
        let liar = Liar::start();
        let client = liar.client();
        client.put("a", b"others'", &marked("m-2"), &Condition::None).unwrap();
        liar.fail("put", is_done, End::Cut);
        let error = client.put("a", b"content", &marked("m-1"), &Condition::Absent).unwrap_err();
        assert!(matches!(error.kind(), HttpErrorKind::Broken | HttpErrorKind::Precondition));
        // Nor without a mark, were it the same content.
        let error = client.put("a", b"others'", &Metadata::default(), &Condition::Absent).unwrap_err();
        assert_eq!(error.kind(), &HttpErrorKind::Precondition);
        assert_eq!(liar.state.lock().unwrap().objects["a"].body, b"others'");
    }
}

#[test]
fn parts_are_written_again() {
    each_fault("part", |liar, client, _, _| {
        let upload = client.begin("a", &Metadata::default()).unwrap();
        let parts = [
            client.write_part("a", &upload, 1, b"12").unwrap(),
            client.write_part("a", &upload, 2, b"3").unwrap(),
        ];
        client.complete("a", &upload, &parts, &Metadata::default(), &Condition::None).unwrap();
        assert_eq!(liar.state.lock().unwrap().objects["a"].body, b"123");
    });
}

#[test]
fn completing_is_looked_for_and_done_once() {
    each_fault("complete", |liar, client, is_done, _| {
        let metadata = marked("upload-1");
        let upload = client.begin("a", &metadata).unwrap();
        let parts = [client.write_part("a", &upload, 1, b"123").unwrap()];
        let written = client.complete("a", &upload, &parts, &metadata, &Condition::Absent).unwrap();
        assert_eq!(written.was_found, is_done);
        let state = liar.state.lock().unwrap();
        assert_eq!((state.objects["a"].body.as_slice(), state.uploads.len()), (&b"123"[..], 0));
        // After what may have taken effect, it was looked before anything was tried again.
        let completes: Vec<usize> =
            state.seen.iter().enumerate().filter(|(_, o)| **o == "complete").map(|(at, _)| at).collect();
        if let [first, second, ..] = completes[..] {
            let is_busy = second == first + 1;
            assert!(is_busy || state.seen[first..second].contains(&"head"), "{:?}", state.seen);
        }
    });
}

#[test]
fn an_error_in_an_answer_of_200_is_one() {
    let liar = Liar::start();
    let client = liar.client();
    let upload = client.begin("a", &Metadata::default()).unwrap();
    let parts = [client.write_part("a", &upload, 1, b"123").unwrap()];
    liar.fail("complete", false, End::OkWithError("InvalidPart"));
    let error = client.complete("a", &upload, &parts, &Metadata::default(), &Condition::None).unwrap_err();
    assert_eq!((error.kind(), error.code()), (&HttpErrorKind::BadPart, Some("InvalidPart")));
    // One that may pass is tried again, once it was looked.
    liar.fail("complete", false, End::OkWithError("InternalError"));
    client.complete("a", &upload, &parts, &Metadata::default(), &Condition::None).unwrap();
    let source = Source { bucket: "liar", key: "a", version: None, etag: None };
    liar.fail("copy", false, End::OkWithError("AccessDenied"));
    assert_eq!(client.copy(&source, "b").unwrap_err().kind(), &HttpErrorKind::PermissionDenied);
}

#[test]
fn a_lost_beginning_is_swept() {
    each_fault("begin", |liar, client, is_done, _| {
        assert_ne!(client.begin("a", &Metadata::default()).unwrap_err().retry(), Retry::Never);
        assert_eq!(client.sweep("", |_| true).unwrap().len(), usize::from(is_done));
        assert!(liar.state.lock().unwrap().uploads.is_empty());
    });
}

#[test]
fn removing_ends_in_nothing() {
    each_fault("delete", |liar, client, _, _| {
        client.put("a", b"1", &Metadata::default(), &Condition::None).unwrap();
        client.delete("a", None).unwrap();
        assert!(liar.state.lock().unwrap().objects.is_empty());
    });
    each_fault("abort", |liar, client, _, _| {
        let upload = client.begin("a", &Metadata::default()).unwrap();
        client.abort("a", &upload).unwrap();
        assert!(liar.state.lock().unwrap().uploads.is_empty());
    });
}

#[test]
fn a_server_that_fails_for_good_ends_in_its_error() {
    for end in ENDS {
        let liar = Liar::start();
        for _ in 0..100 {
            liar.fail("get", false, end);
        }
        assert!(liar.client().get("a", &Wanted::default()).is_err());
        // As often as patience says, and no more.
        assert_eq!(liar.state.lock().unwrap().seen.len(), 4);
    }
}

fn download(client: &S3Client, key: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut download = client.get(key, &Wanted::default()).map_err(|e| e.to_string())?;
    download.read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    Ok(bytes)
}

#[test]
fn a_download_goes_on_where_it_broke() {
    let liar = Liar::start();
    let client = liar.client();
    let body = content(300_000);
    client.put("a", &body, &Metadata::default(), &Condition::None).unwrap();
    liar.lie(Lie::SendsHalf);
    assert!(download(&client, "a").unwrap() == body);
    let gets = liar.state.lock().unwrap().seen.iter().filter(|o| **o == "get").count();
    assert!(gets > 5, "it sends half of what is left each time: {gets}");
    // But never joins halves of two objects.
    liar.lie(Lie::ReplacesMeanwhile);
    assert!(download(&client, "a").unwrap_err().contains("a condition does not hold"));
}

#[test]
fn ranges_that_are_ignored_are_an_error() {
    let liar = Liar::start();
    let client = liar.client();
    client.put("a", &content(100), &Metadata::default(), &Condition::None).unwrap();
    liar.lie(Lie::IgnoresRanges);
    let span = Some(Span { start: 0, length: 10 });
    let error = client.get("a", &Wanted { span, ..Wanted::default() }).unwrap_err();
    assert_eq!(error.kind(), &HttpErrorKind::BadAnswer);
    assert!(!client.probe().unwrap().shows(Ability::ReadsRanges));
}

#[test]
fn probing_catches_lies() {
    let honest = Liar::start().client().probe().unwrap();
    assert!(honest.shows(Ability::ReadAfterWrite) && honest.shows(Ability::ReadAfterReplace));
    assert!(honest.shows(Ability::KeepsAbsentOnWrite) && honest.shows(Ability::KeepsAbsentOnComplete));
    // It checks no digest at all, ever.
    assert_eq!(honest.verdict(Ability::ChecksMd5), Verdict::Contradicted);
    assert_eq!(honest.verdict(Ability::ChecksSignedHash), Verdict::Contradicted);
    assert_eq!(honest.guard(), Guard::Both);
    for (lie, ability) in [
        (Lie::DropsWrites, Ability::ReadAfterWrite),
        (Lie::FlipsBits, Ability::ReadAfterWrite),
        (Lie::ReadsStale, Ability::ReadAfterReplace),
    ] {
        let liar = Liar::start();
        liar.lie(lie);
        let probe = liar.client().probe().unwrap();
        assert_eq!(probe.verdict(ability), Verdict::Contradicted, "{lie:?}");
        assert!(liar.state.lock().unwrap().objects.is_empty(), "nothing is left behind");
    }
}

#[test]
fn answers_without_end_are_cut() {
    let liar = Liar::start();
    let client = liar.client();
    client.put("a", b"1", &Metadata::default(), &Condition::None).unwrap();
    liar.lie(Lie::ListsForEver);
    let pages: Vec<_> = client.list("", None, true).take(10).collect();
    assert!(pages.len() <= 3 && pages.last().unwrap().is_err());
    liar.lie(Lie::SpeaksForEver);
    assert_eq!(client.versioning().unwrap_err().kind(), &HttpErrorKind::BadAnswer);
    assert_eq!(
        client.put("b", b"1", &Metadata::default(), &Condition::None).unwrap_err().kind(),
        &HttpErrorKind::BadAnswer
    );
}

#[test]
fn nobody_is_waited_for_longer_than_patience_says() {
    let liar = Liar::start();
    liar.lie(Lie::SaysNothing);
    let error = liar.impatient().head("a", None).unwrap_err();
    assert_eq!((error.kind(), error.retry()), (&HttpErrorKind::Timeout, Retry::LookFirst));
    assert_eq!(liar.state.lock().unwrap().seen, ["head", "head"]);
}

#[test]
fn nobody_is_followed_elsewhere() {
    let liar = Liar::start();
    liar.lie(Lie::Redirects);
    let error = liar.client().put("a", b"1", &Metadata::default(), &Condition::None).unwrap_err();
    assert_eq!(error.kind(), &HttpErrorKind::Redirected);
    assert_eq!(liar.state.lock().unwrap().seen, ["put"]);
}

// INVARIANT (no-values)
#[test]
fn errors_repeat_nothing_of_what_servers_write() {
    let liar = Liar::start();
    let client = liar.client();
    for code in ["AccessDenied", "Erika Mustermann", "RequestTimeTooSkewed"] {
        liar.fail("get", false, End::Status(403, code));
        let error = client.get("geheim", &Wanted::default()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("Mustermann"));
        assert!(!format!("{error:?}").contains("geheim"), "keys reach no log");
    }
    liar.fail("get", false, End::Status(403, "RequestTimeTooSkewed"));
    let error = client.get("a", &Wanted::default()).unwrap_err();
    assert_eq!(error.kind(), &HttpErrorKind::ClockSkew);
    assert!(error.hint(hoheit_types::Lang::De).unwrap().contains("Uhr"));
}
