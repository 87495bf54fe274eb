"""Everything that is kept about whoever asks, as a file of theirs."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from classroom.doing import Doing
from webui.account_pages import person_in

FILE_NAME = "attune-everything-about-me.json"


def add_mine_routes(app: FastAPI, doing: Doing) -> None:
    """Add the route, before `mount`."""

    @app.get("/mine/everything.json", include_in_schema=False)
    def everything(request: Request) -> Response:
        headers = {"content-disposition": f'attachment; filename="{FILE_NAME}"'}
        return Response(doing.export(person_in(request)), media_type="application/json", headers=headers)
