"""Run the default case under other conditions and compare every file.

``make stability`` prints the table; it exits with 1 when a file differs anywhere.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "workflow"))

from checkout import copy_checkout, snakemake
from lasthope.verify import SAME, verify

RESULTS = Path("results/parler-2021")
NO_ARCHIVES: dict = {"ingest": {"archives": {}}}
# Each condition: a folder of its own, Snakemake's arguments, the environment.
CONDITIONS: dict[str, tuple[str, list[str], dict[str, str]]] = {
    "1 thread": ("one", ["--cores", "1"], {"OPENBLAS_NUM_THREADS": "1"}),
    "2 threads": ("two", ["--cores", "2"], {"OPENBLAS_NUM_THREADS": "2"}),
    "another OpenBLAS kernel": ("blas", [], {"OPENBLAS_CORETYPE": "Prescott"}),
    "numpy without AVX": (
        "simd",
        [],
        {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"},
    ),
    "glibc without FMA": (
        "libm",
        [],
        {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4,-AVX512F"},
    ),
    "another time zone": ("zone", [], {"TZ": "Pacific/Kiritimati"}),
    "another locale": ("locale", [], {"LC_ALL": "C"}),
    "another hash seed": ("seed", [], {"PYTHONHASHSEED": "12345"}),
    "a folder with spaces": ("a folder, é, with spaces", [], {}),
}


def run(into: Path, name: str) -> Path:
    """Run the case under one condition and return the folder of its results."""
    folder, arguments, environment = CONDITIONS[name]
    checkout = copy_checkout(into / folder)
    done = snakemake(checkout, *arguments, **environment)
    if done.returncode:
        raise SystemExit(f"{name}: the run failed\n{done.stdout}")
    return checkout / RESULTS


def main() -> int:
    """Print a line per condition; return 0 only when all files are the same."""
    with tempfile.TemporaryDirectory() as place:
        first, *others = CONDITIONS
        expected = run(Path(place), first)
        print(f"{'condition':<28}{'same':>6}{'differ':>8}{'seconds':>9}")
        n_different = 0
        for name in others:
            start = time.monotonic()
            made = run(Path(place), name)
            files = verify(made, expected, NO_ARCHIVES)["files"]
            different = [file["file"] for file in files if file["verdict"] != SAME]
            seconds = time.monotonic() - start
            n_same = len(files) - len(different)
            print(
                f"{name:<28}{n_same:>6}{len(different):>8}{seconds:>9.0f}", flush=True
            )
            for file in different:
                print(f"    {file}")
            n_different += len(different)
    return int(n_different > 0)


if __name__ == "__main__":
    sys.exit(main())
