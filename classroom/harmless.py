"""Makes what people typed harmless in a spreadsheet: no cell is read as a formula, whichever program opens it."""

import re
import unicodedata

STARTS_FORMULA = frozenset("=+-@|%\t\r\n")
"""What a spreadsheet may take for the begin of a formula; a bar and a percent sign for what older ones do with them."""
UNSEEN = "ZCM"
"""Kinds of characters that may be skipped before a formula: spaces, controls and what is unassigned, joined marks."""
NOT_IN_A_SHEET = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no spreadsheet file can hold."""
LONGEST_CELL = 32_767
"""Characters of a cell in a workbook."""


def harmless(text: str) -> str:
    """Give a text with an apostrophe before it where a spreadsheet could run it; full-width signs count as signs."""
    shown = NOT_IN_A_SHEET.sub("", text)
    return "'" + shown if starts_formula(shown) else shown


def starts_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take a text for a formula."""
    for letter in text:
        if any(sign in STARTS_FORMULA for sign in unicodedata.normalize("NFKC", letter)):
            return True
        if unicodedata.category(letter)[0] not in UNSEEN:
            return False
    return False
