// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit rules`: own rules, looked at and tried.

use super::{catalogue_failure, open_for_reading, print};
use crate::cli::{RulesAction, Talk};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::CatalogueErrorKind;
use hoheit_catalogue::inventory::{Inventory, OwnRuleFacts};
use hoheit_detect::{Pack, PackRule};
use hoheit_report::words::Label as _;
use hoheit_report::{counted, files, own_rule};
use hoheit_scan::OwnRules;
use hoheit_types::{Lang, Printable};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(crate) fn run(context: &Context, action: RulesAction) -> Result<Exit, Failure> {
    match action {
        RulesAction::List { format } => list(context, format),
        RulesAction::Show { pack, format } => show(context, &pack, format),
        RulesAction::Test { file } => test(context, &file),
    }
}

/// A file of the folder, with its pack or what is wrong with it.
type Loaded = (PathBuf, Result<OwnRules, Failure>);

/// Each file by itself, so that one mistake hides no other pack.
fn loaded(context: &Context) -> Result<Vec<Loaded>, Failure> {
    let mut all = Vec::new();
    for path in own::files(context)? {
        let mut own = OwnRules::default();
        let added = own::add(&mut own, &path, context.lang).map(drop);
        all.push((path, added.map(|()| own)));
    }
    Ok(all)
}

/// What the catalogue knows, judged by what these rules can; nothing where nothing was scanned yet.
fn inventory(context: &Context, own: &OwnRules) -> Result<Inventory, Failure> {
    let request = super::report::request(own);
    let known = hoheit_catalogue::Catalogue::open_readonly(&context.home, std::sync::Arc::new(context.clock));
    match known {
        Err(error) if matches!(error.kind(), CatalogueErrorKind::Missing) => Ok(Inventory::default()),
        _ => {
            open_for_reading(context)?.inventory(&request).map_err(|error| catalogue_failure(context, error))
        }
    }
}

fn list(context: &Context, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let all = loaded(context)?;
    // With a mistake in a pack, no scan is made, and nobody can say what the rules together find.
    let own = own::load(context).ok();
    let inventory = inventory(context, own.as_ref().unwrap_or(&OwnRules::default()))?;
    let unmatched = own.as_ref().and_then(|own| own::unmatched(own, &inventory));
    let mut text = String::new();
    let mut packs = Vec::new();
    for (path, loaded) in &all {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        match loaded {
            Ok(own) => {
                for pack in own.packs() {
                    packs.push(to_json(&file, pack, &own::found(own, &inventory)));
                    let rules =
                        counted(lang, pack.rules().count() as u64, ["Regel", "Regeln"], ["rule", "rules"]);
                    let version = lang.pick("Version", "version");
                    let _ = writeln!(
                        text,
                        "{} · {version} {} · {rules} · {}",
                        pack.name(),
                        pack.version(),
                        Printable(&file)
                    );
                }
                for facts in own::found(own, &inventory) {
                    let found = files(lang, facts.files);
                    let _ = writeln!(text, "  {}: {found}", own_rule(&facts, lang));
                }
            }
            Err(failure) => {
                packs.push(json!({ "file": file, "error": failure.message }));
                let _ = writeln!(text, "{}", Printable(&failure.message));
            }
        }
    }
    let folder = own::folder(context).display().to_string();
    match format {
        Talk::Json => {
            let value = json!({
                "format": "hoheit-rules/1", "folder": folder, "packs": packs, "unmatched_rules": unmatched,
            });
            print(lang, format!("{value:#}\n"))?;
        }
        Talk::Human => {
            if all.is_empty() {
                let folder = Printable(&folder);
                text = lang.pick(
                    format!("Keine eigenen Regeln. Pakete (*.toml) gehören in: {folder}\n"),
                    format!("No own rules. Packs (*.toml) belong into: {folder}\n"),
                );
            }
            let unmatched = unmatched.unwrap_or_default();
            if !unmatched.is_empty() {
                let label = lang.pick("In keiner Quelle etwas gefunden", "Found nothing in any source");
                let _ = writeln!(text, "{label}: {}", unmatched.join(", "));
            }
            print(lang, text)?;
        }
    }
    Ok(if all.iter().all(|(_, loaded)| loaded.is_ok()) { Exit::Done } else { Exit::Warnings })
}

