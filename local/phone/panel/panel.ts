// The panel beside the phone: who holds it, how it looks, what time it is, and what WeChat has sent.

type Person = { id: string; name: string; role: string }
type Message = { at: number; touser: string; data: Record<string, { value: string }> }

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const phone = byId<HTMLIFrameElement>('phone')
const [width, font, dark, online] = [
  byId<HTMLSelectElement>('width'),
  byId<HTMLSelectElement>('font'),
  byId<HTMLInputElement>('dark'),
  byId<HTMLInputElement>('online'),
]
let people: Person[] = []
let current = localStorage.getItem('panel:person') ?? ''
let built = ''

function load(): void {
  const hash = phone.contentWindow?.location.hash ?? ''
  phone.src = `/phone/?openid=${encodeURIComponent(current)}&theme=${dark.checked ? 'dark' : 'light'}&font=${font.value}&t=${Date.now()}${hash}`
}

function choose(id: string): void {
  current = id
  localStorage.setItem('panel:person', id)
  for (const button of byId('people').querySelectorAll('button'))
    button.setAttribute('aria-checked', String(button.dataset.id === id))
  phone.src = `/phone/?openid=${encodeURIComponent(current)}&theme=${dark.checked ? 'dark' : 'light'}&font=${font.value}&t=${Date.now()}`
}

const send = (message: object) => phone.contentWindow?.postMessage({ to: 'phone', ...message }, location.origin)

/** What has been scanned before can be chosen again. */
const codes = new Set<string>()
function scan(): void {
  const { value } = byId<HTMLInputElement>('code')
  if (!value) return
  codes.add(value)
  byId('codes').replaceChildren(
    ...[...codes].map((code) => Object.assign(document.createElement('option'), { value: code })),
  )
  byId('scanning').textContent = ''
  send({ scanned: value })
}
addEventListener('message', ({ data, origin }: MessageEvent<{ from?: string; scanning?: boolean }>) => {
  if (origin === location.origin && data?.from === 'phone' && data.scanning)
    byId('scanning').textContent = '手机正在等扫码'
})

async function refresh(): Promise<void> {
  const [clock, outbox, version] = await Promise.all([
    fetch('/local/clock').then((r) => r.json()),
    fetch('/local/outbox').then((r) => r.json()),
    fetch('/built').then((r) => r.text()),
  ])
  byId('clock').textContent = new Date(clock.now).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })
  const items = (outbox.messages as Message[])
    .slice(-20)
    .reverse()
    .map(({ touser, data }) => {
      const item = document.createElement('li')
      const who = people.find(({ id }) => id === touser)?.name ?? '居民'
      item.append(
        Object.assign(document.createElement('small'), { textContent: `给 ${who}` }),
        document.createElement('br'),
        Object.values(data)
          .map(({ value }) => value)
          .join(' · '),
      )
      return item
    })
  byId('outbox').replaceChildren(
    ...(items.length
      ? items
      : [
          Object.assign(document.createElement('li'), {
            textContent: '还没有消息。居民点“提醒我”并允许后，新进展会发到这里。',
          }),
        ]),
  )
  if (built && built !== version) load()
  built = version
}

async function start(): Promise<void> {
  people = (await (await fetch('/panel.json')).json()).people
  byId('people').replaceChildren(
    ...people.map(({ id, name, role }) => {
      const button = Object.assign(document.createElement('button'), { role: 'radio', onclick: () => choose(id) })
      button.dataset.id = id
      button.append(name, Object.assign(document.createElement('small'), { textContent: role }))
      return button
    }),
  )
  choose(people.some(({ id }) => id === current) ? current : (people[0]?.id ?? ''))
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-hours]')) {
    button.onclick = async () => {
      await fetch('/local/clock', {
        method: 'POST',
        body: JSON.stringify({ advanceMs: Number(button.dataset.hours) * 3_600_000 }),
      })
      await refresh()
      load()
    }
  }
  byId('scan').onclick = scan
  width.onchange = () => {
    phone.style.width = `${width.value}px`
  }
  font.onchange = load
  dark.onchange = () => send({ theme: dark.checked ? 'dark' : 'light' })
  online.onchange = () => send({ online: online.checked })
  await refresh()
  setInterval(() => void refresh().catch(() => undefined), 2000)
}

void start()
