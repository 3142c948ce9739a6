export { readJson, recognizesJson } from './json-reader.ts'
export { writeJson } from './write-json.ts'
