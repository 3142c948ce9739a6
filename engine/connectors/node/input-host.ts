import type { TableFormat } from '../../formats/formats.ts'
import type { Spool } from '../../formats/spool.ts'
import { avroReader } from '../../formats/node/avro.ts'
import { parquetReader } from '../../formats/node/parquet.ts'
import { tableFormatsWith } from '../../formats/table-formats.ts'
import { openFileSpool } from './file-spool.ts'

const formats = tableFormatsWith({ parquet: parquetReader, avro: avroReader })

/** How inputs are opened on this machine: every format, and temporary files for what is unpacked. */
export const nodeInputHost = (signal?: AbortSignal): { readonly formats: readonly TableFormat[], readonly openSpool: (name: string) => Promise<Spool>, readonly signal: AbortSignal | undefined } =>
  ({ formats, openSpool: name => openFileSpool(name), signal })
