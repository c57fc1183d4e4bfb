// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The commands as people use them: a fresh state folder, a clean environment, real processes.

mod approving;
mod assessing;
mod auditing;
mod calendar;
mod datasets;
mod deciding;
mod demo;
mod excerpts;
mod extracting;
mod false_alarms;
mod household;
mod interruption;
mod keys;
mod language;
mod leaving;
mod leaving_described;
mod leaving_encrypted;
mod leaving_office;
mod leaving_resumed;
mod leaving_shown;
mod log;
mod log_keys;
mod moving;
mod moving_azure;
mod moving_dav;
mod moving_encrypted;
mod moving_encrypted_by_hand;
mod moving_finish;
mod moving_place;
mod moving_s3;
mod moving_s3_servers;
mod moving_sftp;
mod moving_swift;
mod outputs;
mod policy;
mod privacy;
mod quiet;
mod reference;
mod registry;
mod rehearsing;
mod rules;
mod scanning;
mod subject;
