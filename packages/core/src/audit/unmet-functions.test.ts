import { describe, expect, it } from "vitest"
import { createPotential } from "../potentials/registry.ts"
import { unmetFunctions, unmetWarning } from "./unmet-functions.ts"

describe("functions that the data never meet", () => {
  it("are those of pairs farther apart than they reach", () => {
    const form = { form: "lennard-jones", parameters: { epsilon: 0.21, sigma: 2.7 } }
    const pairs = { "*-*": form, "C-C": { ...form, cutoff: 3.1 } }
    const potential = createPotential({ kind: "pair", elements: ["C", "O"], cutoff: 5.3, pairs })
    const unmet = unmetFunctions(potential, { "C-C": 3.4, "C-O": 5.2 })
    expect(unmet.map(({ name }) => name)).toEqual(["pair.C-C", "pair.O-O"])
    expect(unmetWarning(unmet)).toEqual([expect.stringContaining("pair.C-C, pair.O-O")])
    const fixed = createPotential({ kind: "pair", elements: ["C"], cutoff: 5.3, pairs: { "C-C": { formula: "12/r^12", parameters: {} } } })
    expect(unmetFunctions(fixed, { "C-C": 5.4 })).toEqual([])
    expect(unmetWarning(unmetFunctions(potential, { "C-C": 1.4, "C-O": 1.4, "O-O": 2.2 }))).toEqual([])
  })

  it("are densities and embeddings of elements that have no neighbour", () => {
    const potential = createPotential({
      kind: "eam",
      elements: ["Al", "Ti"],
      cutoff: 5.7,
      pair: { "*-*": { formula: "A*exp(-r/0.6)", parameters: { A: 40 } } },
      density: { "*": { formula: "exp(-r/w)", parameters: { w: 0.9 } } },
      embedding: { "*": { formula: "-F*sqrt(rho)", parameters: { F: 1.7 } } },
    })
    const names = (shortest: Readonly<Record<string, number>>): readonly string[] =>
      unmetFunctions(potential, shortest).map(({ name }) => name)
    expect(names({ "Al-Al": 2.6, "Ti-Ti": 6 })).toEqual(["pair.Al-Ti", "pair.Ti-Ti", "density.Ti", "embedding.Ti"])
    expect(names({ "Al-Al": 2.6, "Al-Ti": 2.8 })).toEqual(["pair.Ti-Ti"])
  })
})
