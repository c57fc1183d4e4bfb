# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2
"""Makes the fixtures in this folder with programs that are independent of our writers.

Needs LibreOffice (soffice), libtiff-tools (tiff2pdf) and the Python packages pillow, extract-msg, msoffcrypto-tool,
pikepdf and py7zr. Run it as `python3 make.py` from anywhere; the results are kept in the repository, because their bytes
depend on the versions of those programs. All persons are invented.
"""

import gzip
import io
import random
import struct
import subprocess
import tempfile
from datetime import datetime, timezone
from pathlib import Path

import msoffcrypto.format.ooxml as ooxml
import pikepdf
import py7zr
from extract_msg import OleWriter
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).resolve().parent
MONO = "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf"

LETTERS = {
    "scan-widerspruch": """Hannelore Oßwald
Gartenweg 17
43210 Musterstadt                              Musterstadt, 14.03.2011

An die
Stadt Musterstadt
Kämmerei
Rathausplatz 1
43210 Musterstadt

Widerspruch gegen den Grundsteuerbescheid vom 02.03.2011
Kassenzeichen 20-2011/0815

Sehr geehrte Damen und Herren,

gegen den oben genannten Bescheid lege ich Widerspruch ein.
Das Grundstück wurde bereits im Jahr 2009 geteilt. Mein
Geburtsdatum lautet 21.07.1948.

Eine Erstattung erbitte ich auf mein Konto
IBAN DE27 9001 0034 0815 0047 11.

Sie erreichen mich unter Telefon 030 23125 482.

Mit freundlichen Grüßen

Hannelore Oßwald""",
    "scan-bescheinigung": """Gemeinschaftspraxis am Stadtgraben
Dr. med. Ömer Öztürk, Facharzt für Allgemeinmedizin

                     Ärztliche Bescheinigung

Herr Karl-Heinz Grünwald, geboren am 05.11.1957,
wohnhaft Rosenweg 3, 43212 Musterstadt,

ist wegen einer chronischen Erkrankung der Atemwege
bis auf Weiteres von körperlich schwerer Arbeit
freizustellen.

Musterstadt, den 9. Oktober 2006

gez. Dr. Öztürk""",
    "scan-vermerk": """Ordnungsamt                         Musterstadt, 22.06.1999
32-1999/0342

                          V E R M E R K

1. Herr Wilhelm Süßmilch, Mühlenweg 8, 43210 Musterstadt,
   hat heute persönlich vorgesprochen.

2. Er teilt mit, daß der Hund inzwischen verkauft wurde.

3. Die Hundesteuer ist ab 01.07.1999 abzusetzen.

4. Wiedervorlage: 01.08.1999

                                            Freudenreich""",
}


def page(text: str, dpi: int) -> Image.Image:
    """A typed letter on A4, slightly turned and specked, as a worn scanner sees it."""
    chance = random.Random(text)
    image = Image.new("L", (int(8.27 * dpi), int(11.69 * dpi)), 255)
    font = ImageFont.truetype(MONO, int(11 / 72 * dpi))
    ImageDraw.Draw(image).multiline_text((dpi * 0.9, dpi * 1.1), text, font=font, fill=20, spacing=int(dpi * 0.055))
    for _ in range(60):
        image.putpixel((chance.randrange(image.width), chance.randrange(image.height)), 0)
    return image.rotate(0.4, resample=Image.Resampling.BICUBIC, fillcolor=255)


def bilevel(image: Image.Image) -> Image.Image:
    return image.point(lambda value: 255 if value > 140 else 0).convert("1", dither=Image.Dither.NONE)


def scans() -> None:
    pages = {name: page(text, 150) for name, text in LETTERS.items()}
    for name in ["scan-widerspruch", "scan-vermerk"]:
        bilevel(pages[name]).save(HERE / f"{name}.png", dpi=(150, 150), optimize=True)
    two = [bilevel(pages[name]) for name in ["scan-bescheinigung", "scan-vermerk"]]
    two[0].save(HERE / "scan-akte.tif", compression="group4", dpi=(150, 150), save_all=True, append_images=two[1:])
    page(LETTERS["scan-bescheinigung"], 75).filter(ImageFilter.GaussianBlur(0.4)).save(
        HERE / "scan-bescheinigung.jpg", quality=30, dpi=(75, 75)
    )
    with tempfile.TemporaryDirectory() as folder:
        tiff = Path(folder) / "scan.tif"
        bilevel(pages["scan-widerspruch"]).save(tiff, compression="group4", dpi=(150, 150))
        # Keeps the CCITT data as they are and adds no text.
        subprocess.run(["tiff2pdf", "-o", str(HERE / "scan-widerspruch.pdf"), str(tiff)], check=True)


