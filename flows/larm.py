"""The alarms, and what marks a run whose process was killed: automations of Prefect's server, kept as code.

They are applied by name each time the server starts. One that an operator has switched off stays off.
"""

from dataclasses import dataclass, field
from typing import Any

from flows.miljo import seconds
from flows.serverapi import Serverapi
from schemas.installningar import installningar
from schemas.problem import ArshjulFel

BLOCK = "larm"
SLUG = "arshjul-larm"
#: a run is a process's where a deployment started it: a refusal in a terminal has been read already
AV_EN_DEPLOYMENT = {"prefect.resource.role": "deployment", "prefect.resource.id": "prefect.deployment.*"}
SLUT = ("Completed", "Failed", "Crashed", "Cancelled")
HJARTSLAG = "prefect.flow-run.heartbeat"
AVBRUTEN = "Körningen avbröts: processen svarar inte längre. Kör den igen; det som redan är gjort görs inte om."
_LANK = "{{ flow_run|ui_url }}"
_VAD_HANDE = """Flödet {{ flow.name }} (körningen ”{{ flow_run.name }}”) %s.

När: {{ event.occurred }}
Vad det sade: {{ flow_run.state.message or "ingenting" }}

%s

"""


@dataclass(frozen=True)
class Larm:
    """An alarm: what triggers it, and what is said.

    Attributes:
        trigger: a trigger of Prefect's.
        amne, text: Jinja templates; the text ends with a link.
    """

    namn: str
    beskrivning: str
    trigger: dict[str, Any]
    amne: str
    text: str
    lank: str = field(default=_LANK)


def _on(handelse: str, *, hogst_var: int = 0) -> dict[str, Any]:
    """Once for each run; or, with `hogst_var`, once for each deployment and so many seconds."""
    per = "related:deployment:prefect.resource.id" if hogst_var else "prefect.resource.id"
    return {
        "type": "event",
        "posture": "Reactive",
        "match": {"prefect.resource.id": "prefect.flow-run.*"},
        "match_related": AV_EN_DEPLOYMENT,
        "for_each": [per],
        "expect": [f"prefect.flow-run.{handelse}"],
        "threshold": 1,
        "within": hogst_var,
    }


def larmen() -> list[Larm]:
    """Every alarm that there is."""
    gor_om = "Läs i körningen vad som saknas, rätta det och kör flödet igen. Inget dubbleras när det körs om."
    return [
        Larm(
            "Larm: en körning misslyckades",
            "När ett flöde slutar rött, också för att meddelanden inte kom fram eller är osäkra.",
            _on("Failed"),
            "Årshjulet: {{ flow.name }} misslyckades",
            _VAD_HANDE % ("misslyckades", gor_om),
        ),
        Larm(
            "Larm: en körning avbröts",
            "När ett flödes process dog innan det var klart.",
            _on("Crashed"),
            "Årshjulet: {{ flow.name }} avbröts",
            _VAD_HANDE % ("avbröts innan den var klar", "Kör flödet igen. Det som redan är gjort görs inte om."),
        ),
        Larm(
            "Larm: en körning är sen",
            "När en körning inte har börjat fast tiden har gått; högst en gång i timmen för varje flöde.",
            _on("Late", hogst_var=seconds("SEN_VAR", 3600)),
            "Årshjulet: {{ flow.name }} har inte börjat",
            _VAD_HANDE
            % (
                "skulle ha börjat men väntar",
                "Se om arbetaren går (Work Pools, arshjul) och om en äldre körning hänger.",
            ),
        ),
        Larm(
            "Larm: arbetaren är borta",
            "När ingen arbetare har hört av sig på ett par minuter: då körs inget av sig självt.",
            {
                "type": "event",
                "posture": "Proactive",
                "match": {"prefect.resource.id": "prefect.work-pool.*"},
                "for_each": ["prefect.resource.id"],
                "after": ["prefect.work-pool.not-ready"],
                "expect": ["prefect.work-pool.ready"],
                "threshold": 1,
                "within": seconds("BORTA", 60),
            },
            "Årshjulet: ingen arbetare svarar",
            "Ingen arbetare har hört av sig, så inget flöde körs av sig självt.\n\n"
            "När: {{ event.occurred }}\n\n"
            "Se på datorn om arshjul start går (systemctl status), och vad loggen säger. Starta om tjänsten.\n\n",
            "{{ work_pool|ui_url }}",
        ),
    ]


