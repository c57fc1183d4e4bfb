// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit false-alarm import`: a list from elsewhere, reviewed before it counts.

use super::{concern, described, everywhere, open, too_many};
use crate::cause;
use crate::commands::{catalogue_failure, print};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::{Catalogue, CatalogueError, ExceptionFiles};
use hoheit_detect::{Excepted, Exceptions};
use hoheit_report::counted;
use hoheit_types::{AssetId, Entity, Printable};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

/// Largest list that is read, in bytes. 8 MiB: 10,000 lines of 800 bytes.
const LIST_BYTES: u64 = 8 << 20;

pub(super) fn run(context: &Context, path: &Path, yes: bool) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let text = read(context, path)?;
    let mut catalogue = open(context, yes)?;
    // Only looking needs no key of its own: nothing is written then.
    let kept = if yes {
        Some(ExceptionFiles::open(&context.home).map_err(fail)?)
    } else {
        ExceptionFiles::read(&context.home).map_err(fail)?
    };
    let mut known = match &kept {
        Some(kept) => own::exceptions(kept, lang)?,
        None => Exceptions::new([0; 32]),
    };
    let key = kept.map_or([0; 32], |kept| kept.key);
    let (list, left_out) = Exceptions::from_export(key, &text).map_err(|error| {
        let (line, file) = (error.line, path.display().to_string());
        let file = Printable(&file);
        Failure::new(
            Exit::Usage,
            lang.pick(
                format!("{file} ist keine Liste von Fehlalarmen: Zeile {line}"),
                format!("{file} is no list of false alarms: line {line}"),
            ),
        )
        .hint(lang.pick(
            "die Form steht in docs/reference/false-alarms.md",
            "its form is described in docs/reference/false-alarms.md",
        ))
    })?;
    if list.iter().any(|exception| matches!(exception.what, Excepted::Place(place) if place.is_everywhere()))
    {
        return Err(everywhere(lang));
    }
    let new = list.beyond(&known);
    let concerned = concerned(&mut catalogue, &new).map_err(fail)?;
    let mut shown = String::new();
    for exception in new.iter() {
        let note = if exception.note.is_empty() { String::new() } else { format!(" · {}", exception.note) };
        let what = format!("{}  {}{note}", exception.id, described(&exception.what, lang));
        let _ = writeln!(shown, "{}", Printable(&what));
    }
    let count = counted(
        lang,
        new.len() as u64,
        ["neuer Fehlalarm", "neue Fehlalarme"],
        ["new false alarm", "new false alarms"],
    );
    let _ = writeln!(shown, "{count}");
    if left_out > 0 {
        let left_out = counted(lang, left_out as u64, ["Wert", "Werte"], ["value", "values"]);
        let _ = writeln!(
            shown,
            "{}",
            lang.pick(
                format!(
                    "Ausgelassen: {left_out}, mit einem anderen Schlüssel vermerkt; hier sagen sie nichts."
                ),
                format!("Left out: {left_out}, marked with another key; they mean nothing here."),
            )
        );
    }
    shown.push_str(&concern(&concerned, lang));
    print(lang, shown)?;
    if !yes {
        return print(lang, lang.pick("Ausführen mit --yes\n", "Do it with --yes\n")).map(|()| Exit::Done);
    }
    if !known.add_all(new) {
        return Err(too_many(lang));
    }
    catalogue.mark_pending(&concerned).map_err(fail)?;
    catalogue.write_exceptions(&context.home, &known.to_text()).map_err(fail)?;
    print(lang, lang.pick("Übernommen.\n", "Brought in.\n"))?;
    Ok(Exit::Done)
}

fn read(context: &Context, path: &Path) -> Result<String, Failure> {
    let lang = context.lang;
    let mut text = String::new();
    let opened = std::fs::File::open(path);
    opened.and_then(|file| file.take(LIST_BYTES + 1).read_to_string(&mut text)).map_err(|error| {
        let shown = path.display().to_string();
        let (shown, reason) = (Printable(&shown), cause::reason(&error, lang));
        Failure::new(
            Exit::Usage,
            lang.pick(
                format!("{shown} ist nicht lesbar: {reason}"),
                format!("{shown} can't be read: {reason}"),
            ),
        )
    })?;
    // Cut, the rest would be lost without a word.
    if text.len() as u64 > LIST_BYTES {
        let shown = path.display().to_string();
        let shown = Printable(&shown);
        return Err(Failure::new(
            Exit::Usage,
            lang.pick(
                format!("{shown} ist zu groß für eine Liste von Fehlalarmen: mehr als 8 MiB"),
                format!("{shown} is too large for a list of false alarms: more than 8 MiB"),
            ),
        ));
    }
    Ok(text)
}

/// The files that the next scan has to read: of a value only the kind is known.
fn concerned(catalogue: &mut Catalogue, new: &Exceptions) -> Result<Vec<AssetId>, CatalogueError> {
    let mut files: BTreeSet<i64> = BTreeSet::new();
    let mut kinds: BTreeSet<Entity> = BTreeSet::new();
    for exception in new.iter() {
        match exception.what {
            Excepted::Value(entity) => {
                kinds.insert(entity);
            }
            Excepted::Place(place) => {
                let is_meant = |path: &hoheit_types::RelPath| place.has(path.as_str());
                files.extend(catalogue.files_with_rule(&place.rule, &is_meant)?.iter().map(|file| file.0));
            }
        }
    }
    for kind in kinds {
        files.extend(catalogue.files_with_kind(kind)?.iter().map(|file| file.0));
    }
    Ok(files.into_iter().map(AssetId).collect())
}
