"""usage: presidio_judge.py FOLDER -- the registry of analyzer.yaml with blank language models in the place of the large ones, every recogniser there, and the operators of anonymizer.json on a text."""
import json
import pathlib
import sys
import tempfile

import spacy
import yaml
from presidio_analyzer import AnalyzerEngine, RecognizerResult
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider
from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig

folder = pathlib.Path(sys.argv[1])
config = yaml.safe_load((folder / "analyzer.yaml").read_text(encoding="utf-8"))
assert set(config) == {"supported_languages", "default_score_threshold", "nlp_configuration", "recognizer_registry"}, "keys: %s" % sorted(config)
languages = config["supported_languages"]
assert [m["lang_code"] for m in config["nlp_configuration"]["models"]] == languages


class Blank(SpacyNlpEngine):
    def __init__(self):
        super().__init__(models=[{"lang_code": l, "model_name": "blank"} for l in languages])
        self.nlp = {l: spacy.blank(l) for l in languages}

    def load(self):
        pass


with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
    yaml.safe_dump(config["recognizer_registry"], f)
    f.flush()
    registry = RecognizerRegistryProvider(conf_file=f.name).create_recognizer_registry()
have = {r.name for r in registry.recognizers}
for r in config["recognizer_registry"]["recognizers"]:
    assert r["name"] in have, "no recogniser %s came of it: %s" % (r["name"], sorted(have))
    if r["type"] == "custom":
        found = [x for x in registry.recognizers if x.name == r["name"]][0]
        assert found.patterns[0].regex == r["patterns"][0]["regex"], "another pattern came of %s" % r["name"]
engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=languages)
for language in languages:
    engine.analyze("Nothing to find.", language=language)
anonymizer = json.loads((folder / "anonymizer.json").read_text(encoding="utf-8"))
for entity, operator in anonymizer["operators"].items():
    kind = operator["type"]
    out = AnonymizerEngine().anonymize("x", [RecognizerResult(entity, 0, 1, 1.0)], {entity: OperatorConfig(kind, {k: v for k, v in operator.items() if k != "type"})})
    assert out.text == ("x" if kind == "keep" else operator["new_value"]), out
print("PRESIDIO_OK")
