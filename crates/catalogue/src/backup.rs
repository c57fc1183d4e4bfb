// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The catalogue as one file, out and back in.

use crate::catalogue::{Catalogue, FILE, too_new};
use crate::db::{Access, Db};
use crate::error::{CatalogueError, CatalogueErrorKind, Result};
use crate::schema;
use hoheit_store::{Os, StateDir, create, publish};
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
        write(&mut self.db, to)
    }

    /// Puts a backup in the place of the catalogue of a state folder. What was there is kept beside it, as
    /// `catalogue.sqlite.replaced-<seconds>`.
    ///
    /// Checks first that the file is an undamaged catalogue that this program understands; fails without having
    /// changed anything otherwise.
    pub fn restore(home: &Path, from: &Path, clock: &dyn Clock) -> Result<()> {
        let state = StateDir::open(home).map_err(CatalogueError::store(RESTORE))?;
        let _lock = state.lock().map_err(CatalogueError::store(RESTORE))?;
        let seconds = clock.now().seconds();
        let incoming = format!("{FILE}.restoring-{seconds}");
        state.bring_in(from, &incoming).map_err(CatalogueError::store(RESTORE))?;
        let checked = check(&state.file(&incoming));
        if checked.is_err() {
            // Only our own copy goes; the given file stays. A left-over would harm nobody.
            let _ = state.remove(&incoming);
        }
        checked?;
        if state.file(FILE).exists() {
            // Opening and closing merges the log into the file, so that it can be moved alone.
            drop(Db::open(&state.file(FILE), Access::Write));
        }
        let aside =
            |name: &str, new: &str| state.put_aside(name, new).map_err(CatalogueError::store(RESTORE));
        for suffix in ["", "-wal", "-shm"] {
            aside(&format!("{FILE}{suffix}"), &format!("{FILE}.replaced-{seconds}{suffix}"))?;
        }
        aside(&incoming, FILE)
    }
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
pub(crate) fn write(db: &mut Db, to: &Path) -> Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(CatalogueError::new(BACKUP, CatalogueErrorKind::Exists));
    }
    // SQLite takes paths as text only.
    let Some(target) = to.to_str().map(|to| format!("{to}.part")) else {
        return Err(CatalogueError::new(BACKUP, CatalogueErrorKind::NotText));
    };
    let partial = Path::new(&target);
    // An empty file with our mode: VACUUM INTO writes into it, and would create one that others can read.
    create(partial).map_err(CatalogueError::store(BACKUP))?;
    let written = db
        .run(BACKUP, async |c| sqlx::query("VACUUM INTO $1").bind(target.clone()).execute(c).await)
        .and_then(|_| publish(&Os, partial, to).map_err(CatalogueError::store(BACKUP)));
    if written.is_err() {
        // Half a copy is of no use to anybody, and holds paths.
        let _ = hoheit_store::discard(partial);
    }
    written
}
