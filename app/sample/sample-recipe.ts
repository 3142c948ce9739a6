import type { Recipe } from '../../engine/index.ts'

/** A recipe for the sample: a few cleaning steps, typed fields, and rules that find its faults. */
export const sampleRecipe: Recipe = {
  schemaflow: 1,
  name: 'orders',
  source: { type: 'csv', dialect: { null_tokens: ['', 'N/A'] } },
  transform: {
    steps: [
      { type: 'trim', columns: '*' },
      { type: 'case', columns: ['country'], to: 'upper' },
    ],
  },
  schema: {
    fields: [
      { name: 'order_id', type: 'string', required: true, unique: true },
      { name: 'customer_ref', type: 'string', required: true },
      { name: 'first_name', type: 'string', required: true },
      { name: 'last_name', type: 'string', required: true },
      { name: 'email', type: 'string', format: 'email' },
      { name: 'age', type: 'integer', min: 0, max: 120 },
      { name: 'country', type: 'string', enum: ['US', 'FR', 'DE', 'GB', 'JP'] },
      { name: 'zip', type: 'string' },
      { name: 'signup_date', type: 'date', formats: ['%Y-%m-%d', '%d/%m/%Y', '%b %-d, %Y'] },
      { name: 'contract_start', type: 'date' },
      { name: 'contract_end', type: 'date' },
      { name: 'amount', type: 'number', min: 0 },
      { name: 'is_active', type: 'boolean' },
      { name: 'notes', type: 'string', max_length: 200 },
    ],
  },
  rules: [
    { id: 'contract_in_order', type: 'columns_ordered', columns: ['contract_start', 'contract_end'] },
    { id: 'adults_in_us', type: 'expression', expr: "country <> 'US' or age >= 18", severity: 'warn', message: 'under 18 in the US' },
  ],
}
