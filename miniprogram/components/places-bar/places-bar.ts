// How many places of a shift are taken: a bar with its numbers, and who waits when it is full.
Component({
  properties: { capacity: Number, taken: Number, waiting: Number },
})
