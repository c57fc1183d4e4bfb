// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How do we show and hand it on? text, HTML, CSV, XLSX, JSON, German and English
