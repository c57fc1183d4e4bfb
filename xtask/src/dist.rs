// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask dist`: a release archive, and a .deb where `dpkg-deb` is at hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What lies beside the binary in both packages.
const DOCUMENTS: &[&str] = &[
    "README.md",
    "README.en.md",
    "CHANGELOG.md",
    "LICENSES/EUPL-1.2.txt",
    "publiccode.yml",
    "docs/reference/configuration.md",
    "docs/reference/log.md",
];

/// The programs, each with its package. The second one is for auditors: it needs nothing of the first one, and can be handed out alone.
const PROGRAMS: &[&str] = &["hoheit", "hoheit-verify"];

pub(crate) fn run() -> Result<(), String> {
    for package in PROGRAMS {
        crate::run("cargo", &["build", "--release", "--locked", "--package", package])?;
    }
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
    for name in PROGRAMS {
        fs::copy(program(name), programs.join(name))?;
    }
    fs::copy(crate::root().join("crates/hoheit-verify/README.md"), documents.join("hoheit-verify.md"))?;
    for document in DOCUMENTS {
        let source = crate::root().join(document);
        let file_name = source.file_name().expect("documents are files");
        fs::copy(&source, documents.join(file_name))?;
    }
    Ok(())
}

/// A program that was built, where cargo put it.
fn program(name: &str) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::root().join("target"), PathBuf::from);
    target.join("release").join(name)
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
    let documents = tree.join("usr/share/doc/hoheit");
    fs::remove_file(documents.join("EUPL-1.2.txt"))?;
    fs::write(documents.join("copyright"), copyright()?)?;
    fs::write(documents.join("changelog"), changelog()?)?;
    compress(&documents.join("changelog"), &documents.join("changelog.gz"))?;
    fs::remove_file(documents.join("changelog"))?;
    manual(&tree)?;
    completions(&tree)?;
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let version = env!("CARGO_PKG_VERSION");
    let control = format!(
        "Package: hoheit\nVersion: {version}\nArchitecture: {architecture}\nSection: admin\nPriority: optional\n\
         Maintainer: {}\nHomepage: https://gitlab.opencode.de/hoheit/hoheit\nDepends: libc6 (>= 2.35)\n\
         Recommends: tesseract-ocr, tesseract-ocr-deu\n\
         Description: inventory of an administration's data, on your own machine\n \
         Points at a file share and leaves a complete and honest inventory: what\n \
         lies there, how old, how often, which personal data; without a server\n \
         and without the internet.\n",
        maintainer()
    );
    fs::create_dir_all(tree.join("DEBIAN"))?;
    fs::write(tree.join("DEBIAN/control"), control)?;
    Ok(Some(format!("dist/hoheit_{version}_{architecture}.deb")))
}

/// Who answers for the package: whoever builds it, by the variables that Debian's own tools read.
fn maintainer() -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let name = set("DEBFULLNAME").unwrap_or_else(|| "The hoheit authors".to_owned());
    // A name that never resolves (RFC 2606): better than an address of somebody who knows nothing of it.
    let address = set("DEBEMAIL").unwrap_or_else(|| "maintainers@hoheit.invalid".to_owned());
    format!("{name} <{address}>")
}

/// Debian's own form of a changelog: the version and where to read on, dated by the last commit.
fn changelog() -> std::io::Result<String> {
    let output =
        Command::new("git").args(["log", "-1", "--format=%cD"]).current_dir(crate::root()).output()?;
    let date = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let (version, maintainer) = (env!("CARGO_PKG_VERSION"), maintainer());
    Ok(format!(
        "hoheit ({version}) unstable; urgency=medium\n\n  * What has changed stands in CHANGELOG.md.\n\n -- {maintainer}  {date}\n"
    ))
}

/// The copyright file in Debian's machine-readable form 1.0, with the licence in full.
fn copyright() -> std::io::Result<String> {
    let licence = fs::read_to_string(crate::root().join("LICENSES/EUPL-1.2.txt"))?;
    let lines = licence.lines().map(|line| match line.trim_end() {
        "" => " .\n".to_owned(),
        line => format!(" {line}\n"),
    });
    Ok(format!(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: hoheit\n\n\
         Files: *\nCopyright: 2026 The hoheit authors\nLicense: EUPL-1.2\n\nLicense: EUPL-1.2\n{}",
        lines.collect::<String>()
    ))
}

/// The manual pages, of hoheit and of each command, in English and German.
fn manual(tree: &Path) -> std::io::Result<()> {
    const COMMANDS: &[&str] = &[
        "",
        "scan",
        "report",
        "search",
        "datasets",
        "extract",
        "detect",
        "demo",
        "doctor",
        "backup",
        "restore",
        "completions",
    ];
    for (lang, folder) in [("en", "usr/share/man/man1"), ("de", "usr/share/man/de/man1")] {
        let folder = tree.join(folder);
        fs::create_dir_all(&folder)?;
        for command in COMMANDS {
            let name = if command.is_empty() { "hoheit".to_owned() } else { format!("hoheit-{command}") };
            let mut args = vec!["--lang", lang, "man"];
            args.extend(Some(*command).filter(|command| !command.is_empty()));
            let page = folder.join(format!("{name}.1"));
            fs::write(&page, say(&args)?)?;
            compress(&page, &folder.join(format!("{name}.1.gz")))?;
            fs::remove_file(page)?;
        }
    }
    Ok(())
}

fn completions(tree: &Path) -> std::io::Result<()> {
    for (shell, path) in [
        ("bash", "usr/share/bash-completion/completions/hoheit"),
        ("zsh", "usr/share/zsh/vendor-completions/_hoheit"),
        ("fish", "usr/share/fish/vendor_completions.d/hoheit.fish"),
    ] {
        let path = tree.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, say(&["--lang", "en", "completions", shell])?)?;
    }
    Ok(())
}

/// What the program that was built prints.
fn say(args: &[&str]) -> std::io::Result<Vec<u8>> {
    let output = Command::new(program("hoheit")).args(args).output()?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(std::io::Error::other(format!("hoheit {args:?} failed")))
    }
}

/// Without name and time: the same sources give the same package.
fn compress(from: &Path, to: &Path) -> std::io::Result<()> {
    let output = Command::new("gzip").args(["-9", "-n", "-c"]).arg(from).output()?;
    if output.status.success() {
        fs::write(to, output.stdout)
    } else {
        Err(std::io::Error::other("gzip failed"))
    }
}
