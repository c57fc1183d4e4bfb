// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit dcat`: the inventory as a catalogue of metadata by DCAT-AP.de.

use super::estate::Known;
use super::{deliver, open_for_reading};
use crate::cli::Dcat as Args;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_report::{Audience, DcatCatalogue, DcatError};
use hoheit_types::{Clock, Lang, Printable};

pub(crate) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let lang = context.lang;
    let Some(publisher) = &context.config.publisher else {
        return Err(Failure::new(
            Exit::Usage,
            lang.pick("es ist nicht eingetragen, wer veröffentlicht", "who publishes has not been entered"),
        )
        .hint(lang.pick(
            "in hoheit.toml den Abschnitt [publisher] mit name und uri anlegen; siehe docs/reference/configuration.md",
            "add a section [publisher] with name and uri to hoheit.toml; see docs/reference/configuration.md",
        )));
    };
    let known = Known::read(context, &mut open_for_reading(context)?)?;
    let catalogue = DcatCatalogue {
        estate: known.estate(),
        audience: if args.public { Audience::Public } else { Audience::Internal },
        publisher,
        publications: &context.config.publication,
        lang,
        generated_at: context.clock.now(),
    };
    let turtle = catalogue.to_turtle().map_err(|error| failure(error, lang))?;
    deliver(context, args.output.as_deref(), &turtle)?;
    let public = catalogue.public_names();
    if args.public && !context.quiet {
        eprintln!("{}", disclosed(&public, lang));
    }
    // What is known of persons goes out only with a warning.
    let is_below = public.iter().any(|(_, is_below)| *is_below);
    Ok(if is_below { Exit::Warnings } else { Exit::Done })
}

/// What everybody gets to know: names come from folders unless somebody gave others, and may name persons.
fn disclosed(names: &[(String, bool)], lang: Lang) -> String {
    if names.is_empty() {
        return lang
            .pick(
                "Kein Datenbestand ist als öffentlich eingestuft; der Katalog ist leer.",
                "No dataset is classified as public; the catalogue is empty.",
            )
            .to_owned();
    }
    let mut text = lang
        .pick(
            "Unter diesen Namen werden Datenbestände öffentlich; bitte prüfen, ob einer eine Person nennt:",
            "Under these names datasets become public; please check whether one of them names a person:",
        )
        .to_owned();
    for (name, is_below) in names {
        text.push_str(if *is_below { "\n! " } else { "\n  " });
        text.push_str(name);
    }
    if names.iter().any(|(_, is_below)| *is_below) {
        text.push_str(lang.pick(
            "\n! eingestuft unter dem, was gefunden wurde: es sind darin Daten von Personen, oder es sieht so aus",
            "\n! classified below what was found: there are data of persons in it, or it looks like that",
        ));
    }
    text
}

fn failure(error: DcatError, lang: Lang) -> Failure {
    let DcatError::Setting { key, dataset, wanted } = &error else {
        let message = lang.pick("der Katalog ließ sich nicht erstellen", "the catalogue could not be made");
        return Failure::new(Exit::Bug, message).because(error);
    };
    let of = dataset.map(|id| lang.pick(format!(" (Datenbestand {id})"), format!(" (dataset {id})")));
    let (of, wanted) = (of.unwrap_or_default(), Printable(wanted));
    let german = match *key {
        "publisher.name" => "ein Name, und nicht leer",
        "publisher.contact" => "eine E-Mail-Adresse oder eine Adresse, die mit https:// beginnt",
        _ => "eine Adresse, die mit https:// beginnt",
    };
    Failure::new(
        Exit::Usage,
        lang.pick(
            format!("die Angabe {key}{of} in der Konfiguration ist nicht, was sie sein soll: {german}"),
            format!("the setting {key}{of} in the configuration is not {wanted}"),
        ),
    )
    .hint(lang.pick(
        "alle Angaben stehen in docs/reference/configuration.md",
        "all settings are listed in docs/reference/configuration.md",
    ))
}
