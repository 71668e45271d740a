import { readFileSync } from "node:fs"
import { beforeAll, describe, expect, it } from "vitest"
import { predict } from "../../../testing/potential/prediction.ts"
import type { Potential } from "../../potential.ts"
import { hasRegularisers } from "../../regulariser.ts"
import { createPotential, resolveSpec } from "../../registry.ts"
import { declared, fitWithAndWithout } from "./fixtures/some-silicon.ts"
import { binaries, closePacked, dimer, distanceAt, type Prototype, structureOf } from "./prototypes.ts"

const silicon = new URL("../../../../../../examples/silicon-ace/data/Si_train.xyz.gz", import.meta.url)

const shapes: readonly (readonly [string, Prototype])[] = [
  ["fcc", closePacked[0]],
  ["hcp", closePacked[1]],
  ["bcc", binaries[0]],
  ["simple cubic", binaries[1]],
  ["diamond", binaries[2]],
  ["dimer", dimer],
]

describe("an expansion fitted to some structures of silicon, pulled apart", () => {
  let potential: Potential
  let volume: number
  let theta: Readonly<Record<"with" | "without", Float64Array>>
  beforeAll(async () => {
    const fitted = await fitWithAndWithout(readFileSync(silicon), "expanded crystals")
    potential = fitted.potential
    theta = fitted.theta
    volume = fitted.statistics.volumePerAtom ?? NaN
  })

  /** How far energies per atom fall on the way from 1.2 distances of close packing to where no atom sees another one. */
  function deepestFall(prototype: Prototype, values: Float64Array): number {
    const first = 1.2 * distanceAt(closePacked[0], volume)
    let [top, fall] = [-Infinity, 0]
    for (let distance = first; distance < 1.01 * potential.cutoff; distance *= 1.007) {
      const structure = structureOf(prototype, [14], distance)
      const energy = predict(potential, [structure], values)[0].energy / structure.numbers.length
      top = Math.max(top, energy)
      fall = Math.max(fall, top - energy)
    }
    return fall
  }

  it.each(shapes)("loses its binding as %s, but for little", (_, prototype) => {
    expect(deepestFall(prototype, theta.with)).toBeLessThan(0.02 * 4.63)
  })

  it("has wells behind barriers without the prior", () => {
    expect(Math.max(...shapes.map(([, prototype]) => deepestFall(prototype, theta.without)))).toBeGreaterThan(0.1 * 4.63)
  })
})

describe("rows of expanded crystals", () => {
  const spec = resolveSpec(
    { kind: "ace", degree: [9, 8, 7, 6] },
    {
      elements: [29],
      minimumDistance: { "Cu-Cu": 2.2 },
      nearestNeighbour: { "Cu-Cu": 2.5 },
      crowded: { Cu: { Cu: Array.from({ length: 12 }, () => 2.2) } },
      volumePerAtom: 11.7,
    },
  )
  const potential = createPotential(spec)

  it("say that energies of one distance and the next do not fall, in cohesive energies for each ln of the distance", () => {
    const { rows, strength } = declared(potential, "expanded crystals")
    const theta = Float64Array.from(potential.parameters, (_, k) => Math.sin(k + 1))
    const first = 1.25 * distanceAt(closePacked[0], 0.75 * 11.7)
    const energyAt = (k: number): number => predict(potential, [structureOf(closePacked[0], [29], first * 1.02 ** k)], theta)[0].energy
    for (const row of [0, 1, 2]) {
      const { parameters, coefficients, atLeast = NaN } = rows[row]
      const rise = parameters.reduce((sum, k, j) => sum + coefficients[j] * theta[k], -atLeast)
      expect(rise * 3.49 * Math.log(1.02)).toBeCloseTo(energyAt(row + 1) - energyAt(row), 8)
    }
    expect(strength).toBeCloseTo(400, 10)
  })

  it("end where no atom sees another one, and are none without a core", () => {
    const { rows } = declared(potential, "expanded crystals")
    expect(rows.length).toBeGreaterThan(50)
    expect(rows.length).toBeLessThan(200)
    expect(rows.every(({ coefficients }) => coefficients.length > 0 && coefficients.every(Number.isFinite))).toBe(true)
    const bare = createPotential({ ...spec, core: "none" })
    expect(hasRegularisers(bare) && bare.regularisers.map(({ name }) => name)).toEqual(["smoothness"])
  })
})
