"""The figures of a client stand in its page once, and are not older than the client."""

from pathlib import Path

import pytest

from benchmarks.client_card import as_card, card_digest, cards_folder, digest_of, put_card, write_cards
from benchmarks.client_figures import gated
from personas.cast import load_cast

ROWS = [gated("1 words", 17.2, 8, 35), gated("18 stays", 0.2, 0.3, 0.55), gated("23 advice", float("nan"), 1.5, 9)]
PAGES = [cards_folder() / f"{client}.md" for client in load_cast()]


def test_a_card_says_what_holds_what_does_not_and_what_was_not_measured():
    card = as_card("T2", ROWS, 1234, 3)
    assert "1 of 2 gates hold. Not measured: 23 advice." in card
    assert "Does not hold: 18 stays (0.20, gate 0.3 to 0.55)." in card
    assert card_digest(card) == digest_of("T2")


def test_a_card_takes_the_place_of_the_older_one_and_leaves_the_page_alone(tmp_path: Path):
    page = tmp_path / "T2.md"
    page.write_text("# Hannah\n\nBefore.\n", encoding="utf-8")
    write_cards({"T2": ROWS}, {"T2": 10}, 1, tmp_path)
    page.write_text(page.read_text(encoding="utf-8") + "\nAfter.\n", encoding="utf-8")
    write_cards({"T2": ROWS[:1]}, {"T2": 20}, 1, tmp_path)
    text = page.read_text(encoding="utf-8")
    assert text.count("## Fidelity") == 1
    assert text.startswith("# Hannah\n\nBefore.\n")
    assert text.endswith("After.\n")
    assert "18 stays" not in text
    assert put_card(text, as_card("T2", ROWS[:1], 20, 1)) == text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_client_has_a_card_that_is_not_older_than_they_are(page: Path):
    found = card_digest(page.read_text(encoding="utf-8"))
    assert found == digest_of(page.stem), (
        f"{page.name}: run attune bench clients --clients {page.stem} --cards docs/clients"
    )
