import { describe, expect, test } from "vitest"
import { cholesky } from "../../linalg/factorisations/cholesky.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { factorOf } from "../../linalg/triangle/triangle.ts"
import { normal, random } from "../../objective/fixtures/data.ts"
import type { LabelCandidate } from "./label-candidate.ts"
import { chooseStructures } from "./choose.ts"
import { departuresOf } from "./departures.ts"
import { type Design, emptyDesign, gainOf, type DesignAim, withoutStructure, withStructure } from "./design.ts"
import { downdate } from "./downdate.ts"

const gauss = normal(random(5))

function candidate(rows: ArrayLike<number>, rank: number, atoms = 7): LabelCandidate {
  const own = Float64Array.from(rows)
  const fingerprint = Float64Array.from({ length: 2 * rank }, () => gauss())
  return {
    atoms,
    group: "all",
    rows: own,
    height: own.length / rank,
    data: own.length / rank,
    fingerprint,
    left: { energy: 1, forces: 1, stress: 1 },
  }
}

function randomCandidate(rank: number, height: number, size: number): LabelCandidate {
  return candidate(
    Float64Array.from({ length: rank * height }, (_, at) => (size * gauss()) / (1 + (at % rank))),
    rank,
  )
}

/** 1 + Σ TᵀT by plain sums. */
function information(rank: number, structures: readonly LabelCandidate[]): Float64Array {
  const M = new Float64Array(rank * rank)
  for (let k = 0; k < rank; k++) M[k * (rank + 1)] = 1
  for (const { rows, height } of structures) {
    for (let i = 0; i < height; i++) {
      for (let k = 0; k < rank; k++) for (let l = 0; l < rank; l++) M[k * rank + l] += rows[i * rank + k] * rows[i * rank + l]
    }
  }
  return M
}

function logDeterminant(M: Float64Array, n: number): number {
  const factorised = cholesky(M, n)
  if (!factorised.ok) throw new Error("not positive definite")
  let sum = 0
  for (let k = 0; k < n; k++) sum += 2 * Math.log(factorised.L[k * (n + 1)])
  return sum
}

/** Mean variance of an aim, from the covariance column by column. */
function variance(M: Float64Array, gram: Float64Array, n: number): number {
  const factorised = cholesky(M, n)
  if (!factorised.ok) throw new Error("not positive definite")
  const { L } = factorised
  let sum = 0
  for (let column = 0; column < n; column++) {
    const x = gram.slice(column * n, (column + 1) * n)
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i] -= L[i * n + k] * x[k]
      x[i] /= L[i * n + i]
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i] -= L[k * n + i] * x[k]
      x[i] /= L[i * n + i]
    }
    sum += x[column]
  }
  return sum
}

function closeness(a: Float64Array, b: Float64Array): number {
  return (
    a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0) / a.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  )
}

/** R with a positive diagonal, by which factors of one matrix agree. */
function signed(R: Float64Array, n: number): Float64Array {
  const out = R.slice()
  for (let i = 0; i < n; i++) if (R[i * (n + 1)] < 0) for (let k = 0; k < n; k++) out[i * n + k] *= -1
  return out
}

/** Predictions that shall be known, of mean squares `gram`. */
function aim(rank: number, weight: number): DesignAim {
  const rows = randomCandidate(rank, 2 * rank, 1.7)
  const M = information(rank, [rows])
  for (let k = 0; k < rank; k++) M[k * (rank + 1)] -= 1
  return { gram: M, weight }
}

