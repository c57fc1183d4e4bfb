// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is encrypted, opened by the very lines of the reference, where others write to the place as well.

use crate::household::text;
use crate::moving::{Office, tree};
use crate::moving_encrypted::{Pair, plan};
use std::path::{Path, PathBuf};

/// Planted names lead nowhere, nothing is written over, and nothing is passed over in silence.
#[test]
fn restoring_by_hand_follows_no_planted_names_and_passes_nothing_over() {
    let Some(pair) = Pair::new() else { return };
    let office = Office::new(|house| {
        crate::moving::statutes(house, 12);
        house.put("30 Satzungen/b", "of b");
        house.put("30 Satzungen/a\nb", "of two lines");
        // Of several of age's chunks: the first ones decrypt whatever becomes of the last.
        house.put("30 Satzungen/lang", vec![b'x'; 200_000]);
    });
    office.classify("30 Satzungen", "none");
    let (digest, _) = plan(&office, &pair);
    office.say(&["move", "run", &digest, "--yes"], 0);
    let folder = office.target().join(&digest[..16]);
    let files = |to: &Path| -> Vec<PathBuf> {
        tree(to).into_iter().filter(|(_, standing)| standing.0.is_some()).map(|(path, _)| path).collect()
    };
    let (plain, split) = (Path::new("30 Satzungen/b"), Path::new("30 Satzungen/a\nb"));
    let own: Vec<PathBuf> = files(&office.house.share()).into_iter().filter(|path| path != split).collect();
    assert_eq!(own.len(), 14);

    let (done, to) = pair.try_restore(&folder, "one");
    let said = text(&done.stderr);
    assert!(!done.status.success() && said.contains("left-out") && said.contains("a\\nb"), "{said}");
    assert_eq!(files(&to), own);
    assert_eq!(std::fs::read(to.join(plain)).unwrap(), b"of b", "and not of the other");

    // Out of the folder, over two lines, and by a file elsewhere.
    let object = tree(&folder).into_keys().find(|path| !path.to_string_lossy().starts_with("index"));
    let object = object.unwrap().display().to_string();
    let index = folder.join("index-000002.age");
    let line = |name: &str, file: &str| {
        serde_json::json!({ "name": name, "kind": "file", "file": file }).to_string() + "\n"
    };
    let planted =
        [("x\n../escaped", object.as_str()), ("../escaped", &object), ("c", "../key"), ("d\n", "x\n/y")];
    pair.plant(&index, &planted.map(|(name, file)| line(name, file)).concat());
    let (done, to) = pair.try_restore(&folder, "two");
    assert!(!done.status.success() && text(&done.stderr).contains("left-out"));
    assert_eq!(files(&to), own);
    assert!(!pair.folder.path().join("escaped").exists());

    // A name that is there already, also that of a folder, is not written over, and told; so is one that can't be written.
    std::fs::remove_file(&index).unwrap();
    let taken = ["30 Satzungen/b", "30 Satzungen", "keiner/x"];
    pair.plant(&index, &taken.map(|name| line(name, &object)).concat());
    let (done, to) = pair.try_restore(&folder, "three");
    let told = taken.map(|name| format!("{object}/{name}\n")).concat();
    let said = text(&done.stderr);
    assert!(!done.status.success() && said.contains(&format!("unwritten:\n{told}")), "{said}");
    assert_eq!((files(&to), std::fs::read(to.join(plain)).unwrap()), (own.clone(), b"of b".to_vec()));
    std::fs::remove_file(&index).unwrap();

    // Damaged objects, one cut and one changed: all others are there, of these nothing is, and they are named.
    let listed = std::fs::read_to_string(pair.folder.path().join("one.work/files")).unwrap();
    let listed_as = |name: &str| listed.lines().find(|line| line.ends_with(&format!("/{name}"))).unwrap();
    let damaged = ["30 Satzungen/b", "30 Satzungen/lang"];
    let places = damaged.map(|name| folder.join(listed_as(name).split('/').next().unwrap()));
    let whole = places.each_ref().map(|place| std::fs::read(place).unwrap());
    let mut changed = whole[0].clone();
    *changed.last_mut().unwrap() ^= 1;
    std::fs::write(&places[0], changed).unwrap();
    std::fs::write(&places[1], &whole[1][..whole[1].len() - 100]).unwrap();
    let (done, to) = pair.try_restore(&folder, "damaged");
    let told = damaged.map(|name| format!("{}\n", listed_as(name))).concat();
    let said = text(&done.stderr);
    assert!(!done.status.success() && said.contains(&format!("damaged:\n{told}")), "{said}");
    let is_damaged = |path: &&PathBuf| damaged.iter().any(|name| *path == Path::new(name));
    let rest: Vec<PathBuf> = own.iter().filter(|path| !is_damaged(path)).cloned().collect();
    assert_eq!(files(&to), rest);
    assert!(!pair.folder.path().join("damaged.work/object").exists(), "nothing is left in the clear");
    for (place, content) in places.iter().zip(whole) {
        std::fs::write(place, content).unwrap();
    }

    // An object that did not arrive: all others are there, and it is named.
    let lost = listed_as("30 Satzungen/b");
    let (away, place) = (pair.folder.path().join("away"), folder.join(lost.split('/').next().unwrap()));
    std::fs::rename(&place, &away).unwrap();
    let (done, to) = pair.try_restore(&folder, "missing");
    let said = text(&done.stderr);
    assert!(!done.status.success() && said.contains(&format!("missing:\n{lost}\n")), "{said}");
    let rest: Vec<PathBuf> = own.iter().filter(|path| *path != plain).cloned().collect();
    assert_eq!(files(&to), rest);
    std::fs::rename(&away, &place).unwrap();

    // What no index names, and what is called like one; a damaged index; none at all.
    let strange = [".fremd", &format!("{:032}.age", 0), "index-0000001.age", "index-fremd"];
    for name in strange {
        std::fs::copy(folder.join(&object), folder.join(name)).unwrap();
    }
    let (done, to) = pair.try_restore(&folder, "four");
    let told = strange.map(|name| format!("{name}\n")).concat();
    let said = text(&done.stderr);
    assert!(!done.status.success() && said.contains(&format!("unknown:\n{told}")), "{said}");
    assert_eq!(files(&to), own);
    let index = folder.join("index-000001.age");
    let mut bytes = std::fs::read(&index).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&index, &bytes).unwrap();
    let (done, to) = pair.try_restore(&folder, "five");
    let said = text(&done.stderr);
    assert!(!done.status.success() && said.contains("no index: index-") && tree(&to).is_empty(), "{said}");
    std::fs::remove_file(&index).unwrap();
    let (done, to) = pair.try_restore(&folder, "six");
    let said = text(&done.stderr);
    assert!(!done.status.success() && said.contains("no index: index-") && tree(&to).is_empty(), "{said}");
}

