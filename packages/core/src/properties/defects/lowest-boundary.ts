import { minimise } from "../../dynamics/minimise/minimise.ts"
import { energyPerAtom } from "../bulk/energies.ts"
import { equilibriumOf } from "../bulk/equilibrium.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { latticeAlong } from "../crystal/oriented.ts"
import { tryEvaluate } from "../evaluate.ts"
import type { Observable } from "../observable.ts"
import type { Point } from "../point.ts"
import { type Direction, placed, slopeAlong, slopeOf, type State } from "../relax/body.ts"
import { bicrystal, type Contact, grainBoundaryEnergy } from "./grain-boundary.ts"
import { identity } from "../relax/body.ts"
import { timesMatrix } from "../../atoms/cell.ts"

/** The lowest boundary that was found. */
export interface LowestBoundary {
  readonly observable: Observable
  readonly contact: Contact
  /** Contacts that were tried. */
  readonly tried: number
}

/** Steps of the shift in the plane [Å], and how many at most. */
const [STEP, MOST] = [1.3, 4]
/** Of the relaxation that tells which contact is best. */
const EVALUATIONS = 60

/**
 * The grain boundary of a plane of the least energy: grains meet at every lattice plane and half way between, are shifted against each
 * other over a grid, and relaxed roughly; the best is the one to be relaxed well. Undefined where none has a finite energy.
 */
export function lowestBoundary(point: Point, crystal: Crystal, plane: readonly [number, number, number]): LowestBoundary | undefined {
  const contacts = contactsOf(crystal, plane)
  const results = contacts.map((contact) => ({ contact, ...rough(point, crystal, plane, contact) }))
  const best = results.reduce((least, one) => (one.excess < least.excess ? one : least))
  if (!Number.isFinite(best.excess)) return undefined
  return { observable: grainBoundaryEnergy(crystal, plane, best.contact, best.moved), contact: best.contact, tried: contacts.length }
}

function contactsOf(crystal: Crystal, plane: readonly [number, number, number]): readonly Contact[] {
  const { cell, normal, spacing } = latticeAlong(crystal, plane)
  const { positions } = crystal.primitive
  const heights = Array.from({ length: positions.length / 3 }, (_, i) => {
    const z = (positions[3 * i] * normal[0] + positions[3 * i + 1] * normal[1] + positions[3 * i + 2] * normal[2]) / spacing
    return Number((z - Math.floor(z + 1e-9)).toFixed(9))
  })
  const planes = [...new Set(heights)].sort((a, b) => a - b)
  const cuts = planes.flatMap((z, k) => [z, (z + (planes[k + 1] ?? planes[0] + 1)) / 2])
  const steps = [0, 3].map((d) => Math.min(MOST, Math.max(1, Math.round(Math.hypot(...cell.subarray(d, d + 3)) / STEP))))
  const contacts: Contact[] = []
  for (const cut of cuts) {
    for (let i = 0; i < steps[0]; i++) {
      for (let j = 0; j < steps[1]; j++) {
        // A shift and its opposite make the same boundary.
        const opposite = ((steps[0] - i) % steps[0]) * steps[1] + ((steps[1] - j) % steps[1])
        if (opposite < i * steps[1] + j) continue
        contacts.push({ cut, shift: [i / steps[0], j / steps[1]] })
      }
    }
  }
  return contacts
}

/** Energy above the crystal after a short relaxation of all places and of the thickness [eV], and how far atoms went. */
function rough(
  point: Point,
  crystal: Crystal,
  plane: readonly [number, number, number],
  contact: Contact,
): { readonly excess: number; readonly moved: Float64Array } {
  const bulk = equilibriumOf(point, crystal)
  const { body } = bicrystal(crystal, plane, contact)
  const { reference, strains } = body
  const size = reference.positions.length
  const reach = Math.sqrt(size)
  const stretched = (amount: number): Float64Array =>
    timesMatrix(
      identity.map((value, k) => value + amount * strains[0][k]),
      bulk.state.deformation,
    )
  const thicker: Direction = { deformation: timesMatrix(strains[0], bulk.state.deformation), displacements: new Float64Array(size) }
  const { x } = minimise(
    (trial) => {
      const state: State = { deformation: stretched(trial[size] / reach), displacements: trial.subarray(0, size) }
      const answer = tryEvaluate(point, placed(reference, state))
      if (!answer) return undefined
      const gradient = new Float64Array(size + 1)
      const inFrame = timesMatrix(answer.forces, state.deformation)
      for (let k = 0; k < size; k++) gradient[k] = -inFrame[k]
      gradient[size] = slopeOf(slopeAlong(state, thicker), answer) / reach
      return { value: answer.energy, gradient }
    },
    new Float64Array(size + 1),
    { tolerance: 0.01, longest: 0.2, stiffness: 8, evaluations: EVALUATIONS },
  )
  const moved = x.slice(0, size)
  const answer = tryEvaluate(point, placed(reference, { deformation: stretched(x[size] / reach), displacements: moved }))
  return { excess: answer ? answer.energy - reference.numbers.length * energyPerAtom(bulk) : Infinity, moved }
}
