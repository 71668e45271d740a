import { readFileSync } from "node:fs"
import { beforeAll, describe, expect, it } from "vitest"
import { numberOf } from "../../../atoms/elements.ts"
import { predict } from "../../../testing/potential/prediction.ts"
import type { Potential } from "../../potential.ts"
import { hasRegularisers } from "../../regulariser.ts"
import { createPotential, resolveSpec } from "../../registry.ts"
import { declared, fitWithAndWithout } from "./fixtures/some-silicon.ts"
import { binaries, closePacked, dimer, distanceAt, type Prototype, structureOf } from "./prototypes.ts"

const silicon = new URL("../../../../../../examples/silicon-ace/data/Si_train.xyz.gz", import.meta.url)

const shapes: Readonly<Record<string, Prototype>> = {
  fcc: closePacked[0],
  hcp: closePacked[1],
  bcc: binaries[0],
  "simple cubic": binaries[1],
  diamond: binaries[2],
  dimer,
}

describe("an expansion fitted to some structures of silicon", () => {
  let potential: Potential
  let volume: number
  let shortest: number
  let theta: Readonly<Record<"with" | "without", Float64Array>>
  beforeAll(async () => {
    const fitted = await fitWithAndWithout(readFileSync(silicon), "compressed crystals")
    potential = fitted.potential
    theta = fitted.theta
    volume = fitted.statistics.volumePerAtom ?? NaN
    shortest = fitted.statistics.minimumDistance["Si-Si"]
  })

  /** Energies per atom from 0.7 of the volume of the data, or their shortest distance, to well within the core; the deepest fall on the way. */
  function deepestFall(prototype: Prototype, values: Float64Array): { readonly fall: number; readonly rise: number } {
    const first = Math.max(shortest, distanceAt(prototype, 0.7 * volume))
    const energies = Array.from({ length: 200 }, (_, k) => {
      const structure = structureOf(prototype, [numberOf("Si") ?? 0], first * 0.994 ** k)
      return predict(potential, [structure], values)[0].energy / structure.numbers.length
    })
    let [top, fall] = [-Infinity, 0]
    for (const energy of energies) {
      top = Math.max(top, energy)
      fall = Math.max(fall, top - energy)
    }
    return { fall, rise: energies[199] - energies[0] }
  }

  it.each(Object.keys(shapes))("does not let a crystal collapse: %s", (shape) => {
    const { fall, rise } = deepestFall(shapes[shape], theta.with)
    expect(fall).toBeLessThan(1e-3)
    expect(rise).toBeGreaterThan(10)
  })

  it("does without the prior, by many eV", () => {
    const falls = Object.values(shapes).map((prototype) => deepestFall(prototype, theta.without).fall)
    expect(Math.max(...falls)).toBeGreaterThan(5)
  })

  it("stays as close to the data as without", () => {
    const change = theta.with.map((value, k) => value - theta.without[k])
    const structure = structureOf(binaries[2], [14], 2.37)
    const [before, after] = [theta.without, theta.with].map((values) => predict(potential, [structure], values)[0].energy / 2)
    expect(Math.abs(after - before)).toBeLessThan(0.01)
    expect(Math.hypot(...change)).toBeGreaterThan(0)
  })
})

describe("rows of compressed crystals", () => {
  const statistics = {
    elements: [29],
    minimumDistance: { "Cu-Cu": 2.2 },
    nearestNeighbour: { "Cu-Cu": 2.5 },
    crowded: { Cu: { Cu: Array.from({ length: 12 }, () => 2.2) } },
    volumePerAtom: 11.7,
  }
  const spec = resolveSpec({ kind: "ace", degree: [9, 8, 7, 6] }, statistics)
  const potential = createPotential(spec)

  it("are zero where energies rise by half the universal binding curve", () => {
    const { rows, strength } = declared(potential, "compressed crystals")
    const theta = Float64Array.from(potential.parameters, (_, k) => Math.sin(k + 1))
    const first = distanceAt(closePacked[0], 0.75 * 11.7)
    const energyAt = (k: number): number => predict(potential, [structureOf(closePacked[0], [29], first * 0.99 ** k)], theta)[0].energy
    for (const row of [0, 1, 2]) {
      const { parameters, coefficients, atLeast = NaN } = rows[row]
      const height = parameters.reduce((sum, k, j) => sum + coefficients[j] * theta[k], -atLeast)
      // ½ 3.49 eV (a exp a) Δa, the middle of two distances.
      const [x, y] = [0.99 ** row, 0.99 ** (row + 1)]
      const a = (1 - (x + y) / 2) / 0.4
      const unit = (0.5 * 3.49 * Math.exp(a) * (x - y)) / 0.4
      expect(height * unit).toBeCloseTo(energyAt(row + 1) - energyAt(row) - a * unit, 3)
    }
    expect(strength).toBeCloseTo(400, 10)
  })

  it("end where the expansion has faded, and are none without a core", () => {
    const { rows } = declared(potential, "compressed crystals")
    expect(rows.every(({ coefficients }) => coefficients.every(Number.isFinite))).toBe(true)
    expect(rows.length).toBeLessThan(400)
    const bare = createPotential({ ...spec, core: "none" })
    expect(hasRegularisers(bare) && bare.regularisers.map(({ name }) => name)).toEqual(["smoothness"])
  })

  it("are of each pair of elements, too", () => {
    const alloy = resolveSpec(
      { kind: "ace", degree: [5, 4], elements: ["Mo", "Nb"] },
      {
        elements: [41, 42],
        minimumDistance: { "Nb-Mo": 2.3, "Mo-Mo": 2.2, "Nb-Nb": 2.35 },
        nearestNeighbour: { "Nb-Mo": 2.7, "Mo-Mo": 2.65, "Nb-Nb": 2.75 },
        volumePerAtom: 16.5,
      },
    )
    const both = createPotential(alloy)
    const { rows } = declared(both, "compressed crystals")
    const centreOf = (k: number): string => both.parameters[k].key.split(".")[1]
    const centres = rows.map(({ parameters }) => new Set(parameters.map(centreOf)))
    expect(centres.some((own) => own.size === 2)).toBe(true)
    expect(centres.some((own) => own.size === 1 && own.has("Mo"))).toBe(true)
    expect(centres.some((own) => own.size === 1 && own.has("Nb"))).toBe(true)
  })
})
