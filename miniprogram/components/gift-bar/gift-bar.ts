// How much has been given: what is in the books solid, what is promised hatched, each with its amount. The goal is told where there is one.
type Money = { fen: number; text: string }

const share = (fen: number, goal: number): number => Math.min(100, (fen * 100) / goal)

Component({
  properties: {
    goal: { type: Object, value: undefined as unknown as Money | undefined },
    raised: { type: Object, value: undefined as unknown as Money | undefined },
    pledged: { type: Object, value: undefined as unknown as Money | undefined },
    percent: Number,
  },
  data: { solid: 0, hatched: 0 },
  observers: {
    'goal, raised, pledged'() {
      const { goal, raised, pledged } = this.data as { goal?: Money; raised?: Money; pledged?: Money }
      if (!goal) return
      const solid = share(raised?.fen ?? 0, goal.fen)
      this.setData({ solid, hatched: Math.min(100 - solid, share(pledged?.fen ?? 0, goal.fen)) })
    },
  },
})
