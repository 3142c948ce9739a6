import type { Issue } from '../base/issue.ts'

const CERTAIN = new Set([
  'bad_constant', 'bad_date_format', 'bad_decimal', 'bad_pattern', 'bad_replacement', 'bad_template', 'conflicting_parameters', 'empty_range',
  'expression_syntax', 'expression_too_long', 'invalid_value', 'missing_parameter', 'unknown_function', 'unknown_type',
])

/** Whether something is wrong whatever columns there are: those of an input that is not there, or after a step that cannot be read, are unknown. */
export const isCertain = ({ code }: Issue): boolean => CERTAIN.has(code)

const ABOUT_TYPES = new Set(['bad_constant', 'different_types', 'expression_type', 'mixed_types', 'not_numeric', 'not_temporal', 'not_text', 'type_conflict'])

/** Whether something is wrong because of what columns hold, which is unknown where a field cannot be read. */
export const isAboutTypes = ({ code }: Issue): boolean => ABOUT_TYPES.has(code)
