// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::household::{Household, on_one_line, text};
use hoheit_testkit::marked;
use std::fs;
use std::io::Read as _;

// INVARIANT (no-values): no value from a document is stored, logged, printed or sent unless a person asked for exactly
// that.
#[test]
fn marked_values_never_leave_their_documents() {
    let house = Household::new();
    marked::build(&house.share()).unwrap();
    let markers = [in_documents(), of_every_rule(&house)].concat();
    let share = house.share();
    let share = share.to_str().unwrap();
    // Something unreadable among them: what crashed or was given up must not tell of itself, either.
    house.put("kaputt.pdf", [b"%PDF-1.7\n".as_slice(), &[0xff; 512]].concat());
    let outside = tempfile::tempdir().unwrap();
    let file = |name: &str| outside.path().join(name).to_str().unwrap().to_owned();
    let (backup, workbook, table) = (file("backup"), file("bestand.xlsx"), file("bestand.csv"));
    // A pack that finds every number, in its own folder and by name.
    let own = "name = 'x'\nversion = 1\n[[rule]]\nname = 'y'\nentity = 'aktenzeichen'\npattern = '[0-9]{4,20}'\n\
               matches = ['12345']\nignores = ['123']\n";
    let pack = file("pack.toml");
    fs::write(&pack, own).unwrap();
    fs::create_dir_all(house.home().join("rules")).unwrap();
    fs::write(house.home().join("rules/x.toml"), own).unwrap();
    let publisher = "[publisher]\nname = 'Stadt'\nuri = 'https://stadt.example'\n";
    fs::write(house.home().join("hoheit.toml"), publisher).unwrap();
    fs::set_permissions(house.home(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let (annex, list) = (file("anlage.html"), file("liste.txt"));
    let everybody = ["subject-access", "--id", "birth_date:12.08.1964", "--purpose", "x"];
    let commands: &[&[&str]] = &[
        &["scan", share],
        &["scan", share, "--format", "json", "--rehash"],
        &["scan", share, "--refresh"],
        &["scan", share, "--dry-run"],
        &["scan", share, "--dry-run", "--format", "json"],
        &["report"],
        &["report", "--format", "html"],
        &["report", "--format", "json"],
        &["report", "--format", "csv"],
        &["datasets", "list"],
        &["datasets", "list", "--format", "json"],
        &["report", "--format", "csv", "-o", &table],
        &["report", "--format", "xlsx", "-o", &workbook],
        &["datasets", "show", "1"],
        &["datasets", "show", "1", "--format", "json"],
        &["datasets", "rename", "1", "Neu", "--yes"],
        &["datasets", "classify", "1", "--accept", "--yes"],
        &["datasets", "classify", "1", "--format", "json"],
        &["decide"],
        &["what-if", "--on", "2098-01-01"],
        &["policy", "list"],
        &["vvt"],
        &["vvt", "--format", "json"],
        &["dcat", "--internal"],
        &["search", "a"],
        &["search", "a", "--format", "json"],
        &["detect", share],
        &["detect", share, "--format", "jsonl"],
        &["backup", &backup],
        &["restore", &backup, "--yes"],
        &["subject-access", "--name", "Erika Mustermann", "--purpose", "x", "--format", "json"],
        // All are born on this day, so that everything is found, and nobody was asked for by name.
        &[&everybody[..], &["--format", "json"]].concat(),
        &[&everybody[..], &["--format", "html", "--letter", "--for", "erasure"]].concat(),
        &[&everybody[..], &["--with-content"]].concat(),
        &[&everybody[..], &["--with-content", "--format", "html", "-o", &annex]].concat(),
        &["search", "--entity", "birth_date:12.08.1964"],
        &["search", "--entity", "email", "--count"],
        &["search", "--entity", "person_name", "--count", "--format", "json"],
        &["keys", "rotate", "--yes"],
        &["keys", "list"],
        &["false-alarm", "add", "email:a.boehm@post.example"],
        &["false-alarm", "add", "email:a.boehm@post.example", "--yes"],
        &["false-alarm", "add", "--rule", "telephone_number", "--path", "*", "--note", "all", "--yes"],
        &["scan", share],
        &["false-alarm", "list"],
        &["false-alarm", "list", "--format", "json"],
        &["false-alarm", "export", "-o", &list],
        &["false-alarm", "import", &list, "--yes"],
        &["scan", share, "--refresh"],
        &["rules", "test", &pack],
        &["rules", "list", "--format", "json"],
        &["rules", "show", "x"],
        &["detect", share, "--rules-pack", &pack],
        &["forget", "1", "--yes"],
        &["doctor"],
        &["completions", "bash"],
    ];
    for args in commands {
        let output =
            house.command(args).env("RUST_BACKTRACE", "full").env("HOHEIT_LOG", "trace").output().unwrap();
        assert_clean(&markers, &text(&output.stdout), &args.join(" "));
        assert_clean(&markers, &text(&output.stderr), &args.join(" "));
    }
    for member in unpacked(&workbook) {
        assert_clean(&markers, &member, "the workbook");
    }
    assert_clean_files(&markers, vec![house.home(), outside.path().to_owned()]);
    who_asks_is_answered(&house, share, &markers, &everybody);
}

/// Every file below these folders.
fn assert_clean_files(markers: &[Marker], mut waiting: Vec<std::path::PathBuf>) {
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                assert_clean(markers, &text(&fs::read(&path).unwrap()), &path.display().to_string());
            }
        }
    }
}

