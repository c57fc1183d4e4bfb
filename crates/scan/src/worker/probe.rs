// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Trying what must not work. A protection that reports itself active is a promise; this looks whether it is kept.

use super::protocol::Probe;
use hoheit_types::Limits;
use std::fs::{File, OpenOptions};
use std::net::UdpSocket;
use std::os::unix::net::UnixStream;
use std::process::Command;

impl Probe {
    /// Tries it, inside a worker or helper program; true if the system refused. Success would leave nothing behind.
    pub(super) fn is_stopped(self, limits: &Limits) -> bool {
        match self {
            Self::OpenFile => File::open("/").is_err() && std::fs::read_dir("/").is_err(),
            Self::WriteFile => OpenOptions::new().write(true).open("/dev/null").is_err(),
            // Where it works it changes nothing: the mode is the one that it has.
            Self::ChangeFile => std::fs::metadata("/dev/null")
                .and_then(|facts| std::fs::set_permissions("/dev/null", facts.permissions()))
                .is_err(),
            // Asking for a port needs no network to be there.
            Self::Network => UdpSocket::bind(("127.0.0.1", 0)).is_err(),
            Self::LocalSocket => UnixStream::pair().is_err(),
            Self::StartProgram => Command::new("/proc/self/exe").arg("--version").output().is_err(),
            Self::StartThread => {
                std::thread::Builder::new().spawn(|| ()).map_or(true, |thread| thread.join().is_err())
            }
            Self::Memory => {
                let mut memory: Vec<u8> = Vec::new();
                usize::try_from(limits.worker_bytes)
                    .map_or(true, |bytes| memory.try_reserve_exact(bytes).is_err())
            }
        }
    }
}
