"""Compare the sides.

reads  <results>/clean/documents.parquet      doc_id, kind, side, organisation, author …
       <results>/units/units.parquet          unit_id, doc_id, text, voice
       <results>/tags/tags.parquet            unit_id, category, facet, stance
       <results>/tags/categories.csv          category, facet, label
       <results>/topics/topics.csv            topic, label
       <results>/topics/unit_topics.parquet   unit_id, topic
makes  <results>/compare/comparison.csv       measure, facet, name, estimate, low, high, status …
"""


rule compare:
    """Compare platform and provider, with honest uncertainty."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        tags="<results>/tags/tags.parquet",
        categories="<results>/tags/categories.csv",
        topics="<results>/topics/topics.csv",
        unit_topics="<results>/topics/unit_topics.parquet",
    output:
        comparison="<results>/compare/comparison.csv",
    log:
        "<logs>/compare.log",
    benchmark:
        "<benchmarks>/compare.tsv"
    params:
        code("compare"),
        **config["compare"],
        seed=config["seed"],
    script:
        "../scripts/compare.py"
