// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is out there? walk, read in sandboxed workers, detect, record
