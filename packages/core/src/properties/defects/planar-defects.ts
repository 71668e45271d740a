import { timesMatrix } from "../../atoms/cell.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { latticeAlong, type PlaneLattice } from "../crystal/oriented.ts"
import { type Repeated, repeatedIn } from "../crystal/repeated.ts"
import type { Observable } from "../observable.ts"
import { invariantDisplacements } from "../symmetry/invariants.ts"
import { type Operation, operationsOf } from "../symmetry/operations.ts"
import type { Defect } from "./defect.ts"
import { planarEnergy } from "./planar-energy.ts"

/** Whole numbers h, k, l of the conventional cell. */
type Plane = readonly [number, number, number]

/** Which atoms of a planar defect move: all of them anywhere, across the plane only, or none. */
export type PlanarRelaxation = "positions" | "normal" | "none"

/** How a planar defect is set up. */
export interface PlanarOptions {
  /** Lattice planes in the cell; unless given, as many as make it thick enough. */
  readonly layers?: number
  readonly relax?: PlanarRelaxation
}

/** Thickness of a slab whose two surfaces hardly meet, and of a cell of one fault [Å]. */
const THICKNESS = 15
/** Empty space beside a slab [Å]; nothing reaches across, for that direction does not repeat. */
const VACUUM = 10

/**
 * Energy of a surface (h k l) [eV/Å²]: half of what a slab has more than as much crystal, per area. The slab is cut where its planes are
 * farthest apart; its lattice in the plane is that of the relaxed crystal.
 */
export function surfaceEnergy(crystal: Crystal, plane: Plane, { layers, relax = "positions" }: PlanarOptions = {}): Observable {
  return planar(crystal, `surface (${plane.join(" ")})`, 2, plane, layers, relax, "surface energy", (lattice, count) => {
    const perfect = repeatedIn(crystal, stacked(lattice, count))
    const structure = perfect.structure
    const height = count * lattice.spacing
    const heights = Float64Array.from(structure.numbers, (_, i) => dot(lattice.normal, structure.positions.subarray(3 * i, 3 * i + 3)))
    const bottom = cutAt(heights, lattice.spacing)
    // Atoms below the cut go up by the stack's own vector, so that they stay on the lattice.
    const up = lattice.cell.subarray(6, 9)
    const positions = structure.positions.slice()
    heights.forEach((z, i) => {
      const turns = count * Math.floor((z - bottom) / height)
      for (let c = 0; c < 3; c++) positions[3 * i + c] -= turns * up[c]
    })
    const cell = Float64Array.of(...lattice.cell.subarray(0, 6), ...lattice.normal.map((value) => value * (height + VACUUM)))
    return { ...perfect, structure: { ...structure, positions, cell, pbc: [true, true, false] } }
  })
}

/**
 * Energy of a stacking fault [eV/Å²]: the crystal above a plane (h k l) shifted by a vector in it against the one below, one fault in a
 * periodic cell whose third vector has the shift. Ions move across the plane unless told otherwise, as for any point of the γ surface
 * (V. Vitek, doi:10.1080/14786436808227500).
 *
 * @param shift in units of the conventional vectors: `[1/6, 1/6, −1/3]` on (1 1 1) is the intrinsic fault of fcc
 */
export function stackingFaultEnergy(
  crystal: Crystal,
  plane: Plane,
  shift: readonly [number, number, number],
  { layers, relax = "normal" }: PlanarOptions = {},
): Observable {
  const label = `stacking fault (${plane.join(" ")}) [${shift.map((value) => Number(value.toFixed(4))).join(" ")}]`
  return planar(crystal, label, 1, plane, layers, relax, "stacking-fault energy", (lattice, count) => {
    const perfect = repeatedIn(crystal, stacked(lattice, count))
    const cell = stacked(lattice, count)
    timesMatrix(shift, crystal.conventional).forEach((value, c) => (cell[6 + c] += value))
    return { ...perfect, structure: { ...perfect.structure, cell } }
  })
}

function planar(
  crystal: Crystal,
  label: string,
  faces: number,
  plane: Plane,
  layers: number | undefined,
  relax: PlanarRelaxation,
  kind: string,
  make: (lattice: PlaneLattice, layers: number) => Repeated,
): Observable {
  const lattice = latticeAlong(crystal, plane)
  const count = layers ?? Math.max(3, Math.ceil(THICKNESS / lattice.spacing))
  const name = `${crystal.name}: ${label}${relax === "none" ? " unrelaxed" : ""}${layers === undefined ? "" : ` of ${layers} layers`}`
  let made: Defect | undefined
  function makeDefect(): Defect {
    const { structure, origins } = make(lattice, count)
    const operations = operationsOf(structure)
    const displacements = relax === "none" ? [] : freedom(operations, structure.numbers.length, relax, lattice.normal)
    return {
      name,
      crystal,
      body: { reference: structure, strains: [], displacements },
      origins,
      reservoirs: [{ crystal, atoms: origins.length }],
    }
  }
  return planarEnergy({ name, kind, faces, crystal, defect: () => (made ??= makeDefect()) })
}

/** Displacements that are free. Across the plane, only operations count that keep the plane. */
function freedom(operations: readonly Operation[], atoms: number, relax: PlanarRelaxation, normal: Float64Array): readonly Float64Array[] {
  if (relax !== "normal") return invariantDisplacements(operations, atoms)
  const kept = operations.filter(({ rotation }) => Math.abs(Math.abs(dot(timesMatrix(normal, rotation), normal)) - 1) < 1e-6)
  return invariantDisplacements(kept, atoms, [normal])
}

/** The cell of a stack of lattice planes. */
export function stacked(lattice: PlaneLattice, layers: number): Float64Array {
  return lattice.cell.map((value, k) => (k < 6 ? value : layers * value))
}

/** The middle of the widest gap between heights that repeat with a period, the first of equal ones. */
function cutAt(heights: Float64Array, period: number): number {
  const folded = [...heights].map((z) => z - period * Math.floor(z / period + 1e-9)).sort((a, b) => a - b)
  let [best, widest] = [0, -1]
  folded.forEach((z, k) => {
    const next = k + 1 < folded.length ? folded[k + 1] : folded[0] + period
    if (next - z <= widest + 1e-6) return
    widest = next - z
    best = z + widest / 2
  })
  return best
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
