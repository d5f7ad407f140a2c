"""One way to log: a line per step on the screen, everything in the step's log file."""

import logging
import sys
from pathlib import Path
from types import TracebackType

from lasthope.errors import UserError


def log_to(path: str, step: str | None = None) -> logging.Logger:
    """Send what a script logs, warns or raises to ``path`` and to the screen.

    A line on the screen begins with the step, which is the log file's name if not
    given.

    A :class:`UserError` is shown as its one sentence; of any other exception the
    traceback goes to the log file alone. Either way the script exits with 1.
    """
    step = step or Path(path).stem
    to_file = logging.FileHandler(path, mode="w", encoding="utf-8")
    to_file.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    to_screen = logging.StreamHandler()
    to_screen.setFormatter(logging.Formatter(f"{step:>10}  %(message)s"))
    to_screen.addFilter(lambda record: not record.exc_info)
    # Of the libraries only warnings; some tell a great deal at the level of INFO.
    logging.basicConfig(handlers=[to_file, to_screen], force=True)
    for ours in (step, "lasthope"):
        logging.getLogger(ours).setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _report
    return logging.getLogger(step)


def _report(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Log an uncaught exception: a sentence for a mistake, a traceback for a bug."""
    log = logging.getLogger("lasthope")
    if isinstance(error, UserError):
        log.error("%s", error)
        return
    log.critical("failed", exc_info=(kind, error, trace))
    log.critical(
        "this is a fault in lasthope, not in your data (%s); "
        "the traceback is in the log file",
        kind.__name__,
    )
