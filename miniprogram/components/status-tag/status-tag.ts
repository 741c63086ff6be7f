// A status as a word with a shape and a colour; never the colour alone.
Component({
  properties: { label: String, tone: { type: String, value: 'plain' } },
})
