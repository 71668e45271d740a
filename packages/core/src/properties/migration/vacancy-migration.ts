import { elementsOf } from "../../atoms/elements.ts"
import { inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { minimise } from "../../dynamics/minimise/minimise.ts"
import { addChain } from "../bulk/energies.ts"
import { bulkModulus } from "../bulk/elastic.ts"
import { type Equilibrium, equilibriumOf } from "../bulk/equilibrium.ts"
import { addRow } from "../bulk/gradients.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { copiesOver, supercellOf } from "../crystal/repeated.ts"
import { towardsHole } from "../defects/towards-hole.ts"
import { type Answer, evaluateAll, mapRows, tryEvaluate } from "../evaluate.ts"
import type { Observable } from "../observable.ts"
import type { Point } from "../point.ts"
import { atRest, placed, slopeAlong, slopeOf } from "../relax/body.ts"
import { type Band, nudgedBand } from "./nudged-band.ts"
import type { VacancyJump } from "./vacancy-jumps.ts"

/** Length of the cell [Å]. */
const LENGTH = 10

/** The way of a vacancy from its place to a neighbour's. */
export interface VacancyPath extends Band {
  readonly trouble: string | null
}

/** Finds the path of a jump, worked out once at a point; the cell keeps the lattice of the relaxed crystal. */
export function vacancyPath(point: Point, crystal: Crystal, jump: VacancyJump, supercell?: readonly [number, number, number]): VacancyPath {
  return point.once(nameOf(crystal, jump, supercell), () => {
    const bulk = equilibriumOf(point, crystal)
    const stiffness = bondStiffness(point, crystal, bulk)
    const ends = endsOf(bulk, crystal, jump, supercell).map((structure) => settled(point, structure, stiffness))
    const band = nudgedBand(point, ends[0], ends[1], { stiffness })
    const what = band.converged ? null : `its path did not settle in ${band.iterations} steps`
    return { ...band, trouble: bulk.trouble ?? (what && `${nameOf(crystal, jump, supercell)}: ${what}`) }
  })
}

/**
 * Energy of the saddle between a vacancy and the same one a neighbour away [eV], above the vacancy at rest. Both are stationary, so the
 * derivative is that of their energies with the atoms held, and through the lattice that follows the bulk.
 */
export function vacancyMigration(crystal: Crystal, jump: VacancyJump, supercell?: readonly [number, number, number]): Observable {
  const pathAt = (point: Point): VacancyPath => vacancyPath(point, crystal, jump, supercell)
  return Object.freeze({
    name: nameOf(crystal, jump, supercell),
    kind: "migration barrier",
    elements: elementsOf(crystal.primitive.numbers),
    dimension: "energy",
    unit: "eV",
    tolerance: 0.05,
    read(point) {
      const { energies, highest, converged, trouble } = pathAt(point)
      return { value: converged ? energies[highest] - energies[0] : Number.NaN, trouble }
    },
    derivative(point) {
      const { images, highest } = pathAt(point)
      const bulk = equilibriumOf(point, crystal)
      const out = new Float64Array(point.theta.length)
      const pair = [images[0], images[highest]]
      mapRows(point, pair, ({ energy }, s) => addRow(out, s === 0 ? -1 : 1, energy))
      const [low, high] = evaluateAll(point, pair).map((answer, s) => slopesOf(bulk, pair[s], answer))
      addChain(
        point,
        bulk,
        high.map((slope, k) => slope - low[k]),
        1,
        out,
      )
      return out
    },
  } satisfies Observable)
}

/** About that of a bond, B V^(1/3) [eV/Å²]; a usual one of a crystal that does not resist. */
function bondStiffness(point: Point, crystal: Crystal, { volume, structure }: Equilibrium): number {
  const stiffness = bulkModulus(crystal).read(point).value * Math.cbrt(volume / structure.numbers.length)
  return stiffness > 1e-4 ? stiffness : 1
}

/** Slopes of the energy of a cell along the strains of the bulk; its atoms are free, and feel no other coordinate of it. */
function slopesOf({ body }: Equilibrium, structure: Structure, answer: Answer): readonly number[] {
  const rest = atRest(structure)
  const still = new Float64Array(structure.positions.length)
  return [
    ...body.strains.map((deformation) => slopeOf(slopeAlong(rest, { deformation, displacements: still }), answer)),
    ...body.displacements.map(() => 0),
  ]
}

/** The cell with an atom missing, and with its neighbour at that place instead; not relaxed. */
function endsOf(
  { state }: Equilibrium,
  crystal: Crystal,
  { atom, vector }: VacancyJump,
  supercell: readonly [number, number, number] = copiesOver(crystal, LENGTH),
): readonly [Structure, Structure] {
  const { structure, origins } = supercellOf(crystal, supercell)
  const gone = origins.indexOf(atom)
  const neighbour = atomAt(structure, structure.positions.subarray(3 * gone, 3 * gone + 3), vector)
  const displacements = Float64Array.from(structure.positions, (_, k) => state.displacements[3 * origins[Math.floor(k / 3)] + (k % 3)])
  const perfect = placed(structure, { deformation: state.deformation, displacements })
  const kept = Array.from(origins.keys()).filter((i) => i !== gone)
  const without = (positions: Float64Array): Structure => ({
    ...perfect,
    numbers: Int32Array.from(kept, (i) => perfect.numbers[i]),
    positions: Float64Array.from(kept.flatMap((i) => [positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]])),
  })
  const moved = perfect.positions.slice()
  // From its own place by the shortest way, whichever image of the cell it stands in.
  const jump = timesMatrix(vector, transpose(state.deformation))
  const own = displacements.subarray(3 * gone, 3 * gone + 3).map((x, c) => x - displacements[3 * neighbour + c])
  const shift = timesMatrix(own, transpose(state.deformation))
  for (let c = 0; c < 3; c++) moved[3 * neighbour + c] += shift[c] - jump[c]
  const holes = [gone, neighbour].map((i) => perfect.positions.subarray(3 * i, 3 * i + 3))
  const pushed = (structure: Structure, hole: Float64Array): Structure => {
    const push = towardsHole(structure, hole)
    return { ...structure, positions: structure.positions.map((x, k) => x + push[k]) }
  }
  return [pushed(without(perfect.positions), holes[0]), pushed(without(moved), holes[1])]
}

