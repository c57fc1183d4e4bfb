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
        let before = client.tokens();
        for _ in 0..3 {
            client.container().unwrap();
        }
        // One more where a service's tokens live for seconds only.
        assert!(client.tokens() <= before + 1, "calls share a log-in");
        let before = client.tokens();
        client.spoil_token();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| client.container().map(drop).unwrap());
            }
        });
        let had = client.tokens() - before;
        assert!((1..=2).contains(&had), "one log-in for all threads, not {had}");
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
        let spoilt = spoilt(&credential);
        assert_eq!(refused(&client_of(&uri, &spoilt)), HttpErrorKind::BadCredential);
        assert_eq!(refused(&client_of(&uri, &credential)), HttpErrorKind::NoContainer);
        let error = client_of(&uri, &spoilt).container().err().unwrap();
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

/// The same user with another secret. What is appended to a long one would not do: bcrypt looks at 72 bytes.
fn spoilt(credential: &str) -> String {
    let line = |line: &str| match line.rsplit_once(['=', ':']) {
        Some((name, secret))
            if !name.contains("OS_") || name.contains("PASSWORD") || name.contains("SECRET") =>
        {
            line.replace(secret, &format!("wrong-{secret}"))
        }
        _ => line.to_owned(),
    };
    credential.lines().map(line).collect::<Vec<_>>().join("\n")
}
