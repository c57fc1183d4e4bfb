// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which top-level domains there are, and which endings are none.

/// Whether a domain in small letters is a country's or one of [`GENERIC`].
pub(super) fn is_known(top: &str) -> bool {
    match top.len() {
        2 => is_country(top.as_bytes()),
        _ => GENERIC.contains(&top) || top.starts_with("xn--"),
    }
}

fn is_country(top: &[u8]) -> bool {
    /// For each first letter the second ones, as bits.
    const SECOND: [u32; 26] = {
        let mut second = [0; 26];
        let codes = COUNTRIES.as_bytes();
        let mut i = 0;
        while i < codes.len() {
            second[(codes[i] - b'a') as usize] |= 1 << (codes[i + 1] - b'a');
            i += 3;
        }
        second
    };
    let [first, second] = [0, 1].map(|i| top.get(i).map_or(u8::MAX, |letter| letter.wrapping_sub(b'a')));
    let seconds = SECOND.get(usize::from(first)).copied().unwrap_or(0);
    second < 26 && seconds >> second & 1 == 1
}

/// Country domains: the alpha-2 codes of ISO 3166-1, with `eu`, `uk`, `su`, `ac`.
const COUNTRIES: &str = "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs \
    bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi \
    fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir \
    is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn \
    mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw \
    py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm \
    tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";

/// Generic domains seen in mail to and from German offices. Others are found with less confidence.
const GENERIC: &[&str] = &[
    "com",
    "net",
    "org",
    "info",
    "biz",
    "gov",
    "edu",
    "mil",
    "int",
    "name",
    "pro",
    "mobi",
    "coop",
    "aero",
    "jobs",
    "museum",
    "travel",
    "cat",
    "tel",
    "post",
    "asia",
    "arpa",
    "berlin",
    "hamburg",
    "koeln",
    "cologne",
    "bayern",
    "nrw",
    "ruhr",
    "saarland",
    "wien",
    "tirol",
    "swiss",
    "gmbh",
    "online",
    "shop",
    "app",
    "dev",
    "cloud",
    "email",
    "digital",
    "space",
    "site",
    "web",
    "blog",
    "care",
    "support",
    "services",
    "solutions",
    "consulting",
    "immobilien",
    "reisen",
    "haus",
    "schule",
    "versicherung",
    "kaufen",
    "jetzt",
    "world",
    "team",
    "group",
    "systems",
    "agency",
    "media",
    "network",
    "academy",
    "education",
    "family",
    "health",
    "legal",
    "tax",
    "law",
    "one",
    "top",
    "xyz",
];

/// `logo@2x.png`: endings that are files, not places.
pub(super) const FILE_EXTENSIONS: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "ico", "tif", "tiff", "pdf", "css", "scss", "js",
    "mjs", "map", "html", "htm", "php", "xml", "json", "yaml", "yml", "toml", "txt", "csv", "doc", "docx",
    "xls", "xlsx", "ppt", "pptx", "odt", "ods", "zip", "tar", "tgz", "exe", "dll", "jar", "java", "class",
    "cpp", "hpp", "vue", "jsx", "tsx", "lock", "log", "conf", "ini", "bak", "tmp", "mp3", "mp4", "wav",
    "avi", "mov", "ttf", "woff", "service", "socket", "target", "mount", "timer", "route",
];
