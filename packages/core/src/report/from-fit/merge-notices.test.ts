import { expect, test } from "vitest"
import { createPotential } from "../../potentials/registry.ts"
import { mergeNotices } from "./merge-notices.ts"

test("one line says the same of all parameters of a function", () => {
  const form = { form: "lennard-jones", parameters: { epsilon: 0.21, sigma: 2.7 } }
  const { parameters } = createPotential({ kind: "pair", elements: ["C", "O"], cutoff: 5.3, pairs: { "*-*": form } })
  const unfelt = "has no effect on any residual and keeps its value"
  const notices = [
    "reference.C, reference.O cannot be told apart",
    `pair.O-O.epsilon ${unfelt}`,
    "pair.C-O.sigma lies on its upper bound",
    `pair.O-O.sigma ${unfelt}`,
    `pair.C-C.sigma ${unfelt}`,
  ]
  expect(mergeNotices(notices, parameters)).toEqual([
    "reference.C, reference.O cannot be told apart",
    `pair.O-O (epsilon, sigma): ${unfelt}`,
    "pair.C-O.sigma lies on its upper bound",
    `pair.C-C.sigma ${unfelt}`,
  ])
})
