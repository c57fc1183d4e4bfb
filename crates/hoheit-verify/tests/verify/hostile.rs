// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::maker::ORIGIN;
use hoheit_merkle::{Checkpoint, Hash};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;

fn pipe(path: &Path) {
    assert!(succeeded(&Command::new("mkfifo").arg(path).output().unwrap()));
}

#[test]
fn a_folder_that_is_none_is_said() {
    let house = House::new(&[1]);
    let (none, file, empty) = (house.path("none"), house.path("policy"), house.path("empty"));
    fs::create_dir(&empty).unwrap();
    for (path, de, en) in [
        (&none, "der Ordner: gibt es nicht", "the folder: there is none"),
        (&file, "das ist kein Ordner", "that is no folder"),
        (&empty, "die Datei checkpoint: gibt es nicht", "the file checkpoint: there is none"),
    ] {
        verify([OsStr::new("log"), path.as_os_str()]).expect_failure(5, de);
        verify([OsStr::new("log"), path.as_os_str(), OsStr::new("--lang=en")]).expect_failure(5, en);
    }
}

#[test]
fn links_are_not_followed() {
    let house = House::new(&[300]);
    let elsewhere = house.path("elsewhere");
    // A person may name a link; nothing below it may be one.
    symlink(house.log(), house.path("link")).unwrap();
    let (link, policy) = (house.path("link"), house.path("policy"));
    let args = [OsStr::new("log"), link.as_os_str(), OsStr::new("--policy"), policy.as_os_str()];
    verify(args).expect_part(0, "Bewiesen: ");

    for name in ["tile/0/000", "tile/entries", "tile"] {
        let place = house.log().join(name);
        fs::rename(&place, &elsewhere).unwrap();
        symlink(&elsewhere, &place).unwrap();
        let said = house.check(&["--details"]);
        assert_eq!(said.code, Some(if name == "tile/0/000" { 5 } else { 4 }), "{name}: {said:?}");
        said.expect_part(said.code.unwrap(), &format!("„{name}“"));
        fs::remove_file(&place).unwrap();
        fs::rename(&elsewhere, &place).unwrap();
    }
    let place = house.log().join("checkpoint");
    fs::rename(&place, &elsewhere).unwrap();
    symlink(&elsewhere, &place).unwrap();
    house.check(&[]).expect_failure(5, "die Datei checkpoint: ist keine gewöhnliche Datei");
    // A link that leads in a circle.
    fs::remove_file(&place).unwrap();
    fs::rename(&elsewhere, &place).unwrap();
    symlink(".", house.tile("0/loop")).unwrap();
    house.check(&[]).expect_part(4, "„tile/0/loop“ gehört nicht in ein Protokoll");
}

#[test]
fn nothing_that_blocks_is_opened() {
    let house = House::new(&[3, 300]);
    pipe(&house.tile("0/pipe"));
    house.check(&[]).expect_part(4, "„tile/0/pipe“ gehört nicht in ein Protokoll");
    fs::remove_file(house.tile("0/pipe")).unwrap();
    for name in ["0/000", "0/000.p/3", "entries/001.p/44"] {
        fs::rename(house.tile(name), house.path("kept")).unwrap();
        pipe(&house.tile(name));
        house.check(&[]).expect(
            5,
            &format!(
                "Nicht geprüft: Das Protokoll „musterstadt.example/protokoll“ ließ sich nicht ganz lesen; 1 Beanstandung: „tile/{name}“ \
                 ist keine gewöhnliche Datei."
            ),
        );
        fs::remove_file(house.tile(name)).unwrap();
        fs::rename(house.path("kept"), house.tile(name)).unwrap();
    }
    fs::remove_file(house.log().join("checkpoint")).unwrap();
    pipe(&house.log().join("checkpoint"));
    house.check(&["--lang", "en"]).expect_failure(5, "the file checkpoint: is no ordinary file");
    fs::remove_file(house.path("policy")).unwrap();
    pipe(&house.path("policy"));
    house.check(&[]).expect_failure(5, "die Richtlinie: ist keine gewöhnliche Datei");
}

#[test]
fn folders_in_the_place_of_files_are_no_files() {
    let house = House::new(&[300]);
    fs::remove_file(house.tile("0/000")).unwrap();
    fs::create_dir(house.tile("0/000")).unwrap();
    house.check(&[]).expect_part(5, "„tile/0/000“ ist keine gewöhnliche Datei");
    fs::write(house.tile("0/000/x"), "").unwrap();
    house.check(&[]).expect_part(4, "2 Beanstandungen");
}

