// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The same logs, judged by a small program on top of packages by other people: see `go-check/main.go`.

use super::*;
use std::sync::OnceLock;

/// The program, built once; `None` where Go or its packages are missing.
fn checker() -> Option<&'static Path> {
    static BUILT: OnceLock<Option<PathBuf>> = OnceLock::new();
    let build = || {
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let program = scratch.join("log-check");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("go-check");
        let output = Command::new("go")
            .args(["build", "-o"])
            .arg(&program)
            .arg("main.go")
            .current_dir(source)
            .env("GO111MODULE", "off")
            .env("GOPATH", "/usr/share/gocode")
            .env("GOCACHE", scratch.join("go"))
            .output();
        let is_there = Path::new("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog").is_dir();
        match output {
            Ok(output) if is_there => {
                assert!(succeeded(&output), "{}", String::from_utf8_lossy(&output.stderr));
                Some(program)
            }
            _ => {
                assert!(
                    std::env::var_os("HOHEIT_TEST_ALL").is_none(),
                    "golang-go or its packages are missing"
                );
                None
            }
        }
    };
    let program = BUILT.get_or_init(build).as_deref();
    if program.is_none() {
        eprintln!(
            "left out, golang-go or golang-golang-x-mod-dev is not installed: logs judged by Go's packages"
        );
    }
    program
}

fn judged(program: &Path, house: &House, more: &[&str]) -> (Option<i32>, String) {
    let key = Signer::Log.verifier().to_string();
    let output = Command::new(program).arg(house.log()).arg(key).args(more).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[test]
fn go_agrees_that_a_log_is_as_it_was_signed() {
    let Some(program) = checker() else { return };
    for sizes in [&[1_u64][..], &[255], &[256], &[3, 300, 700], &[70_000]] {
        let house = House::new(sizes);
        let size = *sizes.last().unwrap();
        let (code, said) = judged(program, &house, &[]);
        assert!(code == Some(0) && said.starts_with(&format!("yes: {size} entries, ")), "{sizes:?}: {said}");
    }
    let house = House::new(&[700]);
    for old in ["1", "2", "255", "256", "257", "512", "699", "700"] {
        let (code, said) = judged(program, &house, &[old]);
        assert!(code == Some(0) && said.ends_with(&format!("consistent since {old}")), "{said}");
    }
    assert_eq!(judged(program, &house, &["701"]).0, Some(4));
}

#[test]
fn go_finds_what_was_flipped_as_we_do() {
    let Some(program) = checker() else { return };
    let house = House::new(&[70_000]);
    let mut dice = Dice(29);
    let names = [
        "checkpoint",
        "tile/0/000",
        "tile/0/273.p/112",
        "tile/entries/100",
        "tile/entries/273.p/112",
        "tile/1/000",
    ];
    for name in names {
        let file = house.log().join(name);
        // A witness's signature is nothing to a program that knows the log's key only.
        let bytes = fs::read(&file).unwrap();
        let end = match name {
            "checkpoint" => String::from_utf8(bytes).unwrap().find("— revision").unwrap() - 1,
            _ => bytes.len(),
        };
        for _ in 0..3 {
            let bit = dice.below(end as u64 * 8) as usize;
            let turn = || change(&file, |bytes| bytes[bit / 8] ^= 1 << (bit % 8));
            turn();
            let (code, said) = judged(program, &house, &[]);
            let ours = house.check(&[]);
            turn();
            assert!(code == Some(4) && said.starts_with("no: "), "bit {bit} of {name}: {said}");
            assert_eq!(ours.code, Some(4), "bit {bit} of {name}");
        }
    }
    let forged = House::signed(&[300], &[Signer::Impostor]);
    assert_eq!(judged(program, &forged, &[]).0, Some(4));
}
