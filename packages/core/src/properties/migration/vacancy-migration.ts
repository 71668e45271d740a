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
import { aside } from "./aside.ts"
import { highestBetween } from "./elastic-band.ts"
import { type LeastEnergyPath, leastEnergyPath } from "./least-energy-path.ts"
import { saddleBy } from "./saddle.ts"
import type { VacancyJump } from "./vacancy-jumps.ts"

/** Minima that differ by less are one [eV]. */
const SAME = 1e-6
/** Where forces of a potential jump at a saddle it cannot be at rest: to this its energy is known well enough [eV]. */
const UNSURE = 5e-3
/** How far atoms are put aside to see whether a path stays [Å]. */
const ASIDE = 0.02
/** Length of the cell [Å]. */
const LENGTH = 10

/** The way of a vacancy from its place to a neighbour's. */
export interface VacancyPath extends LeastEnergyPath {
  /** Numbers of the highest image, and of the lowest minimum. */
  readonly highest: number
  readonly lowest: number
  readonly trouble: string | null
}

/** Finds the path of a jump, worked out once at a point; the cell keeps the lattice of the relaxed crystal. */
export function vacancyPath(point: Point, crystal: Crystal, jump: VacancyJump, supercell?: readonly [number, number, number]): VacancyPath {
  return point.once(nameOf(crystal, jump, supercell), () => {
    const bulk = equilibriumOf(point, crystal)
    const stiffness = bondStiffness(point, crystal, bulk)
    const [from, to] = endsOf(bulk, crystal, jump, supercell)
    const ends = [settled(point, from, stiffness), settled(point, to, stiffness)] as const
    const path = lowestPath(point, ends, stiffness)
    const { energies, wells } = path
    const highest = energies.indexOf(Math.max(...energies))
    const lowest = wells.reduce((best, well) => (energies[well] < energies[best] - SAME ? well : best), 0)
    const what = path.unsure <= UNSURE ? null : `its saddle is not found: the path has images ${path.unsure.toPrecision(2)} eV apart there`
    return { ...path, highest, lowest, trouble: bulk.trouble ?? (what && `${nameOf(crystal, jump, supercell)}: ${what}`) }
  })
}

/**
 * Energy of the highest saddle between a vacancy and the same one a neighbour away [eV], above the lowest minimum on the way: the vacancy at
 * rest, or what lies between its two places where that is lower. Both are stationary, so the derivative is that of their energies with the
 * atoms held, and through the lattice that follows the bulk.
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
      const { energies, highest, lowest, unsure, trouble } = pathAt(point)
      return { value: unsure <= UNSURE ? energies[highest] - energies[lowest] : Number.NaN, trouble }
    },
    derivative(point) {
      const { images, highest, lowest } = pathAt(point)
      const bulk = equilibriumOf(point, crystal)
      const out = new Float64Array(point.theta.length)
      const pair = [images[lowest], images[highest]]
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

/**
 * The path that straight lines lead to, if its one saddle is that of every way from there; otherwise the lower of this and one that begins
 * a little aside.
 */
function lowestPath(point: Point, [first, last]: readonly [Structure, Structure], stiffness: number): LeastEnergyPath {
  const from = (size: number): LeastEnergyPath =>
    leastEnergyPath(point, first, last, { stiffness, aside: size, settled: (structure) => settled(point, structure, stiffness) })
  const straight = from(0)
  if (straight.wells.length === 2 && straight.unsure === 0 && isStable(point, straight, stiffness)) return straight
  const other = from(ASIDE)
  const highest = ({ energies }: LeastEnergyPath): number => Math.max(...energies)
  if (other.unsure <= UNSURE && straight.unsure <= UNSURE) return highest(other) < highest(straight) - SAME ? other : straight
  return other.unsure < straight.unsure ? other : straight
}

/** Whether a little aside of the saddle of a path the same saddle is found. */
function isStable(point: Point, { images, energies }: LeastEnergyPath, stiffness: number): boolean {
  const top = highestBetween(energies)
  const image = { ...images[top], positions: aside(images[top].positions, ASIDE) }
  const saddle = saddleBy(point, [images[top - 1], image, images[top + 1]], stiffness)
  return saddle !== undefined && Math.abs(saddle.energy - energies[top]) < SAME
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
