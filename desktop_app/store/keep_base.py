# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""What every table of keep.db is."""

from __future__ import annotations

from desktop_app.store.table import Table


class KeepTable(Table):
    """A table of the file that is attached as `keep`."""

    class Meta:
        schema = "keep"
