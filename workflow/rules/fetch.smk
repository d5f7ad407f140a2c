"""Bring registered archives here, from a mirror or the web.

reads  data/sources.csv                       source, file, url, sha256
makes  data/archive/<source>/<file>           refused unless its sha256 is right

The default case needs no archive, so it fetches nothing. The registry is a parameter,
not an input: a new row must not fetch again what is already here. Nor must another
mirror, so mirrors are read by the script.
"""


rule fetch:
    """Find an archive in a mirror or on the web, and check it."""
    output:
        file="data/archive/{source}/{file}",
    log:
        "<logs>/fetch/{source}/{file}.log",
    wildcard_constraints:
        source="[^/]+",
    retries: 3
    localrule: True
    params:
        code("fetch"),
        registry=config["data"]["sources"],
    script:
        "../scripts/fetch.py"
