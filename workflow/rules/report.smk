"""Write the report: one page that stands alone, and five lines for the screen.

reads  every table above, the figures, the codebook, the configuration
       data/classifiers/<case>/               where a classifier tags, what is told of it
makes  <results>/report/report.html           what was found, how, and from which words
       <results>/report/summary.txt           the findings in five lines
"""

# What the report stands on beside its figures.
REPORT_READS = dict(
    **TABLES,
    sources=[
        *config["data"]["statements"],
        *CODEBOOKS,
        f"{EMBEDDING}/model.safetensors",
        f"{EMBEDDING}/tokenizer.json",
    ],
    lock=WORKFLOW.parent / "requirements.lock",
    codebooks=CODEBOOKS,
    template=WORKFLOW / "report/report.html.j2",
    classifier=[path for name in (CARD, SCORES) for path in beside_rules(name)],
)


rule report:
    """Write what was found, how, and from which words."""
    input:
        **REPORT_READS,
        drawings=[
            *collect("<results>/figures/{figure}.svg", figure=FIGURES),
            *beside_rules(f"{FIGURE}.svg"),
        ],
        captions=[
            *collect("<results>/figures/{figure}.json", figure=FIGURES),
            *beside_rules(f"{FIGURE}.json"),
        ],
        plotted=[
            *collect("<results>/figures/{figure}.csv", figure=FIGURES),
            *beside_rules(f"{FIGURE}.csv"),
        ],
    output:
        report="<results>/report/report.html",
        summary="<results>/report/summary.txt",
    log:
        "<logs>/report.log",
    benchmark:
        "<benchmarks>/report.tsv"
    params:
        code("report"),
        configuration=config,
        tables=list(TABLES),
        # What holds private people's words, or pseudonyms, differs from machine to
        # machine, so its hash is no part of the page.
        hashed=[name for name in TABLES if is_published(TABLES[name], config)],
    script:
        "../scripts/report.py"
