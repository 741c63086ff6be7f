// What has happened on the demo street: needs in every state, told as calls of the people concerned. A refused call stops the seed, so
// the story is a test of the rules too.
import { randomBytes } from 'node:crypto'
import { tellCoordination } from './coordination'
import type { Invoke } from './seed'
import { books, house } from './street'

export type View = { id: string; version: number; no: string }
type Reply = { ok: true; data: View } | { ok: false; error: { code: string; message: string } }

const id = () => `demo${randomBytes(12).toString('hex')}`

export type Call = (openid: string, name: string, data: object) => Promise<View>

export async function tellStory(invoke: Invoke): Promise<void> {
  const call: Call = async (openid, name, data) => {
    const reply = (await invoke('api', { call: name, data }, { openid })) as Reply
    if (!reply.ok)
      throw new Error(`${openid} ${name}: ${reply.error.code} ${reply.error.message} ${JSON.stringify(reply.error)}`)
    return reply.data
  }
  const submit = (openid: string, need: object) =>
    call(openid, 'needs.submit', {
      id: id(),
      photos: [],
      urgency: 'normal',
      scope: 'collective',
      visibility: 'public',
      anonymous: false,
      ...need,
    })
  const act = (openid: string, { id, version }: View, action: string, note = '', patch: object = {}) =>
    call(openid, 'matters.act', {
      id,
      version,
      action,
      request: id.slice(0, 8) + randomBytes(8).toString('hex'),
      note,
      patch,
    })

  const light = await submit('demo-lin', {
    title: '3 栋二单元楼道灯不亮',
    words: '二单元三楼到五楼的楼道灯坏了一周，老人晚上上下楼看不清台阶。',
    area: house(1, 3),
    category: 'facility',
    urgency: 'soon',
  })
  let step = await act('demo-liu', light, 'accept')
  step = await act('demo-liu', step, 'assign', '请本周内更换', { body: 'ygl-property' })
  step = await act('demo-sun', step, 'take')
  step = await act('demo-sun', step, 'finish', '三层楼的灯已全部换成声控灯，请您看看。')
  await act('demo-lin', step, 'confirm', '', { stars: 5, words: '换得很快，晚上亮堂了。' })

  const bench = await submit('demo-he', {
    title: '中心花园想加两把带靠背的长椅',
    words: '花园里的石凳冬天凉，老人坐不住，希望加两把带靠背的木椅。',
    area: house(2, 5),
    category: 'activity',
  })
  await call('demo-lin', 'needs.support', { id: bench.id }).catch(() => undefined)
  step = await act('demo-liu', bench, 'accept')
  const benches = await act('demo-liu', step, 'report', '已列入下周居民协商会议题。')

  const bikes = await submit('demo-qian', {
    title: '6 栋门厅停满电动车',
    words: '门厅停了七八辆电动车，还有人拉线充电，担心着火。',
    area: house(2, 6),
    category: 'safety',
    urgency: 'urgent',
  })
  step = await act('demo-liu', bikes, 'accept')
  step = await act('demo-liu', step, 'call', '涉及消防通道，需要城管与平安建设办公室一起整治。')
  await act('demo-gao', step, 'convene', '今天下午到现场', { lead: 'xm-safety', helpers: ['xm-city'] })

  const noise = await submit('demo-zhou', {
    title: '楼下早上五点就放音乐',
    words: '小广场早上五点就有人放音乐跳舞，睡不好觉，能不能晚一点开始。',
    area: house(1, 3),
    category: 'noise',
    anonymous: true,
  })
  step = await act('demo-liu', noise, 'accept')
  step = await act('demo-liu', step, 'assign', '', { body: 'ygl-grid-1' })
  await act('demo-wu', step, 'take')

  const garage = await submit('demo-lin', {
    title: '地下车库出口的减速带松了',
    words: '开车经过声音很大，螺丝露在外面，担心扎胎。',
    area: house(1, 3),
    category: 'traffic',
  })
  step = await act('demo-liu', garage, 'accept')
  step = await act('demo-liu', step, 'assign', '', { body: 'ygl-property' })
  await act('demo-sun', step, 'dispute', '出口道路属市政道路，不在物业管养范围。')

  const meals = await call('demo-zheng', 'needs.submit', {
    id: id(),
    title: '7 栋独居老人需要午间送餐',
    words: '老人腿脚不便，子女在外地，希望工作日中午有人送餐。',
    photos: [],
    area: house(2, 7),
    category: 'care',
    urgency: 'soon',
    scope: 'individual',
    visibility: 'private',
    anonymous: true,
    onBehalfOf: { name: '马桂芳', consent: 'inPerson' },
  })
  step = await act('demo-liu', meals, 'accept')
  await act('demo-liu', step, 'assign', '请与食堂对接', { body: 'yinling' })

  const drain = await submit('demo-zhou', {
    title: '厨房下水反味',
    words: '一楼厨房下水口这几天反味，开窗也散不掉。',
    area: house(1, 3),
    category: 'facility',
    scope: 'individual',
    visibility: 'private',
  })
  step = await act('demo-liu', drain, 'accept')
  step = await act('demo-liu', step, 'assign', '', { body: 'ygl-property' })
  step = await act('demo-sun', step, 'take')
  await act('demo-sun', step, 'finish', '已疏通主管道并更换密封圈。')

  const info = await submit('demo-qian', {
    title: '想给孩子报暑期托管',
    words: '想了解社区有没有暑期托管，怎么报名。',
    area: house(2, 6),
    category: 'children',
    scope: 'individual',
  })
  await act('demo-liu', info, 'askInfo', '请告诉我们孩子的年级和需要的时间段。')

  const pool = await submit('demo-lin', {
    title: '希望在小区里建一个游泳池',
    words: '夏天孩子没地方游泳，希望小区里能建一个游泳池。',
    area: house(1, 3),
    category: 'activity',
  })
  await act('demo-liu', pool, 'refuse', '小区没有空地，建设与维护费用也超出社区能力。', { reason: 'beyond' })

  await submit('demo-zhou', {
    title: '门口快递柜太高够不着',
    words: '快递柜最上面一排太高，取件码输入了也拿不到，能不能给老人放在下面几格。',
    area: house(1, 3),
    category: 'property',
  })
  await submit('demo-qian', {
    title: '希望周末开放社区图书室',
    words: '上班的人只有周末有空，图书室周末不开门，希望周六开半天。',
    area: house(2, 6),
    category: 'activity',
  })
  await submit('demo-chen', {
    title: '书香苑西门垃圾桶不够',
    words: '西门只有两个垃圾桶，到了晚上满出来，路过味道很大。',
    area: `${books}/g01/b02`,
    category: 'environment',
  })
  await tellCoordination(call, act, benches)
}
