// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask dist`: a release archive, and a .deb where `dpkg-deb` is at hand.

use std::fs;
use std::path::Path;

/// What lies beside the binary in both packages.
const DOCUMENTS: &[&str] = &[
    "README.md",
    "README.en.md",
    "CHANGELOG.md",
    "LICENSES/EUPL-1.2.txt",
    "publiccode.yml",
    "docs/reference/configuration.md",
];

pub(crate) fn run() -> Result<(), String> {
    crate::run("cargo", &["build", "--release", "--locked", "--package", "hoheit"])?;
    let name =
        format!("hoheit-{}-{}-{}", env!("CARGO_PKG_VERSION"), std::env::consts::ARCH, std::env::consts::OS);
    let dist = crate::root().join("dist");
    let folder = dist.join(&name);
    let at = |e: std::io::Error| format!("can't write below {}: {e}", dist.display());
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(at)?;
    }
    copy_to(&folder, &folder).map_err(at)?;
    let archive = format!("dist/{name}.tar.gz");
    // Sorted and without owners or times: the same sources give the same archive.
    let tar_args = [
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--mtime=@0",
        "-czf",
        &archive,
        "-C",
        "dist",
        &name,
    ];
    crate::run("tar", &tar_args)?;
    println!("{archive}");
    debian(&dist, &name).map_err(at)?.map_or(Ok(()), |package| {
        crate::run("dpkg-deb", &["--root-owner-group", "--build", &format!("dist/{name}.debroot"), &package])
    })
}

fn copy_to(programs: &Path, documents: &Path) -> std::io::Result<()> {
    fs::create_dir_all(programs)?;
    fs::create_dir_all(documents)?;
    fs::copy(crate::root().join("target/release/hoheit"), programs.join("hoheit"))?;
    for document in DOCUMENTS {
        let source = crate::root().join(document);
        let file_name = source.file_name().expect("documents are files");
        fs::copy(&source, documents.join(file_name))?;
    }
    Ok(())
}

/// Lays out the tree of the .deb and returns the package's path, or nothing where no `dpkg-deb` is installed.
fn debian(dist: &Path, name: &str) -> std::io::Result<Option<String>> {
    if std::process::Command::new("dpkg-deb").arg("--version").output().is_err() {
        println!("no .deb: dpkg-deb is not installed here");
        return Ok(None);
    }
    let tree = dist.join(format!("{name}.debroot"));
    if tree.exists() {
        fs::remove_dir_all(&tree)?;
    }
    copy_to(&tree.join("usr/bin"), &tree.join("usr/share/doc/hoheit"))?;
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let version = env!("CARGO_PKG_VERSION");
    let control = format!(
        "Package: hoheit\nVersion: {version}\nArchitecture: {architecture}\nSection: admin\nPriority: optional\n\
         Maintainer: The hoheit authors <hoheit@example.org>\nDepends: libc6 (>= 2.35)\n\
         Recommends: tesseract-ocr, tesseract-ocr-deu\n\
         Description: inventory of an administration's data, on your own machine\n \
         Points at a file share and leaves a complete and honest inventory: what lies there,\n \
         how old, how often, which personal data; without a server and without the internet.\n"
    );
    fs::create_dir_all(tree.join("DEBIAN"))?;
    fs::write(tree.join("DEBIAN/control"), control)?;
    Ok(Some(format!("dist/hoheit_{version}_{architecture}.deb")))
}
