import { timesMatrix } from "../../atoms/cell.ts"
import { Failure } from "../../failure/failure.ts"
import { evaluateAll, mapRows } from "../evaluate.ts"
import type { Point } from "../point.ts"
import { addSlopeRows, atRest, type Direction, identity, placed, slopeAlong, slopeOf, type State } from "../relax/body.ts"
import { DISPLACEMENT_STEP, stencil, STRAIN_STEP } from "../relax/differences.ts"
import { invertSymmetric } from "../relax/invert-symmetric.ts"
import { coordinatesOf, type Equilibrium, nudged, responseOf, stepOf } from "./equilibrium.ts"
import { engineeringStrains, stiffnessFrom, type TensorSymmetry, tensorSymmetry } from "./tensor-symmetry.ts"
import { addRow } from "./gradients.ts"

/** Stiffness of a relaxed crystal, `∂σ_i/∂ε_j` in Voigt order (yz xz xy in engineering strains), row-major `[36]` [eV/Å³]. */
export interface Stiffness {
  readonly values: Float64Array
  /** How many ways atoms of the cell have to move against each other without resistance, and downhill; none of clamped ions. */
  readonly loose: number
  readonly falling: number
  /** ∂/∂θ, `[36 × K]`, worked out at the first call. */
  derivatives(): Float64Array
}

/** Cells of more atoms have too many internal coordinates for the differences that relax them under strain. */
const MOST_ATOMS = 64
/** Differences do not know stiffness this much below the largest: of a network of rigid corners they leave some 10⁻⁶. */
const LOOSE = 1e-5

/**
 * All elastic constants, `C_ij = (t_iᵀ H t_j)/V`, with H the second derivatives of the energy in strains and internal displacements and
 * `t_j = (ε_j, −H_dd⁻¹ H_dε ε_j)` a strain with the internal strain that goes with it (`t_j = (ε_j, 0)`: clamped ions). H is the central
 * difference of fourth order of exact stresses and forces along the strains that the point group does not give; a hydrostatic pressure p
 * adds `p (δδ − 1)`, so that the result is what stress does under strain (D. C. Wallace, doi:10.1103/PhysRev.162.776).
 *
 * Derivatives: at the minimum over internal strain only H changes, so `dC/dθ = t_iᵀ (∂H/∂θ + ∂H/∂q dq/dθ) t_j/V − C dV/V`, from the
 * same differences of exact derivatives.
 */
export function stiffnessOf(point: Point, equilibrium: Equilibrium, ions: "relaxed" | "clamped"): Stiffness {
  return point.once(`${equilibrium.name} ${ions} stiffness`, () => {
    const { structure, operations, pressure, volume } = equilibrium
    if (structure.numbers.length > MOST_ATOMS && ions === "relaxed") {
      throw new Failure(
        `elastic constants of ${equilibrium.crystal.name} need the relaxation of ${structure.numbers.length} atoms under strain`,
        {
          advice: `give its primitive cell, of at most ${MOST_ATOMS} atoms`,
        },
      )
    }
    const { ways, loose, falling } = waysOf(point, equilibrium, ions)
    const symmetry = tensorSymmetry(operations)
    const at = (origin: State) => symmetry.strains.map((j) => curvatures(point, equilibrium, origin, ways, j))
    const values = stiffnessFrom(symmetry, at(atRest(structure))).map((value) => value / volume)
    addPressure(values, pressure)
    return {
      values,
      loose,
      falling,
      derivatives: () =>
        point.once(`${equilibrium.name} ${ions} stiffness derivatives`, () =>
          derivativesOf(point, equilibrium, ways, symmetry, values, at),
        ),
    }
  })
}

/** Strains xx yy zz yz xz xy, each with the displacements that relax it, and how freely atoms move. */
interface Ways extends Pick<Stiffness, "loose" | "falling"> {
  readonly ways: readonly Direction[]
}

function waysOf(point: Point, { structure, body }: Equilibrium, ions: "relaxed" | "clamped"): Ways {
  const atoms = structure.numbers.length
  const clamped = engineeringStrains.map((strain) => ({ deformation: strain, displacements: new Float64Array(3 * atoms) }))
  // One atom cannot move against itself.
  if (ions === "clamped" || atoms === 1) return { ways: clamped, loose: 0, falling: 0 }
  const size = 3 * atoms
  const rest = atRest(body.reference)
  const moves = Array.from({ length: size }, (_, k) => {
    const displacements = new Float64Array(size)
    displacements[k] = 1
    return { deformation: new Float64Array(9), displacements }
  })
  const states = moves.flatMap((move) => stencil.map(([place]) => moved(rest, move, place * DISPLACEMENT_STEP)))
  const answers = evaluateAll(
    point,
    states.map((state) => placed(body.reference, state)),
  )
  const hessian = new Float64Array(size * size)
  const mixed = new Float64Array(6 * size)
  for (let j = 0; j < size; j++) {
    stencil.forEach(([, weight], s) => {
      const at = stencil.length * j + s
      const factor = weight / DISPLACEMENT_STEP
      for (let i = 0; i < size; i++) hessian[i * size + j] -= factor * answers[at].forces[i]
      clamped.forEach((way, v) => (mixed[v * size + j] += factor * slopeOf(slopeAlong(states[at], way), answers[at])))
    })
  }
  // Moving all atoms together costs nothing: the inverse leaves those directions out.
  removeTranslations(hessian, atoms)
  const { inverse, loose, falling } = invertSymmetric(hessian, size, LOOSE)
  const ways = clamped.map(({ deformation }, v) => {
    const displacements = new Float64Array(size)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) displacements[i] -= inverse[i * size + j] * mixed[v * size + j]
    return { deformation, displacements }
  })
  return { ways, loose: loose - 3, falling }
}

