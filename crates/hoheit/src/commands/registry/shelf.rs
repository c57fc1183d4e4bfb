// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the catalogue knows, where there is one: before the first scan there may be none, and nothing is known.

use crate::approvals;
use crate::commands::{catalogue_failure, open_for_writing};
use crate::context::Context;
use crate::court;
use crate::failure::Failure;
use hoheit_catalogue::{Catalogue, CatalogueErrorKind, InForce, NamedDataset, Statement, Stating};
use hoheit_decide::{Classification, Policy};
use hoheit_types::{DatasetId, Day, Record};
use std::sync::Arc;

pub(in crate::commands) struct Shelf<'c> {
    pub(in crate::commands) context: &'c Context,
    catalogue: Option<Catalogue>,
    /// The present day
    pub(in crate::commands) today: Day,
}

impl<'c> Shelf<'c> {
    /// Planning only looks; only its execution needs the writer's place, and a catalogue if there is none.
    pub(in crate::commands) fn open(context: &'c Context, yes: bool) -> Result<Self, Failure> {
        let catalogue = if yes {
            Some(open_for_writing(context)?)
        } else {
            match Catalogue::open_readonly(&context.home, Arc::new(context.clock)) {
                Err(error) if matches!(error.kind(), CatalogueErrorKind::Missing) => None,
                opened => Some(opened.map_err(|error| catalogue_failure(context, error))?),
            }
        };
        Ok(Self { context, catalogue, today: court::today(context) })
    }

    fn ask<T: Default>(
        &mut self,
        question: impl FnOnce(&mut Catalogue) -> hoheit_catalogue::Result<T>,
    ) -> Result<T, Failure> {
        let Some(catalogue) = &mut self.catalogue else { return Ok(T::default()) };
        question(catalogue).map_err(|error| catalogue_failure(self.context, error))
    }

    /// The texts in force on a day; those that come along where there is no catalogue yet.
    pub(in crate::commands) fn policy(&mut self, day: Day) -> Result<Policy, Failure> {
        match &mut self.catalogue {
            Some(catalogue) => court::policy(self.context, catalogue, day),
            None => Policy::read([]).map_err(|error| court::refused(self.context, error)),
        }
    }

    /// The classifications of today, as far as they count.
    pub(in crate::commands) fn classifications(&mut self) -> Result<Vec<Classification>, Failure> {
        match &mut self.catalogue {
            Some(catalogue) => approvals::counting(self.context, catalogue, self.today),
            None => Ok(Vec::new()),
        }
    }

    /// What counts on a day, by name.
    pub(in crate::commands) fn in_force<R: Record>(&mut self, on: Day) -> Result<Vec<InForce<R>>, Failure> {
        self.ask(|catalogue| catalogue.in_force(on, None))
    }

    /// All that was ever stated about something, oldest first.
    pub(in crate::commands) fn history<R: Record>(
        &mut self,
        name: &str,
    ) -> Result<Vec<Statement<R>>, Failure> {
        self.ask(|catalogue| catalogue.history(name))
    }

    /// Label and root of each scanned source.
    pub(in crate::commands) fn sources(&mut self) -> Result<Vec<(String, String)>, Failure> {
        self.ask(Catalogue::source_labels)
    }

    /// All datasets, by number.
    pub(in crate::commands) fn datasets(&mut self) -> Result<Vec<NamedDataset>, Failure> {
        self.ask(Catalogue::named_datasets)
    }

    /// The number of a dataset by its number or name; fails where there is none, or more than one.
    pub(in crate::commands) fn dataset_id(
        &mut self,
        number_or_name: &str,
    ) -> Result<Option<DatasetId>, Failure> {
        self.ask(|catalogue| catalogue.dataset_id(number_or_name).map(Some))
    }

    /// Does what was planned.
    pub(in crate::commands) fn carry_out<R: Record>(&mut self, plan: &Stating<R>) -> Result<(), Failure> {
        self.ask(|catalogue| catalogue.carry_out(plan))
    }
}
