import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { speciesPair } from "../../graph/pair-segments.ts"
import { referenceEdges } from "../../graph/reference-graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import { embeddedAtoms, type EmbeddedTables } from "../terms/embedded-atoms.ts"
import { formulaPair } from "../terms/formula-pair.ts"
import { radialFunctionPair } from "../terms/radial-function-pair.ts"
import { radialPairs } from "../terms/radial-pairs.ts"
import { tabulatedPairs } from "../terms/tabulated-pairs.ts"
import { cubicRows, type UniformTable } from "../tables/uniform-table.ts"
import { createForceEngine } from "./create-force-engine.ts"
import type { ForceTerm } from "./force-term.ts"

const ELEMENTS = [28, 13] as const
const CUTOFF = 4.3

/** dE/dr of each edge of the full list and the energy, from which the plain twin sums forces and virial. */
type Twin = (structure: Structure) => { energy: number; slopes: Float64Array }

const kindOf = (structure: Structure, i: number): number => ELEMENTS.indexOf(structure.numbers[i] === 28 ? 28 : 13)

const lengthOf = ([x, y, z]: readonly [number, number, number]): number => Math.sqrt(x * x + y * y + z * z)

/** E = ½ Σ φ over the full list. */
const pairTwin =
  (phi: (a: number, b: number, r: number) => readonly [number, number]): Twin =>
  (structure) => {
    let energy = 0
    const slopes = referenceEdges(structure, CUTOFF).map(({ i, j, vector }) => {
      const [value, slope] = phi(kindOf(structure, i), kindOf(structure, j), lengthOf(vector))
      energy += value / 2
      return slope
    })
    return { energy, slopes: Float64Array.from(slopes) }
  }

function spline(table: UniformTable, x: number): readonly [number, number] {
  const rows = cubicRows(table)
  const k = Math.max(0, Math.min(Math.floor(x / table.step), table.values.length - 2))
  const p = x / table.step - k
  const [c0, c1, c2, c3] = [rows[4 * k], rows[4 * k + 1], rows[4 * k + 2], rows[4 * k + 3]]
  if (p > 1) return [c0 + c1 + c2 + c3 + (c1 + 2 * c2 + 3 * c3) * (p - 1), (c1 + 2 * c2 + 3 * c3) / table.step]
  return [((c3 * p + c2) * p + c1) * p + c0, ((3 * c3 * p + 2 * c2) * p + c1) / table.step]
}

const embeddedTwin =
  ({ embedding, densities, pairs }: EmbeddedTables): Twin =>
  (structure) => {
    const edges = referenceEdges(structure, CUTOFF).map(({ i, j, vector }) => ({ i, j, r: lengthOf(vector) }))
    const kind = (i: number) => kindOf(structure, i)
    const rho = new Float64Array(structure.numbers.length)
    for (const { i, j, r } of edges) rho[i] += spline(densities[kind(i)][kind(j)], r)[0]
    const embedded = Array.from(rho, (density, i) => spline(embedding[kind(i)], density))
    let energy = embedded.reduce((sum, [value]) => sum + value, 0)
    const slopes = edges.map(({ i, j, r }) => {
      const [z, slopeZ] = spline(pairs[speciesPair(kind(i), kind(j), 2)], r)
      energy += z / r / 2
      const [atI, atJ] = [densities[kind(i)][kind(j)], densities[kind(j)][kind(i)]]
      return embedded[i][1] * spline(atI, r)[1] + embedded[j][1] * spline(atJ, r)[1] + (slopeZ - z / r) / r
    })
    return { energy, slopes: Float64Array.from(slopes) }
  }

/** Energy, forces and virial of the twin: F_i = Σ (dE/dr) û, W = −½ Σ r (dE/dr) û⊗û. */
function twinForces(twin: Twin, structure: Structure): { energy: number; forces: Float64Array; virial: Float64Array; scale: number } {
  const { energy, slopes } = twin(structure)
  const forces = new Float64Array(structure.positions.length)
  const virial = new Float64Array(6)
  let scale = 1
  referenceEdges(structure, CUTOFF).forEach(({ i, vector }, e) => {
    const pull = slopes[e] / lengthOf(vector)
    for (let c = 0; c < 3; c++) forces[3 * i + c] += pull * vector[c]
    const [x, y, z] = vector
    ;[x * x, y * y, z * z, y * z, x * z, x * y].forEach((product, k) => (virial[k] -= (pull * product) / 2))
    scale = Math.max(scale, Math.abs(slopes[e]))
  })
  return { energy, forces, virial, scale }
}

const table = (f: (x: number) => number, end: number, step: number): UniformTable => ({
  step,
  values: Array.from({ length: Math.round(end / step) + 1 }, (_, k) => f(k * step)),
})
/** Ends smoothly at the cutoff. */
const fade = (r: number): number => (r < CUTOFF ? (1 - r / CUTOFF) ** 3 : 0)

