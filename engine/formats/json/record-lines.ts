import type { BrokenRecord } from '../table.ts'
import { CellWriter } from './cell-writer.ts'
import { ObjectPasser } from './pass-object.ts'
import type { RecordText } from './pieces.ts'
import { attempt } from './record-attempt.ts'
import type { RecordReader } from './record-reader.ts'

/** Writes records as lines of a text table: passed on in one go where a record is as most are, read value by value otherwise. */
export class RecordLines {
  readonly cells = new CellWriter()
  private readonly known: number
  private readonly passer: ObjectPasser | undefined

  /** The columns are those that the reader knows by now. */
  constructor(private readonly reader: RecordReader) {
    this.known = reader.columns.length
    this.passer = reader.shape === 'objects' ? new ObjectPasser(reader.columns, this.cells) : undefined
  }

  /** Writes a line, or says what is wrong with the record. With a name that is new, this record and all later ones are read for their names only. */
  write(text: RecordText): 'written' | 'not written' | BrokenRecord {
    const { reader, known } = this
    if (reader.columns.length === known && this.passer?.pass(text.bytes, text.from, text.to)) return 'written'
    const trouble = attempt(reader, text)
    if (reader.columns.length > known) return 'not written'
    if (trouble) return trouble
    reader.write(this.cells, known)
    return 'written'
  }
}
