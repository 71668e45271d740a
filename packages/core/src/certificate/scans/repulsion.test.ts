import { expect, it } from "vitest"
import { parameterValues } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { type Repulsion, repulsionOf } from "./repulsion.ts"

/** Dimers of cobalt by a Morse curve, 3.4 eV deep at 1.75 Å, with a bump beside it: [eV], [Å], [Å]. */
function inward([height, place, width]: readonly [number, number, number], ripple?: number): Repulsion {
  const formula = "D*((1 - exp(-a*(r - 1.75)))^2 - 1) + h*exp(-((r - c)/w)^2)"
  const parameters = { D: 3.4, a: 1.6, h: height, c: place, w: width }
  const potential = createPotential({
    kind: "pair",
    elements: ["Co"],
    cutoff: 6,
    switch: "none",
    pairs: { "Co-Co": { formula, parameters } },
  })
  return repulsionOf({ potential, theta: parameterValues(potential.parameters) }, 27, 27, 2.3, ripple)
}

it("lasts down to half the distance, with the well of the dimer on the way", () => {
  const { end, distances } = inward([0, 1.9, 0.1])
  expect(end).toBeUndefined()
  expect(distances.at(-1)).toBeCloseTo(1.15, 12)
})

it("has not begun where the well has a ripple", () => {
  const { end } = inward([0.1, 1.79, 0.06])
  expect(end?.distance).toBeGreaterThan(1.75)
  expect(inward([0.1, 1.79, 0.06], 0.15).end).toBeUndefined()
})

it("ends at the top of a barrier, ripples or not", () => {
  for (const ripple of [0, 0.034]) {
    const { end } = inward([8, 1.45, 0.12], ripple)
    expect(end?.distance).toBeCloseTo(1.45, 1)
    expect(end?.fall).toBeGreaterThan(1)
  }
})

it("never begins where atoms attract each other all the way", () => {
  const { end, distances } = inward([-200, 1.1, 0.5], 0.034)
  expect(end?.distance).toBe(distances[0])
})
