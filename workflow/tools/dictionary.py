"""Turn a dictionary of LIWC or quanteda into a codebook, or a codebook into one.

``python workflow/tools/dictionary.py IN OUT [frame|device]``: of a .dic file, or a
YAML file of quanteda, OUT is a codebook for ``data.codebook``, its categories frames or
devices; of a codebook, OUT is a .dic file or a dictionary of quanteda, as its suffix
says. What the other format cannot say is left out, and told.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from lasthope.codebook import read_codebook
from lasthope.dictionaries import (
    codebook_of,
    entries_of,
    read_dic,
    read_quanteda,
    write_dic,
    write_quanteda,
)
from lasthope.errors import UserError
from lasthope.tables import write_text
from lasthope.validation import load_yaml

SCHEMA = str(Path(__file__).parents[1] / "schemas/codebook.schema.yaml")
REFERENCES = str(Path(__file__).parents[2] / "config/references.bib")


def is_codebook(content: Any) -> bool:
    """Tell a codebook from a dictionary, which may have a category ``categories``."""
    categories = content.get("categories") if isinstance(content, dict) else None
    return isinstance(categories, list) and any(
        isinstance(category, dict) and "id" in category for category in categories
    )


def translate(source: str, target: str, facet: str) -> list[tuple[str, str]]:
    """Write the translation of a file and return what is left out of it."""
    is_dic = source.endswith(".dic")
    content = None if is_dic else load_yaml(source).data
    if is_codebook(content):
        content = read_codebook(source, load_yaml(SCHEMA).data, REFERENCES)
        translated = entries_of(content, is_dic=target.endswith(".dic"))
        write = write_dic if target.endswith(".dic") else write_quanteda
        write_text(target, write(translated.entries))
        return translated.left_out
    entries = read_dic(source) if is_dic else read_quanteda(source)
    title = Path(source).stem
    codebook, left_out = codebook_of(entries, title=title, facet=facet, language="en")
    write_text(
        target, yaml.safe_dump(codebook, sort_keys=False, allow_unicode=True, width=88)
    )
    return left_out


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["frame"], ["device"]):
        sys.exit("usage: python workflow/tools/dictionary.py IN OUT [frame|device]")
    try:
        left_out = translate(*sys.argv[1:3], *(sys.argv[3:] or ["frame"]))
    except UserError as error:
        sys.exit(str(error))
    for category, entry in left_out:
        print(f"left out of {category}: {entry}")
