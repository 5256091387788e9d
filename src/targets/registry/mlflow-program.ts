// The program that registers models and prompts with MLflow: always the same text. What a project declares is data beside it.
/** https://mlflow.org/docs/latest/ml/model-registry/ and https://mlflow.org/docs/latest/genai/prompt-registry/ ; registering twice changes nothing. */
export const program = `"""Registers what entries.json names with the MLflow server of MLFLOW_TRACKING_URI; run it again at any time."""
import json
import pathlib

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

entries = json.loads(pathlib.Path(__file__).with_name("entries.json").read_text(encoding="utf-8"))
client = MlflowClient()


def version_of(name, digest):
    return next((v.version for v in client.search_model_versions("name='%s'" % name) if v.tags.get("digest") == digest), None)


for model in entries["models"]:
    name = model["name"]
    try:
        client.get_registered_model(name)
    except MlflowException:
        client.create_registered_model(name)
    for key, value in model["tags"].items():
        client.set_registered_model_tag(name, key, value)
    for entry in model["versions"]:
        version = version_of(name, entry["tags"]["digest"]) or client.create_model_version(name, entry["source"], tags=entry["tags"]).version
        for key, value in entry["tags"].items():
            client.set_model_version_tag(name, version, key, value)
        for alias in entry["aliases"]:
            client.set_registered_model_alias(name, alias, version)

for prompt in entries["prompts"]:
    name = prompt["name"]
    for entry in prompt["versions"]:
        known = None
        for alias in entry["aliases"]:
            found = mlflow.genai.load_prompt("prompts:/%s@%s" % (name, alias), allow_missing=True)
            known = known or (found if found is not None and found.tags.get("digest") == entry["tags"]["digest"] else None)
        version = (known or mlflow.genai.register_prompt(name=name, template=entry["template"], commit_message=entry["version"], tags=entry["tags"])).version
        for alias in entry["aliases"]:
            mlflow.genai.set_prompt_alias(name, alias=alias, version=version)
`;
