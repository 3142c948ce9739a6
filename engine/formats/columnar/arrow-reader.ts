import { formatBytes } from '../../base/bytes.ts'
import { ConnectorError } from '../../base/errors.ts'
import type { ByteSource } from '../source.ts'
import type { RecordSink, TableFacts } from '../table.ts'
import { batchOf, unpackerOf } from './arrow-bodies.ts'
import { schemaFields } from './arrow-schema.ts'
import type { ArrowBatch, ArrowColumn, ArrowField } from './arrow-type.ts'
import { startsWith } from './buffers.ts'
import { ByteWindow } from './byte-window.ts'
import { asDamagedFile, Damage, unsupported } from './damage.ts'
import { FlatTable } from './flatbuffer.ts'
import { pushTable, requireColumns, type ColumnarOptions } from './push-table.ts'

/** https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format */
const FILE_MAGIC = 'ARROW1'
const FEATHER_1_MAGIC = 'FEA1'
const FILE_MAGIC_BYTES = 8
const TRAILER_BYTES = 10
const CONTINUATION = 0xffff_ffff
const BLOCK_BYTES = 24
/** Metadata of one message; more would be more than a hundred thousand columns. */
const MAX_METADATA_BYTES = 1 << 28

/** A batch is in memory as a whole. */
const MAX_BODY_BYTES = 1_000_000_000

const MESSAGE = { version: 0, type: 1, header: 2, bodyLength: 3 } as const
const HEADER = { schema: 1, dictionaryBatch: 2, recordBatch: 3 } as const
const FOOTER = { schema: 1, dictionaries: 2, batches: 3 } as const
const DICTIONARY_BATCH = { id: 0, data: 1, isDelta: 2 } as const
/** Metadata of before Arrow 0.8 lays buffers out in another way. */
const VERSION_4 = 3

/** Whether these are the first bytes of an Arrow IPC file or stream, or of the Feather files of before them. */
export function isArrow(head: Uint8Array): boolean {
  if (startsWith(head, FILE_MAGIC) || startsWith(head, FEATHER_1_MAGIC)) return true
  // A stream begins with a message: the mark, and the length of its metadata, which is padded to 8 bytes.
  if (head.length < 16) return false
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  const length = view.getUint32(4, true)
  return view.getUint32(0, true) === CONTINUATION && length > 0 && length % 8 === 0 && length <= MAX_METADATA_BYTES && view.getUint32(8, true) < length
}

/**
 * Reads an Arrow IPC file (Feather 2 is one) or stream.
 * @throws ConnectorError `damaged_file`, `unsupported_format`, `batch_too_large`, `no_columns`
 */
export async function arrowReader(source: ByteSource, options: ColumnarOptions, sink: RecordSink, signal?: AbortSignal): Promise<TableFacts> {
  const messages = new Messages(source)
  try {
    const isFile = await messages.isFile()
    const { fields, walk } = isFile ? await fileTable(messages) : await streamTable(messages)
    requireColumns(fields, source.name)
    const facts = await pushTable({ fields, batches: () => batchesOf(fields, walk()) }, options, sink, signal)
    return isFile || messages.endsWithMark ? facts : { notes: [...facts.notes, 'The file ends without the mark that ends a stream: if it was cut off between two batches, rows are missing.'] }
  } catch (error) {
    throw asDamagedFile(error, source.name, `at about byte ${messages.at}`)
  }
}

interface Message {
  readonly type: number
  readonly header: FlatTable
  /** Valid until the next message. */
  readonly body: Uint8Array
}

/** The messages of a file or stream. */
class Messages {
  private readonly window: ByteWindow
  /** Where the message in hand starts. */
  at = 0
  endsWithMark = true

  constructor(private readonly source: ByteSource) {
    this.window = new ByteWindow(source)
  }

  get name(): string {
    return this.source.name
  }

  /** @throws ConnectorError `unsupported_format` for a file of Feather 1 */
  async isFile(): Promise<boolean> {
    const head = await this.window.read(0, Math.min(this.source.size, FILE_MAGIC_BYTES))
    if (startsWith(head, FEATHER_1_MAGIC)) {
      throw unsupported(`${this.name} is a Feather file of version 1, which is not read`, 'Have it written anew: since 2020, pandas, Arrow and Polars write version 2.')
    }
    return startsWith(head, FILE_MAGIC)
  }

  /** The footer of a file. @throws Damage when it has none: it was cut off, or not written to its end */
  async footer(): Promise<FlatTable> {
    const { size } = this.source
    this.at = Math.max(0, size - TRAILER_BYTES)
    const trailer = await this.window.read(this.at, size)
    if (size < FILE_MAGIC_BYTES + TRAILER_BYTES || !startsWith(trailer.subarray(4), FILE_MAGIC)) throw new Damage('it does not end as an Arrow file does, with its table of contents')
    const length = new DataView(trailer.buffer, trailer.byteOffset, 4).getInt32(0, true)
    if (length <= 0 || length > MAX_METADATA_BYTES) throw new Damage(`its table of contents says that it has ${length} bytes`)
    this.at -= length
    return FlatTable.root((await this.window.read(this.at, this.at + length)).slice())
  }

