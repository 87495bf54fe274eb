"""The cookie of somebody who is signed in, and how a request is known by it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from classroom.sign_in import SignIn


class AccountVisitors:
    """Knows the people of a site with accounts by their cookie."""

    def __init__(self, sign_in: SignIn, *, secure: bool) -> None:
        """Know them by a cookie that, where the site is `secure`, no other site and no plain connection can set."""
        self._sign_in = sign_in
        self._secure = secure
        self.name = "__Host-attune" if secure else "attune_in"
        self.away = "__Host-attune-away" if secure else "attune_away"

    async def who(self, request: Request) -> str | None:
        """Name the person a request comes from; None for nobody."""
        secret = self.secret(request)
        return await run_in_threadpool(self._sign_in.person_of, secret) if secret else None

    def secret(self, request: Request) -> str:
        """Give the secret that a browser shows; empty where it shows none."""
        return request.cookies.get(self.name, "")

    def give(self, answer: Response, secret: str) -> Response:
        """Put the secret into the browser's cookie, until the browser is closed."""
        answer.set_cookie(self.name, secret, httponly=True, samesite="lax", secure=self._secure, path="/")
        return answer

    def take(self, answer: Response) -> Response:
        """Take the cookie away."""
        answer.delete_cookie(self.name, httponly=True, samesite="lax", secure=self._secure, path="/")
        return answer

    def send_away(self, answer: Response, state: str, seconds: int) -> Response:
        """Let a browser remember for so long that it was sent to an identity provider: only it may come back."""
        answer.set_cookie(
            self.away, state, max_age=seconds, httponly=True, samesite="lax", secure=self._secure, path="/"
        )
        return answer

    def sent_away(self, request: Request) -> str:
        """Give what a browser was sent away with; empty where it was not."""
        return request.cookies.get(self.away, "")

    def came_back(self, answer: Response) -> Response:
        """Let a browser forget that it was sent away."""
        answer.delete_cookie(self.away, httponly=True, samesite="lax", secure=self._secure, path="/")
        return answer
