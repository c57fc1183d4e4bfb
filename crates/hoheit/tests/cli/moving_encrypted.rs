// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Encrypted to a folder and to a real S3 server, by processes that die at any moment; restored by age alone, the program, without hoheit.

use crate::household::{on_one_line, text};
use crate::moving::{NOW, Office, site_at, tree};
use crate::moving_s3::Server;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

/// In a name and in contents, and nowhere else.
pub(crate) const NAME: &str = "Zaunkoenigin";
pub(crate) const CONTENT: &str = "Nachtigallenschlag";
/// A part has 16 MiB or less: this one has several.
const LARGE_BYTES: usize = 40 << 20;

/// A pair of keys by `age-keygen`. `None` names what was left out, or fails where nothing may be left out.
pub(crate) struct Pair {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) recipient: String,
}

impl Pair {
    pub(crate) fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let is_there = |program| Command::new(program).arg("--version").output().is_ok();
        if !is_there("age") || !is_there("jq") {
            assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "age or jq is missing");
            println!("left out: moving encrypted (age or jq is missing: cargo xtask test installs them)");
            return None;
        }
        let made = Command::new("age-keygen").arg("-o").arg(folder.path().join("key.txt")).output().unwrap();
        assert!(made.status.success());
        let shown = Command::new("age-keygen").arg("-y").arg(folder.path().join("key.txt")).output().unwrap();
        Some(Self { recipient: text(&shown.stdout).trim().to_owned(), folder })
    }

    pub(crate) fn file(&self) -> String {
        self.folder.path().join("key.txt").display().to_string()
    }

    /// By the very lines of the reference, into a folder of this name.
    pub(crate) fn try_restore(&self, from: &Path, name: &str) -> (Output, PathBuf) {
        let page = include_str!("../../../../docs/reference/move-json.md");
        self.by_lines((page, "restore"), from, name)
    }

    /// By the lines of a page below a mark, into a folder of this name.
    pub(crate) fn by_lines(&self, (page, mark): (&str, &str), from: &Path, name: &str) -> (Output, PathBuf) {
        let lines = page.split(&format!("<!-- {mark} -->\n\n```sh\n")).nth(1).unwrap();
        let lines = lines.split("```").next().unwrap();
        let to = self.folder.path().join(name);
        std::fs::create_dir(&to).unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", lines]).env("KEY", self.file()).env("TO", &to);
        (shell.current_dir(from).output().unwrap(), to)
    }

    pub(crate) fn restore(&self, from: &Path) -> PathBuf {
        let (done, to) = self.try_restore(from, "restored");
        assert!(done.status.success(), "{}", text(&done.stderr));
        to
    }

    /// Makes an age file by age itself: whoever knows the public key can.
    pub(crate) fn plant(&self, to: &Path, content: &str) {
        let plain = self.folder.path().join("plain");
        std::fs::write(&plain, content).unwrap();
        let made = Command::new("age").args(["-r", &self.recipient, "-o"]).arg(to).arg(&plain).output();
        let made = made.unwrap();
        assert!(made.status.success(), "{}", text(&made.stderr));
    }
}

fn records(house: &crate::household::Household) {
    for number in 0..150 {
        house.put(
            &format!("30 Satzungen/Jahr {}/{NAME} {number}.txt", number % 7),
            format!("{CONTENT} {number}\n"),
        );
    }
    house.put("30 Satzungen/leer.txt", "");
    let large: Vec<u8> = (0..LARGE_BYTES).map(|place| (place >> 12) as u8 ^ place as u8).collect();
    house.put("30 Satzungen/Archiv/Sammlung.bin", large);
}

fn try_out(office: &Office, args: &[&str]) -> Output {
    office.house.command(args).env("USER", "kim").env("HOHEIT_NOW", NOW).output().unwrap()
}

pub(crate) fn plan(office: &Office, pair: &Pair) -> (String, Value) {
    let args =
        ["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu", "--encrypt-for", &pair.recipient];
    let plan = office.json(&args, 0);
    assert_eq!(plan["plan"]["encryption"]["recipients"], serde_json::json!([pair.recipient]));
    (plan["digest"].as_str().unwrap().to_owned(), plan)
}

