// 修改班次: a shift's time, place and number, what it asks and what the activity says. Whom a change asks whether they stay is the server's word.
import type { Api, Call } from '../../../../cloudfunctions/api/index'
import { api } from '../../../lib/api'
import { newId } from '../../../lib/ids'
import { load, run, type State } from '../../../lib/screen'
import { pageStyle } from '../../../lib/session'
import { clockOf, onOf, timeOn } from '../lib/times'

type Shift = Awaited<ReturnType<Call<Api['volunteers']['shift']>>>
type Skill = { value: string; label: string; on: boolean }
type Asked = Parameters<typeof api.volunteers.editShift>[0]

Component({
  data: {
    style: pageStyle(),
    state: 'loading' as State,
    failure: '',
    failureRef: '',
    busy: false,
    errors: {} as Record<string, string>,
    id: '',
    request: newId(),
    title: '',
    taken: 0,
    on: '',
    from: '',
    to: '',
    place: '',
    capacity: '',
    leader: '',
    notice: '',
    ageMin: '',
    training: '',
    skills: [] as Skill[],
    words: '',
    /** What the whole activity says, as it was: only what was written anew is sent. */
    was: { leader: '', notice: '', words: '' },
  },
  methods: {
    onLoad({ id }: { id: string }) {
      this.setData({ id })
      return this.reload()
    },
    reload() {
      return load(this, async () => {
        const shift = await api.volunteers.shift({ id: this.data.id })
        const [{ words }, { skills }] = await Promise.all([
          api.matters.get({ id: shift.activity }),
          api.volunteers.options({}),
        ])
        const rows = skills.map((skill) => ({ ...skill, on: shift.demands.skills.includes(skill.value) }))
        const { leader, notice } = shift
        return { ...this.shown(shift), words, was: { leader, notice, words }, skills: rows }
      })
    },
    shown: ({ title, post, startsAt, endsAt, place, capacity, taken, leader, notice, demands }: Shift) => ({
      title: `${title} · ${post}`,
      taken,
      on: onOf(startsAt),
      from: clockOf(startsAt),
      to: clockOf(endsAt),
      place,
      capacity: String(capacity),
      leader,
      notice,
      ageMin: demands.ageMin ? String(demands.ageMin) : '',
      training: demands.training,
    }),
    write(event: WechatMiniprogram.Input) {
      this.setData({ [event.currentTarget.dataset.name as string]: event.detail.value })
    },
    skill(event: WechatMiniprogram.TouchEvent) {
      const { at } = event.currentTarget.dataset as { at: number }
      this.setData({ [`skills[${at}].on`]: !this.data.skills[at]?.on })
    },
    save() {
      const { id, request, on, from, to, place, capacity, leader, notice, training, words, was } = this.data
      const skills = this.data.skills.filter((skill) => skill.on).map(({ value }) => value) as Asked['skills']
      const terms = { training, skills, ageMin: Number(this.data.ageMin || 0) }
      run(this, async () => {
        await api.volunteers.editShift({
          id,
          request,
          ...timeOn(on, from, to),
          place,
          capacity: Number(capacity),
          ...terms,
          ...(leader !== was.leader && { leader }),
          ...(notice !== was.notice && { notice }),
          ...(words !== was.words && { words }),
        })
        wx.showToast({ title: '已修改', icon: 'none' })
        if (getCurrentPages().length > 1) wx.navigateBack()
        else wx.redirectTo({ url: `/packages/organiser/day/day?id=${id}` })
      })
    },
  },
})
