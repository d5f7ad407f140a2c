"""Compare the sides.

reads  <results>/clean/documents.parquet      doc_id, kind, medium, side, organisation, author …
       <results>/units/units.parquet          unit_id, doc_id, text, voice
       <results>/tags/tags.parquet            unit_id, category, facet, stance
       <results>/tags/categories.csv          category, facet, label
       <results>/topics/topics.csv            topic, label
       <results>/topics/unit_topics.parquet   unit_id, topic
       <results>/coding/agreement.csv         category, use
makes  <results>/compare/comparison.csv       measure, facet, name, estimate, low, high, status …
       <results>/compare/genres.csv           side, genre, n_documents, n_units, n_authors
       <results>/compare/within_genre.csv     genre, facet, name, estimate, low, high, status …
       <results>/compare/cooccurrence.csv     side, name_a, name_b, estimate, low, high, status …
"""

WITHOUT_GENRES = {
    key: value for key, value in config["compare"].items() if key != "genres"
}


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
        **WITHOUT_GENRES,
        seed=config["seed"],
    script:
        "../scripts/compare.py"


rule within_genre:
    """Compare the sides within each genre that they share."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        tags="<results>/tags/tags.parquet",
        categories="<results>/tags/categories.csv",
        topics="<results>/topics/topics.csv",
        unit_topics="<results>/topics/unit_topics.parquet",
        agreement="<results>/coding/agreement.csv",
    output:
        genres="<results>/compare/genres.csv",
        within_genre="<results>/compare/within_genre.csv",
    log:
        "<logs>/within_genre.log",
    benchmark:
        "<benchmarks>/within_genre.tsv"
    params:
        code("within_genre"),
        **{
            key: config["compare"][key]
            for key in (
                "genres",
                "side_a",
                "side_b",
                "reference",
                "voice",
                "stances",
                "confidence",
                "min_authors",
            )
        },
    script:
        "../scripts/within_genre.py"


rule cooccurrence:
    """Tell which frames each side puts into one document."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        tags="<results>/tags/tags.parquet",
        categories="<results>/tags/categories.csv",
        agreement="<results>/coding/agreement.csv",
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
