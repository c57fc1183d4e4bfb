// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Packets of SFTP version 3 (draft-ietf-secsh-filexfer-02), the version that OpenSSH and nearly all others speak. Pure: bytes in, values
//! out, and `None` for whatever a server may have made up.

/// Kinds of packets (section 3 of the draft).
pub(super) mod kind {
    pub(in crate::sftp) const INIT: u8 = 1;
    pub(in crate::sftp) const VERSION: u8 = 2;
    pub(in crate::sftp) const OPEN: u8 = 3;
    pub(in crate::sftp) const CLOSE: u8 = 4;
    pub(in crate::sftp) const READ: u8 = 5;
    pub(in crate::sftp) const WRITE: u8 = 6;
    pub(in crate::sftp) const LSTAT: u8 = 7;
    pub(in crate::sftp) const FSTAT: u8 = 8;
    pub(in crate::sftp) const SETSTAT: u8 = 9;
    pub(in crate::sftp) const FSETSTAT: u8 = 10;
    pub(in crate::sftp) const OPENDIR: u8 = 11;
    pub(in crate::sftp) const READDIR: u8 = 12;
    pub(in crate::sftp) const REMOVE: u8 = 13;
    pub(in crate::sftp) const MKDIR: u8 = 14;
    pub(in crate::sftp) const RMDIR: u8 = 15;
    pub(in crate::sftp) const REALPATH: u8 = 16;
    pub(in crate::sftp) const RENAME: u8 = 18;
    pub(in crate::sftp) const STATUS: u8 = 101;
    pub(in crate::sftp) const HANDLE: u8 = 102;
    pub(in crate::sftp) const DATA: u8 = 103;
    pub(in crate::sftp) const NAME: u8 = 104;
    pub(in crate::sftp) const ATTRS: u8 = 105;
    pub(in crate::sftp) const EXTENDED: u8 = 200;
    pub(in crate::sftp) const EXTENDED_REPLY: u8 = 201;
}

/// What an answer's status says (section 7).
pub(super) mod status {
    pub(in crate::sftp) const OK: u32 = 0;
    pub(in crate::sftp) const EOF: u32 = 1;
    pub(in crate::sftp) const NO_SUCH_FILE: u32 = 2;
    pub(in crate::sftp) const PERMISSION_DENIED: u32 = 3;
    pub(in crate::sftp) const BAD_MESSAGE: u32 = 5;
    pub(in crate::sftp) const NO_CONNECTION: u32 = 6;
    pub(in crate::sftp) const CONNECTION_LOST: u32 = 7;
    pub(in crate::sftp) const UNSUPPORTED: u32 = 8;
}

/// How a file is opened (section 6.3).
pub(super) mod open {
    pub(in crate::sftp) const READ: u32 = 1;
    pub(in crate::sftp) const WRITE: u32 = 2;
    pub(in crate::sftp) const CREATE: u32 = 8;
    pub(in crate::sftp) const EXCLUSIVE: u32 = 32;
}

/// Which attributes are there (section 5).
const HAS_SIZE: u32 = 1;
const HAS_IDS: u32 = 2;
const HAS_MODE: u32 = 4;
const HAS_TIMES: u32 = 8;
const HAS_MORE: u32 = 0x8000_0000;

/// Longest packet that is taken: what OpenSSH sends at most (`SFTP_MAX_MSG_LENGTH`).
pub(super) const PACKET_LIMIT_BYTES: usize = 256 << 10;

/// Longest handle: section 6.3.
const HANDLE_LIMIT_BYTES: usize = 256;

/// Attributes of a file, as far as they are told or to be set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Attrs {
    pub(super) size: Option<u64>,
    /// Numbers of owner and group
    pub(super) ids: Option<(u32, u32)>,
    /// With the bits that tell what it is
    pub(super) mode: Option<u32>,
    /// Last reading and last change, in seconds
    pub(super) times: Option<(u32, u32)>,
}

/// A packet that is being written. Its number is given when it is sent.
pub(super) struct Request(Vec<u8>);

impl Request {
    /// Of this kind, with room for so many bytes of content.
    pub(super) fn new(kind: u8, room: usize) -> Self {
        let mut bytes = Vec::with_capacity(room + 64);
        bytes.extend([0; 4]);
        bytes.push(kind);
        bytes.extend([0; 4]);
        Self(bytes)
    }

    /// An extension of somebody's: `name@domain`.
    pub(super) fn extended(name: &str) -> Self {
        Self::new(kind::EXTENDED, 256).string(name.as_bytes())
    }

    pub(super) fn string(self, text: &[u8]) -> Self {
        let mut this = self.u32(u32::try_from(text.len()).unwrap_or(u32::MAX));
        this.0.extend_from_slice(text);
        this
    }

    pub(super) fn u32(mut self, number: u32) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(super) fn u64(mut self, number: u64) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(super) fn attrs(self, attrs: &Attrs) -> Self {
        let flag = |has: bool, flag| if has { flag } else { 0 };
        let mut this = self.u32(
            flag(attrs.size.is_some(), HAS_SIZE)
                | flag(attrs.ids.is_some(), HAS_IDS)
                | flag(attrs.mode.is_some(), HAS_MODE)
                | flag(attrs.times.is_some(), HAS_TIMES),
        );
        if let Some(size) = attrs.size {
            this = this.u64(size);
        }
        if let Some((user, group)) = attrs.ids {
            this = this.u32(user).u32(group);
        }
        if let Some(mode) = attrs.mode {
            this = this.u32(mode);
        }
        if let Some((read, changed)) = attrs.times {
            this = this.u32(read).u32(changed);
        }
        this
    }

