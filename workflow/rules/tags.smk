"""Find frames and devices as spans.

reads  <results>/units/units.parquet          unit_id, doc_id, sentence, text, voice
       <results>/clean/documents.parquet      doc_id, lead_in
       config/codebook.yaml                   categories and their patterns, or several such
       config/references.bib                  the sources the codebook cites
       data/classifiers/<case>/               a classifier, if tags.tagger asks for one
makes  <results>/tags/tags.parquet            unit_id, category, start, end, matched, stance …
       <results>/tags/tags.csv                the same rows, to read
       <results>/tags/categories.csv          category, facet, label, definition
"""


rule tags:
    """Find frames and devices in every unit."""
    input:
        units="<results>/units/units.parquet",
        documents="<results>/clean/documents.parquet",
        codebooks=CODEBOOKS,
        references=config["data"]["references"],
        schema=WORKFLOW / "schemas/codebook.schema.yaml",
        classifier=classifier_files(TAGGER),
    output:
        tags="<results>/tags/tags.parquet",
        tags_csv="<results>/tags/tags.csv",
        categories="<results>/tags/categories.csv",
    log:
        "<logs>/tags.log",
    benchmark:
        "<benchmarks>/tags.tsv"
    params:
        code("tags"),
        tagger=TAGGER,
        rules=rules_of(config),
        classifier=str(folder_of(config)),
        embedding=EMBEDDING,
    script:
        "../scripts/tags.py"
