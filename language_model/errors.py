"""What goes wrong with a language model, seen from outside this package."""


class LanguageModelError(RuntimeError):
    """An encoder, a passage collection or a chat model could not do what was asked.

    The message names the thing and the next step, and never holds what a person wrote.
    """
