"""Authors over HTTP: forms and YAML go through the same check, what was typed stays, nothing hostile is kept."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from classroom.content_text import read_mapping, written
from tests.classroom.hostile import HOSTILE
from tests.webui.school_site import school_site

BOXES = ("checkbox", "radio", "file")
LARGE = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def school(quiet, serving, tmp_path_factory):
    with school_site(serving[0], tmp_path_factory.mktemp("authors")) as running:
        yield running


@pytest.fixture
def ira(school):
    with school.signed_in("ira") as browser:
        yield browser


@pytest.fixture
def pack(ira):
    """Give the address of a new pack of Ira's."""
    return ira.post("/author", data={"title": "Autumn"}).headers["location"].split("?")[0]


@pytest.fixture
def scenario(ira, pack):
    """Give the address of a copy of the first scenario."""
    return copied(ira, pack, "S01")


def copied(browser, pack, shipped):
    answer = browser.post(f"{pack}/copy", data={"shipped": shipped})
    assert answer.status_code == 303, answer.text[:3000]
    return answer.headers["location"].split("?")[0]


def yaml_of(browser, at):
    page = browser.get(f"{at}?as=yaml").text
    return unescape(re.search(r'<textarea name="yaml"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[1])


class Filled(HTMLParser):
    """Reads what the forms of a page would send as they stand."""

    def __init__(self, page):
        super().__init__()
        self.sent, self._area, self._select = {}, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "option" and self._select and "selected" in has:
            self._keep(self._select, has["value"])
        elif tag == "select":
            self._select = has["name"]
        elif tag == "textarea":
            self._area = has["name"]
            self.sent[self._area] = [""]
        elif tag == "input" and "name" in has and (has.get("type") not in BOXES or "checked" in has):
            self._keep(has["name"], has.get("value", ""))

    def handle_endtag(self, tag):
        self._select = None if tag == "select" else self._select
        self._area = None if tag == "textarea" else self._area

    def handle_data(self, data):
        if self._area:
            self.sent[self._area] = [self.sent[self._area][0] + data]

    def _keep(self, name, value):
        self.sent.setdefault(name, []).append(value)


def filled(page):
    """Give what a form on a page would send as it stands."""
    return {name: [value.removeprefix("\n") for value in values] for name, values in Filled(page).sent.items()}


def versions(browser, at):
    return len(re.findall(r">Version \d+</a>", browser.get(f"{at}/history").text))


def test_an_instructor_with_no_pack_is_told_what_to_do_first(school):
    page = school.signed_in("uma").get("/author")
    assert page.status_code == 200
    assert "You have no pack yet" in page.text
    assert 'action="author"' in page.text


@pytest.mark.parametrize("name", ["ana", "cem"])
def test_a_trainee_is_told_plainly_that_this_is_not_for_them(school, name):
    browser = school.signed_in(name)
    answer = browser.get("/author")
    assert answer.status_code == 403
    assert "You may not write content here" in answer.text
    assert browser.post("/author", data={"title": "Mine"}).status_code == 403


def test_a_pack_is_made_and_named_and_shared(school, ira, pack):
    page = ira.get(pack)
    assert "Nothing is in this pack yet" in page.text
    assert "Only you see it" in page.text
    assert school.signed_in("uma").get(pack).status_code == 404
    assert ira.post(pack, data={"title": "Autumn & winter", "shared": "yes"}).status_code == 303
    uma = school.signed_in("uma")
    assert "Autumn &amp; winter" in uma.get("/author").text
    seen = uma.get(pack).text
    assert "Shared by Ira" in seen
    assert "Retire" not in seen
    assert uma.post(pack, data={"title": "Umas now"}).status_code == 403
    assert uma.post(f"{pack}/copy", data={"shipped": "S02"}).status_code == 403


def test_a_title_that_is_none_is_refused_and_comes_back(ira):
    for title in ("", "=1+1", "<b>bold</b>"):
        answer = ira.post("/author", data={"title": title})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert "<b>bold" not in answer.text


def test_the_form_of_a_scenario_sends_back_what_it_was_given(ira, scenario):
    page = ira.get(scenario)
    assert page.status_code == 200
    before = read_mapping(yaml_of(ira, scenario), "it")
    answer = ira.post(scenario, data=filled(page.text))
    assert answer.status_code == 422, answer.headers
    assert "Nothing in it is new" in answer.text
    sent = {**filled(page.text), "title": ["The first quarter"], "start.trust": ["41.5"], "tests.1.test": ["mija"]}
    sent["tests.1.turn"] = ["8"]
    answer = ira.post(scenario, data=sent)
    assert answer.status_code == 303, re.findall(r"(?s)<ul class=.faults.*?</ul>", answer.text)
    after = read_mapping(yaml_of(ira, scenario), "it")
    changed = {key for key in after if after[key] != before.get(key)}
    assert changed == {"title", "start", "tests"}
    assert after["start"] == {"trust": 41.5}
    assert after["tests"] == [{"test": "mija", "turn": 6}, {"test": "mija", "turn": 8}]
    assert versions(ira, scenario) == 2


def test_every_field_has_a_label_and_one_sentence_of_help(ira, scenario):
    page = ira.get(scenario).text
    form = page[page.index('class="sheet write"') :]
    for name in re.findall(r'<(?:input|textarea|select) (?!type="hidden")[^>]*name="([^"]+)"', form):
        assert re.search(rf'<label[^>]*>(?:(?!</label>).)*name="{re.escape(name)}"', form, re.DOTALL), name
    assert form.count('class="help"') > 30


def test_what_is_not_fit_is_refused_with_the_field_and_what_was_typed_stays(ira, scenario):
    sent = {**filled(ira.get(scenario).text), "turn_limit": ["99"], "title": ["Kept in the box"], "success": ["- [x"]}
    answer = ira.post(scenario, data=sent)
    assert answer.status_code == 422
    page = answer.text
    assert 'value="Kept in the box"' in page
    assert "- [x" in page
    assert f'href="{scenario[1:]}#f-success"' in page
    assert f'href="{scenario[1:]}#f-turn_limit"' in page
    assert page.count("<b>success</b>") == 1
    assert "Nothing was kept" in page
    again = ira.post(scenario, data={**sent, "success": filled(ira.get(scenario).text)["success"]})
    assert 'name="turn_limit" id="f-turn_limit" aria-invalid="true"' in again.text
    assert "less than or equal to 20; change the value" in unescape(again.text)
    assert versions(ira, scenario) == 1


def test_a_scenario_is_written_from_nothing(ira, pack):
    page = ira.get(f"{pack}/new")
    assert page.status_code == 200
    answer = ira.post(f"{pack}/new", data=filled(page.text))
    assert answer.status_code == 422
    assert "Field required; add the field" in answer.text
    limits = "Danger to life.\nHarm to a child."
    words = {
        "title": "A late start",
        "persona": "B4",
        "difficulty": "2",
        "setting": "office",
        "objective": "Begin late and well.",
        "challenge": "The hour is short.",
        "prebrief.situation": "She comes late.",
        "prebrief.learning_goal": "A calm begin.",
        "prebrief.try_this": "Say hello.",
        "prebrief.content_note": "Loneliness.",
        "opening": "Sorry, the bus.",
        "skills": ["empathy", "boundary_setting"],
        "contract.confidentiality_limits": limits,
        **{
            f"contract.{key}": "As agreed."
            for key in ("agency", "role", "contact", "after_hours", "gifts_and_meetings", "records", "emergencies")
        },
    }
    answer = ira.post(f"{pack}/new", data={**filled(page.text), **words})
    assert answer.status_code == 303, re.findall(r"(?s)<ul class=.faults.*?</ul>", answer.text)
    made = read_mapping(yaml_of(ira, answer.headers["location"].split("?")[0]), "it")
    assert (made["title"], made["contract"]["confidentiality_limits"]) == ("A late start", limits.split("\n"))
    assert re.fullmatch(r"S-[0-9a-z]{10}", made["id"])


def test_somebody_who_was_slower_loses_nothing_and_is_told(ira, scenario):
    sent = filled(ira.get(scenario).text)
    assert ira.post(scenario, data={**sent, "title": ["The faster one"]}).status_code == 303
    slow = ira.post(scenario, data={**sent, "title": ["The slower one"]})
    assert slow.status_code == 422
    assert "Version 2 was kept meanwhile" in slow.text
    assert 'value="The slower one"' in slow.text
    assert ira.post(scenario, data=filled(slow.text)).status_code == 303
    assert versions(ira, scenario) == 3


def test_what_changed_between_versions_is_shown(ira, scenario):
    ira.post(scenario, data={**filled(ira.get(scenario).text), "title": ["Other <words>"]})
    ira.post(scenario, data={**filled(ira.get(scenario).text), "title": ["Other words"]})
    page = ira.get(f"{scenario}/history?old=1&new=2").text
    assert "First ten minutes" in page
    assert '<ins><span class="unseen">added: ' in page
    assert "Other words" in page
    assert "same, word for word" in ira.get(f"{scenario}/history?old=1&new=1").text
    assert ira.get(f"{scenario}/history?old=1&new=77").status_code == 404
    assert "to read" in ira.get(f"{scenario}?number=1").text


def test_a_client_and_a_rubric_are_changed_by_their_forms(ira, pack):
    client = copied(ira, pack, "B4")
    sent = {**filled(ira.get(client).text), "card.occupation": ["retired nurse"], "memories.0.topic": ["bus"]}
    assert ira.post(client, data=sent).status_code == 303
    body = read_mapping(yaml_of(ira, client), "it")
    assert (body["card"]["occupation"], body["memories"][0]["topic"]) == ("retired nurse", "bus")
    rubric = copied(ira, pack, "trust")
    page = ira.get(rubric).text
    assert "sum to 100; they must sum to 100" in page
    sent = {**filled(page), "criteria.0.weight": ["19"], "version": ["2"]}
    refused = ira.post(rubric, data=sent)
    assert refused.status_code == 422
    assert "weights must sum to 100" in refused.text
    assert "sum to 99" in refused.text
    sent |= {"criteria.1.weight": ["21"], "criteria.0.anchors.0.trainee.4": ["A better line."]}
    answer = ira.post(rubric, data=sent)
    assert answer.status_code == 303, re.findall(r"(?s)<ul class=.faults.*?</ul>", answer.text)
    body = read_mapping(yaml_of(ira, rubric), "it")
    assert [one["weight"] for one in body["criteria"][:2]] == [19, 21]
    assert body["criteria"][0]["anchors"][0]["trainee"][4] == "A better line."


def test_a_client_who_is_not_fit_is_refused_at_the_memory(ira, pack):
    client = copied(ira, pack, "B4")
    page = filled(ira.get(client).text)
    marks = next(name for name, value in page.items() if name.endswith(".marks") and value)
    answer = ira.post(client, data={**page, marks: [""]})
    assert answer.status_code == 422
    assert f"{marks.replace('.', '-')}" in answer.text


def test_a_preview_answers_and_keeps_nothing(school, ira, scenario):
    assert "What brought you here today?" in ira.get(f"{scenario}/preview").text
    answer = ira.post(f"{scenario}/preview", data={"lines": "What <b>brought</b> you here?\r\nAnd then?"})
    assert answer.status_code == 200
    assert "What &lt;b&gt;brought&lt;/b&gt; you here?" in answer.text
    assert answer.text.count('<p class="says">') == 3
    assert school.room.history(school.people["ira"]) == ()
    for lines in ("", "\n\n", "x\n" * 20, "x" * 9000):
        assert ira.post(f"{scenario}/preview", data={"lines": lines}).status_code == 422


def test_a_pack_is_exported_looked_at_and_imported(school, ira, pack, scenario):
    file = ira.get(f"{pack}/export")
    assert "attachment" in file.headers["content-disposition"]
    uma = school.signed_in("uma")
    upload = {"file": ("pack.yaml", file.content, "application/yaml")}
    page = uma.post("/author/import", data={"into": ""}, files=upload)
    assert page.status_code == 200
    assert "Nothing is kept yet" in page.text
    assert "First ten minutes" in page.text
    before = uma.get("/author").text.count('href="author/01')
    sent = filled(page.text)
    kept = uma.post("/author/keep-import", data={"into": "", "text": sent["text"][0]})
    assert kept.status_code == 303
    assert "First ten minutes" in uma.get(kept.headers["location"].split("?")[0]).text
    assert uma.get("/author").text.count('href="author/01') == before + 1
    again = ira.post("/author/import", data={"into": pack.rsplit("/", 1)[1], "text": file.text})
    assert "here already, word for word" in again.text
    theirs = uma.post("/author/import", data={"into": pack.rsplit("/", 1)[1], "text": file.text})
    assert theirs.status_code == 404


def test_a_fault_in_a_pack_names_the_document_the_field_and_the_remedy(ira, pack, scenario):
    copied(ira, pack, "S02")
    file = ira.get(f"{pack}/export").text
    assert file.count("minutes: ") == 2
    at = file.rindex("minutes: ")
    spoilt = file[:at] + "minutes: 900 # " + file[at + len("minutes: ") :]
    page = ira.post("/author/import", data={"into": ""}, files={"file": ("pack.yaml", spoilt.encode(), "text/yaml")})
    assert page.status_code == 422
    content = re.findall(r'(?m)^id: "(.*?)"', file)[1]
    assert (
        f"<li><b>Document 3 ({content}), minutes</b>: Input should be less than or equal to 60; change the" in page.text
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_upload_is_kept_or_breaks_anything(ira, pack, scenario, name):
    body = yaml_of(ira, scenario)
    spoilt = HOSTILE[name](body).encode("utf-8", "surrogatepass")
    packs = ira.get("/author").text.count('href="author/01')
    upload = {"file": ("../../x<script>.yaml", spoilt, "text/html")}
    text = spoilt.decode("utf-8", "replace")
    answers = [ira.post("/author/import", data={"into": ""}, files=upload)]
    if name != "half a character":  # a form cannot carry it
        answers += [
            ira.post("/author/keep-import", data={"into": "", "text": text}),
            ira.post("/author/keep-import", data={"into": pack.rsplit("/", 1)[1], "text": text}),
            ira.post(scenario, data={"as": "yaml", "seen": "1", "yaml": text}),
        ]
    for answer in answers:
        assert answer.status_code == 422, (name, answer.status_code)
        assert "<script>" not in answer.text
        assert "<img src=x" not in answer.text
        assert 'class="faults"' in answer.text
    assert ira.get("/author").text.count('href="author/01') == packs
    assert versions(ira, scenario) == 1


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00t", b"title: \xe9t\xe9", b"\x00\x01\x02" * 50])
def test_a_file_that_is_no_text_is_refused(ira, raw):
    answer = ira.post("/author/import", data={"into": ""}, files={"file": ("x.yaml", raw, "application/yaml")})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_odd_forms_break_nothing(ira, pack, scenario):
    boundary = {"content-type": "multipart/form-data; boundary=x"}
    for at in ("/author/import", "/author/keep-import", scenario, f"{pack}/new"):
        for headers, raw in (
            (boundary, b"--x\r\nnonsense"),
            (boundary, b'--x\r\ncontent-disposition: form-data; name="title"\r\n\r\n\xff\xfe\r\n--x--\r\n'),
            (boundary, b'--x\r\ncontent-disposition: form-data; name="yaml"; filename="a"\r\n\r\nb\r\n--x--\r\n'),
            (LARGE, b"a=1&" * 3_000),
            (LARGE, b"seen=999999999999999999999&as=yaml&yaml=%ff%fe"),
            (LARGE, b"seen=-1&title=%00"),
            ({"content-type": "application/json"}, b"{}"),
        ):
            answer = ira.post(at, content=raw, headers=headers)
            assert answer.status_code in (400, 404, 413, 422), (at, headers, raw[:40], answer.status_code)
        too_large = ira.post(at, content=b"x" * 1_200_000, headers=LARGE)
        assert too_large.status_code == 413
    assert versions(ira, scenario) == 1


def test_every_form_is_refused_from_another_site(school, ira, pack, scenario):
    for at in ("/author", "/author/import", "/author/keep-import", pack, f"{pack}/copy", f"{pack}/retire", scenario):
        assert ira.post(at, data={"title": "x"}, headers={"origin": "https://evil.example"}).status_code == 403
        with school.signed_in("ira") as browser:
            del browser.headers["origin"]
            assert browser.post(at, data={"title": "x"}).status_code == 403


def test_a_colleague_reads_and_copies_a_shared_scenario_and_nobody_else_sees_an_unshared_one(
    school, ira, pack, scenario
):
    uma, ada, ana = (school.signed_in(name) for name in ("uma", "ada", "ana"))
    pages = (pack, scenario, f"{scenario}?as=yaml", f"{scenario}/history", f"{scenario}/preview", f"{pack}/export")
    for browser in (uma, ada, ana):
        for at in (*pages, f"{pack}/new"):
            assert browser.get(at).status_code == 404, at
        for at in (pack, f"{pack}/retire", f"{pack}/copy", f"{pack}/new", scenario, f"{scenario}/preview"):
            assert browser.post(at, data={"title": "x", "lines": "Hello"}).status_code == 404, at
    ira.post(pack, data={"title": "Autumn", "shared": "yes"})
    for at in pages:
        assert uma.get(at).status_code == 200, at
        assert ana.get(at).status_code == 404, at
    assert uma.post(scenario, data={"as": "yaml", "yaml": "x", "seen": "1"}).status_code in (403, 422)
    assert versions(ira, scenario) == 1
    own = uma.post("/author", data={"title": "Umas"}).headers["location"].split("?")[0]
    taken = uma.post(f"{scenario}/copy", data={"into": own.rsplit("/", 1)[1]})
    assert taken.status_code == 303
    assert uma.get(taken.headers["location"]).status_code == 200


def test_a_retired_pack_says_so(ira, pack):
    assert ira.post(f"{pack}/retire", data={"retired": "yes"}).status_code == 303
    assert "Bring it back" in ira.get(pack).text
    assert "retired" in ira.get("/author").text


def test_words_in_every_script_come_back_as_they_were(ira, scenario):
    words = "שלום · مرحبا · 你好 · नमस्ते · 👩🏽‍⚕️ & <3"
    answer = ira.post(scenario, data={**filled(ira.get(scenario).text), "objective": [words]})
    assert answer.status_code == 303
    assert read_mapping(yaml_of(ira, scenario), "it")["objective"] == words
    assert words.replace("&", "&amp;").replace("<", "&lt;") in ira.get(scenario).text


def test_yaml_keeps_its_comments(ira, scenario):
    yaml = "# For the autumn term\n" + yaml_of(ira, scenario).replace("First ten minutes", "First hour")
    assert ira.post(scenario, data={"as": "yaml", "seen": "1", "yaml": yaml}).status_code == 303
    assert yaml_of(ira, scenario).startswith("# For the autumn term")
    assert written(read_mapping(yaml, "it")) != yaml
