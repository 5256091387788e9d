"""usage: hf_judge.py CARDS.json REASONS.json -- huggingface_hub reads each card [{kind: "model"|"dataset", file}] as it would before it sends one; each metric of the model index comes out of it again. The reason against each, or "".
Imported by what waits for questions, too: what it imports takes much longer than what it does."""
import json, os, sys, traceback

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
import yaml
from huggingface_hub import DatasetCard, ModelCard


def hold(kind, file):
    # What is wrong in a model index it would leave out with a warning.
    card = (ModelCard if kind == "model" else DatasetCard).load(file, ignore_metadata_errors=False)
    with open(file, encoding="utf-8") as text:
        head = yaml.safe_load(text.read().split("---\n")[1])
    declared = [m for model in head.get("model-index", []) for result in model["results"] for m in result["metrics"]]
    read = getattr(card.data, "eval_results", None) or []
    assert len(read) == len(declared), f"it reads {len(read)} of {len(declared)} metrics"
    missing = set(head) - set(card.data.to_dict())
    assert not missing, f"it loses {', '.join(sorted(missing))}"


def reason(card):
    try:
        hold(**card)
    except Exception as error:
        return "".join(traceback.format_exception_only(error)).strip() or repr(error)
    return ""


if __name__ == "__main__":
    question, answer = sys.argv[1:]
    with open(question, encoding="utf-8") as cards:
        reasons = [reason(card) for card in json.load(cards)]
    with open(answer, "w", encoding="utf-8") as out:
        json.dump(reasons, out)
