"""Which sitting a drill's view goes on with."""

import pytest

from tests.webui.fakes import open_quick_room
from webui.views import View, Where


@pytest.fixture
def page(quiet, tmp_path):
    import gradio as gr

    from webui.drill_page import DrillPage

    shown = DrillPage(open_quick_room(tmp_path), "Call.")
    with gr.Blocks():
        shown.place()
    return shown


def test_the_sitting_in_the_address_is_gone_on_with_and_not_a_newer_one(page):
    drills = page._room.drills
    drill = next(iter(page._room.catalog.drills))
    assigned, newer = drills.begin("ana", drill).run.id, drills.begin("ana", drill).run.id
    for session, found in ((assigned, assigned), (newer, newer), ("", newer)):
        where = Where(view=View.DRILL, scenario=drill, session=session)
        assert page.show(where, "ana")[page.run] == found
    with pytest.raises(LookupError):
        page.show(Where(view=View.DRILL, scenario=drill, session=assigned), "ben")