  /** The message at `start` and where it ends; undefined at the end of a stream. @throws Damage */
  async message(start: number): Promise<Message & { readonly end: number } | undefined> {
    const { size } = this.source
    this.at = start
    if (start === size) {
      this.endsWithMark = false
      return undefined
    }
    let head = start + 4
    let length = uint32(await this.window.read(start, head))
    // Before Arrow 0.15 there was no mark before the length.
    if (length === CONTINUATION) {
      length = uint32(await this.window.read(head, head + 4))
      head += 4
    }
    if (length === 0) {
      if (head < size) throw new Damage(`it goes on for ${size - head} bytes after the end of its stream`)
      return undefined
    }
    if (length > MAX_METADATA_BYTES) throw new Damage(`a message says that its metadata has ${length} bytes`)
    const metadata = FlatTable.root((await this.window.read(head, head + length)).slice())
    if (metadata.short(MESSAGE.version) < VERSION_4) throw unsupported(`${this.name} is of a version of Arrow before 0.8, which is not read`, 'Have it written anew.')
    const header = metadata.table(MESSAGE.header)
    if (!header) throw new Damage('a message has no content')
    const bytes = metadata.size(MESSAGE.bodyLength)
    const end = head + length + bytes
    if (end <= size && bytes > MAX_BODY_BYTES) throw batchTooLarge(this.name, start, bytes)
    return { type: metadata.byte(MESSAGE.type), header, body: await this.window.read(head + length, end), end }
  }
}

function batchTooLarge(name: string, start: number, bytes: number): ConnectorError {
  return new ConnectorError('batch_too_large', `the batch at byte ${start} of ${name} has ${formatBytes(bytes)}, and at most ${formatBytes(MAX_BODY_BYTES)} can be read at once`, {
    details: { name, start, bytes, maxBytes: MAX_BODY_BYTES }, hint: 'Have it written in smaller batches: some ten thousand rows are usual.',
  })
}

const uint32 = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)

interface ArrowTable {
  readonly fields: readonly ArrowField[]
  /** Dictionaries and batches, from the first on. */
  readonly walk: () => AsyncIterable<Message>
}

async function fileTable(messages: Messages): Promise<ArrowTable> {
  const footer = await messages.footer()
  const schema = footer.table(FOOTER.schema)
  if (!schema) throw new Damage('its table of contents has no schema')
  const fields = schemaFields(schema, messages.name)
  const blocks = [FOOTER.dictionaries, FOOTER.batches].flatMap(field => footer.structs(field, BLOCK_BYTES, at => footer.sizeAt(at)))
  return {
    fields,
    async *walk() {
      for (const start of blocks) {
        const message = await messages.message(start)
        if (!message) throw new Damage('its table of contents leads to the end of a stream')
        yield message
      }
    },
  }
}

async function streamTable(messages: Messages): Promise<ArrowTable> {
  const first = await messages.message(0)
  if (first?.type !== HEADER.schema) throw new Damage('it does not begin with a schema')
  return {
    fields: schemaFields(first.header, messages.name),
    async *walk() {
      for (let next = await messages.message(first.end); next; next = await messages.message(next.end)) yield next
    },
  }
}

async function* batchesOf(fields: readonly ArrowField[], messages: AsyncIterable<Message>): AsyncGenerator<ArrowBatch> {
  const dictionaries = new Map<bigint, readonly ArrowColumn[]>()
  const valueFields = dictionaryFields(fields)
  for await (const { type, header, body } of messages) {
    if (type === HEADER.recordBatch) {
      yield batchOf(header, body, fields, dictionaries, await unpackerOf(header))
    } else if (type === HEADER.dictionaryBatch) {
      const id = header.long(DICTIONARY_BATCH.id)
      const [field, data] = [valueFields.get(id), header.table(DICTIONARY_BATCH.data)]
      if (!field || !data) throw new Damage(`it has a dictionary of number ${id} that its schema does not know`)
      // What is kept needs bytes of its own: those of the message are read over.
      const { columns: [values] } = batchOf(data, body.slice(), [field], dictionaries, await unpackerOf(data))
      const before = header.byte(DICTIONARY_BATCH.isDelta) === 0 ? [] : dictionaries.get(id) ?? []
      if (values) dictionaries.set(id, [...before, values])
    } else {
      throw new Damage(`it has a message of type ${type} among its batches`)
    }
  }
}

/** The fields of dictionaries' values by the dictionary's number, however deep they are. */
function dictionaryFields(fields: readonly ArrowField[], known = new Map<bigint, ArrowField>()): ReadonlyMap<bigint, ArrowField> {
  for (const field of fields) {
    if (field.dictionary) known.set(field.dictionary.id, { ...field, dictionary: undefined })
    dictionaryFields(field.children, known)
  }
  return known
}
