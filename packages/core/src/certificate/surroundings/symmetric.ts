import { minimumDistances } from "../../atoms/distances.ts"
import { symbolOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { transform } from "../../atoms/transform.ts"
import { Failure } from "../../failure/failure.ts"
import { crystalOf } from "../../properties/crystal/crystal-of.ts"
import { predict } from "../../testing/potential/prediction.ts"
import type { Bench } from "../bench.ts"
import type { Sample } from "../sample.ts"

/** Distances of neighbours, in shortest distances. */
const APART = 1.18

/**
 * Perfect crystals, and straight molecules of three atoms along z: where cosines are ±1, neighbours lie on the axis of spherical harmonics,
 * and sums of vectors vanish, slopes of an arc cosine or of a norm may be no numbers though energies are. Those that the potential
 * refuses are left out.
 */
export function symmetricSamples({ potential, theta, shortest }: Bench): readonly Sample[] {
  const samples = shortest.flatMap(({ elements: [a, b], distance }): readonly Sample[] => {
    const r = Math.min(APART * distance, 0.45 * potential.cutoff)
    const prototypes = a === b ? ["fcc", "diamond"] : ["rocksalt", "zincblende"]
    const symbols = [...new Set([a, b])].map(symbolOf)
    return [
      { name: `the straight molecule ${[a, b, a].map(symbolOf).join("–")}`, structure: straight([a, b, a], r) },
      ...prototypes.map((prototype) => ({
        name: `perfect ${prototype} ${symbols.join("")}`,
        structure: withNeighbours(crystalOf({ prototype, elements: symbols, a: 1 }).primitive, r),
      })),
    ]
  })
  return samples.filter(({ structure }) => {
    try {
      predict(potential, [structure], theta)
      return true
    } catch (failure) {
      if (failure instanceof Failure) return false
      throw failure
    }
  })
}

function straight(numbers: readonly number[], r: number): Structure {
  const positions = Float64Array.from(numbers.flatMap((_, i) => [0, 0, r * (i - 1)]))
  return { numbers: Int32Array.from(numbers), positions, cell: null, pbc: [false, false, false] }
}

function withNeighbours(crystal: Structure, r: number): Structure {
  const scale = r / Math.min(...minimumDistances(crystal).map(({ distance }) => distance))
  return transform(crystal, [scale, 0, 0, 0, scale, 0, 0, 0, scale])
}
