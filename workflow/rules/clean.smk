"""Repair the text of the documents, mark copies, choose what is analysed.

reads  <results>/ingest/<shard>/documents.parquet   text, side, is_public …
       <results>/ingest/account.csv                 what was read and went no further
makes  <results>/clean/<shard>/documents.parquet    text, text_sha256, n_words, language
       <results>/clean/<shard>/keys.parquet         hashes by which copies are found
       <results>/clean/documents.parquet            those analysed, with copy_of and weight
       <results>/clean/flow.csv                     from records read to texts analysed
"""


rule clean:
    """Normalise the text of one shard, mask private people, tell its language."""
    input:
        documents="<results>/ingest/{shard}/documents.parquet",
    output:
        documents="<results>/clean/{shard}/documents.parquet",
        hashes="<results>/clean/{shard}/keys.parquet",
    log:
        "<logs>/clean/{shard}.log",
    benchmark:
        "<benchmarks>/clean/{shard}.tsv"
    wildcard_constraints:
        shard="|".join(map(re.escape, SHARDS)),
    params:
        code("clean"),
        languages=config["clean"]["languages"],
        min_words=config["clean"]["min_words"],
    script:
        "../scripts/clean.py"


rule documents:
    """Mark copies across all shards and choose the documents to analyse."""
    input:
        documents=collect("<results>/clean/{shard}/documents.parquet", shard=SHARDS),
        hashes=collect("<results>/clean/{shard}/keys.parquet", shard=SHARDS),
        account="<results>/ingest/account.csv",
    output:
        documents="<results>/clean/documents.parquet",
        flow="<results>/clean/flow.csv",
    log:
        "<logs>/documents.log",
    benchmark:
        "<benchmarks>/documents.tsv"
    params:
        code("documents"),
        similarity=config["clean"]["similarity"],
        analyse_languages=config["clean"]["analyse_languages"],
        max_documents=config["clean"]["max_documents"],
        seed=config["seed"],
    script:
        "../scripts/documents.py"
