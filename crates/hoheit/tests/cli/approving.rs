// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Persons with keys, signatures of the real `ssh-keygen`, and answers that count only once a second person has approved them.

use crate::deciding::{enter, site, town};
use crate::household::{Household, text};
use hoheit_catalogue::{Catalogue, Note};
use hoheit_decide::Approval;
use hoheit_types::{Clock, Day, Digest, Record as _, Timestamp};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// `ssh-keygen`. Without it a test names what it left out, or fails where nothing may be left out.
pub(crate) fn ssh_keygen(what: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found =
        std::env::split_paths(&path).map(|folder| folder.join("ssh-keygen")).find(|file| file.is_file());
    if found.is_none() {
        assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "{what}: ssh-keygen is missing");
        println!("left out: {what} (ssh-keygen is missing: apt install openssh-client)");
    }
    found
}

/// A town with persons who have keys.
struct Office {
    house: Household,
    program: PathBuf,
}

impl Office {
    fn new(what: &str) -> Option<Self> {
        let program = ssh_keygen(what)?;
        let house = town();
        enter(&house, &[site("rathaus", "own_operation = true\njurisdictions = ['DE']")]);
        Some(Self { house, program })
    }

    fn path(&self, name: &str) -> String {
        self.house.home().with_file_name(name).to_str().unwrap().to_owned()
    }

    fn keygen(&self, args: &[&str]) {
        let output = Command::new(&self.program).args(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    }

    /// A new key pair; the path of the private key.
    fn key(&self, name: &str, kind: &str) -> String {
        let key = self.path(name);
        self.keygen(&["-q", "-t", kind, "-N", "", "-C", "Erika Mustermann@rathaus", "-f", &key]);
        key
    }

    /// What a command says, on both channels, run by somebody.
    #[track_caller]
    fn by(&self, account: &str, args: &[&str], exit: i32) -> String {
        let output = self.house.command(args).env("USER", account).output().unwrap();
        let said = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(exit), "{args:?}: {said}");
        said
    }

    fn enrol(&self, name: &str, role: &str, key: &str, exit: i32) -> String {
        let public = format!("{key}.pub");
        let args =
            ["persons", "enrol", name, "--title", "Frau Dora Rat", "--role", role, "--key", &public, "--yes"];
        self.by("kim", &args, exit)
    }

    /// `kim` says that there are no personal data where some were found; the digest of that.
    fn understate(&self) -> String {
        let mut args = vec!["datasets", "classify", "50 Wohngeld", "--reason", "geprüft", "--yes"];
        for answer in [
            "category=none",
            "secrecy=none",
            "confidentiality=normal",
            "integrity=normal",
            "availability=normal",
        ] {
            args.extend(["--answer", answer]);
        }
        self.by("kim", &args, 0);
        self.approvals(&[])["waiting"][0]["digest"].as_str().unwrap().to_owned()
    }

    fn approvals(&self, more: &[&str]) -> Value {
        let output = self.house.run(&[&["approvals", "--format", "json"], more].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)))
    }

    fn sign(&self, digest: &str, key: &str, namespace: &str) -> String {
        let file = self.path("freigabe.txt");
        self.by("dora", &["approve", digest, "-o", &file], 0);
        let _ = std::fs::remove_file(format!("{file}.sig"));
        self.keygen(&["-q", "-Y", "sign", "-n", namespace, "-f", key, &file]);
        format!("{file}.sig")
    }

    fn answer(&self) -> String {
        let args = ["decide", "--dataset", "50 Wohngeld", "--site", "rathaus", "--format", "json"];
        let output = self.house.run(&args);
        let decided: Value = serde_json::from_slice(&output.stdout).unwrap();
        decided["datasets"][0]["answers"][0]["answer"].as_str().unwrap().to_owned()
    }
}

