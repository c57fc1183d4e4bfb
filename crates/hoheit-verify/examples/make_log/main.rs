// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Writes a log for trying and measuring: `make_log FOLDER SIZE…`, published at each of the sizes. The log lies in `FOLDER/log`, the
//! policy in `FOLDER/policy`; the key of the log is printed. Keys are known to everybody: nobody must trust them.

mod maker;

use maker::{ORIGIN, Signer, make, policy};
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
    make(&folder.join("log"), &sizes, &[Signer::Log, Signer::Witness]);
    std::fs::write(folder.join("policy"), policy()).map_err(|error| format!("{ORIGIN}: {error}"))?;
    println!("{}", Signer::Log.verifier());
    Ok(())
}
