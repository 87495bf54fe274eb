"""A table of figures, each beside its bar."""

import json

from dialogue.record import Record


class Row(Record):
    """One figure."""

    what: str
    figure: str
    """The figure as it is printed, with its unit."""
    value: float | None
    """The figure as a number; None where it could not be measured."""
    interval: str = ""
    """95 % bootstrap interval, where there is one."""
    bar: str = ""
    """What it is held against, with its comparison sign."""
    met: bool | None = None
    """None where there is no bar."""
    note: str = ""


def as_text(rows: list[Row]) -> str:
    """Lay the rows out as a Markdown table."""
    lines = ["| what | figure | interval | bar | met | note |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        met = {True: "yes", False: "no", None: ""}[row.met]
        lines.append(f"| {row.what} | {row.figure} | {row.interval} | {row.bar} | {met} | {row.note} |")
    return "\n".join(lines)


def as_json(rows: list[Row]) -> str:
    """Give the rows as JSON Lines."""
    return "\n".join(json.dumps(row.model_dump(), ensure_ascii=False) for row in rows)