/// One damaged age file, or one that somebody else put there, keeps nobody from the others, and nothing of it is taken for the whole.
#[test]
fn opening_a_package_by_hand_names_what_does_not_open() {
    let Some(pair) = Pair::new() else { return };
    let page = include_str!("../../../../docs/reference/exit-package.md");
    let bag = pair.folder.path().join("bag");
    let plans = bag.join("hoheit/plans");
    std::fs::create_dir_all(&plans).unwrap();
    let head = |dataset: u32| format!("{{\"dataset\":{dataset},\"name\":\"Nummer {dataset}\"}}\n");
    pair.plant(&bag.join("hoheit/receipts.txt.age"), "receipts");
    pair.plant(&plans.join("11.jsonl.age"), &head(1));
    // Cut behind its first chunk, of which a head could be read.
    let cut = plans.join("22.jsonl.age");
    pair.plant(&cut, &(head(2) + &"x".repeat(200_000)));
    let content = std::fs::read(&cut).unwrap();
    std::fs::write(&cut, &content[..content.len() - 100]).unwrap();
    pair.plant(&plans.join("33.jsonl.age"), "fremd");
    pair.plant(&plans.join("44.jsonl.age"), &head(4));
    std::fs::create_dir(plans.join("0.jsonl.age")).unwrap();

    let (done, to) = pair.by_lines((page, "open"), &bag, "opened");
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    for told in [
        r#"["not opened","hoheit/plans/0.jsonl.age"]"#,
        r#"["not opened","hoheit/plans/22.jsonl.age"]"#,
        r#"["no plan","33.jsonl"]"#,
    ] {
        assert!(said.lines().any(|line| line == told), "{told}: {said}");
    }
    let rows = "[\"data/1/11\",\"Nummer 1\"]\n[\"data/4/44\",\"Nummer 4\"]\n";
    assert_eq!(text(&done.stdout), rows);
    let files: Vec<String> = tree(&to)
        .into_iter()
        .filter(|(_, standing)| standing.0.is_some())
        .map(|(path, _)| path.display().to_string())
        .collect();
    let own = ["plans/11.jsonl", "plans/33.jsonl", "plans/44.jsonl", "receipts.txt"];
    assert_eq!(files, own.map(|name| format!("hoheit/{name}")));
}
