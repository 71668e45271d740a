import { describe, expect, it } from "vitest"
import { levenbergMarquardt } from "../../solve/least-squares/levenberg-marquardt.ts"
import type { LevenbergMarquardtState } from "../../solve/least-squares/state.ts"
import type { Solver } from "../../solve/solver.ts"
import { checkSolver } from "./check-solver.ts"

describe("checkSolver", () => {
  it("passes Levenberg–Marquardt, without exceptions", async () => {
    await checkSolver(levenbergMarquardt())
  })

  const broken: readonly (readonly [string, RegExp, (good: Solver<LevenbergMarquardtState>) => Solver<LevenbergMarquardtState>])[] = [
    ["stops early", /certified minimum/, () => levenbergMarquardt({ iterations: 3 })],
    [
      "ignores bounds",
      /bounds/,
      (good) => ({
        ...good,
        step: (problem, state) => good.step({ ...problem, upper: problem.upper.map(() => Infinity) }, state),
      }),
    ],
    [
      "keeps part of its state to itself",
      /resume/,
      (good) => {
        let calls = 0
        return { init: good.init, step: async (problem, state) => ({ ...(await good.step(problem, state)), costs: calls++ }) }
      },
    ],
    [
      "does not say what it found",
      /bounds/,
      (good) => ({
        ...good,
        step: async (problem, state) => {
          const next = await good.step(problem, state)
          return next.status ? { ...next, status: { ...next.status, notes: [] } } : next
        },
      }),
    ],
  ]
  for (const [what, law, spoil] of broken) {
    it(`catches a solver that ${what}`, async () => {
      await expect(checkSolver(spoil(levenbergMarquardt()))).rejects.toThrow(law)
    })
  }
})
