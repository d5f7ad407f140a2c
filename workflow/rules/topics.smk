"""Find topics with BERTopic, the same on every machine.

reads  <results>/clean/documents.parquet      doc_id, kind, side, author …
       <results>/units/units.parquet          unit_id, doc_id, text
       <results>/embed/vectors.parquet        unit_id, vector
makes  <results>/topics/topics.csv            topic, label, words, n_units, coherence, stability
       <results>/topics/unit_topics.parquet   unit_id, topic, similarity
"""


rule topics:
    """Group the units into topics."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        vectors="<results>/embed/vectors.parquet",
    output:
        topics="<results>/topics/topics.csv",
        unit_topics="<results>/topics/unit_topics.parquet",
    log:
        "<logs>/topics.log",
    benchmark:
        "<benchmarks>/topics.tsv"
    params:
        code("topics"),
        **config["topics"],
        seed=config["seed"],
    script:
        "../scripts/topics.py"
