"""Every endpoint of the running app, as nobody, as another trainee, as another section's instructor, as administrator.

Each route is in `route_tables.py`; the tables below name each event that takes no record. A new event is walked by
itself. Ana's session is what everybody else reaches for: her words must not come back, nothing of hers may
change, and each event must say that it refuses.
"""

import json
import re
import sqlite3
from dataclasses import dataclass
from itertools import product

import pytest

from practice.sessions import Mode, Prediction
from tests.webui.class_pages import give, practise
from tests.webui.route_tables import ROUTES
from tests.webui.school_site import SchoolSite, school_site
from webui.guard_rules import STATIC
from webui.views import View, Where, address

WORDS = "The heron stood on the ninth pier all morning, and you watched it."
INTRUDERS = ("ben", "cem", "uma", "ada")
"""A trainee of the same section, one of another, that one's instructor, the administrator."""
SECRETS = {
    "ben": (WORDS,),
    "cem": (WORDS, "Section of ira", "ana@example.edu"),
    "uma": (WORDS, "Section of ira", "ana@example.edu"),
    "ada": (WORDS,),
}
"""What must not come back to whom."""
WITHOUT_RECORDS = frozenset({"choose", "choose_1", "choose_2", "on_break"})
"""Events that take no id of anything: they show what ships."""
SILENT = frozenset({"go", "arrive"})
"""Events that show the first view instead of a refusal, or give an address back; what they show is looked at."""


@dataclass
class Target:
    """What everybody reaches for."""

    school: SchoolSite
    folder: str
    open_session: str
    over_session: str
    ids: tuple[str, ...]

    def dump(self):
        """Give all that is kept of Ana's sessions and of sections."""
        queries = (
            "select * from practice_session where person_id = :ana",
            "select e.* from exchange e join practice_session s on s.id = e.session_id where s.person_id = :ana",
            "select g.* from grade g join exchange e on e.id = g.exchange_id "
            "join practice_session s on s.id = e.session_id where s.person_id = :ana",
            "select d.* from disagreement d join exchange e on e.id = d.exchange_id "
            "join practice_session s on s.id = e.session_id where s.person_id = :ana",
            "select r.* from reflection r join practice_session s on s.id = r.session_id where s.person_id = :ana",
            "select person_id, email, name, role, password, disabled_at from account order by person_id",
            "select * from section order by id",
            "select * from membership order by section_id, person_id",
            "select * from grade_event",
            "select id from grade order by id",
            "select * from assignment",
            "select * from extension",
            "select * from turn_comment",
            "select * from attempt",
            "select * from drill_run where person_id = :ana",
            "select * from arc_run where person_id = :ana",
        )
        with sqlite3.connect(f"{self.folder}/attune.db") as db:
            return [db.execute(query, {"ana": self.school.people["ana"]}).fetchall() for query in queries]


@pytest.fixture(scope="module")
def target(quiet, serving, tmp_path_factory):
    folder = tmp_path_factory.mktemp("every")
    with school_site(serving[0], folder) as school:
        room, ana = school.room, school.people["ana"]
        over = room.begin(ana, "S01", Mode.COACHING, seed=1).session.id
        room.say(ana, over, WORDS, "key-1")
        room.end(ana, over)
        room.predict(ana, over, Prediction(empathy=2, boundary=2))
        room.reflect(ana, over, 0, WORDS)
        now = room.begin(ana, "S01", Mode.COACHING, seed=1).session.id
        room.say(ana, now, WORDS, "key-1")
        room.save_draft(ana, now, WORDS, 99)
        given = give(school, "ana", title=WORDS[:60], instructions=WORDS)
        attempt = practise(school, "ana", given, words=WORDS)
        sitting = room.drills.begin(ana, next(iter(room.catalog.drills))).run.id
        room.drills.attempt(ana, sitting, WORDS, "key-1")
        treatment = room.arcs.begin(ana, next(iter(room.catalog.arcs)), Mode.COACHING).run.id
        ids = (over, now, ana, school.sections["ira"], given.id, attempt, sitting, treatment)
        yield Target(school, str(folder), now, over, ids)


UNTOLD = frozenset({"on_draft"})
"""Events in the background, whose refusal is not told: that nothing was changed is looked at."""


def own_routes(site):
    """Give every route of ours as method and path."""
    return {
        (method, route.path)
        for route in site._own_routes
        for method in getattr(route, "methods", None) or ()
        if method != "HEAD"
    }


def every_route(routes):
    """Give the routes, and those of routers among them."""
    for route in routes:
        if hasattr(route, "path"):
            yield route
        else:
            yield from every_route(route.original_router.routes)


def gradio_routes(site):
    """Give every route of every mounted room as method and path, with something in each gap."""
    for mounted in site._app.router.routes:
        for route in every_route(getattr(getattr(mounted, "app", None), "routes", ())):
            for method in getattr(route, "methods", None) or ("GET",):
                path = route.path
                while "{" in path:
                    path = path[: path.index("{")] + "x" + path[path.index("}") + 1 :]
                yield method, mounted.path.rstrip("/") + (path or "/")


def test_every_route_of_ours_is_in_the_table(target):
    assert own_routes(target.school.site) == set(ROUTES)


def test_there_is_something_to_reach_for(target):
    """Whoever it belongs to sees it: so not seeing it is a refusal and no mistake of the test."""
    ana = target.school.visitor("ana")
    assert WORDS in ana.http.get(f"/export/{target.over_session}.md").text.replace("\\", "")
    blocks = target.school.site._rooms[-1].blocks
    go = next(index for index, event in blocks.fns.items() if event.api_name == "go")
    seen = [
        json.dumps(run(ana, "", go, [where], "anas")) for where in (f"?view=session&session={target.open_session}",)
    ]
    assert WORDS in seen[0]


