"""What may be sent as one message: real words, not too many, no invisible control characters."""

import unicodedata

LARGEST_MESSAGE = 8_000
"""Characters of one trainee turn. Source: safety design 2 (huge messages)."""


def checked_message(text: str) -> str:
    """Give the message as it will be kept: control characters out, ends trimmed.

    Raises:
        ValueError: Nothing is left, or it is too long. The words stay in the box; nothing was kept.
    """
    kept = "".join(sign for sign in text.replace("\r\n", "\n") if _may_stay(sign)).strip()
    if not kept:
        raise ValueError("Write something to your client first.")
    if len(kept) > LARGEST_MESSAGE:
        raise ValueError(
            f"This message has {len(kept):,} characters; {LARGEST_MESSAGE:,} is the most. Say less, or in two turns."
        )
    return kept


def _may_stay(sign: str) -> bool:
    # Bidirectional overrides could make the record read otherwise than it was typed.
    return sign in "\n\t" or (unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"} and sign not in OVERRIDES)


OVERRIDES = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
"""Embedding and override signs; marks and the closing signs do no harm."""
