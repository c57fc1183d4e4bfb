// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Bags: the conformance suite of the Library of Congress, and small ones of our own that somebody has tampered with.

use super::*;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Folders of the suite in one folder of a version; empty where there is none.
fn cases(version: &Path, kind: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(version.join(kind)).into_iter().flatten();
    let mut all: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    all.sort();
    all
}

/// The suite's folder, or its archive among the official files, unpacked; `None`: neither is there.
fn suite(unpacked: &Path) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("HOHEIT_BAGIT_SUITE") {
        return Some(folder.into());
    }
    let official = std::env::var_os("HOHEIT_OFFICIAL_FILES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let archives = fs::read_dir(official.join("bagit")).ok()?;
    let mut archives = archives.filter_map(|entry| Some(entry.ok()?.path()));
    let archive = archives.find(|path| path.extension().is_some_and(|ending| ending == "gz"))?;
    let tar = Command::new("tar").arg("xzf").arg(archive).arg("-C").arg(unpacked).status();
    assert!(tar.unwrap().success());
    Some(unpacked.to_owned())
}

#[test]
fn the_conformance_suite_is_judged_as_it_says() {
    let unpacked = TempDir::new().unwrap();
    let Some(suite) = suite(unpacked.path()) else {
        println!("left out, HOHEIT_BAGIT_SUITE names no folder: the conformance suite of BagIt");
        return;
    };
    let mut count = 0;
    for version in ["v0.93", "v0.94", "v0.95", "v0.96", "v0.97", "v1.0"] {
        let version = Path::new(&suite).join(version);
        assert!(version.is_dir(), "{} is missing", version.display());
        for (kind, codes) in [
            ("valid", &[0][..]),
            ("invalid", &[4]),
            ("linux-only", &[4]),
            ("windows-only", &[4]),
            ("warning", &[0, 1]),
        ] {
            for bag in cases(&version, kind) {
                let said = verify([OsStr::new("package"), bag.as_os_str(), "--lang".as_ref(), "en".as_ref()]);
                let code = said.code.unwrap_or(-1);
                assert!(codes.contains(&code), "{}: {said:?}", bag.display());
                // Old sums are told, and nothing else is wrong with valid ones.
                let is_told = said.out.contains("; its sums (MD5, SHA-1) can be forged");
                // "no receipts of hoheit" is the first remark, so there is another one.
                let remarks = said.out.matches(';').count();
                let fewest = if is_told { 3 } else { 2 };
                assert!(kind != "warning" || remarks >= fewest, "{}: {said:?}", bag.display());
                count += 1;
            }
        }
    }
    assert!(count > 50, "only {count} bags");
    println!("{count} bags of the conformance suite");
}

pub(crate) fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A bag with these files; names as they stand in the manifest, and on disk.
fn bag(house: &House, files: &[(&str, &str, &str)]) -> PathBuf {
    let root = house.path("bag");
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("data/ordner")).unwrap();
    fs::write(root.join("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n").unwrap();
    let mut manifest = String::new();
    for (listed, name, content) in files {
        fs::write(root.join(name), content).unwrap();
        let _ = writeln!(manifest, "{}  {listed}", sum(content.as_bytes()));
    }
    fs::write(root.join("manifest-sha256.txt"), manifest).unwrap();
    root
}

fn code(root: &Path) -> (Option<i32>, String) {
    let said = verify([OsStr::new("package"), root.as_os_str(), "--lang".as_ref(), "en".as_ref()]);
    (said.code, said.out + &said.err)
}

#[test]
fn whatever_was_changed_is_found() {
    type Tampering = (fn(&Path), &'static str);
    let house = House::new(&[1]);
    let files = [
        ("data/a.txt", "data/a.txt", "eins"),
        ("data/ordner/100%25.txt", "data/ordner/100%.txt", "zwei"),
        ("data/zwei%0AZeilen", "data/zwei\nZeilen", "drei"),
    ];
    let root = bag(&house, &files);
    let (exit, said) = code(&root);
    assert_eq!(exit, Some(0), "{said}");
    assert!(said.contains("3 files") && said.contains("no receipts of hoheit"), "{said}");

    let tamperings: [Tampering; 12] = [
        (|root| fs::write(root.join("data/a.txt"), "zwei").unwrap(), "is not what the manifest says"),
        (|root| fs::remove_file(root.join("data/a.txt")).unwrap(), "missing"),
        (|root| fs::write(root.join("data/b.txt"), "").unwrap(), "is not in every manifest"),
        (|root| fs::remove_file(root.join("bagit.txt")).unwrap(), "no package"),
        (|root| fs::remove_file(root.join("manifest-sha256.txt")).unwrap(), "no manifest"),
        (|root| append(root, "manifest-sha256.txt", "xyz  data/a.txt\n"), "a line is none"),
        (|root| append(root, "manifest-sha256.txt", "00  ../fremd\n"), "leads out"),
        (|root| append(root, "manifest-sha256.txt", "00  bagit.txt\n"), "wrong place"),
        (|root| fs::write(root.join("tagmanifest-sha256.txt"), "00  bagit.txt\n").unwrap(), "is not what"),
        (
            |root| fs::write(root.join("fetch.txt"), "https://a.example - data/fern\n").unwrap(),
            "to be fetched",
        ),
        (
            |root| fs::write(root.join("bag-info.txt"), "payload-oxum: 9.3\n").unwrap(),
            "counts something else",
        ),
        (
            |root| {
                fs::write(root.join("bagit.txt"), "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n")
                    .unwrap();
            },
            "no known version",
        ),
    ];
    for (tamper, why) in tamperings {
        let root = bag(&house, &files);
        tamper(&root);
        let (exit, said) = code(&root);
        assert!(exit == Some(4) && said.contains(why), "{why}: {exit:?} {said}");
    }
}

fn append(root: &Path, name: &str, line: &str) {
    let text = fs::read_to_string(root.join(name)).unwrap();
    fs::write(root.join(name), text + line).unwrap();
}

// INVARIANT (no-way-out-of-the-bag)
#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_bag() {
    let house = House::new(&[1]);
    let secret = house.path("geheim");
    fs::create_dir(&secret).unwrap();
    fs::write(secret.join("x"), "geheim").unwrap();
    // A folder, a file, and data itself.
    for place in ["data/ordner/tor", "data/tor.txt"] {
        let root = bag(&house, &[("data/a", "data/a", "eins")]);
        let to = if place.ends_with("txt") { secret.join("x") } else { secret.clone() };
        std::os::unix::fs::symlink(to, root.join(place)).unwrap();
        let listed = if place.ends_with("txt") { place.to_owned() } else { format!("{place}/x") };
        append(&root, "manifest-sha256.txt", &format!("{}  {listed}\n", sum(b"geheim")));
        let (exit, said) = code(&root);
        assert!(exit == Some(4) && said.contains("neither file nor folder"), "{said}");
    }
    let root = bag(&house, &[("data/a", "data/a", "eins")]);
    fs::remove_dir_all(root.join("data")).unwrap();
    std::os::unix::fs::symlink(&secret, root.join("data")).unwrap();
    assert_eq!(code(&root).0, Some(4));
}

#[test]
fn what_is_no_folder_can_not_be_read() {
    let house = House::new(&[1]);
    verify([OsStr::new("package"), house.path("nichts").as_os_str()]).expect_failure(5, "gibt es nicht");
    verify([OsStr::new("package"), house.path("policy").as_os_str()]).expect_failure(5, "kein Ordner");
}
