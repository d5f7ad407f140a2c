"""Read this file first: it lists every step, in the order the data flows."""

from snakemake.utils import min_version

min_version("9.25")


configfile: "config/config.yaml"


container: "docker://python:3.11-slim"


include: "workflow/common.smk"


pathvars:
    results=RESULTS,
    logs=LOGS,
    benchmarks=BENCHMARKS,


include: "workflow/rules/fetch.smk"
include: "workflow/rules/ingest.smk"
include: "workflow/rules/clean.smk"
include: "workflow/rules/units.smk"
include: "workflow/rules/tags.smk"
include: "workflow/rules/embed.smk"
include: "workflow/rules/topics.smk"
include: "workflow/rules/coding.smk"
include: "workflow/rules/compare.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/multiverse.smk"
include: "workflow/rules/verify.smk"


report: "workflow/report/workflow.rst"


rule all:
    """Make the report and everything it stands on."""
    default_target: True
    input:
        "<results>/report/report.html",
        "<results>/report/summary.txt",
        "<results>/topics/topics_over_time.csv",
    localrule: True


onsuccess:
    print_summary()
