// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Builds one of the generated trees by hand: `cargo run -p hoheit-testkit --example build -- town <folder> [scale]`.
//! `bulk`, `hostile`, `marked` and `labelled` build the other trees; `forms` writes one document in every form, to open it in the programs that people use.

use hoheit_testkit::hostile::{self, HostileOptions};
use hoheit_testkit::town::{self, TownOptions};
use hoheit_testkit::writers::Form;
use hoheit_testkit::{bulk, marked, values};
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
        "hostile" => {
            let options = HostileOptions { large: number.is_some(), ..HostileOptions::default() };
            println!("{:?}", hostile::build(root, &options)?);
        }
        "bulk" => println!("{:?}", bulk::build(root, 1, number.unwrap_or(200_000).into())?),
        "marked" => println!("{:?}", marked::build(root)?),
        "labelled" => {
            std::fs::create_dir_all(root)?;
            for document in values::labelled_documents(1, number.unwrap_or(120) as usize) {
                std::fs::write(root.join(&document.file_name), &document.bytes)?;
                let labels: Vec<String> = document.values.into_iter().map(|label| label.text).collect();
                std::fs::write(root.join(document.file_name + ".labels"), labels.join("\n"))?;
            }
        }
        "forms" => {
            std::fs::create_dir_all(root)?;
            let document = values::sample(number.unwrap_or(1).into());
            for (i, form) in Form::ALL.iter().enumerate() {
                std::fs::write(root.join(format!("{i:02}.{}", form.extension())), form.write(&document))?;
            }
        }
        other => {
            return Err(
                format!("unknown tree {other}; known: town, bulk, hostile, marked, labelled, forms").into()
            );
        }
    }
    println!("{} ms", started.elapsed().as_millis());
    Ok(())
}