GAP = re.compile(r"\{[a-z]+\}")


def filled(path, ids):
    """Give a path with each id in all of its gaps."""
    return [GAP.sub(one, path) for one in ids] if "{" in path else [path]


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
def test_nobody_is_let_in_to_a_route(target, method, path):
    allowed = ROUTES[method, path] == "everybody"
    with target.school.browser() as browser:
        for one in filled(path, target.ids):
            answer = browser.request(method, one, data={} if method == "POST" else None)
            assert (answer.status_code != 401) is allowed, one
            assert WORDS not in answer.text
            assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
@pytest.mark.parametrize("who", INTRUDERS)
def test_a_route_gives_nobody_what_is_somebody_elses(target, who, method, path):
    before, rule = target.dump(), ROUTES[method, path]
    browser = target.school.signed_in(who)
    for one in filled(path, target.ids):
        forms = [None] if method == "GET" else [{}, *({"account": each, "disabled": "yes"} for each in target.ids)]
        if rule == "administrator" and who == "ada":
            forms = forms[:1]
        for form in forms:
            answer = browser.request(method, one, data=form)
            assert not [secret for secret in SECRETS[who] if secret in answer.text.replace("\\", "")]
            if rule in ("owner", "teacher") or (rule == "staff" and who != "ada"):
                assert answer.status_code in (403, 404), (method, one, answer.status_code)
            if rule == "administrator" and who != "ada":
                assert answer.status_code == 403
    assert target.dump() == before


def test_nobody_is_let_in_to_any_route_of_gradio(target):
    walked = sorted(set(gradio_routes(target.school.site)))
    assert len(walked) > 40
    with target.school.browser() as browser:
        for method, path in walked:
            answer = browser.request(method, path)
            public = method in ("GET", "HEAD") and (STATIC.match(path) or path == "/manifest.json")
            assert public or answer.status_code in (401, 403, 404, 405), (method, path, answer.status_code)


@pytest.mark.parametrize("who", INTRUDERS)
def test_gradios_own_routes_give_nobody_anything_of_anyone(target, who):
    streams = ("/gradio_api/queue/data", "/gradio_api/heartbeat/x")
    browser = target.school.signed_in(who)
    for method, path in sorted(set(gradio_routes(target.school.site))):
        if not path.endswith(streams):
            answer = browser.request(method, path)
            assert answer.status_code < 500, (method, path)
            assert not [secret for secret in SECRETS[who] if secret in answer.text], (method, path)


def rooms_and_events(site):
    return [(room, index) for room in site._rooms for index, event in room.blocks.fns.items() if event.fn is not None]


def test_nobody_runs_any_event(target):
    with target.school.browser() as browser:
        for room, index in rooms_and_events(target.school.site):
            base = room.path.rstrip("/")
            values = [None] * len(room.blocks.fns[index].inputs)
            body = {"data": values, "fn_index": index, "session_hash": "nobody"}
            assert browser.post(f"{base}/gradio_api/queue/join", json=body).status_code == 401
        for path in ("/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=nobody"):
            assert browser.get(path).status_code == 401


def value_for(component, target_id):
    """Give a value that the component could send, with the id wherever text can stand."""
    kind = component.get_block_name()
    if kind == "textbox":
        return target_id
    if kind in ("dropdown", "radio"):
        return next((value for _, value in component.choices or ()), 1)
    return {"slider": 2, "number": 1, "checkbox": True, "button": ""}.get(kind)


def run(visitor, base, index, values, session):
    """Run an event and give every message that came of it; the status if it was not let in."""
    body = {"data": values, "fn_index": index, "session_hash": session}
    answer = visitor.http.post(f"{base}/gradio_api/queue/join", json=body)
    if answer.status_code != 200:
        return answer.status_code
    messages = []
    with visitor.http.stream("GET", f"{base}/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:"):
                messages.append(json.loads(line[5:]))
                if messages[-1]["msg"] == "close_stream":
                    break
    return messages


def says_no(messages):
    """Tell whether the event was refused: a message for the person, or a failure without a word."""
    return isinstance(messages, int) or any(
        message["msg"] == "log" or (message["msg"] == "process_completed" and not message["success"])
        for message in messages
    )


def addresses(target_id):
    views = (address(Where(view=view, session=target_id, turn=1)) for view in View)
    return [*views, target_id]


@pytest.mark.parametrize("who", INTRUDERS)
def test_no_event_gives_or_changes_what_is_somebody_elses(target, who):
    before, visitor, walked = target.dump(), target.school.visitor(who), 0
    for (room, index), target_id in product(rooms_and_events(target.school.site), target.ids):
        event, base = room.blocks.fns[index], room.path.rstrip("/")
        values = [value_for(component, target_id) for component in event.inputs]
        asked = [[where] for where in addresses(target_id)] if event.api_name in SILENT else [values]
        for one in asked:
            messages = run(visitor, base, index, one, f"page-of-{who}")
            assert not isinstance(messages, int) or room.path != "/", (event.api_name, messages)
            told = json.dumps(messages, ensure_ascii=False)
            assert not [secret for secret in SECRETS[who] if secret in told], (event.api_name, one)
            if event.api_name not in WITHOUT_RECORDS | SILENT | UNTOLD:
                assert says_no(messages), (event.api_name, one)
            walked += 1
    assert walked > 120
    assert target.dump() == before
