import { cellVolume, inverse, timesMatrix } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { type Answer, evaluateAll, tryEvaluate } from "../evaluate.ts"
import type { Point } from "../point.ts"
import { atRest, type Direction, identity, placed, slopeAlong, slopeOf, type State, volumeSlope } from "./body.ts"
import { isHeld, wallEnergy, wallSlope } from "./wall.ts"
import { minimise } from "../../dynamics/minimise/minimise.ts"

/** What moves, and how. */
export interface Body {
  readonly reference: Structure
  /** Orthonormal symmetric strains that are free, row-major 3×3 each. */
  readonly strains: readonly Float64Array[]
  /** Orthonormal displacements that are free, `[3N]` each. */
  readonly displacements: readonly Float64Array[]
  /** Whether the volume stays: strains are traceless then, and what they change of it to second order is scaled away. */
  readonly volume?: "held"
}

/** A body at its minimum. */
export interface Relaxed {
  readonly state: State
  readonly structure: Structure
  readonly answer: Answer
  readonly trouble: string | null
  /** Whether it is at rest as far as numbers of any use need: not held by a wall, forces small. */
  readonly settled: boolean
}

/** What else a relaxation may be told. */
export interface RelaxOptions {
  /** From where it starts, such as the relaxed crystal around a defect: its deformation stays, free strains come on top of it. */
  readonly held?: State
  /** [eV/Å³] */
  readonly pressure?: number
  /** Displacements `[3N]` [Å] that a first relaxation starts from, as far as they are free. */
  readonly push?: Float64Array
}

/** Forces that are left [eV/Å]; what differs from zero by less is rounding. */
const TOLERANCE = 1e-10
/** Left where rounding does not allow less: close enough to start from again; to say nothing about; to be of use. */
const [NEAR, HARMLESS, USABLE] = [1e-7, 1e-5, 1e-2]
const EVALUATIONS = 300
/** Cells of less than this part of their volume at the start cost more than they tell. */
const DENSEST = 0.2
const LONGEST = 0.25
/** Of a bond [eV/Å²]. */
const STIFFNESS = 8

/**
 * The minimum of `E + pV` of a body over its free strains and displacements, to forces of 1e-10 eV/Å.
 *
 * @param name under which the memory keeps where it ended
 */
export function relax(point: Point, name: string, body: Body, options: RelaxOptions = {}): Relaxed {
  const { reference, strains, displacements } = body
  const { held = atRest(reference), pressure = 0 } = options
  const atoms = reference.numbers.length
  const volume = reference.cell ? cellVolume(reference.cell) : atoms
  // Strains are counted by how far they move atoms against each other.
  const reach = Math.sqrt(atoms) * Math.cbrt(volume / atoms)
  const size = strains.length + displacements.length
  const stateAt = (x: Float64Array): State => stateOf(body, held, x, reach)
  const landscape = (x: Float64Array) => {
    const state = stateAt(x)
    if (determinantOf(state.deformation) < DENSEST) return undefined
    const structure = placed(reference, state)
    const answer = tryEvaluate(point, structure)
    if (!answer) return undefined
    const walled = strains.length > 0
    const value = answer.energy + (pressure && structure.cell ? pressure * cellVolume(structure.cell) : 0)
    const gradient = Float64Array.from({ length: size }, (_, k) => {
      const direction = directionFrom(body, state, k, held.deformation)
      const slope =
        slopeOf(slopeAlong(state, direction), answer) +
        (pressure ? pressure * volumeSlope(reference, state, direction) : 0) +
        (walled ? wallSlope(state.deformation, direction.deformation, atoms) : 0)
      return k < strains.length ? slope / reach : slope
    })
    return { value: value + (walled ? wallEnergy(state.deformation, atoms) : 0), gradient }
  }
  const remembered = point.memory.get(name)
  const usable = remembered?.length === size && landscape(remembered) !== undefined
  const start = usable && remembered ? remembered : pushed(body, options.push)
  const { x, slope } = minimise(landscape, start, {
    tolerance: TOLERANCE,
    longest: LONGEST,
    stiffness: STIFFNESS,
    evaluations: EVALUATIONS,
  })
  const state = stateAt(x)
  const structure = placed(reference, state)
  const answer = tryEvaluate(point, structure)
  if (!answer) {
    // Not even where it stands: atoms that potentials cannot bear. Nothing is known but the start.
    return {
      state: atRest(reference),
      structure: reference,
      answer: evaluateAll(point, [reference])[0],
      trouble: "its energy is not finite",
      settled: false,
    }
  }
  const stopped = strains.length > 0 && isHeld(state.deformation)
  if (slope <= NEAR) point.memory.set(name, x)
  else point.memory.delete(name)
  return { state, structure, answer, trouble: troubleOf(state, slope, stopped), settled: !stopped && slope <= USABLE }
}

