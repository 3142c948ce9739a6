/** The door that opens anywhere: recipes, plans and verdicts, no platform. */
export * from './base/index.ts'
export { formatType, TYPE_NAMES, typeNamed, type Column, type DataType, type TypeName, type Value } from './data/type.ts'
export { columnSelector, type ColumnSelector } from './algebra/select.ts'
export { functions, parseExpression, type FunctionDefinition } from './algebra/index.ts'
export { rules, ruleNamed, type RuleDefinition } from './rules/index.ts'
export { steps, stepNamed, type StepDefinition } from './steps/index.ts'
export * from './recipe/index.ts'
export { compilePlan, judgeRows, type Check, type Plan } from './plan/index.ts'
export { validateRecords, type InputRecord, type RecordsVerdict, type RecordVerdict, type ValidateOptions } from './runtime/validate-records.ts'
export { ENCODINGS, type CsvDialect, type Encoding } from './formats/csv/dialect.ts'
export type { ColumnProfile } from './profile/profile.ts'
export type {
  Counts, Detected, ExportKind, Page, RowError, RowFilter, RowView, RuleResult, Verdict, Workspace, WorkspaceEvent,
} from './runtime/workspace-api.ts'
