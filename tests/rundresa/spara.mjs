// Opens a workbook and saves it again, as a program built on one of these libraries would.
// node spara.mjs exceljs|sheetjs FROM TO
const [program, fran, till] = process.argv.slice(2)

if (program === "exceljs") {
  const { default: ExcelJS } = await import("exceljs")
  const bok = new ExcelJS.Workbook()
  await bok.xlsx.readFile(fran)
  await bok.xlsx.writeFile(till)
} else {
  const { default: XLSX } = await import("xlsx")
  XLSX.writeFile(XLSX.readFile(fran, { cellNF: true, cellStyles: true }), till)
}
