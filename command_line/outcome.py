"""How a command ended: the exit status that a script reads, and the error of a wrong call."""

DONE, SOME_REFUSED, WRONG_CALL = 0, 1, 2
"""Done; some lines or files were refused, and the rest done; the call itself is wrong."""


class WrongCall(Exception):
    """The call itself is wrong; the message says how to make it right."""
