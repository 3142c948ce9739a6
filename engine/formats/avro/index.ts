export { avroReader } from './avro-reader.ts'
export { writeAvro, type AvroWriterOptions } from './avro-writer.ts'
export { isAvro } from './container.ts'
