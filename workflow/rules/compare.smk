"""Compare the sides.

reads  <results>/clean/documents.parquet      doc_id, kind, side, organisation, author …
       <results>/units/units.parquet          unit_id, doc_id, text, voice
       <results>/tags/tags.parquet            unit_id, category, facet, stance
       <results>/tags/categories.csv          category, facet, label
       <results>/topics/topics.csv            topic, label
       <results>/topics/unit_topics.parquet   unit_id, topic
       <results>/coding/agreement.csv         category, use
makes  <results>/compare/comparison.csv       measure, facet, name, estimate, low, high, status …
       <results>/compare/cooccurrence.csv     side, name_a, name_b, estimate, low, high, status …
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
        agreement="<results>/coding/agreement.csv",
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


rule cooccurrence:
    """Tell which frames each side puts into one document."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        tags="<results>/tags/tags.parquet",
        categories="<results>/tags/categories.csv",
    output:
        cooccurrence="<results>/compare/cooccurrence.csv",
    log:
        "<logs>/cooccurrence.log",
    benchmark:
        "<benchmarks>/cooccurrence.tsv"
    params:
        code("cooccurrence"),
        facet="frame",
        voice=config["compare"]["voice"],
        stances=config["compare"]["stances"],
        confidence=config["compare"]["confidence"],
        min_authors=config["compare"]["min_authors"],
    script:
        "../scripts/cooccurrence.py"
