import { expect, test } from 'vitest'
import { addTags, splitTags } from '../../../app/ui/tags.ts'

test('pasted text splits on commas, or on lines and cells when it has any', () => {
  expect(splitTags('FR, DE ,US')).toEqual(['FR', 'DE', 'US'])
  expect(splitTags('Paris, France\r\nBonn, Germany\n')).toEqual(['Paris, France', 'Bonn, Germany'])
  expect(splitTags('a\tb')).toEqual(['a', 'b'])
})

test('added texts come last, none empty and none twice', () => {
  expect(addTags(['FR'], ['DE', 'FR', ' ', ' DE'])).toEqual(['FR', 'DE'])
})
