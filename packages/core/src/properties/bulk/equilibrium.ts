import { cellVolume, timesMatrix, transpose } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { type Answer, evaluateAll, mapRows, type Rows } from "../evaluate.ts"
import type { Point } from "../point.ts"
import { addSlopeRows, atRest, identity, placed, slopeAlong, slopeOf, type State, volumeSlope } from "../relax/body.ts"
import { DISPLACEMENT_STEP, stencil, STRAIN_STEP } from "../relax/differences.ts"
import { invertSymmetric } from "../relax/invert-symmetric.ts"
import { type Body, directionFrom, directionOf, relax, strainOf } from "../relax/relax.ts"
import { wallSlope } from "../relax/wall.ts"
import { invariantDisplacements, invariantStrains, shapeStrains } from "../symmetry/invariants.ts"
import { type Operation, operationsOf } from "../symmetry/operations.ts"

/** A crystal at the minimum of its enthalpy, symmetry kept. */
export interface Equilibrium {
  /** Under which what follows from it is kept. */
  readonly name: string
  readonly crystal: Crystal
  /** [eV/Å³] */
  readonly pressure: number
  /** From the crystal as it was given. */
  readonly state: State
  /** The relaxed cell as a body: what may still move without breaking its symmetry. */
  readonly body: Body
  readonly structure: Structure
  readonly operations: readonly Operation[]
  readonly answer: Answer
  /** [Å³] */
  readonly volume: number
  readonly trouble: string | null
  /** Whether it is at rest as far as numbers of any use need. */
  readonly settled: boolean
}

const groups = new WeakMap<Structure, readonly Operation[]>()

/** The space group of a structure, found at the first call. */
export function groupOf(structure: Structure): readonly Operation[] {
  let found = groups.get(structure)
  if (!found) groups.set(structure, (found = operationsOf(structure)))
  return found
}

const bodies = new WeakMap<Structure, Body>()

/** A cell that may move in every way that keeps its symmetry. */
function symmetricBody(reference: Structure): Body {
  let body = bodies.get(reference)
  if (!body) {
    const operations = groupOf(reference)
    const strains = invariantStrains(operations)
    body = Object.freeze({ reference, strains, displacements: invariantDisplacements(operations, reference.numbers.length) })
    bodies.set(reference, body)
  }
  return body
}

/** A crystal relaxed at a pressure [eV/Å³]; worked out once at a point. */
export function equilibriumOf(point: Point, crystal: Crystal, pressure = 0): Equilibrium {
  const name = nameOf(crystal, pressure)
  return point.once(name, () => {
    const start = symmetricBody(crystal.primitive)
    const { state, structure, answer, trouble, settled } = relax(point, name, start, { pressure })
    return Object.freeze({
      name,
      crystal,
      pressure,
      state,
      // Invariant strains and rotations are the same in the relaxed axes; displacements are of positions before the deformation.
      body: { ...start, reference: structure },
      structure,
      operations: groupOf(crystal.primitive),
      answer,
      volume: structure.cell ? cellVolume(structure.cell) : 0,
      trouble: trouble && `${crystal.name}: ${trouble}`,
      settled,
    })
  })
}

/** What a crystal of given volume does with the shape of its cell: it stays as given, or relaxes as far as symmetry leaves it free. */
export type Shape = "kept" | "relaxed"

/** A crystal of a volume per atom [Å³], its ions relaxed: in its body the volume is held, and the shape too where it is kept. */
export function crystalOfVolume(point: Point, crystal: Crystal, volumePerAtom: number, shape: Shape = "kept"): Equilibrium {
  const operations = groupOf(crystal.primitive)
  const strains = shape === "kept" ? [] : shapeStrains(operations)
  const name = `${crystal.name} of ${volumePerAtom} Å³/atom${strains.length === 0 ? "" : ", shape relaxed"}`
  return point.once(name, () => {
    const start: Body = { ...symmetricBody(crystal.primitive), strains, volume: "held" }
    const volume = volumePerAtom * crystal.primitive.numbers.length
    const scale = Math.cbrt(volume / cellVolume(crystal.primitive.cell ?? crystal.conventional))
    const held = { ...atRest(crystal.primitive), deformation: identity.map((value) => scale * value) }
    const { state, structure, answer, trouble, settled } = relax(point, name, start, { held })
    return Object.freeze({
      name,
      crystal,
      pressure: 0,
      state,
      body: { ...start, reference: structure },
      structure,
      operations,
      answer,
      volume,
      trouble: trouble && `${crystal.name}: ${trouble}`,
      settled,
    })
  })
}