/// The markers are really there to be found: a person who asks for the text gets it, and who asks for a person gets her.
fn who_asks_is_answered(house: &Household, share: &str, markers: &[Marker], everybody: &[&str]) {
    let asked = text(&house.run(&["extract", share, "--format", "jsonl"]).stdout);
    let shown = markers.iter().filter(|(_, marker)| asked.contains(marker)).count();
    assert!(shown * 2 > markers.len(), "{shown} of {}", markers.len());
    house.run(&["scan", share, "--rehash"]);
    let everybody = text(&house.run(&[everybody, &["--with-content"]].concat()).stdout);
    assert!(everybody.contains("12.08.1964") && everybody.contains("█████"), "{everybody}");
    let person =
        ["subject-access", "--purpose", "x", "--with-content", "--id", "iban:DE27900100340815004711"];
    let asked = text(&house.run(&person).stdout);
    assert!(asked.contains("DE27900100340815004711"), "{asked}");
}

/// Who answers for an activity is an official: shown to whoever asks for the activity, and told to no log and in no error.
#[test]
fn contacts_of_activities_stand_in_no_log() {
    let house = Household::new();
    house.put("a.txt", "Text");
    house.scan(&[], 0);
    let marker = "Marga Merkwürdig, Zimmer 4711";
    let form = |more: &str| {
        format!(
            "[[activity]]\nname = 'a'\ntitle = 'A'\ncontroller = {{ name = 'B', contact = '{marker}' }}\n\
             purpose = 'C'\nlegal_basis = 'D'\n{more}"
        )
    };
    let good = house.put("gut.toml", form(""));
    let mut commands: Vec<Vec<String>> = Vec::new();
    let mut command = |args: &[&str]| commands.push(args.iter().map(|arg| (*arg).to_owned()).collect());
    command(&["activities", "add", good.to_str().unwrap()]);
    command(&["activities", "add", good.to_str().unwrap(), "--yes"]);
    command(&["activities", "edit", "a", "--data-protection-officer", "E", "--yes"]);
    command(&["activities", "edit", "a", "--controller", "B", "--controller-contact", marker, "--yes"]);
    command(&["activities", "list"]);
    command(&["activities", "show", "a"]);
    command(&["activities", "show", "a", "--format", "json"]);
    command(&["activities", "remove", "a", "--yes"]);
    // Where the contact stands at the wrong place, the refusal tells the line alone.
    for (number, more) in [
        format!("datasets = ['{marker}']"),
        format!("measures = {{ x = '{marker}' }}"),
        format!("recipients = '{marker}'"),
        format!("[activity.data_protection_officer]\nname = 5 # {marker}"),
        format!("measures = '{marker}"),
        format!("[[activity]]\nname = '{marker}'"),
    ]
    .iter()
    .enumerate()
    {
        let wrong = house.put(&format!("falsch{number}.toml"), form(more));
        command(&["activities", "add", wrong.to_str().unwrap()]);
    }
    command(&["contracts", "add", "--name", "x", "--title", "x", "--provider", "x", "--ends", marker]);
    command(&["sites", "add", "--name", marker, "--title", "x", "--kind", "saas"]);
    command(&["activities", "show", marker]);
    let mut shown = 0;
    for args in &commands {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = house.command(&args).env("HOHEIT_LOG", "trace").output().unwrap();
        let told = text(&output.stderr);
        // Who mistypes a name on the command line is shown it again.
        if args[..2] != ["activities", "show"] {
            let flat = on_one_line(&told);
            assert!(!flat.contains("Marga") && !flat.contains("4711"), "{args:?}: {told}");
        }
        shown += usize::from(text(&output.stdout).contains(marker));
    }
    assert!(shown >= 4, "who asks is answered: {shown}");
}

/// Where something stands, and what must never be seen of it.
type Marker = (String, String);

