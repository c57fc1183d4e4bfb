// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Logging in, at real services.

use super::server::{client_of, each_server, servers};
use crate::http::HttpErrorKind;
use crate::swift::SwiftClient;

fn refused(client: &SwiftClient) -> HttpErrorKind {
    client.container().err().unwrap().kind
}

#[test]
fn a_refused_token_is_had_anew_and_once_for_all_threads() {
    each_server("tokens", "tokens", |client| {
        assert_eq!(client.tokens(), 1, "one log-in for all calls");
        client.spoil_token();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| client.container().map(drop).unwrap());
            }
        });
        assert_eq!(client.tokens(), 2, "one log-in for all threads");
    });
}

#[test]
fn tokens_are_had_anew_before_they_expire() {
    for (uri, credential) in servers("tokens that expire") {
        // The service's tokens live for some seconds there.
        let Some(seconds) = std::env::var("HOHEIT_KEYSTONE_SECONDS").ok().filter(|_| uri.contains("/v3"))
        else {
            continue;
        };
        let seconds: u64 = seconds.parse().unwrap();
        let client = client_of(&uri.replace("CONTAINER", "expiring"), &credential);
        client.create_container().unwrap();
        let begun = std::time::Instant::now();
        let mut calls = 0;
        while begun.elapsed().as_secs() < seconds * 2 + seconds / 2 {
            client.container().unwrap();
            calls += 1;
            std::thread::sleep(std::time::Duration::from_millis(300));
        }
        println!("{calls} calls in {:?}, {} tokens of {seconds} s", begun.elapsed(), client.tokens());
        assert!((3..=5).contains(&client.tokens()), "{} tokens", client.tokens());
    }
}

#[test]
fn who_may_not_is_told_why_and_nothing_else() {
    for (uri, credential) in servers("refusals of log-ins") {
        let uri = uri.replace("CONTAINER", "nobodys");
        let spoilt = |text: &str| {
            let lines: Vec<String> = text
                .lines()
                .map(|line| {
                    match line.contains("PASSWORD") || line.contains("SECRET") || !line.contains('=') {
                        true => format!("{line}-wrong"),
                        false => line.to_owned(),
                    }
                })
                .collect();
            lines.join("\n")
        };
        assert_eq!(refused(&client_of(&uri, &spoilt(&credential))), HttpErrorKind::BadCredential);
        assert_eq!(refused(&client_of(&uri, &credential)), HttpErrorKind::NoContainer);
        let error = client_of(&uri, &spoilt(&credential)).container().err().unwrap();
        assert!(!format!("{error} {error:?}").contains("wrong"), "nothing of the secret is shown");
        if uri.contains("/v3") {
            let nowhere = uri.replace("region=nord", "region=west");
            assert_eq!(refused(&client_of(&nowhere, &credential)), HttpErrorKind::NoService);
            // The other region's storage is not reached, since that is where the catalogue leads.
            let elsewhere = uri.replace("region=nord", "region=sued");
            assert_eq!(refused(&client_of(&elsewhere, &credential)), HttpErrorKind::Unreachable);
            client_of(&format!("{uri}&interface=internal").replace("nobodys", "expiring"), &credential)
                .create_container()
                .unwrap();
        } else {
            assert_eq!(
                refused(&client_of(&uri, "OS_USERNAME=u\nOS_PASSWORD=p\nOS_PROJECT_ID=1")),
                HttpErrorKind::BadCredential
            );
        }
    }
}
