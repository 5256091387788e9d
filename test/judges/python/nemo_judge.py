"""usage: nemo_judge.py CONFIG_DIR -- loads it as the server does, closes the keys that the program takes in silence, and has a scripted model answer: an empty talk passes, and each input check that refuses does refuse, in the declared words."""
import os
import sys

os.environ.update(NEMO_GUARDRAILS_NO_USAGE_STATS="1", DO_NOT_TRACK="1", HF_HUB_OFFLINE="1", OPENAI_API_KEY="x")
import yaml
from nemoguardrails import LLMRails, RailsConfig
from nemoguardrails.rails.llm.config import Model
from nemoguardrails.testing import FakeLLMModel
from pydantic import BaseModel

folder = sys.argv[1]
raw = yaml.safe_load(open(os.path.join(folder, "config.yml"), encoding="utf-8"))


def closed(value, model, where):
    unknown = [k for k in value if k not in model.model_fields]
    assert not unknown, "%s has keys that nothing reads: %s" % (where, unknown)
    for key, inner in value.items():
        if isinstance(inner, dict) and isinstance(model.model_fields[key].annotation, type) and issubclass(model.model_fields[key].annotation, BaseModel):
            closed(inner, model.model_fields[key].annotation, "%s.%s" % (where, key))


closed(raw, RailsConfig, "config.yml")
for model in raw["models"]:
    closed(model, Model, "models")
    # the pod has it from a Secret
    if "api_key_env_var" in model: os.environ[model["api_key_env_var"]] = "x"
config = RailsConfig.from_path(folder)
flows = {f["id"] if isinstance(f, dict) else f.name for f in config.flows}
rails = config.rails.input.flows + config.rails.output.flows
missing = [f for f in rails if f not in flows]
assert not missing, "no such flow: %s" % missing
checks = config.custom_data["guardrails"]
assert rails and all(any(f.startswith("guardrail %s on " % c) for c in checks) for f in rails), "a rail without settings"


def talk(only, settings, text):
    """One rail alone, its check replaced by one for a word, so that no other program is needed."""
    one = RailsConfig.from_path(folder)
    one.rails.input.flows = [only] if only.endswith("on input") else []
    one.rails.output.flows = [only] if only.endswith("on output") else []
    one.models = [m for m in one.models if m.type == "main"]
    one.custom_data["guardrails"] = {**one.custom_data["guardrails"], **settings}
    return LLMRails(one, llm=FakeLLMModel(responses=["an answer of zebra"])).generate(messages=[{"role": "user", "content": text}])["content"]


for rail in rails:
    check = rail.split(" ")[1]
    own = checks[check]
    if own["kind"] == "pattern":
        import re

        re.compile(own["pattern"])
    if own["kind"] in ("moderation", "classifier"):
        continue
    stub = {check: {**own, "kind": "pattern", "name": "animal", "pattern": "zebra"}}
    said = talk(rail, stub, "a zebra")
    wanted = {"refuse": own["refusal"], "flag": "an answer of zebra", "mask": "an answer of zebra" if rail.endswith("input") else "an answer of [animal]"}[own["action"]]
    assert said == wanted, "%s with action %s said %r" % (rail, own["action"], said)
    if own["kind"] == "answer-form" and own["action"] != "flag":
        assert talk(rail, {}, "hello") == own["refusal"], "%s let an answer of another form pass" % rail
    if rail.endswith("input"):
        assert talk(rail, stub, "a horse") == "an answer of zebra", "%s refuses what it should not" % rail
print("NEMO_OK")
