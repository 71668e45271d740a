/** Three numbers along the axes of a conventional cell. */
export type Triple = readonly [number, number, number]

/** A crystal structure up to its elements and lengths. */
export interface Prototype {
  readonly name: string
  /** Strukturbericht and other names. */
  readonly also: readonly string[]
  /** How many kinds of atoms it takes. */
  readonly species: number
  /** Angle of the cell's axes: all 90°, or 120° between the first two. */
  readonly axes: "orthogonal" | "hexagonal"
  /** b/a and c/a of the start. */
  readonly ratios: readonly [number, number]
  /** Rows: primitive vectors in units of the conventional ones. */
  readonly centring: readonly Triple[]
  /** Atoms of the primitive cell: kind, and place in units of the conventional vectors. */
  readonly atoms: readonly (readonly [number, number, number, number])[]
  readonly sites?: Readonly<Record<string, Triple>>
}

/** Rows of primitive vectors in units of the conventional ones: of cells that are their own, */
export const P: readonly Triple[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]
/** of cubes with atoms on their faces, */
export const F: readonly Triple[] = [
  [0, 0.5, 0.5],
  [0.5, 0, 0.5],
  [0.5, 0.5, 0],
]
/** with one in their middle, */
export const I: readonly Triple[] = [
  [-0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5],
  [0.5, 0.5, -0.5],
]
/** and of hexagonal cells of three rhombohedral ones. */
export const R: readonly Triple[] = [
  [2 / 3, 1 / 3, 1 / 3],
  [-1 / 3, 1 / 3, 1 / 3],
  [-1 / 3, -2 / 3, 1 / 3],
]

/** c/a of close-packed spheres. */
export const ideal: number = Math.sqrt(8 / 3)
/** Axes of a cube. */
export const cubic = { axes: "orthogonal", ratios: [1, 1] } as const
