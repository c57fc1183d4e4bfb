// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a package tells everybody of itself: `bag-info.txt` and the RO-Crate's description.

use super::super::find;
use super::{Departing, Drill};
use crate::commands::{catalogue_failure, open_for_reading};
use crate::context::Context;
use crate::court;
use crate::failure::Failure;
use hoheit_types::{Behind, Clock as _, Day, Site, Volume};
use serde_json::{Value, json};

/// What lies in a package, and where what stands.
fn description(drill: &Drill) -> String {
    let is_left_behind = |one: &Departing| !matches!(one.departure.behind, None | Some(Behind::Sampled));
    let (what_de, what_en) = if drill.sample_percent.is_some() {
        ("Eine Stichprobe dessen, was den Ort verlassen durfte", "A sample of what might leave the site")
    } else if drill.is_partial || drill.departures.iter().any(is_left_behind) {
        ("Ein Teil dessen, was am Ort liegt", "Part of what lies at the site")
    } else {
        ("Alles, was den Ort verlassen durfte", "All that might leave the site")
    };
    let (how_de, how_en) = if drill.recipients.is_empty() {
        ("; Metadaten in ../hoheit/metadata.jsonl", "; metadata in ../hoheit/metadata.jsonl")
    } else {
        (
            ", verschlüsselt (age, Version 1), auch Namen und Metadaten: sie stehen im Verzeichnis (index-*.age) neben den Dateien",
            ", encrypted (age, version 1), names and metadata too: they stand in the index (index-*.age) beside the files",
        )
    };
    format!(
        "{what_de}{how_de}. Jede Datei steht mit ihrer Prüfsumme in ../manifest-sha256.txt. / \
         {what_en}{how_en}. Every file is listed with its sum in ../manifest-sha256.txt."
    )
}

/// A site as it is stated today.
pub(super) fn site(context: &Context, name: &str) -> Result<Site, Failure> {
    let stated = open_for_reading(context)?.in_force_of::<Site>(name, court::today(context));
    let stated = stated.map_err(|error| catalogue_failure(context, error))?;
    stated.map(|stated| stated.body).ok_or_else(|| court::unknown_site(context, name))
}

/// A value of `bag-info.txt`, on one line.
fn line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// `bag-info.txt`. For whom it is encrypted is told to all: whoever finds it later has to know whom to ask.
pub(super) fn bag_info(context: &Context, drill: &Drill, payload: Volume) -> Result<String, Failure> {
    let (from, to) = (site(context, drill.site.as_str())?, site(context, drill.to.as_str())?);
    let title = line(&from.title);
    let sample = if drill.sample_percent.is_some() { " (Stichprobe / sample)" } else { "" };
    let readers =
        drill.recipients.iter().fold(String::new(), |text, one| text + "Encrypted-For: " + one + "\n");
    Ok(format!(
        "Source-Organization: {title}\nExternal-Description: Ausstiegspaket aus {title} / exit package out of {title}{sample}\n\
         External-Identifier: hoheit-exit-drill/{}/{}\nInternal-Sender-Identifier: {}\nBagging-Date: {}\n\
         Payload-Oxum: {}.{}\n{readers}Bag-Software-Agent: hoheit {}\n",
        drill.site,
        Day::of(drill.started_at),
        line(&to.title),
        Day::of(context.clock.now()),
        payload.size_bytes,
        payload.files,
        env!("CARGO_PKG_VERSION"),
    ))
}

/// RO-Crate 1.2, attached: the payload's folder is its root. Files are not listed one by one: the manifest does that, and says more. Of an encrypted
/// package datasets bear their numbers alone.
pub(super) fn ro_crate(context: &Context, drill: &Drill) -> Result<Value, Failure> {
    const LICENCE: &str = "#licence-unknown";
    let from = site(context, drill.site.as_str())?;
    let part = |one: &Departing| json!({ "@id": format!("{}/", one.departure.dataset) });
    let parts: Vec<Value> = drill.packed().map(part).collect();
    let day = Day::of(drill.started_at).to_string();
    let is_clear = drill.recipients.is_empty();
    let mut root = json!({
        "@id": "./", "@type": "Dataset", "name": format!("Ausstiegspaket / exit package: {}", from.title),
        "description": description(drill),
        "datePublished": day, "license": { "@id": LICENCE }, "hasPart": parts,
    });
    if !is_clear {
        let readers = drill.recipients.join(", ");
        root["conditionsOfAccess"] = format!("Verschlüsselt für / encrypted for: {readers}").into();
    }
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": { "@id": "./" },
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.2" },
        }),
        root,
        json!({
            "@id": LICENCE, "@type": "CreativeWork", "name": "Lizenz nicht bekannt / licence not known",
            "description": "Eine Lizenz ist nicht angegeben; Rechte sind vor jeder Weitergabe zu klären. / No licence is stated; \
                rights have to be cleared before anything is passed on.",
        }),
    ];
    for one in drill.packed() {
        let number = one.departure.dataset.to_string();
        let name = if is_clear { &one.name } else { &number };
        let mut part = json!({
            "@id": format!("{number}/"), "@type": "Dataset", "name": name,
            "identifier": number, "license": { "@id": LICENCE }, "datePublished": day,
            "description": format!("Datenbestand / dataset: {name}"),
        });
        // Its plan's, which of a sample is less than the dataset has. Where not all of a plan arrived, that would be too much.
        if one.departure.behind != Some(Behind::Incomplete) {
            let size_bytes = match one.departure.plan {
                Some(digest) => find(context, &digest.to_string())?.1.plan().objects.size_bytes,
                None => one.departure.whole.size_bytes,
            };
            part["contentSize"] = size_bytes.to_string().into();
        }
        graph.push(part);
    }
    Ok(json!({ "@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph }))
}
