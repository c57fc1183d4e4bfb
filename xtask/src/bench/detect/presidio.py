# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2
"""How fast Presidio reads a text: prints JSON with version, model, bytes and CPU seconds.

Usage: presidio.py FILE. The file's paragraphs are analysed one by one, the first tenth once before to warm up. With
its German recognisers, which it ships switched off, and with a German spaCy model if one is installed; else with an
empty pipeline, which leaves out what costs it most.
"""

import json
import sys
import time
from importlib import metadata

import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, predefined_recognizers
from presidio_analyzer.nlp_engine import NlpEngineProvider, SpacyNlpEngine

MODELS = ["de_core_news_lg", "de_core_news_md", "de_core_news_sm"]


def engine():
    for model in MODELS:
        if spacy.util.is_package(model):
            configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": "de", "model_name": model}]}
            return model, NlpEngineProvider(nlp_configuration=configuration).create_engine()
    blank = SpacyNlpEngine(models=[{"lang_code": "de", "model_name": "blank"}])
    blank.nlp = {"de": spacy.blank("de")}
    return None, blank


def recognizers(nlp):
    registry = RecognizerRegistry(supported_languages=["de"])
    registry.load_predefined_recognizers(languages=["de"], nlp_engine=nlp)
    loaded = {type(recognizer).__name__ for recognizer in registry.recognizers}
    for name in dir(predefined_recognizers):
        if name.startswith("De") and name.endswith("Recognizer") and name not in loaded:
            registry.add_recognizer(getattr(predefined_recognizers, name)(supported_language="de"))
    return registry


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    paragraphs = [p for p in text.split("\n") if p.strip()]
    model, nlp = engine()
    analyzer = AnalyzerEngine(nlp_engine=nlp, registry=recognizers(nlp), supported_languages=["de"])
    for paragraph in paragraphs[: len(paragraphs) // 10]:
        analyzer.analyze(text=paragraph, language="de")
    start = time.process_time()
    found = sum(len(analyzer.analyze(text=paragraph, language="de")) for paragraph in paragraphs)
    seconds = time.process_time() - start
    print(json.dumps({
        "version": metadata.version("presidio-analyzer"), "model": model, "bytes": len(text.encode()), "cpu_s": seconds, "found": found,
        "recognizers": len(analyzer.get_recognizers(language="de")),
    }))


main()