/** Derivatives of energy, forces and virial of the relaxed cell with respect to θ, the cell held. */
export function equilibriumRows(point: Point, equilibrium: Equilibrium): Rows {
  return point.once(`${equilibrium.name} rows`, () => mapRows(point, [equilibrium.structure], (rows) => rows)[0])
}

/**
 * How the coordinates of an equilibrium (strains, then displacements of its body) follow θ: `dq/dθ = −H⁻¹ ∂g/∂θ`, `[m × K]`, with H from
 * differences of exact forces and stresses, and ∂g/∂θ exact.
 */
export function responseOf(point: Point, equilibrium: Equilibrium): Float64Array {
  return point.once(`${equilibrium.name} response`, () => {
    const { body } = equilibrium
    const size = coordinatesOf(body)
    const count = point.theta.length
    const rows = equilibriumRows(point, equilibrium)
    const rest = atRest(body.reference)
    const gradients = Array.from({ length: size }, (_, k) => {
      const gradient = new Float64Array(count)
      addSlopeRows(slopeAlong(rest, directionOf(body, k)), rows, 1, gradient)
      return gradient
    })
    const { inverse } = invertSymmetric(hessianOf(point, equilibrium), size)
    const response = new Float64Array(size * count)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const factor = -inverse[i * size + j]
        for (let k = 0; k < count; k++) response[i * count + k] += factor * gradients[j][k]
      }
    }
    return response
  })
}

/** How many coordinates a body has. */
export function coordinatesOf(body: Body): number {
  return body.strains.length + body.displacements.length
}

/** The state of a body at rest, one coordinate changed. */
export function nudged(body: Body, k: number, amount: number): State {
  const rest = atRest(body.reference)
  const { deformation, displacements } = directionOf(body, k)
  return {
    deformation: strainOf(
      body,
      rest.deformation.map((value, c) => value + amount * deformation[c]),
    ),
    displacements: displacements.map((value) => amount * value),
  }
}

/** Step of differences along a coordinate of a body. */
export function stepOf(body: Body, k: number): number {
  return k < body.strains.length ? STRAIN_STEP : DISPLACEMENT_STEP
}

function hessianOf(point: Point, { body, pressure, state: { deformation }, trouble }: Equilibrium): Float64Array {
  const size = coordinatesOf(body)
  const { reference } = body
  const states = Array.from({ length: size }, (_, k) => stencil.map(([place]) => nudged(body, k, place * stepOf(body, k)))).flat()
  const answers = evaluateAll(
    point,
    states.map((state) => placed(reference, state)),
  )
  const hessian = new Float64Array(size * size)
  for (let j = 0; j < size; j++) {
    stencil.forEach(([, weight], s) => {
      const state = states[stencil.length * j + s]
      for (let i = 0; i < size; i++) {
        const direction = directionFrom(body, state, i)
        let slope = slopeOf(slopeAlong(state, direction), answers[stencil.length * j + s])
        if (pressure) slope += pressure * volumeSlope(reference, state, direction)
        if (trouble) {
          const whole = timesMatrix(state.deformation, deformation)
          slope += wallSlope(whole, timesMatrix(direction.deformation, deformation), reference.numbers.length)
        }
        hessian[i * size + j] += (weight / stepOf(body, j)) * slope
      }
    })
  }
  return hessian
}

/** A vector or cell of the crystal as it was given, as it is in the equilibrium: `F v`. */
export function deformed(equilibrium: Equilibrium, rows: Float64Array): Float64Array {
  return timesMatrix(rows, transpose(equilibrium.state.deformation))
}

function nameOf(crystal: Crystal, pressure: number): string {
  return pressure === 0 ? crystal.name : `${crystal.name} at ${pressure} eV/Å³`
}
