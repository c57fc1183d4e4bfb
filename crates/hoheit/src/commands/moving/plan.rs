// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit move plan` (`planen`): what moves, on what permit, and what gets lost. Moves nothing.

use super::rehearsing::expected;
use super::telling::{in_json, told};
use super::{
    Files, apart, check_approval, earlier, encrypting, failure, place_failure, reach, store_failure,
};
use crate::cli::Talk;
use crate::cli::moving::MovePlan;
use crate::commands::{account, catalogue_failure, decide, open_for_a_note, print};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Catalogue, CatalogueError, Note, PlacedDataset};
use hoheit_connect::{Depot, Tag};
use hoheit_decide::{NoPermit, Permit};
use hoheit_move::{
    Earlier, Found, Known, KnownFolder, MoveError, PlanFile, PlanWriter, Planner, Recipient, Sampling, draw,
    excerpt,
};
use hoheit_store::{Os, StateDir, bring_in, discard};
use hoheit_types::{
    Clock as _, Contract, DatasetId, Day, Digest, End, Fee, LeftOut, Plan, Printable, Record as _, RelPath,
    SIDECAR_FOLDER, ShortName, Site, Volume, digest_of,
};
use std::path::Path;

/// Days after which a plan that nobody approved no longer waits. 30: what was found by then is old.
const WAITS_DAYS: i64 = 30;

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
    if what.recipients.is_empty() && !args.in_the_clear {
        check_clear(context, (dataset.id, &dataset.name), (&from.name, &to.name))?;
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

// INVARIANT (nothing-in-the-clear)
/// What was to go there encrypted does not go in the clear because an option was forgotten.
fn check_clear(
    context: &Context,
    dataset: (DatasetId, &str),
    ends: (&ShortName, &ShortName),
) -> Result<(), Failure> {
    let Some((earlier, failure)) = encrypting::planned(context, dataset, ends)? else { return Ok(()) };
    let short = earlier.short();
    Err(failure.hint(context.lang.pick(
        format!("Für dieselben Empfänger: --again {short}; für andere: --encrypt-for age1…; unverschlüsselt: --in-the-clear"),
        format!("For the same recipients: --again {short}; for others: --encrypt-for age1…; without encryption: --in-the-clear"),
    )))
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
        let mut recipients =
            encrypting::recipients(context, &args.encrypt_for, args.encrypt_for_file.as_deref())?;
        if let Some(again) = &args.again {
            let head = super::find(context, again)?.1.plan().clone();
            // What went there encrypted never goes there in the clear by leaving something out.
            if recipients.is_empty() && !args.in_the_clear {
                recipients = encrypting::recipients(context, head.recipients(), None)?;
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

/// What is to be drawn up, once it is known and permitted.
pub(super) struct Job<'w> {
    pub(super) dataset: &'w PlacedDataset,
    pub(super) permit: &'w Permit,
    pub(super) from: &'w Site,
    pub(super) to: &'w Site,
    pub(super) into: RelPath,
    /// For whom it is encrypted; empty: it is not
    pub(super) recipients: Vec<Recipient>,
    /// Whether what was brought into another folder needs no second copy
    pub(super) is_again: bool,
    /// Whether names that are no Unicode stay behind
    pub(super) only_text: bool,
    /// Of a hundred files so many, and at least one of each kind; `None`: all
    pub(super) sample_percent: Option<u64>,
}

/// A plan in its folder.
pub(super) struct Drawn {
    pub(super) plan: Plan,
    pub(super) file: (Files, PlanFile),
    pub(super) found: Found,
    /// All that could go: more than the plan has where that is a sample
    pub(super) whole: Volume,
}

/// Walks through the source, writes the plan into its folder, and notes it in the ledger.
pub(super) fn draw_up(context: &Context, catalogue: &mut Catalogue, job: Job<'_>) -> Result<Drawn, Failure> {
    let Job { dataset, permit, from, to, into, recipients, is_again, only_text, sample_percent } = job;
    let mut ends = (end(context, from, Some(&dataset.source_name))?, end(context, to, None)?);
    let (source, mut target) = (reach(context, &ends.0)?, reach(context, &ends.1)?);
    (ends.0.root, ends.1.root) = (source.root(), target.root());
    apart(context, &source, &target)?;
    target.probe(probe_tag(context)).map_err(|error| place_failure(context, &error))?;
    let fees = fees(context, catalogue, from, court::today(context))?;
    let draft =
        Draft { context, dataset, permit, ends, into, recipients, is_again, only_text, sample_percent };
    let drawn = draft.write(catalogue, &*source, &*target, fees)?;
    record(context, catalogue, &drawn.plan)?;
    Ok(drawn)
}

/// Names what a probe leaves behind if it dies: the same for all plans that are made from this state folder, so that the next one clears it.
fn probe_tag(context: &Context) -> Tag {
    hoheit_move::tag_of(digest_of("probe", &context.home.to_string_lossy()))
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

/// Where a site's data lie: of several addresses the one of the source, else the only one.
pub(super) fn end(context: &Context, site: &Site, source: Option<&str>) -> Result<End, Failure> {
    let lang = context.lang;
    let linked = site.locations.iter().find(|location| location.source.as_deref() == source);
    let location = match (linked.filter(|_| source.is_some()), &site.locations[..]) {
        (Some(linked), _) => linked,
        (None, [only]) if source.is_none() || only.source.is_none() => only,
        (None, several) => {
            let message = if several.is_empty() {
                lang.pick(
                    format!("für den Ort '{}' ist keine Adresse eingetragen", site.name),
                    format!("no address is entered for the site '{}'", site.name),
                )
            } else {
                lang.pick(
                    format!("welche Adresse des Ortes '{}' gemeint ist, ist nicht klar", site.name),
                    format!("it is not clear which address of the site '{}' is meant", site.name),
                )
            };
            return Err(Failure::new(Exit::Usage, message).hint(lang.pick(
                "Eintragen mit hoheit sites edit: uri, und bei der Quelle source = Name der Quelle.",
                "Enter it with hoheit sites edit: uri, and for the source: source = name of the source.",
            )));
        }
    };
    Ok(End { site: site.name.clone(), uri: location.uri.clone(), root: None })
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

/// What contracts say that leaving a site costs.
fn fees(context: &Context, catalogue: &mut Catalogue, from: &Site, today: Day) -> Result<Vec<Fee>, Failure> {
    let contracts = catalogue.in_force::<Contract>(today, None);
    let contracts = contracts.map_err(|error| catalogue_failure(context, error))?;
    let of_site = contracts.into_iter().map(|stated| stated.body);
    let of_site =
        of_site.filter(|contract| contract.sites.contains(&from.name) && court::runs(contract, today));
    Ok(of_site
        .filter_map(|contract| {
            let fee = contract.exit_fee?;
            Some(Fee { contract: contract.name, euros: fee.euros, what: fee.what })
        })
        .collect())
}

/// A plan in the making.
struct Draft<'d> {
    context: &'d Context,
    dataset: &'d PlacedDataset,
    permit: &'d Permit,
    ends: (End, End),
    into: RelPath,
    recipients: Vec<Recipient>,
    /// Whether what was brought into another folder needs no second copy
    is_again: bool,
    only_text: bool,
    sample_percent: Option<u64>,
}

impl Draft<'_> {
    fn write(
        self,
        catalogue: &mut Catalogue,
        source: &dyn Depot,
        target: &dyn Depot,
        fees: Vec<Fee>,
    ) -> Result<Drawn, Failure> {
        let context = self.context;
        let fail = |error: MoveError| failure(context, error);
        let folder =
            StateDir::open(&Files::folder(context)).map_err(|error| store_failure(context, error))?;
        let lines = folder.file(&format!("lines-{}", std::process::id()));
        let mut names = [0; 32];
        getrandom::fill(&mut names).map_err(|error| decide::bug(context, error.to_string().as_str()))?;
        let begin = || -> Result<PlanWriter, MoveError> {
            let writer = PlanWriter::new(&lines)?;
            Ok(match (&self.recipients[..], self.only_text) {
                ([], false) => writer,
                // A package has a file of its own for that, whatever its place can keep.
                ([], true) => writer.without_sidecar(),
                (recipients, _) => writer.encrypting(recipients, names),
            })
        };
        let mut writer = begin().map_err(fail)?;
        let known = catalogue.known_files(self.dataset.id, self.dataset.source);
        let known = known.map_err(|error| catalogue_failure(context, error))?;
        let mut trouble = None;
        let mut look_up = |folder: &RelPath| {
            let known = catalogue.folder_contents(self.dataset.id, self.dataset.source, folder);
            let known = known.map_err(|error| {
                trouble = Some(error);
                MoveError::Stopped
            })?;
            let files = known.files.into_iter().map(|file| {
                let (size_bytes, modified_ns, digest) = (file.size_bytes, file.mtime_ns, file.digest);
                (file.name, Known { is_wanted: file.is_in, size_bytes, modified_ns, digest })
            });
            Ok(KnownFolder { is_wanted: known.is_in, files: files.collect() })
        };
        let sidecars = earlier::to(context, &self.ends.0)?;
        let recipients: Vec<String> = self.recipients.iter().map(ToString::to_string).collect();
        let into = (!self.is_again).then_some(&self.into);
        let brought = earlier::between(context, &self.ends, into, &recipients)?;
        let moves = brought.iter().map(|(own, plan)| Earlier::open(plan, &own.journal()));
        let moves: Vec<Earlier<'_>> =
            moves.filter_map(Result::transpose).collect::<Result<_, MoveError>>().map_err(fail)?;
        let planner = Planner::new(source, target, &self.into, &mut writer);
        let planner = planner.recalling(&sidecars).after(moves).only_text(self.only_text).knowing(known);
        let found = planner.run(&self.dataset.places, &mut look_up);
        if let Some(error) = trouble {
            return Err(catalogue_failure(context, error));
        }
        let found = found.map_err(fail)?;
        let expected_ms = expected(context, catalogue, &self.ends, &writer.objects())?;
        let plan = Plan {
            dataset: self.dataset.id,
            name: self.dataset.name.clone(),
            from: self.ends.0,
            to: self.ends.1,
            into: self.into.clone(),
            planned_at: context.clock.now(),
            planned_by: account(),
            permit: self.permit.facts().clone(),
            objects: writer.objects(),
            losses: found.losses.clone(),
            left_out: found.left_out.clone(),
            resumes: target.capabilities().can(hoheit_connect::Capability::Resume),
            free_bytes: target.free_bytes().map_err(|error| place_failure(context, &error))?,
            expected_ms,
            fees,
            encryption: writer.encryption(),
        };
        let whole = Volume { files: plan.objects.files, size_bytes: plan.objects.size_bytes };
        let (plan, file) = match self.sample_percent {
            None => keep(context, plan, writer, &lines)?,
            Some(percent) => {
                let temporary = folder.file(&format!("whole-{}", std::process::id()));
                writer.finish(&plan, &lines, &temporary).map_err(fail)?;
                let full = PlanFile::open(&temporary).map_err(fail)?;
                discard(&temporary).map_err(|error| store_failure(context, error))?;
                let mut writer = begin().map_err(fail)?;
                let sample = draw(&full, source, &sampling(&full, percent)).map_err(fail)?;
                let losses = excerpt(&full, &sample, &mut writer).map_err(fail)?;
                let (objects, ends) = (writer.objects(), (plan.from.clone(), plan.to.clone()));
                let expected_ms = expected(context, catalogue, &ends, &objects)?;
                let plan = Plan { objects, losses, expected_ms, encryption: writer.encryption(), ..plan };
                keep(context, plan, writer, &lines)?
            }
        };
        Ok(Drawn { plan, file, found, whole })
    }
}

/// Kinds of files that a sample has some of, beside its share. 4,096: as many as are told apart.
const MOST_KINDS: u64 = 4_096;

/// A share of all files, however large these are; the same ones of the same plan.
fn sampling(plan: &PlanFile, share_percent: u64) -> Sampling {
    let seed = u32::from_le_bytes(plan.digest().as_bytes().first_chunk().copied().unwrap_or_default());
    let share = plan.plan().objects.files.saturating_mul(share_percent).div_ceil(100);
    Sampling { share_percent, most_files: share.saturating_add(MOST_KINDS), most_bytes: u64::MAX, seed }
}

/// Puts a finished plan into its folder.
fn keep(
    context: &Context,
    plan: Plan,
    writer: PlanWriter,
    lines: &Path,
) -> Result<(Plan, (Files, PlanFile)), Failure> {
    let fail = |error: MoveError| failure(context, error);
    let digest = plan.write().map_err(|error| fail(error.into()))?.0;
    let files = Files::of(context, digest)?;
    writer.finish(&plan, lines, &files.plan()).map_err(fail)?;
    discard(lines).map_err(|error| store_failure(context, error))?;
    let opened = PlanFile::open(&files.plan()).map_err(fail)?;
    Ok((plan, (files, opened)))
}

/// Notes the plan in the ledger: what a second person approves is what somebody stated.
fn record(context: &Context, catalogue: &mut Catalogue, plan: &Plan) -> Result<(), Failure> {
    let today = court::today(context);
    let note = Note {
        valid_from: today,
        valid_until: Some(today.plus_days(WAITS_DAYS)),
        author: account(),
        reason: "hoheit move plan".into(),
    };
    let stated = catalogue.state(std::slice::from_ref(plan), &note);
    stated.map(drop).map_err(|error| catalogue_failure(context, error))
}
