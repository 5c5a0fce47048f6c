"""The Word template of the avstämning."""

from tasks.dokument.mallar.ordmall import INDIKATOR, KF_ARSMAL, K, Mall, om, titel


def _uppmaningar(m: Mall, lista: str) -> None:
    m.tagg(f"for u in {lista}")
    m.p("**{{ u.nummer }}**\t{{ u.text }}{{ u.kalla|marke }}", "Uppmaning")
    m.tagg("endfor")


def avstamning() -> Mall:
    """The template of the avstämning."""
    m = Mall("{{ satser.rubrik(huvud) }}")
    titel(m, "rubrik")
    m.tagg("if beslutspunkter")
    m.rubrik("{{ 'Beslut' if huvud.beslutad else 'Förslag till beslut' }}", 1)
    m.tagg("for b in beslutspunkter")
    m.p("{{ b.punkt }}.\t{{ b.text }}{{ b.kalla|marke }}", "Punkt")
    m.tagg("endfor", "endif")
    _sammanfattning(m)
    for nyckel in ("bakgrund", "beredning", "direktiv"):
        m.avsnitt(nyckel)
    _malen(m)
    m.avsnitt("kvalitetsarbete")
    _ekonomi(m)
    _investeringar(m)
    for nyckel in ("medfinansiering", "forsaljningar"):
        m.avsnitt(nyckel)
    m.tagg("if ovriga_uppmaningar or texter.get('internkontroll')")
    m.rubrik("Intern kontroll och övriga uppmaningar", 1)
    m.text("texter.get('internkontroll')")
    _uppmaningar(m, "ovriga_uppmaningar")
    m.tagg("endif")
    _bidrag(m)
    _arenden(m)
    m.avsnitt("ovrigt")
    m.tagg("if bilagor")
    m.rubrik("Bilagor", 1)
    m.tagg("for b in bilagor")
    m.p("{{ b.nummer }}.\t{{ b.titel }}", "Punkt")
    m.tagg("endfor", "endif")
    return m


def _sammanfattning(m: Mall) -> None:
    m.rubrik("Sammanfattning", 1)
    m.text("texter.get('sammanfattning')")
    m.p(
        "{{ satser.inlamnat(huvud) }} {{ satser.malantal(malantal, antal_mal)|trim }} "
        "{{ satser.uppmaningsantal(uppmaningar, huvud) }}"
    )
    m.tabell(
        "Bedömning av målen{{ '' if huvud.beslutad else ' (förslag)' }}",
        [
            K("Mål", "{{ r.kod }} {{ r.namn }}{{ r.kalla|marke }}", 8.4),
            K("Bedömning", "{{ r.bedomning|svenska|stor_bokstav }}", 2.4),
            K("Helt", "{{ r.helt }}", 1.3, True),
            K("Delvis", "{{ r.delvis }}", 1.5, True),
            K("Inte", "{{ r.inte }}", 1.3, True),
            K("Kan inte bedömas", "{{ r.ej }}", 2.1, True),
        ],
        "r in alla_mal",
        fet="r.namnder is none",
    )
    m.p(
        "Kolumnerna räknar verksamhetsområdesmål för ett inriktningsmål, och kommunfullmäktiges indikatorer för ett "
        "verksamhetsområdesmål.",
        "Not",
    )