def apply_automations(api: Serverapi) -> bool:
    """Make the server's automations what they are here; True when they are."""
    vill = [_on_missing_heartbeats()]
    block = _block(api)
    if block:
        vill += [_as_automation(larm, block) for larm in larmen()]
    finns = {a["name"]: a for a in api.filter("automations")}
    for om in vill:
        _apply(api, om, finns.get(om["name"]))
    return True


def _apply(api: Serverapi, om: dict[str, Any], finns: dict[str, Any] | None) -> None:
    """Make one; where it is there, change it only where it differs, as a change forgets what it has counted."""
    if finns is None:
        api.post("/automations/", om)
    elif not _is_same(om, finns):
        api.put(f"/automations/{finns['id']}", om | {"enabled": finns["enabled"]})


def _is_same(vill: Any, har: Any) -> bool:
    """Whether everything that is wanted is there; the server adds its own."""
    if isinstance(vill, dict):
        return isinstance(har, dict) and all(_is_same(v, har.get(k)) for k, v in vill.items() if k != "enabled")
    if isinstance(vill, list):
        if not isinstance(har, list) or len(vill) != len(har):
            return False
        if all(isinstance(v, str) for v in vill):
            return sorted(vill) == sorted(har)
        return all(_is_same(v, h) for v, h in zip(vill, har, strict=True))
    return bool(vill == har)


def _on_missing_heartbeats() -> dict[str, Any]:
    return {
        "name": "En körning vars process är borta markeras som avbruten",
        "description": "Hjärtslag kommer var trettionde sekund; uteblir de i nittio är processen borta.",
        "enabled": True,
        "tags": ["arshjul"],
        "trigger": {
            "type": "event",
            "posture": "Proactive",
            "match": {"prefect.resource.id": "prefect.flow-run.*"},
            "for_each": ["prefect.resource.id"],
            "after": [HJARTSLAG],
            "expect": [HJARTSLAG, *(f"prefect.flow-run.{s}" for s in SLUT)],
            "threshold": 1,
            "within": seconds("HJARTSLAG_FONSTER", 90),
        },
        "actions": [{"type": "change-flow-run-state", "state": "CRASHED", "message": AVBRUTEN}],
    }


def _as_automation(larm: Larm, block: str) -> dict[str, Any]:
    skicka = {
        "type": "send-notification",
        "block_document_id": block,
        "subject": larm.amne,
        "body": larm.text + larm.lank,
    }
    return {
        "name": larm.namn,
        "description": larm.beskrivning,
        "enabled": True,
        "tags": ["arshjul"],
        "trigger": larm.trigger,
        "actions": [skicka],
    }


def _block(api: Serverapi) -> str | None:
    """The id of the block that sends; None where nobody is to be told."""
    if not installningar().larm:
        return None
    if finns := api.get(f"/block_types/slug/{SLUG}/block_documents/name/{BLOCK}"):
        return str(finns["id"])
    typ = api.get(f"/block_types/slug/{SLUG}")
    if not typ:
        raise ArshjulFel("Servern känner inte till larmen. Den är av en annan version av Årshjulet.")
    schema = api.post("/block_schemas/filter", {"block_schemas": {"block_type_id": {"any_": [typ["id"]]}}})[0]
    om = {"name": BLOCK, "data": {}, "block_type_id": typ["id"], "block_schema_id": schema["id"]}
    return str(api.post("/block_documents/", om)["id"])
