"""Paket: where the files lie that a clone has at its top and a wheel inside the package."""

from pathlib import Path

FLOWS = Path(__file__).parent
#: a folder of its own: Prefect runs with it as the current directory, where a module's name would shadow another's
I_PAKETET = FLOWS / "medfoljer"
EXEMPELARET = Path("data", "2024")


def is_installed() -> bool:
    """Whether this is an installed package, and not a clone."""
    return (I_PAKETET / "prefect.yaml").exists()


def deployment_folder() -> Path:
    """The folder that `prefect deploy --all` is to be run in: where prefect.yaml lies.

    Only read; it may belong to another user. `import_environment` goes with it.
    """
    return I_PAKETET if is_installed() else FLOWS.parent


def import_environment() -> dict[str, str]:
    """What a child process needs in its environment to import `flows` from that folder.

    Nothing where the package is installed: site-packages on PYTHONPATH would come before the standard library.
    """
    return {} if is_installed() else {"PYTHONPATH": str(FLOWS.parent)}


def example_year() -> Path:
    """The year folder that `arshjul demo` runs where none is named: one in the current directory before our own."""
    return EXEMPELARET if EXEMPELARET.is_dir() else (deployment_folder() / EXEMPELARET)
