// What is wrong with web pages, as axe-core and a person at the keyboard find it, at three widths; a line of JSON a page.
// node sidor.mjs FILE…  →  {"fil": …, "fel": [[width, what], …], "tabbar": {width: how many tables are a tab stop}}
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const BREDDER = [1280, 390, 320];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf-8');
const flaggor = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const webblasare = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flaggor });

const brister = () => {
  const svar = [];
  const rutor = [...document.querySelectorAll('.rullar')];
  for (const r of rutor) {
    const rullar = r.scrollWidth > r.clientWidth;
    if (rullar !== r.hasAttribute('tabindex')) svar.push(`${rullar ? 'cannot be reached' : 'a tab stop for nothing'}: ${r.innerText.slice(0, 60)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) svar.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const nivaer = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => [Number(h.tagName[1]), h.innerText.trim()]);
  nivaer.forEach(([niva, text], n) => {
    if (!text) svar.push('a heading says nothing');
    if (niva > (n ? nivaer[n - 1][0] : 0) + 1) svar.push(`a level is skipped: ${text}`);
  });
  if (nivaer.filter(([niva]) => niva === 1).length !== 1) svar.push('there is not one h1');
  return { svar, tabbar: rutor.filter((r) => r.hasAttribute('tabindex')).length };
};

for (const fil of process.argv.slice(2)) {
  const fel = [], tabbar = {};
  const sida = await webblasare.newPage({ locale: 'sv-SE' });
  sida.on('pageerror', (e) => fel.push([0, e.message]));
  sida.on('console', (m) => { if (m.type() === 'error') fel.push([0, m.text()]); });
  sida.on('dialog', (d) => { fel.push([0, `a dialog: ${d.message()}`]); d.dismiss(); });
  sida.on('request', (r) => { if (!r.isNavigationRequest() && !r.url().startsWith('data:')) fel.push([0, `asks for ${r.url()}`]); });
  await sida.goto(pathToFileURL(fil).href);
  await sida.evaluate(axe);
  for (const bredd of BREDDER) {
    await sida.setViewportSize({ width: bredd, height: 800 });
    await sida.waitForTimeout(150);
    const { violations } = await sida.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
    fel.push(...violations.flatMap((v) => v.nodes.map((n) => [bredd, `${v.id}: ${n.html.slice(0, 120)}`])));
    const funnet = await sida.evaluate(brister);
    fel.push(...funnet.svar.map((f) => [bredd, f]));
    tabbar[bredd] = funnet.tabbar;
  }
  await sida.close();
  console.log(JSON.stringify({ fil: basename(fil), fel, tabbar }));
}
await webblasare.close();
