"""What platforms show: states of things inside of a target, counts over time, tickets, statements; what sources cost us."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step. Nothing ever wrote a statement before, so its table is made anew."""
    op.add_column("state", sa.Column("subject", sa.Text(), nullable=False, server_default=""))
    op.add_column("release", sa.Column("digest", sa.String(), nullable=False, server_default=""))
    op.drop_table("statement")
    _statement()
    _measure()
    _ticket()
    _watched_account()
    _upkeep()


def _id() -> "sa.Column[int]":
    return sa.Column("id", sa.Integer(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_source(table: str) -> list["sa.Constraint"]:
    return [
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=f"fk_{table}_source_id_source", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _statement() -> None:
    op.create_table(
        "statement",
        _id(),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        _moment("said_at"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("evidence_level", sa.String(), nullable=False),
        sa.Column("cites", sa.Text(), nullable=False),
        _moment("seen_at"),
        sa.ForeignKeyConstraint(["author_id"], ["identity.id"], name="fk_statement_author_id_identity", ondelete="SET NULL"),
        *_of_source("statement"),
    )
    op.create_index("ix_statement_source_id_said_at", "statement", ["source_id", "said_at"])
    op.create_index("ix_statement_author_id", "statement", ["author_id"])


def _measure() -> None:
    op.create_table(
        "measure",
        _id(),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        _moment("seen_at"),
        *_of_source("measure"),
        sa.UniqueConstraint("source_id", "metric", "subject", "day", name="uq_measure_source_id_metric_subject_day"),
    )


def _ticket() -> None:
    op.create_table(
        "ticket",
        _id(),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _moment("opened_at"),
        sa.Column("link", sa.String(), nullable=False),
        _moment("first_answer_at", nullable=True),
        _moment("closed_at", nullable=True),
        _moment("merged_at", nullable=True),
        sa.Column("is_inside", sa.Boolean(), nullable=True),
        sa.Column("is_by_bot", sa.Boolean(), nullable=False),
        _moment("seen_until"),
        _moment("seen_at"),
        _moment("gone_at", nullable=True),
        *_of_source("ticket"),
    )
    op.create_index("ix_ticket_source_id_opened_at", "ticket", ["source_id", "opened_at"])


def _watched_account() -> None:
    op.create_table(
        "watched_account",
        _id(),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name="fk_watched_account_target_id_target", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_watched_account"),
        sa.UniqueConstraint("target_id", "account", name="uq_watched_account_target_id_account"),
    )
    op.create_index("ix_watched_account_target_id", "watched_account", ["target_id"])


def _upkeep() -> None:
    op.create_table(
        "usage",
        _id(),
        sa.Column("source", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("day", "requests", "unchanged", "refused", "points")),
        sa.PrimaryKeyConstraint("id", name="pk_usage"),
        sa.UniqueConstraint("source", "day", name="uq_usage_source_day"),
    )
    op.create_table(
        "query_cost",
        sa.Column("shape", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("points", "size", "clean")),
        _moment("seen_at"),
        sa.PrimaryKeyConstraint("shape", name="pk_query_cost"),
    )


def downgrade() -> None:
    """Take it back; what was said is dropped with its table."""
    for name in ("watched_account", "query_cost", "usage", "ticket", "measure", "statement"):
        op.drop_table(name)
    op.drop_column("release", "digest")
    op.drop_column("state", "subject")
    op.create_table(
        "statement",
        _id(),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("evidence_level", sa.String(), nullable=False),
        _moment("seen_at"),
        sa.ForeignKeyConstraint(["author_id"], ["identity.id"], name="fk_statement_author_id_identity", ondelete="SET NULL"),
        *_of_source("statement"),
    )
    op.create_index("ix_statement_source_id", "statement", ["source_id"])
    op.create_index("ix_statement_author_id", "statement", ["author_id"])
