import { symbolOf } from "../../atoms/elements.ts"
import type { Bench } from "../bench.ts"
import type { Measurement } from "../measurement.ts"
import { dimer, repulsionOf, RIPPLE } from "../scans/repulsion.ts"

/** Part of the shortest distance below what one step of the scan is. */
const STEP = 0.004

/** From the shortest distance d of each pair of elements inward to d/2, atoms repel each other more and more. */
export function* shortRangeLaw(bench: Bench): Generator<Measurement> {
  for (const { elements, distance, origin } of bench.shortest) {
    if (distance >= bench.potential.cutoff) continue
    const [a, b] = elements
    const { end, energies } = repulsionOf(bench, a, b, distance, RIPPLE * bench.scales.energy)
    const pair = `${symbolOf(a)}–${symbolOf(b)}`
    const shortest = `${distance.toFixed(2)} Å (${origin})`
    const behind = end && end.barrier > 0 ? ` behind a barrier of ${end.barrier.toPrecision(2)} eV` : ""
    yield {
      value: energies.some(Number.isNaN) ? Number.NaN : end ? end.distance - distance / 2 : 0,
      bound: STEP * distance,
      where: end
        ? `${pair} does not repel below ${end.distance.toFixed(2)} Å${behind}; shortest distance ${shortest}`
        : `${pair}, inward from ${shortest}`,
      structures: () => [dimer(a, b, end?.distance ?? distance), dimer(a, b, (end?.distance ?? distance) * 0.95)],
    }
  }
}
