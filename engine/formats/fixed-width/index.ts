export { detectFixedWidth } from './detect.ts'
export { fixedWidthReader, type FixedWidthOptions } from './fixed-width-reader.ts'
export type { FixedWidthColumn, FixedWidthLayout } from './layout.ts'
