// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Draws up plans: walks through what moves, writes the plan's file, and notes it in the ledger.

use super::rehearsing::expected;
use super::{Files, apart, earlier, failure, note, place_failure, reach, store_failure};
use crate::commands::{account, catalogue_failure, decide};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Catalogue, PlacedDataset};
use hoheit_connect::{Depot, Tag};
use hoheit_decide::Permit;
use hoheit_move::{
    Earlier, Found, Known, KnownFolder, MoveError, PlanFile, PlanWriter, Planner, Recipient, Sampling, draw,
    excerpt,
};
use hoheit_store::{StateDir, discard};
use hoheit_types::{
    Clock as _, Contract, Day, End, Fee, Plan, Record as _, RelPath, Site, Volume, digest_of,
};
use std::path::Path;

/// Days after which a plan that nobody approved no longer waits. 30: what was found by then is old.
const WAITS_DAYS: i64 = 30;

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
    let source = &job.dataset.source_name;
    let mut ends = (end(context, job.from, Some(source))?, end(context, job.to, None)?);
    let (source, mut target) = (reach(context, &ends.0)?, reach(context, &ends.1)?);
    (ends.0.root, ends.1.root) = (source.root(), target.root());
    apart(context, &source, &target)?;
    target.probe(probe_tag(context)).map_err(|error| place_failure(context, &error))?;
    let fees = fees(context, catalogue, job.from, court::today(context))?;
    let drawn = Draft { context, job, ends }.write(catalogue, &*source, &*target, fees)?;
    record(context, catalogue, &drawn.plan)?;
    Ok(drawn)
}

/// Names what a probe leaves behind if it dies: the same for all plans that are made from this state folder, so that the next one clears it.
fn probe_tag(context: &Context) -> Tag {
    hoheit_move::tag_of(digest_of("probe", &context.home.to_string_lossy()))
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
    job: Job<'d>,
    ends: (End, End),
}

impl Draft<'_> {
    fn write(
        self,
        catalogue: &mut Catalogue,
        source: &dyn Depot,
        target: &dyn Depot,
        fees: Vec<Fee>,
    ) -> Result<Drawn, Failure> {
        let Self { context, job, ends } = self;
        let Job { dataset, into, recipients, .. } = job;
        let fail = |error: MoveError| failure(context, error);
        let folder =
            StateDir::open(&Files::folder(context)).map_err(|error| store_failure(context, error))?;
        let lines = folder.file(&format!("lines-{}", std::process::id()));
        let mut names = [0; 32];
        getrandom::fill(&mut names).map_err(|error| decide::bug(context, error.to_string().as_str()))?;
        let begin = || -> Result<PlanWriter, MoveError> {
            let writer = PlanWriter::new(&lines)?;
            Ok(match (&recipients[..], job.only_text) {
                ([], false) => writer,
                // A package has a file of its own for that, whatever its place can keep.
                ([], true) => writer.without_sidecar(),
                (recipients, _) => writer.encrypting(recipients, names),
            })
        };
        let mut writer = begin().map_err(fail)?;
        let known = catalogue.known_files(dataset.id, dataset.source);
        let known = known.map_err(|error| catalogue_failure(context, error))?;
        let mut trouble = None;
        let mut look_up = |folder: &RelPath| {
            let known = catalogue.folder_contents(dataset.id, dataset.source, folder);
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
        let sidecars = earlier::to(context, &ends.0)?;
        let readers: Vec<String> = recipients.iter().map(ToString::to_string).collect();
        let brought = earlier::between(context, &ends, (!job.is_again).then_some(&into), &readers)?;
        let moves = brought.iter().map(|(own, plan)| Earlier::open(plan, &own.journal()));
        let moves: Vec<Earlier<'_>> =
            moves.filter_map(Result::transpose).collect::<Result<_, MoveError>>().map_err(fail)?;
        let planner = Planner::new(source, target, &into, &mut writer);
        let planner = planner.recalling(&sidecars).after(moves).only_text(job.only_text).knowing(known);
        let found = planner.run(&dataset.places, &mut look_up);
        if let Some(error) = trouble {
            return Err(catalogue_failure(context, error));
        }
        let found = found.map_err(fail)?;
        let expected_ms = expected(context, catalogue, &ends, &writer.objects())?;
        let plan = Plan {
            dataset: dataset.id,
            name: dataset.name.clone(),
            from: ends.0,
            to: ends.1,
            into: into.clone(),
            planned_at: context.clock.now(),
            planned_by: account(),
            permit: job.permit.facts().clone(),
            objects: writer.objects(),
            losses: found.losses.clone(),
            left_out: found.left_out.clone(),
            resumes: target.capabilities().can(hoheit_connect::Capability::Resume),
            free_bytes: target.free_bytes().map_err(|error| place_failure(context, &error))?,
            expected_ms,
            fees,
            encryption: writer.encryption(),
        };
        let whole = plan.objects.volume();
        let (plan, file) = match job.sample_percent {
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
    let note = note(context, WAITS_DAYS, "hoheit move plan");
    let stated = catalogue.state(std::slice::from_ref(plan), &note);
    stated.map(drop).map_err(|error| catalogue_failure(context, error))
}
