"""How often a process looks for garbage."""

import gc


def collect_seldom() -> None:
    """Look more seldom, in what soon ends: rows and cells die by themselves, and looking took a tenth of the time.

    Not for what lives for months (the server, its workers, `arshjul start`): what it leaves would grow.
    """
    gc.set_threshold(50_000, 20, 100)
