// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Fake clock, generators of documents and towns; for tests, benchmarks and the demo
