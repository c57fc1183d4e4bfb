// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Moves that were carried out before, as the state folder knows them.

use super::{Files, failure, folders};
use crate::context::Context;
use crate::failure::Failure;
use hoheit_move::{PlanFile, plan_head};
use hoheit_types::{DatasetId, Digest, End, Plan, RelPath, ShortName, Timestamp};
use std::cmp::Reverse;

/// Whether two addresses are the same place; what lies there by number counts where both know it.
fn is_same(one: &End, other: &End) -> bool {
    one.site == other.site
        && one.uri == other.uri
        && one.root.as_ref().zip(other.root.as_ref()).is_none_or(|(one, other)| one == other)
}

/// Heads of plans that were begun, the latest one first. A damaged one, which `move status` tells of, is none.
fn begun(context: &Context) -> Result<Vec<(Files, Digest, Plan)>, Failure> {
    let mut all = Vec::new();
    for folder in folders(context) {
        let own = Files::at(context, &folder)?;
        if own.journal().exists()
            && let Ok(Some((digest, plan))) = plan_head(&own.plan())
        {
            all.push((own, digest, plan));
        }
    }
    all.sort_by_key(|(_, _, plan)| Reverse(plan.planned_at));
    Ok(all)
}

/// The latest plan for a dataset between two sites that encrypts it, whether it was carried out or not.
pub(super) fn encrypted(
    context: &Context,
    dataset: DatasetId,
    (from, to): (&ShortName, &ShortName),
) -> Result<Option<Digest>, Failure> {
    let mut latest: Option<(Timestamp, Digest)> = None;
    for folder in folders(context) {
        let Ok(Some((digest, plan))) = plan_head(&Files::at(context, &folder)?.plan()) else { continue };
        let is_one = plan.encryption.is_some() && plan.dataset == dataset;
        if is_one && plan.from.site == *from && plan.to.site == *to {
            latest = latest.max(Some((plan.planned_at, digest)));
        }
    }
    Ok(latest.map(|(_, digest)| digest))
}

/// Moves that brought objects to a place.
pub(super) fn to(context: &Context, place: &End) -> Result<Vec<(Digest, Plan)>, Failure> {
    let all = begun(context)?.into_iter().filter(|(_, _, plan)| is_same(&plan.to, place));
    Ok(all.map(|(_, digest, plan)| (digest, plan)).collect())
}

/// Moves between two places, into a folder or into any.
pub(super) fn between(
    context: &Context,
    (from, to): &(End, End),
    into: Option<&RelPath>,
    recipients: &[String],
) -> Result<Vec<(Files, PlanFile)>, Failure> {
    let mut all = Vec::new();
    for (own, _, plan) in begun(context)? {
        let is_wanted = is_same(&plan.from, from)
            && is_same(&plan.to, to)
            // What others can read, or all, or nobody of these, is not what is wanted there.
            && plan.recipients() == recipients
            && into.is_none_or(|into| plan.into == *into);
        if is_wanted {
            let plan = PlanFile::open(&own.plan()).map_err(|error| failure(context, error))?;
            all.push((own, plan));
        }
    }
    Ok(all)
}
