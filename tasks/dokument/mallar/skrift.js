// A table or chart that does not find room scrolls, and only then is it a place to stop at with the tab key.
const alla = document.querySelectorAll('.rullar');
const stallTabbar = () => alla.forEach((ruta) => {
  const rullar = ruta.scrollWidth > ruta.clientWidth;
  const rubrik = ruta.parentElement.querySelector('figcaption') ?? ruta.querySelector('caption');
  const satt = { tabindex: '0', role: 'group', 'aria-label': rubrik.textContent };
  Object.entries(satt).forEach(([namn, varde]) => rullar ? ruta.setAttribute(namn, varde) : ruta.removeAttribute(namn));
});
stallTabbar();
addEventListener('resize', stallTabbar);
