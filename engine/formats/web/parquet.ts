/** Arrow IPC stream in, Parquet (Snappy) out. The writer, 1.35 MB compressed, is loaded when first needed. */
export async function* toParquet(arrow: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parquet = await import('parquet-wasm/esm')
  await parquet.default({ module_or_path: new URL('parquet-wasm/esm/parquet_wasm_bg.wasm', import.meta.url) })
  const pieces: Uint8Array[] = []
  for await (const piece of arrow) pieces.push(piece)
  const bytes = new Uint8Array(pieces.reduce((total, piece) => total + piece.byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.byteLength
  }
  yield parquet.writeParquet(parquet.Table.fromIPCStream(bytes))
}
