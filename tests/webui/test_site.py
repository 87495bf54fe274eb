"""The site around the pages: a pulse that tells the truth, and a token that knows this machine's browser."""

import asyncio
import stat

import httpx
import pytest

from tests.webui.fakes import open_quick_room


@pytest.mark.page
def test_the_pulse_is_503_while_no_event_can_be_worked_on(tmp_path):
    from webui.site import SiteSettings, build_site

    settings = SiteSettings(care_line="…", version="1", visitor_token="t" * 40, temp_folder=tmp_path / "temporary")
    site = build_site(open_quick_room(tmp_path), settings)

    async def ask():
        # Without its lifespan the application has no queue, as if the queue had died.
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site)) as visitor:
            return await visitor.get("http://127.0.0.1/healthz")

    answer = asyncio.run(ask())
    assert answer.status_code == 503
    assert answer.json() == {"status": "queue stopped"}


def test_the_token_of_this_machine_is_made_once_and_read_by_its_owner_alone(tmp_path):
    from webui.serving import visitor_token

    first = visitor_token(tmp_path / "new")
    assert len(first) >= 32
    assert visitor_token(tmp_path / "new") == first
    assert stat.S_IMODE((tmp_path / "new" / "visitor").stat().st_mode) == 0o600
