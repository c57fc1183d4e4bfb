// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Builds one of the generated trees by hand: `cargo run -p hoheit-testkit --example build -- town <folder> [scale]`.
//! `forms` writes one document in every form, to open it in the programs that people use.

use hoheit_testkit::town::{self, TownOptions};
use hoheit_testkit::writers::Form;
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
        "forms" => {
            std::fs::create_dir_all(root)?;
            let document = hoheit_testkit::values::sample(number.unwrap_or(1).into());
            for (i, form) in Form::ALL.iter().enumerate() {
                std::fs::write(root.join(format!("{i:02}.{}", form.extension())), form.write(&document))?;
            }
        }
        other => return Err(format!("unknown tree {other}; known: town, forms").into()),
    }
    println!("{} ms", started.elapsed().as_millis());
    Ok(())
}