describe.each([
  [5, 3],
  [7, 7],
  [61, 40],
])("of %i parameters, %i rows a structure", (rank, height) => {
  const structures = [2.3, 0.4, 11].map((size) => randomCandidate(rank, height, size))
  const aims = [aim(rank, 1), aim(rank, 0.3)]

  test("a downdate gives the factor of what is left", () => {
    const block = new Float64Array(3 * height * (rank + 1))
    const fill = (at: number, rows: Float64Array): void => {
      for (let i = 0; i < height; i++) block.set(rows.subarray(i * rank, (i + 1) * rank), (at + i) * (rank + 1))
    }
    structures.forEach(({ rows }, s) => fill(s * height, rows))
    const ones = new Float64Array(rank * (rank + 1))
    for (let k = 0; k < rank; k++) ones[k * (rank + 2)] = 1
    const start = (count: number): Float64Array => {
      const all = new Float64Array(ones.length + count * height * (rank + 1))
      all.set(ones)
      all.set(block.subarray(0, count * height * (rank + 1)), ones.length)
      return factorOf(triangleOf(all, rank + count * height, rank))
    }
    const left = downdate(start(3), rank, structures[2].rows, height)
    expect(left).toBeDefined()
    expect(closeness(signed(start(2), rank), signed(left!, rank))).toBeLessThan(1e-10)
    expect(
      downdate(
        start(2),
        rank,
        structures[2].rows.map((value) => 50 * value),
        height,
      ),
    ).toBeUndefined()
  })

  test("gains are the changes of log-determinant and mean variances", () => {
    const design = withStructure(withStructure(emptyDesign(rank, aims), structures[0]), structures[1])
    const [before, after] = [information(rank, structures.slice(0, 2)), information(rank, structures)]
    const { bits, value } = gainOf(design, structures[2])
    expect(bits).toBeCloseTo((logDeterminant(after, rank) - logDeterminant(before, rank)) / 2 / Math.LN2, 9)
    const fall = aims.reduce(
      (sum, { gram, weight }) => sum + weight * Math.log(variance(before, gram, rank) / variance(after, gram, rank)),
      0,
    )
    expect(value).toBeCloseTo(fall, 9)
    design.aims.forEach((one, t) => expect(one.variance / variance(before, aims[t].gram, rank)).toBeCloseTo(1, 10))
  })

  test("a structure put in and taken out again leaves the design as it was", () => {
    const design = withStructure(emptyDesign(rank, aims), structures[0])
    const again = withoutStructure(withStructure(design, structures[2]), structures[2])
    expect(closeness(signed(factorOf(design.triangle), rank), signed(factorOf(again.triangle), rank))).toBeLessThan(1e-10)
    expect(gainOf(again, structures[1]).value).toBeCloseTo(gainOf(design, structures[1]).value, 9)
  })
})

describe("designs that are known", () => {
  const points = Array.from({ length: 41 }, (_, k) => (k - 20) / 20)
  const polynomial = (degree: number): LabelCandidate[] =>
    points.map((x) =>
      candidate(
        Array.from({ length: degree + 1 }, (_, k) => 30 * x ** k),
        degree + 1,
      ),
    )
  const chosenPoints = (degree: number, count: number): number[] => {
    const { chosen } = chooseStructures(polynomial(degree), degree + 1, [], {
      structures: count,
      nearest: 0,
      likeness: 0,
      known: 0,
      exchanges: 41,
    })
    return chosen.map(({ index }) => points[index]).sort((a, b) => a - b)
  }

  test("bits are what each brings beside those before it, also after exchanges", () => {
    const { chosen, bits, exchanged } = chooseStructures(polynomial(3), 4, [], {
      structures: 4,
      nearest: 0,
      likeness: 0,
      known: 0,
      exchanges: 41,
    })
    expect(exchanged).toBeGreaterThan(0)
    const summed = chosen.reduce((sum, one) => sum + one.bits, 0)
    expect(summed).toBeCloseTo(bits, 9)
    chosen.slice(1).forEach((one, k) => expect(one.bits).toBeLessThanOrEqual(chosen[k].bits + 1e-12))
  })

  test("the ends tell most of a line", () => expect(chosenPoints(1, 2)).toEqual([-1, 1]))
  test("the ends and the middle tell most of a parabola", () => expect(chosenPoints(2, 3)).toEqual([-1, 0, 1]))
  // Zeros of (1 − x²) P₃′(x): −1, −1/√5, 1/√5, 1, of which 0.45 is the nearest point.
  test("the zeros of Legendre's derivative tell most of a cubic", () => expect(chosenPoints(3, 4)).toEqual([-1, -0.45, 0.45, 1]))
})

