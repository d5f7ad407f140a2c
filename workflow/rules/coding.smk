"""Measure how far coders agree, how right the tagger is, and correct its shares.

reads  data/codings/<case>/                   sample.csv, a file per coder, adjudicated.csv
       <results>/clean/documents.parquet      doc_id, kind, side, organisation, author ...
       <results>/units/units.parquet          unit_id, doc_id, text, voice
       <results>/tags/tags.parquet            unit_id, category, stance
       <results>/tags/categories.csv          category, facet, label
makes  <results>/coding/agreement.csv         category, alpha, low, high, use ...
       <results>/coding/confusion.csv         category, coder_a, coder_b, n_both ...
       <results>/coding/unitizing.csv         category, n_spans, alpha, low, high, use ...
       <results>/coding/accuracy.csv          category, side, measure, estimate, low, high ...
       <results>/coding/corrected.csv         category, side, naive, estimate, low, high ...
       <results>/coding/corrected_differences.csv   category, naive, estimate, low, high ...
"""


rule coding:
    """Hold the tagger against hand coding, and coders against each other."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        tags="<results>/tags/tags.parquet",
        categories="<results>/tags/categories.csv",
        codings=CODINGS,
    output:
        agreement="<results>/coding/agreement.csv",
        confusion="<results>/coding/confusion.csv",
        unitizing="<results>/coding/unitizing.csv",
        accuracy="<results>/coding/accuracy.csv",
        corrected="<results>/coding/corrected.csv",
        corrected_differences="<results>/coding/corrected_differences.csv",
    log:
        "<logs>/coding.log",
    benchmark:
        "<benchmarks>/coding.tsv"
    params:
        code("coding"),
        **{
            key: config["compare"][key]
            for key in (
                "side_a",
                "side_b",
                "voice",
                "stances",
                "confidence",
                "min_authors",
            )
        },
        **{
            key: config["coding"][key]
            for key in (
                "resamples",
                "min_units",
                "min_positives",
                "min_alpha",
                "good_alpha",
            )
        },
        seed=config["seed"],
    script:
        "../scripts/coding.py"
