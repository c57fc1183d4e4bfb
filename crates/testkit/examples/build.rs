// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Builds one of the generated trees by hand: `cargo run -p hoheit-testkit --example build -- town <folder> [scale]`.

use hoheit_testkit::town::{self, TownOptions};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [what, folder, rest @ ..] = &args[..] else {
        return Err("usage: build <what> <folder> [number]".into());
    };
    let root = Path::new(folder);
    let number = rest.first().map(|number| number.parse()).transpose()?;
    let started = Instant::now();
    match what.as_str() {
        "town" => {
            let options = TownOptions { scale: number.unwrap_or(1), ..TownOptions::default() };
            println!("{:?}", town::build(root, &options)?);
        }
        other => return Err(format!("unknown tree {other}; known: town").into()),
    }
    println!("{} ms", started.elapsed().as_millis());
    Ok(())
}
