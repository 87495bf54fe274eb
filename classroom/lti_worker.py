"""Sends scores in the background: one thread, and the records as its queue."""

import logging
import threading
from collections.abc import Callable

from classroom.lti_grades import Grades

_log = logging.getLogger(__name__)
LOOK_AGAIN = 20.0
"""Seconds between two looks at the records."""


class ScoreWorker:
    """Looks for scores and sends them, until it is stopped; what is left waits in the records."""

    def __init__(self, grades: Grades, are_on: Callable[[], bool], look_again: float = LOOK_AGAIN) -> None:
        """Keep who works.

        Args:
            grades: Finds and sends.
            are_on: Tells whether any platform may launch here; nothing is looked for otherwise.
            look_again: Seconds between two looks.
        """
        self._grades = grades
        self._are_on = are_on
        self._look_again = look_again
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scores", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """Stop; a score that is on its way may arrive, and is sent once more after the next start.

        Args:
            patience: Seconds to wait.
        """
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _run(self) -> None:
        while not self._stopped.is_set():
            for step in (self._gather, self._send):
                try:
                    step()
                except Exception as error:  # noqa: BLE001 - whatever it is, its message may hold what was written
                    _log.error("sending scores broke off (%s); trying again later", type(error).__name__)
            self._stopped.wait(self._look_again)

    def _gather(self) -> None:
        if self._are_on():
            self._grades.gather()

    def _send(self) -> None:
        if self._are_on() and not self._stopped.is_set():
            self._grades.send()
