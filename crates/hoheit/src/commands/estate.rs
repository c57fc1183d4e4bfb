// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What `report`, `vvt`, `dsfa` and `dcat` show: the inventory, and what people stated that counts today.

use super::catalogue_failure;
use crate::approvals;
use crate::context::Context;
use crate::court;
use crate::failure::Failure;
use crate::own;
use hoheit_catalogue::Catalogue;
use hoheit_catalogue::inventory::Inventory;
use hoheit_decide::Classification;
use hoheit_report::{Estate, Stated};
use hoheit_types::{Activity, Contract, Day, Site};

/// All of it, at one moment.
pub(super) struct Known {
    pub(super) inventory: Inventory,
    pub(super) activities: Vec<Activity>,
    contracts: Vec<Contract>,
    sites: Vec<Site>,
    classifications: Vec<Classification>,
    pub(super) today: Day,
}

impl Known {
    pub(super) fn read(context: &Context, catalogue: &mut Catalogue) -> Result<Self, Failure> {
        let own = own::load(context)?;
        let today = court::today(context);
        let classifications = approvals::counting(context, catalogue, today)?;
        let read = || {
            Ok(Self {
                inventory: catalogue.inventory(&super::report::request(&own))?,
                activities: catalogue.in_force(today, None)?.into_iter().map(|stated| stated.body).collect(),
                contracts: catalogue.in_force(today, None)?.into_iter().map(|stated| stated.body).collect(),
                sites: catalogue.in_force(today, None)?.into_iter().map(|stated| stated.body).collect(),
                classifications,
                today,
            })
        };
        read().map_err(|error| catalogue_failure(context, error))
    }

    pub(super) fn estate(&self) -> Estate<'_> {
        Estate {
            inventory: &self.inventory,
            sites: &self.sites,
            classifications: &self.classifications,
            today: self.today,
        }
    }

    pub(super) fn stated(&self) -> Stated<'_> {
        Stated {
            activities: &self.activities,
            contracts: &self.contracts,
            sites: &self.sites,
            classifications: &self.classifications,
        }
    }
}
