// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::db::{Access, Db};
use crate::error::{CatalogueError, CatalogueErrorKind, Result};
use crate::reading::Pen;
use crate::schema;
use hoheit_store::{Lock, StateDir};
use hoheit_types::Clock;
use std::path::Path;
use std::sync::Arc;

/// The database file in the state folder.
pub(crate) const FILE: &str = "catalogue.sqlite";
/// What SQLite has not merged into it yet.
pub(crate) const LOG: &str = "catalogue.sqlite-wal";

/// The catalogue, open for one process: as its only writer, or for reading beside a writer.
///
/// The face is blocking; call it from a plain thread, not from inside an async runtime.
pub struct Catalogue {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    /// Readings that are not written yet
    pub(crate) pen: Pen,
    /// Dropped last: the lock outlives the connection
    lock: Option<Lock>,
}

impl Catalogue {
    /// Opens the catalogue in a state folder as its only writer; creates both where there is none yet, and brings an
    /// older schema up to date after a backup copy (`catalogue.sqlite.v<old>-<seconds>`).
    ///
    /// Fails with `Locked` while another process writes, and with `TooNew` for a schema of a newer program.
    pub fn open(home: &Path, clock: Arc<dyn Clock>) -> Result<Self> {
        Self::open_with(home, clock, schema::STEPS)
    }

    /// As [`Catalogue::open`], with other steps of the schema: for tests of migration.
    pub(crate) fn open_with(home: &Path, clock: Arc<dyn Clock>, steps: &[&'static str]) -> Result<Self> {
        const ACTION: &str = "open the catalogue";
        let newest = steps.len() as i64;
        let state = StateDir::open(home).map_err(CatalogueError::store(ACTION))?;
        let lock = state.lock().map_err(CatalogueError::store(ACTION))?;
        crate::backup::clear_up(&state)?;
        // SQLite would create it readable by others; its log files take their mode from it.
        state.touch(FILE).map_err(CatalogueError::store(ACTION))?;
        let mut db = Db::open(&state.file(FILE), Access::Write)?;
        let found = db.run(ACTION, schema::version)?;
        if found > newest {
            return Err(too_new(ACTION, found));
        }
        if found < newest {
            if found > 0 {
                let backup = state.file(&format!("{FILE}.v{found}-{}", clock.now().seconds()));
                crate::backup::write(&hoheit_store::Os, &mut db, &backup)?;
            }
            db.transaction("migrate the catalogue", async |c| schema::migrate(c, steps, found).await)?;
        }
        Ok(Self { db, clock, pen: Pen::default(), lock: Some(lock) })
    }

    /// Opens the catalogue for reading, also while another process writes: each call sees what was committed last.
    ///
    /// Fails with `Missing` where nothing was scanned yet. Writing calls fail.
    pub fn open_readonly(home: &Path, clock: Arc<dyn Clock>) -> Result<Self> {
        const ACTION: &str = "open the catalogue";
        // Looked up first: asking must not create a state folder.
        if !home.join(FILE).exists() {
            return Err(CatalogueError::new(ACTION, CatalogueErrorKind::Missing));
        }
        let state = StateDir::open(home).map_err(CatalogueError::store(ACTION))?;
        // What waits in a log is lost to a reader that can't open it together with the rest: then better an error.
        let is_still = state.is_read_only() && !state.has_content(LOG);
        let access = if is_still { Access::Still } else { Access::Read };
        let mut db = Db::open(&state.file(FILE), access)?;
        match db.run(ACTION, schema::version)? {
            // The writer is just creating it, or died while it did.
            0 => Err(CatalogueError::new(ACTION, CatalogueErrorKind::Missing)),
            found if found > schema::VERSION => Err(too_new(ACTION, found)),
            // Migrating needs the writer's lock: do it, then read.
            found if found < schema::VERSION => {
                drop(db);
                drop(Self::open(home, clock.clone())?);
                Self::open_readonly(home, clock)
            }
            _ => Ok(Self { db, clock, pen: Pen::default(), lock: None }),
        }
    }

    /// Whether this is the one that may write.
    pub(crate) fn is_writer(&self) -> bool {
        self.lock.is_some()
    }
}

pub(crate) fn too_new(action: &'static str, found: i64) -> CatalogueError {
    CatalogueError::new(action, CatalogueErrorKind::TooNew { found, known: schema::VERSION })
}
