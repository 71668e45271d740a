import { expect, describe, it } from "vitest"
import type { Configuration, Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import { createObjective } from "../../objective/objective.ts"
import { shardSetup } from "../../objective/streaming/linear-statistics.ts"
import { asIfLabelled } from "../selection/as-if-labelled.ts"
import type { ShardSetup } from "../../objective/streaming/shard-setup.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { addSiteRows } from "../../potentials/site-rows.ts"
import { covarianceFactor, predictiveVariance } from "../covariance.ts"
import { createRowBasis } from "../predictive/row-basis.ts"
import { createActiveSet } from "./active-set.ts"
import { largestForceError } from "./force-errors.ts"
import { gradeStructures } from "./grade.ts"
import { growVolume, invertSquare, product } from "./max-volume.ts"

const uniform = random(31)
const executor = inlineExecutor()

const potential = createPotential({
  kind: "snap",
  constant: "fit",
  elements: ["Ti", "Al"],
  rcutfac: 4.3,
  radelems: [0.5, 0.46],
  welems: [1, 0.9],
  twojmax: 4,
})

function configuration(structure: Structure, frame: number): Configuration {
  return { structure, group: "all", weights: { energy: 1, forces: 1, stress: 1 }, origin: { file: "data.xyz", frame } }
}

function alloy(spacing: number, frame: number, elements: readonly number[] = [22, 13]): Configuration {
  const structure = rattledCrystal(uniform, 22, spacing, 3, 0.3)
  return configuration({ ...structure, numbers: structure.numbers.map(() => elements[Math.floor(uniform() * elements.length)]) }, frame)
}

function setupFor(configurations: readonly Configuration[]): ShardSetup {
  return shardSetup(createObjective(potential, configurations.map(asIfLabelled), plainSettings))
}

/** Rows of all atoms of a structure, by columns of the potential. */
function rowsOf({ structure }: Configuration): Float64Array {
  const graph = buildGraph([structure], potential.elements, potential.cutoff)
  const rows = new Float64Array(structure.numbers.length * potential.parameters.length)
  addSiteRows(potential, graph, rows, potential.parameters.length, 0)
  return rows
}

describe("the largest volume", () => {
  it.each([4, 11, 60])(
    "of rows of %i numbers: no exchange enlarges it, and all rows are combinations of coefficients up to one",
    (rank) => {
      const count = 9 * rank
      const U = Float64Array.from({ length: count * rank }, (_, at) => (uniform() - 0.5) / (1 + (at % rank)))
      const A = new Float64Array(rank * rank)
      for (let k = 0; k < rank; k++) A[k * (rank + 1)] = 1e-5
      const C = product(U, count, rank, invertSquare(A, rank), rank)
      const swaps = growVolume(C, rank)
      expect(new Set(swaps.map(({ place }) => place)).size).toBe(rank)
      for (const { row, place } of swaps) A.set(U.subarray(row * rank, (row + 1) * rank), place * rank)
      const again = product(U, count, rank, invertSquare(A, rank), rank)
      const largest = again.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      expect(largest).toBeLessThanOrEqual(1.01 + 1e-9)
      again.forEach((value, at) => expect(Math.abs(value - C[at])).toBeLessThan(1e-8))
      expect(growVolume(again, rank)).toEqual([])
      const back = product(again, count, rank, A, rank)
      back.forEach((value, at) => expect(Math.abs(value - U[at])).toBeLessThan(1e-12))
    },
  )
})

describe("grades by volume", async () => {
  const data = Array.from({ length: 60 }, (_, k) => alloy(2.7 + 0.3 * uniform(), k))
  const setup = setupFor(data)
  const active = await createActiveSet(setup, data, { executor })
  const grader = { by: "volume", active } as const
  const width = potential.parameters.length

  it("are at most one for the data, and one for the active atoms, each its own combination", async () => {
    const grades = await gradeStructures(grader, data, executor)
    expect(Math.max(...grades.flatMap((own) => [...own]))).toBeLessThanOrEqual(1.01 + 1e-9)
    expect(active.atoms).toHaveLength(width)
    const square = new Float64Array(width * setup.width)
    active.atoms.forEach(({ file, frame, atom }, j) => {
      expect(file).toBe("data.xyz")
      expect(grades[frame][atom]).toBeCloseTo(1, 6)
      const own = rowsOf(data[frame]).subarray(atom * width, (atom + 1) * width)
      own.forEach((value, k) => (square[j * setup.width + setup.columns[k]] = value))
    })
    const identity = product(square, width, setup.width, active.transform, width)
    identity.forEach((value, at) => expect(Math.abs(value - (at % (width + 1) === 0 ? 1 : 0))).toBeLessThan(1e-6))
  })

  it("do not change when a structure is turned or repeated", async () => {
    const [first] = data
    const { structure } = first
    const turn = (v: Float64Array): Float64Array => {
      const [c, s] = [Math.cos(0.7), Math.sin(0.7)]
      return v.map((_, k) => (k % 3 === 0 ? c * v[k] - s * v[k + 1] : k % 3 === 1 ? s * v[k - 1] + c * v[k] : v[k]))
    }
    const turned = configuration({ ...structure, positions: turn(structure.positions), cell: turn(structure.cell!) }, 0)
    const [before, after] = await gradeStructures(grader, [first, turned], executor)
    before.forEach((grade, i) => expect(after[i]).toBeCloseTo(grade, 8))
  })

  it("exceed one for surroundings unlike the data, more the more unlike they are", async () => {
    const largest = async (spacing: number): Promise<number> => {
      const [own] = await gradeStructures(grader, [alloy(spacing, 0)], executor)
      return Math.max(...own)
    }
    const [near, far] = [await largest(2.35), await largest(1.9)]
    expect(near).toBeGreaterThan(1.5)
    expect(far).toBeGreaterThan(3 * near)
  })

  it("are infinite where no atom of the data says anything", async () => {
    const titanium = Array.from({ length: 12 }, (_, k) => alloy(2.7, k, [22]))
    const alone = await createActiveSet(setupFor(titanium), titanium, { executor })
    expect(alone.atoms.length).toBeLessThanOrEqual(width / 2)
    const structure = { ...titanium[0].structure, numbers: titanium[0].structure.numbers.slice() }
    structure.numbers[4] = 13
    const [own] = await gradeStructures({ by: "volume", active: alone }, [configuration(structure, 0)], executor)
    expect(own[4]).toBe(Infinity)
    expect(own.filter((grade) => grade < Infinity).length).toBeGreaterThan(0)
  })
})

describe("grades by variance", () => {
  it("are standard errors of forces over the largest one of the data", async () => {
    const data = [alloy(2.7, 0), alloy(2.9, 1)]
    const setup = setupFor(data)
    const { width } = setup
    // Some information in every direction, of many sizes.
    const wide = Float64Array.from({ length: 3 * width * (width + 1) }, () => uniform() - 0.5)
    const joint = triangleOf(wide, 3 * width, width)
    const basis = createRowBasis({ setup, joint })
    const largest = await largestForceError(basis, data, executor)
    const grades = await gradeStructures({ by: "variance", basis, largest }, data, executor)
    const covariance = covarianceFactor(joint)
    let most = 0
    data.forEach(({ structure }, s) => {
      const [atoms, own] = [structure.numbers.length, potential.parameters.length]
      const graph = buildGraph([structure], potential.elements, potential.cutoff)
      const block = { energy: new Float64Array(own), forces: new Float64Array(3 * atoms * own), virial: new Float64Array(6 * own) }
      potential.jacobian(graph, 0, parameterValues(potential.parameters), { ...block, stride: own, column: 0 })
      for (let i = 0; i < atoms; i++) {
        let sum = 0
        for (let c = 3 * i; c < 3 * i + 3; c++) {
          const row = new Float64Array(width)
          for (let k = 0; k < own; k++) if (setup.columns[k] >= 0) row[setup.columns[k]] = block.forces[c * own + k]
          sum += predictiveVariance(covariance, row)
        }
        most = Math.max(most, Math.sqrt(sum / 3))
        expect(grades[s][i] * largest).toBeCloseTo(Math.sqrt(sum / 3), 8)
      }
    })
    expect(largest).toBeCloseTo(most, 8)
  })
})