/// Nothing of names and contents is there; what age restores is the source.
#[track_caller]
fn check(office: &Office, pair: &Pair, folder: &Path, digest: &str) {
    for (path, standing) in tree(folder) {
        let name = path.to_string_lossy().into_owned();
        let has = |mark: &str| {
            standing.0.as_ref().is_some_and(|all| all.windows(mark.len()).any(|part| part == mark.as_bytes()))
        };
        assert!(!name.contains(NAME) && !name.contains("Satzung") && !name.contains("Jahr"), "{name}");
        assert!(!has(NAME) && !has(CONTENT), "{name}");
    }
    let restored = tree(&pair.restore(&folder.join(&digest[..16])));
    let source = tree(&office.house.share());
    let is_file = |standing: &crate::moving::Standing| standing.0.is_some();
    for (path, standing) in source.iter().filter(|(_, standing)| is_file(standing)) {
        let there = restored.get(path).unwrap_or_else(|| panic!("{} is missing", path.display()));
        assert!(there.0 == standing.0, "{} differs", path.display());
    }
    assert_eq!(restored.len(), source.len(), "something is left over");
}

fn stream_key(office: &Office, digest: &str) -> PathBuf {
    office.house.home().join("moves").join(&digest[..16]).join("stream.key")
}

// INVARIANT (nothing-in-the-clear)
#[test]
fn an_encrypted_dataset_moves_to_a_folder_through_kills_and_back() {
    let Some(pair) = Pair::new() else { return };
    let office = Office::new(records);
    office.classify("30 Satzungen", "none");
    let (digest, planned) = plan(&office, &pair);
    let told = office.say(&["move", "run", &digest], 0);
    assert!(told.contains(&pair.recipient) && told.contains("nobody gets the data back"), "{told}");
    assert!(planned["plan"]["losses"].is_null(), "{planned}");
    let killed = office.kill_again(&["move", "run", &digest, "--yes"], 20, Duration::from_mins(1));
    assert!(killed >= 3, "{killed} kills");
    let ran = office.json(&["move", "run", &digest, "--yes"], 0);
    assert_eq!((&ran["files"], &ran["is_complete"]), (&152.into(), &true.into()), "{ran}");
    assert!(!stream_key(&office, &digest).exists());
    check(&office, &pair, &office.target(), &digest);
    assert_eq!(office.json(&["move", "verify", &digest], 0)["files"], 152);
    office.say(&["audit", "neu", "--blocks", "200"], 0);
    // Planned anew: all of it is there, for this recipient. For another one it is not.
    let again = office.json(&["move", "plan", "--again", &digest], 0);
    assert_eq!(again["plan"]["left_out"], serde_json::json!({ "standing": 152 }));
    assert_eq!(again["plan"]["encryption"]["recipients"], serde_json::json!([pair.recipient]));
    let other = Pair::new().unwrap();
    let more = ["move", "plan", "--again", &digest, "--encrypt-for", &other.recipient];
    assert_eq!(office.json(&more, 0)["plan"]["objects"]["files"], 152);
    // In the clear on demand only, whichever way it is planned.
    let clear = ["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu"];
    for (lang, said) in [("en", "was planned encrypted"), ("de", "schon verschlüsselt geplant")] {
        let told = office.failed(&[&clear[..], &["--lang", lang]].concat(), 3);
        assert!(told.contains(said) && told.contains("--in-the-clear"), "{told}");
    }
    let both = [&clear[..], &["--in-the-clear", "--encrypt-for", &pair.recipient]].concat();
    office.failed(&both, 3);
    let clear = office.json(&[&clear[..], &["--in-the-clear"]].concat(), 0);
    let of_clear = ["move", "plan", "--again", clear["digest"].as_str().unwrap()];
    assert!(office.failed(&of_clear, 3).contains("--in-the-clear"));
    let again_clear = office.json(&["move", "plan", "--again", &digest, "--in-the-clear"], 0);
    assert_eq!(again_clear["plan"]["encryption"], Value::Null);
    assert_eq!(
        (&clear["plan"]["objects"]["files"], &clear["plan"]["encryption"]),
        (&152.into(), &Value::Null)
    );

    // One file is lost at the source. Without a key it stays there; a wrong one is told before anything is done.
    let lost = office.house.share().join(format!("30 Satzungen/Jahr 1/{NAME} 1.txt"));
    let content = std::fs::read(&lost).unwrap();
    std::fs::remove_file(&lost).unwrap();
    let wrong = try_out(&office, &["move", "back", &digest, "--identity", &other.file(), "--yes"]);
    assert_eq!(wrong.status.code(), Some(3), "{}", text(&wrong.stderr));
    assert!(text(&wrong.stderr).contains("none of the private keys"), "{}", text(&wrong.stderr));
    let back = office.json(&["move", "back", &digest, "--yes"], 1);
    assert_eq!((&back["files"], &back["conflicts"]["no_identity"]), (&151.into(), &1.into()), "{back}");
    assert!(!lost.exists());
    let back = office.json(&["move", "back", &digest, "--identity", &pair.file(), "--yes"], 0);
    assert_eq!((&back["files"], &back["copied_back"]), (&1.into(), &1.into()), "{back}");
    assert_eq!(std::fs::read(&lost).unwrap(), content);
    assert!(tree(&office.target()).is_empty());
}

