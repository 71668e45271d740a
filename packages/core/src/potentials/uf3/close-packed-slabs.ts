import type { Structure } from "../../atoms/structure.ts"

/** A crystal with one atom in its cell, and the same cut into a slab. */
export interface CutCrystal {
  readonly bulk: Structure
  /** One atom a layer, with a face on either side and empty space beyond. */
  readonly slab: Structure
}

type Vector = readonly [number, number, number]

/** A cut, in edges of the cube of `atoms` atoms: two lattice vectors in the face, and one from each layer to the next. */
interface Face {
  readonly name: string
  readonly atoms: number
  readonly first: Vector
  readonly second: Vector
  readonly step: Vector
}

const faces: readonly Face[] = [
  { name: "bcc 110", atoms: 2, first: [0.5, -0.5, 0.5], second: [0.5, -0.5, -0.5], step: [0.5, 0.5, 0.5] },
  { name: "bcc 100", atoms: 2, first: [0, 1, 0], second: [0, 0, 1], step: [0.5, 0.5, 0.5] },
  { name: "bcc 211", atoms: 2, first: [0, 1, -1], second: [-0.5, 0.5, 0.5], step: [0, 0, 1] },
  { name: "fcc 111", atoms: 4, first: [0.5, -0.5, 0], second: [0, 0.5, -0.5], step: [0.5, 0.5, 0] },
  { name: "fcc 100", atoms: 4, first: [0, 0.5, 0.5], second: [0, 0.5, -0.5], step: [0.5, 0.5, 0] },
  { name: "fcc 110", atoms: 4, first: [0.5, -0.5, 0], second: [0, 0, 1], step: [0.5, 0, 0.5] },
]

/**
 * The three densest faces of bcc and fcc crystals, by name, on slabs so thick and so far apart that atoms which see no farther than
 * `reach` [Å] see one face only.
 *
 * @param number atomic number
 * @param volume per atom [Å³]
 */
export function closePackedSlabs(number: number, volume: number, reach: number): ReadonlyMap<string, CutCrystal> {
  return new Map(
    faces.map(({ name, atoms, ...face }) => {
      const edge = Math.cbrt(atoms * volume)
      const [first, second, step] = [face.first, face.second, face.step].map((vector) => vector.map((x) => x * edge))
      const normal = cross(first, second)
      const area = Math.hypot(...normal)
      const spacing = volume / area
      const layers = Math.ceil((2 * reach) / spacing) + 1
      const height = layers * spacing + reach
      const up = normal.map((x) => (x * height) / area)
      return [
        name,
        {
          bulk: crystal(number, [0, 0, 0], [first, second, step]),
          slab: crystal(number, Array.from({ length: layers }, (_, layer) => step.map((x) => layer * x)).flat(), [first, second, up]),
        },
      ]
    }),
  )
}

function cross([ax, ay, az]: readonly number[], [bx, by, bz]: readonly number[]): readonly number[] {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx]
}

function crystal(number: number, positions: readonly number[], cell: readonly (readonly number[])[]): Structure {
  return {
    numbers: new Int32Array(positions.length / 3).fill(number),
    positions: Float64Array.from(positions),
    cell: Float64Array.from(cell.flat()),
    pbc: [true, true, true],
  }
}
