"""Mails that came in and were no submissions, as they lie in the tables."""

import datetime

from sqlmodel import Session, col, select

from schemas.begrepp import Postslag
from schemas.tabeller import Post


def filed(session: Session, ar: int) -> set[str]:
    """The hashes of the mails that have been filed in a year."""
    return set(session.exec(select(Post.sha256).where(Post.ar == ar)))


def without_bok(session: Session, ar: int, efter: datetime.date) -> list[Post]:
    """Mails of people that brought no workbook, since a day, in the order they were filed."""
    fraga = select(Post).where(Post.ar == ar, Post.slag == Postslag.UTAN_ARBETSBOK, Post.inkom > efter)
    return list(session.exec(fraga.order_by(col(Post.id))))
