// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A bag (RFC 8493, and its drafts since 0.93), read by somebody who trusts nobody.
//!
//! Files are found by walking through the folder, links are not followed, and only what was found is opened: whatever a manifest names, no path
//! leads out of the bag.

use super::faults::{Fault, FaultKind, Remark};
use super::listing::{Listed, Listing, take_line};
use super::names::{decode, within};
use super::sums::{self, Algorithm};
use super::text::{Encoding, lines, next_line};
use crate::files::{self, Unread};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};

/// `bagit.txt` has two lines.
const DECLARATION_LIMIT_BYTES: u64 = 4 << 10;

/// The file that binds all others by what the record of an exit drill says of it.
const SEAL: &str = "tagmanifest-sha256.txt";

/// A manifest of ten million files; it is read line by line.
const LISTING_LIMIT_BYTES: u64 = 2 << 30;

/// What people write about a bag.
const INFO_LIMIT_BYTES: u64 = 16 << 20;

/// Tag files in other encodings than UTF-8 are decoded as a whole. 16 MiB: such bags are old, and were small.
const DECODED_LIMIT_BYTES: u64 = 16 << 20;

/// Faults that are kept; further ones are counted.
const KEPT: usize = 100;

/// Folders within each other. Deeper than paths can be on any system.
const DEPTH_LIMIT: usize = 2_048;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Bag {
    pub(super) version: (u32, u32),
    pub(super) files: u64,
    pub(super) size_bytes: u64,
    pub(super) faults: Vec<Fault>,
    pub(super) fault_count: u64,
    pub(super) remarks: BTreeMap<Remark, u64>,
    /// What manifests say of files in `data/`, by their names with it
    pub(super) payload: BTreeMap<String, Listed>,
    /// Files outside of `data/` that a tag manifest names
    pub(super) listed_tags: BTreeSet<String>,
    /// Those of them that are what it says
    pub(super) proved_tags: BTreeSet<String>,
    /// SHA-256 of `tagmanifest-sha256.txt`
    pub(super) seal: Option<String>,
    /// Something beside `data/` that no tag manifest binds by SHA-256, an empty folder for instance: a bag may have it, but not its maker's word
    /// for it
    pub(super) stranger: Option<String>,
    encoding: Option<Encoding>,
    /// Sums that are used, by manifest
    manifests: BTreeSet<Algorithm>,
}

impl Bag {
    pub(super) fn fault(&mut self, path: impl Into<String>, kind: FaultKind) {
        self.fault_count += 1;
        if self.faults.len() < KEPT {
            self.faults.push(Fault { path: path.into(), kind });
        }
    }

    pub(super) fn remark(&mut self, remark: Remark) {
        *self.remarks.entry(remark).or_default() += 1;
    }

    /// A tag manifest can't list itself. Any other one is a stranger, too: it would vouch for further files.
    fn strange(&mut self, name: &str) {
        if name != SEAL {
            self.stranger.get_or_insert_with(|| name.to_owned());
        }
    }

    pub(super) fn is_at_least(&self, major: u32, minor: u32) -> bool {
        self.version >= (major, minor)
    }

    /// Reads all of it.
    pub(super) fn check(root: &Path) -> Self {
        let mut bag = Self::default();
        if !bag.declaration(root) {
            return bag;
        }
        let mut tags = BTreeMap::new();
        bag.listings(root, &mut tags);
        if !fs::symlink_metadata(root.join("data")).is_ok_and(|facts| facts.is_dir()) {
            bag.fault("data", FaultKind::NoPayload);
        }
        bag.walk(root, &mut tags);
        bag.missing(&tags);
        bag.listed_tags = tags.into_keys().collect();
        bag.fetch(root);
        bag.info(root);
        if !bag.manifests.iter().any(|one| one.is_strong()) {
            bag.remark(Remark::Weak);
        }
        bag
    }

