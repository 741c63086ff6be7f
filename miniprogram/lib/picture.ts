// A 平台服务记录 as a picture of its own, drawn on a canvas: the same words as on the page, at a size that prints well.
type Card = { name: string; title: string; hours: string; unit: string; on: string; image: string; code: string }
type Node = {
  width: number
  height: number
  getContext(kind: '2d'): CanvasRenderingContext2D
  createImage(): HTMLImageElement
}
/** The parts of the browser's drawing that WeChat's canvas has as well. */
type CanvasRenderingContext2D = {
  fillStyle: string
  strokeStyle: string
  font: string
  textAlign: 'left' | 'center'
  lineWidth: number
  fillRect(x: number, y: number, width: number, height: number): void
  strokeRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number): void
  measureText(text: string): { width: number }
  drawImage(image: HTMLImageElement, x: number, y: number, width: number, height: number): void
}
type HTMLImageElement = { src: string; onload: (() => void) | null; onerror: (() => void) | null }

const width = 640
const height = 980
const ink = '#1b1f22'
const quiet = '#565d63'
const act = '#0b6b63'

const nodeOf = (selector: string): Promise<Node | undefined> =>
  new Promise((done) => {
    wx.createSelectorQuery()
      .select(selector)
      .fields({ node: true, size: true })
      .exec((found: { node?: Node }[]) => done(found[0]?.node))
  })

const loaded = (node: Node, source: string): Promise<HTMLImageElement | undefined> =>
  new Promise((done) => {
    const image = node.createImage()
    image.onload = () => done(image)
    image.onerror = () => done(undefined)
    image.src = source
  })

/** Lines no wider than `most`; Chinese breaks anywhere. */
function linesOf(pen: CanvasRenderingContext2D, text: string, most: number): string[] {
  const lines = ['']
  for (const letter of text) {
    const line = `${lines.at(-1)}${letter}`
    if (pen.measureText(line).width > most) lines.push(letter)
    else lines[lines.length - 1] = line
  }
  return lines
}

/** The code as it is read aloud: four letters at a time. */
export const groupsOf = (code: string): string[] => code.match(/.{4}/g) ?? []

/** The path of the picture; undefined where the phone could not draw it. */
async function drawnOn(selector: string, card: Card): Promise<string | undefined> {
  const node = await nodeOf(selector)
  const code = node && (await loaded(node, card.image))
  if (!node || !code) return undefined
  node.width = width
  node.height = height
  const pen = node.getContext('2d')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, width, height)
  pen.strokeStyle = act
  pen.lineWidth = 4
  pen.strokeRect(20, 20, width - 40, height - 40)
  pen.textAlign = 'center'
  const say = (text: string, y: number, size: number, colour: string, weight = 400) => {
    pen.font = `${weight} ${size}px sans-serif`
    pen.fillStyle = colour
    for (const [index, line] of linesOf(pen, text, width - 100).entries())
      pen.fillText(line, width / 2, y + index * size * 1.4)
  }
  say('平台服务记录', 100, 40, act, 600)
  say(card.name, 175, 36, ink, 600)
  say(card.title, 235, 28, ink)
  say(card.hours, 365, 64, act, 600)
  pen.drawImage(code, width / 2 - 160, 420, 320, 320)
  say(groupsOf(card.code).join(' '), 785, 32, ink, 600)
  say('扫码，或在“五社”小程序的“核验”中输入这 16 位码', 830, 22, quiet)
  say(`${card.unit} · ${card.on} 生成`, 885, 24, quiet)
  say('平台服务记录，不代替加盖公章的证明', 925, 20, quiet)
  const { tempFilePath } = await wx.canvasToTempFilePath({ canvas: node, fileType: 'png' })
  return tempFilePath
}

/** Into the album; says so, or what may be done instead. */
export async function keepPicture(selector: string, card: Card): Promise<void> {
  const filePath = await drawnOn(selector, card)
  const saved = filePath ? await wx.saveImageToPhotosAlbum({ filePath }).catch(() => undefined) : undefined
  wx.showToast({ title: saved ? '已保存到相册' : '没有保存，可以截屏保存这一页', icon: 'none' })
}
