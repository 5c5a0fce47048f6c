// A table that does not find room scrolls, and only then is it a place to stop at with the tab key.
const alla = document.querySelectorAll('.tabell');
const stallTabbar = () => alla.forEach((ruta) => {
  const rullar = ruta.scrollWidth > ruta.clientWidth;
  const satt = { tabindex: '0', role: 'group', 'aria-label': ruta.querySelector('caption').textContent };
  Object.entries(satt).forEach(([namn, varde]) => rullar ? ruta.setAttribute(namn, varde) : ruta.removeAttribute(namn));
});
stallTabbar();
addEventListener('resize', stallTabbar);
