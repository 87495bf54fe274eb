"""People who sign in, sections, assignments, reviews, authored content and learning platforms."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEVER_CHANGED = {
    "grade_event": "session_id, turn, criterion, kind, level, reason, automatic_level, version, created_at",
    "content_version": "kind, content_id, number, digest, body, created_at",
}
"""Columns that no statement may change once they are written."""


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "lti_key",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("private_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "lti_platform",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("client_id", sa.String(length=255), nullable=False),
        sa.Column("deployments", sa.Text(), nullable=False),
        sa.Column("authorize_url", sa.String(length=512), nullable=False),
        sa.Column("token_url", sa.String(length=512), nullable=False),
        sa.Column("keys_url", sa.String(length=512), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("issuer", "client_id", name="one_platform_a_client"),
    )
    op.create_table(
        "outside_sign_in",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("nonce", sa.String(length=128), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("target", sa.String(length=512), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('oidc', 'lti')", name="kind_is_known"),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "section",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("course", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("attempt_from_address", ["address", "at"], unique=False)
        batch_op.create_index("attempt_on_account", ["account", "at"], unique=False)

    op.create_table(
        "access_log",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["subject_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.create_index("access_by_person", ["person_id", "at"], unique=False)
        batch_op.create_index("access_to_person", ["subject_id", "at"], unique=False)

    op.create_table(
        "account",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('administrator', 'instructor', 'trainee')", name="role_is_known"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id"),
        sa.UniqueConstraint("email", name="one_account_an_address"),
        sa.UniqueConstraint("number", name="one_account_a_number"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("section_id", sa.String(length=26), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("content_id", sa.String(length=64), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("opens_wall", sa.String(length=16), nullable=True),
        sa.Column("due_wall", sa.String(length=16), nullable=True),
        sa.Column("closes_wall", sa.String(length=16), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=True),
        sa.Column("which_counts", sa.String(length=8), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("turn_limit", sa.Integer(), nullable=True),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("contract_card", sa.Boolean(), nullable=False),
        sa.Column("shared_seed", sa.Integer(), nullable=True),
        sa.Column("prediction_required", sa.Boolean(), nullable=False),
        sa.Column("reflection_required", sa.Boolean(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copied_from", sa.String(length=26), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('scenario', 'drill', 'arc')", name="kind_is_known"),
        sa.CheckConstraint("mode IN ('coaching', 'practice', 'assessment')", name="mode_is_known"),
        sa.CheckConstraint("which_counts IN ('first', 'last', 'best')", name="which_counts_is_known"),
        sa.CheckConstraint("attempts BETWEEN 1 AND 100", name="attempts_in_range"),
        sa.CheckConstraint("due_at <= closes_at", name="closes_last"),
        sa.CheckConstraint("opens_at <= due_at AND opens_at <= closes_at", name="opens_first"),
        sa.CheckConstraint("turn_limit BETWEEN 1 AND 200", name="turn_limit_in_range"),
        sa.ForeignKeyConstraint(["copied_from"], ["assignment.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("assignment_of_section", ["section_id", "created_at"], unique=False)

    op.create_table(
        "content_pack",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("content_pack", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_content_pack_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "lti_context",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("platform_id", sa.String(length=26), nullable=False),
        sa.Column("context", sa.String(length=255), nullable=False),
        sa.Column("section_id", sa.String(length=26), nullable=False),
        sa.Column("names_url", sa.String(length=512), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["lti_platform.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("platform_id", "context", name="one_section_a_context"),
    )
    op.create_table(
        "lti_nonce",
        sa.Column("platform_id", sa.String(length=26), nullable=False),
        sa.Column("nonce", sa.String(length=255), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["lti_platform.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform_id", "nonce"),
    )
    op.create_table(
        "membership",
        sa.Column("section_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('instructor', 'trainee')", name="role_is_known"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("section_id", "person_id"),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("membership_of_person", ["person_id"], unique=False)

    op.create_table(
        "one_time_token",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'setup') = (person_id IS NULL)", name="a_link_is_for_somebody"),
        sa.CheckConstraint("kind IN ('setup', 'invite', 'reset')", name="kind_is_known"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest", name="one_token_a_digest"),
    )
    with op.batch_alter_table("one_time_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "outside_identity",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('oidc', 'lti')", name="kind_is_known"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "issuer", "subject", name="one_person_an_outside_identity"),
    )
    with op.batch_alter_table("outside_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_identity_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest"),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "trainee_group",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("section_id", sa.String(length=26), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("section_id", "title", name="one_group_a_title"),
    )
    op.create_table(
        "assignee",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("assignment_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("group_id", sa.String(length=26), nullable=True),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(kind = 'group') = (group_id IS NOT NULL)", name="a_group_is_named"),
        sa.CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name="a_person_is_named"),
        sa.CheckConstraint("kind IN ('section', 'group', 'person')", name="kind_is_known"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["trainee_group.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("assignee", schema=None) as batch_op:
        batch_op.create_index("assignee_of_assignment", ["assignment_id"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("assignment_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.String(length=64), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number >= 1", name="attempts_count_from_one"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("assignment_id", "person_id", "number", name="one_attempt_a_number"),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("attempt_of_person", ["person_id"], unique=False)

    op.create_table(
        "content_version",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("pack_id", sa.String(length=26), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("content_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('persona', 'scenario', 'rubric', 'drill', 'arc')", name="kind_is_known"),
        sa.CheckConstraint("number >= 1", name="content_counts_from_one"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["pack_id"], ["content_pack.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("pack_id", "kind", "content_id", "number", name="one_version_a_number"),
    )
    with op.batch_alter_table("content_version", schema=None) as batch_op:
        batch_op.create_index("content_by_digest", ["kind", "content_id", "digest"], unique=False)

    op.create_table(
        "extension",
        sa.Column("assignment_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_wall", sa.String(length=16), nullable=True),
        sa.Column("closes_wall", sa.String(length=16), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("more_attempts", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("due_at <= closes_at", name="extension_closes_last"),
        sa.CheckConstraint("more_attempts BETWEEN 0 AND 100", name="more_attempts_in_range"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("assignment_id", "person_id", "version"),
    )
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["trainee_group.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "person_id"),
    )
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.create_index("group_of_person", ["person_id"], unique=False)

    op.create_table(
        "lti_link",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("context_id", sa.String(length=26), nullable=False),
        sa.Column("link", sa.String(length=255), nullable=False),
        sa.Column("assignment_id", sa.String(length=26), nullable=False),
        sa.Column("line_item_url", sa.String(length=512), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["context_id"], ["lti_context.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("context_id", "link", name="one_assignment_a_link"),
    )
    op.create_table(
        "review_mark",
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done')", name="state_is_known"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "version"),
    )
    op.create_table(
        "turn_comment",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("turn >= 0", name="comment_turn_in_range"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("turn_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_turn_comment_session_id"), ["session_id"], unique=False)

    op.create_table(
        "assignment_content",
        sa.Column("assignment_id", sa.String(length=26), nullable=False),
        sa.Column("content_version_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["content_version_id"], ["content_version.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("assignment_id", "content_version_id"),
    )
    op.create_table(
        "attempt_session",
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("attempt_id", sa.String(length=26), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id"),
        sa.UniqueConstraint("attempt_id", "place", name="one_session_a_place"),
    )
    op.create_table(
        "lti_outbox",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("link_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("out_of", sa.Double(), nullable=False),
        sa.Column("graded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failure", sa.String(length=400), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'given_up')", name="state_is_known"),
        sa.CheckConstraint("out_of > 0", name="out_of_something"),
        sa.CheckConstraint("score >= 0 AND score <= out_of", name="score_in_range"),
        sa.ForeignKeyConstraint(["link_id"], ["lti_link.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("link_id", "person_id", "graded_at", name="one_score_a_moment"),
    )
    with op.batch_alter_table("lti_outbox", schema=None) as batch_op:
        batch_op.create_index("outbox_waiting", ["state", "again_at"], unique=False)

    op.create_table(
        "grade_event",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("level", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=True),
        sa.Column("based_on", sa.String(length=26), nullable=True),
        sa.Column("automatic_level", sa.Double(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind = 'set' OR level IS NULL", name="what_is_withdrawn_has_no_level"),
        sa.CheckConstraint("kind IN ('set', 'withdrawn')", name="kind_is_known"),
        sa.CheckConstraint("automatic_level BETWEEN 0 AND 4", name="automatic_level_on_scale"),
        sa.CheckConstraint("length(reason) > 0", name="a_reason_is_given"),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name="level_on_scale"),
        sa.CheckConstraint("turn >= 0", name="turn_in_range"),
        sa.CheckConstraint("version >= 1", name="versions_count_from_one"),
        sa.ForeignKeyConstraint(["based_on"], ["grade.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["session_id"], ["practice_session.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("session_id", "turn", "criterion", "version", name="one_grade_event_a_version"),
    )

    for table, columns in NEVER_CHANGED.items():
        _forbid_change(table, columns)


def _forbid_change(table: str, columns: str) -> None:
    name = f"{table}_is_only_added_to"
    says = f"{table} is never changed, only added to"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{says}'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("grade_event")
    with op.batch_alter_table("lti_outbox", schema=None) as batch_op:
        batch_op.drop_index("outbox_waiting")

    op.drop_table("lti_outbox")
    op.drop_table("attempt_session")
    op.drop_table("assignment_content")
    with op.batch_alter_table("turn_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_turn_comment_session_id"))

    op.drop_table("turn_comment")
    op.drop_table("review_mark")
    op.drop_table("lti_link")
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_index("group_of_person")

    op.drop_table("group_member")
    op.drop_table("extension")
    with op.batch_alter_table("content_version", schema=None) as batch_op:
        batch_op.drop_index("content_by_digest")

    op.drop_table("content_version")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("attempt_of_person")

    op.drop_table("attempt")
    with op.batch_alter_table("assignee", schema=None) as batch_op:
        batch_op.drop_index("assignee_of_assignment")

    op.drop_table("assignee")
    op.drop_table("trainee_group")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_person_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("outside_identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_identity_person_id"))

    op.drop_table("outside_identity")
    with op.batch_alter_table("one_time_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_token_person_id"))

    op.drop_table("one_time_token")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index("membership_of_person")

    op.drop_table("membership")
    op.drop_table("lti_nonce")
    op.drop_table("lti_context")
    with op.batch_alter_table("content_pack", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_content_pack_owner_id"))

    op.drop_table("content_pack")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index("assignment_of_section")

    op.drop_table("assignment")
    op.drop_table("account")
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.drop_index("access_to_person")
        batch_op.drop_index("access_by_person")

    op.drop_table("access_log")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("attempt_on_account")
        batch_op.drop_index("attempt_from_address")

    op.drop_table("sign_in_attempt")
    op.drop_table("section")
    op.drop_table("outside_sign_in")
    op.drop_table("lti_platform")
    op.drop_table("lti_key")

    if op.get_bind().dialect.name != "sqlite":
        for table in NEVER_CHANGED:
            op.execute(f"DROP FUNCTION {table}_is_only_added_to()")