/** `t_iᵀ H t_j` for all six i, with H taken at `origin` [eV]. */
function curvatures(point: Point, { body }: Equilibrium, origin: State, ways: readonly Direction[], j: number): Float64Array {
  const states = stencil.map(([place]) => strained(origin, ways[j], place * STRAIN_STEP))
  const answers = evaluateAll(
    point,
    states.map((state) => placed(body.reference, state)),
  )
  const column = new Float64Array(6)
  stencil.forEach(([, weight], s) => {
    for (let i = 0; i < 6; i++) {
      column[i] += (weight / STRAIN_STEP) * slopeOf(slopeAlong(states[s], onTop(origin, ways[i])), answers[s])
    }
  })
  return column
}

/** The explicit part of the derivatives of `curvatures` at rest, `[6 × K]`. */
function curvatureRows(point: Point, { body }: Equilibrium, ways: readonly Direction[], j: number): Float64Array {
  const count = point.theta.length
  const origin = atRest(body.reference)
  const states = stencil.map(([place]) => strained(origin, ways[j], place * STRAIN_STEP))
  const out = new Float64Array(6 * count)
  mapRows(
    point,
    states.map((state) => placed(body.reference, state)),
    (rows, s) => {
      for (let i = 0; i < 6; i++) {
        addSlopeRows(slopeAlong(states[s], ways[i]), rows, stencil[s][1] / STRAIN_STEP, out.subarray(i * count, (i + 1) * count))
      }
    },
  )
  return out
}

function derivativesOf(
  point: Point,
  equilibrium: Equilibrium,
  ways: readonly Direction[],
  symmetry: TensorSymmetry,
  values: Float64Array,
  at: (origin: State) => readonly Float64Array[],
): Float64Array {
  const { body, volume, pressure } = equilibrium
  const count = point.theta.length
  const explicit = symmetry.strains.map((j) => curvatureRows(point, equilibrium, ways, j))
  const response = responseOf(point, equilibrium)
  const out = new Float64Array(36 * count)
  const column = new Float64Array(6)
  for (let k = 0; k < count; k++) {
    const parts = explicit.map((rows) => column.map((_, i) => rows[i * count + k]))
    stiffnessFrom(symmetry, parts).forEach((value, c) => (out[c * count + k] = value / volume))
  }
  const plain = values.slice()
  addPressure(plain, -pressure)
  for (let q = 0; q < coordinatesOf(body); q++) {
    const change = new Float64Array(36)
    for (const [place, weight] of stencil) {
      const there = stiffnessFrom(symmetry, at(nudged(body, q, place * stepOf(body, q))))
      there.forEach((value, c) => (change[c] += (weight / stepOf(body, q)) * value))
    }
    const strain = body.strains[q]
    const growth = strain ? strain[0] + strain[4] + strain[8] : 0
    for (let c = 0; c < 36; c++) addRow(out.subarray(c * count, (c + 1) * count), change[c] / volume - growth * plain[c], response, q)
  }
  return out
}

/** A direction on top of the deformation of a state, `dF = ε F`. */
function onTop(origin: State, { deformation, displacements }: Direction): Direction {
  return { deformation: timesMatrix(deformation, origin.deformation), displacements }
}

/** `F → (1 + h ε) F`, `d → d + h d_j`. */
function strained(origin: State, way: Direction, h: number): State {
  const strain = identity.map((value, c) => value + h * way.deformation[c])
  return {
    deformation: timesMatrix(strain, origin.deformation),
    displacements: origin.displacements.map((value, c) => value + h * way.displacements[c]),
  }
}

function moved(origin: State, { displacements }: Direction, h: number): State {
  return { ...origin, displacements: origin.displacements.map((value, c) => value + h * displacements[c]) }
}

/** Takes the common motion out of both sides of a Hessian of displacements. */
function removeTranslations(hessian: Float64Array, atoms: number): void {
  const size = 3 * atoms
  for (const [row, column] of [
    [size, 1],
    [1, size],
  ]) {
    for (let j = 0; j < size; j++) {
      for (let c = 0; c < 3; c++) {
        let mean = 0
        for (let i = c; i < size; i += 3) mean += hessian[i * row + j * column] / atoms
        for (let i = c; i < size; i += 3) hessian[i * row + j * column] -= mean
      }
    }
  }
}

function addPressure(values: Float64Array, pressure: number): void {
  if (pressure === 0) return
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) if (i !== j) values[6 * i + j] += pressure
    values[7 * (i + 3)] -= pressure / 2
  }
}
