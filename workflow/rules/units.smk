"""Split the documents into sentences and tell whose voice each stretch is.

reads  <results>/clean/documents.parquet      doc_id, text
makes  <results>/units/units.parquet          unit_id, doc_id, start, end, text, voice …
"""


rule units:
    """Split each document into sentences, own and quoted."""
    input:
        documents="<results>/clean/documents.parquet",
    output:
        units="<results>/units/units.parquet",
    log:
        "<logs>/units.log",
    benchmark:
        "<benchmarks>/units.tsv"
    params:
        code("units"),
        **config["units"],
    script:
        "../scripts/units.py"
