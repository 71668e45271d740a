import { describe, expect, it } from "vitest"
import { diamond } from "../../atoms/prototypes.ts"
import { SpecFailure } from "../../failure/failure.ts"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { evaluateStructure } from "../evaluate-structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential, resolveSpec } from "../registry.ts"

const gallium = { repulsion: 6.84, attraction: 9.5, p: 4.3, q: 0.2, sigma: 2.1, cutoff: 3.51, gamma: 1.31 }
const mixed = { repulsion: 12.4, attraction: 17.2, p: 4, q: 0, sigma: 1.7, cutoff: 3.05, gamma: 1.2 }
const nitrogen = { repulsion: 6.1, attraction: 9.1, p: 4, q: 0, sigma: 1.43, cutoff: 2.83, gamma: 0.97 }
const triplet = { lambda: 41.3, cosine: -0.31 }
const alone = { kind: "stillinger-weber", elements: ["Ga"], pairs: { "Ga-Ga": gallium }, triplets: { "Ga-Ga-Ga": triplet } }
const together = {
  kind: "stillinger-weber",
  elements: ["Ga", "N"],
  pairs: { "Ga-Ga": gallium, "N-Ga": mixed, "N-N": nitrogen },
  triplets: { "Ga-N-Ga": { lambda: 17.1, cosine: -0.2 }, "N-Ga-Ga": { lambda: 33.3, cosine: -0.4 }, "*-*-*": triplet },
}
/** Both orders of a pair and of a triplet's neighbours have parameters of their own. */
const ordered = {
  ...together,
  pairs: { ...together.pairs, "Ga-N": { ...mixed, attraction: 16.8, gamma: 1.4, cutoff: 2.94 } },
  triplets: { ...together.triplets, "Ga-Ga-N": { lambda: 21.7, cosine: -0.1 } },
}

describe("a Stillinger–Weber potential", () => {
  it.for(Object.entries({ alone, together, ordered }))("obeys the laws of potentials: %s", ([, spec]) => {
    const potential = createPotential(spec)
    const ends = potential.parameters.filter(({ key }) => key.endsWith("cutoff")).map(({ value }) => value)
    checkPotential(potential, { ends, spacing: 1.9 })
  })

  it("obeys them with a cutoff that is fitted, up to its bounds", () => {
    const free = { ...gallium, cutoff: { value: 3.51, fixed: false, upper: 3.8 } }
    const potential = createPotential({ ...alone, pairs: { "Ga-Ga": free } })
    expect(potential.cutoff).toBe(3.8)
    checkPotential(potential, { ends: [3.51], theta: parameterValues(potential.parameters), spacing: 1.9 })
  })

  it("has the published energy of silicon: −2 ε an atom in diamond, whose bonds are at the minimum of φ", () => {
    const epsilon = 2.1683
    const text = `# UNITS: metal\nSi Si Si ${epsilon} 2.0951 1.80 21.0 1.20 -0.333333333333\n 7.049556277 0.6022245584 4.0 0.0 0.0\n`
    const potential = createPotential({ kind: "stillinger-weber", file: "Si.sw", text })
    const { energy, stress } = evaluateStructure(
      potential,
      parameterValues(potential.parameters),
      diamond("Si", (4 / Math.sqrt(3)) * 2 ** (1 / 6) * 2.0951),
    )
    expect(energy / 8).toBeCloseTo(-2 * epsilon, 7)
    // Published with ten digits: the minimum is within 1e-8 of where it is meant.
    expect(Math.abs(stress![0])).toBeLessThan(1e-6)
  })

  it("marks its strengths as linear, and names no energy scale, which only multiplies them", () => {
    const { parameters } = createPotential(together)
    expect([...new Set(parameters.filter(({ linear }) => linear).map(({ key }) => key.split(".")[2]))]).toEqual([
      "repulsion",
      "attraction",
      "lambda",
    ])
    expect(parameters.map(({ key }) => key)).toContain("sw.N-Ga.sigma")
    expect(parameters.find(({ key }) => key === "sw.*-*-*.cosine")).toMatchObject({ value: -0.31, lower: -1, upper: 1, unit: "1" })
  })

  it("starts from data where elements alone are given, whatever they are", () => {
    for (const [symbol, number, neighbour] of [
      ["Si", 14, 2.35],
      ["Ge", 32, 2.45],
    ] as const) {
      const statistics = {
        elements: [number],
        minimumDistance: { [`${symbol}-${symbol}`]: 0.9 * neighbour },
        nearestNeighbour: { [`${symbol}-${symbol}`]: neighbour },
        energySpread: 1.4,
      }
      const spec = resolveSpec({ kind: "stillinger-weber", elements: [symbol] }, statistics)
      expect(JSON.stringify(spec)).not.toContain("auto")
      expect(resolveSpec(JSON.parse(JSON.stringify(spec)), statistics)).toEqual(spec)
      const potential = createPotential(spec)
      expect(potential.elements).toEqual([number])
      // The crystal whose bonds have the length of the data is in equilibrium.
      const theta = parameterValues(potential.parameters)
      const { stress, energy } = evaluateStructure(potential, theta, diamond(symbol, (4 / Math.sqrt(3)) * neighbour))
      expect(energy).toBeLessThan(0)
      expect(Math.abs(stress![0])).toBeLessThan(1e-3)
    }
  })

  it("keeps the settings of a spec over those of its file", () => {
    const text = "Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333 7.05 0.602 4.0 0.0 0.0"
    const pairs = { "Si-Si": { sigma: { fixed: true }, gamma: 1.3, repulsion: { lower: 1, upper: 20 } } }
    const { parameters } = createPotential({ kind: "stillinger-weber", file: "Si.sw", text, pairs })
    const named = (name: string) => parameters.find(({ key }) => key === `sw.Si-Si.${name}`)
    expect(named("sigma")).toMatchObject({ value: 2.0951, fixed: true })
    expect(named("gamma")).toMatchObject({ value: 1.3 })
    expect(named("repulsion")).toMatchObject({ lower: 1, upper: 20 })
  })
})

