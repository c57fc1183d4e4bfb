// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reads the named files (or those named on stdin, one a line) and prints one tab-separated line per document: path,
//! member, format, state, number of characters that are no white space, warnings. With `--text` the text follows.

use hoheit_extract::extract;
use hoheit_types::{Limits, Printable};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let (flags, mut paths): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let show_text = flags.iter().any(|f| f == "--text");
    if paths.is_empty() {
        paths = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in paths {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{}: {error}", Printable(&path));
                continue;
            }
        };
        let mut lines = Vec::new();
        extract(&bytes, &path, &Limits::default(), &mut |member, found| {
            let chars = found.text.chars().filter(|c| !c.is_whitespace()).count();
            let warnings: Vec<String> =
                found.warnings.iter().map(|w| format!("{}:{}", w.code.name(), w.number)).collect();
            lines.push(format!(
                "{}\t{member}\t{}\t{}\t{chars}\t{}",
                Printable(&path),
                found.format,
                found.state,
                warnings.join(",")
            ));
            if show_text {
                lines.push(format!(
                    "tables: {:?} scans: {} {:?}",
                    found.tables,
                    found.scans.len(),
                    found.metadata
                ));
                lines.push(found.text.to_string());
            }
        });
        for line in lines {
            writeln!(out, "{line}")?;
        }
    }
    out.flush()
}
