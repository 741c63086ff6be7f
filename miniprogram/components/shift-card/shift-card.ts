// One shift as a row of a list: when and where first, then what, how many places, and the reader's own place.
Component({
  properties: {
    shift: { type: Object, value: {} as { id?: string } },
    /** Below its own activity's name the title is not said again. */
    titled: { type: Boolean, value: true },
  },
  methods: {
    open() {
      this.triggerEvent('open', { id: this.data.shift.id })
    },
  },
})
