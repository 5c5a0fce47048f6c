"""Prefect's server, with what SQLite needs to let two write at once."""

from typing import Any


def lock_before_reading() -> None:
    """Let every transaction that Prefect writes in take SQLite's lock as it begins, and wait for it.

    Prefect begins them as reads (DEFERRED). In WAL mode a read that turns into a write after somebody else's commit
    fails at once, whatever the timeout, and the caller gets 503: 87 of 100 runs asked for by four at once, and none so.
    """
    from prefect.server.database.configurations import AioSqliteConfiguration

    begin: Any = AioSqliteConfiguration.begin_transaction

    def begin_immediate(self: Any, session: Any, with_for_update: bool = False) -> Any:
        return begin(self, session, with_for_update=True)

    if begin.__name__ != begin_immediate.__name__:
        AioSqliteConfiguration.begin_transaction = begin_immediate  # type: ignore[method-assign]


def main() -> None:
    """Run Prefect's command line, so that `server start` has it."""
    from prefect.cli import app

    lock_before_reading()
    app()


if __name__ == "__main__":
    main()
