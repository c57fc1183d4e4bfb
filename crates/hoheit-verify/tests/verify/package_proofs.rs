// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Exit packages with receipts and the record of their drill, as hoheit writes them, and what somebody makes of them who wants to hide a file.

use super::*;
use crate::maker::{Maker, Signer, prove};
use crate::package::sum;
use hoheit_merkle::{Entry, Opening, Proof, Said as Saying};
use hoheit_types::{ContentDigest, Day, Digest, ExitDrill, Receipt, Record, RelPath, Timestamp, digest_of};
use std::fmt::Write as _;

const CRATE: &str = "data/ro-crate-metadata.json";

/// A package, its report, and the receipts' blocks.
pub(crate) struct Package {
    pub(crate) house: House,
    blocks: Vec<String>,
}

fn said(kind: &str, body: String) -> (Entry, Opening) {
    let opening = Opening { salt: [7; 32], body };
    let said = Saying::Committed(opening.commitment());
    (Entry { kind: kind.to_owned(), at: Timestamp(1_764_453_340_123_456_789), said }, opening)
}

fn receipt(number: u64) -> Receipt {
    let content = content(number);
    let mut digest = ContentDigest::default();
    digest.update(content.as_bytes());
    Receipt {
        plan: digest_of("plan/1", "ein Plan"),
        number,
        object: RelPath::from_kept(format!("Akten/{number}.txt")),
        stored_as: RelPath::from_kept(format!("ausstieg/data/1/{number}.txt")),
        size_bytes: content.len() as u64,
        source: digest.digest(),
        target: digest.digest(),
        sha256: Some(sum(content.as_bytes())),
        site: "neu".parse().unwrap(),
        version: None,
        finished_at: Timestamp(1_764_453_340_123_456_789),
        losses: Vec::new(),
    }
}

fn content(number: u64) -> String {
    format!("Akte {number}")
}

impl Package {
    pub(crate) fn new(count: u64) -> Self {
        Self::made(count, false)
    }

    /// What lies in the place of receipts is no age file: this program would not know. Decrypted they lie beside it.
    pub(crate) fn encrypted(count: u64) -> Self {
        Self::made(count, true)
    }