#[test]
fn an_encrypted_dataset_moves_to_a_bucket_through_kills() {
    let (Some(pair), Some(server)) = (Pair::new(), Server::start()) else { return };
    let (uri, more) = server.location();
    let office = Office::with_target(records, |_| site_at("neu", &uri, &more));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, _) = plan(&office, &pair);
    let rehearsed = office.json(&["move", "rehearse", &digest, "--yes"], 0);
    assert_eq!((&rehearsed["is_clean"], &rehearsed["kept"]), (&true.into(), &0.into()), "{rehearsed}");
    let killed = office.kill_again(&["move", "run", &digest, "--yes"], 20, Duration::from_mins(1));
    assert!(killed >= 3, "{killed} kills");
    let ran = try_out(&office, &["move", "run", &digest, "--yes", "--format", "json"]);
    let ran: Value = serde_json::from_slice(&ran.stdout).unwrap();
    // As with plain moves: of an object that was cut off before its metadata this server does not know whose it is.
    let strange = ran["conflicts"]["target_exists"].as_u64().unwrap_or(0);
    assert!(strange <= killed && ran["files"].as_u64().unwrap() + strange == 152, "{killed} kills: {ran}");
    assert!(!stream_key(&office, &digest).exists(), "all were tried: the key goes");
    check(&office, &pair, &server.folder.path().join("akten/umzug"), &digest);
    let back = office.json(&["move", "back", &digest, "--yes"], 0);
    assert_eq!(back["files"], ran["files"], "{back}");
}

#[test]
fn a_damaged_seal_key_keeps_no_way_back_out_of_the_log() {
    let Some(pair) = Pair::new() else { return };
    for is_open in [false, true] {
        let office = Office::new(|house| crate::moving::statutes(house, 12));
        office.classify("30 Satzungen", "none");
        let (digest, _) = plan(&office, &pair);
        office.say(&["move", "run", &digest, "--yes"], 0);
        // As an interrupted run leaves it.
        std::fs::write(stream_key(&office, &digest), "hoheit-stream-key/1 AAAA\n").unwrap();
        let seal = office.house.home().join("stream-seal.key");
        if is_open {
            std::fs::set_permissions(&seal, std::fs::Permissions::from_mode(0o644)).unwrap();
        } else {
            std::fs::write(&seal, "short").unwrap();
        }
        assert_eq!(office.json(&["move", "back", &digest, "--yes"], 0)["files"], 12);
        let listed = office.say(&["log", "list", "--kind", "move-back", "--format", "json"], 0);
        assert!(listed.contains("move-back/1"), "{listed}");
        assert!(!stream_key(&office, &digest).exists());
    }
}

#[test]
fn what_has_changed_since_goes_beside_it() {
    let Some(pair) = Pair::new() else { return };
    let office = Office::new(|house| crate::moving::statutes(house, 12));
    office.classify("30 Satzungen", "none");
    let (first, _) = plan(&office, &pair);
    office.say(&["move", "run", &first, "--yes"], 0);
    office.house.put("30 Satzungen/Jahr 1/Hundesteuer 1.txt", "Die Steuer ist abgeschafft.\n");
    crate::household::settle();
    office.house.scan(&[], 0);
    let again = office.json(&["move", "plan", "--again", &first], 0);
    assert_eq!(again["plan"]["left_out"], serde_json::json!({ "standing": 11 }));
    let second = again["digest"].as_str().unwrap();
    assert_eq!(office.json(&["move", "run", second, "--yes"], 0)["files"], 1);
    let restored = pair.restore(&office.target().join(&second[..16]));
    let content = std::fs::read(restored.join("30 Satzungen/Jahr 1/Hundesteuer 1.txt")).unwrap();
    assert_eq!(content, b"Die Steuer ist abgeschafft.\n");
    assert_eq!(office.json(&["move", "verify", &first], 0)["files"], 12, "what was brought stays");
}

