"""The same bytes under another CPU, locale, time zone, hash seed and folder."""

from pathlib import Path

from checkout import copy_checkout, snakemake
from lasthope.verify import lines, verify

RESULTS = Path("results/parler-2021")
NO_ARCHIVES = {"ingest": {"archives": {}}}


def test_every_file_is_the_same_under_other_conditions(finished, tmp_path):
    other = copy_checkout(tmp_path / "élsewhere")
    done = snakemake(
        other,
        "--cores=1",
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        PYTHONHASHSEED="12345",
        OPENBLAS_CORETYPE="Prescott",
        OPENBLAS_NUM_THREADS="2",
        NPY_DISABLE_CPU_FEATURES="X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    )
    assert done.returncode == 0, done.stdout
    verdict = verify(other / RESULTS, finished / RESULTS, NO_ARCHIVES)
    assert verdict["verdict"] == "same", "\n".join(lines(verdict))