    fn made(count: u64, is_encrypted: bool) -> Self {
        let house = House { folder: TempDir::new().unwrap() };
        fs::write(house.path("policy"), maker::policy()).unwrap();
        let mut log = Maker::new(&house.log());
        let mut entries = Vec::new();
        for number in 0..count {
            let (entry, opening) = said(Receipt::KIND, receipt(number).write().unwrap().1);
            log.push(entry.to_string().as_bytes());
            entries.push((entry, opening));
        }
        let note = log.publish(&[Signer::Log, Signer::Witness]);
        let blocks = entries.into_iter().enumerate().map(|(index, (entry, opening))| {
            let proof = prove(&house.log(), index as u64, &note);
            let proof = Proof { extra: Some((entry.to_string(), Some(opening))), ..proof }.to_string();
            proof.split_once("\n\n").unwrap().0.to_owned()
        });
        let blocks: Vec<String> = blocks.collect();
        let package = Self { house, blocks };
        let root = package.root();
        fs::create_dir_all(root.join("data/1")).unwrap();
        fs::create_dir_all(root.join("hoheit")).unwrap();
        fs::write(root.join("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
            .unwrap();
        fs::write(root.join(CRATE), "{}").unwrap();
        if !is_encrypted {
            fs::write(root.join("hoheit/metadata.jsonl"), "{}\n").unwrap();
        }
        fs::write(root.join("hoheit/checkpoint"), note.to_string()).unwrap();
        for number in 0..count {
            fs::write(root.join(format!("data/1/{number}.txt")), content(number)).unwrap();
        }
        package.write_receipts(count as usize);
        if is_encrypted {
            let (receipts, opened) = (root.join("hoheit/receipts.txt"), package.house.path("opened/hoheit"));
            fs::create_dir_all(&opened).unwrap();
            fs::copy(&receipts, opened.join("receipts.txt")).unwrap();
            fs::remove_file(receipts).unwrap();
            fs::write(root.join("hoheit/receipts.txt.age"), [0xa9; 500]).unwrap();
        }
        let seal = package.seal();
        package.report(&mut log, count, Some(seal));
        package
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.house.path("package")
    }

    fn write_receipts(&self, count: usize) {
        let text = self.blocks[..count]
            .iter()
            .fold("hoheit-receipts/1\ninto ausstieg\n".to_owned(), |text, one| format!("{text}\n{one}\n"));
        fs::write(self.root().join("hoheit/receipts.txt"), text).unwrap();
    }

    /// Sums of all that lies there now; returns the one of the tag manifest.
    pub(crate) fn seal(&self) -> String {
        let root = self.root();
        let listed = |wants: &dyn Fn(&str) -> bool| {
            files(&root).iter().fold(String::new(), |mut text, path| {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                if wants(name) {
                    let _ = writeln!(text, "{}  {name}", sum(&fs::read(path).unwrap()));
                }
                text
            })
        };
        fs::write(root.join("manifest-sha256.txt"), listed(&|name| name.starts_with("data/"))).unwrap();
        let tags = listed(&|name| !name.starts_with("data/") && name != "tagmanifest-sha256.txt");
        fs::write(root.join("tagmanifest-sha256.txt"), &tags).unwrap();
        sum(tags.as_bytes())
    }

    fn report(&self, log: &mut Maker, index: u64, package: Option<String>) {
        let record = ExitDrill {
            site: "alt".parse().unwrap(),
            to: "neu".parse().unwrap(),
            started_at: Timestamp(1_764_453_340_000_000_000),
            finished_at: Timestamp(1_764_453_341_000_000_000),
            datasets: Vec::new(),
            is_partial: false,
            package,
            recipients: Vec::new(),
            no_charges_from: Day::of(Timestamp(1_764_453_340_000_000_000)),
        };
        let (digest, text) = record.write().unwrap();
        let stated = statement(digest);
        let (entry, opening) = said(ExitDrill::KIND, stated);
        log.push(entry.to_string().as_bytes());
        let note = log.publish(&[Signer::Log, Signer::Witness]);
        let proof = prove(&self.house.log(), index, &note);
        let proof = Proof { extra: Some((entry.to_string(), Some(opening))), ..proof };
        let folder = self.house.path("report");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("exit-drill.json"), text).unwrap();
        fs::write(folder.join("exit-drill.tlog-proof"), proof.to_string()).unwrap();
    }

    pub(crate) fn check(&self, more: &[&str]) -> Said {
        let (root, policy) = (self.root(), self.house.path("policy"));
        let args = [OsStr::new("package"), root.as_os_str(), "--policy".as_ref(), policy.as_os_str()];
        verify(args.into_iter().chain(more.iter().map(OsStr::new)))
    }

    pub(crate) fn check_all(&self) -> Said {
        let report = self.house.path("report");
        self.check(&["--report", report.to_str().unwrap(), "--lang", "en"])
    }
}

/// As the ledger states a record.
fn statement(digest: Digest) -> String {
    format!(
        r#"{{"subject":"alt","digest":"{digest}","valid_from":20000,"valid_until":null,"author":"a","reason":"r"}}"#
    )
}

#[test]
fn a_package_is_complete_by_the_drills_proof_only() {
    let package = Package::new(31);
    package.check_all().expect_part(0, "Proved: the package of 32 files");
    package
        .check_all()
        .expect_part(0, "is complete and unchanged: it is that of the exit drill out of 'alt'");
    let alone = package.check(&["--lang", "en"]);
    alone.expect_part(1, "Proved, with remarks: of the files that are in the package (32 files");
    alone.expect_part(1, "not proved are that no file is missing (only the exit drill's proof shows that: --report), data/ro-crate");
    assert!(!alone.out.contains("complete"), "{alone:?}");
    package.check(&[]).expect_part(1, "nicht bewiesen sind, dass keine Datei fehlt");
    let report = package.house.path("report");
    let root = package.root();
    verify([OsStr::new("package"), root.as_os_str(), "--report".as_ref(), report.as_os_str()])
        .expect_part(1, "Nur in sich stimmig: Das Paket");
}

#[test]
fn a_truncated_package_is_not_proved() {
    // One of 31 files is kept, the crate and metadata are forged, and all sums are right.
    let package = Package::new(31);
    let root = package.root();
    for number in 1..31 {
        fs::remove_file(root.join(format!("data/1/{number}.txt"))).unwrap();
    }
    fs::write(root.join(CRATE), r#"{"forged":true}"#).unwrap();
    fs::write(root.join("hoheit/metadata.jsonl"), "{\"forged\":true}\n").unwrap();
    package.write_receipts(1);
    package.seal();
    package.check_all().expect_part(4, "Not proved: the package is not that of the exit drill");
    let alone = package.check(&["--lang", "en"]);
    alone.expect_part(1, "not proved are that no file is missing");
    assert!(!alone.out.contains("complete"), "{alone:?}");
}

#[test]
fn a_package_without_receipts_is_not_proved() {
    let package = Package::new(3);
    fs::remove_dir_all(package.root().join("hoheit")).unwrap();
    fs::write(package.root().join("data/1/0.txt"), "gefälscht").unwrap();
    package.seal();
    package.check(&[]).expect_part(4, "Nicht bewiesen: Dem Paket liegen keine Quittungen von hoheit bei");
    package.check_all().expect_part(4, "Not proved: no receipts of hoheit are enclosed");
    let key = Signer::Log.verifier().to_string();
    let root = package.root();
    verify(["package", root.to_str().unwrap(), "--key", &key]).expect_part(4, "Nicht bewiesen");
}

#[test]
fn a_report_that_is_not_in_the_log_proves_nothing() {
    let package = Package::new(3);
    let report = package.house.path("report");
    let path = report.join("exit-drill.json");
    let whole = fs::read_to_string(&path).unwrap();
    // The sum of a package that somebody else made.
    fs::write(&path, whole.replace("\"site\":\"alt\"", "\"site\":\"fern\"")).unwrap();
    package.check_all().expect_part(4, "does not prove exit-drill.json");
    fs::write(&path, "{}").unwrap();
    package.check_all().expect_part(4, "exit-drill.json is no record of an exit drill");
    fs::write(&path, whole).unwrap();
    fs::write(report.join("exit-drill.tlog-proof"), "nichts").unwrap();
    package.check_all().expect_part(4, "exit-drill.tlog-proof is no proof by hoheit");
    fs::remove_file(report.join("exit-drill.tlog-proof")).unwrap();
    package.check_all().expect_failure(5, "the exit drill's proof (exit-drill.tlog-proof)");
}

#[test]
fn an_encrypted_package_is_not_called_checked_unless_it_was_opened() {
    let package = Package::encrypted(31);
    let (report, opened) = (package.house.path("report"), package.house.path("opened"));
    let (report, opened) = (report.to_str().unwrap(), opened.to_str().unwrap());
    // Nobody has looked at receipts: nothing binds a file to the log.
    package.check(&[]).expect_part(5, "Nicht geprüft: Das Paket mit 32 Dateien");
    package.check(&[]).expect_part(5, "seine Quittungen sind verschlüsselt und wurden nicht angesehen");
    package.check(&["--lang", "en"]).expect_part(5, "its receipts are encrypted and have not been looked at");
    // The report binds all of it.
    let bound = package.check_all();
    bound.expect_part(1, "Proved, with remarks: the package of 32 files");
    bound.expect_part(1, "is complete and unchanged");
    bound.expect_part(1, "have not been looked at");
    assert!(!bound.out.contains("every file has a receipt"), "{bound:?}");
    package.check(&["--report", report]).expect_part(1, "wurden nicht angesehen");
    // Opened, it is a package like any other.
    let open = package.check(&["--opened", opened, "--lang", "en"]);
    open.expect_part(1, "of the files that are in the package (32 files");
    open.expect_part(1, "--report), and data/ro-crate-metadata.json.");
    assert!(!open.out.contains("metadata.jsonl"), "{open:?}");
    package
        .check(&["--opened", opened, "--report", report, "--lang", "en"])
        .expect_part(0, "Proved: the package of 32 files");
    let root = package.root();
    verify(["package", root.to_str().unwrap(), "--opened", opened]).expect_part(1, "Nur in sich stimmig");
}

#[test]
fn what_somebody_calls_opened_proves_nothing_by_itself() {
    let package = Package::encrypted(3);
    let opened = package.house.path("opened");
    let receipts = opened.join("hoheit/receipts.txt");
    let whole = fs::read_to_string(&receipts).unwrap();
    let check = || package.check(&["--opened", opened.to_str().unwrap(), "--lang", "en"]);
    let (one, two) = (&package.blocks[0], &package.blocks[1]);
    fs::write(&receipts, whole.replace(two, one)).unwrap();
    check().expect_part(4, "has no receipt");
    fs::write(&receipts, whole.replace("index 1\n", "index 2\n")).unwrap();
    check().expect_part(4, "holds a receipt that is not in the log");
    fs::write(&receipts, whole.replace("into ausstieg", "into anders")).unwrap();
    check().expect_part(4, "has a receipt and is not in the package");
    fs::write(&receipts, "age-encryption.org/v1\n").unwrap();
    check().expect_part(4, "is no file of receipts");
    fs::remove_file(&receipts).unwrap();
    check().expect_failure(5, "the decrypted receipts: there is none");
    package.check(&["--opened", "/nowhere"]).expect_failure(5, "die entschlüsselten Quittungen");
    // Receipts that no tag manifest lists, a checkpoint that is missing, another file below right sums.
    fs::write(&receipts, &whole).unwrap();
    let tags = package.root().join("tagmanifest-sha256.txt");
    let listed = fs::read_to_string(&tags).unwrap();
    let without =
        |name: &str| listed.lines().filter(|line| !line.ends_with(name)).collect::<Vec<_>>().join("\n");
    fs::write(&tags, without("receipts.txt.age") + "\n").unwrap();
    package.check(&["--lang", "en"]).expect_part(4, "receipts.txt.age” is not in every manifest");
    check().expect_part(4, "receipts.txt.age” is not in every manifest");
    fs::remove_file(package.root().join("hoheit/checkpoint")).unwrap();
    package.seal();
    package.check(&["--lang", "en"]).expect_part(4, "checkpoint” missing");
    let other = Package::encrypted(3);
    fs::write(other.root().join("data/1/0.txt"), "gefälscht").unwrap();
    other.seal();
    other.check(&["--lang", "en"]).expect_part(5, "Not checked");
    let opened = other.house.path("opened");
    other
        .check(&["--opened", opened.to_str().unwrap(), "--lang", "en"])
        .expect_part(4, "is not what the receipt says");
    other.check_all().expect_part(4, "is not that of the exit drill");
}

#[test]
fn there_is_nothing_to_open_in_a_package_in_the_clear() {
    let package = Package::new(3);
    let root = package.root();
    package
        .check(&["--opened", root.to_str().unwrap()])
        .expect_failure(3, "--opened gilt nur für verschlüsselte Pakete");
    verify(["package", root.to_str().unwrap(), "--opened", "x", "--lang", "en"])
        .expect_failure(3, "--opened is for encrypted packages only");
    // Receipts in the clear count, whatever lies beside them.
    fs::write(root.join("hoheit/receipts.txt.age"), "irgendetwas").unwrap();
    package.check(&[]).expect_part(1, "jede eine Quittung");
    package.check(&["--opened", root.to_str().unwrap(), "--lang", "en"]).expect_failure(3, "this is none");
    // A mistyped folder is told before the package is read, which alone shows that there is nothing to open.
    package.check(&["--opened", "x", "--lang", "en"]).expect_failure(5, "decrypted receipts: there is none");
}

/// Bytes of the program's memory at most, while it does this.
#[cfg(target_os = "linux")]
fn peak(args: &[&OsStr]) -> (Option<i32>, u64) {
    let mut child = program(args).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        most = most.max(kib.unwrap_or_default() << 10);
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code(), most);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Files that claim to be large cost no memory, whichever of them it is.
#[cfg(target_os = "linux")]
#[test]
fn large_tag_files_cost_no_memory() {
    let sparse = |path: &Path, size_bytes: u64| {
        fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .unwrap()
            .set_len(size_bytes)
            .unwrap();
    };
    for (name, is_listed) in [
        ("hoheit/receipts.txt", false),
        ("hoheit/receipts.txt", true),
        ("manifest-sha256.txt", false),
        ("tagmanifest-sha256.txt", false),
        ("fetch.txt", false),
    ] {
        let package = Package::new(3);
        let path = package.root().join(name);
        // What is listed is hashed: less, so that it is quick.
        sparse(&path, if is_listed { 64 << 20 } else { (2 << 30) - 1 });
        let tags = package.root().join("tagmanifest-sha256.txt");
        let text = fs::read_to_string(&tags).unwrap_or_default();
        let others: Vec<&str> = text.lines().filter(|line| !line.ends_with(name)).collect();
        let others = others.join("\n") + "\n";
        match (name, is_listed) {
            ("tagmanifest-sha256.txt", _) => {}
            (_, false) => fs::write(&tags, others).unwrap(),
            (_, true) => {
                let line = format!("{}  {name}\n", sum(&fs::read(&path).unwrap()));
                fs::write(&tags, others + &line).unwrap();
            }
        }
        let root = package.root();
        let (code, bytes) = peak(&[OsStr::new("package"), root.as_os_str()]);
        assert!(code == Some(4) && bytes < 48 << 20, "{name}: {code:?}, {bytes} bytes");
    }
}