def photo() -> None:
    """The town hall, more or less. The generator adds camera, date and place."""
    image = Image.new("RGB", (320, 240), (150, 190, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 170, 320, 240), fill=(110, 140, 90))
    draw.rectangle((60, 80, 260, 190), fill=(205, 185, 150))
    draw.polygon([(50, 80), (160, 30), (270, 80)], fill=(150, 70, 50))
    for x in range(80, 250, 40):
        draw.rectangle((x, 110, x + 18, 140), fill=(70, 80, 100))
    draw.rectangle((148, 150, 172, 190), fill=(90, 60, 40))
    image.filter(ImageFilter.GaussianBlur(0.8)).save(HERE / "photo.jpg", quality=60)


LETTER_HTML = """<html><head><meta charset="utf-8"><title>Anhörung</title><meta name="author" content="Dörte Lindner"></head>
<body><h1>Anhörung wegen Ruhestörung</h1><p>Frau Annegret Böhm, geboren am 30.01.1962, Kirchgasse 5, 43210 Musterstadt</p>
<p>Sehr geehrte Frau Böhm, Sie erhalten Gelegenheit, sich bis zum 15.09.2003 zu äußern.</p>
<table border="1"><tr><td>Telefon</td><td>040 66969 331</td></tr><tr><td>E-Mail</td><td>a.boehm@post.example</td></tr></table>
<p>Im Auftrag Dörte Lindner</p></body></html>"""

LIST_HTML = """<html><head><meta charset="utf-8"></head><body><table>
<tr><td>Name</td><td>Geburtsdatum</td><td>IBAN</td><td>Betrag</td></tr>
<tr><td>Böhm, Annegret</td><td>30.01.1962</td><td>DE27900100340815004711</td><td>120,50</td></tr>
<tr><td>Süßmilch, Wilhelm</td><td>17.05.1939</td><td>DE97900100340815004712</td><td>96,00</td></tr>
</table></body></html>"""


