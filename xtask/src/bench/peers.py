# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads files with another extractor, for comparison.

    peers.py kreuzberg|extractous|iscc_tika LIST [--text]

LIST holds one path a line. One JSON line per file goes to stdout: path, chars (without white space), cpu_s, error, and
with --text the text itself. One long-lived process does the reading, so that its start and imports count for nobody; it
measures user + system seconds of itself and its children around each file. A parent process replaces it when it crashes,
hangs or takes too much memory: that file then counts as unread with no CPU time, which is in the peer's favour. Text
recognition is off, caches too: bytes to text is what is compared.
"""

import importlib
import json
import os
import resource
import select
import subprocess
import sys
import time

# A file that takes longer is given up; the slowest that succeed take a tenth of it.
PATIENCE_S = 60.0
START_PATIENCE_S = 120.0
# Enough for all that a peer reads in the end, and little enough that the machine goes on; hoheit's workers have 3 GiB.
RESIDENT_BYTES = 8 << 30
# How often time and memory are looked at while a file is read.
LOOK_EVERY_S = 0.5
# Tika cuts texts off at a default length; nothing in the corpora comes near this one.
LONGEST_TEXT = 50_000_000


def kreuzberg():
    from kreuzberg import ExtractionConfig, extract_file_sync

    config = ExtractionConfig(use_cache=False, disable_ocr=True)

    def texts(result):
        yield result.content or ""
        for table in result.tables or ():
            yield table.markdown or ""
        for child in result.children or ():
            yield from texts(child["result"] if isinstance(child, dict) else child.result)

    return lambda path: "\n".join(texts(extract_file_sync(path, config=config)))


def tika(module_name):
    module = importlib.import_module(module_name)
    pdf = module.PdfParserConfig().set_ocr_strategy(module.PdfOcrStrategy.NO_OCR)
    extractor = module.Extractor().set_extract_string_max_length(LONGEST_TEXT).set_pdf_config(pdf)
    return lambda path: extractor.extract_file_to_string(path)[0]


def cpu_s():
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def worker(peer, with_text):
    # What a library prints must not mix with the answers.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    read = kreuzberg() if peer == "kreuzberg" else tika(peer)
    answers.write("{}\n")
    for line in sys.stdin:
        path = json.loads(line)
        error, text, before = "", "", cpu_s()
        try:
            text = read(path) or ""
        except BaseException as fault:  # pyo3's panics are no Exceptions
            error = type(fault).__name__
        answer = {"path": path, "cpu_s": round(cpu_s() - before, 6), "error": error}
        answer["chars"] = sum(map(len, text.split()))
        if with_text:
            # Half a surrogate pair has no place in UTF-8.
            answer["text"] = text.encode("utf-8", "replace").decode("utf-8")
        answers.write(json.dumps(answer) + "\n")


class Worker:
    def __init__(self, args):
        self.process = subprocess.Popen(
            [sys.executable, __file__, *args, "--worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self.pending = b""
        if self.answer(START_PATIENCE_S) is None:
            sys.exit(f"{args[0]} does not start")

    def ask(self, path):
        try:
            self.process.stdin.write(json.dumps(path).encode() + b"\n")
        except BrokenPipeError:
            return None
        return self.answer(PATIENCE_S)

    def answer(self, patience_s):
        end = time.monotonic() + patience_s
        parts = [self.pending]
        while b"\n" not in parts[-1]:
            ready, _, _ = select.select([self.process.stdout], [], [], LOOK_EVERY_S)
            if ready:
                part = os.read(self.process.stdout.fileno(), 1 << 20)
                if not part:
                    return None
                parts.append(part)
            elif time.monotonic() > end or self.resident_bytes() > RESIDENT_BYTES:
                return None
        line, self.pending = b"".join(parts).split(b"\n", 1)
        return json.loads(line)

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()

    def stop(self):
        self.process.kill()
        self.process.wait()


def main(args):
    peer, listing = args[:2]
    if "--worker" in args:
        return worker(peer, "--text" in args)
    reader = Worker(args)
    for path in filter(None, open(listing, encoding="utf-8").read().split("\n")):
        answer = reader.ask(path)
        if answer is None:
            reader.stop()
            reader = Worker(args)
            answer = {"path": path, "cpu_s": 0.0, "error": "crash or timeout", "chars": 0}
        print(json.dumps(answer))
    reader.process.stdin.close()
    reader.process.wait()


main(sys.argv[1:])
