// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The catalogue as one file, out and back in.

use crate::catalogue::{Catalogue, FILE, LOG, too_new};
use crate::db::{Access, Db};
use crate::error::{CatalogueError, CatalogueErrorKind, Result};
use crate::schema;
use hoheit_store::{Disk, Os, StateDir, bring_in, create, exchange, publish};
use hoheit_types::Clock;
use std::path::Path;

const BACKUP: &str = "back up the catalogue";
const RESTORE: &str = "restore the catalogue";

impl Catalogue {
    /// Writes a complete copy to a new file (mode 0600), consistent as of now, while readers and this writer go on.
    ///
    /// It holds paths of files: keep it where only those look who may look at the files' names. Fails with `Exists`
    /// rather than replace anything.
    pub fn backup(&mut self, to: &Path) -> Result<()> {
        self.flush()?;
        write(&Os, &mut self.db, to)
    }

    /// Puts a backup in the place of the catalogue of a state folder. What was there is kept beside it, as
    /// `catalogue.sqlite.replaced-<seconds>`.
    ///
    /// Checks first that the file is an undamaged catalogue that this program understands; fails without having
    /// changed anything otherwise. Ended in the middle, it leaves the old catalogue or the new one, and no third state:
    /// the next opening clears up.
    pub fn restore(home: &Path, from: &Path, clock: &dyn Clock) -> Result<()> {
        Self::restore_on(&Os, home, from, clock)
    }

    pub(crate) fn restore_on(disk: &dyn Disk, home: &Path, from: &Path, clock: &dyn Clock) -> Result<()> {
        let failed = |error| CatalogueError::store(RESTORE)(error);
        let state = StateDir::open(home).map_err(failed)?;
        let _lock = state.lock().map_err(failed)?;
        clear_up(&state)?;
        let seconds = clock.now().seconds();
        let incoming = format!("{FILE}{RESTORING}{seconds}");
        let brought = bring_in(disk, from, &state.file(&incoming))
            .map_err(failed)
            .and_then(|()| check(&state.file(&incoming)))
            .and_then(|()| merge_log(&state, seconds))
            .and_then(|()| {
                let kept = state.file(&format!("{FILE}{REPLACED}{seconds}"));
                exchange(disk, &state.file(&incoming), &state.file(FILE), &kept).map_err(failed)
            });
        if brought.is_err() {
            // Only our own copy goes; the given file stays. What this can't remove, the next opening will.
            let _ = clear_up(&state);
        }
        brought
    }
}

/// Between the catalogue's name and the seconds: a copy that is on its way in …
const RESTORING: &str = ".restoring-";
/// … and a catalogue that gave way to one.
const REPLACED: &str = ".replaced-";
/// The end of the name of a copy that is being written.
const PART: &str = ".hoheit.part";

/// Takes away the catalogue's write-ahead log, so that its file is complete alone and no log awaits the new one.
fn merge_log(state: &StateDir, seconds: i64) -> Result<()> {
    if !state.file(FILE).exists() {
        return Ok(());
    }
    if let Ok(mut db) = Db::open(&state.file(FILE), Access::Write) {
        // Fails for a damaged catalogue, which is a good reason to restore one.
        let _ = db.run(RESTORE, async |c| sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(c).await);
    }
    if state.has_content(LOG) {
        let kept = state.file(&format!("{FILE}{REPLACED}{seconds}-wal"));
        publish(&Os, &state.file(LOG), &kept).map_err(CatalogueError::store(RESTORE))?;
    }
    for rest in ["-wal", "-shm"] {
        state.remove(&format!("{FILE}{rest}")).map_err(CatalogueError::store(RESTORE))?;
    }
    Ok(())
}

/// Removes what backups, restores and new keys or lists left behind that were ended in the middle. Call it under the lock.
///
// INVARIANT (recovery-is-the-normal-path): this runs at every opening for writing.
pub(crate) fn clear_up(state: &StateDir) -> Result<()> {
    let failed = CatalogueError::store("clear up");
    let names = state.names().map_err(failed)?;
    for name in names.iter().filter(|name| name.starts_with(FILE)) {
        if let Some((_, seconds)) = name.split_once(RESTORING) {
            // The copy did not take the catalogue's place: then a log that was taken from it goes back.
            let log = state.file(&format!("{FILE}{REPLACED}{seconds}-wal"));
            if log.exists() && state.file(FILE).exists() {
                state.remove(&format!("{FILE}-wal")).map_err(CatalogueError::store("clear up"))?;
                publish(&Os, &log, &state.file(LOG)).map_err(CatalogueError::store("clear up"))?;
            }
        }
        let is_left = [RESTORING, PART, ".hoheit-"].iter().any(|mark| name.contains(mark));
        if is_left {
            state.remove(name).map_err(CatalogueError::store("clear up"))?;
        }
    }
    // Half a key, or one that never came into use, and a list that was not finished.
    let is_half = |name: &&String| name.contains(".hoheit-");
    let is_ours = |name: &&String| ["token-", "false-alarms."].iter().any(|ours| name.starts_with(ours));
    for name in names.iter().filter(is_half).filter(is_ours) {
        state.remove(name).map_err(CatalogueError::store("clear up"))?;
    }
    Ok(())
}

/// Refuses what is no catalogue, is damaged, or comes from a newer program.
fn check(path: &Path) -> Result<()> {
    let mut db = Db::open(path, Access::Read)?;
    let found = db.run(RESTORE, schema::version)?;
    if found == 0 {
        return Err(CatalogueError::new(RESTORE, CatalogueErrorKind::Damaged));
    }
    if found > schema::VERSION {
        return Err(too_new(RESTORE, found));
    }
    let verdict: String = db.run(RESTORE, async |c| {
        sqlx::query_scalar("SELECT integrity_check FROM pragma_integrity_check LIMIT 1").fetch_one(c).await
    })?;
    if verdict == "ok" { Ok(()) } else { Err(CatalogueError::new(RESTORE, CatalogueErrorKind::Damaged)) }
}

/// Copies an open database to a new file.
pub(crate) fn write(disk: &dyn Disk, db: &mut Db, to: &Path) -> Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(CatalogueError::new(BACKUP, CatalogueErrorKind::Exists));
    }
    // SQLite takes paths as text only.
    let Some(target) = to.to_str().map(|to| format!("{to}{PART}")) else {
        return Err(CatalogueError::new(BACKUP, CatalogueErrorKind::NotText));
    };
    let partial = Path::new(&target);
    let journal = format!("{target}-journal");
    let clear_away = || {
        for path in [partial, Path::new(&journal)] {
            // Half a copy is of no use to anybody, and holds paths. What can't be removed stops the next step.
            let _ = hoheit_store::discard(path);
        }
    };
    clear_away();
    // An empty file with our mode: VACUUM INTO writes into it, and would create one that others can read.
    create(partial).map_err(CatalogueError::store(BACKUP))?;
    let written = db
        .run(BACKUP, async |c| sqlx::query("VACUUM INTO $1").bind(target.clone()).execute(c).await)
        .and_then(|_| publish(disk, partial, to).map_err(CatalogueError::store(BACKUP)));
    if written.is_err() {
        clear_away();
    }
    written
}
