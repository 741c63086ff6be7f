// What stands in an empty field is read to its end in large print on a narrow phone: 320 px at 1.4 leave ten characters of room.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(__dirname, '../..')
const roomEm = 10
/** In widths of a Chinese character: Latin letters, digits and blanks take a little more than half of one. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (/[\u2018-\u201d\u3000-\u9fff\uff00-\uffef]/.test(char) ? 1 : 0.56), 0)

const filesOf = (folder: string, end: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(end))
    .map((file) => path.join(folder, file))
const found = (files: string[], pattern: RegExp): [string, string][] =>
  files.flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(pattern)].map(([, text = '']): [string, string] => [
      file,
      text,
    ]),
  )
const tooLong = (all: [string, string][]): string[] =>
  all.filter(([, text]) => widthOf(text) > roomEm).map(([file, text]) => `${file}: ${text}`)

test('no field of one line is cut off by its own example', () => {
  const onPages = found(filesOf('miniprogram', '.wxml'), /<input\b[^>]*?\bplaceholder="(?!\{\{field)([^"]*)"/g)
  // A choice between two is read as both, so each must fit.
  const texts = onPages.flatMap(([file, text]): [string, string][] =>
    text.includes('{{') ? [...text.matchAll(/'([^']*)'/g)].map(([, one = '']) => [file, one]) : [[file, text]],
  )
  expect(texts.length).toBeGreaterThan(50)
  expect(tooLong(texts)).toEqual([])
})

test('nor one that the server asks for', () => {
  const asked = found(filesOf('cloudfunctions/api', '.ts'), /kind: 'text',(?:(?!kind:)[^}])*?placeholder: '([^']*)'/g)
  expect(asked.length).toBeGreaterThan(3)
  expect(tooLong(asked)).toEqual([])
})
