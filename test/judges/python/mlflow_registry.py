"""To be imported before the judge: an empty registry in sqlite, made once, and an MLflow that has used one. Each judge starts with a copy of the file, and with the statements that SQLAlchemy has compiled: of a registry, most of the time goes into those."""
import os, shutil, tempfile, threading

folder = tempfile.mkdtemp(dir=os.environ.get("XDG_RUNTIME_DIR"))
EMPTY = os.path.join(folder, "empty.db")
os.environ.update(MLFLOW_DISABLE_TELEMETRY="true", DO_NOT_TRACK="true", MLFLOW_TRACKING_URI="sqlite:///m.db", GIT_PYTHON_REFRESH="quiet")
import mlflow, mlflow.genai
from sqlalchemy import event
from sqlalchemy.engine import Engine


@event.listens_for(Engine, "do_connect")
def connect(_dialect, _record, arguments, _named):
    """The file lies where the process works, not where the address was read first."""
    arguments[0] = os.path.abspath("m.db")


def use(client):
    """What is done with a registry, once."""
    client.create_registered_model("a-model")
    client.set_registered_model_tag("a-model", "key", "value")
    client.create_model_version("a-model", "s3://a-model", tags={"digest": "1"})
    client.search_model_versions("name='a-model'")
    client.set_model_version_tag("a-model", "1", "key", "value")
    client.set_registered_model_alias("a-model", "an-alias", "1")
    client.get_registered_model("a-model")
    client.get_model_version_by_alias("a-model", "an-alias")
    mlflow.genai.load_prompt("prompts:/a-prompt@an-alias", allow_missing=True)
    mlflow.genai.register_prompt(name="a-prompt", template="text", commit_message="1", tags={"digest": "1"})
    mlflow.genai.set_prompt_alias("a-prompt", alias="an-alias", version=1)
    mlflow.genai.load_prompt("prompts:/a-prompt@an-alias")


before = os.getcwd()
os.chdir(folder)
client = mlflow.MlflowClient()
client.search_registered_models()  # makes the tables
engines = [client._tracking_client.store.engine, client._get_registry_client().store.engine]
for engine in engines: engine.dispose()
shutil.copy("m.db", EMPTY)
use(client)
for thread in threading.enumerate():  # loading a prompt leaves one behind; a process that forks has no other
    if thread is not threading.current_thread(): thread.join()
for engine in engines: engine.dispose()  # no process inherits a connection
os.chdir(before)
