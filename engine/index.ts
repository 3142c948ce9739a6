/** The door that opens anywhere: recipes, plans and verdicts, no platform. */
export * from './base/index.ts'
export type { Column, DataType, TypeName, Value } from './data/type.ts'
export { parseExpression, functions, type FunctionDefinition } from './algebra/index.ts'
export { rules, ruleNamed, type RuleDefinition } from './rules/index.ts'
export { steps, stepNamed, type StepDefinition } from './steps/index.ts'
export * from './recipe/index.ts'
export { compilePlan, judgeRows, type Check, type Plan } from './plan/index.ts'
export type { CsvDialect, Encoding } from './formats/csv/index.ts'
export type { ColumnProfile } from './profile/profile.ts'
export type {
  Counts, Detected, ExportKind, Page, RowError, RowFilter, RowView, RuleResult, Verdict, Workspace, WorkspaceEvent,
} from './runtime/workspace-api.ts'
