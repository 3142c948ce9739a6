export { readJson, recognizesJson } from './json-reader.ts'
export { readJsonStretch, type JsonStretch } from './json-stretch.ts'
export { writeJson } from './write-json.ts'
