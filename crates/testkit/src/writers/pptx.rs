// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Slides after ECMA-376: a title and text boxes per slide, on the one blank layout that the format insists on.

use super::ooxml::{MAIN_RELATIONS, Package, core_properties};
use super::xml::{DECLARATION, escape};
use crate::document::{Block, Cell, Document};

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const MAIN: &str = "http://schemas.openxmlformats.org/presentationml/2006/main";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.presentationml";

/// The document as `.pptx`: a new slide at each heading, the remark as speaker's notes of the first one.
pub fn write(document: &Document) -> Vec<u8> {
    let mut package = Package::new("ppt/presentation.xml", &format!("{TYPE}.presentation.main+xml"));
    package.properties(&core_properties(document));
    let name = |part: &str| format!("ppt/{part}1.xml");
    let (master, layout, theme) =
        (name("slideMasters/slideMaster"), name("slideLayouts/slideLayout"), name("theme/theme"));
    let master_id =
        package.related("slideMaster", &master, &format!("{TYPE}.slideMaster+xml"), master_part());
    package.related_to(&master, "slideLayout", &layout, &format!("{TYPE}.slideLayout+xml"), layout_part());
    let theme_type = "application/vnd.openxmlformats-officedocument.theme+xml";
    package.related_to(&master, "theme", &theme, theme_type, theme_part());
    package.relate_known(&layout, "slideMaster", &master);
    let mut ids = String::new();
    for (i, (title, lines)) in slides(document).into_iter().enumerate() {
        let part = format!("ppt/slides/slide{}.xml", i + 1);
        let id = package.related("slide", &part, &format!("{TYPE}.slide+xml"), slide("sld", &title, &lines));
        package.relate_known(&part, "slideLayout", &layout);
        if let (0, Some(comment)) = (i, &document.comment) {
            let notes = "ppt/notesSlides/notesSlide1.xml";
            let content = slide("notes", "Notizen", std::slice::from_ref(comment));
            package.related_to(&part, "notesSlide", notes, &format!("{TYPE}.notesSlide+xml"), content);
            package.relate_known(notes, "slide", &part);
        }
        put!(ids, "<p:sldId id=\"{}\" r:id=\"{id}\"/>", 256 + i);
    }
    package.finish(&format!(
        "{DECLARATION}<p:presentation xmlns:a=\"{DRAWING}\" xmlns:r=\"{MAIN_RELATIONS}\" xmlns:p=\"{MAIN}\">\
         <p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"{master_id}\"/></p:sldMasterIdLst>\
         <p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx=\"9144000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>"
    ))
}

fn slides(document: &Document) -> Vec<(String, Vec<String>)> {
    let mut slides = vec![(document.title.clone(), Vec::new())];
    for block in &document.blocks {
        if let Block::Heading(text) = block {
            slides.push((text.clone(), Vec::new()));
            continue;
        }
        let Some((_, lines)) = slides.last_mut() else { continue };
        match block {
            Block::Text(text) => lines.push(text.clone()),
            Block::Table(table) => {
                lines.push(table.header.join(" | "));
                let rows = table
                    .rows
                    .iter()
                    .map(|row| row.iter().map(Cell::to_string).collect::<Vec<_>>().join(" | "));
                lines.extend(rows);
            }
            Block::Heading(_) => {}
        }
    }
    slides
}

fn tree(shapes: &str) -> String {
    format!(
        "<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>\
         <p:grpSpPr/>{shapes}</p:spTree></p:cSld>"
    )
}

fn slide(root: &str, title: &str, lines: &[String]) -> String {
    let paragraphs = |lines: &[String]| {
        let mut out = String::new();
        for line in lines {
            put!(out, "<a:p><a:r><a:t>{}</a:t></a:r></a:p>", escape(line));
        }
        out
    };
    let shape = |id: u8, y: u32, height: u32, text: &str| {
        format!(
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Text {id}\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr>\
             <p:spPr><a:xfrm><a:off x=\"457200\" y=\"{y}\"/><a:ext cx=\"8229600\" cy=\"{height}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/>{text}</p:txBody></p:sp>"
        )
    };
    let mut shapes = shape(2, 274_638, 1_143_000, &paragraphs(&[title.to_owned()]));
    if !lines.is_empty() {
        shapes.push_str(&shape(3, 1_600_200, 4_525_963, &paragraphs(lines)));
    }
    format!(
        "{DECLARATION}<p:{root} xmlns:a=\"{DRAWING}\" xmlns:r=\"{MAIN_RELATIONS}\" xmlns:p=\"{MAIN}\">{}\
         <p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:{root}>",
        tree(&shapes)
    )
}

fn master_part() -> String {
    format!(
        "{DECLARATION}<p:sldMaster xmlns:a=\"{DRAWING}\" xmlns:r=\"{MAIN_RELATIONS}\" xmlns:p=\"{MAIN}\">{}\
         <p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" \
         accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>\
         <p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst></p:sldMaster>",
        tree("")
    )
}

fn layout_part() -> String {
    format!(
        "{DECLARATION}<p:sldLayout xmlns:a=\"{DRAWING}\" xmlns:r=\"{MAIN_RELATIONS}\" xmlns:p=\"{MAIN}\" type=\"blank\">{}\
         <p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>",
        tree("")
    )
}

/// Twelve colours, two fonts and three of each kind of line and filling: the least that the schema allows.
fn theme_part() -> String {
    let colours: String = [
        ("dk1", "000000"),
        ("lt1", "FFFFFF"),
        ("dk2", "1F497D"),
        ("lt2", "EEECE1"),
        ("accent1", "4F81BD"),
        ("accent2", "C0504D"),
        ("accent3", "9BBB59"),
        ("accent4", "8064A2"),
        ("accent5", "4BACC6"),
        ("accent6", "F79646"),
        ("hlink", "0000FF"),
        ("folHlink", "800080"),
    ]
    .map(|(name, rgb)| format!("<a:{name}><a:srgbClr val=\"{rgb}\"/></a:{name}>"))
    .concat();
    let font = |tag: &str| {
        format!("<a:{tag}><a:latin typeface=\"Arial\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/></a:{tag}>")
    };
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line = format!("<a:ln>{fill}</a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        "{DECLARATION}<a:theme xmlns:a=\"{DRAWING}\" name=\"Musterstadt\"><a:themeElements>\
         <a:clrScheme name=\"Musterstadt\">{colours}</a:clrScheme>\
         <a:fontScheme name=\"Musterstadt\">{major}{minor}</a:fontScheme>\
         <a:fmtScheme name=\"Musterstadt\"><a:fillStyleLst>{fills}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>\
         <a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fills}</a:bgFillStyleLst></a:fmtScheme>\
         </a:themeElements></a:theme>",
        major = font("majorFont"),
        minor = font("minorFont"),
        fills = fill.repeat(3),
        lines = line.repeat(3),
        effects = effect.repeat(3),
    )
}
