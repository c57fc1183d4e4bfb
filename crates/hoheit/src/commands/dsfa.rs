// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit dsfa`: the draft of a threshold check, whether an activity is likely to need an impact assessment.

use super::estate::Known;
use super::report::failure;
use super::{catalogue_failure, deliver, open_for_reading};
use crate::cli::{Dsfa as Args, PageFormat};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_decide::threshold_check;
use hoheit_report::ThresholdReport;
use hoheit_types::{Clock, Printable};
use std::collections::HashMap;

pub(crate) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut catalogue = open_for_reading(context)?;
    let known = Known::read(context, &mut catalogue)?;
    let activity = known.activities.iter().find(|activity| activity.name.as_str() == args.activity);
    let Some(activity) = activity else {
        let name = Printable(&args.activity);
        return Err(Failure::new(
            Exit::Usage,
            lang.pick(
                format!("die Verarbeitungstätigkeit '{name}' ist nicht eingetragen"),
                format!("the processing activity '{name}' has not been entered"),
            ),
        )
        .hint(
            lang.pick(
                "hoheit vvt zeigt alle mit ihren Kurznamen",
                "hoheit vvt shows all with their short names",
            ),
        ));
    };
    let mut persons = HashMap::new();
    for id in &activity.datasets {
        let count = catalogue.persons(*id).map_err(|error| catalogue_failure(context, error))?;
        persons.insert(*id, count);
    }
    let processed = known.estate().processed(activity, |id| persons.get(&id).copied().unwrap_or_default());
    let check = threshold_check(activity, &processed, known.today);
    let report = ThresholdReport {
        activity,
        check: &check,
        lang,
        generated_at: context.clock.now(),
        program_version: env!("CARGO_PKG_VERSION"),
    };
    let text = match args.format {
        PageFormat::Text => Ok(report.to_text()),
        PageFormat::Html => report.to_html(),
        PageFormat::Json => report.to_json(),
    };
    deliver(context, args.output.as_deref(), text.map_err(|error| failure(error, lang))?.as_bytes())?;
    Ok(Exit::Done)
}
