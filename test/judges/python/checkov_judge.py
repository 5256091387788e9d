"""usage: checkov_judge.py QUESTION ANSWER -- what checkov says of groups of files: [{framework, files}] in one file, for each what was looked at and what was found in the other.
Its runners and not its command, which would start anew for every group, since a NetworkPolicy of one cluster must not stand for the pods of another."""
import json, logging, os, sys
os.environ["LOG_LEVEL"] = "CRITICAL"
from checkov.common.parallelizer.parallel_runner import parallel_runner
from checkov.common.parsers.yaml import loader
from checkov.kubernetes.parser import k8_yaml
from checkov.kubernetes.runner import Runner
from checkov.runner_filter import RunnerFilter
from checkov.terraform_json.runner import TerraformJsonRunner
from yaml import CSafeLoader
from yaml.cyaml import CParser

logging.disable(logging.CRITICAL)
RUNNERS = {"kubernetes": Runner, "terraform_json": TerraformJsonRunner}
parallel_runner.type = "none"  # to start a process costs more than the few files of a group


def in_c(theirs):
    """Their reader, which makes of a document what it made of it, on the parser in C: that in Python took half of all time."""
    class SafeLineLoader(CParser, theirs):
        __init__ = CSafeLoader.__init__
    return SafeLineLoader


for module in (loader, k8_yaml): module.SafeLineLoader = in_c(module.SafeLineLoader)


def ask(framework, files):
    report = RUNNERS[framework]().run(root_folder=None, files=files, runner_filter=RunnerFilter(framework=[framework], show_progress_bar=False))
    found = report.failed_checks + report.skipped_checks  # what an author silenced is found all the same
    return {"seen": sorted({check.resource for check in report.passed_checks + found}), "broken": report.parsing_errors,
            "found": sorted({(check.resource, check.check_id, check.check_name) for check in found})}


with open(sys.argv[1]) as question, open(sys.argv[2], "w") as answer: json.dump([ask(**group) for group in json.load(question)], answer)
