"""What Prefect's automations send alarms with: a block without settings, as who is told is a setting of ours."""

import asyncio
import datetime
import logging
import re
from zoneinfo import ZoneInfo

from prefect.blocks.abstract import NotificationBlock, NotificationError

from notifications.larm import send_larm
from notifications.utfall import Leverans
from schemas.problem import ArshjulFel

logg = logging.getLogger(__name__)
SWEDEN = ZoneInfo("Europe/Stockholm")
#: how Prefect's templates write a time
_TID = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def in_swedish_time(text: str) -> str:
    """The text with each time as people here write it, `2026-11-26 kl. 08.00`."""
    return _TID.sub(lambda m: f"{datetime.datetime.fromisoformat(m[0]).astimezone(SWEDEN):%Y-%m-%d kl. %H.%M}", text)


class ArshjulLarm(NotificationBlock):
    """Skickar ett larm till den som ARSHJUL_LARM anger."""

    _block_type_name = "Årshjulets larm"
    _block_type_slug = "arshjul-larm"
    _description = "Skickar ett larm till den som ARSHJUL_LARM anger. Inget att ställa in här."

    async def notify(self, body: str, subject: str | None = None) -> None:
        """Send one alarm, in a thread as the mail server may be slow.

        Raises:
            NotificationError: it could not be handed over; the log says so too.
        """
        try:
            await asyncio.to_thread(send_larm, subject or "Årshjulet", in_swedish_time(body))
        except (Leverans, ArshjulFel) as fel:
            logg.error("Larmet ”%s” gick inte att skicka: %s", subject, fel)
            raise NotificationError(str(fel)) from None
