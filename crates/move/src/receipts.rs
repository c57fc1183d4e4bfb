// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where receipts go.

use crate::error::MoveError;
use hoheit_store::{AppendFile, read_lines};
use hoheit_types::Receipt;
use std::path::Path;

/// Why receipts could not be taken.
pub type ReceiverError = Box<dyn std::error::Error + Send + Sync>;

/// Takes receipts, in groups, each exactly once and in the order of their numbers. An object counts as finished once its receipt was taken.
pub trait Receiver: Send {
    /// How many receipts of this move it holds, durably. The first one that it gets next has this number.
    fn received(&mut self) -> Result<u64, ReceiverError>;

    /// Takes more of them. `Ok`: they are durable. An error leaves it open whether some, or all, were taken: [`Receiver::received`] is asked
    /// before anything else is handed over.
    fn receive(&mut self, receipts: &[Receipt]) -> Result<(), ReceiverError>;
}

/// Receipts in a file, one JSON text a line.
#[derive(Debug)]
pub struct ReceiptFile {
    file: AppendFile,
    count: u64,
}

impl ReceiptFile {
    /// Opens or creates it.
    pub fn open(path: &Path) -> Result<Self, MoveError> {
        let mut count = 0;
        let file = AppendFile::open(path, &mut |line| -> Result<bool, MoveError> {
            let is_next =
                serde_json::from_slice::<Receipt>(line).is_ok_and(|receipt| receipt.number == count);
            count += u64::from(is_next);
            Ok(is_next)
        })?;
        Ok(Self { file, count })
    }

    /// Visits all receipts in such a file.
    pub fn read(
        path: &Path,
        visit: &mut dyn FnMut(Receipt) -> Result<(), MoveError>,
    ) -> Result<(), MoveError> {
        read_lines(path, &mut |line| match serde_json::from_slice(line) {
            Ok(receipt) => visit(receipt).map(|()| true),
            Err(_) => Ok(false),
        })
    }
}

impl Receiver for ReceiptFile {
    fn received(&mut self) -> Result<u64, ReceiverError> {
        Ok(self.count)
    }

    fn receive(&mut self, receipts: &[Receipt]) -> Result<(), ReceiverError> {
        let mut lines = Vec::new();
        for receipt in receipts {
            serde_json::to_writer(&mut lines, receipt)?;
            lines.push(b'\n');
        }
        self.file.append(&lines)?;
        self.file.sync()?;
        self.count += receipts.len() as u64;
        Ok(())
    }
}
