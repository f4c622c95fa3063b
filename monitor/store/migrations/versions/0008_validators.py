"""What servers gave us to ask with belongs to the source whose facts it vouches for."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step. What was held is forgotten, for nobody noted whose it was: each source is read whole once more."""
    op.drop_table("http_validator")
    op.create_table(
        "http_validator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        *_given(),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_http_validator_source_id_source", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_http_validator"),
        sa.UniqueConstraint("source_id", "credential", "url", name="uq_http_validator_source_id_credential_url"),
    )


def _given() -> list["sa.Column[Any]"]:
    texts = (sa.Column(name, sa.String(), nullable=False) for name in ("credential", "url", "etag", "last_modified"))
    return [*texts, sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False)]


def downgrade() -> None:
    """Take it back; what was held is forgotten."""
    op.drop_table("http_validator")
    op.create_table(
        "http_validator",
        sa.Column("id", sa.Integer(), nullable=False),
        *_given(),
        sa.PrimaryKeyConstraint("id", name="pk_http_validator"),
        sa.UniqueConstraint("credential", "url", name="uq_http_validator_credential_url"),
    )
