// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What protects the log, and that it tells where protection gets weaker.

use crate::household::{Household, on_one_line, text};
use crate::log::{ask, done, town};
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

#[test]
fn a_key_under_a_passphrase_signs_with_it_alone() {
    const FIRST: &str = "vier Wörter im Rathaus";
    const SECOND: &str = "vier andere im Rathaus";
    let house = town();
    let run = |args: &[&str], given: &[(&str, &str)]| {
        let output = house.command(args).envs(given.iter().copied()).output().unwrap();
        (output.status.code().unwrap(), text(&output.stdout) + &text(&output.stderr))
    };
    let site = |name, given: &[(&str, &str)]| {
        run(&["sites", "add", "--name", name, "--title", "x", "--kind", "file_server", "--yes"], given)
    };
    let waiting = |exit| ask(&house, &["log", "status"], exit)["waiting"].as_u64().unwrap();
    let public = run(&["log", "key", "show"], &[]).1;
    let clear = fs::read_to_string(house.home().join("log.key")).unwrap();
    let protect = ["log", "key", "protect", "--yes"];
    let (exit, said) = run(&protect, &[("HOHEIT_LOG_NEW_PASSPHRASE", "zu kurz")]);
    assert!(exit == 3 && said.contains("fewer than 12"), "{said}");
    let (exit, said) = run(&protect, &[]);
    assert!(exit == 3 && said.contains("HOHEIT_LOG_NEW_PASSPHRASE_FILE"), "{said}");
    // A process that was killed while it wrote the file.
    let left_over = house.home().join("log.key.hoheit-4194304.tmp");
    fs::write(&left_over, &clear).unwrap();
    assert_eq!(run(&protect, &[("HOHEIT_LOG_NEW_PASSPHRASE", FIRST)]).0, 0);
    assert!(!left_over.exists(), "keys in clear are left over");
    let key = fs::read_to_string(house.home().join("log.key")).unwrap();
    assert!(key.starts_with("SEALED+KEY+") && !key.contains("PRIVATE"), "{key}");
    assert_eq!(run(&["log", "key", "show"], &[]).1, public);

    // Without it everything is recorded and waits; with a wrong one, too.
    let (exit, said) = site("keller", &[]);
    assert!(exit == 5 && said.contains("under a passphrase"), "{said}");
    assert_eq!(waiting(1), 1);
    let (exit, said) = run(&["log", "publish"], &[("HOHEIT_LOG_PASSPHRASE", SECOND)]);
    assert!(exit == 5 && said.contains("does not open") && !said.contains(SECOND), "{said}");
    let file = house.home().with_file_name("kennwort");
    fs::write(&file, format!("{FIRST}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let by_file = [("HOHEIT_LOG_PASSPHRASE_FILE", file.to_str().unwrap())];
    let (exit, said) = run(&["log", "publish"], &by_file);
    assert!(exit == 5 && said.contains("others may read it"), "{said}");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    // The passphrase itself where its file is asked for is not shown.
    let (exit, said) = run(&["log", "publish"], &[("HOHEIT_LOG_PASSPHRASE_FILE", FIRST)]);
    let said = on_one_line(&said);
    assert!(exit == 5 && said.contains("can't be read") && !said.contains(FIRST), "{said}");
    // What is no text, or too long, is not said to be nothing.
    for (line, what) in [(&b"vier W\xf6rter im Rathaus\n"[..], "in UTF-8"), (&[b'a'; 1_100], "too long")] {
        fs::write(&file, line).unwrap();
        let (exit, said) = run(&["log", "publish"], &by_file);
        assert!(exit == 5 && on_one_line(&said).contains(what), "{said}");
    }
    let output = house.command(&["log", "publish"]).env("HOHEIT_LOG_PASSPHRASE", latin_1()).output().unwrap();
    assert!(on_one_line(&text(&output.stderr)).contains("in UTF-8"), "{}", text(&output.stderr));
    // Whatever comes behind the first line.
    fs::write(&file, [FIRST.as_bytes(), b"\r\n", &[0xf6; 2_000]].concat()).unwrap();
    assert_eq!(run(&["log", "publish"], &by_file).0, 0);
    opens_without_hoheit(&key, FIRST);
    assert_eq!(waiting(0), 0);

    // Another one, a second key under it, and none again; the log tells both.
    let change = [("HOHEIT_LOG_PASSPHRASE", FIRST), ("HOHEIT_LOG_NEW_PASSPHRASE", SECOND)];
    assert_eq!(run(&protect, &change).0, 0);
    assert_eq!(site("dach", &[("HOHEIT_LOG_PASSPHRASE", FIRST)]).0, 5);
    let second = [("HOHEIT_LOG_PASSPHRASE", SECOND)];
    assert_eq!(run(&["log", "key", "rotate", "--yes"], &second).0, 0);
    let key = fs::read_to_string(house.home().join("log.key")).unwrap();
    assert_eq!(key.lines().filter(|line| line.starts_with("SEALED+KEY+")).count(), 2);
    // A key that can't be read just now is not said to be without a passphrase.
    let path = house.home().join("log.key");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(site("garten", &second).0, 5);
    let (exit, said) = run(&["log", "key", "unprotect", "--yes"], &second);
    assert!(exit == 5 && !said.contains("under no passphrase"), "{said}");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let (exit, said) = run(&["log", "key", "replace", "--yes"], &[]);
    assert!(exit == 5 && said.contains("under a passphrase"), "{said}");
    // The old one was brought back in clear: both sign, and the new one stays under the passphrase.
    let sealed = key.lines().last().unwrap();
    fs::write(&path, format!("{clear}{sealed}\n")).unwrap();
    let (exit, said) = run(&["log", "key", "retire", "--yes"], &second);
    assert_eq!(exit, 0, "{said}");
    assert!(fs::read_to_string(&path).unwrap().starts_with("SEALED+KEY+"));
    assert_eq!(run(&["log", "key", "unprotect", "--yes"], &second).0, 0);
    assert_eq!(site("hof", &[]).0, 0);
    let told = ask(&house, &["log", "list", "--kind", "settings"], 0);
    assert_eq!(told["entries"].as_array().unwrap().len(), 2, "{told}");
    assert_eq!(ask(&house, &["log", "fsck"], 0)["is_sound"], true);
    assert!(run(&["log", "key", "unprotect", "--yes"], &[]).1.contains("under no passphrase"));
}

/// As an old terminal types it.
fn latin_1() -> OsString {
    OsString::from_vec(b"vier W\xf6rter im Rathaus".to_vec())
}

/// What the reference tells: OpenSSL opens the key.
fn opens_without_hoheit(line: &str, passphrase: &str) {
    if Command::new("openssl").arg("version").output().is_err() {
        println!("left out: opening the key by OpenSSL, which is not installed");
        return;
    }
    let script =
        "cut -d+ -f5- \"$KEY\" | base64 -d | openssl pkey -inform DER -passin env:PASSPHRASE -noout -text";
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(&file, line).unwrap();
    let output = Command::new("sh")
        .args(["-c", script])
        .env("KEY", file.path())
        .env("PASSPHRASE", passphrase)
        .output()
        .unwrap();
    assert!(text(&output.stdout).contains("ED25519 Private-Key"), "{}", text(&output.stderr));
}

#[test]
fn unusual_settings_are_told_in_clear() {
    let house = town();
    let settings = house.home().join("hoheit.toml");
    let told = |house: &Household| {
        let listed = ask(house, &["log", "list", "--kind", "settings"], 0);
        let entries = listed["entries"].as_array().unwrap().clone();
        entries.iter().map(|entry| entry["index"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let site = |number: usize| {
        let name = format!("keller-{number}");
        done(
            &house,
            &["sites", "add", "--name", &name, "--title", "Keller", "--kind", "file_server", "--yes"],
        );
    };
    site(0);
    assert_eq!(told(&house), [0_u64; 0]);
    let weak =
        "[scan]\nread_protected = [\"personnel\"]\nexclude = [\"Personalakte Erika\"]\n[limits]\npages = 3\n";
    fs::write(&settings, weak).unwrap();
    site(1);
    site(2);
    let index = told(&house);
    assert_eq!(index.len(), 1, "told once, not with each command");
    let shown = ask(&house, &["log", "show", &index[0].to_string()], 0);
    let expected =
        serde_json::json!({"limits.pages": 3, "scan.exclude": 1, "scan.read_protected": ["personnel"]});
    assert_eq!(shown["body"], expected);
    fs::remove_file(&settings).unwrap();
    site(3);
    let index = told(&house);
    let latest = index.iter().max().unwrap().to_string();
    let shown = ask(&house, &["log", "show", &latest], 0);
    assert_eq!((index.len(), &shown["body"]), (2, &serde_json::json!({})));
    assert_eq!(ask(&house, &["log", "fsck"], 0)["is_sound"], true);
}
