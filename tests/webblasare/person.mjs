// A person at a browser, who does what is told on standard input, a line of JSON at a time: {"gor": "go", "val": {…}}
// node person.mjs ADDRESS  →  a line of JSON for each: {"svar": …} or {"fel": "…"}
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [bas] = process.argv.slice(2);
const flaggor = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const webblasare = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flaggor });
const bild = { viewport: { width: 1100, height: 900 }, locale: 'sv-SE', timezoneId: 'Europe/Stockholm' };
const sida = await (await webblasare.newContext(bild)).newPage();
sida.setDefaultTimeout(60_000);
const sett = { utat: [], fel: [] };
sida.on('request', (r) => { const u = new URL(r.url()); if (u.origin !== bas && u.protocol.startsWith('http')) sett.utat.push(r.url()); });
sida.on('pageerror', (e) => sett.fel.push(e.message));
sida.on('response', (r) => { if (r.status() >= 400 && r.status() !== 401) sett.fel.push(`${r.status()} ${r.url()}`); });

const text = async (var_ = 'body') => (await sida.locator(var_).last().innerText()).replace(/[ \t]+/g, ' ');
const flik = '[role=tabpanel]:visible';
// an artifact comes, goes and comes again while its page is made: wait until it has stood still for a second
const still = async (star) => {
  await sida.locator(`${flik} table`).first().waitFor();
  for (let nu, fore = null, lugn = 0, kvar = 120; lugn < 2; fore = nu) {
    await sida.waitForTimeout(500);
    nu = (await sida.locator(flik).allInnerTexts()).join();
    lugn = nu === fore && nu.includes(star) ? lugn + 1 : 0;
    if (!kvar--) throw new Error(`${star} does not stand there`);
  }
};
// what an artifact says: as wide as its widest table
const innehall = async () => {
  const { x, y, width, height } = await sida.locator(flik).last().boundingBox();
  const tabeller = await sida.locator(`${flik} table`).evaluateAll((alla) => alla.map((t) => t.getBoundingClientRect().right));
  return { x: x - 16, y, width: Math.min(width, Math.max(720, ...tabeller.map((hoger) => hoger - x))) + 32, height };
};
const person = {
  async login({ losenord }) {
    await sida.goto(bas, { waitUntil: 'load' });
    const falt = sida.locator('input[type=password]');
    await falt.waitFor();
    await falt.fill(losenord);
    await falt.press('Enter');
    await falt.waitFor({ state: 'detached' });
  },
  async go({ vag, till = null, star = null }) {
    await sida.goto(bas + vag, { waitUntil: 'load' });
    if (star) await still(star);
    else if (till) await sida.getByText(till).first().waitFor();
    else await sida.waitForTimeout(3000);
    return text();
  },
  async follow({ namn }) { await sida.getByRole('link', { name: namn, exact: true }).first().click(); },
  async tab({ namn, till = null }) {
    for (let forsok = 1; ; forsok += 1) { // a log that was fetched before its last lines had come is not fetched again
      try {
        await sida.getByRole('tab', { name: namn, exact: true }).click();
        if (till) await sida.locator(flik).last().getByText(till).first().waitFor({ timeout: 15_000 });
        return await text(flik);
      } catch (e) {
        if (forsok === 4) throw e;
        await sida.reload({ waitUntil: 'load' });
      }
    }
  },
  async press({ namn, slag = 'button' }) { await sida.getByRole(slag, { name: namn, exact: true }).first().click(); },
  async choices({ falt }) {
    await sida.getByRole('button', { name: `Select ${falt}`, exact: true }).click({ timeout: 10_000 });
    await sida.getByRole('option').first().waitFor({ timeout: 10_000 });
    return sida.getByRole('option').allInnerTexts();
  },
  async choose({ falt, val }) {
    for (let forsok = 1; ; forsok += 1) { // a list that is just closing takes no click
      try {
        await person.choices({ falt });
        const exakt = sida.getByRole('option', { name: val, exact: true });
        const rad = (await exakt.count()) ? exakt : sida.getByRole('option', { name: val });
        await rad.first().click({ timeout: 5_000 });
        return;
      } catch (e) {
        if (forsok === 10) throw e;
        await person.escape();
      }
    }
  },
  async fill({ falt, med }) { await sida.getByLabel(falt, { exact: false }).last().fill(med); },
  async submit() {
    await sida.getByRole('button', { name: 'Submit' }).click();
    await sida.waitForURL((u) => !u.pathname.endsWith('/run'), { waitUntil: 'commit' });
  },
  async escape() {
    await sida.keyboard.press('Escape');
    await sida.getByRole('option').first().waitFor({ state: 'detached' });
  },
  async wait({ till }) { await sida.getByText(till).first().waitFor(); return text(); },
  async text() { return text(); },
  async where() { return new URL(sida.url()).pathname; },
  async picture({ fil, hojd, artefakt }) {
    if (artefakt) await sida.setViewportSize({ width: 1700, height: 1000 });
    await sida.mouse.move(0, 0);
    await sida.waitForTimeout(700);
    const ruta = artefakt ? await innehall() : { x: 0, y: 0, width: 1100, height: hojd };
    await sida.screenshot({ path: fil, clip: { ...ruta, height: Math.min(hojd, ruta.height) } });
    await sida.setViewportSize(bild.viewport);
  },
  async seen() { return sett; },
};

for await (const rad of createInterface({ input: process.stdin })) {
  const { gor, val } = JSON.parse(rad);
  try {
    console.log(JSON.stringify({ svar: (await person[gor](val)) ?? null }));
  } catch (e) {
    console.log(JSON.stringify({ fel: `${gor} ${rad}: ${e.message}\n${await text()}` }));
  }
}
await webblasare.close();
