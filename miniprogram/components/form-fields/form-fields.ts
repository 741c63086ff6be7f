// Draws the fields an action asks for, as the server describes them; knows no rule. Tells { name, value } on every change.
import { choosePhotos, storePhotos } from '../../lib/photos'

type Field = { name: string; kind: string; options?: { value: string; label: string }[] }

Component({
  properties: {
    fields: { type: Array, value: [] },
    values: { type: Object, value: {} },
    errors: { type: Object, value: {} },
  },
  data: { uploading: false },
  methods: {
    tell(name: string, value: unknown) {
      this.triggerEvent('change', { name, value })
    },
    write(event: WechatMiniprogram.Input) {
      this.tell(event.currentTarget.dataset.name as string, event.detail.value)
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: string; value: string }
      this.tell(name, value)
    },
    toggle(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: string; value: string }
      const chosen = ((this.data.values as Record<string, string[]>)[name] ?? []) as string[]
      this.tell(name, chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
    },
    star(event: WechatMiniprogram.TouchEvent) {
      const { name, value } = event.currentTarget.dataset as { name: string; value: number }
      this.tell(name, value)
    },
    date(event: WechatMiniprogram.PickerChange) {
      this.tell(event.currentTarget.dataset.name as string, event.detail.value)
    },
    listed(name: string): string[] {
      return (this.data.values as Record<string, string[]>)[name] ?? []
    },
    async addPhotos(event: WechatMiniprogram.TouchEvent) {
      const { name, max } = event.currentTarget.dataset as { name: string; max: number }
      if (this.data.uploading) return
      const chosen = await choosePhotos(max - this.listed(name).length)
      this.setData({ uploading: true })
      const added = await storePhotos(chosen)
      this.setData({ uploading: false })
      if (added.length) this.tell(name, [...this.listed(name), ...added])
    },
    dropPhoto(event: WechatMiniprogram.TouchEvent) {
      const { name, at } = event.currentTarget.dataset as { name: string; at: number }
      this.tell(
        name,
        this.listed(name).filter((_photo, index) => index !== at),
      )
    },
    find(event: WechatMiniprogram.TouchEvent) {
      const field = (this.data.fields as Field[]).find(({ name }) => name === event.currentTarget.dataset.name)
      this.triggerEvent('find', { name: field?.name })
    },
  },
})
