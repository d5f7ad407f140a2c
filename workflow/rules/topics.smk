"""Find topics with BERTopic, the same on every machine.

reads  <results>/clean/documents.parquet      doc_id, kind, side, author …
       <results>/units/units.parquet          unit_id, doc_id, text
       <results>/embed/vectors.parquet        unit_id, vector
makes  <results>/topics/topics.csv            topic, label, words, n_units, stability …
       <results>/topics/topics_grid.csv       n_topics, coherence, exclusivity, stability …
       <results>/topics/representatives.csv   topic, unit_id, similarity, text
       <results>/topics/unit_topics.parquet   unit_id, topic, similarity
       <results>/topics/model/                the model, for BERTopic.load
       <results>/topics/topics_over_time.csv  kind, window, side, name, estimate, low, high …
"""


rule topics:
    """Group the units into topics."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        vectors="<results>/embed/vectors.parquet",
    output:
        topics="<results>/topics/topics.csv",
        grid="<results>/topics/topics_grid.csv",
        representatives="<results>/topics/representatives.csv",
        unit_topics="<results>/topics/unit_topics.parquet",
        model=expand("<results>/topics/model/{file}", file=MODEL_FILES),
    log:
        "<logs>/topics.log",
    benchmark:
        "<benchmarks>/topics.tsv"
    params:
        code("topics"),
        **config["topics"],
        embed_backend=config["embed"]["backend"],
        seed=config["seed"],
        show_private_text=config["people"]["show_private_text"],
    script:
        "../scripts/topics.py"


rule dynamics:
    """Count each side's topics by month and between events."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        topics="<results>/topics/topics.csv",
        unit_topics="<results>/topics/unit_topics.parquet",
        events=config["data"]["events"],
    output:
        topics_over_time="<results>/topics/topics_over_time.csv",
    log:
        "<logs>/dynamics.log",
    benchmark:
        "<benchmarks>/dynamics.tsv"
    params:
        code("dynamics"),
        voice=config["compare"]["voice"],
        confidence=config["compare"]["confidence"],
        min_authors=config["compare"]["min_authors"],
    script:
        "../scripts/dynamics.py"
