// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! PDFs that go round in circles, promise the impossible or unfold without end.

use super::Specimen;
use super::archives::deflate_repeated;
use crate::writers::pdf::PdfWriter;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;

const FONT: &str = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>";
const TEXT: &[u8] = b"BT /F1 12 Tf 72 700 Td (Erika Mustermann) Tj ET";

pub(super) fn specimens() -> Vec<Specimen> {
    vec![
        Specimen::new("pages-in-a-circle.pdf", tree("<< /Type /Pages /Count 1 /Kids [2 0 R] >>")),
        Specimen::new("pages-in-a-long-circle.pdf", long_circle()),
        Specimen::new("million-pages-of-one.pdf", million_pages()),
        Specimen::new("count-lies.pdf", tree("<< /Type /Pages /Count 2147483647 /Kids [] >>")),
        Specimen::new("deep-page-tree.pdf", deep_tree()),
        Specimen::new("xref-loop.pdf", xref_loop()),
        Specimen::new("xref-far-away.pdf", b"%PDF-1.4\nstartxref\n99999999999999999999\n%%EOF\n".to_vec()),
        Specimen::new("xref-of-four-billion.pdf", xref_size()),
        Specimen::new("object-streams-in-a-circle.pdf", object_streams()),
        Specimen::new("length-refers-to-itself.pdf", page("<< /Length 4 0 R >>", TEXT)),
        Specimen::new("length-huge.pdf", page("<< /Length 9223372036854775807 >>", TEXT)),
        Specimen::new("length-negative.pdf", page("<< /Length -1 >>", TEXT)),
        Specimen::new("filters-stacked-100.pdf", stacked_filters()),
        Specimen::new("filter-chain-of-names-only.pdf", page(&filter_names(), TEXT)),
        Specimen::new("content-of-a-gibibyte.pdf", content_bomb()),
        Specimen::new("predictor-of-a-billion-columns.pdf", predictor()),
        Specimen::new("deep-arrays.pdf", page("<< /Length 200000 >>", "[".repeat(200_000).as_bytes())),
        Specimen::new("deep-dictionaries.pdf", tree(&"<< /A ".repeat(100_000))),
        Specimen::new("forms-in-a-circle.pdf", form_circle()),
        Specimen::new("forms-that-double.pdf", form_doubling()),
        Specimen::new("codes-without-end.pdf", endless_codes()),
        Specimen::new("parents-in-a-circle.pdf", parents()),
        Specimen::new("saves-without-restores.pdf", page_of(&b"q ".repeat(500_000))),
        Specimen::new(
            "string-never-closed.pdf",
            page_of(&[b"BT /F1 12 Tf (".as_slice(), &b"(".repeat(200_000)].concat()),
        ),
        Specimen::new(
            "numbers.pdf",
            page_of(&b"99999999999999999999999999e99 -.-.- 0 0 1e309 Td ".repeat(2_000)),
        ),
        Specimen::new("locked-by-nonsense.pdf", locked()),
        Specimen::new("only-the-header.pdf", b"%PDF-1.7\n".to_vec()),
        Specimen::new(
            "ends-without-end.pdf",
            b"%PDF-1.7\n".iter().chain(b"%%EOF\n".iter().cycle().take(600_000)).copied().collect::<Vec<u8>>(),
        ),
    ]
}

/// Root and the given page tree as objects 1 and 2.
fn tree(pages: &str) -> Vec<u8> {
    let mut pdf = PdfWriter::default();
    let root = pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object(pages);
    pdf.finish(root, 0)
}

/// One page (3) whose content is object 4, with this dictionary.
fn page(dictionary: &str, content: &[u8]) -> Vec<u8> {
    pages(&format!("/Contents 4 0 R {FONT}"), &[stream(dictionary, content)])
}

fn page_of(content: &[u8]) -> Vec<u8> {
    page(&format!("<< /Length {} >>", content.len()), content)
}

