"""The Word template of the follow-up of tertialrapport 1."""

from tasks.dokument.mallar.ordmall import INDIKATOR, KF_ARSMAL, K, Mall, om, titel


def uppfoljning() -> Mall:
    """The template of the follow-up."""
    m = Mall("{{ satser.rubrik_t1(huvud) }}")
    titel(m, "rubrik_t1")
    m.rubrik("Sammanfattning", 1)
    m.text("texter.get('uppfoljning')")
    m.p(
        "{{ satser.malantal(malantal, antal_mal)|trim }} "
        "{{ satser.andrat(antal_andrade_mal, antal_andrade_indikatorer) }}"
    )
    m.tagg("if svarsantal")
    m.p("{{ satser.svarslage(antal_svar, svar, svarsantal, antal_sena) }}")
    m.p("{{ satser.statusforklaring() }}", "Not")
    m.tagg("endif")
    _mal_fore_efter(m)
    _att_folja(m)
    _svaren(m)
    return m


def _mal_fore_efter(m: Mall) -> None:
    m.rubrik("Bedömning av målen före och efter", 1)
    m.tabell(
        "Bedömning av målen i avstämningen och efter tertialrapport 1{{ '' if huvud.beslutad else ' (förslag)' }}",
        [
            K("Mål", "{{ r.kod }} {{ r.namn }}{{ r.kalla|marke }}", 7.6),
            K("Avstämning", "{{ r.fore|svenska|stor_bokstav }}", 2.1),
            K("Efter T1", "{{ r.efter|svenska|stor_bokstav }}{{ ' (ändrad)' if r.andrad else '' }}", 2.5),
            K("Helt före", "{{ r.helt_fore }}", 1.6, True),
            K("Helt efter", "{{ r.helt_efter }}", 1.7, True),
            K("Av", "{{ r.av }}", 1.5, True),
        ],
        "r in alla_mal",
        fet="r.under",
    )
    m.tagg("for m in alla_mal if m.motivering")
    m.p("{{ satser.motivering(m) }}")
    m.tagg("endfor")
    m.rubrik("Indikatorerna före och efter", 1)
    m.p("{{ satser.om_indikatorerna() }} {{ satser.harledning_t1() }}")
    m.tagg("for m in alla_mal if m.indikatorer")
    m.rubrik("{{ m.kod }} {{ m.namn }}", 2)
    m.p("{{ satser.malforandring(m, huvud) }}")
    kolumner = [
        K("Indikator", om(INDIKATOR, "i.efter"), 5.3),
        K("KF:s årsmål", om(KF_ARSMAL, "i.efter"), 1.9, True),
        K("Årsmål VP", "{{ i.fore.aggregerat|varde(i.fore.decimaler) }}", 1.7, True),
        K("Uppfyllelse VP", "{{ i.fore.uppfyllelse|svenska|stor_bokstav }}", 1.9),
        K("Saknas VP", "{{ i.fore.saknas|length }}", 1.3, True),
        K("Årsmål T1", "{{ i.efter.aggregerat|varde(i.efter.decimaler) }}", 1.7, True),
        K("Uppfyllelse T1", "{{ i.efter.uppfyllelse|svenska|stor_bokstav }}", 1.9),
        K("Saknas T1", "{{ i.efter.saknas|length }}", 1.3, True),
    ]
    rubrik = "Indikatorer för mål {{ m.kod }}, aggregerade årsmål före (VP) och efter (T1)"
    m.tabell(rubrik, kolumner, "i in m.indikatorer", fet="i.andrad")
    m.tagg("for i in m.indikatorer if i.efter.tyst_framgang")
    m.p("{{ satser.tyst_framgang(i.efter) }}", "Not")
    m.tagg("endfor", "endfor")


def _att_folja(m: Mall) -> None:
    m.tagg("if att_hoja")
    m.rubrik("Det som fattas för att nå KF:s årsmål", 1)
    m.p("{{ satser.om_att_hoja() }}")
    m.tabell(
        "Det som fattas, organ för organ",
        [
            K("Indikator", "{{ r.kod }} {{ r.namn }}", 6.6),
            K("Organ", "{{ r.organ }}", 4.6),
            K("Årsmål nu", "{{ r.nu|varde(r.decimaler) }}", 1.9, True),
            K("Behöver nå", "{{ r.behover|varde(r.decimaler) }}", 1.9, True),
            K("Enhet", "{{ r.enhet or '' }}", 2.0),
        ],
        "r in att_hoja",
    )
    m.tagg("endif")
    m.tagg("if uteblivna or att_folja|map('last')|select|list")
    m.rubrik("Svar som behöver följas upp", 1)
    m.tagg("if uteblivna")
    m.rubrik("Uteblivna svar", 2)
    m.tabell(
        "Organ som inte har svarat",
        [K("Organ", "{{ organ }}", 7.0), K("Inte besvarat", "{{ nummer|uppraknat }}", 10.0)],
        "organ, nummer in uteblivna",
    )
    m.tagg("endif")
    m.tagg("for rubrik, rader in att_folja if rader")
    m.rubrik("{{ rubrik }}", 2)
    m.tabell(
        "Svar per uppmaning och organ",
        [
            K("Nummer", "{{ r.nummer }}", 1.7),
            K("Organ", "{{ r.organ }}", 4.1),
            K("Begärt", "{{ r.begart|varde(r.decimaler) if r.begart is not none else '' }}", 1.8, True),
            K("Reviderat", "{{ r.varde|varde(r.decimaler) if r.varde is not none else '' }}", 1.8, True),
            K("Svar", "{{ r.svar or '' }}", 4.6),
            K("Skäl", "{{ r.motivering or r.skal or '' }}", 3.0),
        ],
        "r in rader",
    )
    m.tagg("endfor", "endif")


def _svaren(m: Mall) -> None:
    m.tagg("if svar")
    m.rubrik("Svaren på uppmaningarna", 1)
    m.tagg("for u in svar")
    m.rubrik("{{ u.nummer }}{{ u.kalla|marke }}{{ ' (återkallad)' if u.aterkallad else '' }}", 2)
    m.p("{{ u.text }}")
    m.tagg("if u.aterkallade and not u.aterkallad")
    m.p("Återkallad för {{ u.aterkallade|uppraknat }}.")
    m.tagg("endif", "if u.svar")
    m.p("{{ satser.svarsrad(u) }}")
    dom = "{{ satser.dom(r, u) }}"
    m.tagg("if u.varde_begart")
    m.tabell(
        "Svar på {{ u.nummer }}{{ ', ' ~ u.enhet if u.enhet else '' }}",
        [
            K("Organ", "{{ r.organ }}", 4.2),
            K("Årsmål VP", "{{ r.nuvarande|varde(u.decimaler) }}", 1.8, True),
            K("Begärt", "{{ r.begart|varde(u.decimaler) }}", 1.8, True),
            K("Reviderat årsmål", "{{ r.varde|varde(u.decimaler) }}", 1.9, True),
            K("Bedömning", dom, 2.6),
            K("Svar", "{{ r.svar or '' }}", 4.7),
        ],
        "r in u.svar",
    )
    m.tagg("else")
    m.tabell(
        "Svar på {{ u.nummer }}",
        [K("Organ", "{{ r.organ }}", 5.4), K("Bedömning", dom, 2.8), K("Svar", "{{ r.svar or '' }}", 8.8)],
        "r in u.svar",
    )
    m.tagg("endif", "endif", "endfor", "endif")