/** The atom at a vector from a place, in any image of the cell. */
function atomAt({ positions, cell }: Structure, from: Float64Array, vector: Float64Array): number {
  if (cell === null) return -1
  const back = inverse(cell)
  for (let i = 0; 3 * i < positions.length; i++) {
    const apart = [0, 1, 2].map((c) => positions[3 * i + c] - from[c] - vector[c])
    const nearest = timesMatrix(
      timesMatrix(apart, back).map((x) => x - Math.round(x)),
      cell,
    )
    if (Math.hypot(...nearest) < 1e-6) return i
  }
  throw new RangeError("no atom is where the vacancy would jump to")
}

/** Positions at the nearest minimum, the cell held. */
function settled(point: Point, structure: Structure, stiffness: number): Structure {
  const { x } = minimise(
    (positions) => {
      const answer = tryEvaluate(point, { ...structure, positions })
      return answer && { value: answer.energy, gradient: answer.forces.map((force) => -force) }
    },
    structure.positions,
    { tolerance: 1e-6 * stiffness, longest: 0.2, stiffness: 4 * stiffness, evaluations: 400 },
  )
  return { ...structure, positions: x }
}

function nameOf({ name }: Crystal, { atom, label }: VacancyJump, supercell: readonly [number, number, number] | undefined): string {
  return `${name}: vacancy migration${atom === 0 ? "" : ` of atom ${atom + 1}`}${label && `, ${label}`}${supercell ? ` in ${supercell.join("×")} cells` : ""}`
}
