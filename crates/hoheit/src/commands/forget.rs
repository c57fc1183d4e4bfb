// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit forget`: drops the tokens of a source or dataset at once.

use super::{catalogue_failure, open_for_reading, open_for_writing, print};
use crate::cli::Forget;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{CatalogueError, InventoryRequest};
use hoheit_report::files;
use hoheit_types::{DatasetId, Printable, SourceId};

/// What is to be forgotten.
enum Whose {
    Source(SourceId, String),
    Dataset(DatasetId, String),
}

pub(crate) fn run(context: &Context, args: &Forget) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = if args.yes { open_for_writing(context)? } else { open_for_reading(context)? };
    let inventory = catalogue.inventory(&InventoryRequest::default()).map_err(fail)?;
    let source = inventory.sources.iter().find(|source| source.label == args.what);
    let whose = if let Some(source) = source {
        Whose::Source(source.id, source.label.clone())
    } else {
        let facts = catalogue.dataset(&args.what, None).map_err(fail)?;
        Whose::Dataset(facts.id, facts.name)
    };
    let shown = match &whose {
        Whose::Source(_, label) => {
            let label = Printable(label);
            lang.pick(format!("der Quelle {label}"), format!("of the source {label}"))
        }
        Whose::Dataset(id, name) => {
            let name = Printable(name);
            lang.pick(format!("des Datenbestandes {id} ({name})"), format!("of the dataset {id} ({name})"))
        }
    };
    if !args.yes {
        print(
            lang,
            lang.pick(
                format!(
                    "Gelöscht werden die Kennzeichen {shown}. Personen sind dort dann nicht mehr zu finden, bis die Dateien neu \
                     gelesen werden; die Dateien selbst bleiben.\nAusführen mit --yes\n"
                ),
                format!(
                    "The tokens {shown} will be deleted. Persons can't be found there any more until the files are read again; \
                     the files themselves stay.\nDo it with --yes\n"
                ),
            ),
        )?;
        return Ok(Exit::Done);
    }
    let forgotten = match whose {
        Whose::Source(id, _) => catalogue.forget_source(id),
        Whose::Dataset(id, _) => catalogue.forget_dataset(id),
    };
    let count = files(lang, forgotten.map_err(fail)?);
    print(
        lang,
        lang.pick(
            format!("Die Kennzeichen {shown} sind gelöscht: {count}.\n"),
            format!("The tokens {shown} are deleted: {count}.\n"),
        ),
    )?;
    Ok(Exit::Done)
}
