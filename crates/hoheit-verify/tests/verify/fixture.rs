// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The small log that README.md explains, byte by byte.

use super::*;
use crate::maker::{make, prove};

fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every version of the format stays readable: files here are never changed, only added.
#[test]
fn the_log_in_the_readme_is_the_one_that_is_written_today() {
    let house = House::new(&[0]);
    fs::remove_dir_all(house.log()).unwrap();
    let note = make(&house.log(), &[3, 5], &[Signer::Log, Signer::Witness]);
    fs::write(house.path("entry-3.tlog-proof"), prove(&house.log(), 3, &note).to_string()).unwrap();
    let relative = |root: &Path| -> Vec<(PathBuf, Vec<u8>)> {
        let all = files(root).into_iter();
        all.map(|path| (path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap())).collect()
    };
    let mut kept = relative(&crate_folder().join("fixtures/v1"));
    // A package of the README's other commands, which are run as well.
    kept.retain(|(path, _)| !path.starts_with("package"));
    assert_eq!(kept, relative(house.folder.path()));
}

/// The commands in README.md, each run by a shell in the folder of the fixture; what follows them is what they print.
#[test]
fn the_commands_in_the_readme_say_what_it_says() {
    let has = |program: &str| {
        Command::new(program).arg("--version").output().is_ok_and(|output| succeeded(&output))
    };
    if !["python3", "sha256sum"].iter().all(|program| has(program))
        || Command::new("openssl").arg("version").output().is_err()
    {
        assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "openssl or python3 is missing");
        return eprintln!("left out, openssl or python3 is not installed: the README's commands");
    }
    let scratch = TempDir::new().unwrap();
    let readme = fs::read_to_string(crate_folder().join("README.md")).unwrap();
    let mut runs = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for part in format!("\n{block}").split("\n$ ").skip(1) {
            // A command goes on as long as its lines end in a backslash, or inside of quotation marks.
            let mut lines = part.split_inclusive('\n');
            let mut command = String::new();
            for line in lines.by_ref() {
                command.push_str(line);
                let is_open = command.matches('\'').count() % 2 == 1;
                if !is_open && !line.trim_end().ends_with('\\') {
                    break;
                }
            }
            let expected: String = lines.collect();
            let output = Command::new("bash")
                .args(["-c", &command])
                .current_dir(crate_folder().join("fixtures/v1"))
                .env("T", scratch.path())
                .env("LC_ALL", "C.UTF-8")
                .env("PATH", format!("{}:{}", tool_folder().display(), std::env::var("PATH").unwrap()))
                .output()
                .unwrap();
            let printed = String::from_utf8_lossy(&output.stdout).into_owned();
            assert_eq!(
                printed.trim_end(),
                expected.trim_end(),
                "{command}{}",
                String::from_utf8_lossy(&output.stderr)
            );
            runs += 1;
        }
    }
    assert!(runs >= 8, "{runs}");
}

/// Where `hoheit-verify` lies.
fn tool_folder() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_hoheit-verify")).parent().unwrap()
}