/** Coordinates of displacements. */
function pushed({ strains, displacements }: Body, push: Float64Array | undefined): Float64Array {
  const x = new Float64Array(strains.length + displacements.length)
  if (push) displacements.forEach((one, k) => (x[strains.length + k] = one.reduce((sum, value, c) => sum + value * push[c], 0)))
  return x
}

function troubleOf({ deformation }: State, slope: number, stopped: boolean): string | null {
  if (stopped) {
    const wider = determinantOf(deformation) > 1
    return `it has no minimum near its start: the cell ${wider ? "expands" : "collapses or shears"} until it is held`
  }
  return slope <= HARMLESS ? null : `its relaxation ended with forces of ${slope.toPrecision(2)} eV/Å`
}

/** The direction of coordinate k: a strain on top of the held deformation, or displacements. */
export function directionOf(body: Body, k: number, held: Float64Array = identity): Direction {
  const none = body.strains.length
  return k < none
    ? { deformation: timesMatrix(body.strains[k], held), displacements: new Float64Array(body.reference.positions.length) }
    : { deformation: new Float64Array(9), displacements: body.displacements[k - none] }
}

/**
 * The same from a state of the body. Where the volume is held it is `F = s (1 + Σ x_k ε_k) F₀` with traceless ε_k, so that
 * `s = tr(F F₀⁻¹)/3` and `dF = s ε_k F₀ − tr(s ε_k F₀ F⁻¹)/3 F`.
 */
export function directionFrom(body: Body, { deformation: F }: State, k: number, held: Float64Array = identity): Direction {
  const direction = directionOf(body, k, held)
  if (body.volume === undefined || k >= body.strains.length) return direction
  const s = traceOf(timesMatrix(F, inverse(held))) / 3
  const growth = (s * traceOf(timesMatrix(direction.deformation, inverse(F)))) / 3
  return { ...direction, deformation: direction.deformation.map((value, c) => s * value - growth * F[c]) }
}

/** A strain `1 + Σ x_k ε_k`, or one of unit determinant where the body holds its volume. */
export function strainOf(body: Body, strain: Float64Array): Float64Array {
  const size = body.volume === undefined ? 1 : Math.cbrt(determinantOf(strain))
  return size === 1 ? strain : strain.map((value) => value / size)
}

function stateOf(body: Body, held: State, x: Float64Array, reach: number): State {
  const { strains, displacements } = body
  const strain = identity.slice()
  strains.forEach((one, k) => one.forEach((value, c) => (strain[c] += (x[k] / reach) * value)))
  const moved = held.displacements.slice()
  displacements.forEach((one, k) => {
    const amount = x[strains.length + k]
    for (let c = 0; c < moved.length; c++) moved[c] += amount * one[c]
  })
  return { deformation: timesMatrix(strainOf(body, strain), held.deformation), displacements: moved }
}

function traceOf(m: Float64Array): number {
  return m[0] + m[4] + m[8]
}

function determinantOf(m: Float64Array): number {
  return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6])
}
