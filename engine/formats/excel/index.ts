export { excelReader, listSheets, previewSheet, readExcel, type ExcelFacts, type ExcelOptions, type SheetInfo } from './excel-reader.ts'
export { workbookKindOf, type ExcelKind } from './open-workbook.ts'
export type { SheetVisibility } from './sheet-rows.ts'
export { writeXlsx } from './write-xlsx.ts'