def _malen(m: Mall) -> None:
    m.rubrik("Kommunfullmäktiges mål", 1)
    m.p("{{ satser.regler(huvud.trosklar) }} Vilka organ som saknar årsmål framgår av bilaga 3.")
    m.p("{{ satser.harledning() }}")
    m.tagg("for m in alla_mal", "if m.namnder is none")
    m.rubrik("{{ m.kod }} {{ m.namn }}{{ m.kalla|marke }}", 2)
    m.tagg("else")
    m.rubrik("{{ m.kod }} {{ m.namn }}{{ m.kalla|marke }}", 3)
    m.tagg("endif")
    m.p(
        "**Bedömning{{ '' if huvud.beslutad else ' (förslag)' }}: {{ m.bedomning|svenska }}.** "
        "{{ satser.bedomning(m, huvud) }} {{ satser.grund(m) }}"
    )
    m.tagg("if m.namnder is not none")
    m.p("{{ satser.bidrag(m, huvud) }}")
    m.tagg("endif", "if m.avviker or m.motivering")
    m.p("{{ satser.avvikande(m) }}")
    m.tagg("endif")
    m.text("m.text")
    m.tagg("if m.indikatorer")
    m.tabell(
        "Indikatorer för mål {{ m.kod }}",
        [
            K("Indikator", om(INDIKATOR, "i"), 6.3),
            K("Enhet", "{{ i.enhet or '' }}", 1.7),
            K("Aggregerat årsmål", "{{ i.aggregerat|varde(i.decimaler) }}", 2.0, True),
            K("KF:s årsmål", om(KF_ARSMAL, "i"), 1.9, True),
            K("Uppfyllelse", "{{ i.uppfyllelse|svenska|stor_bokstav }}", 2.1),
            K("Antal årsmål", "{{ i.antal }}", 1.4, True),
            K("Saknas", "{{ i.saknas|length }}", 1.6, True),
        ],
        "i in m.indikatorer",
    )
    m.tagg("for i in m.indikatorer if i.tyst_framgang")
    m.p("{{ satser.tyst_framgang(i) }}", "Not")
    m.tagg("endfor", "endif", "if m.uppmaningar")
    m.rubrik("Uppmaningar för mål {{ m.kod }}", 4)
    _uppmaningar(m, "m.uppmaningar")
    m.tagg("endif", "endfor", "if indikatorjusteringar")
    m.rubrik("Förändringar av indikatorer och årsmål", 1)
    m.tabell(
        "Förändringar per indikator",
        [
            K("Indikator", "{{ j.indikator }} {{ j.namn }}{{ j.kalla|marke }}", 5.2),
            K("Organ", "{{ j.organ }}", 4.6),
            K("Förändring", "{{ j.justering|svenska|stor_bokstav }}", 2.0),
            K("Värde", "{{ j.varde or '' }}", 1.4),
            K("Skäl", "{{ j.skal or '' }}", 3.8),
        ],
        "j in indikatorjusteringar",
    )
    m.tagg("endif")


def _ekonomi(m: Mall) -> None:
    m.tagg("if texter.get('ekonomi') or resultatbudget or beslutsbelopp or framstallningar or avvikelser")
    m.rubrik("Ekonomi", 1)
    m.text("texter.get('ekonomi')")
    m.tagg("if satser.begarda(framstallningar, huvud)|trim")
    m.p("{{ satser.begarda(framstallningar, huvud)|trim }}")
    m.tagg("endif", "endif", "if resultatbudget")
    m.tabell(
        "Resultatbudget, mnkr",
        [
            K("Post", "{{ r.rad }}{{ r.kalla|marke }}", 6.6),
            K("KF:s budget", "{{ r.kf_budget|tal }}", 2.4, True),
            K("Beviljade justeringar", "{{ r.justeringar|tal }}", 2.6, True),
            K("Omslutning", "{{ r.omslutning|tal }}", 2.8, True),
            K("Justerad budget", "{{ r.justerad|tal }}", 2.6, True),
        ],
        "r in resultatbudget",
        fet="r.delar",
    )
    m.tagg("endif", "if beslutsbelopp")
    m.tabell(
        "Belopp i beslutet och summan av justeringarna bakom dem, mnkr",
        [
            K("Punkt", "{{ r.punkt }}{{ r.kalla|marke }}", 1.6),
            K("Avser", "{{ r.avser|stor_bokstav }}", 6.2),
            K("Finansiering", "{{ r.finansiering or '' }}", 2.4),
            K("Belopp", "{{ r.galler|tal }}", 2.2, True),
            K("Summa av justeringar", "{{ r.summa|tal }}", 2.6, True),
            K("Skillnad", "{{ r.skillnad|tal }}", 2.0, True),
        ],
        "r in beslutsbelopp",
    )
    m.tagg("endif", "if avvikelser")
    m.rubrik("Belopp som inte stämmer överens", 2)
    m.p(
        "Följande belopp bör vara lika, eller inom ramen, men är det inte. Skillnaderna behöver förklaras eller rättas."
    )
    m.tabell(
        "Skillnader, mnkr",
        [
            K("Avser", "{{ v.slag|svenska|stor_bokstav }}", 2.8),
            K("Vad som skiljer", "{{ v.text }}", 11.8),
            K("Skillnad", "{{ v.belopp|tal }}", 2.4, True),
        ],
        "v in avvikelser",
    )
    m.tagg("endif")


