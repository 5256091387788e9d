"""usage: mlflow_judge.py FOLDER -- runs register.py twice against an empty registry in sqlite, and reads everything back."""
import json
import os
import pathlib
import runpy
import shutil
import sys
import tempfile

import mlflow
import mlflow_registry

folder = pathlib.Path(sys.argv[1]).resolve()
os.chdir(tempfile.mkdtemp(dir=mlflow_registry.folder))
shutil.copy(mlflow_registry.EMPTY, "m.db")
entries = json.loads((folder / "entries.json").read_text(encoding="utf-8"))
for _ in range(2):
    runpy.run_path(str(folder / "register.py"), run_name="__main__")
client = mlflow.MlflowClient()
for model in entries["models"]:
    assert len(client.search_model_versions("name='%s'" % model["name"])) == len(model["versions"]), "%s: a second run registered more" % model["name"]
    for version in model["versions"]:
        for alias in version["aliases"]:
            found = client.get_model_version_by_alias(model["name"], alias)
            assert found.tags == version["tags"] and found.source == version["source"], "%s@%s: %s" % (model["name"], alias, found)
for prompt in entries["prompts"]:
    for version in prompt["versions"]:
        for alias in version["aliases"]:
            found = mlflow.genai.load_prompt("prompts:/%s@%s" % (prompt["name"], alias))
            assert found.template == version["template"] and found.tags["digest"] == version["tags"]["digest"], "%s@%s: %s" % (prompt["name"], alias, found)
            assert found.version <= len(prompt["versions"]), "%s: a second run registered more" % prompt["name"]
print("MLFLOW_OK")