#[test]
fn what_may_not_be_read_is_not_called_damaged() {
    let house = House::new(&[300]);
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(house.folder.path(), 0o755);
    mode(&house.tile("entries/000"), 0);
    // The administrator may read everything, so it is tried as nobody; where that one can't reach the program, nothing is shown.
    let copy = house.path("hoheit-verify");
    fs::copy(env!("CARGO_BIN_EXE_hoheit-verify"), &copy).unwrap();
    mode(&copy, 0o755);
    let is_root =
        succeeded(&Command::new("test").args(["-r"]).arg(house.tile("entries/000")).output().unwrap());
    let mut command = Command::new(&copy);
    command.arg("log").arg(house.log()).arg("--policy").arg(house.path("policy")).args(["--lang", "en"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if is_root {
        command.uid(65_534).gid(65_534);
    }
    heard(command).expect(
        5,
        "Not checked: the log “musterstadt.example/protokoll” could not be read in full; 1 fault: “tile/entries/000” no right to read it.",
    );
}

#[test]
fn files_that_are_far_too_large_are_not_read() {
    let house = House::new(&[300]);
    let grow = |path: &Path| fs::OpenOptions::new().write(true).open(path).unwrap().set_len(2 << 30).unwrap();
    // Holes: they take no place on the disk, but would take it in memory.
    grow(&house.tile("0/000"));
    house.check(&[]).expect_part(4, "„tile/0/000“ falsche Länge");
    grow(&house.tile("entries/001.p/44"));
    house.check(&["--details"]).expect_part(4, "„tile/entries/001.p/44“ falsche Länge");
    grow(&house.log().join("checkpoint"));
    house
        .check(&[])
        .expect(4, "Nicht bewiesen: Die Datei checkpoint ist kein Prüfpunkt; sie ist viel zu groß.");
    grow(&house.path("policy"));
    house.check(&[]).expect_failure(3, "Zeile 1");
}

#[test]
fn a_size_that_is_a_lie_costs_nothing() {
    let house = House::new(&[300]);
    for size in [u64::MAX, 1 << 62, 301] {
        let text = Checkpoint { origin: ORIGIN.into(), size, root: Hash::of_empty_tree() }.to_string();
        let note = maker::signed(&text, &[Signer::Log, Signer::Witness]);
        fs::write(house.log().join("checkpoint"), note.to_string()).unwrap();
        house.check(&[]).expect_part(4, "„tile/entries/001");
    }
}

#[test]
fn foreign_words_steer_no_terminal() {
    let house = House::new(&[3]);
    let origin = "a\u{9b}2J\u{202e}b";
    let text = Checkpoint { origin: origin.into(), size: 0, root: Hash::of_empty_tree() }.to_string();
    fs::write(house.log().join("checkpoint"), format!("{text}\n— \u{202d}name AAAAAQEB\n")).unwrap();
    fs::write(house.tile("0/\u{1b}[2J"), "").unwrap();
    let log = house.log();
    let said = verify(["log", log.to_str().unwrap(), "--details"]);
    let clean = |text: &str| {
        !text.contains(|c: char| c.is_control() && c != '\n' || matches!(c, '\u{202d}' | '\u{202e}'))
    };
    assert!(said.code == Some(4) && clean(&said.out) && clean(&said.err), "{said:?}");
    assert!(said.out.contains(r"„a\u{9b}2J\u{202e}b“"), "{said:?}");
    let said = verify(["\u{1b}[2J"]);
    assert!(clean(&said.err), "{said:?}");
}

#[test]
fn strange_names_and_deep_folders_are_told() {
    let house = House::new(&[3]);
    fs::write(house.log().join("tile").join(OsStr::from_bytes(b"\xff")), "").unwrap();
    fs::create_dir(house.log().join("tile").join(OsStr::from_bytes(b"\xfe"))).unwrap();
    house
        .check(&[])
        .expect_part(4, "2 Beanstandungen, zuerst: „tile/\u{fffd}“ gehört nicht in ein Protokoll");
    let deep = (0..40).fold(house.tile("0"), |path, _| path.join("x000"));
    fs::create_dir_all(&deep).unwrap();
    house.check(&[]).expect_part(4, "3 Beanstandungen");
    // Beside the tiles lies what an auditor may ask about.
    let house = House::new(&[3]);
    fs::write(house.log().join("notes.txt"), "").unwrap();
    house.check(&["--details"]).expect_part(0, "  außerdem im Ordner, nicht geprüft: 1\n");
    // What a level far beyond holds is not ours to judge, but named.
    fs::create_dir_all(house.tile("63")).unwrap();
    fs::write(house.tile("63/000"), "").unwrap();
    house.check(&[]).expect_part(1, "; 1 Datei zu Einträgen, die der Prüfpunkt noch nicht zählt.");
}

/// A log that was copied while it grew: the old checkpoint, and files of later ones.
#[test]
fn a_copy_that_was_made_while_the_log_grew_is_proved_with_a_remark() {
    let house = House::new(&[300]);
    let checkpoint = fs::read(house.log().join("checkpoint")).unwrap();
    let mut later = maker::Maker::new(&house.log());
    (0..600).for_each(|number| later.push(maker::entry(number).to_string().as_bytes()));
    later.publish(&[Signer::Log]);
    fs::write(house.log().join("checkpoint"), checkpoint).unwrap();
    for name in ["0/001.p/44", "entries/001.p/44"] {
        house.check(&[]).expect_part(1, "Dateien zu Einträgen, die der Prüfpunkt noch nicht zählt.");
        fs::remove_file(house.tile(name)).unwrap();
    }
    house.check(&[]).expect_part(1, "mit 300 Einträgen");
    change(&house.tile("entries/001"), |bytes| bytes[20] ^= 1);
    house.check(&[]).expect_part(4, "„tile/0/001“ passt nicht zu den Einträgen");
}
