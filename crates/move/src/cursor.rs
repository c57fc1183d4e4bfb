// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Looking up objects in lines that stand in the order of a plan, while a place is walked in that order: one line is held, however many there
//! are.

use crate::error::MoveError;
use hoheit_connect::EntryKind;
use hoheit_types::RelPath;

/// By what places sort: the bytes of the whole name, a folder's with a slash behind it.
pub(crate) fn key(path: &RelPath, kind: EntryKind) -> Vec<u8> {
    let mut bytes = path.to_bytes();
    if kind == EntryKind::Folder {
        bytes.push(b'/');
    }
    bytes
}

/// Lines about objects, in the order of a plan: that of the dataset's folders, and within each by [`key`].
pub(crate) trait Lines {
    type Line;
    /// The next one, with the object's name at the place that is walked.
    fn next(&mut self) -> Result<Option<(RelPath, EntryKind, Self::Line)>, MoveError>;
    /// Begins anew.
    fn rewind(&mut self);
}

pub(crate) struct Cursor<L: Lines> {
    pub(crate) lines: L,
    head: Option<(Vec<u8>, RelPath, L::Line)>,
    /// The folder that is walked
    place: RelPath,
    /// Lines before were looked through, too, since this folder was begun
    has_rewound: bool,
    /// The last line that was passed, or found, in this folder
    passed: Vec<u8>,
}

impl<L: Lines> Cursor<L> {
    pub(crate) fn new(lines: L) -> Self {
        Self { lines, head: None, place: RelPath::root(), has_rewound: true, passed: Vec::new() }
    }

    /// The line with this key, while a folder is walked in the order of keys. Lines of that folder that are passed on the way are handed over, each once.
    pub(crate) fn find(
        &mut self,
        place: &RelPath,
        asked: &[u8],
        passed: &mut dyn FnMut(RelPath, L::Line),
    ) -> Result<Option<L::Line>, MoveError> {
        if self.place != *place {
            (self.place, self.has_rewound, self.passed) = (place.clone(), false, Vec::new());
        }
        loop {
            let Some((at, path, line)) = self.head.take() else {
                if let Some((path, kind, line)) = self.lines.next()? {
                    self.head = Some((key(&path, kind), path, line));
                } else if self.has_rewound {
                    return Ok(None);
                } else {
                    self.has_rewound = true;
                    self.lines.rewind();
                }
                continue;
            };
            if at == asked {
                self.passed = at;
                return Ok(Some(line));
            }
            if path.lies_in(place) {
                if at.as_slice() > asked {
                    self.head = Some((at, path, line));
                    return Ok(None);
                }
                if at > self.passed {
                    self.passed = at;
                    passed(path, line);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
