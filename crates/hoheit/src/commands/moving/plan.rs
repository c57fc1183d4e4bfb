// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit move plan` (`planen`): what moves, on what permit, and what gets lost. Moves nothing.

use super::drafting::{Drawn, Job, draw_up};
use super::telling::{in_json, told};
use super::{check_approval, encrypting, store_failure};
use crate::cli::Talk;
use crate::cli::moving::MovePlan;
use crate::commands::{catalogue_failure, decide, open_for_a_note, print};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{CatalogueError, PlacedDataset};
use hoheit_decide::NoPermit;
use hoheit_move::Recipient;
use hoheit_store::{Os, bring_in};
use hoheit_types::{Digest, LeftOut, Printable, RelPath, SIDECAR_FOLDER, Site};

pub(super) fn run(context: &Context, args: &MovePlan) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let what = Wanted::of(context, args)?;
    let mut catalogue = open_for_a_note(context)?;
    let today = court::today(context);
    let dataset = catalogue.placed_dataset(&what.dataset).map_err(fail)?;
    let case = court::docket(context, &mut catalogue, today, (Some(&what.dataset), None))?;
    let site = |name: &str| {
        let known = case.docket.sites.iter().find(|place| place.site.name.as_str() == name);
        known.map(|place| place.site.clone()).ok_or_else(|| court::unknown_site(context, name))
    };
    let (from, to) = (site(&what.from)?, site(&what.to)?);
    if what.recipients.is_empty() && !args.readers.in_the_clear {
        let again = |earlier: Digest| {
            let short = earlier.short();
            lang.pick(
                format!("Für dieselben Empfänger: --again {short}; für andere: --encrypt-for age1…; unverschlüsselt: --in-the-clear"),
                format!("For the same recipients: --again {short}; for others: --encrypt-for age1…; without encryption: --in-the-clear"),
            )
        };
        encrypting::check_clear(context, (dataset.id, &dataset.name), (&from.name, &to.name), again)?;
    }
    let judgement = case.docket.judge().map_err(|error| decide::bug(context, error))?;
    let decision = decide::record(context, &mut catalogue, &case.docket, &judgement)?;
    let permit = case.docket.permit(dataset.id, &from.name, &to.name);
    let permit = permit.map_err(|error| refused(context, &error, decision, &dataset, &to))?;
    let (into, is_again) = (what.into, args.again.is_some());
    let (dataset, permit, from, to) = (&dataset, &permit, &from, &to);
    let recipients = what.recipients;
    let job =
        Job { dataset, permit, from, to, into, recipients, is_again, only_text: false, sample_percent: None };
    let Drawn { plan, file, found, .. } = draw_up(context, &mut catalogue, job)?;
    if let Some(output) = &args.output {
        bring_in(&Os, &file.0.plan(), output).map_err(|error| store_failure(context, error))?;
    }
    let waits = check_approval(context, &mut catalogue, file.1.digest(), &plan).err();
    let text = match args.format {
        Talk::Human => told(&file.1, &found, waits.is_some(), lang),
        Talk::Json => format!("{:#}\n", in_json(&file, &found, waits.is_some())),
    };
    print(lang, text)?;
    let is_short = plan.free_bytes.is_some_and(|free| free < plan.stored_bytes());
    let is_all = plan.left_out.keys().all(|why| *why == LeftOut::Standing);
    let is_smooth = is_all && !is_short && waits.is_none() && found.damaged_sidecars == 0;
    Ok(if is_smooth { Exit::Done } else { Exit::Warnings })
}

/// What is to be planned.
struct Wanted {
    dataset: String,
    from: String,
    to: String,
    into: RelPath,
    recipients: Vec<Recipient>,
}

impl Wanted {
    /// As it was asked for, or as an earlier plan says.
    fn of(context: &Context, args: &MovePlan) -> Result<Self, Failure> {
        let into = args.into.as_deref().map(|text| into(context, text)).transpose()?;
        let mut recipients = encrypting::recipients(context, &args.readers)?;
        if let Some(again) = &args.again {
            let head = super::find(context, again)?.1.plan().clone();
            // What went there encrypted never goes there in the clear by leaving something out.
            if recipients.is_empty() && !args.readers.in_the_clear {
                recipients = encrypting::named(context, head.recipients())?;
            }
            return Ok(Self {
                dataset: head.dataset.to_string(),
                from: head.from.site.to_string(),
                to: head.to.site.to_string(),
                into: into.unwrap_or(head.into),
                recipients,
            });
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (dataset, from, to) = (text(&args.dataset), text(&args.from), text(&args.to));
        Ok(Self { dataset, from, to, into: into.unwrap_or_default(), recipients })
    }
}

/// A folder as a person writes it.
pub(super) fn into(context: &Context, text: &str) -> Result<RelPath, Failure> {
    let lang = context.lang;
    let parts = || text.split('/').filter(|part| !part.is_empty() && *part != ".");
    let (shown, example) = (Printable(text), "--into Archiv/2026");
    let message = if parts().any(|part| part == "..") {
        lang.pick(
            format!("--into {shown} führt aus der Adresse des Ziels hinaus"),
            format!("--into {shown} leads out of the target's address"),
        )
    } else if parts().any(|part| part == SIDECAR_FOLDER) {
        lang.pick(
            format!("--into {shown}: in .hoheit legt hoheit ab, was neben den Dateien reist"),
            format!("--into {shown}: in .hoheit hoheit keeps what travels beside the files"),
        )
    } else {
        return Ok(parts().fold(RelPath::root(), |path, part| path.join(part.as_bytes())));
    };
    Err(Failure::new(Exit::Usage, message).hint(lang.pick(
        format!("Einen Ordner unterhalb davon nennen: {example}"),
        format!("Name a folder below it: {example}"),
    )))
}

fn refused(
    context: &Context,
    error: &NoPermit,
    decision: Digest,
    dataset: &PlacedDataset,
    to: &Site,
) -> Failure {
    let (lang, name) = (context.lang, Printable(&dataset.name));
    let why = lang.pick(
        format!("Warum, sagt: hoheit explain {}:{}:{}", decision.short(), dataset.id, to.name),
        format!("See why with: hoheit explain {}:{}:{}", decision.short(), dataset.id, to.name),
    );
    let message = match error {
        NoPermit::Denied => lang.pick(
            format!("'{name}' darf nicht nach '{}'", to.name),
            format!("'{name}' may not go to '{}'", to.name),
        ),
        NoPermit::Unknown => lang.pick(
            format!("ob '{name}' nach '{}' darf, ist nicht bekannt; ohne klares Ja zieht nichts um", to.name),
            format!(
                "whether '{name}' may go to '{}' is not known; without a clear yes nothing moves",
                to.name
            ),
        ),
        NoPermit::Absent | NoPermit::Assumed | NoPermit::Court(_) | NoPermit::Unwritable(_) => {
            return decide::bug(context, error.to_string().as_str());
        }
    };
    Failure::new(Exit::Denied, message).hint(why)
}
