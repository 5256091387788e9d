"""usage: hf_judge.py model|dataset CARD.md -- huggingface_hub reads the card as it would before it sends one; each metric of the model index comes out of it again."""
import os, sys

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
import yaml
from huggingface_hub import DatasetCard, ModelCard

kind, path = sys.argv[1:]
# What is wrong in a model index it would leave out with a warning.
card = (ModelCard if kind == "model" else DatasetCard).load(path, ignore_metadata_errors=False)
head = yaml.safe_load(open(path, encoding="utf-8").read().split("---\n")[1])
declared = [m for model in head.get("model-index", []) for result in model["results"] for m in result["metrics"]]
read = getattr(card.data, "eval_results", None) or []
assert len(read) == len(declared), f"it reads {len(read)} of {len(declared)} metrics"
missing = set(head) - set(card.data.to_dict())
assert not missing, f"it loses {', '.join(sorted(missing))}"
print(f"{len(read)} metrics")
