import { expect, test } from "vitest"
import { random } from "../../objective/fixtures/data.ts"
import { solutionWithout } from "./without-folds.ts"

const uniform = random(41)

/** Rows `[u | r]` of a part of the data. */
function part(rank: number, count: number, size: number): readonly Float64Array[] {
  return Array.from({ length: count }, () => Float64Array.from({ length: rank + 1 }, () => size * (uniform() - 0.5)))
}

function sums(rows: readonly Float64Array[], rank: number): readonly [gram: Float64Array, pull: Float64Array] {
  const gram = Float64Array.from({ length: rank * rank }, (_, at) =>
    rows.reduce((sum, u) => sum + u[Math.floor(at / rank)] * u[at % rank], 0),
  )
  return [gram, Float64Array.from({ length: rank }, (_, k) => rows.reduce((sum, u) => sum + u[k] * u[rank], 0))]
}

test("without a part the rest pulls nowhere", () => {
  for (const rank of [3, 80]) {
    const [gram, pull] = sums(part(rank, rank, 0.5 / Math.sqrt(rank)), rank)
    const z = solutionWithout(gram, pull)
    // The rest has the information 1 − G and, as all together pull nowhere, the pull −g.
    for (let k = 0; k < rank; k++) {
      const kept = z.reduce((sum, value, l) => sum + ((k === l ? 1 : 0) - gram[k * rank + l]) * value, 0)
      expect(kept).toBeCloseTo(pull[k], 12)
    }
  }
})

test("directions that only that part knows stay where they are", () => {
  const [gram, pull] = sums([Float64Array.of(1, 0, 0, 0.7), Float64Array.of(0, 0.5, 0.1, -0.3)], 3)
  const z = solutionWithout(gram, pull)
  expect(z[0]).toBe(0)
  expect(z[1] * (1 - 0.25) - z[2] * 0.05).toBeCloseTo(-0.15, 12)
  expect(-z[1] * 0.05 + z[2] * (1 - 0.01)).toBeCloseTo(-0.03, 12)
})