#[test]
fn answers_below_count_once_a_second_person_has_signed() {
    let Some(office) = Office::new("approvals by the command") else { return };
    let said = office.by("kim", &["decide"], 1);
    assert!(!said.contains("nobody is enrolled"), "nothing says less than was found: {said}");
    let digest = office.understate();
    let before = office.house.run(&["decide", "--dataset", "50 Wohngeld", "--site", "rathaus"]);
    assert!(
        text(&before.stdout).contains("nobody is enrolled who could approve"),
        "{}",
        text(&before.stdout)
    );
    let counted = office.answer();
    let needs = || {
        let output = office.house.run(&["sites", "show", "rathaus", "--format", "json"]);
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["needs"][0].clone()
    };
    let stated = needs();
    let key = office.key("dora", "ed25519");
    let shown = office.by(
        "kim",
        &[
            "persons",
            "enrol",
            "dora",
            "--title",
            "D",
            "--role",
            "data_protection",
            "--key",
            &format!("{key}.pub"),
        ],
        0,
    );
    assert!(shown.contains("--yes") && office.answer() == counted, "only shown: {shown}");
    assert!(office.enrol("dora", "data_protection", &key, 0).contains("hoheit approvals"));
    assert_eq!(office.answer(), "unknown", "from now on a second person is asked");
    assert!(office.by("kim", &["decide"], 1).contains("Until it is approved"));
    assert_ne!(needs(), stated, "a site inherits no need from what waits");
    let waiting = office.approvals(&[]);
    assert_eq!(waiting["waiting"][0]["below"], serde_json::json!(["category", "secrecy", "confidentiality"]));
    let signature = office.sign(&digest, &key, "hoheit");
    let approve = ["approve", &digest[..8], "--signature", &signature, "--as", "dora"];
    assert!(office.by("dora", &approve, 0).contains("Do it with --yes") && office.answer() == "unknown");
    office.by("dora", &[&approve[..], &["--yes"]].concat(), 0);
    assert_eq!((office.answer(), needs()), (counted.clone(), stated));
    assert!(office.by("kim", &["decide"], 1).contains("Approved."));
    assert!(office.by("dora", &[&approve[..], &["--yes"]].concat(), 0).contains("Nothing changes"));
    let decided =
        office.house.run(&["decide", "--dataset", "50 Wohngeld", "--site", "rathaus", "--format", "json"]);
    let decided: Value = serde_json::from_slice(&decided.stdout).unwrap();
    // What held when it was given holds when she has left, and an approval can be taken back.
    let eva = office.key("eva", "ecdsa");
    office.enrol("eva", "data_protection", &eva, 0);
    office.by("kim", &["persons", "remove", "dora", "--yes"], 0);
    assert_eq!(office.answer(), counted);
    let late = office.by("dora", &[&approve[..], &["--yes"]].concat(), 3);
    assert!(late.contains("is not enrolled today"), "{late}");
    office.by("dora", &["approve", &digest, "--withdraw", "--as", "dora", "--yes"], 0);
    assert_eq!(office.answer(), "unknown");
    let by_eva = office.sign(&digest, &eva, "hoheit");
    office.by("eva", &["approve", &digest, "--signature", &by_eva, "--as", "eva", "--yes"], 0);
    assert_eq!(office.answer(), counted, "keys of the other kind hold, too");
    let name =
        format!("{}:{}:rathaus", decided["decision"].as_str().unwrap(), decided["datasets"][0]["dataset"]);
    assert!(office.by("kim", &["explain", &name], 0).contains("Replayed"), "with the approvals of then");
    let list = office.by("kim", &["approvals"], 0);
    assert!(list.contains("signature checked") && list.contains("eva"), "{list}");
}

#[test]
fn what_does_not_count_is_refused_with_a_reason() {
    let Some(office) = Office::new("refused approvals") else { return };
    let [dora, ida, kim] = ["dora", "ida", "kim"].map(|name| office.key(name, "ed25519"));
    office.enrol("dora", "data_protection", &dora, 0);
    office.enrol("ida", "it", &ida, 0);
    assert!(office.enrol("zwei", "audit", &dora, 3).contains("dora has this key already"));
    let rsa = office.key("rsa", "rsa");
    assert!(office.enrol("rsa", "audit", &rsa, 3).contains("keys of this kind are not taken"));
    let private = ["persons", "enrol", "x", "--title", "x", "--role", "it", "--key", &dora];
    assert!(office.by("kim", &private, 3).contains("private key"));
    assert!(office.by("kim", &["persons", "enrol", "x", "--yes"], 3).contains("--title, --role and --key"));
    let account = [
        "persons",
        "enrol",
        "ida2",
        "--account",
        "Ida",
        "--title",
        "x",
        "--role",
        "it",
        "--key",
        &format!("{kim}.pub"),
    ];
    assert!(office.by("kim", &account, 3).contains("ida has this account already"));
    let digest = office.understate();
    let good = office.sign(&digest, &dora, "hoheit");
    let copy = office.path("gut.sig");
    std::fs::copy(&good, &copy).unwrap();
    let refuse = |signature: &str, name: &str, exit: i32, why: &str| {
        let said =
            office.by("dora", &["approve", &digest, "--signature", signature, "--as", name, "--yes"], exit);
        assert!(said.contains(why), "{said}");
        assert_eq!(office.answer(), "unknown", "{why}");
    };
    refuse(&copy, "niemand", 3, "there is no person 'niemand'");
    refuse(&copy, "ida", 2, "only persons enrolled for data protection approve this");
    refuse(&office.sign(&digest, &ida, "hoheit"), "dora", 2, "made with another key");
    refuse(&office.sign(&digest, &dora, "git"), "dora", 2, "made for something else");
    refuse(&dora, "dora", 2, "no signature of ssh-keygen");
    office.enrol("kim", "data_protection", &kim, 0);
    refuse(&office.sign(&digest, &kim, "hoheit"), "kim", 2, "who stated it can't approve it");
    // Another account makes nobody a second person.
    let public = format!("{kim}.pub");
    let mut moved = vec!["persons", "enrol", "kim", "--title", "x", "--role", "data_protection"];
    moved.extend(["--key", &public, "--account", "kim2", "--yes"]);
    office.by("dora", &moved, 0);
    refuse(&office.sign(&digest, &kim, "hoheit"), "kim", 2, "who stated it can't approve it");
    let other = office.path("anderes.txt");
    std::fs::write(&other, "etwas anderes\n").unwrap();
    office.keygen(&["-q", "-Y", "sign", "-n", "hoheit", "-f", &dora, &other]);
    refuse(&format!("{other}.sig"), "dora", 2, "does not fit the text");
    for unknown in ["ffffffffff", &digest[..7], "Erika"] {
        let said = office.by("dora", &["approve", unknown], 3);
        assert!(said.contains("nothing that could be approved"), "{said}");
    }
    assert!(office.approvals(&[])["given"].as_array().unwrap().is_empty());
    // A row that somebody writes by hand is seen through, and counts for nothing.
    let wrong = std::fs::read_to_string(office.sign(&digest, &ida, "hoheit")).unwrap();
    forge(&office.house, &digest, "dora", &wrong);
    assert_eq!(office.answer(), "unknown");
    let said = office.by("kim", &["approvals"], 4);
    assert!(said.contains("DOES NOT COUNT: the signature was made with another key"), "{said}");
}

