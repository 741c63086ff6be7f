// Choosing a community and, when asked for, a building in it: two native pickers, never a location.
import { api } from '../../lib/api'

type Place = { path: string; name: string }
type Community = Place & { buildings: Place[] }

Component({
  properties: { street: String, value: String, building: { type: Boolean, value: true }, wrong: String },
  data: { communities: [] as Community[], at: -1, buildingAt: -1, failed: false },
  observers: {
    'street, value'() {
      if (this.data.street && !this.data.communities.length) this.fetch()
      else this.place()
    },
  },
  methods: {
    async fetch() {
      const tree = await api.areas.tree({ street: this.data.street }).catch(() => undefined)
      this.setData({ communities: tree?.communities ?? [], failed: !tree })
      this.place()
    },
    place() {
      const { communities, value } = this.data
      const at = communities.findIndex(({ path }) => value === path || value.startsWith(`${path}/`))
      const buildingAt = communities[at]?.buildings.findIndex(({ path }) => path === value) ?? -1
      if (at !== this.data.at || buildingAt !== this.data.buildingAt)
        this.setData({ at: at >= 0 ? at : this.data.at, buildingAt })
    },
    chooseCommunity(event: WechatMiniprogram.PickerChange) {
      const at = Number(event.detail.value)
      this.setData({ at, buildingAt: -1 })
      const community = this.data.communities[at]
      if (community)
        this.triggerEvent('change', { value: community.path, name: community.name, whole: !this.data.building })
    },
    chooseBuilding(event: WechatMiniprogram.PickerChange) {
      const buildingAt = Number(event.detail.value)
      this.setData({ buildingAt })
      const community = this.data.communities[this.data.at]
      const building = community?.buildings[buildingAt]
      if (building)
        this.triggerEvent('change', { value: building.path, name: `${community.name} · ${building.name}`, whole: true })
    },
  },
})
