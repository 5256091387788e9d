"""usage: gx_judge.py SUITE.json [DATA.csv] -- a real Great Expectations loads the suite and runs it; without data, on one row of the suite's own columns that it may refuse, but not for its form."""
import json, os, sys

os.environ["GX_ANALYTICS_ENABLED"] = "false"
import great_expectations as gx
import pandas as pd

context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
declared = json.load(open(sys.argv[1]))
suite = context.suites.add(gx.ExpectationSuite(**declared))
# What it does not know it leaves out with a line in its log.
assert len(suite.expectations) == len(declared["expectations"]), f"it knows {len(suite.expectations)} of {len(declared['expectations'])} expectations"
columns = next(e["kwargs"]["column_set"] for e in declared["expectations"] if e["type"] == "expect_table_columns_to_match_set")
frame = pd.read_csv(sys.argv[2]) if len(sys.argv) > 2 else pd.DataFrame([{c: "1" for c in columns}])
if len(sys.argv) == 2:
    for expectation in declared["expectations"]:
        if expectation["type"] == "expect_column_values_to_be_between":
            frame[expectation["kwargs"]["column"]] = [1]
batch = context.data_sources.add_pandas("p").add_dataframe_asset("t").add_batch_definition_whole_dataframe("b")
definition = context.validation_definitions.add(gx.ValidationDefinition(name="v", data=batch, suite=suite))
result = context.checkpoints.add(gx.Checkpoint(name="c", validation_definitions=[definition], result_format="SUMMARY")).run(batch_parameters={"dataframe": frame})
results = [x for v in result.run_results.values() for x in v.results]
raised = [f"{x.expectation_config.type}: {x.exception_info}" for x in results if x.exception_info and x.exception_info.get("raised_exception", any(isinstance(i, dict) and i.get("raised_exception") for i in x.exception_info.values()))]
failed = [f"{x.expectation_config.type} {x.expectation_config.kwargs}" for x in results if not x.success]
print("\n".join(raised or (failed if len(sys.argv) > 2 else [])) or f"{len(results)} expectations")
sys.exit(1 if raised or (failed and len(sys.argv) > 2) else 0)