const alloy: EmbeddedTables = {
  cutoff: CUTOFF,
  embedding: [table((rho) => -0.9 * Math.sqrt(rho + 0.1), 6, 0.01), table((rho) => -0.7 * Math.sqrt(rho + 0.2) + 0.02 * rho, 6, 0.01)],
  densities: [0, 1].map(() => [table((r) => 2.3 * fade(r), 4.3, 0.0043), table((r) => 1.7 * fade(r) * (1 + r), 4.3, 0.0043)]),
  pairs: [2.1, 1.3, 3.2].map((size) => table((r) => size * fade(r) * (3 - r), 4.3, 0.0043)),
}
/** Finnis–Sinclair: the density depends on both ends. */
const finnisSinclair: EmbeddedTables = {
  ...alloy,
  densities: [
    [alloy.densities[0][0], table((r) => 0.8 * fade(r) * r, 4.3, 0.0043)],
    [table((r) => 1.9 * fade(r), 4.3, 0.0043), alloy.densities[0][1]],
  ],
}

/** Densities run past the end of these, where F goes on in a straight line. */
const crowded: EmbeddedTables = {
  ...alloy,
  embedding: alloy.embedding.map(({ step, values }) => ({ step, values: Array.from(values).slice(0, 12) })),
}

const lennardJones = "4*eps*((sigma/r)^12 - (sigma/r)^6)"
const lj = ([eps, sigma]: readonly [number, number], r: number): readonly [number, number] => {
  const six = (sigma / r) ** 6
  return [4 * eps * (six * six - six), (-24 * eps * (2 * six * six - six)) / r] as const
}
const strengths: readonly (readonly [number, number])[] = [
  [0.31, 2.2],
  [0.17, 2.5],
  [0.23, 1.9],
]
const species = [
  [0, 0],
  [0, 1],
  [1, 1],
] as const
const smooth = strengths.map(([eps, sigma]) => table((r) => eps * fade(r) * Math.cos(sigma * r), 4.3, 0.0043))

const cases: readonly (readonly [string, () => ForceTerm, Twin])[] = [
  ["embedded atoms (alloy)", () => embeddedAtoms(alloy), embeddedTwin(alloy)],
  ["embedded atoms (Finnis–Sinclair)", () => embeddedAtoms(finnisSinclair), embeddedTwin(finnisSinclair)],
  ["embedded atoms (beyond their tables)", () => embeddedAtoms(crowded), embeddedTwin(crowded)],
  [
    "pairs by formula",
    () =>
      radialPairs(
        strengths.map(([eps, sigma], p) => ({ species: species[p], cutoff: CUTOFF, energy: formulaPair(lennardJones, { eps, sigma }) })),
      ),
    pairTwin((a, b, r) => lj(strengths[speciesPair(a, b, 2)], r)),
  ],
  [
    "pairs by any function",
    () =>
      radialPairs(
        strengths.map(([eps, sigma], p) => {
          const evaluate = (n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array) => {
            x.subarray(0, n).forEach((r, k) => {
              const [value, slope] = lj([theta[0], theta[1]], r)
              f[k] = value
              df[k] = slope
            })
          }
          const radial = { parameters: [], end: Infinity, evaluate, jacobian: () => {} }
          return { species: species[p], cutoff: CUTOFF, energy: radialFunctionPair(radial, Float64Array.of(eps, sigma)) }
        }),
      ),
    pairTwin((a, b, r) => lj(strengths[speciesPair(a, b, 2)], r)),
  ],
  [
    "pairs by table",
    () => tabulatedPairs(smooth.map((energy, p) => ({ species: species[p], cutoff: CUTOFF, energy }))),
    pairTwin((a, b, r) => spline(smooth[speciesPair(a, b, 2)], r)),
  ],
]

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
/** Two metals on a distorted lattice of a skewed cell, any periodicity. */
const crystals: fc.Arbitrary<Structure> = fc
  .record({
    repeats: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
    skew: fc.tuple(number(-0.7, 0.7), number(-0.7, 0.7), number(-0.7, 0.7)),
    pbc: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    noise: fc.array(number(-0.25, 0.25), { minLength: 54, maxLength: 54 }),
    kinds: fc.array(fc.constantFrom(...ELEMENTS), { minLength: 18, maxLength: 18 }),
  })
  .map(({ repeats: [na, nb, nc], skew: [u, v, w], pbc, noise, kinds }) => {
    const rows = [2.6, 0, 0, u, 2.7, 0, v, w, 2.8]
    const count = na * nb * nc
    const positions = Float64Array.from({ length: 3 * count }, (_, k) => {
      const site = Math.floor(k / 3)
      const [a, b, c] = [site % na, Math.floor(site / na) % nb, Math.floor(site / (na * nb))]
      return a * rows[k % 3] + b * rows[3 + (k % 3)] + c * rows[6 + (k % 3)] + noise[k]
    })
    const cell = Float64Array.from(rows, (x, k) => x * [na, nb, nc][Math.floor(k / 3)])
    return { numbers: Int32Array.from(kinds.slice(0, count)), positions, cell, pbc }
  })