describe("a spec that cannot be", () => {
  it.for([
    [{ pairs: { "Ga-As": gallium } }, ["pairs", "Ga-As"], /"Ga-As" is no pair of Ga  .*did you mean "Ga-Ga"/],
    [{ pairs: {} }, ["pairs"], /no entry is for Ga-Ga/],
    [{ pairs: { "Ga-Ga": gallium, "*-*": gallium } }, ["pairs", "*-*"], /nothing is left for "\*-\*"/],
    [{ pairs: { "Ga-Ga": { ...gallium, sigma: "auto" } } }, ["pairs", "Ga-Ga", "sigma"], /"sigma" is left to be found from data/],
    [{ pairs: { "Ga-Ga": { ...gallium, sigma: -1 } } }, ["pairs", "Ga-Ga", "sigma"], /sigma starts at -1, outside its bounds/],
    [{ pairs: { "Ga-Ga": { ...gallium, sgima: 1 } } }, ["pairs", "Ga-Ga", "sgima"], /did you mean "sigma"/],
    [{ triplets: { "Ga-Ga": triplet } }, ["triplets", "Ga-Ga"], /is no triplet of Ga/],
    [{ file: "Ga.sw" }, ["file"], /the file Ga.sw was not read/],
    [{ labels: ["Ga"] }, ["labels"], /labels are given, but no file/],
    [{ file: "Ga.sw", text: "Ga Ga Ga 1 2" }, ["file"], /^Ga.sw:1:12: the file ends within an entry, after 5 of its 14 words/],
    [{ file: "a.sw", text: "As As As 1 2 1.8 21 1.2 -0.3 7 0.6 4 0 0" }, ["elements"], /the file is for As, not for Ga/],
  ] as const)("%j", ([fields, path, message]) => {
    const make = (): unknown => createPotential({ ...alone, ...fields })
    try {
      make()
    } catch (failure) {
      if (!(failure instanceof SpecFailure)) throw failure
      expect(failure.describe()).toMatch(message)
      expect(failure.path).toEqual(path)
      return
    }
    throw new Error("nothing failed")
  })
})
