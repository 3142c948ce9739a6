import { useState, type SyntheticEvent } from 'react'
import { Button, NumberInput, Select } from '../ui/index.ts'
import type { PlaceUnit } from './locate.ts'

const units = [{ value: 'line', label: 'Line', hint: 'of the file' }, { value: 'record', label: 'Record', hint: 'counted from 1' }] as const

/** Goes to a line of the file, or to a record by its number. */
export function GoTo({ isDisabled, onGo }: { isDisabled: boolean, onGo: (place: { unit: PlaceUnit, number: number }) => void }) {
  const [unit, setUnit] = useState<PlaceUnit>('line')
  const [number, setNumber] = useState<number | null>(null)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (number !== null) onGo({ unit, number })
  }
  return (
    <form onSubmit={submit} aria-label="Go to a row" className="flex items-center gap-1">
      <Select aria-label="Count by" value={unit} onValueChange={setUnit} options={units} isDisabled={isDisabled} className="w-24" />
      <span className="w-24"><NumberInput aria-label={`${unit} to go to`} placeholder="number" isInteger min={1} value={number} onValueChange={setNumber} disabled={isDisabled} /></span>
      <Button type="submit" disabled={isDisabled || number === null}>Go</Button>
    </form>
  )
}