function expectNear(found: ArrayLike<number>, expected: ArrayLike<number>, scale: number): void {
  expect(found.length).toBe(expected.length)
  for (let k = 0; k < found.length; k++) expect(Math.abs(found[k] - expected[k])).toBeLessThanOrEqual(1e-12 * scale)
}

describe("createForceEngine", () => {
  for (const [name, makeTerm, twin] of cases) {
    it(`${name}: energy, forces and virial are those of the plain sum over all pairs`, () => {
      fc.assert(
        fc.property(crystals, (structure) => {
          const engine = createForceEngine({ elements: ELEMENTS, terms: [makeTerm()], skin: 0.7 })
          const expected = twinForces(twin, structure)
          const found = engine.evaluate(structure)
          const scale = 60 * expected.scale
          expectNear([found.energy], [expected.energy], scale * structure.numbers.length)
          expectNear(found.forces, expected.forces, scale)
          expectNear(found.virial, expected.virial, scale * CUTOFF * structure.numbers.length)
          engine.release()
        }),
        { numRuns: 40 },
      )
    })
  }

  it("follows moving atoms on an old list as on a new one", () => {
    fc.assert(
      fc.property(crystals, fc.array(number(-0.2, 0.2), { minLength: 54, maxLength: 54 }), (structure, steps) => {
        const make = () => createForceEngine({ elements: ELEMENTS, terms: [embeddedAtoms(alloy)], skin: 0.8 })
        const [old, fresh] = [make(), make()]
        old.evaluate(structure)
        const moved = { ...structure, positions: structure.positions.map((x, k) => x + steps[k]) }
        const found = old.evaluate(moved)
        expect(old.rebuilds()).toBe(1)
        const expected = fresh.evaluate(moved)
        expectNear(found.forces, expected.forces, 1000)
        expectNear([found.energy], [expected.energy], 1000)
        old.release()
        fresh.release()
      }),
      { numRuns: 30 },
    )
  })

  it("adds its terms, and takes another structure", () => {
    const pair = () => radialPairs([{ species: [0, 0], cutoff: 4, energy: formulaPair("A*exp(-r/rho)", { A: 120, rho: 0.31 }) }])
    const engine = createForceEngine({ elements: ELEMENTS, terms: [pair(), pair()] })
    const dimer = (numbers: number[], r: number): Structure => ({
      numbers: Int32Array.from(numbers),
      positions: Float64Array.of(0.1, 0.2, 0.3, 0.1 + r, 0.2, 0.3),
      cell: null,
      pbc: [false, false, false],
    })
    const { energy, forces } = engine.evaluate(dimer([28, 28], 1.7))
    expect(energy).toBeCloseTo(240 * Math.exp(-1.7 / 0.31), 12)
    expect(forces[0]).toBeCloseTo((-240 / 0.31) * Math.exp(-1.7 / 0.31), 12)
    expect(engine.evaluate(dimer([28, 13], 1.7)).energy).toBe(0)
    expect(engine.evaluate(dimer([13, 28].reverse(), 1.7)).energy).toBe(0)
    engine.release()
  })

  it("gives back its memory", () => {
    const structure: Structure = {
      numbers: new Int32Array(4000).fill(28),
      positions: Float64Array.from(
        { length: 12000 },
        (_, k) => 2.5 * [Math.floor(k / 3) % 20, Math.floor(k / 60) % 20, Math.floor(k / 1200)][k % 3],
      ),
      cell: Float64Array.of(50, 0, 0, 0, 50, 0, 0, 0, 25),
      pbc: [true, true, true],
    }
    const bytes = Array.from({ length: 12 }, () => {
      const engine = createForceEngine({ elements: ELEMENTS, terms: [embeddedAtoms(alloy), cases[2][1]()] })
      engine.evaluate(structure)
      engine.release()
      return kernels().memory.memory.buffer.byteLength
    })
    expect(bytes.at(-1)).toBe(bytes[1])
  })

  it("refuses what makes no sense", () => {
    expect(() => createForceEngine({ elements: ELEMENTS, terms: [] })).toThrow(/at least one term/)
    expect(() => embeddedAtoms({ ...alloy, cutoff: 5 })).toThrow(/before the cutoff/)
    expect(() => embeddedAtoms({ ...alloy, pairs: alloy.pairs.slice(0, 2) })).toThrow(/2 species need/)
    expect(() => tabulatedPairs([{ species: [0, 0], cutoff: 5, energy: smooth[0] }])).toThrow(/before its cutoff/)
    expect(() => formulaPair(lennardJones, { eps: 1 })).toThrow(/`sigma`/)
    const engine = createForceEngine({ elements: ELEMENTS, terms: [cases[2][1]()] })
    const onTop: Structure = { numbers: Int32Array.of(28, 28), positions: new Float64Array(6), cell: null, pbc: [false, false, false] }
    expect(() => engine.evaluate(onTop)).toThrow(/not finite/)
    expect(() => engine.evaluate({ ...onTop, numbers: Int32Array.of(28, 6) })).toThrow(/atomic number 6/)
    engine.release()
  })
})
