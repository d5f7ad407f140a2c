"""Write the generated parts of README.md and config/README.md.

Run as ``make docs``; a test fails when what is written is not what it would write.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "workflow"))

from lasthope.docs import fill, keys, picture  # noqa: E402
from lasthope.validation import load_yaml  # noqa: E402


def documents() -> dict[Path, str]:
    """Return the text each document should have."""
    schemas = ROOT / "workflow/schemas"
    config = load_yaml(str(ROOT / "config/config.yaml")).data
    config_schema = load_yaml(str(schemas / "config.schema.yaml")).data
    statements_schema = load_yaml(str(schemas / "statements.schema.yaml")).data
    codebook_schema = load_yaml(str(schemas / "codebook.schema.yaml")).data
    guide = (ROOT / "config/README.md").read_text(encoding="utf-8")
    guide = fill(guide, "config", keys(config_schema, config))
    guide = fill(guide, "statements", keys(statements_schema))
    guide = fill(guide, "codebook", keys(codebook_schema))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return {
        ROOT / "config/README.md": guide,
        ROOT / "README.md": fill(readme, "steps", steps()),
    }


def steps() -> str:
    """Return the graph of the rules as a Mermaid picture, as Snakemake sees it."""
    # With an archive and the verdict, so that every step is in the graph.
    archives = json.dumps(
        {"archives": {"trump-archive": {"options": {"fields": "auto"}}}}
    )
    graph = subprocess.run(
        [
            *(sys.executable, "-m", "snakemake", "--rulegraph", "mermaid-js"),
            *("--workflow-profile", "none", "--forceall", "--nolock"),
            *("--config", f"ingest={archives}", "--", "verdict"),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    return picture(graph)


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
