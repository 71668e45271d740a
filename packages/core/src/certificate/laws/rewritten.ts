import type { Structure } from "../../atoms/structure.ts"

/** Vectors of a lattice by those that it was told by, each row how many of the three; the determinant is 1, so that the volume stays. */
const VECTORS: readonly (readonly number[])[] = [
  [1, 0, 0],
  [1, 1, 0],
  [-1, 2, 1],
]
/** Cells by which an atom is moved, at most. */
const CELLS = 2

/**
 * The same structure told otherwise: by other vectors of its lattice, as far as they repeat, and by other images of its atoms, drawn at
 * random. Nothing of it depends on that, but what a program makes of it may: of the angles of a cell, or of where an atom is.
 */
export function rewritten(structure: Structure, random: () => number): Structure {
  const { cell, pbc } = structure
  if (!cell) return structure
  const row = (d: number): readonly number[] => [cell[3 * d], cell[3 * d + 1], cell[3 * d + 2]]
  const repeats = (d: number): boolean => pbc[d]
  const vectors = [0, 1, 2].map((d) => {
    if (!repeats(d)) return row(d)
    return row(d).map((_, c) => VECTORS[d].reduce((sum, count, other) => sum + (repeats(other) ? count * row(other)[c] : 0), 0))
  })
  const positions = structure.positions.slice()
  for (let i = 0; i < positions.length; i += 3) {
    for (let d = 0; d < 3; d++) {
      const cells = Math.floor((2 * CELLS + 1) * random()) - CELLS
      if (repeats(d)) for (let c = 0; c < 3; c++) positions[i + c] += cells * row(d)[c]
    }
  }
  return { ...structure, cell: Float64Array.from(vectors.flat()), positions }
}

/** A cluster in a cell that repeats, with so much empty space [Å] between its images at least. */
export function boxed(cluster: Structure, gap: number): Structure {
  const extent = [0, 1, 2].map((c) => {
    const along = cluster.positions.filter((_, k) => k % 3 === c)
    return Math.max(...along) - Math.min(...along) + gap
  })
  return { ...cluster, cell: Float64Array.of(extent[0], 0, 0, 0, extent[1], 0, 0, 0, extent[2]), pbc: [true, true, true] }
}
