"""Give every unit a vector, from the embedding that ships with the project.

reads  <results>/units/units.parquet          unit_id, text
       data/embedding/                        model.safetensors, tokenizer.json, SHA256SUMS
       the folder of embed.model              for the backend sentence_transformers
makes  <results>/embed/vectors.parquet        unit_id, vector (whole numbers, -127 to 127)
"""


rule embed:
    """Give every unit a vector of whole numbers."""
    input:
        units="<results>/units/units.parquet",
        model=f"{EMBEDDING}/model.safetensors",
        tokenizer=f"{EMBEDDING}/tokenizer.json",
        sums=f"{EMBEDDING}/SHA256SUMS",
        other=sentence_model,
    output:
        vectors="<results>/embed/vectors.parquet",
    log:
        "<logs>/embed.log",
    benchmark:
        "<benchmarks>/embed.tsv"
    params:
        code("embed"),
        **config["embed"],
        seed=config["seed"],
    script:
        "../scripts/embed.py"
