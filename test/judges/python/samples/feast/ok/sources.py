# Where features come from.
from feast.infra.offline_stores.contrib.athena_offline_store.athena_source import AthenaSource

customer_stats_source = AthenaSource(name="customer_stats", query="SELECT \"customer\" AS \"customer\", \"created_at\" AS \"created_at\", \"rating\" AS \"last_rating\", \"channel\" AS \"channel\" FROM \"AwsDataCatalog\".\"nordlicht_production_demo\".\"tickets\"", timestamp_field="created_at", owner="customer-care")
