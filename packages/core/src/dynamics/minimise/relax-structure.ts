import { cellVolume, inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import type { ForceEngine } from "../force-engine/force-engine.ts"
import type { Coupling } from "../integrators/strain.ts"
import { fire } from "./fire.ts"
import { minimise, type Minimum, type Place } from "./minimise.ts"

/** What may move, and until when. */
export interface RelaxStructureOptions {
  readonly cell: "fixed" | Coupling
  /** [eV/Å³], positive when it compresses. */
  readonly pressure: number
  /** Largest component of a force that is left [eV/Å]; of the stress, as much on an atom's share of the cell. */
  readonly tolerance: number
  readonly evaluations: number
  readonly method: "l-bfgs" | "fire"
}

/** A structure whose forces are small. */
export interface RelaxedStructure {
  readonly structure: Structure
  /** [eV] */
  readonly energy: number
  /** `[3N]` [eV/Å] */
  readonly forces: Float64Array
  /** W = Σ r⊗f, Voigt xx yy zz yz xz xy [eV]. */
  readonly virial: Float64Array
  readonly evaluations: number
  readonly outcome: Minimum["outcome"]
  /** Largest gradient that is left [eV/Å]. */
  readonly slope: number
}

/** No coordinate changes more in one step [Å]. */
const LONGEST = 0.2
/** Of a bond [eV/Å²]. */
const STIFFNESS = 8
const HALF = Math.SQRT1_2
/** Orthonormal strains of a coupling, row-major 3×3. */
const strains: Readonly<Record<RelaxStructureOptions["cell"], readonly (readonly number[])[]>> = {
  fixed: [],
  isotropic: [[1, 0, 0, 0, 1, 0, 0, 0, 1].map((value) => value / Math.sqrt(3))],
  anisotropic: [0, 4, 8].map((place) => Array.from({ length: 9 }, (_, k) => Number(k === place))),
  triclinic: [
    ...[0, 4, 8].map((place) => Array.from({ length: 9 }, (_, k) => Number(k === place))),
    [0, 0, 0, 0, 0, HALF, 0, HALF, 0],
    [0, 0, HALF, 0, 0, 0, HALF, 0, 0],
    [0, HALF, 0, HALF, 0, 0, 0, 0, 0],
  ],
}

/**
 * The nearest minimum of `E + P V` over positions and, where they are free, strains of the cell: r = q D and h = h₀ D with
 * `D = 1 + Σ s_k S_k`, so `∂E/∂q = −F Dᵀ` and `∂E/∂D = −D⁻ᵀ (W − P V)`.
 *
 * @throws Failure for a cell that is free where a direction does not repeat, or a start without energy
 */
export function relaxStructure(engine: ForceEngine, start: Structure, options: RelaxStructureOptions): RelaxedStructure {
  const { cell, pressure, tolerance, evaluations, method } = options
  const free = strains[cell]
  if (free.length > 0 && !(start.cell && start.pbc.every(Boolean))) {
    throw new Failure("only a cell that repeats in all directions can be relaxed", { advice: "hold it fixed" })
  }
  engine.evaluate(start)
  const atoms = start.numbers.length
  // Strains are counted by how far they move atoms against each other.
  const reach = Math.sqrt(atoms) * Math.cbrt((start.cell ? cellVolume(start.cell) : atoms) / atoms)
  const deformationOf = (x: Float64Array): Float64Array =>
    Float64Array.from({ length: 9 }, (_, k) => free.reduce((sum, strain, s) => sum + (x[s] / reach) * strain[k], Number(k % 4 === 0)))
  const structureAt = (x: Float64Array): Structure => {
    const D = deformationOf(x)
    return { ...start, positions: timesMatrix(x.subarray(free.length), D), cell: start.cell && timesMatrix(start.cell, D) }
  }
  const landscape = (x: Float64Array): Place | undefined => {
    const structure = structureAt(x)
    const volume = structure.cell ? cellVolume(structure.cell) : 0
    const found = evaluate(engine, structure)
    if (!found) return undefined
    const D = deformationOf(x)
    const [xx, yy, zz, yz, xz, xy] = found.virial
    const push = pressure * volume
    const pull = timesMatrix(transpose(inverse(D)), [xx - push, xy, xz, xy, yy - push, yz, xz, yz, zz - push])
    const gradient = new Float64Array(x.length)
    free.forEach((strain, s) => (gradient[s] = -strain.reduce((sum, value, k) => sum + value * pull[k], 0) / reach))
    gradient.set(
      timesMatrix(found.forces, transpose(D)).map((value) => -value),
      free.length,
    )
    return { value: found.energy + push, gradient }
  }
  const first = Float64Array.of(...free.map(() => 0), ...start.positions)
  const { x, slope, ...end } = (method === "fire" ? fire : minimise)(landscape, first, {
    tolerance,
    longest: LONGEST,
    stiffness: STIFFNESS,
    evaluations,
  })
  const structure = structureAt(x)
  const { energy, forces, virial } = engine.evaluate(structure)
  return { structure, energy, forces: forces.slice(), virial: virial.slice(), slope, ...end }
}

/** `undefined` for a place that the potential cannot bear. */
function evaluate(engine: ForceEngine, structure: Structure): ReturnType<ForceEngine["evaluate"]> | undefined {
  try {
    return engine.evaluate(structure)
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}
