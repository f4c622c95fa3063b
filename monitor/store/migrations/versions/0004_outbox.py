"""What leaves the house: who accepted each message, lists seen, alerts between reports, answers to findings."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_recipient_message_id_message", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_recipient"),
        sa.UniqueConstraint("message_id", "recipient", name="uq_recipient_message_id_recipient"),
    )
    op.create_index("ix_recipient_state", "recipient", ["state"])
    op.create_table(
        "watchlist_seen",
        sa.Column("watchlist", sa.String(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("watchlist", name="pk_watchlist_seen"),
    )
    op.create_table(
        "alert_state",
        sa.Column("watchlist", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("towards", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("flips", sa.Text(), nullable=False),
        sa.Column("is_unstable", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("held", sa.String(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("watchlist", "project", name="pk_alert_state"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watchlist", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("was", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
    )
    op.create_index("ix_notice_watchlist", "notice", ["watchlist"])
    op.add_column("report", sa.Column("period_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("finding", _text("acknowledged_as"))
    for name in ("watchlist", "occasion", "reason"):
        op.add_column("message", _text(name))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default="")


def downgrade() -> None:
    """Take it back."""
    for name in ("watchlist", "occasion", "reason"):
        op.drop_column("message", name)
    op.drop_column("finding", "acknowledged_as")
    op.drop_column("report", "period_at")
    for name in ("notice", "alert_state", "watchlist_seen", "recipient"):
        op.drop_table(name)
