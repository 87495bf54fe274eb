"""The whole site as one application: the guarded pages, the exports, and the pulse."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.responses import JSONResponse, Response

from classroom.oidc import Elsewhere
from classroom.open_school import School
from dialogue.record import Record
from practice.room import PracticeRoom
from webui.account_cookie import AccountVisitors
from webui.account_pages import OPEN_PATHS, SIGN_IN, add_account_pages
from webui.class_site import add_class_pages
from webui.erase_pages import add_erase_pages
from webui.export_routes import add_export_routes
from webui.guard_rooms import Limits
from webui.lti_routes import LTI_FROM_ELSEWHERE, LTI_OPEN_PATHS, add_lti_routes
from webui.mine_routes import add_mine_routes
from webui.mount import add_first_visit, mount, queue_alive, quiet_environment
from webui.ownership import LocalVisitor
from webui.people_page import add_people_page
from webui.platforms_page import add_platforms_page
from webui.provider_routes import OPEN, add_provider_routes
from webui.public_address import PublicAddress


class SiteSettings(Record):
    """What an operator decides about the site."""

    care_line: str
    """What a trainee is shown who writes of their own wish to die."""
    version: str
    engine: str = "embedded"
    visitor_token: str
    """Random, at least 32 characters, kept with the records: it knows the one local trainee's browser."""
    temp_folder: Path
    """Gradio's own files; nothing that a person wrote is put there."""
    limits: Limits | None = None
    address: PublicAddress = PublicAddress(base="http://127.0.0.1:7860")
    """Under which people open the site."""


def build_site(
    room: PracticeRoom, settings: SiteSettings, school: School | None = None, elsewhere: Elsewhere | None = None
) -> Any:
    """Build the application that uvicorn serves; Gradio is imported here, which takes seconds.

    Args:
        room: Where trainees practise.
        settings: What an operator decides.
        school: Who signs in, learns and teaches; without it there is one local trainee.
        elsewhere: The institution's identity provider, where there is one.

    Raises:
        ValueError: The visitor's token is too short.
    """
    quiet_environment(settings.temp_folder)
    from webui.pages import TraineePages
    from webui.theme import own_style, own_theme

    blocks = TraineePages(room, settings.care_line, school).build()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, title="Attune", telemetry={"auto_configure": False})
    _add_pulse(app, blocks, settings)
    add_export_routes(app, room, school)
    look: dict[str, Any] = {"limits": settings.limits, "theme": own_theme(), "css": own_style()}
    if school is None:
        visitor = LocalVisitor(settings.visitor_token)
        add_first_visit(app, visitor)
        return mount(app, blocks, visitor.who, **look)
    visitors = AccountVisitors(school.classroom.sign_in, secure=settings.address.secure)
    add_account_pages(app, school.classroom, visitors, elsewhere.name if elsewhere else "")
    add_provider_routes(app, school.classroom, elsewhere, visitors)
    add_people_page(app, school.classroom, settings.address)
    add_erase_pages(app, school.classroom, visitors)
    add_mine_routes(app, school.work.doing)
    add_class_pages(app, school, settings.address)
    add_lti_routes(app, school, visitors, settings.address)
    add_platforms_page(app, school, settings.address)
    return mount(
        app,
        blocks,
        visitors.who,
        hosts=settings.address.hosts,
        open_paths=OPEN_PATHS | OPEN | LTI_OPEN_PATHS,
        asked_from_elsewhere=LTI_FROM_ELSEWHERE,
        sign_in_path=SIGN_IN,
        **look,
    )


def _add_pulse(app: FastAPI, blocks: Any, settings: SiteSettings) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> Response:
        if not queue_alive(blocks):
            return JSONResponse({"status": "queue stopped"}, 503)
        return JSONResponse({"status": "ok", "version": settings.version, "engine": settings.engine})
