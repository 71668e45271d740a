import { randomOrthogonal } from "../../testing/potential/deform.ts"
import { magnitude } from "../../testing/potential/differences.ts"
import { permutation, rotation, translation } from "../../testing/potential/laws.ts"
import { predict } from "../../testing/potential/prediction.ts"
import type { Bench } from "../bench.ts"
import type { Measurement } from "../measurement.ts"
import { agreement, noiseOf } from "./agreement.ts"
import { rewritten } from "./rewritten.ts"

/** Everything moved by a vector, or told by other images and vectors of the same lattice: nothing changes, and forces sum to zero. */
export function* translationLaw(bench: Bench): Generator<Measurement> {
  const { potential, theta, samples, scales, random } = bench
  for (const sample of samples) {
    const { structure, name } = sample
    const noise = noiseOf(bench, structure, random)
    yield agreement(bench, sample, noise, "moved", translation(bench, structure, [7 * random(), -5 * random(), 3 * random()]))
    const [expected] = predict(potential, [structure], theta)
    if (structure.cell) {
      const changed = rewritten(structure, random)
      const [found] = predict(potential, [changed], theta)
      yield agreement(bench, sample, noise, "told by other images and lattice vectors", { found, expected, changed })
    }
    const { forces } = expected
    const largest = magnitude(forces, scales.force)
    const atoms = structure.numbers.length
    const net = [0, 1, 2].map((axis) => forces.reduce((sum, force, k) => (k % 3 === axis ? sum + force : sum), 0))
    yield {
      value: Math.hypot(...net) / (atoms * largest),
      bound: 1e-10 + (100 * noise.force) / largest,
      where: `net force of ${name}`,
      structures: () => [structure],
    }
  }
}

/** Turned and mirrored: the energy stays, forces turn, the virial turns twice. */
export function* rotationLaw(bench: Bench): Generator<Measurement> {
  const { samples, random } = bench
  for (const sample of samples) {
    const noise = noiseOf(bench, sample.structure, random)
    const matrix = randomOrthogonal(random)
    yield agreement(bench, sample, noise, "turned", rotation(bench, sample.structure, properly(matrix, 1)))
    const mirrored = properly(randomOrthogonal(random), -1)
    yield agreement(bench, sample, noise, "turned and mirrored", rotation(bench, sample.structure, mirrored))
  }
}

/** Atoms in another order. */
export function* permutationLaw(bench: Bench): Generator<Measurement> {
  const { samples, random } = bench
  for (const sample of samples) {
    const noise = noiseOf(bench, sample.structure, random)
    for (let k = 0; k < 2; k++) {
      yield agreement(bench, sample, noise, "its atoms in another order", permutation(bench, sample.structure, random))
    }
  }
}

/** An orthogonal matrix of the determinant asked for. */
function properly(matrix: Float64Array, determinant: 1 | -1): Float64Array {
  const [a, b, c, d, e, f, g, h, i] = matrix
  const own = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  return matrix.map((value) => (own * determinant > 0 ? value : -value))
}
