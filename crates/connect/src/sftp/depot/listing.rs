// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What lies below a folder, in the order of whole names.

use super::super::calls;
use super::super::error::SftpErrorKind as Kind;
use super::super::lane::{Lane, facts_of, kind_of};
use super::at;
use super::upload::is_upload;
use crate::{ConnectError, EntryKind, ObjectFacts, Visit};
use hoheit_types::RelPath;

/// No tree is followed deeper: a server could make one up that never ends. As the local file system's.
const DEPTH_LIMIT: usize = 1_000;

/// A folder that is being walked through: entries that are still to come, the next one last.
struct Level {
    path: RelPath,
    rest: Vec<(Vec<u8>, ObjectFacts)>,
}

/// Visits everything below `prefix`, which is told itself unless it is the root.
pub(super) fn walk(lane: &Lane, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
    if !prefix.is_root() {
        let look = || lane.look(&*lane.live()?, prefix)?.as_ref().map(facts_of).transpose();
        let Some(facts) = look().map_err(at("list", prefix))? else { return Ok(()) };
        let kind = facts.kind;
        if visit(prefix.clone(), facts).is_break() || kind != EntryKind::Folder {
            return Ok(());
        }
    }
    let open = |path: RelPath| level(lane, &path).map_err(at("list", &path)).map(|rest| Level { path, rest });
    let mut levels = vec![open(prefix.clone())?];
    while let Some(top) = levels.last_mut() {
        let Some((name, facts)) = top.rest.pop() else {
            levels.pop();
            continue;
        };
        let path = top.path.join(&name);
        let is_folder = facts.kind == EntryKind::Folder;
        if visit(path.clone(), facts).is_break() {
            return Ok(());
        }
        if is_folder {
            if levels.len() >= DEPTH_LIMIT {
                return Err(at("list", &path)(Kind::BadAnswer));
            }
            levels.push(open(path)?);
        }
    }
    Ok(())
}

/// What stands in one folder, the last name first.
pub(super) fn level(lane: &Lane, path: &RelPath) -> Result<Vec<(Vec<u8>, ObjectFacts)>, Kind> {
    let mut rest = Vec::new();
    for (name, attrs) in entries(lane, path, |name| !is_upload(name))? {
        rest.push((name, facts_of(&attrs)?));
    }
    // By the bytes of the whole name, last one first: what is in a folder has a slash behind the folder's name.
    rest.sort_unstable_by(|a, b| whole(b).cmp(whole(a)));
    Ok(rest)
}

fn whole((name, facts): &(Vec<u8>, ObjectFacts)) -> impl Iterator<Item = u8> {
    let slash = (facts.kind == EntryKind::Folder).then_some(b'/');
    name.iter().copied().chain(slash)
}

/// What lies in a folder that is one, and no link to one.
fn entries(
    lane: &Lane,
    path: &RelPath,
    wanted: impl Fn(&[u8]) -> bool,
) -> Result<Vec<(Vec<u8>, super::super::packet::Attrs)>, Kind> {
    let live = lane.live()?;
    match lane.look(&live, path)?.as_ref().map(kind_of).transpose()? {
        Some(EntryKind::Folder) => {}
        // Gone meanwhile.
        None => return Ok(Vec::new()),
        Some(_) => return Err(Kind::WrongType),
    }
    let mut all = calls::entries(&live.session, &lane.path(path)?, wanted)?;
    // Not every server tells what it is along with the name.
    for (name, attrs) in &mut all {
        if attrs.mode.is_none() || attrs.times.is_none() {
            *attrs = lane.look(&live, &path.join(name))?.unwrap_or(*attrs);
        }
    }
    Ok(all)
}

/// Uploads in a folder that are not complete, with the bytes that each occupies.
pub(super) fn uploads(lane: &Lane, folder: &RelPath) -> Result<Vec<(String, Option<u64>)>, Kind> {
    match lane.look(&*lane.live()?, folder)?.as_ref().map(kind_of).transpose()? {
        Some(EntryKind::Folder) => {}
        _ => return Ok(Vec::new()),
    }
    let found = entries(lane, folder, is_upload)?;
    Ok(found
        .into_iter()
        .filter_map(|(name, attrs)| Some((String::from_utf8(name).ok()?, attrs.size)))
        .collect())
}
