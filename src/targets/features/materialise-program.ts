// The Python program of the job that refreshes features: what it does with the Feast repository beside it.

/** Brings new values to the online store, and takes those away whose time is over: Feast itself only refuses to serve them. */
export const materialise = `# Brings new values of the named views to the online store, and deletes those that are older than their time to live.
import shutil
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

import boto3
from feast import FeatureStore
from feast.repo_config import load_repo_config
from feast.repo_operations import apply_total

names = sys.argv[1:]
here = Path(tempfile.mkdtemp())
for part in ("feature_store.yaml", "sources.py", "features.py"):
    shutil.copy(Path(__file__).parent / part, here / part)
sys.path.insert(0, str(here))
config = load_repo_config(here, here / "feature_store.yaml")
apply_total(config, here, skip_source_validation=True)
store = FeatureStore(config=config)
now = datetime.now(timezone.utc)
store.materialize_incremental(end_date=now, feature_views=names)
for name in names:
    table = boto3.resource("dynamodb", region_name=config.online_store.region).Table(
        config.online_store.table_name_template.format(project=store.project, table_name=name))
    limit = str(now - store.get_feature_view(name).ttl)
    over = {"FilterExpression": "event_ts < :limit", "ExpressionAttributeValues": {":limit": limit}, "ProjectionExpression": "entity_id"}
    with table.batch_writer() as batch:
        while True:
            page = table.scan(**over)
            for item in page["Items"]:
                batch.delete_item(Key={"entity_id": item["entity_id"]})
            if "LastEvaluatedKey" not in page:
                break
            over["ExclusiveStartKey"] = page["LastEvaluatedKey"]
`;
