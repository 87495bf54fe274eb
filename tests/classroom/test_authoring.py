"""Packs: only what is fit is kept, versions are only added, and an assignment keeps the one it was given with."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from classroom.content_kinds import ContentKind, is_written_here
from classroom.content_text import read_mapping, written
from classroom.errors import ChangedMeanwhile
from classroom.given_store import GivenStore
from classroom.pack_file import MOST_BYTES, MOST_DOCUMENTS
from dialogue.content import ContentError
from practice.errors import RecordNotFound
from tests.classroom.hostile import HOSTILE


def copied(course, authors, pack, shipped="S01"):
    return authors.copying.copy_shipped(course.id("ira"), pack, shipped)


def changed(course, authors, pack, content, **fields):
    """Give the newest YAML of something with other fields."""
    body = read_mapping(authors.authoring.text(course.id("ira"), pack, content).body, "it")
    return written({**body, **fields})


def count(course, table="content_version", where="pack_id is not null"):
    with course.school.engine.connect() as db:
        return db.execute(text(f"select count(*) from {table} where {where}")).scalar_one()


def test_a_copy_of_what_ships_has_an_id_of_its_own_and_can_be_changed(course, authors, pack):
    ira = course.id("ira")
    for shipped, kind in (("S01", ContentKind.SCENARIO), ("B4", ContentKind.CLIENT), ("trust", ContentKind.RUBRIC)):
        version = copied(course, authors, pack, shipped)
        assert (version.kind, version.number) == (kind, 1)
        assert is_written_here(version.content)
        assert version.content not in course.room.catalog.offers
        assert version.content not in course.room.catalog.cast
    listed = authors.authoring.pack(ira, pack).contents
    assert {one.title for one in listed} == {"First ten minutes", "Gloria Esparza", "Building trust"}
    assert not any(one.faults for one in listed)


def test_versions_are_only_added_and_can_be_compared(course, authors, pack):
    ira, first = course.id("ira"), copied(course, authors, pack)
    body = changed(course, authors, pack, first.content, title="The first quarter of an hour")
    second = authors.authoring.keep(ira, pack, first.content, body, after=1)
    assert second.number == 2
    assert [one.number for one in authors.authoring.history(ira, pack, first.content)] == [2, 1]
    assert authors.authoring.text(ira, pack, first.content, 1).title == "First ten minutes"
    lines = authors.authoring.compare(ira, pack, first.content, 1, 2)
    assert '-title: "First ten minutes"' in lines
    assert '+title: "The first quarter of an hour"' in lines
    with pytest.raises(DatabaseError), course.school.engine.begin() as db:
        db.execute(text("update content_version set body = 'other'"))


def test_a_newer_version_of_somebody_else_is_never_lost(course, authors, pack):
    ira, first = course.id("ira"), copied(course, authors, pack)
    keep = authors.authoring.keep
    keep(ira, pack, first.content, changed(course, authors, pack, first.content, title="One"), after=1)
    with pytest.raises(ChangedMeanwhile, match="Version 2"):
        keep(ira, pack, first.content, changed(course, authors, pack, first.content, title="Two"), after=1)
    with pytest.raises(ValueError, match="Nothing in it is new"):
        keep(ira, pack, first.content, authors.authoring.text(ira, pack, first.content).body, after=2)
    assert count(course) == 2


def test_what_is_not_fit_is_refused_with_field_and_remedy(course, authors, pack):
    ira, first = course.id("ira"), copied(course, authors, pack)
    wrong = {
        "field turn_limit: Input should be greater than or equal to 6": {"turn_limit": 2},
        "field skills: 'charm' is not there; take one of": {"skills": ["charm"]},
        "field persona: there is no client 'Q1'": {"persona": "Q1"},
        "field tests: 'nonsense' is not there": {"tests": [{"test": "nonsense", "turn": 2}]},
        "field id: is not what this scenario is called here; make it 'S-": {"id": "S01"},
        "field sauce: Extra inputs are not permitted; take the field out": {"sauce": "mint"},
    }
    for says, fields in wrong.items():
        with pytest.raises(ContentError) as refused:
            authors.authoring.keep(ira, pack, first.content, changed(course, authors, pack, first.content, **fields), 1)
        assert says in str(refused.value)
    assert count(course) == 1


def test_a_client_must_stay_fit_to_be_practised_with(course, authors, pack):
    ira, first = course.id("ira"), copied(course, authors, pack, "B4")
    body = read_mapping(authors.authoring.text(ira, pack, first.content).body, "it")
    told = next(number for number, one in enumerate(body["memories"]) if one["layer"] == 4)
    body["memories"][told]["layer"] = 0
    body["memories"] = [one | {"layer": 0} for one in body["memories"]]
    with pytest.raises(ContentError, match="memories: 100% are open at the start"):
        authors.authoring.keep(ira, pack, first.content, written(body), 1)


def test_an_unshared_pack_is_not_there_for_anybody_else(course, authors, pack):
    first = copied(course, authors, pack)
    verbs = (
        lambda person: authors.authoring.pack(person, pack),
        lambda person: authors.authoring.text(person, pack, first.content),
        lambda person: authors.authoring.history(person, pack, first.content),
        lambda person: authors.authoring.compare(person, pack, first.content, 1, 1),
        lambda person: authors.authoring.change_pack(person, pack, "Mine now", shared=True),
        lambda person: authors.authoring.retire(person, pack, retired=True),
        lambda person: authors.authoring.keep(person, pack, first.content, "x", 1),
        lambda person: authors.authoring.add(person, pack, ContentKind.SCENARIO, "x"),
        lambda person: authors.copying.copy_shipped(person, pack, "S02"),
        lambda person: authors.packing.export(person, pack),
        lambda person: authors.packing.preview(person, "x", pack),
        lambda person: authors.packing.keep(person, "x", pack),
        lambda person: authors.previewing.converse(person, pack, first.content, ["Hello."]),
        lambda person: authors.shelf.offer(person, first.content),
    )
    for verb in verbs:
        for name in ("uma", "ada", "ana"):
            with pytest.raises(RecordNotFound):
                verb(course.id(name))
    assert authors.authoring.packs(course.id("uma")) == ()
    assert count(course) == 1


def test_a_shared_pack_is_read_assigned_and_copied_by_colleagues_and_changed_by_its_owner(course, authors, pack):
    ira, uma, first = course.id("ira"), course.id("uma"), copied(course, authors, pack)
    authors.authoring.change_pack(ira, pack, "Autumn term", shared=True)
    seen = authors.authoring.pack(uma, pack)
    assert (seen.mine, seen.pack.owner_name) == (False, "Ira")
    assert authors.authoring.text(uma, pack, first.content).body
    for verb in (
        lambda: authors.authoring.change_pack(uma, pack, "Mine now", shared=True),
        lambda: authors.authoring.keep(uma, pack, first.content, "x", 1),
        lambda: authors.authoring.retire(uma, pack, retired=True),
        lambda: authors.packing.keep(uma, "x", pack),
        lambda: authors.copying.copy(uma, pack, first.content, pack),
    ):
        with pytest.raises(PermissionError):
            verb()
    own = authors.authoring.make_pack(uma, "Umas")
    taken = authors.copying.copy(uma, pack, first.content, own)
    assert taken.content != first.content
    assert [one.offer.scenario.id for one in course.work.assigning.authored(uma)] == [taken.content, first.content]
    with pytest.raises(RecordNotFound):
        authors.authoring.pack(course.id("ana"), pack)
    with pytest.raises(PermissionError):
        authors.authoring.packs(course.id("ana"))


def test_an_assignment_keeps_the_version_that_it_was_given_with_and_is_practised_on_it(course, authors, pack):
    ira, first = course.id("ira"), copied(course, authors, pack)
    assignment = course.give(content=first.content)
    body = changed(course, authors, pack, first.content, opening="I am not sure I should be here.", title="Another")
    authors.authoring.keep(ira, pack, first.content, body, after=1)
    given = GivenStore(course.school.engine, course.clock)
    assert first.id in given.of_assignment(assignment.id)
    assert given.offer(assignment.id).scenario.title == "First ten minutes"
    session = course.do("ana", assignment)
    assert course.room.place(course.id("ana"), session).offer.scenario.title == "First ten minutes"
    assert course.room.report(course.id("ana"), session).place.offer.scenario.id == first.content
    newer = course.give(content=first.content)
    assert course.room.place(course.id("ben"), course.begin("ben", newer)).session.opening.startswith("I am not sure")
    copied_on = course.work.assigning.copy(ira, assignment.id, course.school.monday.id)
    assert given.offer(copied_on.id).scenario.title == "First ten minutes"


def test_an_assignment_keeps_the_client_that_an_author_wrote(course, authors, pack):
    ira = course.id("ira")
    client, scenario = copied(course, authors, pack, "B4"), copied(course, authors, pack)
    body = changed(course, authors, pack, scenario.content, persona=client.content)
    authors.authoring.keep(ira, pack, scenario.content, body, after=1)
    assignment = course.give(content=scenario.content)
    card = read_mapping(authors.authoring.text(ira, pack, client.content).body, "it")["card"]
    other = changed(course, authors, pack, client.content, card={**card, "name": "Glenda Esparza"})
    authors.authoring.keep(ira, pack, client.content, other, after=1)
    session = course.do("ana", assignment)
    place = course.room.place(course.id("ana"), session)
    assert (place.session.persona, place.offer.persona.card.name) == (client.content, "Gloria Esparza")
    newer = course.give(content=scenario.content)
    session = course.begin("ben", newer)
    assert course.room.place(course.id("ben"), session).offer.persona.card.name == "Glenda Esparza"


def test_a_scenario_whose_client_no_longer_fits_says_so_and_is_not_given(course, authors, pack):
    ira = course.id("ira")
    client, scenario = copied(course, authors, pack, "B4"), copied(course, authors, pack)
    body = changed(course, authors, pack, scenario.content, persona=client.content)
    authors.authoring.keep(ira, pack, scenario.content, body, after=1)
    whole = read_mapping(authors.authoring.text(ira, pack, client.content).body, "it")
    tests = [one | {"id": "dear"} if one["id"] == "mija" else one for one in whole["tests"]]
    lines = [one | {"test": "dear"} if one.get("test") == "mija" else one for one in whole["lines"]]
    authors.authoring.keep(ira, pack, client.content, written({**whole, "tests": tests, "lines": lines}), after=1)
    listed = {one.version.content: one.faults for one in authors.authoring.pack(ira, pack).contents}
    assert "field tests: 'mija' is not there; take one of" in listed[scenario.content]
    assert listed[client.content] == ""
    with pytest.raises(ContentError, match="mija"):
        course.give(content=scenario.content)
    assert course.work.assigning.authored(ira) == ()


def test_a_retired_pack_is_not_given_any_more_and_what_was_given_stays(course, authors, pack):
    ira, first = course.id("ira"), copied(course, authors, pack)
    assignment = course.give(content=first.content)
    authors.authoring.retire(ira, pack, retired=True)
    assert course.work.assigning.authored(ira) == ()
    with pytest.raises(ValueError, match="retired"):
        course.give(content=first.content)
    assert course.begin("ana", assignment)
    authors.authoring.retire(ira, pack, retired=False)
    assert course.give(content=first.content)


def test_what_nobody_may_use_cannot_be_assigned(course, authors):
    pack = authors.authoring.make_pack(course.id("uma"), "Umas")
    version = authors.copying.copy_shipped(course.id("uma"), pack, "S01")
    with pytest.raises(RecordNotFound):
        course.give(content=version.content)
    client = authors.copying.copy_shipped(course.id("uma"), pack, "B4")
    authors.authoring.change_pack(course.id("uma"), pack, "Umas", shared=True)
    with pytest.raises(RecordNotFound):
        course.give(content=client.content)


def test_a_pack_is_exported_and_imported_whole(course, authors, pack):
    ira, uma = course.id("ira"), course.id("uma")
    scenario, client = copied(course, authors, pack), copied(course, authors, pack, "B4")
    body = changed(course, authors, pack, scenario.content, persona=client.content, title="With my Gloria")
    authors.authoring.keep(ira, pack, scenario.content, body, after=1)
    file = authors.packing.export(ira, pack)
    coming = authors.packing.preview(uma, file).coming
    assert [(one.title, one.number, one.same) for one in coming] == [
        ("Gloria Esparza", 1, False),
        ("With my Gloria", 1, False),
    ]
    made = authors.authoring.pack(uma, authors.packing.keep(uma, file))
    assert made.pack.title == "Autumn term"
    ids = {one.version.kind: one.version.content for one in made.contents}
    assert not set(ids.values()) & {scenario.content, client.content}
    other = read_mapping(authors.authoring.text(uma, made.pack.id, ids[ContentKind.SCENARIO]).body, "it")
    assert other["persona"] == ids[ContentKind.CLIENT]
    assert not any(one.faults for one in made.contents)


def test_importing_into_the_same_pack_makes_next_versions_of_what_changed_alone(course, authors, pack):
    ira = course.id("ira")
    first, second = copied(course, authors, pack), copied(course, authors, pack, "S02")
    file = authors.packing.export(ira, pack).replace("First ten minutes", "First twenty minutes")
    coming = {one.content: one for one in authors.packing.preview(ira, file, pack).coming}
    assert (coming[first.content].number, coming[first.content].same) == (2, False)
    assert coming[second.content].same
    authors.packing.keep(ira, file, pack)
    assert authors.authoring.text(ira, pack, first.content).title == "First twenty minutes"
    assert len(authors.authoring.history(ira, pack, second.content)) == 1


def test_one_fault_in_a_file_keeps_all_of_it_out(course, authors, pack):
    ira = course.id("ira")
    copied(course, authors, pack)
    copied(course, authors, pack, "S02")
    file = authors.packing.export(ira, pack).replace("turn_limit: 10", "turn_limit: 99", 1)
    before = count(course), count(course, "content_pack", "1 = 1")
    with pytest.raises(
        ContentError, match=r"document \d \(S-\w+\): field turn_limit: .* less than or equal to 20; change"
    ):
        authors.packing.keep(ira, file)
    assert (count(course), count(course, "content_pack", "1 = 1")) == before


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hostile_is_kept(course, authors, pack, name):
    ira, first = course.id("ira"), copied(course, authors, pack)
    body = authors.authoring.text(ira, pack, first.content).body
    spoilt = HOSTILE[name](body)
    assert spoilt != body
    for verb in (
        lambda: authors.packing.keep(ira, spoilt),
        lambda: authors.packing.keep(ira, spoilt, pack),
        lambda: authors.authoring.add(ira, pack, ContentKind.SCENARIO, spoilt),
        lambda: authors.authoring.keep(ira, pack, first.content, spoilt, 1),
    ):
        with pytest.raises(ContentError) as refused:
            verb()
        assert str(refused.value).splitlines()
        assert all(": " in line and len(line) < 400 for line in str(refused.value).splitlines())
    assert count(course) == 1


def test_a_file_that_is_too_large_or_holds_too_much_is_refused(course, authors, pack):
    ira, _ = course.id("ira"), copied(course, authors, pack)
    file = authors.packing.export(ira, pack)
    large = file + "# " + "x" * (MOST_BYTES - len(file.encode()))
    many = file + "---\na: 1\n" * MOST_DOCUMENTS
    for spoilt, most in ((large, MOST_BYTES), (many, MOST_DOCUMENTS)):
        with pytest.raises(ContentError, match=f"file: has .*{most} are the most: (put|send)"):
            authors.packing.preview(ira, spoilt)
    assert authors.packing.preview(ira, large[: -2 - len("# ")]).coming


def test_a_pack_title_is_a_title(course, authors):
    for title in ("", " ", "=1+1", "<b>Bold</b>", "x" * 500, "\x00"):
        with pytest.raises(ValueError, match="title"):
            authors.authoring.make_pack(course.id("ira"), title)
    assert count(course, "content_pack", "1 = 1") == 0


def test_a_preview_keeps_nothing(course, authors, pack):
    ira, first = course.id("ira"), copied(course, authors, pack)
    seen = authors.previewing.converse(ira, pack, first.content, ["What brought you here?", "", "And then?"])
    assert seen.client == "Gloria Esparza"
    assert [one.turn for one in seen.said] == [0, 1, 2]
    assert seen.said[1].trainee == "What brought you here?"
    assert seen.said[2].client == "2: I heard And then?"
    assert count(course, "practice_session", "1 = 1") == 0
    for lines in ([], ["  "], ["x"] * 13, ["x" * 9_000]):
        with pytest.raises(ValueError, match=r"Write 1 to 12|characters"):
            authors.previewing.converse(ira, pack, first.content, lines)
