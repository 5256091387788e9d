"""usage: checkov_judge.py QUESTION ANSWER -- what checkov says of groups of files: [{framework, files}] in one file, for each what was looked at and what was found in the other.
Its runners and not its command, which would start anew for every group, since a NetworkPolicy of one cluster must not stand for the pods of another."""
import json, logging, os, sys
os.environ["LOG_LEVEL"] = "CRITICAL"
from checkov.kubernetes.runner import Runner
from checkov.runner_filter import RunnerFilter
from checkov.terraform_json.runner import TerraformJsonRunner

logging.disable(logging.CRITICAL)
RUNNERS = {"kubernetes": Runner, "terraform_json": TerraformJsonRunner}


def ask(framework, files):
    report = RUNNERS[framework]().run(root_folder=None, files=files, runner_filter=RunnerFilter(framework=[framework], show_progress_bar=False))
    found = report.failed_checks + report.skipped_checks  # what an author silenced is found all the same
    return {"seen": sorted({check.resource for check in report.passed_checks + found}), "broken": report.parsing_errors,
            "found": sorted({(check.resource, check.check_id, check.check_name) for check in found})}


with open(sys.argv[1]) as question, open(sys.argv[2], "w") as answer: json.dump([ask(**group) for group in json.load(question)], answer)
