"""Writes what was measured of a client into its page: the section "Fidelity", between two marks."""

import hashlib
import re
from importlib.resources import files
from pathlib import Path

from benchmarks.table import Row
from personas.cast import library_folder

BEGIN, END = "<!-- fidelity: written by `attune bench clients` -->", "<!-- fidelity: end -->"
BLOCK = re.compile(rf"\n*{re.escape(BEGIN)}.*?{re.escape(END)}\n*", re.DOTALL)
DIGEST = re.compile(r"Content `([0-9a-f]{12})`")


def digest_of(client: str) -> str:
    """Digest a client's file, so that a card that is older than its client is found out."""
    return hashlib.sha256((library_folder() / f"{client}.yaml").read_bytes()).hexdigest()[:12]


def cards_folder() -> Path:
    """Give the folder of the clients' pages."""
    return Path(str(files("benchmarks"))).parent / "docs" / "clients"


def as_card(client: str, rows: list[Row], exchanges: int, seeds: int) -> str:
    """Lay out the section of one client."""
    failing = [row for row in rows if row.met is False]
    unknown = [row for row in rows if row.met is None and row.bar]
    lines = [
        BEGIN,
        "## Fidelity",
        "",
        f"Scripted trainees, {exchanges:,} exchanges in first sessions, {seeds} of each, and arcs of five sessions. "
        f"Content `{digest_of(client)}`. What the rows mean: [measurements](../measurements.md#clients).",
        "",
        f"{sum(row.met is True for row in rows)} of {sum(row.met is not None for row in rows)} gates hold."
        + (f" Not measured: {', '.join(row.what for row in unknown)}." if unknown else ""),
        "",
        "| what | figure | gate | holds | note |",
        "| --- | --- | --- | --- | --- |",
    ]
    holds = {True: "yes", False: "**no**", None: ""}
    lines += [f"| {row.what} | {row.figure} | {row.bar} | {holds[row.met]} | {row.note} |" for row in rows]
    if failing:
        lines += [
            "",
            "Does not hold: " + "; ".join(f"{row.what} ({row.figure}, gate {row.bar})" for row in failing) + ".",
        ]
    return "\n".join([*lines, END])


def put_card(page: str, card: str) -> str:
    """Put the section into a page: in its old place, or at the end."""
    if BLOCK.search(page):
        return BLOCK.sub(lambda _: f"\n\n{card}\n\n", page, count=1).rstrip() + "\n"
    return f"{page.rstrip()}\n\n{card}\n"


def write_cards(by_client: dict[str, list[Row]], exchanges: dict[str, int], seeds: int, folder: Path) -> list[Path]:
    """Write the section of each client into its page; a page that is not there yet is begun."""
    written = []
    for client, rows in by_client.items():
        path = folder / f"{client}.md"
        page = path.read_text(encoding="utf-8") if path.is_file() else f"# {client}\n"
        path.write_text(put_card(page, as_card(client, rows, exchanges[client], seeds)), encoding="utf-8")
        written.append(path)
    return written


def card_digest(page: str) -> str | None:
    """Give the digest of the content that a page's figures were measured on; None where it has none."""
    block = BLOCK.search(page)
    found = DIGEST.search(block.group()) if block else None
    return found.group(1) if found else None
