"""The one exception a person who runs the pipeline is meant to see."""


class UserError(Exception):
    """A mistake in the input that the person can mend.

    Its message is one sentence that names the file, line or key, says what was
    expected and what to do. It is printed without a traceback.
    """