def legacy() -> None:
    """Word, Excel and PowerPoint 97 by LibreOffice, from HTML and plain text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def convert(source: Path, target: str, *options: str) -> Path:
            command = ["soffice", "--headless", *options, "--convert-to", target, "--outdir", name, str(source)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return source.with_suffix("." + target.split(":")[0])

        letter, sheet = folder / "letter.html", folder / "list.html"
        letter.write_text(LETTER_HTML, encoding="utf-8")
        sheet.write_text(LIST_HTML, encoding="utf-8")
        odt = convert(letter, "odt", "--writer")
        (HERE / "legacy.doc").write_bytes(convert(odt, "doc:MS Word 97").read_bytes())
        (HERE / "legacy.docx").write_bytes(convert(odt, "docx").read_bytes())
        (HERE / "legacy.xls").write_bytes(convert(sheet, "xls:MS Excel 97", "--calc").read_bytes())
        flat = folder / "slides.fodp"
        flat.write_text(slides(), encoding="utf-8")
        # LibreOffice adds an uncompressed thumbnail of 440 kB: kept compressed here.
        ppt = convert(flat, "ppt:MS PowerPoint 97", "--impress").read_bytes()
        (HERE / "legacy.ppt.gz").write_bytes(gzip.compress(ppt, mtime=0))


def slides() -> str:
    box = (
        '<draw:frame svg:x="2cm" svg:y="{y}cm" svg:width="20cm" svg:height="4cm"><draw:text-box><text:p>{text}</text:p>'
        "</draw:text-box></draw:frame>"
    )
    texts = ["Haushaltsklausur 2004", "Vortrag: Jürgen Weiß, Kämmerei, 069 90009 117"]
    frames = "".join(box.format(y=2 + 5 * i, text=text) for i, text in enumerate(texts))
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in [
            ("office", "office"),
            ("draw", "drawing"),
            ("text", "text"),
            ("svg", "svg-compatible"),
        ]
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation>'
        f'<draw:page draw:name="1">{frames}</draw:page></office:presentation></office:body></office:document>'
    )


def outlook() -> None:
    """A message with one attachment after MS-OXMSG, in the container that extract-msg writes."""
    writer = OleWriter()

    def text(value: str) -> bytes:
        return value.encode("utf-16-le")

    def properties(path: list, header: bytes, fixed: dict, streams: dict) -> None:
        out = header
        for tag, value in fixed.items():
            out += struct.pack("<II", tag, 6) + value.ljust(8, b"\0")
        for tag, data in streams.items():
            size = len(data) + (2 if tag & 0xFFFF == 0x001F else 0)
            out += struct.pack("<IIII", tag, 6, size, 0)
            writer.addEntry([*path, f"__substg1.0_{tag:08X}"], data)
        writer.addEntry([*path, "__properties_version1.0"], out)

    moment = datetime(2008, 4, 16, 9, 30, tzinfo=timezone.utc) - datetime(1601, 1, 1, tzinfo=timezone.utc)
    ticks = struct.pack("<Q", int(moment.total_seconds()) * 10_000_000)
    properties(
        [],
        struct.pack("<8xIIII8x", 1, 1, 1, 1),
        {0x00390040: ticks, 0x0E060040: ticks, 0x0E070003: struct.pack("<I", 0x11), 0x340D0003: struct.pack("<I", 0x40000)},
        {
            0x001A001F: text("IPM.Note"),
            0x0037001F: text("Stundung Gewerbesteuer Böhm"),
            0x0C1A001F: text("Annegret Böhm"),
            0x0C1F001F: text("a.boehm@post.example"),
            0x0E04001F: text("Jürgen Weiß"),
            0x1000001F: text(
                "Sehr geehrter Herr Weiß,\r\n\r\nich bitte um Stundung bis 31.08.2008. Mein Konto: "
                "DE27 9001 0034 0815 0047 11.\r\n\r\nAnnegret Böhm\r\n"
            ),
        },
    )
    writer.addEntry(["__nameid_version1.0"], storage=True)
    for tag in ["00020102", "00030102", "00040102"]:
        writer.addEntry(["__nameid_version1.0", f"__substg1.0_{tag}"], b"")
    properties(
        ["__recip_version1.0_#00000000"],
        bytes(8),
        {0x30000003: struct.pack("<I", 0), 0x0C150003: struct.pack("<I", 1)},
        {0x3001001F: text("Jürgen Weiß"), 0x3003001F: text("juergen.weiss@musterstadt.example")},
    )
    properties(
        ["__attach_version1.0_#00000000"],
        bytes(8),
        {0x0E210003: struct.pack("<I", 0), 0x37050003: struct.pack("<I", 1)},
        {
            0x37010102: "Umsätze 2007\r\nBöhm;Annegret;30.01.1962\r\n".encode("cp1252"),
            0x3704001F: text("UMSATZ.CSV"),
            0x3707001F: text("Umsätze.csv"),
        },
    )
    writer.write(str(HERE / "legacy.msg"))


def locked() -> None:
    """The password of all of them is "Musterstadt"."""
    plain = (HERE / "legacy.docx").read_bytes()
    with open(HERE / "locked.docx", "wb") as target:
        ooxml.OOXMLFile(io.BytesIO(plain)).encrypt("Musterstadt", target)
    (HERE / "legacy.docx").unlink()
    with pikepdf.open(HERE / "scan-widerspruch.pdf") as pdf:
        pdf.save(HERE / "locked.pdf", encryption=pikepdf.Encryption(user="Musterstadt", owner="Musterstadt", R=6))
    text = "Zugangsliste Serverraum\r\nLindner, Dörte\r\n".encode("cp1252")
    for name, password in [("archive.7z", None), ("locked.7z", "Musterstadt")]:
        with py7zr.SevenZipFile(HERE / name, "w", password=password, header_encryption=bool(password)) as archive:
            archive.writestr(text, "Zugangsliste.txt")


if __name__ == "__main__":
    scans()
    photo()
    legacy()
    outlook()
    locked()
    for path in sorted(HERE.glob("*.*")):
        print(f"{path.stat().st_size:>7} {path.name}")
