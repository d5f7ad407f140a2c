"""Ask whether the findings survive other reasonable choices; on demand, not by default.

reads  <results>/clean/documents.parquet      doc_id, side, weight, copy_of …
       <results>/units/units.parquet          unit_id, doc_id, text, voice
       <results>/tags/tags.parquet            unit_id, category, pattern, stance …
       <results>/embed/vectors.parquet        unit_id, vector
       <results>/topics/…                     the topics as found
       <results>/compare/comparison.csv       what leads on either side
makes  <results>/multiverse/universes/*.csv   finding, estimate, low, high, reason …
       <results>/multiverse/multiverse.csv    the same, of all universes
       <results>/multiverse/robustness.csv    how many universes agree with each finding
       <results>/multiverse/figures/          a specification curve per finding
       <results>/multiverse/report.html       the report, with both
       <results>/multiverse/summary.txt       the findings in lines, with their shares
"""

# Where the tags of each tagger lie; another tagger is a line more.
TAGGERS = {
    RULES: "<results>/multiverse/rules.parquet",
    CLASSIFIER: "<results>/multiverse/classifier.parquet",
    "fewer_patterns": "<results>/multiverse/fewer_patterns.parquet",
    TAGGER: "<results>/tags/tags.parquet",
}
# What of the comparison holds in all universes.
SIDES_COMPARED = {
    key: config["compare"][key]
    for key in (
        *("side_a", "side_b", "min_word_authors"),
        *("confidence", "min_authors", "permutations"),
    )
}


rule other_tagger:
    """Tag by the rules where a classifier tags, or by a classifier where the rules do."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        codebooks=CODEBOOKS,
        references=config["data"]["references"],
        schema=WORKFLOW / "schemas/codebook.schema.yaml",
        classifier=lambda wildcards: classifier_files(wildcards.tagger),
    output:
        tags="<results>/multiverse/{tagger}.parquet",
    log:
        "<logs>/multiverse/{tagger}.log",
    benchmark:
        "<benchmarks>/multiverse/{tagger}.tsv"
    wildcard_constraints:
        tagger=f"{RULES}|{CLASSIFIER}",
    params:
        code("other_tagger"),
        rules=rules_of(config),
        classifier=str(folder_of(config)),
        embedding=EMBEDDING,
    script:
        "../scripts/other_tagger.py"


rule fewer_patterns:
    """Tag without the pattern that finds most of each category."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        tags=TAGGERS[RULES],
        codebooks=CODEBOOKS,
        references=config["data"]["references"],
        schema=WORKFLOW / "schemas/codebook.schema.yaml",
    output:
        tags="<results>/multiverse/fewer_patterns.parquet",
    log:
        "<logs>/multiverse/fewer_patterns.log",
    benchmark:
        "<benchmarks>/multiverse/fewer_patterns.tsv"
    params:
        code("fewer_patterns"),
        **rules_of(config),
    script:
        "../scripts/fewer_patterns.py"


rule universes:
    """Count frames, devices and words in all universes of one corpus."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        topics="<results>/topics/topics.csv",
        comparison="<results>/compare/comparison.csv",
        tags=[TAGGERS[tagger] for tagger in AXES["tagger"]],
    output:
        category=universe_files("category", copies="{copies}", voice="{voice}"),
        word=universe_files("word", copies="{copies}", voice="{voice}"),
    log:
        "<logs>/multiverse/{copies}_{voice}.log",
    benchmark:
        "<benchmarks>/multiverse/{copies}_{voice}.tsv"
    wildcard_constraints:
        copies="|".join(AXES["copies"]),
        voice="|".join(AXES["voice"]),
    params:
        code("universes"),
        axes=axes_of("category", "word"),
        main=main_of("category", "word"),
        compare=SIDES_COMPARED,
        seed=config["seed"],
    script:
        "../scripts/universes.py"


rule topic_universes:
    """Count topics in all universes of one model, which is made if there is none."""
    input:
        documents="<results>/clean/documents.parquet",
        units="<results>/units/units.parquet",
        vectors="<results>/embed/vectors.parquet",
        topics="<results>/topics/topics.csv",
        unit_topics="<results>/topics/unit_topics.parquet",
        comparison="<results>/compare/comparison.csv",
    output:
        topic=universe_files("topic", topic_model="{topic_model}"),
    log:
        "<logs>/multiverse/topics_{topic_model}.log",
    benchmark:
        "<benchmarks>/multiverse/topics_{topic_model}.tsv"
    wildcard_constraints:
        topic_model="|".join(map(re.escape, AXES["topic_model"])),
    params:
        code("topic_universes"),
        axes=axes_of("topic"),
        main=main_of("topic"),
        compare=SIDES_COMPARED,
        settings=config["topics"],
        seed=config["seed"],
    script:
        "../scripts/topic_universes.py"


rule multiverse:
    """Gather all universes and count those that agree."""
    input:
        universes=[universe_files(family) for family in ("category", "word", "topic")],
        topics="<results>/topics/topics.csv",
    output:
        multiverse="<results>/multiverse/multiverse.csv",
        robustness="<results>/multiverse/robustness.csv",
    log:
        "<logs>/multiverse.log",
    localrule: True
    params:
        code("multiverse"),
        topic_models=AXES["topic_model"],
    script:
        "../scripts/multiverse.py"


rule specification:
    """Draw all universes of one finding."""
    input:
        multiverse="<results>/multiverse/multiverse.csv",
    output:
        svg=report(
            "<results>/multiverse/figures/{finding}.svg",
            caption="../report/figures.rst",
            category="Multiverse",
            labels={"finding": "{finding}"},
        ),
        pdf="<results>/multiverse/figures/{finding}.pdf",
        png="<results>/multiverse/figures/{finding}.png",
        csv="<results>/multiverse/figures/{finding}.csv",
        json="<results>/multiverse/figures/{finding}.json",
    log:
        "<logs>/multiverse/figures/{finding}.log",
    wildcard_constraints:
        finding="|".join(FINDINGS),
    params:
        code("specification"),
        show_private_text=config["people"]["show_private_text"],
        is_synthetic=config["is_synthetic"],
        side_a=config["compare"]["side_a"],
        side_b=config["compare"]["side_b"],
        confidence=config["compare"]["confidence"],
        min_authors=config["compare"]["min_authors"],
    script:
        "../scripts/specification.py"


use rule report as multiverse_report with:
    input:
        **REPORT_READS,
        robustness="<results>/multiverse/robustness.csv",
        drawings=collect("<results>/multiverse/figures/{finding}.svg", finding=FINDINGS),
        captions=collect(
            "<results>/multiverse/figures/{finding}.json", finding=FINDINGS
        ),
        plotted=collect("<results>/multiverse/figures/{finding}.csv", finding=FINDINGS),
    output:
        report="<results>/multiverse/report.html",
        summary="<results>/multiverse/summary.txt",
    log:
        "<logs>/multiverse/report.log",
    benchmark:
        "<benchmarks>/multiverse/report.tsv"