/// Writes an approval past the command.
fn forge(house: &Household, of: &str, by: &str, signature: &str) {
    struct Now;
    impl Clock for Now {
        fn now(&self) -> Timestamp {
            Timestamp::from_seconds(1_764_000_000)
        }
    }
    let mut catalogue = Catalogue::open(&house.home(), Arc::new(Now)).unwrap();
    let enrolled = catalogue.history::<hoheit_decide::Person>(by).unwrap().pop().unwrap();
    let approval = Approval {
        kind: "classification/1".into(),
        of: of.parse::<Digest>().unwrap(),
        by: by.parse().unwrap(),
        person: enrolled.body.unwrap().write().unwrap().0,
        signature: signature.to_owned(),
    };
    let note = Note {
        valid_from: enrolled.note.valid_from,
        valid_until: None::<Day>,
        author: by.into(),
        reason: String::new(),
    };
    catalogue.state(&[approval], &note).unwrap();
}

#[test]
fn an_auditor_checks_signatures_without_hoheit() {
    let Some(office) = Office::new("exported approvals") else { return };
    let dora = office.key("dora", "ed25519");
    office.enrol("dora", "data_protection", &dora, 0);
    let digest = office.understate();
    let signature = office.sign(&digest, &dora, "hoheit");
    office.by("dora", &["approve", &digest, "--signature", &signature, "--as", "dora", "--yes"], 0);
    let folder = office.path("revision");
    std::fs::create_dir(&folder).unwrap();
    office.by("audit", &["approvals", "--export", &folder], 0);
    let signers = format!("{folder}/allowed_signers");
    assert!(!std::fs::read_to_string(&signers).unwrap().contains("Mustermann"), "comments of keys stay out");
    let file = format!("{folder}/{digest}.dora.txt");
    let verify = |file: &Path, name: &str| {
        let verified = Command::new(&office.program)
            .args([
                "-Y",
                "verify",
                "-n",
                "hoheit",
                "-f",
                &signers,
                "-I",
                name,
                "-s",
                &format!("{folder}/{digest}.dora.txt.sig"),
            ])
            .stdin(std::fs::File::open(file).unwrap())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        verified.unwrap().success()
    };
    assert!(verify(Path::new(&file), "dora"));
    assert!(!verify(Path::new(&file), "kim"));
    // The text can be written from the digest alone, as the reference says.
    let page = include_str!("../../../../docs/reference/approvals.md");
    let pattern = page.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let rebuilt = office.path("nachgeschrieben.txt");
    std::fs::write(&rebuilt, pattern.replace("<digest>", &digest)).unwrap();
    assert!(verify(Path::new(&rebuilt), "dora"));
    std::fs::write(&rebuilt, pattern.replace("<digest>", &digest).replace("Ich", "ich")).unwrap();
    assert!(!verify(Path::new(&rebuilt), "dora"));
    let page = format!("{page}{}", include_str!("../../../../docs/reference/registry-json.md"));
    crate::reference::every_key_is_described(&office.approvals(&[]), &page);
    for args in
        [&["persons", "list", "--format", "json"][..], &["persons", "show", "dora", "--format", "json"]]
    {
        let output = office.house.run(args);
        crate::reference::every_key_is_described(&serde_json::from_slice(&output.stdout).unwrap(), &page);
    }
}

#[test]
fn persons_stand_in_no_log() {
    let Some(office) = Office::new("names of persons in logs") else { return };
    let dora = office.key("dora", "ed25519");
    office.enrol("dora", "data_protection", &dora, 0);
    let digest = office.understate();
    let signature = office.sign(&digest, &dora, "hoheit");
    let approve = ["approve", &digest, "--signature", &signature, "--as", "dora", "--yes"];
    for args in [&approve[..], &["persons", "list"], &["approvals"], &["decide"]] {
        let output = office.house.command(args).env("HOHEIT_LOG", "trace").output().unwrap();
        let log = text(&output.stderr);
        assert!(!log.contains("Dora Rat") && !log.contains("Mustermann"), "{args:?}: {log}");
    }
}
