// Area paths: who lies under whom.
import { ancestorAt, covers, isPath, levelOf, within } from '../../cloudfunctions/api/core/areas'

test('an area covers itself and what lies in it, never a neighbour whose name begins alike', () => {
  expect(covers('/c/d/s', '/c/d/s')).toBe(true)
  expect(covers('/c/d/s', '/c/d/s/x/g1')).toBe(true)
  expect(covers('/c/d/s', '/c/d/sx')).toBe(false)
  expect(covers('/c/d/s/x', '/c/d/s')).toBe(false)
})

test('each depth has its level', () => {
  const path = '/c/d/s/x/g1/b1'
  expect(['/c', '/c/d', '/c/d/s', '/c/d/s/x', '/c/d/s/x/g1', path].map(levelOf)).toEqual([
    'city',
    'district',
    'street',
    'community',
    'grid',
    'building',
  ])
  expect(levelOf(`${path}/too-deep`)).toBeUndefined()
})

test('an ancestor is found at its level and none is invented below', () => {
  expect(ancestorAt('/c/d/s/x/g1', 'community')).toBe('/c/d/s/x')
  expect(ancestorAt('/c/d/s', 'community')).toBeUndefined()
  expect(within('/c/d/s/x/g1')).toEqual(['/c/d/s', '/c/d/s/x', '/c/d/s/x/g1'])
  expect(within('/c/d')).toEqual([])
})

test.each(['', '/', 'c/d', '/c//d', '/C', '/c/d/', '/c/../d', '/c/d?', `/${'a'.repeat(25)}`, '/a/b/c/d/e/f/g', '/中'])(
  '%p is no area path',
  (path) => expect(isPath(path)).toBe(false),
)
