"""Write the report: one page that stands alone, and five lines for the screen.

reads  every table above, the figures, the codebook, the configuration
makes  <results>/report/report.html           what was found, how, and from which words
       <results>/report/summary.txt           the findings in five lines
"""


rule report:
    """Write what was found, how, and from which words."""
    input:
        **TABLES,
        drawings=collect("<results>/figures/{figure}.svg", figure=config["figures"]),
        captions=collect("<results>/figures/{figure}.json", figure=config["figures"]),
        plotted=collect("<results>/figures/{figure}.csv", figure=config["figures"]),
        sources=[
            *config["data"]["statements"],
            config["data"]["codebook"],
            f"{EMBEDDING}/model.safetensors",
            f"{EMBEDDING}/tokenizer.json",
        ],
        lock=WORKFLOW.parent / "requirements.lock",
        codebook=config["data"]["codebook"],
        template=WORKFLOW / "report/report.html.j2",
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
    script:
        "../scripts/report.py"
