// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Rights and times: what is asked for, what the server shows afterwards, what was lost.

use super::super::calls::settled;
use super::super::error::SftpErrorKind as Kind;
use super::super::lane::{Lane, Live};
use super::super::packet::{Attrs, Request};
use crate::ObjectMeta;
use hoheit_types::{Loss, Timestamp};

/// Permission bits that are ever given. Powers of owner and group stay behind: who owns the file there is whoever logged in.
const MODE: u32 = 0o1777;

/// What the server tells of an object's properties.
pub(super) fn told(lane: &Lane, live: &Live, attrs: &Attrs) -> Result<ObjectMeta, Kind> {
    let owners = attrs.ids.map(|ids| lane.owners(live, ids)).transpose()?;
    let (owner, group) = owners.unzip();
    Ok(ObjectMeta {
        modified: attrs.times.map(|(_, changed)| Timestamp::from_seconds(i64::from(changed))),
        mode: attrs.mode.map(|mode| mode & 0o7777),
        owner,
        group,
        ..ObjectMeta::default()
    })
}

/// What is asked for; the time of last reading goes along with that of the last change.
pub(super) fn wanted(meta: &ObjectMeta, read: u32) -> Attrs {
    let changed = meta.modified.map(|modified| modified.seconds().clamp(0, i64::from(u32::MAX)) as u32);
    Attrs {
        mode: meta.mode.map(|mode| mode & MODE),
        times: changed.map(|changed| (read, changed)),
        ..Attrs::default()
    }
}

/// Gives it. What the server refuses shows afterwards; it is asked for each by itself, since some give all or nothing.
pub(super) fn give(live: &Live, wanted: &Attrs, request: impl Fn(&Attrs) -> Request) -> Result<(), Kind> {
    if *wanted == Attrs::default() {
        return Ok(());
    }
    match settled(&live.session.ask(request(wanted))?) {
        Err(why) if why.is_broken() || why == Kind::NotFound => Err(why),
        Err(_) if wanted.mode.is_some() && wanted.times.is_some() => {
            let mode = Attrs { times: None, ..*wanted };
            let times = Attrs { mode: None, ..*wanted };
            live.session.ask(request(&mode))?;
            live.session.ask(request(&times)).map(drop)
        }
        _ => Ok(()),
    }
}

/// What was not kept, by what the server shows.
pub(super) fn losses(lane: &Lane, live: &Live, meta: &ObjectMeta, shown: &Attrs) -> Result<Vec<Loss>, Kind> {
    let has = told(lane, live, shown)?;
    let differs = |asked: Option<&String>, has: Option<&String>| asked.is_some() && asked != has;
    let lost = [
        (meta.modified.is_some() && meta.modified != has.modified, Loss::Modified),
        (meta.mode.is_some() && meta.mode != has.mode, Loss::Mode),
        (
            differs(meta.owner.as_ref(), has.owner.as_ref())
                || differs(meta.group.as_ref(), has.group.as_ref()),
            Loss::Owner,
        ),
        (!meta.attributes.is_empty(), Loss::Attributes),
        (meta.acl.is_some() || meta.default_acl.is_some(), Loss::Acl),
        (meta.has_system_attributes, Loss::SystemAttributes),
    ];
    let mut losses: Vec<Loss> =
        lost.into_iter().filter(|(is_lost, _)| *is_lost).map(|(_, loss)| loss).collect();
    losses.sort_unstable();
    Ok(losses)
}
