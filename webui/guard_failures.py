"""How a failed event is told to the log: where it failed, never what was written."""

import logging
import sys
import traceback

logger = logging.getLogger(__name__)


def log_without_words() -> None:
    """Make Gradio log a failed event by its kind and place alone.

    Gradio prints the whole traceback, and the message of an exception often quotes the value at
    fault: pydantic's do, and so do Gradio's own about a choice that is not in the list.
    """
    import gradio.queueing

    vars(gradio.queueing)["traceback"] = _KindAndPlace()


class _KindAndPlace:
    """Stands in for the `traceback` module, of which Gradio's queue uses one function."""

    def print_exc(self) -> None:
        """Log the exception being handled."""
        error = sys.exc_info()[1]
        places = traceback.extract_tb(error.__traceback__ if error else None)
        trail = " < ".join(f"{place.filename}:{place.lineno}" for place in reversed(places))
        logger.error("an event failed with %s at %s", type(error).__name__, trail)
