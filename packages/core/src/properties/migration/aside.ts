import { normals, seedRandom } from "../../random/random.ts"

/** Places with each coordinate a little aside, `size` on average [Å]; the same at each call. */
export function aside(places: Float64Array, size: number): Float64Array {
  if (size === 0) return places
  const out = new Float64Array(places.length)
  normals(seedRandom(1), out)
  return out.map((value, k) => places[k] + size * value)
}
