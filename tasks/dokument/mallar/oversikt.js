(() => {
  "use strict";
  const ordna = new Intl.Collator("sv", { numeric: true });
  const vardet = (cell) => cell.dataset.v ?? cell.textContent.trim();
  const ny = (namn, egenskaper, ...barn) => {
    const n = Object.assign(document.createElement(namn), egenskaper);
    n.append(...barn);
    return n;
  };

  const jamfor = (a, b, tal) => {
    if (a === b) return 0;
    if (a === "") return 1;
    if (b === "") return -1;
    if (tal && !isNaN(a) && !isNaN(b)) return a - b;
    return ordna.compare(a, b);
  };

  function sortera(tabell, n, knapp) {
    const rubrik = knapp.parentNode;
    const stigande = rubrik.getAttribute("aria-sort") !== "ascending";
    for (const th of tabell.tHead.rows[0].cells) th.setAttribute("aria-sort", "none");
    rubrik.setAttribute("aria-sort", stigande ? "ascending" : "descending");
    const tal = rubrik.classList.contains("t");
    const rader = [...tabell.tBodies[0].rows].map((r) => [vardet(r.cells[n]), r]);
    rader.sort(([a], [b]) => {
      const svar = jamfor(a, b, tal);
      return stigande || a === "" || b === "" ? svar : -svar;
    });
    tabell.tBodies[0].append(...rader.map(([, r]) => r));
  }

  // a cell that begins so would be run as a formula by a spreadsheet
  const ofarlig = (text) => (/^[=+@\t\r]|^[-\u2212](?![\d])/.test(text) ? "'" + text : text);

  function somCsv(tabell) {
    const tal = [...tabell.tHead.rows[0].cells].map((th) => th.classList.contains("t"));
    const falt = (cell, n, rubrik) => {
      const v = cell.dataset.v;
      const text = !rubrik && v !== undefined && tal[n] ? (/^-?\d+\.\d+$/.test(v) ? v.replace(".", ",") : v) : cell.textContent.trim();
      return '"' + ofarlig(text.replace(/\s+/g, " ")).replaceAll('"', '""') + '"';
    };
    const rad = (r, rubrik) => [...r.cells].map((c, n) => falt(c, n, rubrik)).join(";");
    const rader = [...tabell.tBodies[0].rows].filter((r) => !r.hidden);
    return "\ufeff" + [rad(tabell.tHead.rows[0], true), ...rader.map((r) => rad(r, false))].join("\r\n") + "\r\n";
  }

  function spara(tabell) {
    const adress = URL.createObjectURL(new Blob([somCsv(tabell)], { type: "text/csv" }));
    const namn = tabell.caption.textContent.trim().toLowerCase().replace(/[^a-zåäö0-9]+/g, "-");
    ny("a", { href: adress, download: namn + ".csv" }).click();
    setTimeout(() => URL.revokeObjectURL(adress), 10000);
  }

  function rusta(plats) {
    const tabell = document.getElementById(plats.dataset.for);
    const namn = tabell.caption.textContent.trim();
    const rader = [...tabell.tBodies[0].rows];
    const status = ny("p", {});
    status.setAttribute("role", "status");
    const sok = ny("input", { type: "search", id: tabell.id + "-sok" });
    const val = [];

    const visa = () => {
      const letar = sok.value.trim().toLocaleLowerCase("sv").split(/\s+/);
      let antal = 0;
      for (const r of rader) {
        const text = r.textContent.toLocaleLowerCase("sv");
        const med = letar.every((o) => text.includes(o)) && val.every(([n, s]) => !s.value || r.cells[n].textContent.trim() === s.value);
        r.hidden = !med;
        antal += med;
      }
      status.textContent = `${antal} av ${rader.length} rader visas.`;
    };

    const falt = (id, text, styrning) => {
      const etikett = ny("label", { htmlFor: id, textContent: text });
      etikett.append(ny("span", { className: "dold", textContent: " i " + namn }));
      plats.append(ny("div", {}, etikett, styrning));
    };
    const lang = rader.length > 10;
    if (lang) falt(sok.id, "Sök", sok);
    [...tabell.tHead.rows[0].cells].forEach((th, n) => {
      const rubrik = th.textContent.trim();
      if (lang && th.hasAttribute("data-filtreras")) {
        const olika = [...new Set(rader.map((r) => r.cells[n].textContent.trim()))].filter(Boolean).sort(ordna.compare);
        if (olika.length > 1) {
          const s = ny("select", { id: `${tabell.id}-${n}` }, ny("option", { value: "", textContent: "Alla" }));
          s.append(...olika.map((o) => ny("option", { value: o, textContent: o })));
          s.addEventListener("change", visa);
          val.push([n, s]);
          falt(s.id, rubrik, s);
        }
      }
      const knapp = ny("button", { type: "button", textContent: rubrik });
      knapp.addEventListener("click", () => sortera(tabell, n, knapp));
      th.replaceChildren(knapp);
      th.setAttribute("aria-sort", "none");
    });
    const knapp = ny("button", { type: "button", textContent: "Spara som CSV" });
    knapp.append(ny("span", { className: "dold", textContent: ": " + namn }));
    knapp.addEventListener("click", () => spara(tabell));
    plats.append(ny("div", {}, knapp), status);
    sok.addEventListener("input", visa);
    plats.hidden = false;
    visa();
  }

  // what is to be scrolled is reached by the keyboard, and nothing else
  function rullbara() {
    for (const yta of document.querySelectorAll(".rullar")) {
      const rullas = yta.scrollWidth > yta.clientWidth;
      const namn = (yta.querySelector("caption") ?? yta.parentNode.querySelector("figcaption")).textContent.trim();
      for (const [k, v] of [["tabindex", "0"], ["role", "group"], ["aria-label", namn]]) {
        if (rullas) yta.setAttribute(k, v);
        else yta.removeAttribute(k);
      }
    }
  }

  function oppna() {
    const mal = document.getElementById(location.hash.slice(1));
    if (mal?.tagName === "DETAILS") {
      mal.open = true;
      rullbara();
      mal.scrollIntoView();
      mal.querySelector("summary").focus({ preventScroll: true });
    }
  }

  function idag() {
    const nu = new Date();
    const dagen = [nu.getFullYear(), nu.getMonth() + 1, nu.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
    const kvar = [...document.querySelectorAll("#dagarna [data-dag]")].find((d) => d.dataset.dag >= dagen);
    const ord = (iso) => new Date(iso + "T12:00").toLocaleDateString("sv", { day: "numeric", month: "long", year: "numeric" });
    const p = document.getElementById("idag");
    p.textContent = `I dag är det ${ord(dagen)}. ` + (kvar ? `Härnäst: ${kvar.textContent}, ${ord(kvar.dataset.dag)}.` : "Årets dagar är passerade.");
    p.hidden = false;
  }

  document.querySelectorAll(".verktyg").forEach(rusta);
  idag();
  rullbara();
  addEventListener("resize", rullbara);
  document.addEventListener("toggle", rullbara, true);
  addEventListener("hashchange", oppna);
  oppna();
})();
