import { inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import { reduceLattice } from "../../atoms/reduce.ts"
import type { Cell, Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { type Repeated, repeatedIn } from "../crystal/repeated.ts"
import { evaluateAll } from "../evaluate.ts"
import type { Point } from "../point.ts"
import { DISPLACEMENT_STEP, stencil } from "../relax/differences.ts"
import { rotateMatrix } from "../symmetry/invariants.ts"
import type { Operation } from "../symmetry/operations.ts"
import { type Bond, bondGeometry, type BondGeometry, bondKey } from "./bond.ts"

/** `∂²E/∂u_i∂u_j` of the atoms of a bond, rows by the first, `[9]` [eV/Å²]. */
interface ForceConstant extends Bond {
  readonly matrix: Float64Array
}

/** Second derivatives of the energy of a crystal by displacements of its atoms. */
export interface ForceConstants {
  readonly numbers: Int32Array
  readonly cell: Cell
  readonly constants: readonly ForceConstant[]
  /** Beyond this distance they are nothing beside the largest [Å]. */
  readonly reach: number
  /** What they were found in. */
  readonly space: DisplacementSpace
}

/** A cell in which atoms were displaced, one at a time. */
interface DisplacementSpace {
  readonly atoms: number
  /** Of the smallest cell, along its shortest vectors. */
  readonly copies: readonly number[]
  /** Of the shortest vector [Å]. */
  readonly length: number
  /** Atoms and directions that were displaced, each by ±1 and ±2 steps. */
  readonly displacements: number
  /** [Å] */
  readonly step: number
}

/** What is nothing beside the largest. */
const NOTHING = 1e-8
/** More atoms than these are not moved about. */
const MOST_ATOMS = 20_000
const axes = [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 0), Float64Array.of(0, 0, 1)]

/**
 * `Φ_ij = ∂²E/∂u_i∂u_j` of every pair of atoms that feel each other, from exact forces by central differences of fourth order. A displaced
 * atom changes the energies of those within the cutoff, and these move forces within twice the cutoff: in a cell whose shortest vector
 * is four cutoffs nothing is left out and nothing counted twice. Only atoms and directions are displaced from which symmetry does not
 * give the others, `Φ_{Ri,Rj} = R Φ_ij Rᵀ`; of an atom with itself it is minus the sum over the others (the acoustic sum rule).
 *
 * @param structure a crystal; neither its forces nor its stress need vanish
 * @param range within which atoms feel each other, where it is known to be less than twice the cutoff [Å]
 * @throws Failure where the potential reaches too far for a cell of bearable size.
 */
export function forceConstants(
  point: Point,
  structure: Structure,
  operations: readonly Operation[],
  range: number = 2 * point.potential.cutoff,
): ForceConstants {
  const { cell, numbers } = structure
  if (cell === null) throw new RangeError("a crystal has a cell")
  const { copies, repeated: space } = spaceFor(structure, cell, 2 * range)
  const geometry = bondGeometry(structure)
  const constants: ForceConstant[] = []
  let displacements = 0
  const done = new Uint8Array(numbers.length)
  for (let i = 0; i < numbers.length; i++) {
    if (done[i]) continue
    const own = constantsOf(point, geometry, space, i, range, operations)
    displacements += independentAxes(siteOf(i, operations)).length
    for (const operation of operations) {
      const image = operation.images[i]
      if (done[image]) continue
      done[image] = 1
      const there = own.map((one) => ({ ...geometry.turned(one, operation), matrix: rotateMatrix(one.matrix, operation.rotation) }))
      constants.push(...there, withItself(image, there))
    }
  }
  const length = Math.hypot(...reduceLattice(space.structure.cell ?? cell, [true, true, true]).basis.subarray(0, 3))
  return {
    ...{ numbers, cell, constants, reach: reachOf(constants, geometry) },
    space: { atoms: space.structure.numbers.length, copies, length, displacements, step: DISPLACEMENT_STEP },
  }
}

/** The operations that keep an atom where it is. */
function siteOf(i: number, operations: readonly Operation[]): readonly Operation[] {
  return operations.filter(({ images }) => images[i] === i)
}

function reachOf(constants: readonly ForceConstant[], { vectorOf }: BondGeometry): number {
  const size = ({ matrix }: ForceConstant): number => Math.hypot(...matrix)
  const largest = constants.reduce((most, one) => Math.max(most, size(one)), 0)
  return constants.reduce((far, one) => (size(one) > NOTHING * largest ? Math.max(far, Math.hypot(...vectorOf(one))) : far), 0)
}

/** A cell of the crystal whose shortest vector is at least `length`. */
function spaceFor(structure: Structure, cell: Cell, length: number): { readonly copies: readonly number[]; readonly repeated: Repeated } {
  const { basis } = reduceLattice(cell, [true, true, true])
  const copies = [0, 3, 6].map((d) => Math.ceil(length / Math.hypot(...basis.subarray(d, d + 3)) - 1e-9))
  const large = (): Float64Array => basis.map((value, k) => copies[Math.floor(k / 3)] * value)
  while (Math.hypot(...reduceLattice(large(), [true, true, true]).basis.subarray(0, 3)) < length - 1e-6) {
    copies[copies.indexOf(Math.min(...copies))]++
  }
  const atoms = structure.numbers.length * copies[0] * copies[1] * copies[2]
  if (atoms <= MOST_ATOMS) {
    return { copies, repeated: repeatedIn({ name: "", primitive: structure, conventional: cell, sites: {} }, large()) }
  }
  throw new Failure(
    `force constants of a potential that reaches ${Number((length / 4).toFixed(3))} Å need a cell of ${atoms} atoms, more than ${MOST_ATOMS}`,
    {
      advice: "leave phonons out",
    },
  )
}

/** Force constants of atom i with others, from displacements of it alone and the symmetry of its site. */
function constantsOf(
  point: Point,
  geometry: BondGeometry,
  { structure, origins }: Repeated,
  i: number,
  range: number,
  operations: readonly Operation[],
): readonly ForceConstant[] {
  const moved = origins.indexOf(i)
  const site = siteOf(i, operations)
  const near = neighboursOf(structure, moved, range).map(({ atom, vector }) => ({ atom, bond: geometry.bondOf(i, origins[atom], vector) }))
  const found = new Map(near.map(({ bond }) => [bondKey(bond), { ...bond, matrix: new Float64Array(9) }]))
  const norm = new Float64Array(9)
  for (const direction of independentAxes(site)) {
    const slopes = forceSlopes(point, structure, moved, direction)
    for (const operation of site) {
      const turn = transpose(operation.rotation)
      const along = timesMatrix(direction, turn)
      addProduct(norm, along, along, 1)
      for (const { atom, bond } of near) {
        const image = found.get(bondKey(geometry.turned(bond, operation)))
        if (image) addProduct(image.matrix, along, timesMatrix(slopes.subarray(3 * atom, 3 * atom + 3), turn), -1)
      }
    }
  }
  // Of Φᵀ e = −dF/du for all images of e the least-squares solution.
  const back = inverse(norm)
  return Array.from(found.values(), (one) => ({ ...one, matrix: timesMatrix(back, one.matrix) }))
}

/** Atoms within the range of one, with the shortest vector to each. */
function neighboursOf(
  { positions, cell }: Structure,
  from: number,
  range: number,
): readonly { readonly atom: number; readonly vector: Float64Array }[] {
  if (cell === null) return []
  const back = inverse(cell)
  const found: { readonly atom: number; readonly vector: Float64Array }[] = []
  for (let atom = 0; 3 * atom < positions.length; atom++) {
    if (atom === from) continue
    const fractional = timesMatrix(
      [0, 1, 2].map((c) => positions[3 * atom + c] - positions[3 * from + c]),
      back,
    ).map((x) => x - Math.round(x))
    let best = timesMatrix(fractional, cell)
    // The nearest image in fractions is not always the nearest in space.
    for (let k = 0; k < 27; k++) {
      const trial = timesMatrix(
        [fractional[0] + (k % 3) - 1, fractional[1] + (Math.floor(k / 3) % 3) - 1, fractional[2] + Math.floor(k / 9) - 1],
        cell,
      )
      if (Math.hypot(...trial) < Math.hypot(...best)) best = trial
    }
    if (Math.hypot(...best) < range) found.push({ atom, vector: best })
  }
  return found
}

/** The fewest axes whose images span space. */
function independentAxes(site: readonly Operation[]): readonly Float64Array[] {
  const chosen: Float64Array[] = []
  const spanned = new Float64Array(9)
  for (const axis of axes) {
    if (axis.every((_, c) => Math.abs(timesMatrix(axis, spanned)[c] - axis[c]) < 1e-6)) continue
    chosen.push(axis)
    projectOnto(
      spanned,
      site.map(({ rotation }) => timesMatrix(axis, transpose(rotation))),
    )
  }
  return chosen
}

/** Grows a projector by vectors. */
function projectOnto(projector: Float64Array, vectors: readonly Float64Array[]): void {
  for (const vector of vectors) {
    const rest = vector.map((value, c) => value - timesMatrix(vector, projector)[c])
    const size = Math.hypot(...rest)
    if (size > 1e-6) addProduct(projector, rest, rest, 1 / (size * size))
  }
}

/** `dF/du` of all atoms as one is displaced along a direction, `[3N]` [eV/Å²]. */
function forceSlopes(point: Point, structure: Structure, moved: number, direction: Float64Array): Float64Array {
  const out = new Float64Array(structure.positions.length)
  for (const [place, weight] of stencil) {
    const positions = structure.positions.slice()
    for (let c = 0; c < 3; c++) positions[3 * moved + c] += place * DISPLACEMENT_STEP * direction[c]
    const [{ forces }] = evaluateAll(point, [{ ...structure, positions }])
    for (let k = 0; k < out.length; k++) out[k] += (weight / DISPLACEMENT_STEP) * forces[k]
  }
  return out
}

/** An atom that moves with all others feels nothing. */
function withItself(atom: number, others: readonly ForceConstant[]): ForceConstant {
  const matrix = new Float64Array(9)
  for (const other of others) for (let k = 0; k < 9; k++) matrix[k] -= other.matrix[k]
  return { first: atom, second: atom, shift: [0, 0, 0], matrix }
}

/** Adds `factor × u vᵀ`. */
function addProduct(matrix: Float64Array, u: ArrayLike<number>, v: ArrayLike<number>, factor: number): void {
  for (let k = 0; k < 9; k++) matrix[k] += factor * u[Math.floor(k / 3)] * v[k % 3]
}
