// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::reading::named;

named! {
    /// The format of a document, told by its content first and its name second.
    Format {
        /// Plain text
        Text = "txt",
        /// Comma-, semicolon- or otherwise separated values
        Csv = "csv",
        /// Tab-separated values
        Tsv = "tsv",
        /// HTML and XHTML
        Html = "html",
        /// XML of no more specific kind
        Xml = "xml",
        /// JSON and JSON lines
        Json = "json",
        /// Markdown
        Markdown = "md",
        /// Rich Text Format
        Rtf = "rtf",
        /// Portable Document Format
        Pdf = "pdf",
        /// Word since 2007
        Docx = "docx",
        /// Excel since 2007
        Xlsx = "xlsx",
        /// Excel, binary workbook since 2007
        Xlsb = "xlsb",
        /// Excel 97–2003 and earlier
        Xls = "xls",
        /// PowerPoint since 2007
        Pptx = "pptx",
        /// OpenDocument text
        Odt = "odt",
        /// OpenDocument spreadsheet
        Ods = "ods",
        /// OpenDocument presentation
        Odp = "odp",
        /// Word 97–2003
        Doc = "doc",
        /// PowerPoint 97–2003
        Ppt = "ppt",
        /// One mail, RFC 5322
        Eml = "eml",
        /// A mailbox of many mails
        Mbox = "mbox",
        /// Outlook message
        Msg = "msg",
        /// Outlook data file (recognised, not read)
        Pst = "pst",
        /// Calendar
        Ics = "ics",
        /// Address card
        Vcf = "vcf",
        /// ZIP archive
        Zip = "zip",
        /// tar archive
        Tar = "tar",
        /// gzip stream
        Gzip = "gz",
        /// 7-Zip archive
        SevenZip = "7z",
        /// Web archive
        Warc = "warc",
        /// SQLite database
        Sqlite = "sqlite",
        /// JPEG
        Jpeg = "jpeg",
        /// PNG
        Png = "png",
        /// TIFF
        Tiff = "tiff",
        /// Other pictures (GIF, BMP, WebP, HEIF …)
        Image = "image",
        /// Sound (recognised, not read)
        Audio = "audio",
        /// Film (recognised, not read)
        Video = "video",
        /// Executable or library (recognised, not read)
        Program = "program",
        /// Disk image, virtual machine, backup (recognised, not read)
        DiskImage = "disk_image",
        /// Other database files such as Access or dBase (recognised, not read)
        Database = "database",
        /// CAD and geodata (recognised, not read)
        Drawing = "drawing",
        /// Nothing inside: zero bytes
        Empty = "empty",
        /// Something else
        Unknown = "unknown",
    }
}

named! {
    /// Coarse kinds for charts and grouping.
    FormatGroup {
        /// Letters, notices, minutes
        Documents = "documents",
        /// Sheets and separated values
        Tables = "tables",
        /// Slides
        Presentations = "presentations",
        /// Mail, calendars, contacts
        Mail = "mail",
        /// Databases
        Databases = "databases",
        /// Pictures and scans
        Images = "images",
        /// Archives
        Archives = "archives",
        /// Sound and film
        Media = "media",
        /// Programs and disk images
        System = "system",
        /// The rest
        Other = "other",
    }
}

impl Format {
    /// The coarse kind.
    pub const fn group(self) -> FormatGroup {
        use Format as F;
        match self {
            F::Text
            | F::Html
            | F::Xml
            | F::Json
            | F::Markdown
            | F::Rtf
            | F::Pdf
            | F::Docx
            | F::Odt
            | F::Doc => FormatGroup::Documents,
            F::Csv | F::Tsv | F::Xlsx | F::Xlsb | F::Xls | F::Ods => FormatGroup::Tables,
            F::Pptx | F::Odp | F::Ppt => FormatGroup::Presentations,
            F::Eml | F::Mbox | F::Msg | F::Pst | F::Ics | F::Vcf => FormatGroup::Mail,
            F::Sqlite | F::Database => FormatGroup::Databases,
            F::Jpeg | F::Png | F::Tiff | F::Image | F::Drawing => FormatGroup::Images,
            F::Zip | F::Tar | F::Gzip | F::SevenZip | F::Warc => FormatGroup::Archives,
            F::Audio | F::Video => FormatGroup::Media,
            F::Program | F::DiskImage => FormatGroup::System,
            F::Empty | F::Unknown => FormatGroup::Other,
        }
    }

    /// Whether hoheit has a reader for it. The others are recognised and end as `unsupported`.
    pub const fn has_reader(self) -> bool {
        use Format as F;
        !matches!(
            self,
            F::Pst | F::Audio | F::Video | F::Program | F::DiskImage | F::Database | F::Drawing | F::Unknown
        )
    }
}
