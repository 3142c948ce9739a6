import { formFields } from './controls.ts'
import type { FormValue, SpecForm } from './spec.ts'
import { troublesOf, type Trouble } from './troubles.ts'

/** Everything that keeps a step's or rule's parameters from being used. */
export function specTroubles({ own, common }: SpecForm, value: FormValue): readonly Trouble[] {
  return [...troublesOf(own, formFields(own), value), ...troublesOf(common, formFields(common), value)]
}