    /// False: nothing else can be said.
    fn declaration(&mut self, root: &Path) -> bool {
        const NAME: &str = "bagit.txt";
        let bytes = match files::read(&root.join(NAME), DECLARATION_LIMIT_BYTES, false) {
            Ok(bytes) => bytes,
            Err(Unread::Missing) => {
                self.fault(NAME, FaultKind::NoDeclaration);
                return false;
            }
            Err(unread) => {
                self.fault(NAME, FaultKind::Unreadable(unread));
                return false;
            }
        };
        // In UTF-8 always, and without the mark of an order.
        let text = str::from_utf8(&bytes).unwrap_or_default();
        let mut all = lines(text);
        let (first, second, none) = (all.next(), all.next(), all.next());
        let version = first.and_then(|line| line.strip_prefix("BagIt-Version:"));
        let encoding = second.and_then(|line| line.strip_prefix("Tag-File-Character-Encoding:"));
        let (Some(version), Some(encoding), None) = (version, encoding, none) else {
            self.fault(NAME, FaultKind::Declaration);
            return false;
        };
        let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok());
        let parts = version.trim().split_once('.');
        let parts = parts.and_then(|(major, minor)| Some((number(major)??, number(minor)??)));
        if let Some(version @ ((0, 93..=97) | (1, 0))) = parts {
            self.version = version;
        } else {
            self.fault(NAME, FaultKind::Version);
            return false;
        }
        self.encoding = Encoding::named(encoding.trim());
        if self.encoding.is_none() {
            self.fault(NAME, FaultKind::Encoding);
        }
        self.encoding.is_some()
    }

    /// Visits the lines of a tag file that are not empty. False: it is not there, or can't be read, which was told.
    fn each_line(
        &mut self,
        root: &Path,
        name: &str,
        limit_bytes: u64,
        visit: &mut dyn FnMut(&mut Self, &str),
    ) -> bool {
        let (file, size_bytes) = match files::open_no_link(&root.join(name)) {
            Ok(opened) => opened,
            Err(Unread::Missing) => return false,
            Err(unread) => {
                self.fault(name, FaultKind::Unreadable(unread));
                return false;
            }
        };
        if size_bytes > limit_bytes {
            self.fault(name, FaultKind::TooLong);
            return false;
        }
        let read = match self.encoding {
            Some(Encoding::Utf8) => self.stream(file, (name, limit_bytes), visit),
            Some(encoding) => self.decode(file, encoding, visit),
            None => Err(FaultKind::Encoding),
        };
        read.map_err(|kind| self.fault(name, kind)).is_ok()
    }

    fn stream(
        &mut self,
        mut file: File,
        (name, limit_bytes): (&str, u64),
        visit: &mut dyn FnMut(&mut Self, &str),
    ) -> Result<(), FaultKind> {
        let (mut from, mut line) = (BufReader::new((&file).take(limit_bytes)), Vec::new());
        let mut is_first = true;
        while next_line(&mut from, b"\r\n", &mut line)? {
            let text = if is_first { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line };
            is_first = false;
            let text = str::from_utf8(text).map_err(|_| FaultKind::Encoding)?;
            if !text.is_empty() {
                visit(self, text);
            }
        }
        // Only of what could be read: that is not long.
        if name == SEAL {
            file.rewind().map_err(|error| FaultKind::Unreadable(error.into()))?;
            let (mut sums, _) =
                sums::of(&mut file, [Algorithm::Sha256].into_iter()).map_err(FaultKind::Unreadable)?;
            self.seal = sums.remove(&Algorithm::Sha256);
        }
        Ok(())
    }

    fn decode(
        &mut self,
        file: File,
        encoding: Encoding,
        visit: &mut dyn FnMut(&mut Self, &str),
    ) -> Result<(), FaultKind> {
        let mut bytes = Vec::new();
        let read = file.take(DECODED_LIMIT_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|error| FaultKind::Unreadable(error.into()))?;
        if bytes.len() as u64 > DECODED_LIMIT_BYTES {
            return Err(FaultKind::TooLong);
        }
        let text = encoding.decode(&bytes).ok_or(FaultKind::Encoding)?;
        drop(bytes);
        lines(&text).for_each(|line| visit(self, line));
        Ok(())
    }

    /// Reads manifests and tag manifests.
    fn listings(&mut self, root: &Path, tags: &mut Listing) {
        let names = fs::read_dir(root)
            .into_iter()
            .flatten()
            .filter_map(|item| item.ok()?.file_name().into_string().ok());
        let mut names: Vec<String> = names.collect();
        names.sort();
        for name in names {
            let Some(stem) = name.strip_suffix(".txt") else { continue };
            let of_tags = stem.strip_prefix("tagmanifest-");
            let of_payload = stem.strip_prefix("manifest-");
            let Some(sums) = of_tags.or(of_payload) else { continue };
            let Some(algorithm) = Algorithm::named(sums) else {
                self.remark(Remark::UnknownSums);
                continue;
            };
            let mut payload = std::mem::take(&mut self.payload);
            let is_payload = of_payload.is_some();
            let listing = if is_payload { &mut payload } else { &mut *tags };
            let is_read = self.each_line(root, &name, LISTING_LIMIT_BYTES, &mut |bag, line| {
                take_line(bag, line, (&name, algorithm), is_payload, listing);
            });
            self.payload = payload;
            if is_read && is_payload {
                self.manifests.insert(algorithm);
            }
        }
        if self.manifests.is_empty() {
            self.fault("manifest-…", FaultKind::NoManifest);
        }
    }

    /// Walks through everything, and compares each file with what is listed of it.
    fn walk(&mut self, root: &Path, tags: &mut Listing) {
        let mut waiting: Vec<(PathBuf, String, usize)> = vec![(root.to_owned(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = waiting.pop() {
            let items = match fs::read_dir(&folder) {
                Ok(items) => items,
                Err(error) => {
                    self.fault(prefix, FaultKind::Unreadable(error.into()));
                    continue;
                }
            };
            let mut items: Vec<_> = items.filter_map(Result::ok).collect();
            // Only the payload may have empty folders: manifests can't name them.
            if items.is_empty() && !prefix.is_empty() && !prefix.starts_with("data/") {
                self.strange(prefix.trim_end_matches('/'));
            }
            items.sort_by_key(fs::DirEntry::file_name);
            for item in items {
                let name = format!("{prefix}{}", item.file_name().to_string_lossy());
                let is_payload = name.starts_with("data/");
                let Ok(facts) = fs::symlink_metadata(item.path()) else {
                    self.fault(name, FaultKind::Missing);
                    continue;
                };
                if facts.is_dir() && depth < DEPTH_LIMIT {
                    waiting.push((item.path(), format!("{name}/"), depth + 1));
                } else if !facts.is_file() {
                    if is_payload || name == "data" || tags.contains_key(&name) {
                        self.fault(name, FaultKind::NoFile);
                    } else {
                        self.strange(&name);
                    }
                } else if is_payload {
                    let mut payload = std::mem::take(&mut self.payload);
                    self.file(&item.path(), &facts, &name, &mut payload, true);
                    self.payload = payload;
                } else {
                    self.file(&item.path(), &facts, &name, tags, false);
                }
            }
        }
    }

    fn file(&mut self, path: &Path, facts: &Metadata, name: &str, listing: &mut Listing, is_payload: bool) {
        let Some(listed) = listing.get_mut(name) else {
            return if is_payload { self.fault(name, FaultKind::Unlisted) } else { self.strange(name) };
        };
        listed.is_there = true;
        if !is_payload && !listed.sums.contains_key(&Algorithm::Sha256) {
            self.strange(name);
        }
        // Since 1.0 every manifest lists every file; before, one was enough.
        if is_payload
            && self.is_at_least(1, 0)
            && self.manifests.iter().any(|one| !listed.sums.contains_key(one))
        {
            self.fault(name, FaultKind::Unlisted);
        }
        let opened = files::open(path, facts);
        let read = opened.and_then(|mut file| sums::of(&mut file, listed.sums.keys().copied()));
        let (sums, size_bytes) = match read {
            Ok(read) => read,
            Err(unread) => return self.fault(name, FaultKind::Unreadable(unread)),
        };
        if sums != listed.sums {
            self.fault(name, FaultKind::Mismatch);
        } else if !is_payload {
            self.proved_tags.insert(name.to_owned());
        }
        if is_payload {
            self.files += 1;
            self.size_bytes += size_bytes;
            if is_system_file(name) {
                self.remark(Remark::SystemFile);
            }
        }
    }

    /// What is listed and was not found. On a system that does not tell such names apart it would have been found: so it says no more than that.
    fn missing(&mut self, tags: &Listing) {
        let payload = std::mem::take(&mut self.payload);
        let mut alike: BTreeMap<String, Vec<&Listed>> = BTreeMap::new();
        for (name, listed) in &payload {
            alike.entry(super::listing::folded(name)).or_default().push(listed);
        }
        for (name, listed) in payload.iter().chain(tags).filter(|(_, listed)| !listed.is_there) {
            let same = alike.get(&super::listing::folded(name));
            let is_alike =
                same.is_some_and(|same| same.iter().any(|other| other.is_there && other.sums == listed.sums));
            // Systems also take them away by themselves. In old bags only: the suite says so of 0.97, RFC 8493 makes no exception.
            let is_fickle = is_system_file(name) && !self.is_at_least(1, 0);
            if is_alike {
                self.remark(Remark::Alike);
            } else if is_fickle {
                self.remark(Remark::SystemFile);
                // Empty, and counted when the bag was made.
                self.files += 1;
            } else {
                self.fault(name.clone(), FaultKind::Missing);
            }
        }
        let twins = alike.values().filter(|same| same.len() > 1 && same.iter().all(|one| one.is_there));
        for _ in twins {
            self.remark(Remark::Alike);
        }
        self.payload = payload;
    }

    /// What is to be fetched must be in the bag by now: nothing is fetched here.
    fn fetch(&mut self, root: &Path) {
        const NAME: &str = "fetch.txt";
        self.each_line(root, NAME, LISTING_LIMIT_BYTES, &mut |bag, line| {
            let mut words = line.splitn(3, [' ', '\t']);
            let (Some(_), Some(_), Some(name)) = (words.next(), words.next(), words.next()) else {
                return bag.fault(NAME, FaultKind::Line);
            };
            let name = decode(name.trim_start(), bag.is_at_least(1, 0));
            match within(&name) {
                Ok((name, _)) if bag.payload.get(&name).is_some_and(|listed| listed.is_there) => {}
                Ok((name, _)) if name.starts_with("data/") => bag.fault(name, FaultKind::NotFetched),
                _ => bag.fault(name, FaultKind::Outside),
            }
        });
    }

    /// `Payload-Oxum` counts bytes and files.
    fn info(&mut self, root: &Path) {
        for file in ["bag-info.txt", "package-info.txt"] {
            self.each_line(root, file, INFO_LIMIT_BYTES, &mut |bag, line| {
                let Some((label, value)) = line.split_once(':') else { return };
                if label.trim().eq_ignore_ascii_case("Payload-Oxum")
                    && value.trim() != format!("{}.{}", bag.size_bytes, bag.files)
                {
                    bag.fault(file, FaultKind::Count);
                }
            });
        }
    }
}

fn is_system_file(name: &str) -> bool {
    matches!(name.rsplit('/').next(), Some(".DS_Store" | "Thumbs.db" | "desktop.ini"))
}
