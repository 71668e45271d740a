import { inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import { elementsOf, massOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { type Repeated, repeatedIn } from "../crystal/repeated.ts"
import { wholeBasis } from "../crystal/whole-basis.ts"
import { evaluateAll, mapRows } from "../evaluate.ts"
import type { Observable } from "../observable.ts"
import { frequencyOf } from "../phonons/frequency-of.ts"
import type { Point } from "../point.ts"
import { addSlopeRows, atRest, placed, slopeAlong, type State } from "../relax/body.ts"
import { DISPLACEMENT_STEP, stencil } from "../relax/differences.ts"
import { coordinatesOf, type Equilibrium, equilibriumOf, nudged, responseOf, stepOf } from "./equilibrium.ts"
import { addRow } from "./gradients.ts"

/** A wave in the cell that holds it: one period or more along each primitive vector. */
interface Wave {
  readonly cell: Repeated
  /** cos and sin of `q·R` of the primitive cell of each atom. */
  readonly cosines: Float64Array
  readonly sines: Float64Array
  /** Whether q and −q are one wave, so that it has no second phase. */
  readonly real: boolean
}

/** Phonons of one q. */
interface Modes {
  /** `λ = ω²` of each branch, rising, `[3n]` [eV/(Å² amu)] */
  readonly values: Float64Array
  /** Displacements `[6n]`, real parts, then imaginary ones, with their λ; of a wave with two phases each mode is there at two times. */
  readonly patterns: readonly { readonly λ: number; readonly displacements: Float64Array }[]
}

/** A wave that needs a cell of more primitive ones is refused. */
const LONGEST = 60
/** Fractions such as 0.3333 are taken for what they mean. */
const ROUNDED = 2e-4
/** Frequencies nearer than this part of the largest are one [of λ]. */
const SAME = 1e-6

/**
 * Frequency [THz] of a phonon of the relaxed crystal, negative where the crystal is unstable (an imaginary frequency). Displacements
 * `u = e cos(q·R) + f sin(q·R)` in a cell that holds whole waves, their forces by central differences of fourth order: exact at this q,
 * whatever the range of the potential.
 *
 * @param q in units of the reciprocal vectors of the conventional cell, fractions such as `[1/2, 1/2, 1/2]` or `[0.1, 0, 0]`
 * @param branch counts from 1, the lowest
 */
export function phononFrequency(crystal: Crystal, q: readonly [number, number, number], branch: number): Observable {
  const label = `${q.map((value) => Number(value.toFixed(4))).join(" ")}`
  const name = `${crystal.name}: phonon ${branch} at (${label})`
  const modes = 3 * crystal.primitive.numbers.length
  if (!Number.isInteger(branch) || branch < 1 || branch > modes) {
    throw new Failure(`${crystal.name} has no phonon branch ${branch}`, { advice: `its branches are 1 to ${modes}` })
  }
  if (branch <= 3 && q.every((value) => value === 0)) {
    throw new Failure(`phonon ${branch} of ${crystal.name} at (0 0 0) moves the crystal as a whole`, {
      advice: "its branches from 4 on vibrate",
    })
  }
  const turns = turnsOf(crystal, q)
  let made: Wave | undefined
  const wave = (): Wave => (made ??= waveOf(crystal, turns))
  const modesAt = (point: Point): Modes =>
    point.once(`${crystal.name}: phonons at (${q.join(" ")})`, () => modesOf(point, equilibriumOf(point, crystal), wave()))
  return Object.freeze({
    name,
    kind: "phonon frequency",
    elements: elementsOf(crystal.primitive.numbers),
    dimension: "frequency",
    unit: "THz",
    tolerance: 0.03,
    read(point) {
      return { value: frequencyOf(modesAt(point).values[branch - 1]), trouble: equilibriumOf(point, crystal).trouble }
    },
    derivative(point) {
      const { values, patterns } = modesAt(point)
      const λ = values[branch - 1]
      const out = new Float64Array(point.theta.length)
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      // Branches that meet here keep together when symmetry makes them: each of their patterns gives the same, on average the common part.
      const together = patterns.filter((pattern) => Math.abs(pattern.λ - λ) < SAME * largest)
      if (Math.abs(λ) < SAME * largest) return out
      const equilibrium = equilibriumOf(point, crystal)
      for (const { displacements } of together) addCurvatureDerivative(point, equilibrium, wave(), displacements, 1 / together.length, out)
      const factor = frequencyOf(λ) / (2 * λ)
      return out.map((value) => factor * value)
    },
  } satisfies Observable)
}

/** Phases from one primitive cell to the next along each vector, in steps of the inverse of a whole number. */
interface Turns {
  readonly steps: readonly number[]
  readonly period: number
}

function turnsOf({ name, primitive, conventional }: Crystal, q: readonly [number, number, number]): Turns {
  const small = primitive.cell ?? conventional
  const cartesian = timesMatrix(q, transpose(inverse(conventional)))
  const asked = [0, 1, 2].map((d) => [0, 1, 2].reduce((sum, c) => sum + cartesian[c] * small[3 * d + c], 0))
  const period = periodOf(asked)
  if (period === 0) {
    throw new Failure(`no cell of up to ${LONGEST} cells of ${name} holds the wave (${q.join(" ")})`, {
      advice: "give q in simple fractions of the reciprocal vectors, such as 1/2, 1/3 or 0.1",
    })
  }
  return { steps: asked.map((turn) => Math.round(turn * period)), period }
}

function waveOf(crystal: Crystal, { steps, period }: Turns): Wave {
  const { primitive } = crystal
  const small = primitive.cell
  if (small === null) throw new RangeError("a crystal has a cell")
  const turns = steps.map((step) => step / period)
  const cell = repeatedIn(crystal, timesMatrix(commensurate(steps, period), small))
  const back = inverse(small)
  const phases = Float64Array.from(cell.origins, (origin, i) => {
    const shift = [0, 1, 2].map((c) => cell.structure.positions[3 * i + c] - primitive.positions[3 * origin + c])
    return 2 * Math.PI * timesMatrix(shift, back).reduce((sum, n, d) => sum + Math.round(n) * turns[d], 0)
  })
  return {
    cell,
    cosines: phases.map(Math.cos),
    sines: phases.map(Math.sin),
    real: turns.every((turn) => Math.abs(2 * turn - Math.round(2 * turn)) < 1e-9),
  }
}

/** The fewest steps of which all turns are whole numbers, 0 when there are too many. */
function periodOf(turns: readonly number[]): number {
  for (let n = 1; n <= LONGEST; n++) if (turns.every((turn) => Math.abs(n * turn - Math.round(n * turn)) < ROUNDED)) return n
  return 0
}

/** Rows: whole vectors R that span all those on which the wave has one phase, `steps·R` a multiple of the period. */
function commensurate(steps: readonly number[], period: number): readonly number[] {
  if (steps.every((step) => step === 0)) return [1, 0, 0, 0, 1, 0, 0, 0, 1]
  const [u, v, w] = wholeBasis(steps)
  const climb = steps.reduce((sum, step, d) => sum + step * w[d], 0)
  let repeats = 1
  while ((repeats * climb) % period !== 0) repeats++
  return [...u, ...v, ...w.map((value) => repeats * value)]
}

/** Eigenvalues of the dynamical matrix D at q: of the real symmetric `[[Re, −Im], [Im, Re]]`, where each comes twice, or of Re alone. */
function modesOf(point: Point, equilibrium: Equilibrium, wave: Wave): Modes {
  const { numbers } = equilibrium.structure
  const size = 3 * numbers.length
  const count = wave.real ? size : 2 * size
  const crystal = inSpace(equilibrium, wave)
  const rest = atRest(crystal)
  const matrix = new Float64Array(count * count)
  const { cosines, sines, cell } = wave
  for (let j = 0; j < size; j++) {
    const pattern = new Float64Array(2 * size)
    pattern[j] = 1
    const forces = responseForces(point, crystal, rest, displacementsOf(wave, pattern))
    for (let k = 0; k < forces.length; k++) {
      const i = Math.floor(k / 3)
      const row = 3 * cell.origins[i] + (k % 3)
      const weight = shareOf(wave) / Math.sqrt(massOf(numbers[cell.origins[i]]) * massOf(numbers[Math.floor(j / 3)]))
      // F = −Re(D exp(i q·R)) where the wave itself is cos(q·R).
      const re = -weight * forces[k] * cosines[i]
      matrix[row * count + j] += re
      if (wave.real) continue
      const im = weight * forces[k] * sines[i]
      matrix[(size + row) * count + size + j] += re
      matrix[(size + row) * count + j] += im
      matrix[row * count + size + j] -= im
    }
  }
  const { values, vectors } = symmetricEigen(
    matrix.map((value, k) => (value + matrix[(k % count) * count + Math.floor(k / count)]) / 2),
    count,
  )
  const patterns = Array.from(values, (λ, k) => {
    const displacements = new Float64Array(2 * size)
    for (let i = 0; i < count; i++) displacements[i] = vectors[i * count + k] / Math.sqrt(massOf(numbers[Math.floor((i % size) / 3)]))
    return { λ, displacements }
  })
  return { values: wave.real ? values : Float64Array.from({ length: size }, (_, k) => (values[2 * k] + values[2 * k + 1]) / 2), patterns }
}

/** Squares of a wave of unit amplitude sum to half the number of cells, or to all of it without a second phase; one over that. */
function shareOf({ real, cell }: Wave): number {
  return (real ? 1 : 2) / cell.cells
}

/** The relaxed crystal in the wave's cell. */
function inSpace({ state, body }: Equilibrium, { cell }: Wave): Structure {
  return placed(cell.structure, { deformation: state.deformation, displacements: repeated(cell, state.displacements, body) })
}

/** Displacements of the atoms of a larger cell, those of the primitive one again and again. */
function repeated({ origins }: Repeated, displacements: Float64Array, { reference }: Equilibrium["body"]): Float64Array {
  if (displacements.length !== reference.positions.length) throw new RangeError("displacements of another cell")
  return Float64Array.from({ length: 3 * origins.length }, (_, k) => displacements[3 * origins[Math.floor(k / 3)] + (k % 3)])
}

/** Adds `factor × dλ/dθ`, λ the curvature of the energy along a pattern: explicit, and through the cell that follows θ. */
function addCurvatureDerivative(
  point: Point,
  equilibrium: Equilibrium,
  wave: Wave,
  pattern: Float64Array,
  factor: number,
  out: Float64Array,
): void {
  const moved = displacementsOf(wave, pattern)
  const share = factor * shareOf(wave)
  const crystal = inSpace(equilibrium, wave)
  const rest = atRest(crystal)
  const states = stencil.map(([place]) => pushed(rest, moved, place * DISPLACEMENT_STEP))
  mapRows(
    point,
    states.map((state) => placed(crystal, state)),
    (rows, s) => {
      const slope = slopeAlong(states[s], { deformation: new Float64Array(9), displacements: moved })
      addSlopeRows(slope, rows, (share * stencil[s][1]) / DISPLACEMENT_STEP, out)
    },
  )
  const { body } = equilibrium
  for (let k = 0; k < coordinatesOf(body); k++) {
    let change = 0
    for (const [place, weight] of stencil) {
      const { deformation, displacements } = nudged(body, k, place * stepOf(body, k))
      const there = { deformation, displacements: repeated(wave.cell, displacements, body) }
      change += (weight / stepOf(body, k)) * curvature(point, crystal, there, moved)
    }
    addRow(out, share * change, responseOf(point, equilibrium), k)
  }
}

/** Second derivative of the energy along displacements as seen in space. */
function curvature(point: Point, crystal: Structure, there: State, moved: Float64Array): number {
  const forces = responseForces(point, crystal, there, moved)
  return -forces.reduce((sum, force, k) => sum + force * moved[k], 0)
}

/** Change of the forces along displacements as seen in space, per unit of them, `[3N]`. */
function responseForces(point: Point, crystal: Structure, there: State, moved: Float64Array): Float64Array {
  const answers = evaluateAll(
    point,
    stencil.map(([place]) => placed(crystal, pushed(there, moved, place * DISPLACEMENT_STEP))),
  )
  const out = new Float64Array(moved.length)
  stencil.forEach(([, weight], s) => answers[s].forces.forEach((force, k) => (out[k] += (weight / DISPLACEMENT_STEP) * force)))
  return out
}

/** A state with all atoms moved by `h × moved` in space: `F d` is what space sees of d. */
function pushed({ deformation, displacements }: State, moved: Float64Array, h: number): State {
  const inFrame = timesMatrix(moved, transpose(inverse(deformation)))
  return { deformation, displacements: displacements.map((value, k) => value + h * inFrame[k]) }
}

/** Displacements of all atoms, `e cos(q·R) − f sin(q·R)`, of a pattern (e, f). */
function displacementsOf({ cell, cosines, sines }: Wave, pattern: Float64Array): Float64Array {
  const half = pattern.length / 2
  return Float64Array.from({ length: 3 * cell.origins.length }, (_, k) => {
    const i = Math.floor(k / 3)
    const at = 3 * cell.origins[i] + (k % 3)
    return pattern[at] * cosines[i] - pattern[half + at] * sines[i]
  })
}