    /// The packet as it is sent, under this number.
    pub(super) fn numbered(mut self, number: u32) -> Vec<u8> {
        let length = u32::try_from(self.0.len().saturating_sub(4)).unwrap_or(u32::MAX);
        for (place, bytes) in [(0, length.to_be_bytes()), (5, number.to_be_bytes())] {
            if let Some(into) = self.0.get_mut(place..place + 4) {
                into.copy_from_slice(&bytes);
            }
        }
        self.0
    }

    /// The very first packet, which has no number but a version.
    pub(super) fn init() -> Vec<u8> {
        Self::new(kind::INIT, 0).numbered(3)
    }
}

/// An answer: its kind, and what stands behind its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) kind: u8,
    pub(super) body: Vec<u8>,
}

/// What a server offers beyond its version: names, and what each says of itself.
type Offers = Vec<(String, Vec<u8>)>;

/// Where the number ends: kind and four bytes.
const NUMBER_END: usize = 5;

impl Reply {
    /// Of a packet without its length: number and answer.
    pub(super) fn parse(packet: Vec<u8>) -> Option<(u32, Self)> {
        let kind = *packet.first()?;
        let number = Fields(packet.get(1..)?).u32()?;
        Some((number, Self { kind, body: packet }))
    }

    fn fields(&self, kind: u8) -> Option<Fields<'_>> {
        (self.kind == kind).then(|| Fields(self.body.get(NUMBER_END..).unwrap_or_default()))
    }

    pub(super) fn status(&self) -> Option<u32> {
        self.fields(kind::STATUS)?.u32()
    }

    pub(super) fn handle(&self) -> Option<Vec<u8>> {
        let handle = self.fields(kind::HANDLE)?.string()?;
        (!handle.is_empty() && handle.len() <= HANDLE_LIMIT_BYTES).then(|| handle.to_vec())
    }

    pub(super) fn data(&self) -> Option<&[u8]> {
        self.fields(kind::DATA)?.string()
    }

    pub(super) fn attrs(&self) -> Option<Attrs> {
        self.fields(kind::ATTRS)?.attrs()
    }

    /// Names with what is told of each; the line that is made for people is left out.
    pub(super) fn names(&self) -> Option<Vec<(Vec<u8>, Attrs)>> {
        let mut fields = self.fields(kind::NAME)?;
        let count = fields.u32()?;
        let mut names = Vec::new();
        for _ in 0..count {
            let name = fields.string()?.to_vec();
            fields.string()?;
            names.push((name, fields.attrs()?));
        }
        Some(names)
    }

    /// What an extension answers with.
    pub(super) fn extended(&self) -> Option<Fields<'_>> {
        self.fields(kind::EXTENDED_REPLY)
    }

    /// Version, and the extensions that a server offers, with what each says of itself.
    pub(super) fn version(packet: &[u8]) -> Option<(u32, Offers)> {
        let (&kind::VERSION, rest) = packet.split_first()? else { return None };
        let mut fields = Fields(rest);
        let version = fields.u32()?;
        let mut all = Vec::new();
        while !fields.0.is_empty() {
            let name = String::from_utf8_lossy(fields.string()?).into_owned();
            all.push((name, fields.string()?.to_vec()));
        }
        Some((version, all))
    }
}

/// What is left to read of an answer.
pub(super) struct Fields<'f>(&'f [u8]);

impl<'f> Fields<'f> {
    pub(super) fn u32(&mut self) -> Option<u32> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_be_bytes(*bytes))
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_be_bytes(*bytes))
    }

    pub(super) fn string(&mut self) -> Option<&'f [u8]> {
        let length = self.u32()? as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(text)
    }

    fn attrs(&mut self) -> Option<Attrs> {
        let flags = self.u32()?;
        let mut attrs = Attrs::default();
        if flags & HAS_SIZE != 0 {
            attrs.size = Some(self.u64()?);
        }
        if flags & HAS_IDS != 0 {
            attrs.ids = Some((self.u32()?, self.u32()?));
        }
        if flags & HAS_MODE != 0 {
            attrs.mode = Some(self.u32()?);
        }
        if flags & HAS_TIMES != 0 {
            attrs.times = Some((self.u32()?, self.u32()?));
        }
        if flags & HAS_MORE != 0 {
            for _ in 0..self.u32()? {
                self.string()?;
                self.string()?;
            }
        }
        Some(attrs)
    }
}

/// Puts packets together from what arrives, in whatever pieces.
#[derive(Default)]
pub(super) struct Assembler {
    length: Vec<u8>,
    packet: Vec<u8>,
    missing: usize,
}

impl Assembler {
    /// Takes a piece, and hands on each packet that it completes, without its length. `None`: no packet has such a length.
    pub(super) fn take(&mut self, mut piece: &[u8], mut on: impl FnMut(Vec<u8>)) -> Option<()> {
        while !piece.is_empty() {
            if self.missing == 0 {
                let (head, rest) = piece.split_at(piece.len().min(4 - self.length.len()));
                self.length.extend_from_slice(head);
                piece = rest;
                let Some(length) = self.length.first_chunk::<4>() else { continue };
                self.missing = u32::from_be_bytes(*length) as usize;
                self.length.clear();
                if self.missing == 0 || self.missing > PACKET_LIMIT_BYTES {
                    return None;
                }
                self.packet = Vec::with_capacity(self.missing);
            } else {
                let (part, rest) = piece.split_at(piece.len().min(self.missing));
                self.packet.extend_from_slice(part);
                self.missing -= part.len();
                piece = rest;
                if self.missing == 0 {
                    on(std::mem::take(&mut self.packet));
                }
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
