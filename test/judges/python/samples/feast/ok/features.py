# What features are, and who is served which.
from datetime import timedelta

from feast import Entity, FeatureService, FeatureView, Field, ValueType
from feast.types import Bool, Float64, Int32, Int64, String, UnixTimestamp
from sources import customer_stats_source

customer_by_customer_entity = Entity(name="customer", join_keys=["customer"], value_type=ValueType.STRING)

customer_stats_view = FeatureView(
    name="customer_stats", source=customer_stats_source, entities=[customer_by_customer_entity],
    schema=[
        Field(name="last_rating", dtype=Int32, description="Rating of the last \"ticket\" \\ {{ x }}", tags={"from": "rating", "transformation": "as-it-is"}),
        Field(name="channel", dtype=String, description="", tags={"from": "channel", "transformation": "as-it-is"}),
    ],
    ttl=timedelta(seconds=2592000), online=True, owner="customer-care", tags={"version": "1.0.0", "contract": "demo/tickets", "training": "yes"},
)

churn_service = FeatureService(name="churn", features=[customer_stats_view])
