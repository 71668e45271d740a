import { readFileSync } from "node:fs"
import { beforeAll, describe, expect, it } from "vitest"
import { liftable } from "../../../solve/linear/one-sided/add-one-sided.ts"
import { predict } from "../../../testing/potential/prediction.ts"
import { seedRandom } from "../../../random/random.ts"
import type { Potential } from "../../potential.ts"
import type { Regulariser } from "../../regulariser.ts"
import { createPotential, resolveSpec } from "../../registry.ts"
import { type DataStatistics, dataStatistics } from "../../resolve/data-statistics.ts"
import { createAceEvaluator } from "../fast/ace-evaluator.ts"
import type { AceModel } from "../model.ts"
import { disorderedCell, ways } from "./disordered-cell.ts"
import { downhill } from "./downhill.ts"
import { declared, freeAtom, oneSided, someSilicon, triangleOfData } from "./fixtures/some-silicon.ts"
import { binaries, closePacked, distanceAt, molecular, structureOf } from "./prototypes.ts"

const silicon = new URL("../../../../../../examples/silicon-ace/data/Si_train.xyz.gz", import.meta.url)

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function modelOf(potential: Potential): AceModel {
  if (!("model" in potential)) throw new Error("no expansion")
  return (potential as Potential & { readonly model: AceModel }).model
}

describe("silicon fitted to a few structures, denser than all of them", () => {
  let potential: Potential
  let statistics: DataStatistics
  let volume: number
  let prior: Regulariser
  let without: Float64Array
  let within: Float64Array

  beforeAll(async () => {
    const data = await someSilicon(readFileSync(silicon))
    statistics = dataStatistics(data)
    const spec = resolveSpec({ kind: "ace", degree: [9, 8, 7, 6] }, statistics)
    potential = createPotential(spec)
    const compression = "compression" in spec ? spec["compression"] : {}
    volume = typeof compression === "object" && compression && "volume" in compression ? Number(compression.volume) : NaN
    prior = declared(potential, "disordered matter")
    const triangle = triangleOfData(potential, data, freeAtom(data))
    const solved = liftable(triangle)
    without = solved([]).x
    const crystals = declared(potential, "compressed crystals")
    const fixed = oneSided(crystals, crystals.rows)
    const all = [...prior.rows]
    within = solved([...fixed, ...oneSided(prior, all)]).x
    for (let round = 0; round < 9; round++) {
      const rows = prior.search?.further(within, round) ?? []
      if (rows.length === 0) break
      all.push(...rows)
      within = solved([...fixed, ...oneSided(prior, all)]).x
    }
  }, 180_000)

  /** How far matter that begins without order comes to lie below fcc of its density [eV/atom], for seeds that no search has seen. */
  function deepest(theta: Float64Array): number {
    const model = modelOf(potential)
    const evaluator = createAceEvaluator(model)
    let depth = -Infinity
    for (const part of [0.75, 0.6]) {
      const packed = [...closePacked, binaries[0]].map(
        (one) => predict(potential, [structureOf(one, [14], distanceAt(one, part * volume))], theta)[0],
      )
      const lowest = Math.min(packed[0].energy, packed[1].energy / 2, packed[2].energy / 2)
      for (let way = 0; way < ways; way++) {
        const begun = disorderedCell(way, [14], part * volume, seedRandom(7000 + way))
        for (const { energies } of downhill(model, evaluator, theta, begun, seedRandom(8000 + way)))
          depth = Math.max(depth, lowest - mean(energies))
      }
    }
    return depth
  }

  it("collapses without priors", () => {
    expect(deepest(without)).toBeGreaterThan(2)
  })

  it("does not with those of crystals and of all matter", () => {
    expect(deepest(within)).toBeLessThan(0.3 * 4.63)
  })

  /** How far clusters in free space come to lie below the lowest crystal of any density [eV/atom], for seeds that no search has seen. */
  function deepestCluster(theta: Float64Array): number {
    const model = modelOf(potential)
    const evaluator = createAceEvaluator(model)
    const crystals = Array.from({ length: 9 }, (_, k) => (0.9 + 0.1 * k) * volume).flatMap((v) =>
      [...closePacked, ...binaries].map((one) => {
        const structure = structureOf(one, [14], distanceAt(one, v))
        return predict(potential, [structure], theta)[0].energy / structure.numbers.length
      }),
    )
    let deepest = Infinity
    for (const part of [0.9, 0.7]) {
      for (let way = 0; way < ways; way++) {
        const cell = disorderedCell(way, [14], part * volume, seedRandom(9000 + way))
        const cluster = { ...cell, cell: null, pbc: [false, false, false] as const }
        for (const { energies } of downhill(model, evaluator, theta, cluster, seedRandom(9100 + way)))
          deepest = Math.min(deepest, mean(energies))
      }
    }
    return Math.min(...crystals) - deepest
  }

  it("neither do clusters in free space", () => {
    expect(deepestCluster(within)).toBeLessThan(0.2 * 4.63)
  })

  it("is found by the same search in the same way", () => {
    const small = createPotential(resolveSpec({ kind: "ace", degree: [4, 4] }, statistics))
    const { search } = declared(small, "disordered matter")
    const theta = Float64Array.from(small.parameters, (_, k) => Math.sin(5 * k + 1))
    const [once, again] = [1, 2].map(() => search?.further(theta, 3))
    expect(once?.length).toBeGreaterThan(0)
    expect(again).toEqual(once)
  })

  it("rows are zero where a structure lies by the margin below a crystal", () => {
    // Fcc beside hcp at the first volume: (E_fcc − E_hcp)/4.63 eV ≥ −0.15.
    const [fcc, hcp] = closePacked.map((one) => predict(potential, [structureOf(one, [14], distanceAt(one, volume))], within)[0].energy)
    const { parameters, coefficients, atLeast = NaN } = prior.rows[0]
    const height = parameters.reduce((sum, k, j) => sum + coefficients[j] * within[k], -atLeast)
    expect(height).toBeCloseTo((fcc - hcp / 2) / 4.63 + 0.15, 8)
  })
})

describe("disordered cells", () => {
  it("have the density and the composition that are asked for, and follow from the seed", () => {
    for (let way = 0; way < ways; way++) {
      const cell = disorderedCell(way, [49, 15], 13.7, seedRandom(4))
      const atoms = cell.numbers.length
      expect((cell.cell?.[0] ?? NaN) ** 3 / atoms).toBeCloseTo(13.7, 10)
      expect(Math.abs(2 * cell.numbers.filter((number) => number === 49).length - atoms)).toBeLessThan(2)
      expect(disorderedCell(way, [49, 15], 13.7, seedRandom(4))).toEqual(cell)
      expect(disorderedCell(way, [49, 15], 13.7, seedRandom(5)).positions).not.toEqual(cell.positions)
    }
  })
})

it("crystals of molecules have the bonds that they are said to have, and one density", () => {
  molecular.forEach((prototype, k) => {
    const structure = structureOf(prototype, [7], distanceAt(prototype, 9.3))
    const { positions, cell } = structure
    expect((cell?.[0] ?? NaN) ** 3 / 8).toBeCloseTo(9.3, 9)
    const bond = Math.hypot(...[0, 1, 2].map((c) => positions[3 + c] - positions[c]))
    expect(bond).toBeCloseTo([0.25, 0.32, 0.4, 0.5, 0.6, 0.7][k] * 2 ** (1 / 6) * Math.cbrt(9.3), 9)
  })
})
