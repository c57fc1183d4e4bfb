// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Own rules: the folder `rules` in the state folder, and what is wrong with a pack in the reader's language.

use crate::cause;
use crate::commands::catalogue_failure;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::ExceptionFiles;
use hoheit_catalogue::inventory::{DatasetFacts, Inventory, OwnRuleFacts};
use hoheit_detect::{Exceptions, Pack, PackError, RuleProblem};
use hoheit_scan::{OwnRules, OwnRulesError};
use hoheit_types::{Lang, Printable};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Where packs lie that every scan uses.
pub(crate) fn folder(context: &Context) -> PathBuf {
    context.home.join("rules")
}

/// The pack files in that folder, by name. Without the folder there are none.
pub(crate) fn files(context: &Context) -> Result<Vec<PathBuf>, Failure> {
    let folder = folder(context);
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(&folder, &error, context.lang)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(&folder, &error, context.lang))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// All packs of the folder. One that is wrong ends the command: a scan without it would look complete.
pub(crate) fn load(context: &Context) -> Result<OwnRules, Failure> {
    let mut own = OwnRules::default();
    for path in files(context)? {
        add(&mut own, &path, context.lang)?;
    }
    Ok(own)
}

/// All packs, and what was marked as a false alarm: what workers look for.
pub(crate) fn load_all(context: &Context) -> Result<OwnRules, Failure> {
    let mut own = load(context)?;
    if let Some(exceptions) = read_exceptions(context)? {
        own.except(exceptions);
    }
    Ok(own)
}

/// What was marked as a false alarm; `None` where nothing ever was.
pub(crate) fn read_exceptions(context: &Context) -> Result<Option<Exceptions>, Failure> {
    let kept = ExceptionFiles::read(&context.home).map_err(|error| catalogue_failure(context, error))?;
    kept.map(|kept| exceptions(&kept, context.lang)).transpose()
}

/// The list that was kept. One that is damaged ends the command: a scan without it would bring back what was set aside.
pub(crate) fn exceptions(kept: &ExceptionFiles, lang: Lang) -> Result<Exceptions, Failure> {
    let Some(list) = &kept.list else { return Ok(Exceptions::new(kept.key)) };
    Exceptions::from_text(kept.key, list).map_err(|error| {
        let line = error.line;
        Failure::new(
            Exit::Damaged,
            lang.pick(
                format!("die Liste der Fehlalarme (false-alarms.txt) ist in Zeile {line} beschädigt"),
                format!("the list of false alarms (false-alarms.txt) is damaged in line {line}"),
            ),
        )
        .hint(lang.pick(
            "die Zeile berichtigen oder löschen; die Form steht in docs/reference/false-alarms.md",
            "correct or delete the line; its form is described in docs/reference/false-alarms.md",
        ))
    })
}

/// Reads and proves one pack.
pub(crate) fn add<'o>(own: &'o mut OwnRules, path: &Path, lang: Lang) -> Result<&'o Pack, Failure> {
    // One byte more than is allowed tells that there is more.
    let most = OwnRules::SOURCE_BYTES as u64 + 1;
    let mut source = String::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(most).read_to_string(&mut source))
        .map_err(|error| unreadable(path, &error, lang))?;
    own.add_pack(source).map_err(|error| {
        let shown = path.display().to_string();
        let (shown, what) = (Printable(&shown), mistake(&error, lang));
        Failure::new(
            Exit::Usage,
            lang.pick(
                format!("das Regelpaket {shown} hat einen Fehler: {what}"),
                format!("the rule pack {shown} has a mistake: {what}"),
            ),
        )
        .hint(lang.pick(
            "alle Angaben stehen in docs/reference/rule-pack.md; ein Paket prüft: hoheit rules test <Datei>",
            "all settings are listed in docs/reference/rule-pack.md; try a pack with: hoheit rules test <file>",
        ))
    })
}

fn unreadable(path: &Path, error: &std::io::Error, lang: Lang) -> Failure {
    let shown = path.display().to_string();
    let (shown, reason) = (Printable(&shown), cause::reason(error, lang));
    Failure::new(
        Exit::Usage,
        lang.pick(
            format!("das Regelpaket {shown} ist nicht lesbar: {reason}"),
            format!("the rule pack {shown} can't be read: {reason}"),
        ),
    )
}

