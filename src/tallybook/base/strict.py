"""The base of every model of a catalog file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A frozen model that refuses unknown keys, so that a slip in a file is an error and never goes unread."""

    model_config = ConfigDict(extra="forbid", frozen=True)
