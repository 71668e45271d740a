import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { predict } from "../../testing/potential/prediction.ts"
import { randomNumbers } from "../../testing/potential/random-structure.ts"
import { solveColumns } from "../functions/columns.ts"
import type { Potential } from "../potential.ts"
import { hasRegularisers, type Regulariser } from "../regulariser.ts"
import { createPotential, resolveSpec } from "../registry.ts"

const statistics = {
  elements: [29],
  minimumDistance: { "Cu-Cu": 2.2 },
  nearestNeighbour: { "Cu-Cu": 2.5 },
  crowded: { Cu: { Cu: [2.2, ...Array.from({ length: 11 }, () => 2.55)] } },
  volumePerAtom: 11.7,
}
const spec = resolveSpec({ kind: "ace", degree: [9, 8, 7, 6] }, statistics)
const shapes = {
  fcc: { edges: [0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0], sites: [0, 0, 0], nearest: Math.SQRT1_2 },
  bcc: { edges: [-0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0.5, 0.5, -0.5], sites: [0, 0, 0], nearest: Math.sqrt(3) / 2 },
  diamond: { edges: [0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0], sites: [0, 0, 0, 0.25, 0.25, 0.25], nearest: Math.sqrt(3) / 4 },
  dimer: { edges: undefined, sites: [0, 0, 0, 1, 0, 0], nearest: 1 },
} as const

/** A crystal, or a pair of atoms, with nearest neighbours at a distance. */
function squeezed(shape: keyof typeof shapes, distance: number): Structure {
  const { edges, sites, nearest } = shapes[shape]
  const a = distance / nearest
  const periodic = edges !== undefined
  return {
    numbers: new Int32Array(sites.length / 3).fill(29),
    positions: Float64Array.from(sites, (x) => a * x),
    cell: edges ? Float64Array.from(edges, (x) => a * x) : null,
    pbc: [periodic, periodic, periodic],
  }
}

function regularisers(potential: Potential): readonly Regulariser[] {
  return hasRegularisers(potential) ? potential.regularisers : []
}

/** Shaken crystals of fcc and diamond of a range of densities, and pairs of atoms. */
function samples(): Structure[] {
  const random = randomNumbers(5)
  return Array.from({ length: 36 }, (_, s) => {
    const kind = (["fcc", "diamond", "dimer"] as const)[s % 3]
    const one = squeezed(kind, { fcc: 2.35, diamond: 2.25, dimer: 2.1 }[kind] + 0.5 * random())
    const { cell, positions: sites } = one
    const copies = cell ? Array.from({ length: 8 }, (_, k) => [k & 1, (k >> 1) & 1, k >> 2]) : [[0, 0, 0]]
    const positions = copies.flatMap((copy) =>
      Array.from(sites, (x, at) => x + copy.reduce((sum, m, v) => sum + m * (cell?.[3 * v + (at % 3)] ?? 0), 0) + 0.3 * (random() - 0.5)),
    )
    return {
      numbers: new Int32Array(positions.length / 3).fill(29),
      positions: Float64Array.from(positions),
      cell: cell && cell.map((x) => 2 * x),
      pbc: one.pbc,
    }
  })
}

/** θ that is likeliest for energies and forces of a Morse potential in those structures, given some regularisers. */
function fitted(potential: Potential, priors: readonly Regulariser[]): Float64Array {
  const pair = { form: "morse", parameters: { D: 0.34, alpha: 1.36, r0: 2.87 } }
  const reference = createPotential({ kind: "pair", elements: ["Cu"], cutoff: potential.cutoff, pairs: { "Cu-Cu": pair } })
  const values = Float64Array.from(reference.parameters, ({ value }) => value)
  const n = potential.parameters.length
  const [normal, right] = [new Float64Array(n * n), new Float64Array(n)]
  const add = (row: (k: number) => number, value: number, weight: number): void => {
    const own = Float64Array.from({ length: n }, (_, k) => row(k))
    for (let a = 0; a < n; a++) {
      right[a] += weight * own[a] * value
      for (let b = 0; b < n; b++) normal[a * n + b] += weight * own[a] * own[b]
    }
  }
  for (const structure of samples()) {
    const atoms = structure.numbers.length
    const [wanted] = predict(reference, [structure], values)
    const [core] = predict(potential, [structure], new Float64Array(n))
    const graph = buildGraph([structure], [29], potential.cutoff)
    const block = {
      energy: new Float64Array(n),
      forces: new Float64Array(3 * atoms * n),
      virial: new Float64Array(6 * n),
      stride: n,
      column: 0,
    }
    potential.jacobian(graph, 0, new Float64Array(n), block)
    releaseGraph(graph)
    add((k) => block.energy[k], wanted.energy - core.energy, 0.01 ** -2)
    wanted.forces.forEach((force, c) => add((k) => block.forces[c * n + k], force - core.forces[c], 0.05 ** -2))
  }
  for (const { rows, strength = 0.01 } of priors) {
    for (const { parameters, coefficients } of rows) {
      const at = new Map(parameters.map((k, j) => [k, coefficients[j]]))
      add((k) => at.get(k) ?? 0, 0, strength)
    }
  }
  return solveColumns(normal, right, n, 1)
}

describe("a fitted expansion between dense crystals and its core", () => {
  const potential = createPotential(spec)
  const theta = fitted(potential, regularisers(potential))
  const perAtom = (shape: keyof typeof shapes, distance: number): number => {
    const structure = squeezed(shape, distance)
    return predict(potential, [structure], theta)[0].energy / structure.numbers.length
  }

  it.each(["dimer", "fcc", "bcc", "diamond"] as const)(
    "rises all the way from the distances of the data, and never falls below them: %s",
    (shape) => {
      const lowest = Math.min(...Array.from({ length: 40 }, (_, k) => perAtom("fcc", 2.35 + 0.01 * k)))
      const distances = Array.from({ length: 140 }, (_, k) => 2.3 - 0.0113 * k)
      const energies = distances.map((d) => perAtom(shape, d))
      expect(distances.at(-1)).toBeLessThan(0.3 * 2.5)
      energies.forEach((energy) => expect(energy).toBeGreaterThan(lowest))
      for (let k = 1; k < energies.length; k++) expect(energies[k]).toBeGreaterThan(energies[k - 1])
      expect(energies[139]).toBeGreaterThan(energies[0] + 10)
    },
  )
})

it("asks for energies of crystals: each row times the parameters is that of its crystal", () => {
  const potential = createPotential(spec)
  const found = regularisers(potential).find(({ name }) => name === "compressed crystals")
  const theta = Float64Array.from(potential.parameters, (_, k) => Math.sin(k + 1))
  const start = (statistics.volumePerAtom * 0.75 * Math.SQRT2) ** (1 / 3)
  const rowEnergy = (row: number): number =>
    found?.rows[row].parameters.reduce((sum, k, j) => sum + theta[k] * found.rows[row].coefficients[j], 0) ?? NaN
  for (const row of [0, 1]) {
    const structure = squeezed("fcc", start * 0.96 ** row)
    const [all, core] = [theta, new Float64Array(theta.length)].map((own) => predict(potential, [structure], own)[0].energy)
    expect(Math.abs(rowEnergy(row) - (all - core))).toBeLessThan(1e-3 * Math.abs(all - core))
  }
  expect(found?.strength).toBeCloseTo(0.15 ** -2, 12)
  expect(regularisers(createPotential({ ...spec, core: "none" })).map(({ name }) => name)).toEqual(["smoothness"])
})