/// Who hands over a document where a form, a rule or a list is expected gets an error, and nothing of the document in it.
#[test]
fn a_document_in_the_place_of_a_form_is_not_quoted() {
    let house = Household::new();
    house.put("a.txt", "Text");
    house.scan(&[], 0);
    let site = ["sites", "add", "--name", "rathaus", "--title", "x", "--kind", "file_server", "--yes"];
    assert_eq!(house.run(&site).status.code(), Some(0));
    let markers = ["Zwirbelquast", "DE27900100340815004711", "z.quast@post.example"];
    // Where a reader of TOML, YAML or Cedar would stop and tell what stands there.
    let shapes = |marker: &str| {
        [
            format!("Sehr geehrte Frau {marker},\n\nIhr Konto {marker}.\n"),
            marker.to_owned(),
            format!("{marker} = 1\n"),
            format!("\"{marker}\" = 1\n"),
            format!("[[site]]\nname = \"{marker}\"\n"),
            format!(
                "[[classification]]\ndataset = \"1\"\nreason = \"x\"\n[classification.answers]\n\"{marker}\" = \"x\"\n"
            ),
            format!("name = \"x\"\n\"{marker}\" = [\n"),
            format!("name = \"x\"\nversion = \"{marker}\"\n"),
            format!("name = \"x\"\nversion = 1\nvalid_from = \"{marker}\"\n[[demand]]\nname = 1\n"),
            format!("format: {marker}\n{marker}: x\n"),
            format!("- {marker}\n- *{marker}\n"),
            format!("permit (principal, action, resource) when {{ resource.\"{marker}\" }};\n"),
            format!("@id(\"{marker}\")\nforbid (principal == \"{marker}\", action, resource);\n"),
        ]
    };
    let mut quoted = Vec::new();
    for (number, content) in markers.iter().flat_map(|marker| shapes(marker)).enumerate() {
        let file = house.put(&format!("formular-{number}"), content);
        let file = file.to_str().unwrap();
        let commands: &[&[&str]] = &[
            &["sites", "add", file],
            &["contracts", "add", file],
            &["activities", "add", file],
            &["sites", "assess", "--import", file],
            &["datasets", "classify", "--file", file],
            &["policy", "adopt", file],
            &["what-if", "--law-pack", file],
            &["what-if", "--rule", file],
            &["what-if", "--profile", file],
            &["policy", "compare", file, file],
            &["false-alarm", "import", file],
            &["rules", "test", file],
            &["detect", file, "--rules-pack", file],
        ];
        for args in commands {
            let output = house.command(args).env("HOHEIT_LOG", "trace").output().unwrap();
            let told = text(&output.stdout) + &text(&output.stderr);
            assert_ne!(output.status.code(), Some(0), "{args:?}: {told}");
            let is_quoted = markers.iter().any(|marker| told.contains(marker));
            quoted.extend(is_quoted.then(|| format!("{args:?} with shape {}: {told}", number % 13)));
        }
    }
    assert!(quoted.is_empty(), "{}", quoted.join("\n"));
}

fn in_documents() -> Vec<Marker> {
    marked::files()
        .into_iter()
        .flat_map(|file| file.markers)
        .map(|marker| (marker.place, marker.text))
        .collect()
}

/// The samples of every rule, one file each, so that no kind is left out. What ordinary texts of ours hold as well (words,
/// the numbers in our help) is no marker.
fn of_every_rule(house: &Household) -> Vec<Marker> {
    let help = ["subject-access", "search", "false-alarm"]
        .map(|command| text(&house.run(&[command, "--help"]).stdout));
    let mut markers = Vec::new();
    for rule in hoheit_detect::rules() {
        let texts: Vec<_> = rule.samples.found.iter().map(|(text, _)| *text).collect();
        house.put(&format!("rules/{}.txt", rule.name), texts.join("\n\n"));
        let values = rule.samples.found.iter().flat_map(|(_, values)| *values);
        let telling = values
            .filter(|value| value.len() >= 9 && value.contains(|c: char| c.is_ascii_digit() || c == ' '));
        let telling = telling.filter(|value| !help.iter().any(|help| help.contains(**value)));
        markers.extend(telling.map(|value| (rule.name.to_owned(), (*value).to_owned())));
    }
    markers
}

#[track_caller]
fn assert_clean(markers: &[Marker], text: &str, output: &str) {
    for (place, marker) in markers {
        assert!(!text.contains(marker), "leaked into {output}: {place}");
    }
}

/// The parts of a workbook as text: packed, nothing would be found in them.
fn unpacked(path: &str) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    assert!(archive.len() > 5);
    let parts = (0..archive.len()).map(|index| {
        let mut part = Vec::new();
        archive.by_index(index).unwrap().read_to_end(&mut part).unwrap();
        text(&part)
    });
    parts.collect()
}
