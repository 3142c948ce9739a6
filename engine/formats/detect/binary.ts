/** What a file that is no text is, by the bytes it starts with; undefined when they say nothing. */
export function recognizeBinary(head: Uint8Array): string | undefined {
  if (startsWith(head, 'PK\x03\x04') || startsWith(head, 'PK\x05\x06')) return recognizeZip(head)
  return SIGNATURES.find(([signature]) => startsWith(head, signature))?.[1]
}

/** Sources: the formats' specifications; Gary Kessler's list of file signatures for the archives. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an old Excel workbook (.xls) or another old Office document'],
  ['%PDF-', 'a PDF document'],
  ['\x89PNG\r\n\x1a\n', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['\x1f\x8b', 'a gzip file'],
  ['BZh', 'a bzip2 file'],
  ['\xfd7zXZ\0', 'an xz file'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard file'],
  ['\x04\x22\x4d\x18', 'an LZ4 file'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive'],
  ['Rar!\x1a\x07', 'a RAR archive'],
  ['PAR1', 'a Parquet file'],
  ['ARROW1', 'an Arrow file'],
  ['FEA1', 'a Feather file'],
  ['Obj\x01', 'an Avro file'],
  ['ORC', 'an ORC file'],
  ['SQLite format 3\0', 'a SQLite database'],
  ['\x89HDF\r\n\x1a\n', 'an HDF5 file'],
  ['\xff\xfe\0\0', 'text in UTF-32'],
  ['\0\0\xfe\xff', 'text in UTF-32'],
]

/** Office documents are ZIP archives; the names of the members tell them apart and stand in the first bytes. */
function recognizeZip(head: Uint8Array): string {
  const names = String.fromCharCode(...head.subarray(0, 8192))
  if (names.includes('opendocument.spreadsheet')) return 'an OpenDocument spreadsheet (.ods)'
  if (names.includes('xl/')) return 'an Excel workbook (.xlsx)'
  if (names.includes('word/')) return 'a Word document (.docx)'
  if (names.includes('ppt/')) return 'a PowerPoint presentation (.pptx)'
  // Excel writes the list of parts first, and its parts may start behind what is looked at here.
  if (names.includes('[Content_Types].xml')) return 'an Office document, probably an Excel workbook (.xlsx)'
  return 'a ZIP archive'
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  if (bytes.length < signature.length) return false
  for (let i = 0; i < signature.length; i++) if (bytes[i] !== signature.charCodeAt(i)) return false
  return true
}