/// One page with these keys; `objects` are numbered from 4.
fn pages(keys: &str, objects: &[Vec<u8>]) -> Vec<u8> {
    let mut pdf = PdfWriter::default();
    let root = pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
    pdf.object(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {keys} >>"));
    for object in objects {
        pdf.object(object.clone());
    }
    pdf.finish(root, 0)
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    [dictionary.as_bytes(), b"\nstream\n", content, b"\nendstream"].concat()
}

fn long_circle() -> Vec<u8> {
    let mut pdf = PdfWriter::default();
    let root = pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    for number in 2..1_002 {
        let next = if number == 1_001 { 2 } else { number + 1 };
        pdf.object(format!("<< /Type /Pages /Count 1 /Kids [{next} 0 R] >>"));
    }
    pdf.finish(root, 0)
}

fn million_pages() -> Vec<u8> {
    let mut pdf = PdfWriter::default();
    let root = pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object(format!("<< /Type /Pages /Count 1000000 /Kids [{}] >>", "3 0 R ".repeat(1_000_000)));
    pdf.object(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {FONT} >>"));
    pdf.stream("", TEXT);
    pdf.finish(root, 0)
}

fn deep_tree() -> Vec<u8> {
    let mut pdf = PdfWriter::default();
    let root = pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    for number in 2..50_002 {
        pdf.object(format!(
            "<< /Type /Pages /Count 1 /Parent {} 0 R /Kids [{} 0 R] >>",
            number - 1,
            number + 1
        ));
    }
    pdf.object("<< /Type /Page /Parent 50001 0 R /MediaBox [0 0 595 842] >>");
    pdf.finish(root, 0)
}

/// The table's predecessor is itself.
fn xref_loop() -> Vec<u8> {
    let mut bytes = page_of(TEXT);
    let at = bytes.windows(5).position(|w| w == b"xref\n").unwrap_or(0);
    let trailer = bytes.windows(7).position(|w| w == b"trailer").unwrap_or(0) + 11;
    bytes.splice(trailer..trailer, format!(" /Prev {at} ").into_bytes());
    bytes
}

fn xref_size() -> Vec<u8> {
    let text = String::from_utf8_lossy(&page_of(TEXT)).replace("xref\n0 5\n", "xref\n0 4294967295\n");
    text.into_bytes()
}

/// Two object streams that extend each other, each with an object of the other.
fn object_streams() -> Vec<u8> {
    let body = |other: u8, number: u8| {
        let content = format!("{number} 0 << /Next {other} 0 R >>");
        stream(
            &format!("<< /Type /ObjStm /N 1 /First 4 /Extends {other} 0 R /Length {} >>", content.len()),
            content.as_bytes(),
        )
    };
    pages(&format!("/Contents 6 0 R {FONT}"), &[body(5, 6), body(4, 6)])
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}

fn stacked_filters() -> Vec<u8> {
    let content = (0..100).fold(TEXT.to_vec(), |inner, _| zlib(&inner));
    let filters = "/FlateDecode ".repeat(100);
    page(&format!("<< /Length {} /Filter [{filters}] >>", content.len()), &content)
}

fn filter_names() -> String {
    let names = "/ASCII85Decode /ASCIIHexDecode /LZWDecode /RunLengthDecode ".repeat(5_000);
    format!("<< /Length {} /Filter [{names}] >>", TEXT.len())
}

/// A content stream of 1 GiB of text that is shown.
fn content_bomb() -> Vec<u8> {
    const MIB: usize = 1 << 20;
    let unit: Vec<u8> = b"BT /F1 9 Tf (Mustermann) Tj ET\n".iter().copied().cycle().take(MIB).collect();
    let (packed, _) = deflate_repeated(&unit, 1 << 10);
    // A zlib header in front; the sum at the end is missing, which readers forgive.
    let content = [b"\x78\x9c", &packed[..]].concat();
    page(&format!("<< /Length {} /Filter /FlateDecode >>", content.len()), &content)
}

fn predictor() -> Vec<u8> {
    let content = zlib(TEXT);
    let parameters = "/DecodeParms << /Predictor 15 /Colors 32 /BitsPerComponent 16 /Columns 1073741824 >>";
    page(&format!("<< /Length {} /Filter /FlateDecode {parameters} >>", content.len()), &content)
}

/// A form that draws itself.
fn form_circle() -> Vec<u8> {
    let form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Length 5 >>";
    pages(
        "/Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >>",
        &[stream("<< /Length 5 >>", b"/X Do"), stream(form, b"/X Do")],
    )
}

/// Forty forms, each drawing the next one twice: 2⁴⁰ strings.
fn form_doubling() -> Vec<u8> {
    let mut objects = vec![stream("<< /Length 5 >>", b"/X Do")];
    for next in 6..46 {
        let form = format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {next} 0 R >> >> /Length 11 >>"
        );
        objects.push(stream(&form, b"/X Do /X Do"));
    }
    let last = format!("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {FONT} /Length {} >>", TEXT.len());
    objects.push(stream(&last, TEXT));
    pages("/Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >>", &objects)
}

/// A table of codes that maps four billion of them (ISO 32000-1, 9.10.3).
fn endless_codes() -> Vec<u8> {
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00000000> <FFFFFFFF> \
               endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange \
               1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange endcmap";
    let font = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H \
                /ToUnicode 5 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X \
                /W [0 4294967295 500] >>] >> >> >>";
    let length = |text: &[u8]| format!("<< /Length {} >>", text.len());
    pages(
        &format!("/Contents 4 0 R {font}"),
        &[stream(&length(TEXT), TEXT), stream(&length(map.as_bytes()), map.as_bytes())],
    )
}

/// Resources are inherited from parents, and the parents never end.
fn parents() -> Vec<u8> {
    let mut pdf = PdfWriter::default();
    let root = pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Count 1 /Kids [4 0 R] /Parent 3 0 R >>");
    pdf.object("<< /Type /Pages /Parent 2 0 R >>");
    pdf.object("<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>");
    pdf.stream("", TEXT);
    pdf.finish(root, 0)
}

fn locked() -> Vec<u8> {
    let text = page_of(TEXT);
    let at = text.windows(7).position(|w| w == b"trailer").unwrap_or(0) + 11;
    let mut bytes = text;
    let nonsense = " /Encrypt << /Filter /Standard /V 99 /R -7 /Length 3 /O () /U <> /P 1e400 >> /ID [] ";
    bytes.splice(at..at, nonsense.bytes());
    bytes
}
