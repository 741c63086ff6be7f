// One matter as a row of a list: what, where, how far, by when, and the one likely next step.
Component({
  properties: {
    card: { type: Object, value: {} as { id?: string } },
    selectable: Boolean,
    selected: Boolean,
    place: { type: Boolean, value: true },
  },
  methods: {
    open() {
      this.triggerEvent('open', { id: this.data.card.id })
    },
    act() {
      this.triggerEvent('act', { card: this.data.card })
    },
    select() {
      this.triggerEvent('select', { id: this.data.card.id })
    },
  },
})
