"""usage: feast_judge.py REPOSITORY SCRATCH [--leak] -- a real Feast takes the repository, on files and SQLite in place of Athena and DynamoDB, and small data of its own:
training sees nothing that came after its label, nothing older than the time to live, and serving sees the newest value.
With --leak the join is one that does not look at time, so that all of it must be refused."""
import ast, importlib.util, os, re, shutil, sys, tempfile, types
from datetime import datetime, timedelta, timezone
from pathlib import Path

os.environ.update(FEAST_USAGE="False", IS_TEST="True")
import feast
import pandas as pd
import yaml
from feast import FeatureStore, FileSource
from feast.infra.offline_stores.contrib.athena_offline_store.athena_source import AthenaSource
from feast.repo_config import RegistryConfig, RepoConfig, load_repo_config
from feast.repo_operations import apply_total

emitted = Path(sys.argv[1]).resolve()
here = Path(tempfile.mkdtemp(dir=sys.argv[2])).resolve()
(here / "data").mkdir()


def loaded(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def declared(module, of):
    """Fields of a store's configuration, read from its source: importing it wants the libraries of AWS."""
    tree = ast.parse((Path(feast.__file__).parent / "infra" / module).read_text())
    body = next(c for c in tree.body if isinstance(c, ast.ClassDef) and c.name == of).body
    fields = [n for n in body if isinstance(n, ast.AnnAssign)]
    return {n.target.id for n in fields if n.value is None}, {n.target.id for n in fields if n.value is not None}


try:
    settings = yaml.safe_load(open(emitted / "feature_store.yaml"))
    # It takes any key without a word.
    for given, model, where in ((settings, RepoConfig, "feature_store.yaml"), (settings["registry"], RegistryConfig, "registry")):
        unread = set(given) - {field.alias or key for key, field in model.model_fields.items()}
        assert not unread, f"{where}: nothing reads {', '.join(sorted(unread))}"
    for store, module, of in (("online_store", "online_stores/dynamodb.py", "DynamoDBOnlineStoreConfig"), ("offline_store", "offline_stores/contrib/athena_offline_store/athena.py", "AthenaOfflineStoreConfig")):
        required, optional = declared(module, of)
        given = set(settings[store])
        assert required <= given <= required | optional, f"{store}: missing {sorted(required - given)}, unknown {sorted(given - required - optional)}"
    athena = {k: v for k, v in vars(loaded("emitted_sources", emitted / "sources.py")).items() if isinstance(v, AthenaSource)}
    assert athena, "no source"
    columns = {k: re.findall(r' AS "([^"]+)"(?:,| FROM)', v.query) for k, v in athena.items()}
    sources = types.ModuleType("sources")
    for k, v in athena.items():
        setattr(sources, k, FileSource(name=v.name, path=str(here / "data" / f"{k}.parquet"), timestamp_field=v.timestamp_field))
    sys.modules["sources"] = sources
    shutil.copy(emitted / "features.py", here / "features.py")
    local = {"provider": "local", "registry": {**settings["registry"], "path": "data/registry.db"}, "online_store": {"type": "sqlite", "path": "data/online.db"}, "offline_store": {"type": "file"}}
    yaml.safe_dump({**settings, **local}, open(here / "feature_store.yaml", "w"))
    os.chdir(here)
    sys.path.insert(0, str(here))
    features = loaded("features_of_repository", here / "features.py")
    views = {k: v for k, v in vars(features).items() if type(v).__name__ == "FeatureView"}
    entities = {e.name: e for e in vars(features).values() if type(e).__name__ == "Entity"}
    now = datetime.now(timezone.utc).replace(microsecond=0)
    sample = {"STRING": lambda i: f"v{i}", "INT32": int, "INT64": int, "DOUBLE": lambda i: i + 0.5, "FLOAT64": lambda i: i + 0.5, "BOOL": lambda i: i % 2 == 0, "UNIX_TIMESTAMP": lambda i: datetime(2026, 1, 1 + i, tzinfo=timezone.utc)}
    of = lambda dtype: sample[str(dtype).split(".")[-1].upper().replace("PRIMITIVEFEASTTYPE.", "").replace("FLOAT64", "DOUBLE").replace("UNIXTIMESTAMP", "UNIX_TIMESTAMP")]
    data = {}
    for variable, view in views.items():
        k = next(k for k, v in athena.items() if v.name == view.batch_source.name)
        entity = entities[view.entities[0]]
        key = of(entity.value_type.name)
        missing = {entity.join_key, athena[k].timestamp_field, *(f.name for f in view.schema if f.name != entity.join_key)} - set(columns[k])
        assert not missing, f"the query of {k} brings no {', '.join(sorted(missing))}"
        fields = [f for f in view.schema if f.name not in (entity.join_key, athena[k].timestamp_field)]
        times = [(1, now - view.ttl / 2, 2), (1, now - view.ttl / 4, 4), (2, now - view.ttl / 2, 6), (3, now - view.ttl * 2, 8)]
        frame = pd.DataFrame([{entity.join_key: key(i), athena[k].timestamp_field: t, **{f.name: of(f.dtype)(v) for f in fields}} for i, t, v in times])
        frame.to_parquet(here / "data" / f"{k}.parquet")
        data[view.name] = (entity, key, fields)
    config = load_repo_config(here, here / "feature_store.yaml")
    apply_total(config, here, False)
    store = FeatureStore(repo_path=str(here))

    def joined(labels, view, fields, key):
        if "--leak" not in sys.argv:
            return store.get_historical_features(labels, features=[f"{view.name}:{f.name}" for f in fields]).to_df()
        source = pd.read_parquet(view.batch_source.path).sort_values(view.batch_source.timestamp_field).drop_duplicates(key, keep="last")
        return labels.merge(source, on=key)

    plain = lambda value: value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
    for view in views.values():
        entity, key, fields = data[view.name]
        labels = pd.DataFrame([{entity.join_key: key(i), "event_timestamp": t, "label": n} for n, (i, t) in enumerate([(1, now - view.ttl * 3 / 8), (1, now), (2, now), (3, now)])])
        got = {int(r["label"]): r for _, r in joined(labels, view, fields, entity.join_key).iterrows()}
        for f in fields:
            value = of(f.dtype)
            assert plain(got[0][f.name]) == value(2), f"{view.name}.{f.name}: training sees {got[0][f.name]} where {value(2)} was known"
            assert plain(got[1][f.name]) == value(4) and plain(got[2][f.name]) == value(6), f"{view.name}.{f.name}: training misses a value"
            # Its store of files leaves such rows out, others give nothing.
            assert 3 not in got or pd.isna(got[3][f.name]), f"{view.name}.{f.name}: training sees what is older than the time to live"
    # As the emitted job does it. Feast itself would serve a value however old it is, and only say so beside it.
    store.materialize_incremental(end_date=now + timedelta(seconds=1), feature_views=[v.name for v in views.values() if v.online])
    for view in (v for v in views.values() if v.online):
        entity, key, fields = data[view.name]
        rows = store.get_online_features(features=[f"{view.name}:{f.name}" for f in fields], entity_rows=[{entity.join_key: key(i)} for i in (1, 2, 3, 9)]).to_dict()
        for f in fields:
            value = of(f.dtype)
            seen = [plain(v) for v in rows[f.name]]
            wanted_values = [value(4), value(6), None, None]
            if isinstance(wanted_values[0], datetime):
                seen = [v if v is None else (v if isinstance(v, datetime) else datetime.fromtimestamp(v, timezone.utc)) for v in seen]
            assert seen == wanted_values, f"{view.name}.{f.name}: serving sees {seen}, not {wanted_values}"
    services = [v for v in vars(features).values() if type(v).__name__ == "FeatureService"]
    for service in services:
        keys = {data[p.name][0].join_key: data[p.name][1](1) for p in service.feature_view_projections}
        answer = store.get_online_features(features=store.get_feature_service(service.name), entity_rows=[keys]).to_dict()
        empty = [n for n, v in answer.items() if v[0] is None]
        assert not empty, f"the service {service.name} finds no {', '.join(empty)}"
    print(f"{len(views)} views, {sum(len(f) for _, _, f in data.values())} features, {len(services)} services: as of a point in time, and online")
finally:
    shutil.rmtree(here, ignore_errors=True)
