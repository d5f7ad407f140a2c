"""Repair the text of the documents and mark copies.

reads  <results>/ingest/documents.parquet     text
makes  <results>/clean/documents.parquet      text, text_sha256, n_words, language, copy_of
"""


rule clean:
    """Normalise the text, tell its language, mark exact copies."""
    input:
        documents="<results>/ingest/documents.parquet",
    output:
        documents="<results>/clean/documents.parquet",
    log:
        "<logs>/clean.log",
    benchmark:
        "<benchmarks>/clean.tsv"
    params:
        code("clean"),
        **config["clean"],
    script:
        "../scripts/clean.py"
