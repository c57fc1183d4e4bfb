// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Exit packages at a place that others write to as well: what they put beside its files, and what they hand out as decrypted.

use super::*;
use crate::package::sum;
use crate::package_proofs::Package;

// INVARIANT (no-stranger-in-the-package)
#[test]
fn what_was_added_beside_the_payload_is_not_the_drills() {
    type Adding = (&'static str, fn(&Path));
    let mut addings: Vec<Adding> = vec![
        ("hoheit/plans/712700ee0.jsonl.age", |root| write(root, "hoheit/plans/712700ee0.jsonl.age")),
        ("fetch.txt", |root| fs::write(root.join("fetch.txt"), "").unwrap()),
        ("desktop.ini", |root| write(root, "desktop.ini")),
        // Each would vouch for others, and none of the payload or of tag files may have another voucher.
        ("tagmanifest-sha512.txt", |root| fs::write(root.join("tagmanifest-sha512.txt"), "").unwrap()),
        ("tagmanifest-md5.txt", |root| {
            write(root, "hoheit/plans/x.jsonl.age");
            let line = "ae2b1fca515949e5d54fb22b8ed95575  hoheit/plans/x.jsonl.age\n";
            fs::write(root.join("tagmanifest-md5.txt"), line).unwrap();
        }),
        ("manifest-whirlpool.txt", |root| write(root, "manifest-whirlpool.txt")),
        // A folder in which nothing of the package lies.
        ("hoheit/plans/0.jsonl.age", |root| {
            fs::create_dir_all(root.join("hoheit/plans/0.jsonl.age")).unwrap();
        }),
    ];
    if cfg!(target_os = "linux") {
        addings.push(("tagmanifest-SHA256.txt", |root| {
            write(root, "hoheit/plans/x.jsonl.age");
            let line = format!("{}  hoheit/plans/x.jsonl.age\n", sum(b"testing"));
            fs::write(root.join("tagmanifest-SHA256.txt"), line).unwrap();
        }));
        addings.push(("manifest-SHA256.txt", |root| {
            write(root, "data/9/fremd.age");
            let line = format!("{}  data/9/fremd.age\n", sum(b"testing"));
            fs::write(root.join("manifest-SHA256.txt"), line).unwrap();
        }));
        addings.push(("hoheit/plans", |root| {
            std::os::unix::fs::symlink("/etc", root.join("hoheit/plans")).unwrap();
        }));
    }
    for (name, add) in addings {
        let package = Package::encrypted(3);
        package.check_all().expect_part(1, "is complete and unchanged");
        add(&package.root());
        let said = package.check_all();
        let is_named = said.out.contains(&format!("“{name}” was added"));
        // Where it vouches for a tag file, that one may be found first: neither is the drill's.
        assert!(is_named || said.out.contains("“hoheit/plans/x.jsonl.age” was added"), "{name}: {said:?}");
        said.expect_part(4, "Not proved: the package is not that of the exit drill");
    }
    let package = Package::new(3);
    let (root, report) = (package.root(), package.house.path("report"));
    write(&root, "hoheit/plans/x.jsonl");
    package.check(&["--report", report.to_str().unwrap()]).expect_part(
        4,
        "Nicht bewiesen: Das Paket ist nicht das der Ausstiegsprobe: „hoheit/plans/x.jsonl“ kam hinzu.",
    );
}

/// A file of somebody else's.
fn write(root: &Path, name: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "testing").unwrap();
}

