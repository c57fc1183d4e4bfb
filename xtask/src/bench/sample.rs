// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which files of a corpus are measured: the same ones on every machine.

use hoheit_testkit::Rng;
use std::collections::{BTreeMap, HashSet, hash_map::DefaultHasher};
use std::fs::{self, File};
use std::hash::{Hash, Hasher};
use std::io::Read;
use std::path::Path;

/// At most so many files of a format: enough for shares in steps of 0.4 %, few enough for the slowest peer.
const PER_FORMAT: usize = 250;

/// The formats that the issue of the inventory names, by the extensions of their files.
const FORMATS: &[&str] = &[
    "txt", "csv", "tsv", "html", "xml", "json", "md", "rtf", "pdf", "docx", "docm", "xlsx", "xlsm", "xlsb",
    "xls", "pptx", "odt", "ods", "odp", "doc", "ppt", "eml", "mbox", "msg", "ics", "vcf", "zip", "tar", "gz",
    "7z", "sqlite", "png", "jpg", "tif",
];

/// Other extensions of the same formats.
const ALIASES: &[(&str, &str)] = &[
    ("htm", "html"),
    ("jpeg", "jpg"),
    ("tiff", "tif"),
    ("tgz", "gz"),
    ("sqlite3", "sqlite"),
    ("db", "sqlite"),
];

/// What mails without an extension begin with, as mail libraries keep their test files.
const MAIL_STARTS: &[&str] = &[
    "Received:",
    "Return-Path:",
    "From:",
    "Date:",
    "Message-ID:",
    "MIME-Version:",
    "Delivered-To:",
    "Subject:",
];

/// Paths by format, relative to the corpus.
pub(super) type Sample = BTreeMap<&'static str, Vec<String>>;

/// Draws the sample: content that occurs twice in a format counts once; of a format with too many files those are
/// taken whose path has the smallest hash.
pub(super) fn draw(corpus: &Path) -> Result<Sample, String> {
    let mut paths = Vec::new();
    list(corpus, "", &mut paths)?;
    paths.sort_unstable();
    let mut by_format = Sample::new();
    let mut seen = HashSet::new();
    for path in paths {
        let Some(format) = format(corpus, &path) else { continue };
        let Ok(bytes) = fs::read(corpus.join(&path)) else { continue };
        let mut hasher = DefaultHasher::new();
        (format, bytes).hash(&mut hasher);
        if seen.insert(hasher.finish()) {
            by_format.entry(format).or_default().push(path);
        }
    }
    for paths in by_format.values_mut() {
        paths.sort_by_cached_key(|path| Rng::new(0).child(path).bits());
        paths.truncate(PER_FORMAT);
    }
    if by_format.is_empty() {
        return Err(format!("{} holds no file of the formats that are measured", corpus.display()));
    }
    Ok(by_format)
}

/// All plain files with names that a listing with a path per line can hold.
fn list(corpus: &Path, below: &str, paths: &mut Vec<String>) -> Result<(), String> {
    let folder = corpus.join(below);
    for entry in fs::read_dir(&folder).map_err(|e| super::at(&folder, &e))?.flatten() {
        let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else { continue };
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if kind.is_dir() {
            list(corpus, &path, paths)?;
        } else if kind.is_file() && !path.contains(['\n', '\r', '\t']) {
            paths.push(path);
        }
    }
    Ok(())
}

fn format(corpus: &Path, path: &str) -> Option<&'static str> {
    let extension = Path::new(path).extension().map(|e| e.to_string_lossy().to_lowercase());
    let extension = extension.unwrap_or_default();
    let wanted =
        ALIASES.iter().find(|(alias, _)| *alias == extension).map_or(extension.as_str(), |(_, name)| name);
    if let Some(format) = FORMATS.iter().find(|format| **format == wanted) {
        return Some(format);
    }
    let mut start = [0; 16];
    let length = File::open(corpus.join(path)).and_then(|mut file| file.read(&mut start)).unwrap_or_default();
    let start = String::from_utf8_lossy(&start[..length]);
    MAIL_STARTS.iter().any(|word| start.starts_with(word)).then_some("eml")
}