#[test]
fn keys_that_are_none_are_told_and_private_ones_not_shown() {
    let Some(pair) = Pair::new() else { return };
    let office = Office::new(|house| crate::moving::statutes(house, 12));
    office.classify("30 Satzungen", "none");
    let args = |more: &[&str]| {
        let all = [&["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu"], more].concat();
        office.failed(&all, 3)
    };
    let secret = std::fs::read_to_string(pair.file()).unwrap();
    let secret = secret.lines().last().unwrap();
    // Alone, as `$(cat key.txt)` brings it, behind a blank, in small letters, and in a list.
    let list = pair.folder.path().join("list");
    std::fs::write(&list, format!("key {secret}\n")).unwrap();
    let list = list.to_str().unwrap();
    let whole = std::fs::read_to_string(pair.file()).unwrap();
    let (blank, small) = (format!(" {secret}"), secret.to_lowercase());
    let slips = [
        ["--encrypt-for", secret],
        ["--encrypt-for", whole.trim_end()],
        ["--encrypt-for", &blank],
        ["--encrypt-for", &small],
        ["--encrypt-for-file", list],
    ];
    for slip in slips {
        for (lang, what, hint) in [
            ("en", "private key", "If anybody may have seen it, make a new pair"),
            ("de", "privater Schlüssel", "neues Schlüsselpaar machen"),
        ] {
            let told = args(&[&["--lang", lang], &slip[..]].concat());
            let said = on_one_line(&told);
            assert!(said.contains(what) && said.contains(hint), "{told}");
            assert!(!told.to_uppercase().contains(&secret[16..32]), "a private key is shown");
        }
    }
    // What is no key at all may be another secret.
    let told = args(&["--encrypt-for", "Nachtigallenschlag"]);
    assert!(told.contains("'Nachtiga…'") && !told.contains("gallen"), "{told}");
    let mut slip = pair.recipient.clone();
    slip.replace_range(10..11, if &slip[10..11] == "q" { "p" } else { "q" });
    for wrong in [slip.as_str(), "ssh-ed25519 AAAA", "", "age1"] {
        assert!(args(&["--encrypt-for", wrong]).contains("no public key of age"), "{wrong}");
    }
    std::fs::write(list, "# nobody\n\n").unwrap();
    assert!(args(&["--encrypt-for-file", list]).contains("names no recipient"));
    assert!(args(&["--encrypt-for-file", "/nowhere"]).contains("/nowhere"));
    // Both ways at once, one key twice.
    std::fs::write(list, format!("# us\n{}\n", pair.recipient)).unwrap();
    let both = ["--encrypt-for", &pair.recipient, "--encrypt-for-file", list];
    let planned = office
        .json(&[&["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu"], &both[..]].concat(), 0);
    assert_eq!(planned["plan"]["encryption"]["recipients"], serde_json::json!([pair.recipient]));
    let digest = planned["digest"].as_str().unwrap();
    let rehearsed = office.json(&["move", "rehearse", digest, "--share", "100", "--yes"], 0);
    assert_eq!(
        (&rehearsed["came_back"], &rehearsed["kept"]),
        (&rehearsed["rehearsal"]["whole"]["files"], &0.into())
    );
    assert!(rehearsed["rehearsal"]["lost"].is_null(), "{rehearsed}");
    assert_eq!(std::fs::read_dir(office.target()).unwrap().count(), 0, "nothing stays at the target");
    let told = office.say(&["move", "rehearse", digest, "--yes"], 0);
    assert!(told.contains("with a key that there was for the rehearsal only"), "{told}");
    office.say(&["move", "run", digest, "--yes"], 0);
    let told = office.failed(&["move", "back", digest, "--identity", list, "--yes"], 3);
    assert!(told.contains("no private keys of age"), "{told}");
    // The key itself where its file is asked for.
    let told = args(&["--encrypt-for-file", secret]);
    let back = office.failed(&["move", "back", digest, "--identity", secret, "--yes"], 3);
    for told in [told, back] {
        assert!(told.contains("name of the file") && !told.contains(&secret[16..32]), "{told}");
    }
    let files: Vec<_> = tree(&office.house.home()).into_iter().collect();
    let has = |content: &[u8]| content.windows(secret.len()).any(|part| part == secret.as_bytes());
    assert!(files.iter().all(|(_, standing)| standing.0.as_ref().is_none_or(|content| !has(content))));
}
