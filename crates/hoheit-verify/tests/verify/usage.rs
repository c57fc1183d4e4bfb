// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;

#[test]
fn what_is_not_understood_is_said() {
    let house = House::new(&[1]);
    let log = house.log();
    let log = log.to_str().unwrap();
    let key = Signer::Log.verifier().to_string();
    let wrong_id = key.replace("877a47c5", "877a47c6");
    let witness = Signer::Witness.verifier().to_string();
    for (args, de, en) in [
        (&["prüfe"][..], "'prüfe' ist nicht bekannt", "'prüfe' is not known"),
        (&["log"], "log: es fehlt, was zu prüfen ist", "log: what to check is missing"),
        (&["log", log, "more"], "'more' ist nicht bekannt", "'more' is not known"),
        (&["log", log, "--fast"], "'--fast' ist nicht bekannt", "'--fast' is not known"),
        (&["log", log, "--fast=1"], "'--fast=1' ist nicht bekannt", "'--fast=1' is not known"),
        (&["log", log, "--policy"], "--policy braucht einen Wert", "--policy needs a value"),
        (&["log", log, "--key", &key, "--key", &key], "--key steht zweimal da", "--key is given twice"),
        (&["log", log, "--key", &key, "--policy", "p"], "--policy oder --key", "--policy or --key"),
        (&["log", log, "--key", "abc"], "kein Schlüssel", "no key"),
        (&["log", log, "--key", &wrong_id], "falsch abgeschrieben", "copied wrongly"),
        (&["log", log, "--key", &witness], "Schlüsseln der Art 4", "keys of the kind 4"),
        (&["bundle", "p", "--since", "c"], "--since gilt nur für log", "--since is for log only"),
        (&["bundle", "p", "--file", "f"], "--file gilt nur für receipt", "--file is for receipt only"),
        (&["package"], "package: es fehlt", "package: what to check is missing"),
        (&["log", log, "--proof", "p"], "--proof gilt nur für plan", "--proof is for plan only"),
        (&["log", "l", "--report", "r"], "--report gilt nur für package", "--report is for package only"),
        (&["log", "l", "--opened", "o"], "--opened gilt nur für package", "--opened is for package only"),
        (&["package", "p", "--since", "c"], "--since gilt nur für log", "--since is for log only"),
        (&["log", log, "--details=yes"], "'--details=yes' ist nicht bekannt", "'--details=yes' is not known"),
    ] {
        verify(args).expect_failure(3, de);
        verify(args.iter().chain(&["--lang", "en"])).expect_failure(3, en);
    }
    verify(["log", log, "--lang", "fr"]).expect_failure(3, "--lang ist de oder en");
}

#[test]
fn a_policy_with_mistakes_names_the_line() {
    let house = House::new(&[1]);
    let good = maker::policy();
    for (policy, de, en) in [
        (good.replace("quorum revision\n", ""), "genau eine Zeile quorum", "one line quorum"),
        (
            good.replace("quorum revision", "quorum all"),
            "Zeile 3: ein Name ist unbekannt",
            "line 3: a name is unknown",
        ),
        (format!("\n{good}bürge x\n"), "Zeile 5: weder log", "line 5: neither log"),
        (good.replace("log mus", "log mos"), "Zeile 1: Kennung und Schlüssel", "line 1: id and key"),
        ("\u{0}".to_owned(), "Zeile 1: weder log", "line 1: neither log"),
    ] {
        fs::write(house.path("policy"), policy).unwrap();
        house.check(&[]).expect_failure(3, de);
        house.check(&["--lang", "en"]).expect_failure(3, en);
    }
    fs::write(house.path("policy"), [0xff; 10]).unwrap();
    house.check(&[]).expect_failure(3, "Zeile 1");
    fs::remove_file(house.path("policy")).unwrap();
    house.check(&[]).expect_failure(5, "die Richtlinie: gibt es nicht");
    house.check(&["--lang", "en"]).expect_failure(5, "the policy: there is none");
}

#[test]
fn it_says_how_it_is_used_and_speaks_the_readers_language() {
    for args in [&[][..], &["--help"], &["help"], &["log", "-h"]] {
        verify(args).expect_part(0, "hoheit-verify log ORDNER");
    }
    verify(["--help", "--lang", "en"]).expect_part(0, "hoheit-verify log FOLDER");
    verify(["--help"]).expect_part(0, "5 nicht lesbar, oder verschlüsselt und nicht angesehen");
    verify(["--help", "--lang", "en"]).expect_part(0, "5 not readable, or encrypted and not looked at");
    verify(["--version"]).expect_part(0, concat!("hoheit-verify ", env!("CARGO_PKG_VERSION")));
    let with = |name: &str, value: &str| {
        let mut command = program(["help"]);
        command.env(name, value);
        heard(command)
    };
    with("HOHEIT_LANG", "en").expect_part(0, "FOLDER");
    with("LANG", "en_GB.UTF-8").expect_part(0, "FOLDER");
    with("LC_ALL", "de_DE.UTF-8").expect_part(0, "ORDNER");
    with("LANG", "C").expect_part(0, "ORDNER");
    let mut both = program(["help", "--lang", "de"]);
    both.env("HOHEIT_LANG", "en");
    heard(both).expect_part(0, "ORDNER");
}

#[test]
fn a_closed_pipe_is_nobodys_fault() {
    let house = House::new(&[10]);
    let mut command = program([OsStr::new("log"), house.log().as_os_str()]);
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}
