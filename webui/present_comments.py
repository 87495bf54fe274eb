"""The comments on a turn or a session under review, and the form for another."""

from html import escape

from classroom.reviews import LONGEST_COMMENT, WHOLE_SESSION, TurnComment
from webui.plain_page import hidden
from webui.present import shown
from webui.review_desk import Desk


def done_here(desk: Desk, turn: int) -> str:
    """Say what was done just now, where it was done."""
    return f'<p class="told" role="status">{shown(desk.told)}</p>' if desk.told and desk.told_at == turn else ""


def comments(desk: Desk, turn: int) -> str:
    """Give the comments on a turn or on the session; empty where there are none."""
    return "".join(_comment(desk, one) for one in desk.read.comments if one.turn == turn)


def comment_fold(desk: Desk, turn: int) -> str:
    """Give the form for another comment, folded."""
    what = "the session" if turn == WHOLE_SESSION else "this turn"
    number = f'<span class="unseen"> (turn {turn})</span>' if turn else ""
    return f'<details class="more"><summary>Comment on {what}{number}</summary>{comment_form(desk, turn)}</details>'


def comment_form(desk: Desk, turn: int, typed: str = "") -> str:
    """Give the form for a comment."""
    return (
        f'<form class="change" method="post" action="{desk.path}/comment">{hidden("turn", str(turn))}'
        '<label>Comment<span class="help">With your name; the trainee reads it once feedback is released.</span>'
        f'<textarea name="text" rows="3" required maxlength="{LONGEST_COMMENT}">{escape(typed)}</textarea></label>'
        '<button class="primary">Keep the comment</button></form>'
    )


def _comment(desk: Desk, one: TurnComment) -> str:
    own = ""
    if one.made_by == desk.me:
        own = (
            f'<form method="post" action="{desk.path}/withdraw-comment">{hidden("turn", str(one.turn))}'
            f'{hidden("comment", one.id)}<button class="slight">Take it back</button></form>'
        )
    head = f"<b>{shown(desk.who(one.made_by))}</b> commented, {desk.when(one.created_at)}"
    return f'<div class="comment"><p>{head}</p><p dir="auto">{shown(one.text)}</p>{own}</div>'