def _investeringar(m: Mall) -> None:
    m.tagg("if texter.get('investeringar') or ramar or projekt")
    m.rubrik("Investeringar", 1)
    m.text("texter.get('investeringar')")
    m.tagg("for rubrik, rader in (('Investeringsramar, mnkr', ramar), ('Investeringsprojekt, mnkr', projekt)) if rader")
    m.tabell(
        "{{ rubrik }}",
        [
            K("Organ", "{{ r.organ }}{{ r.kalla|marke }}", 5.0),
            K("Post", "{{ r.post or '' }}", 4.4),
            K("Utgifter", "{{ r.utgifter|tal }}", 1.9, True),
            K("Inkomster", "{{ r.inkomster|tal }}", 1.9, True),
            K("Netto", "{{ r.netto|tal }}", 1.9, True),
            K("Prognos", "{{ r.prognos|tal }}", 1.9, True),
        ],
        "r in rader",
    )
    m.tagg("endfor", "endif")


def _bidrag(m: Mall) -> None:
    m.tagg("if texter.get('statsbidrag') or statsbidrag")
    m.rubrik("Statsbidrag", 1)
    m.text("texter.get('statsbidrag')")
    m.tagg("for b in statsbidrag")
    m.rubrik("{{ b.bidrag }}{{ b.kalla|marke }}", 2)
    m.p("{{ satser.bidragssats(b) }}")
    m.tagg("if b.fordelat")
    m.tabell(
        "Fördelning av {{ b.bidrag }}, kronor",
        [
            K("Organ", "{{ d.organ }}{{ d.kalla|marke }}", 6.6),
            K("Antal", "{{ d.antal|tal }}", 2.2, True),
            K("Index", "{{ d.index|tal }}", 2.2, True),
            K("Belopp", "{{ d.belopp|tal }}", 3.2, True),
            K("Belopp per antal", "{{ d.per_antal|tal }}", 2.8, True),
        ],
        "d in b.delar",
        summa=("Summa", "{{ b.delar|map(attribute='antal')|select|sum|tal }}", "", "{{ b.pott|tal }}", ""),
    )
    m.tagg("else")
    m.tabell(
        "Fördelning av {{ b.bidrag }}, kronor",
        [
            K("Organ", "{{ d.organ }}{{ d.kalla|marke }}", 9.0),
            K("Avser", "{{ d.avser or '' }}", 4.6),
            K("Belopp", "{{ d.belopp|tal }}", 3.4, True),
        ],
        "d in b.delar",
        summa=("Summa", "", "{{ b.pott|tal }}"),
    )
    m.tagg("endif", "endfor", "endif")


def _arenden(m: Mall) -> None:
    m.tagg("if projektmedel")
    m.rubrik("Projektmedel", 1)
    m.tabell(
        "Sökta och beviljade projektmedel, mnkr",
        [
            K("Projekt", "{{ p.projekt }}{{ p.kalla|marke }}", 4.6),
            K("Sökande", "{{ p.organ }}", 3.0),
            K("Medsökande", "{{ p.medsokande }}", 3.6),
            K("År", "{{ p.ar|tal }}", 1.0, True),
            K("Sökt", "{{ p.sokt|tal }}", 1.3, True),
            K("Beviljat", "{{ p.beviljat|tal }}", 1.5, True),
            K("Dnr", "{{ p.diarienummer or '' }}", 2.0),
        ],
        "p in projektmedel",
    )
    m.tagg("endif", "if arenden")
    m.rubrik("Anmälda ärenden", 1)
    m.tabell(
        "Ärenden som behandlas i avstämningen",
        [
            K("Ärende", "{{ r.arende }}{{ r.kalla|marke }}", 7.6),
            K("Dnr", "{{ r.diarienummer or '' }}", 2.4),
            K("Förslag", "{{ r.forslag or '' }}", 3.4),
            K("Belopp", "{{ r.belopp|tal if r.belopp is not none else '' }}", 2.1, True),
            K("Enhet", "{{ r.enhet or '' }}", 1.5),
        ],
        "r in arenden",
    )
    m.tagg("endif")