/// What is wrong, and where. No sample is quoted: it may be a real one.
fn mistake(error: &OwnRulesError, lang: Lang) -> String {
    let error = match error {
        OwnRulesError::Pack(error) => error,
        OwnRulesError::SameName(name) => {
            return lang.pick(
                format!("ein anderes Paket heißt auch '{name}'"),
                format!("another pack is named '{name}', too"),
            );
        }
        _ => {
            let most = OwnRules::SOURCE_BYTES >> 20;
            return lang.pick(
                format!("alle Pakete zusammen dürfen höchstens {most} MiB haben"),
                format!("all packs together may have at most {most} MiB"),
            );
        }
    };
    match error {
        PackError::Syntax { line, message } => {
            let what = crate::config::mistake(message, lang);
            lang.pick(format!("Zeile {line}: {what}"), format!("line {line}: {what}"))
        }
        PackError::Name { line, name } => {
            let name = Printable(name);
            lang.pick(
                format!(
                    "Zeile {line}: '{name}' geht nicht als Name oder steht zweimal da; möglich sind kleine Buchstaben, Ziffern, - und _"
                ),
                format!(
                    "line {line}: '{name}' can't be a name or stands there twice; possible are small letters, digits, - and _"
                ),
            )
        }
        PackError::Rule { line, rule, reason } => {
            let (rule, reason) = (Printable(rule), problem(reason, lang));
            lang.pick(
                format!("Zeile {line}, Regel '{rule}': {reason}"),
                format!("line {line}, rule '{rule}': {reason}"),
            )
        }
        PackError::TooLarge => lang.pick("es hat mehr als 2 MiB", "it has more than 2 MiB").to_owned(),
        PackError::TooManyRules => lang.pick(
            format!("es hat mehr als {} Regeln", Pack::RULES),
            format!("it has more than {} rules", Pack::RULES),
        ),
        other => format!("({})", Printable(&other.to_string())),
    }
}

fn problem(problem: &RuleProblem, lang: Lang) -> String {
    use RuleProblem as P;
    match problem {
        P::Entity(name) => {
            let name = Printable(name);
            lang.pick(format!("die Art '{name}' gibt es nicht"), format!("there is no entity '{name}'"))
        }
        P::Validator(name) => {
            let name = Printable(name);
            lang.pick(
                format!("die Prüfung '{name}' gibt es nicht; möglich: luhn, mod_11_10, mod_97"),
                format!("there is no validator '{name}'; possible: luhn, mod_11_10, mod_97"),
            )
        }
        P::PatternOrWords => {
            lang.pick("entweder pattern oder words angeben", "give either pattern or words").to_owned()
        }
        P::Pattern(why) => {
            let why = Printable(why);
            lang.pick(format!("das Muster geht nicht ({why})"), format!("the pattern is refused ({why})"))
        }
        P::Length => {
            let most = Pack::LONGEST;
            lang.pick(
                format!("das Muster muss auf mindestens 2 und höchstens {most} Bytes passen; .* und + ohne Grenze gehen nicht"),
                format!("the pattern must match at least 2 and at most {most} bytes; .* and + without a bound can't be used"),
            )
        }
        P::NoSamples => lang
            .pick(
                "Beispiele fehlen: mindestens eines in matches und eines in ignores",
                "samples are missing: at least one in matches and one in ignores",
            )
            .to_owned(),
        P::NotFound(number) => lang.pick(
            format!("das {number}. Beispiel in matches wird nicht gefunden"),
            format!("sample {number} of matches is not found"),
        ),
        P::Found(number) => lang.pick(
            format!("das {number}. Beispiel in ignores wird gefunden und dürfte nicht"),
            format!("sample {number} of ignores is found and must not be"),
        ),
        other => format!("({})", Printable(&other.to_string())),
    }
}

/// Names what own rules found as the authority calls it.
pub(crate) fn name(own: &OwnRules, inventory: &mut Inventory) {
    label(own, &mut inventory.own_rules);
    for dataset in &mut inventory.datasets {
        name_in(own, dataset);
    }
}

/// The same for one dataset.
pub(crate) fn name_in(own: &OwnRules, dataset: &mut DatasetFacts) {
    label(own, &mut dataset.own_rules);
}

fn label(own: &OwnRules, facts: &mut [OwnRuleFacts]) {
    for facts in facts {
        let rule = own.rules().find(|rule| rule.id.name == facts.rule.name);
        facts.label = rule.and_then(|rule| rule.label.clone());
    }
}

/// Each own rule with what it found, in the order of the packs; those that found nothing too.
pub(crate) fn found(own: &OwnRules, inventory: &Inventory) -> Vec<OwnRuleFacts> {
    own.rules()
        .map(|rule| {
            let known = inventory
                .own_rules
                .iter()
                .find(|facts| facts.rule == *rule.id && facts.entity == rule.entity);
            OwnRuleFacts {
                rule: (*rule.id).clone(),
                entity: rule.entity,
                label: rule.label.clone(),
                files: known.map_or(0, |facts| facts.files),
                occurrences: known.map_or(0, |facts| facts.occurrences),
            }
        })
        .collect()
}

/// The rules that found nothing in a whole run; `None` where nobody can say, because some files were never examined by
/// them.
pub(crate) fn unmatched(own: &OwnRules, inventory: &Inventory) -> Option<Vec<String>> {
    let is_whole = inventory.outdated.files == 0 && inventory.coverage.examined.files > 0;
    let idle = found(own, inventory).into_iter().filter(|facts| facts.files == 0);
    is_whole.then(|| idle.map(|facts| facts.rule.name).collect())
}
