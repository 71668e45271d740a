import { timesMatrix } from "../../atoms/cell.ts"
import { addChain, addEnergyDerivative, energyPerAtom } from "../bulk/energies.ts"
import { coordinatesOf, type Equilibrium, equilibriumOf } from "../bulk/equilibrium.ts"
import { addRow } from "../bulk/gradients.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { mapRows, type Rows } from "../evaluate.ts"
import type { Point } from "../point.ts"
import { slopeAlong, slopeOf } from "../relax/body.ts"
import { type Body, relax, type Relaxed } from "../relax/relax.ts"

/** A cell of a crystal with something changed in it: atoms left out or added, a surface, a fault. Lengths are those of the given crystal. */
export interface Defect {
  /** Its relaxation is kept under this name. */
  readonly name: string
  readonly crystal: Crystal
  readonly body: Body
  /** The atom of the primitive cell that each atom repeats, −1 for one that is none. */
  readonly origins: Int32Array
  /** Where its first relaxation starts, `[3N]` [Å]. */
  readonly push?: Float64Array
  /** The same defect of more symmetry, from whose minimum that is. */
  readonly from?: Defect
  /** Atoms that it has, by the crystal in which they stand when they are not here. */
  readonly reservoirs: readonly { readonly crystal: Crystal; readonly atoms: number }[]
}

/** A defect in the relaxed crystal of a point. */
export interface RelaxedDefect extends Relaxed {
  readonly bulk: Equilibrium
}

/** Relaxes a defect in its cell, which has the lattice of the relaxed crystal; worked out once at a point. */
export function relaxedDefect(point: Point, { name, crystal, body, origins, push, from }: Defect): RelaxedDefect {
  return point.once(name, () => {
    const bulk = equilibriumOf(point, crystal)
    const displacements = new Float64Array(3 * origins.length)
    origins.forEach((origin, i) => {
      if (origin >= 0) displacements.set(bulk.state.displacements.subarray(3 * origin, 3 * origin + 3), 3 * i)
    })
    // A crystal that is held by a wall, or worse, is no place to relax a defect in: ions stay, at the price of one evaluation.
    const free = bulk.settled ? body : { ...body, strains: [], displacements: [] }
    const held = { deformation: bulk.state.deformation, displacements }
    const before = from && relaxedDefect(point, from).state.displacements
    const start = before && push ? push.map((value, k) => value + before[k] - displacements[k]) : push
    const relaxed = relax(point, name, free, { held, ...(start && { push: start }) })
    return { ...relaxed, bulk, trouble: bulk.trouble ?? (relaxed.trouble && `${name}: ${relaxed.trouble}`) }
  })
}

/** Energy of a defect above that of its atoms in their reservoirs [eV]. */
export function excessEnergy(point: Point, defect: Defect): number {
  const { answer } = relaxedDefect(point, defect)
  return defect.reservoirs.reduce((rest, { crystal, atoms }) => rest - atoms * energyPerAtom(equilibriumOf(point, crystal)), answer.energy)
}

/**
 * Adds `factor × d(excess energy)/dθ`. What is free in the defect has no slope there; what follows the bulk (its cell, and its atoms
 * where they are not free) brings the slope along the bulk's coordinates times their response.
 */
export function addExcessDerivative(point: Point, defect: Defect, factor: number, out: Float64Array): void {
  const { bulk, answer, state } = relaxedDefect(point, defect)
  addRow(out, factor, rowsOf(point, defect).energy)
  const { strains, displacements } = bulk.body
  const slopes = Array.from({ length: coordinatesOf(bulk.body) }, (_, k) => {
    if (k < strains.length) {
      const still = new Float64Array(state.displacements.length)
      return slopeOf(slopeAlong(state, { deformation: timesMatrix(strains[k], state.deformation), displacements: still }), answer)
    }
    const moved = displacements[k - strains.length]
    let slope = 0
    defect.origins.forEach((origin, i) => {
      if (origin >= 0) for (let c = 0; c < 3; c++) slope -= answer.forces[3 * i + c] * moved[3 * origin + c]
    })
    return slope
  })
  addChain(point, bulk, slopes, factor, out)
  for (const { crystal, atoms } of defect.reservoirs) addEnergyDerivative(point, equilibriumOf(point, crystal), -factor * atoms, out)
}

function rowsOf(point: Point, defect: Defect): Rows {
  return point.once(`${defect.name} rows`, () => mapRows(point, [relaxedDefect(point, defect).structure], (rows) => rows)[0])
}

/** The reservoirs of a defect by what it has of each: crystals that occur twice are added up, in the order of their first place. */
export function reservoirsOf(
  entries: readonly { readonly crystal: Crystal; readonly atoms: number }[],
): readonly { readonly crystal: Crystal; readonly atoms: number }[] {
  const sums = new Map<string, { crystal: Crystal; atoms: number }>()
  for (const { crystal, atoms } of entries) sums.set(crystal.name, { crystal, atoms: atoms + (sums.get(crystal.name)?.atoms ?? 0) })
  // Parts of atoms add up to nothing only to rounding.
  return [...sums.values()].filter(({ atoms }) => Math.abs(atoms) > 1e-9)
}
