// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::protocol::Done;
use serde::{Deserialize, Serialize};
use std::os::fd::BorrowedFd;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) enum Misbehaviour { Hang }
impl Misbehaviour { pub(super) fn perform(self, _socket: BorrowedFd<'_>) -> Done { loop { std::thread::yield_now(); } } }
