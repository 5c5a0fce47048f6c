"""Where things lie in a package; the folders of E-ARK CSIP, which is FGS Paketstruktur 2.0."""

from pathlib import Path

MEDFOLJER = Path(__file__).with_name("medfoljer")
SCHEMAN = MEDFOLJER / "schemas"
KONTROLLERA = MEDFOLJER / "kontrollera.py"

REPRESENTATION = "representations/aret"
DATA = f"{REPRESENTATION}/data"
DOKUMENT = f"{DATA}/dokument"
INLAMNINGAR = f"{DATA}/inlamningar"
GRANSKNINGAR = f"{DATA}/granskningar"
ARET = f"{DATA}/aret"
POST = f"{DATA}/post"
OVRIGT = f"{DATA}/ovrigt-mottaget"
MEDDELANDEN = f"{DATA}/meddelanden"
HANDELSER = f"{DATA}/handelser"

LASMIG = "LAS-MIG.txt"
MANIFEST = "manifest.sha256"
METS = "METS.xml"
PREMIS = "metadata/preservation/premis.xml"
DUBLINCORE = "metadata/descriptive/dc.xml"
