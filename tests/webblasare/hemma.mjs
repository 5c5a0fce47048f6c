// Log in as a person does, look at pages, ask for a run in a form; say what was seen and whom the browser asked.
// node hemma.mjs ADDRESS PASSWORD PATH-OF-A-FORM PATH …  →  JSON
import { chromium } from 'playwright-core';

const [bas, losenord, formular, ...vagar] = process.argv.slice(2);
const flaggor = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const webblasare = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flaggor });
const sida = await (await webblasare.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
const svar = { utat: [], fel: [], sidor: {} };
sida.on('request', (r) => { const u = new URL(r.url()); if (u.origin !== bas && u.protocol.startsWith('http')) svar.utat.push(r.url()); });
sida.on('pageerror', (e) => svar.fel.push(e.message));
sida.on('response', (r) => { if (r.status() >= 400 && r.status() !== 401) svar.fel.push(`${r.status()} ${r.url()}`); });

await sida.goto(bas, { waitUntil: 'load' });
const falt = sida.locator('input[type=password]');
await falt.waitFor();
await falt.fill(losenord);
await falt.press('Enter');
await falt.waitFor({ state: 'detached' });
for (const vag of vagar) {
  await sida.goto(bas + vag, { waitUntil: 'load' });
  await sida.waitForTimeout(3000);
  svar.sidor[vag] = (await sida.innerText('body')).replace(/\s+/g, ' ');
}
if (formular) {
  await sida.goto(bas + formular, { waitUntil: 'load' });
  await sida.getByRole('button', { name: 'Submit' }).click();
  await sida.waitForURL((u) => !u.pathname.endsWith('/run'), { waitUntil: 'commit' });
}
console.log(JSON.stringify(svar));
await webblasare.close();
