// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a package tells everybody of itself: `bag-info.txt` and the RO-Crate's description.

use super::{Departing, Drill};
use crate::commands::{catalogue_failure, open_for_reading};
use crate::context::Context;
use crate::court;
use crate::failure::Failure;
use hoheit_types::{Clock as _, Day, Site, Volume};
use serde_json::{Value, json};

/// The text that tells all there is of an encrypted package, and where the rest stands.
const ENCRYPTED: &str = "Alles, was den Ort verlassen durfte, verschlüsselt (age, Version 1), auch Namen und Metadaten: sie stehen im Verzeichnis \
    (index-*.age) neben den Dateien. Jede Datei steht mit ihrer Prüfsumme in ../manifest-sha256.txt. / All that might leave the site, encrypted \
    (age, version 1), names and metadata too: they stand in the index (index-*.age) beside the files. Every file is listed with its sum in \
    ../manifest-sha256.txt.";

/// The same of one in the clear.
const CLEAR: &str = "Alles, was den Ort verlassen durfte. Jede Datei steht mit ihrer Prüfsumme in ../manifest-sha256.txt, \
    ihre Metadaten in ../hoheit/metadata.jsonl. / All that might leave the site. Every file is listed with its sum in \
    ../manifest-sha256.txt, its metadata in ../hoheit/metadata.jsonl.";

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
        "description": if is_clear { CLEAR } else { ENCRYPTED },
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
    graph.extend(drill.packed().map(|one| {
        let (volume, number) = (one.departure.whole, one.departure.dataset.to_string());
        let name = if is_clear { &one.name } else { &number };
        json!({
            "@id": format!("{number}/"), "@type": "Dataset", "name": name,
            "identifier": number, "license": { "@id": LICENCE }, "datePublished": day,
            "description": format!("Datenbestand / dataset: {name}"),
            "contentSize": volume.size_bytes.to_string(),
        })
    }));
    Ok(json!({ "@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph }))
}
