"""What an e-archive reads: METS and PREMIS after E-ARK CSIP and SIP 2.1.0, which are FGS Paketstruktur 2.0.

Written with lxml; why no library of METS is used stands in docs/beslut/0020.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from lxml import etree
from lxml.builder import ElementMaker

from tasks.arkiv.paket import Packad
from tasks.arkiv.platser import DUBLINCORE, PREMIS, REPRESENTATION

METS_NS, XLINK, XSI = (
    "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink", "http://www.w3.org/2001/XMLSchema-instance",
)  # fmt: skip
CSIP, SIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS", "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
PREMIS_NS, DC, OAI_DC = (
    "http://www.loc.gov/premis/v3", "http://purl.org/dc/elements/1.1/", "http://www.openarchives.org/OAI/2.0/oai_dc/",
)  # fmt: skip
PROFIL = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
#: which file each schema is, as `xsi:schemaLocation` says it
SCHEMAPLATSER = f"{METS_NS} schemas/mets.xsd {XLINK} schemas/xlink.xsd {CSIP} schemas/DILCISExtensionMETS.xsd {SIP} schemas/DILCISExtensionSIPMETS.xsd"  # noqa: E501
#: by the ending of a file's name
MIMETYPER = {
    ".csv": "text/csv", ".txt": "text/plain", ".html": "text/html", ".json": "application/json",
    ".jsonl": "application/jsonl", ".xml": "application/xml", ".xsd": "application/xml", ".pdf": "application/pdf",
    ".yaml": "application/yaml", ".py": "text/x-python", ".eml": "message/rfc822", ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
OKANT = "application/octet-stream"

Filer = Mapping[str, Packad]
_M = ElementMaker(namespace=METS_NS, nsmap={None: METS_NS, "xlink": XLINK, "xsi": XSI, "csip": CSIP, "sip": SIP})
_P = ElementMaker(namespace=PREMIS_NS, nsmap={None: PREMIS_NS, "xsi": XSI})
_D = ElementMaker(namespace=DC)


@dataclass(frozen=True)
class Paketuppgifter:
    """What is said of a package.

    Attributes:
        rot: its name, which is its folder's.
        handlaggare: who archived it.
        slut: the last event that it holds: number and hash.
    """

    rot: str
    titel: str
    kommun: str
    diarienummer: str | None
    ar: int
    dag: datetime.date
    handlaggare: str
    program: str
    slut: tuple[int, str]

    @property
    def tid(self) -> str:
        """The day as a point of time: the package says no more of the clock, so that it can be made again."""
        return f"{self.dag.isoformat()}T00:00:00Z"


def mimetype(namn: str) -> str:
    """What kind of file it is."""
    return MIMETYPER.get(PurePosixPath(namn).suffix.lower(), OKANT)


def dublin_core(om: Paketuppgifter) -> str:
    """What the package is, in Dublin Core."""
    rot = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    varden = (
        ("title", om.titel), ("creator", om.kommun), ("date", om.dag.isoformat()), ("type", "Dataset"),
        ("language", "sv"), ("identifier", om.rot), ("identifier", om.diarienummer), ("coverage", str(om.ar)),
    )  # fmt: skip
    rot.extend([_D(namn, varde) for namn, varde in varden if varde])
    return _as_text(rot)


def premis(om: Paketuppgifter, filer: Filer) -> str:
    """Every file as an object with its hash, and that the package was made: by whom, with what."""
    rot = _P("premis", {"version": "3.0"})
    rot.extend([_object(namn, p) for namn, p in filer.items()])
    handelse = _P("event", _identified("event", f"{om.rot}-arkiverat"), _P("eventType", "information package creation"))
    handelse.append(_P("eventDateTime", om.tid))
    slut = f"Händelsekedjan slutar med nr {om.slut[0]}, {om.slut[1]}"
    handelse.append(_P("eventDetailInformation", _P("eventDetail", slut)))
    handelse.append(_P("eventOutcomeInformation", _P("eventOutcome", "success")))
    agenter = (("handlaggare", om.handlaggare, "person"), ("program", om.program, "software"))
    for namn, _, _ in agenter:
        handelse.append(
            _P("linkingAgentIdentifier", _P("linkingAgentIdentifierType", "local"),
               _P("linkingAgentIdentifierValue", namn))
        )  # fmt: skip
    rot.append(handelse)
    for kod, namn, slag in agenter:
        rot.append(_P("agent", _identified("agent", kod), _P("agentName", namn), _P("agentType", slag)))
    return _as_text(rot)


def _identified(vad: str, varde: str) -> etree._Element:
    namn = f"{vad}Identifier"
    return _P(namn, _P(f"{namn}Type", "local"), _P(f"{namn}Value", varde))


def _object(namn: str, p: Packad) -> etree._Element:
    svar = _P("object", {f"{{{XSI}}}type": "file"}, _identified("object", namn))
    summa = _P("fixity", _P("messageDigestAlgorithm", "SHA-256"), _P("messageDigest", p.sha256))
    form = _P("format", _P("formatDesignation", _P("formatName", mimetype(namn))))
    svar.append(_P("objectCharacteristics", summa, _P("size", str(p.byte)), form))
    return svar


def mets(om: Paketuppgifter, filer: Filer) -> str:
    """The table of contents: every file with its hash, what it belongs to, and who made the package."""
    rot = _M("mets", {
        "OBJID": om.rot, "LABEL": om.titel, "TYPE": "Mixed", "PROFILE": PROFIL,
        f"{{{XSI}}}schemaLocation": SCHEMAPLATSER, **_innehallstyp(),
    })  # fmt: skip
    rot.append(_header(om))
    rot.append(_M("dmdSec", {"ID": "dmd-1", "CREATED": om.tid, "STATUS": "CURRENT"}, _ref(DUBLINCORE, filer, om, "DC")))
    digiprov = _M("digiprovMD", {"ID": "digiprov-1", "STATUS": "CURRENT"}, _ref(PREMIS, filer, om, "PREMIS"))
    rot.append(_M("amdSec", {"ID": "amd-1"}, digiprov))
    grupper = list(_groups(filer, om))
    rot.append(_M("fileSec", {"ID": "filer"}, *(g for _, g in grupper)))
    delar = [_M("div", {"ID": "div-metadata", "LABEL": "Metadata", "DMDID": "dmd-1", "ADMID": "digiprov-1"})]
    for etikett, grupp in grupper:
        delar.append(
            _M("div", {"ID": f"div-{etikett.lower()}", "LABEL": etikett}, _M("fptr", {"FILEID": grupp.get("ID")}))
        )
    hela = _M("div", {"ID": "div-paketet", "LABEL": om.rot}, *delar)
    rot.append(_M("structMap", {"ID": "struktur", "TYPE": "PHYSICAL", "LABEL": "CSIP"}, hela))
    return _as_text(rot)


def _innehallstyp() -> dict[str, str]:
    return {f"{{{CSIP}}}CONTENTINFORMATIONTYPE": "OTHER", f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE": "Årshjulet"}


def _header(om: Paketuppgifter) -> etree._Element:
    namn, _, version = om.program.rpartition(" ")
    not_ = _M("note", {f"{{{CSIP}}}NOTETYPE": "SOFTWARE VERSION"}, version)
    huvud = _M("metsHdr", {
        "CREATEDATE": om.tid, "LASTMODDATE": om.tid, "RECORDSTATUS": "NEW", f"{{{CSIP}}}OAISPACKAGETYPE": "SIP",
    })  # fmt: skip
    huvud.append(_M("agent", {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"}, _M("name", namn), not_))
    huvud.append(_M("agent", {"ROLE": "ARCHIVIST", "TYPE": "ORGANIZATION"}, _M("name", om.kommun)))
    return huvud


def _ref(namn: str, filer: Filer, om: Paketuppgifter, slag: str) -> etree._Element:
    return _M("mdRef", _plats(namn) | _om_filen(namn, filer[namn], om) | {"MDTYPE": slag})


def _groups(filer: Filer, om: Paketuppgifter) -> Iterator[tuple[str, etree._Element]]:
    """(division, file group): what tells of the package, the schemas, and what it is about."""
    tillhor: dict[str, list[str]] = {"Documentation": [], "Schemas": [], "Representations": []}
    for namn in filer:
        if not namn.startswith("metadata/"):
            tillhor[_division(namn)].append(namn)
    nummer = {namn: n for n, namn in enumerate(filer, 1)}
    for etikett, egna in tillhor.items():
        anvands = f"{etikett}/{PurePosixPath(REPRESENTATION).name}" if etikett == "Representations" else etikett
        om_gruppen = {"ID": f"grupp-{etikett.lower()}", "USE": anvands} | _innehallstyp()
        yield etikett, _M("fileGrp", om_gruppen, *_files(egna, nummer, filer, om))


def _division(namn: str) -> str:
    if namn.startswith("schemas/"):
        return "Schemas"
    return "Representations" if namn.startswith("representations/") else "Documentation"


def _files(
    egna: Iterable[str], nummer: Mapping[str, int], filer: Filer, om: Paketuppgifter
) -> Iterator[etree._Element]:
    for namn in egna:
        yield _M("file", {"ID": f"fil-{nummer[namn]}"} | _om_filen(namn, filer[namn], om), _M("FLocat", _plats(namn)))


def _om_filen(namn: str, p: Packad, om: Paketuppgifter) -> dict[str, str]:
    return {
        "MIMETYPE": mimetype(namn), "SIZE": str(p.byte), "CREATED": om.tid, "CHECKSUM": p.sha256,
        "CHECKSUMTYPE": "SHA-256",
    }  # fmt: skip


def _plats(namn: str) -> dict[str, str]:
    return {"LOCTYPE": "URL", f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": quote(namn)}


def _as_text(rot: etree._Element) -> str:
    return etree.tostring(rot, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()
