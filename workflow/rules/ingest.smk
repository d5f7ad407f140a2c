"""Turn every source into one table, and account for every record.

A shard is what one job reads: a file, or several small ones of a source.

reads  data/statements/*.yaml                 see workflow/schemas/statements.schema.yaml
       data/archive/<source>/…                registered files of the archives in the config
       files that the config names            wherever they lie
       data/sources.csv                       reader, side and citation of registered files
makes  <results>/ingest/<shard>/documents.parquet   one row per document kept
       <results>/ingest/<shard>/account.csv         records read, kept, quarantined, dropped
       <results>/ingest/<shard>/quarantine.csv      one row per record that could not be read
       <results>/ingest/<shard>/files.csv           path, reader, sha256 and size of each file
       <results>/ingest/account.csv                 the same three of all shards
       <results>/ingest/quarantine.csv
       <results>/ingest/files.csv
"""


rule ingest:
    """Read the files of one shard into a table of documents."""
    input:
        files=shard_files,
        registry=config["data"]["sources"],
        schema=WORKFLOW / "schemas/statements.schema.yaml",
    output:
        documents="<results>/ingest/{shard}/documents.parquet",
        account="<results>/ingest/{shard}/account.csv",
        quarantine="<results>/ingest/{shard}/quarantine.csv",
        files="<results>/ingest/{shard}/files.csv",
    log:
        "<logs>/ingest/{shard}.log",
    benchmark:
        "<benchmarks>/ingest/{shard}.tsv"
    wildcard_constraints:
        shard="|".join(map(re.escape, SHARDS)),
    params:
        code("ingest"),
        reader_code,
        pseudonym_key,
        shard=shard_plan,
    script:
        "../scripts/ingest.py"


rule account:
    """Join what the shards tell, and check that no record is unaccounted for."""
    input:
        account=collect("<results>/ingest/{shard}/account.csv", shard=SHARDS),
        quarantine=collect("<results>/ingest/{shard}/quarantine.csv", shard=SHARDS),
        files=collect("<results>/ingest/{shard}/files.csv", shard=SHARDS),
    output:
        account="<results>/ingest/account.csv",
        quarantine="<results>/ingest/quarantine.csv",
        files="<results>/ingest/files.csv",
    log:
        "<logs>/account.log",
    localrule: True
    params:
        code("account"),
    script:
        "../scripts/account.py"
