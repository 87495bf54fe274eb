"""A person's browser on the guarded page: it works, asks nobody else, and keeps nothing."""

from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from starlette.responses import HTMLResponse

from tests.webui.browsers import IN_BROWSER
from webui.mount import LOCAL_OPEN_PATHS, add_first_visit, mount
from webui.ownership import LocalVisitor

EVERYTHING_KEPT = """async () => {
    const bases = await indexedDB.databases();
    return JSON.stringify([{...localStorage}, {...sessionStorage}, bases, await caches.keys()]);
}"""
WORDS = "That sounds heavy, and you carried it alone."

pytestmark = IN_BROWSER


class Watched:
    """A page of which everything that the console and the network said is kept."""

    def __init__(self, browser, url, person="alice"):
        self.context = browser.new_context()
        self.context.add_cookies([{"name": "person", "value": person, "url": url}])
        self.page = self.context.new_page()
        self.hosts, self.console, self.failed = set(), [], []
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("response", self._note_failure)
        self.page.goto(url)
        self.box = self.page.locator("#words textarea")
        self.box.wait_for(timeout=30_000)

    def _note_failure(self, response):
        if response.status >= 400:
            self.failed.append((response.status, urlsplit(response.url).path))

    def say(self, words):
        self.box.fill(words)
        self.box.press("Enter")


@pytest.fixture
def watched(chromium, served):
    page = Watched(chromium, served.url)
    yield page
    page.context.close()


def test_a_person_can_chat_while_the_content_policy_is_on(watched, served):
    watched.say(WORDS)
    watched.page.get_by_text("word 40").wait_for(timeout=20_000)
    assert watched.hosts - {""} == {urlsplit(served.url).netloc}
    assert watched.failed == []
    assert watched.console == []


def test_a_person_can_stop_a_reply(watched):
    watched.say("slowly, please")
    watched.page.get_by_text("word 3").wait_for(timeout=20_000)
    watched.page.locator("#stop").click()
    watched.page.wait_for_timeout(700)
    reached = watched.page.locator("#log").inner_text()
    watched.page.wait_for_timeout(1_500)
    assert watched.page.locator("#log").inner_text() == reached
    assert "word 40" not in reached
    assert watched.failed == []


def test_the_browser_keeps_none_of_the_trainees_words(watched):
    watched.say(WORDS)
    watched.page.get_by_text("word 40").wait_for(timeout=20_000)
    watched.page.wait_for_timeout(500)
    kept = watched.page.evaluate(EVERYTHING_KEPT)
    assert "heavy" not in kept


def test_a_message_that_is_too_long_is_said_so_and_stays_in_the_box(watched):
    watched.say("a" * 8_001)
    watched.page.get_by_text("at most 8,000 characters").first.wait_for(timeout=10_000)
    assert len(watched.box.input_value()) == 8_001


def test_a_script_planted_in_the_page_does_not_run_and_a_beacon_is_not_sent(watched, served):
    watched.page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend",
        `<img src="/theme.css" onerror="window.planted = 1"><img src="http://evil.example/x.png">
        <svg onload="window.planted = 1"></svg>
        <a id="trap" href="javascript:window.planted=1">x</a>`)"""
    )
    watched.page.evaluate(
        """() => { const script = document.createElement("script");
        script.textContent = "window.planted = 1"; document.body.append(script);
        document.getElementById("trap").click(); }"""
    )
    watched.page.wait_for_timeout(500)
    assert watched.page.evaluate("window.planted") is None
    blocked = [line for line in watched.console if "Content Security Policy" in line]
    assert any("evil.example" in line for line in blocked)


def test_a_link_from_another_site_opens_the_local_trainees_page(chromium, quiet, serving):
    """127.0.0.1 and localhost are different sites to a browser."""
    serve, small_blocks, _ = serving
    app, visitor = FastAPI(), LocalVisitor("t" * 32)

    @app.get("/elsewhere")
    async def elsewhere(to: str):
        return HTMLResponse(f"<a id=link href={to}>Open Attune</a>")

    add_first_visit(app, visitor)
    open_paths = LOCAL_OPEN_PATHS | {"/elsewhere"}
    with serve(mount(app, small_blocks({}), visitor.who, open_paths=open_paths)) as url:
        context = chromium.new_context()
        page = context.new_page()
        for _ in range(2):
            other = url.replace("127.0.0.1", "localhost")
            page.goto(f"{other}/elsewhere?to={url}/")
            page.locator("#link").click()
            page.locator("#words textarea").wait_for(timeout=30_000)
            assert page.url == f"{url}/"
        assert page.evaluate("document.cookie") == ""
        page.goto(f"{other}/elsewhere?to=x")
        tried = page.evaluate(
            """(url) => fetch(url, {method: "POST", credentials: "include", body: "{}"})
            .then((answer) => answer.status, () => "refused")""",
            f"{url}/gradio_api/queue/join",
        )
        assert tried == "refused"
        context.close()