fn show(context: &Context, name: &str, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let inventory = inventory(context, &OwnRules::default())?;
    for (path, loaded) in loaded(context)? {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let own = match loaded {
            Ok(own) => own,
            Err(failure) if file == name => return Err(failure),
            Err(_) => continue,
        };
        let Some(pack) = own.packs().iter().find(|pack| pack.name() == name || file == name) else {
            continue;
        };
        let facts = own::found(&own, &inventory);
        match format {
            Talk::Json => {
                let mut value = to_json(&file, pack, &facts);
                if let Some(value) = value.as_object_mut() {
                    value.insert("format".to_owned(), json!("hoheit-rules/1"));
                }
                print(lang, format!("{value:#}\n"))?;
            }
            Talk::Human => {
                let all = pack.rules().zip(&facts).map(|(rule, facts)| describe(rule, facts, lang));
                print(lang, all.collect::<Vec<_>>().join("\n"))?;
            }
        }
        return Ok(Exit::Done);
    }
    let name = Printable(name);
    Err(Failure::new(
        Exit::Usage,
        lang.pick(
            format!("das Regelpaket '{name}' gibt es nicht"),
            format!("there is no rule pack '{name}'"),
        ),
    )
    .hint(lang.pick("alle zeigt: hoheit rules list", "see them all with: hoheit rules list")))
}

fn describe(rule: &PackRule, facts: &OwnRuleFacts, lang: Lang) -> String {
    let mut rows = vec![
        (lang.pick("Art", "kind"), format!("{} ({})", rule.entity.label(lang), rule.entity.name())),
        (lang.pick("Sicherheit", "confidence"), format!("{} %", rule.confidence.as_percent())),
    ];
    if let Some(pattern) = &rule.pattern {
        rows.push((lang.pick("Muster", "pattern"), pattern.clone()));
    }
    if rule.words > 0 {
        rows.push((lang.pick("Wörter", "words"), lang.integer(rule.words as u64)));
    }
    if !rule.context.is_empty() {
        rows.push((lang.pick("Wort in der Nähe", "word nearby"), rule.context.join(", ")));
    }
    rows.extend(rule.validator.clone().map(|name| (lang.pick("Prüfung", "validator"), name)));
    rows.push((lang.pick("Gefunden", "found"), files(lang, facts.files)));
    let mut text = format!("{}\n", own_rule(facts, lang));
    for (label, value) in rows {
        let _ = writeln!(text, "  {label}: {}", Printable(&value));
    }
    text
}

fn test(context: &Context, file: &Path) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut own = OwnRules::default();
    let pack = own::add(&mut own, file, lang)?;
    let rules = counted(lang, pack.rules().count() as u64, ["Regel", "Regeln"], ["rule", "rules"]);
    let samples = pack.rules().map(|rule| rule.samples.0 + rule.samples.1).sum::<usize>();
    let samples = counted(lang, samples as u64, ["Beispiel", "Beispiele"], ["sample", "samples"]);
    let (name, version) = (pack.name(), pack.version());
    print(
        lang,
        lang.pick(
            format!("{name}, Version {version}: {rules} in Ordnung, {samples} geprüft\n"),
            format!("{name}, version {version}: {rules} in order, {samples} tried\n"),
        ),
    )?;
    Ok(Exit::Done)
}

/// A pack of `hoheit-rules/1`, see `docs/reference/rules-json.md`.
fn to_json(file: &str, pack: &Pack, facts: &[OwnRuleFacts]) -> Value {
    let rules: Vec<Value> = pack
        .rules()
        .zip(facts)
        .map(|(rule, facts)| {
            json!({
                "rule": rule.id.name, "label": rule.label, "entity": rule.entity, "pattern": rule.pattern,
                "words": rule.words, "context": rule.context, "validator": rule.validator,
                "confidence": rule.confidence, "samples": rule.samples.0 + rule.samples.1,
                "files": facts.files, "occurrences": facts.occurrences,
            })
        })
        .collect();
    json!({ "file": file, "name": pack.name(), "version": pack.version(), "rules": rules })
}
