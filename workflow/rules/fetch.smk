"""Bring registered archives here, from a mirror or the web.

reads  data/sources.csv                       source, file, url, bytes, sha256
makes  data/archive/<source>/<file>           refused unless its sha256 is right

The default case needs no archive, so it fetches nothing. What is here and has the right
hash need not be fetched again because the registry has a new row, a mirror has moved or
the code was edited: so the registry is a parameter, mirrors are read by the script, and
the rule carries no hash of its code. A download is tried again by the script itself.
"""


rule fetch:
    """Find an archive in a mirror or on the web, and check it."""
    output:
        file="data/archive/{source}/{file}",
    log:
        "<logs>/fetch/{source}/{file}.log",
    wildcard_constraints:
        source="[^/]+",
    localrule: True
    params:
        registry=config["data"]["sources"],
    script:
        "../scripts/fetch.py"