describe("a choice", () => {
  const rank = 9
  const pool = Array.from({ length: 30 }, (_, k) => randomCandidate(rank, 4, 0.5 + (k % 7)))
  const structures = 6

  /** The same without shortcuts: every gain at every step. */
  function exhaustive(aims: readonly DesignAim[]): number[] {
    let design: Design = emptyDesign(rank, aims)
    const chosen: number[] = []
    while (chosen.length < structures) {
      let best = -1
      let most = -Infinity
      pool.forEach((one, index) => {
        const { value } = gainOf(design, one)
        if (!chosen.includes(index) && value > most) [best, most] = [index, value]
      })
      chosen.push(best)
      design = withStructure(design, pool[best])
    }
    return chosen
  }

  test("by volume is the same without shortcuts", () => {
    const { chosen, bits } = chooseStructures(pool, rank, [], { structures, nearest: 0, likeness: 0, known: 0, exchanges: 0 })
    expect(chosen.map(({ index }) => index)).toEqual(exhaustive([]))
    expect(bits).toBeCloseTo(
      chosen.reduce((sum, one) => sum + one.bits, 0),
      9,
    )
  })

  test("gets no worse by exchanges, and is better than chance", () => {
    const aims = [aim(rank, 1)]
    const worth = (indices: readonly number[]): number =>
      variance(
        information(
          rank,
          indices.map((index) => pool[index]),
        ),
        aims[0].gram,
        rank,
      )
    const plain = chooseStructures(pool, rank, aims, { structures, nearest: 0, likeness: 0, known: 0, exchanges: 0 })
    const traded = chooseStructures(pool, rank, aims, { structures, nearest: 0, likeness: 0, known: 0, exchanges: 30 })
    const [first, second] = [plain, traded].map(({ chosen }) => worth(chosen.map(({ index }) => index)))
    expect(second).toBeLessThanOrEqual(first * (1 + 1e-9))
    expect(traded.design.aims[0].variance / second).toBeCloseTo(1, 9)
    const uniform = random(8)
    for (let draw = 0; draw < 50; draw++) {
      const chance = pool.map((_, index) => ({ index, key: uniform() })).sort((a, b) => a.key - b.key)
      expect(second).toBeLessThan(worth(chance.slice(0, structures).map(({ index }) => index)))
    }
  })

  test("keeps to a budget of atoms, and leaves near copies out", () => {
    const sized = pool.map((one, k) => ({ ...one, atoms: 3 + 5 * (k % 4) }))
    const { chosen } = chooseStructures(sized, rank, [], { structures: 30, atoms: 41, nearest: 0, likeness: 0, known: 0, exchanges: 0 })
    const atoms = chosen.reduce((sum, { index }) => sum + sized[index].atoms, 0)
    expect(atoms).toBeLessThanOrEqual(41)
    expect(atoms).toBeGreaterThan(41 - 8)
    const twice = [...pool, ...pool.map((one) => ({ ...one, fingerprint: one.fingerprint.map((value) => value * (1 + 1e-9)) }))]
    const once = chooseStructures(twice, rank, [], { structures: 60, nearest: 0.01, likeness: 0, known: 0, exchanges: 5 })
    expect(once.chosen.map(({ index }) => index % 30).sort((a, b) => a - b)).toEqual([...pool.keys()])
    expect(once.twins).toHaveLength(30)
  })

  test("can be held to be like the pool", () => {
    const M = information(rank, pool)
    const leverages = pool.map((one) => {
      // tr T M⁻¹ Tᵀ = Σ over its rows of the variance of a prediction alone.
      const gram = information(rank, [one])
      for (let k = 0; k < rank; k++) gram[k * (rank + 1)] -= 1
      return variance(M, gram, rank) / one.data
    })
    const data = pool.reduce((sum, one) => sum + one.data, 0)
    const mean = pool.reduce((sum, one, k) => sum + one.data * leverages[k], 0) / data
    const departures = departuresOf(pool, rank)
    departures.forEach((departure, k) => expect(departure).toBeCloseTo(leverages[k] / mean, 9))

    const aims = [aim(rank, 1)]
    const meanOf = (likeness: number, known = 0): number => {
      const { chosen } = chooseStructures(pool, rank, aims, { structures, nearest: 0, likeness, known, exchanges: 10 })
      return chosen.reduce((sum, { index }) => sum + departures[index], 0) / structures
    }
    const [free, held, bound] = [meanOf(0), meanOf(1), meanOf(1000)]
    // Beside many data a few more change little of what all are like.
    expect(meanOf(1, 1e9)).toBeCloseTo(free, 9)
    expect(free).toBeGreaterThan(1)
    expect(held).toBeLessThan(free)
    const least = departures.toSorted().slice(0, structures)
    expect(bound).toBeCloseTo(least.reduce((sum, departure) => sum + departure, 0) / structures, 9)
  })
})
