"""The cookie that tells a browser's own launch from one that somebody else began."""

import re

from starlette.requests import Request
from starlette.responses import Response

STATE = re.compile(r"[A-Za-z0-9-]{20,80}", re.ASCII)
LASTS = 600
"""Seconds."""


class StateCookie:
    """One cookie a launch, named after its state."""

    def __init__(self, *, secure: bool) -> None:
        """Over https, let the cookie come along with a platform's form, also inside its page; else on this machine."""
        self._secure = secure

    def give(self, answer: Response, state: str) -> Response:
        """Put the state into the browser's cookie."""
        self._put(answer, state, state, LASTS)
        return answer

    def take(self, answer: Response, state: str) -> Response:
        """Take the cookie away."""
        self._put(answer, state, "", 0)
        return answer

    def shown(self, request: Request, state: str) -> str:
        """Give the state that the browser shows; empty where it shows none."""
        return request.cookies.get(self._name(state), "") if STATE.fullmatch(state) else ""

    def _name(self, state: str) -> str:
        return f"{'__Host-' if self._secure else ''}attune-launch-{state[-12:]}"

    def _put(self, answer: Response, state: str, value: str, lasts: int) -> None:
        how = "SameSite=None; Secure; Partitioned" if self._secure else "SameSite=Lax"
        answer.headers.append("set-cookie", f"{self._name(state)}={value}; HttpOnly; Max-Age={lasts}; Path=/; {how}")
