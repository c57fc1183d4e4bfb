// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Writes a log for trying and measuring: `make_log FOLDER SIZE…`, published at each of the sizes. The log lies in `FOLDER/log`, the
//! policy in `FOLDER/policy`, the proof of one entry beside them; the key of the log is printed. Keys are known to everybody: nobody must trust them.

#[expect(dead_code, reason = "tests share it, and need more of it")]
mod maker;

use hoheit_merkle::Checkpoint;
use maker::{Signer, make, policy, prove};
use std::path::PathBuf;

fn main() -> Result<(), String> {
    let mut args = std::env::args_os().skip(1);
    let folder = args.next().map(PathBuf::from).ok_or("make_log FOLDER SIZE…")?;
    let sizes: Vec<u64> = args
        .map(|size| size.to_str().and_then(|size| size.parse().ok()).ok_or("a size is a number"))
        .collect::<Result<_, _>>()?;
    if sizes.is_empty() || !sizes.is_sorted() {
        return Err("sizes grow, and there is at least one".into());
    }
    let note = make(&folder.join("log"), &sizes, &[Signer::Log, Signer::Witness]);
    if note.text.parse().is_ok_and(|checkpoint: Checkpoint| checkpoint.size > 3) {
        let proof = prove(&folder.join("log"), 3, &note).to_string();
        std::fs::write(folder.join("entry-3.tlog-proof"), proof).map_err(|error| error.to_string())?;
    }
    std::fs::write(folder.join("policy"), policy()).map_err(|error| error.to_string())?;
    println!("{}", Signer::Log.verifier());
    Ok(())
}
