import type { TableFormat } from '../../formats/formats.ts'
import type { Spool } from '../../formats/spool.ts'
import { avroReader } from '../../formats/node/avro.ts'
import { parquetReader } from '../../formats/node/parquet.ts'
import type { StretchThreads } from '../../formats/stretches.ts'
import { tableFormatsWith } from '../../formats/table-formats.ts'
import { openFileSpool } from './file-spool.ts'

const formats = tableFormatsWith({ parquet: parquetReader, avro: avroReader })

/** How inputs are opened on this machine: every format, and temporary files for what is unpacked. */
export interface NodeInputHost {
  readonly formats: readonly TableFormat[]
  readonly openSpool: (name: string) => Promise<Spool>
  readonly signal: AbortSignal | undefined
  readonly threads: StretchThreads | undefined
}

/** `threads` read parts of large files side by side. */
export const nodeInputHost = (signal?: AbortSignal, threads?: StretchThreads): NodeInputHost => ({ formats, openSpool: name => openFileSpool(name), signal, threads })
