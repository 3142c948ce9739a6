export { avroReader } from './avro-reader.ts'
export { isAvro } from './container.ts'
