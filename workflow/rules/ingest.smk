"""Turn every source into one table, and account for every record.

reads  data/statements/*.yaml                 see workflow/schemas/statements.schema.yaml
       data/archive/<source>/…                files of the archives named in the config
       data/sources.csv                       which reader each of them needs
makes  <results>/ingest/documents.parquet     one row per document kept
       <results>/ingest/quarantine.csv        one row per record that could not be read
       <results>/ingest/account.csv           records read, kept, quarantined, dropped
"""


rule ingest:
    """Read statements and archives into one table of documents."""
    input:
        statements=config["data"]["statements"],
        archives=ARCHIVES,
        registry=config["data"]["sources"],
        schema=WORKFLOW / "schemas/statements.schema.yaml",
    output:
        documents="<results>/ingest/documents.parquet",
        quarantine="<results>/ingest/quarantine.csv",
        account="<results>/ingest/account.csv",
    log:
        "<logs>/ingest.log",
    benchmark:
        "<benchmarks>/ingest.tsv"
    params:
        code("ingest"),
    script:
        "../scripts/ingest.py"