#[test]
fn receipts_that_somebody_put_there_do_not_open_a_package() {
    let package = Package::encrypted(3);
    let (root, opened) = (package.root(), package.house.path("opened"));
    let opened = opened.to_str().unwrap();
    fs::copy(Path::new(opened).join("hoheit/receipts.txt"), root.join("hoheit/receipts.txt")).unwrap();
    package.check(&["--lang", "en"]).expect_part(5, "have not been looked at");
    package.check(&["--opened", opened, "--lang", "en"]).expect_part(1, "every file has a receipt");
    write(&root, "hoheit/receipts.txt");
    package.check(&["--opened", opened, "--lang", "en"]).expect_part(1, "every file has a receipt");
    package.check_all().expect_part(4, "“hoheit/receipts.txt” was added");
    // Listed beside each other: those in the clear count.
    let package = Package::new(3);
    write(&package.root(), "hoheit/receipts.txt.age");
    package.seal();
    package.check(&[]).expect_part(1, "jede eine Quittung");
    // Listed by nothing: a package that was encrypted, and is faulty, whether somebody opened it or not.
    let package = Package::encrypted(3);
    let (root, opened) = (package.root(), package.house.path("opened"));
    let tags = root.join("tagmanifest-sha256.txt");
    let listed = fs::read_to_string(&tags).unwrap();
    let others: Vec<&str> = listed.lines().filter(|line| !line.ends_with("receipts.txt.age")).collect();
    fs::write(&tags, others.join("\n") + "\n").unwrap();
    write(&root, "hoheit/receipts.txt");
    let opened = ["--opened", opened.to_str().unwrap(), "--lang", "en"];
    for args in [&opened[..], &opened[2..]] {
        package.check(args).expect_part(4, "receipts.txt.age” is not in every manifest");
    }
}

#[test]
fn bad_receipts_that_somebody_opened_are_not_blamed_on_the_package() {
    let package = Package::encrypted(3);
    let (report, opened) = (package.house.path("report"), package.house.path("opened"));
    let receipts = opened.join("hoheit/receipts.txt");
    let whole = fs::read_to_string(&receipts).unwrap();
    let opened = ["--opened", opened.to_str().unwrap()];
    let bound = [&opened[..], &["--report", report.to_str().unwrap()]].concat();
    let (own, own_de) = (
        "Not proved: the decrypted receipts (--opened) do not belong to this package, or are damaged",
        "Nicht bewiesen: Die entschlüsselten Quittungen (--opened) gehören nicht zu diesem Paket, oder sie sind beschädigt",
    );
    let check = |more: &[&str]| package.check(&[more, &["--lang", "en"]].concat());
    let bad_block = whole.clone() + "\nnichts\n";
    for bad in ["", "nichts", &"a".repeat(1 << 17), &bad_block] {
        fs::write(&receipts, bad).unwrap();
        for args in [&opened[..], &bound] {
            check(args).expect_part(4, own);
            package.check(args).expect_part(4, own_de);
        }
    }
    fs::File::create(&receipts).unwrap().set_len(5 << 30).unwrap();
    check(&opened).expect_part(4, own);
    fs::remove_file(&receipts).unwrap();
    fs::create_dir(&receipts).unwrap();
    check(&opened)
        .expect_part(5, "Not checked: the decrypted receipts (--opened) could not be read; 1 fault: ");
    fs::remove_dir(&receipts).unwrap();

    // Receipts of other files: a changed package looks the same, unless the report tells.
    fs::write(&receipts, whole.replace("into ausstieg", "into anders")).unwrap();
    check(&opened).expect_part(4, "was changed, or the decrypted receipts (--opened) are");
    package.check(&opened).expect_part(4, "oder die entschlüsselten Quittungen (--opened) sind es");
    check(&bound).expect_part(4, own);
    // Where something is wrong with a file that the package lists, it is the package.
    fs::write(package.root().join("data/1/0.txt"), "gefälscht").unwrap();
    check(&bound).expect_part(4, "Not proved: the package is damaged");
    fs::write(&receipts, "").unwrap();
    check(&opened).expect_part(4, "Not proved: the package is damaged");
}

#[test]
fn a_receipt_that_stands_twice_is_one() {
    let package = Package::encrypted(3);
    let opened = package.house.path("opened");
    let receipts = opened.join("hoheit/receipts.txt");
    let whole = fs::read_to_string(&receipts).unwrap();
    let blocks = whole.split_once("\n\n").unwrap().1;
    fs::write(&receipts, format!("{whole}\n{blocks}")).unwrap();
    let said = package.check(&["--opened", opened.to_str().unwrap(), "--details", "--lang", "en"]);
    said.expect_part(1, "\n  receipts: 3\n");
}
