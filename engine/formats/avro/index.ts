export { avroReader, avroReaderWith, readAvroStretch, type AvroStretch } from './avro-reader.ts'
export { writeAvro, type AvroWriterOptions } from './avro-writer.ts'
export { inflateBlockOurselves, isAvro, type InflateBlock } from './container.ts'
