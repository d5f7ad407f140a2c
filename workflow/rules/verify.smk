"""Compare the results with the published ones.

reads  <results>/                             every file of the case
       results/reference/<case>/              what it must equal
makes  <results>/verify/verify.json           a verdict per file, and an overall one
"""


rule verify:
    """Compare every file of the results with the reference."""
    input:
        TABLES.values(),
        "<results>/ingest/quarantine.csv",
        "<results>/ingest/files.csv",
        "<results>/tags/tags.csv",
        "<results>/embed/vectors.parquet",
        "<results>/topics/topics_over_time.csv",
        "<results>/report/report.html",
        "<results>/report/summary.txt",
        figures=collect(
            "<results>/figures/{figure}.{form}",
            figure=FIGURES,
            form=["svg", "pdf", "png", "csv", "json"],
        ),
        reference=reference_files,
    output:
        verdict="<results>/verify/verify.json",
    log:
        "<logs>/verify.log",
    localrule: True
    params:
        code("verify"),
        results=lambda wildcards, output: Path(output.verdict).parents[1],
        reference=REFERENCE,
    script:
        "../scripts/verify.py"


rule verdict:
    """Print the verdict; fail unless all files are the same."""
    input:
        verdict="<results>/verify/verify.json",
    log:
        "<logs>/verdict.log",
    localrule: True
    script:
        "../scripts/verdict.py"
