// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! File names that steer terminals, pose as options, become formulas or are no text at all.

use super::SAVED;
use crate::tree::{BuildError, TreeBuilder};

/// Names that every file system takes.
const EVERYWHERE: [&str; 16] = [
    "-rf",
    "--help",
    "-",
    "=cmd+' calc'!A0.csv",
    "+49 30 23125000.csv",
    "@SUM(A1).csv",
    " leading space.txt",
    "CON.txt",
    "a;b,c&d$e`f%g.txt",
    "'; DROP TABLE assets; --.txt",
    "rechnung\u{202e}fdp.exe",
    "zero\u{200b}width\u{feff}.txt",
    "\u{1f4c4}\u{1f9d1}\u{200d}\u{2696}\u{fe0f}.txt",
    "Z\u{334}\u{352}\u{35b}a\u{337}\u{308}lgo\u{335}.txt",
    "%s%n%x{}{0}.txt",
    "ohne-endung.",
];

/// Names that only Unix takes.
#[cfg(unix)]
const UNIX: [&[u8]; 13] = [
    b"=cmd|' -C calc'!A0.csv",
    b"new\nline.txt",
    b"carriage\rreturn.txt",
    b"tab\there.txt",
    b"\x1b[2J\x1b[31mred.txt",
    b"\x07bell\x08\x08.txt",
    b"back\\slash.txt",
    b"back\\x41slash.txt",
    b"\"quotes\".txt",
    b"<img src=x onerror=alert(1)>.txt",
    b"latin-1 M\xfcller.txt",
    b"\xff\xfe\xfd.txt",
    b"half \xe2\x82.txt",
];

/// A file under each name, and one whose name has the 255 bytes that file systems allow.
pub(super) fn add(tree: &mut TreeBuilder) -> Result<(), BuildError> {
    let content = "Der Name ist das Problem.\n".as_bytes();
    for name in EVERYWHERE {
        tree.put("names", name, content, SAVED)?;
    }
    tree.put("names", &format!("{}.txt", "n".repeat(251)), content, SAVED)?;
    #[cfg(unix)]
    {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let folder = tree.folder("names")?;
        for name in UNIX {
            tree.put_at(&folder.join(OsStr::from_bytes(name)), content, SAVED)?;
        }
        // 127 letters of two bytes each: few characters, many bytes.
        tree.put("names", &"ü".repeat(127), content, SAVED)?;
        let strange = tree.folder("names/-o folder\n=1+1")?;
        tree.put_at(&strange.join(OsStr::from_bytes(b"in\xffside.txt")), content, SAVED)?;
        tree.link("names", "loop", ".")?;
        tree.link("names", "out", "/")?;
        tree.link("names", "device", "/dev/zero")?;
    }
    Ok(())
}
