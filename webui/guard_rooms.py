"""The rooms behind the door: mounted Blocks, who may enter them, and how much a person may ask."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import isawaitable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.types import Scope

if TYPE_CHECKING:
    from gradio import Blocks

PERSON = "attune.person"
"""Key of an ASGI scope under which the guard names the person who is signed in."""
EVALUATING = frozenset({"html", "nativeplot"})
"""Components whose code in the browser evaluates text."""
Who = Callable[[Request], str | Awaitable[str | None] | None]


@dataclass(frozen=True)
class Room:
    """A mounted Blocks: where it is, what it offers and who may enter."""

    path: str
    """"/" or a path like "/instructor", without a slash at the end."""
    blocks: "Blocks"
    who: Who
    """Names the person a request comes from; None for a person who may not enter."""

    def inside(self, path: str) -> str | None:
        """Give a path relative to this room; None if it is elsewhere."""
        prefix = self.path.rstrip("/")
        return path[len(prefix) :] if path.startswith(prefix + "/") else None

    async def person(self, scope: Scope) -> str | None:
        """Name the person whom this room lets in; None for anybody else."""
        found = self.who(Request(scope))
        return await found if isawaitable(found) else found

    def pages(self) -> frozenset[str]:
        """Give the paths of this room's pages, without slashes; "" is the first page."""
        return frozenset(page[0] for page in self.blocks.pages)

    def evaluates(self) -> bool:
        """Tell whether its pages turn text into JavaScript, which the policy must then allow.

        Gradio does so for HTML components, Vega plots and events with `js`; without the
        permission the first two stay blank, and the last leaves the whole page blank. Markdown
        shows inline SVG without it.
        """
        components = (block.get_block_name() for block in self.blocks.blocks.values())
        events = self.blocks.fns.values()
        return any(name in EVALUATING for name in components) or any(event.js for event in events)


@dataclass(frozen=True)
class Limits:
    """How much one person may ask for."""

    event_bytes: int = 64_000
    """The largest body of an event."""
    own_bytes: int = 1_050_000
    """The largest body for one of our own routes: a roster of 1 MB, and the form around it."""
    at_once: float = 60
    per_second: float = 20
    """Requests: so many at once, then so many a second."""
    pages_at_once: float = 30
    pages_per_second: float = 0.2
    """Newly opened pages: Gradio holds 2,000 and then cuts the oldest off in mid-sentence."""


def signed_in(request: Request) -> str | None:
    """Name the person whom the guard let in; None if there was no guard, or nobody."""
    person = request.scope.get(PERSON)
    return person if isinstance(person, str) else None


def route_path(scope: Scope) -> str:
    """Give the path below the place where a proxy serves us."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path[len(root) :] if root and path.startswith(root + "/") else path
