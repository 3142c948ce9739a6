import type { TableFormat } from '../../formats/formats.ts'
import type { Spool } from '../../formats/spool.ts'
import { avroReader } from '../../formats/avro/index.ts'
import { parquetReader } from '../../formats/web/parquet.ts'
import { tableFormatsWith } from '../../formats/table-formats.ts'
import { openBlobSpool } from './blob-spool.ts'

/** How inputs are opened in a browser: every format, and blobs for what is unpacked. */
export const webInputHost: { readonly formats: readonly TableFormat[], readonly openSpool: (name: string) => Promise<Spool> } =
  { formats: tableFormatsWith({ parquet: parquetReader, avro: avroReader }), openSpool: name => Promise.resolve(openBlobSpool(name)) }
