// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_types::Format;

/// What the name's suffix claims.
pub(super) fn by_name(name: &str) -> Option<Format> {
    use Format as F;
    let name = name.rsplit(['/', '\\']).next()?;
    // Word's note of who has `x.docx` open, and what a Mac leaves beside it: named like the document, and no document.
    if name.starts_with("~$") || name.starts_with("._") {
        return None;
    }
    let suffix = name.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match suffix.as_str() {
        "txt" | "text" | "log" | "asc" => F::Text,
        "csv" => F::Csv,
        "tsv" | "tab" => F::Tsv,
        "htm" | "html" | "xhtml" => F::Html,
        "xml" | "xsd" | "xsl" | "xslt" | "gml" | "kml" | "gpx" | "rss" | "atom" | "svg" | "fodt" | "fods"
        | "fodp" => F::Xml,
        "json" | "jsonl" | "ndjson" | "geojson" => F::Json,
        "md" | "markdown" => F::Markdown,
        "rtf" => F::Rtf,
        "pdf" => F::Pdf,
        "docx" | "docm" | "dotx" | "dotm" => F::Docx,
        "xlsx" | "xlsm" | "xltx" | "xltm" => F::Xlsx,
        "xlsb" => F::Xlsb,
        "xls" | "xlt" | "xla" => F::Xls,
        "pptx" | "pptm" | "ppsx" | "ppsm" | "potx" | "potm" => F::Pptx,
        "odt" | "ott" | "odm" => F::Odt,
        "ods" | "ots" => F::Ods,
        "odp" | "otp" => F::Odp,
        "doc" | "dot" => F::Doc,
        "ppt" | "pps" | "pot" => F::Ppt,
        "eml" | "emlx" | "mht" | "mhtml" => F::Eml,
        "mbox" | "mbx" => F::Mbox,
        "msg" | "oft" => F::Msg,
        "pst" | "ost" => F::Pst,
        "ics" | "ical" | "vcs" => F::Ics,
        "vcf" | "vcard" => F::Vcf,
        "zip" | "jar" | "epub" => F::Zip,
        "tar" => F::Tar,
        "gz" | "tgz" => F::Gzip,
        "7z" => F::SevenZip,
        "warc" => F::Warc,
        "sqlite" | "sqlite3" | "db3" | "gpkg" => F::Sqlite,
        "jpg" | "jpeg" | "jpe" | "jfif" => F::Jpeg,
        "png" => F::Png,
        "tif" | "tiff" => F::Tiff,
        "gif" | "bmp" | "webp" | "heic" | "heif" | "avif" | "ico" | "psd" | "pnm" | "pbm" | "pgm" | "ppm"
        | "wmf" | "emf" => F::Image,
        "mp3" | "wav" | "ogg" | "oga" | "flac" | "m4a" | "wma" | "aac" | "opus" | "mid" | "aif" | "aiff"
        | "amr" => F::Audio,
        "mp4" | "m4v" | "avi" | "mov" | "mkv" | "wmv" | "mpg" | "mpeg" | "webm" | "flv" | "3gp" | "mts"
        | "vob" => F::Video,
        "exe" | "dll" | "so" | "dylib" | "msi" | "sys" | "com" | "class" | "pyc" | "o" | "a" | "lib"
        | "cab" => F::Program,
        "iso" | "img" | "vhd" | "vhdx" | "vmdk" | "vdi" | "qcow2" | "dmg" | "wim" | "vbk" | "vib" | "tib"
        | "bkf" => F::DiskImage,
        "mdb" | "accdb" | "dbf" | "fdb" | "gdb" | "mdf" | "ldf" | "ndf" | "myd" | "ibd" | "edb" | "nsf" => {
            F::Database
        }
        "dwg" | "dxf" | "dgn" | "shp" | "shx" | "ifc" | "skp" | "rvt" | "cdr" => F::Drawing,
        _ => return None,
    })
}

/// Whether a name that claims `named` may well hold `found`.
pub(super) fn agrees(named: Format, found: Format) -> bool {
    use Format as F;
    if named == found {
        return true;
    }
    match named {
        // Any text may call itself a text.
        F::Text => matches!(
            found,
            F::Csv | F::Tsv | F::Markdown | F::Json | F::Xml | F::Html | F::Eml | F::Mbox | F::Ics | F::Vcf
        ),
        F::Markdown => matches!(found, F::Text | F::Html),
        F::Csv | F::Tsv => matches!(found, F::Csv | F::Tsv | F::Text),
        F::Html => found == F::Xml,
        F::Xml => found == F::Html,
        F::Image => matches!(found, F::Jpeg | F::Png | F::Tiff),
        F::Eml => matches!(found, F::Mbox),
        F::Mbox => matches!(found, F::Eml),
        F::Video => found == F::Audio,
        F::Audio => found == F::Video,
        // Suffixes that many programs use for files of their own
        F::Program | F::DiskImage | F::Database | F::Drawing => true,
        _ => false,
    }
}

/// Formats that are text to any editor.
pub(super) fn is_text(format: Format) -> bool {
    use Format as F;
    matches!(
        format,
        F::Text
            | F::Csv
            | F::Tsv
            | F::Html
            | F::Xml
            | F::Json
            | F::Markdown
            | F::Eml
            | F::Mbox
            | F::Ics
            | F::Vcf
    )
}
