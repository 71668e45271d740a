import type { Structure } from "../../atoms/structure.ts"
import { predict } from "../../testing/potential/prediction.ts"
import type { Model } from "../model.ts"

/** Elements of three atoms: the centre, then the ends. */
export type Triple = readonly [number, number, number]

/** Where the ends are: their distances from the centre [Å], and the cosine of the angle between them. */
export type Shape = readonly [first: number, second: number, cosine: number]

/** Structures in one graph. */
const BATCH = 400
/** Halvings of the step of a descent, and steps of it, at most. */
const HALVINGS = 10
const STEPS = 60

/** Three atoms of a shape. */
export function trimer([centre, a, b]: Triple, [first, second, cosine]: Shape): Structure {
  const sine = Math.sqrt(Math.max(0, 1 - cosine * cosine))
  return {
    numbers: Int32Array.of(centre, a, b),
    positions: Float64Array.of(0, 0, 0, first, 0, 0, second * cosine, second * sine, 0),
    cell: null,
    pbc: [false, false, false],
  }
}

/** Distance between the ends [Å]. */
export function opposite([first, second, cosine]: Shape): number {
  return Math.sqrt(Math.max(0, first * first + second * second - 2 * first * second * cosine))
}

/** Energies of trimers [eV]. */
export function trimerEnergies({ potential, theta }: Model, triple: Triple, shapes: readonly Shape[]): readonly number[] {
  const energies: number[] = []
  for (let first = 0; first < shapes.length; first += BATCH) {
    const structures = shapes.slice(first, first + BATCH).map((shape) => trimer(triple, shape))
    for (const { energy } of predict(potential, structures, theta)) energies.push(energy)
  }
  return energies
}

/** From a shape downhill along its three coordinates, as far as `allowed`, with steps that are halved where none goes down. */
export function descend(
  model: Model,
  triple: Triple,
  start: Shape,
  energy: number,
  allowed: (shape: Shape) => boolean,
): { readonly shape: Shape; readonly energy: number } {
  let best = { shape: start, energy }
  let size = 0.05 * start[0]
  for (let halvings = 0, step = 0; halvings < HALVINGS && step < STEPS; step++) {
    const [first, second, cosine] = best.shape
    const turn = size / start[0]
    const around: readonly Shape[] = [
      [first + size, second, cosine],
      [first - size, second, cosine],
      [first, second + size, cosine],
      [first, second - size, cosine],
      [first, second, Math.min(1, cosine + turn)],
      [first, second, Math.max(-1, cosine - turn)],
    ]
    const shapes = around.filter((shape) => allowed(shape))
    const energies = trimerEnergies(model, triple, shapes)
    const lowest = energies.indexOf(Math.min(...energies))
    if (lowest >= 0 && energies[lowest] < best.energy) best = { shape: shapes[lowest], energy: energies[lowest] }
    else {
      size /= 2
      halvings++
    }
  }
  return best
}
