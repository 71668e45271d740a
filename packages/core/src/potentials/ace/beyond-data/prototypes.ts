import type { Structure } from "../../../atoms/structure.ts"

/** A way to put atoms together, by the distance d of nearest neighbours. */
export interface Prototype {
  /** Vectors of the cell in units of d, by rows; null for a molecule. */
  readonly edges: readonly number[] | null
  /** In units of d. */
  readonly sites: readonly number[]
}

const faces = (edge: number): number[] => [0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0].map((x) => x * edge)
const along = (edge: number, part: number): number[] => [0, 0, 0, ...[1, 1, 1].map((x) => x * part * edge)]

/** Of one element: the crystals that are packed best. */
export const closePacked: readonly Prototype[] = [
  { edges: faces(Math.SQRT2), sites: [0, 0, 0] },
  { edges: [1, 0, 0, -0.5, Math.sqrt(3) / 2, 0, 0, 0, Math.sqrt(8 / 3)], sites: [0, 0, 0, 0, 1 / Math.sqrt(3), Math.sqrt(2 / 3)] },
]

/** Of two elements: CsCl, NaCl and ZnS; of one, bcc, simple cubic and diamond. */
export const binaries: readonly Prototype[] = [
  { edges: [1, 0, 0, 0, 1, 0, 0, 0, 1].map((x) => (x * 2) / Math.sqrt(3)), sites: along(2 / Math.sqrt(3), 0.5) },
  { edges: faces(2), sites: along(2, 0.5) },
  { edges: faces(4 / Math.sqrt(3)), sites: along(4 / Math.sqrt(3), 0.25) },
]

/** Two atoms. */
export const dimer: Prototype = { edges: null, sites: [0, 0, 0, 1, 0, 0] }

/** Atoms put together with nearest neighbours at a distance [Å]; `numbers` are of the sites, in turn. */
export function structureOf({ edges, sites }: Prototype, numbers: readonly number[], distance: number): Structure {
  const periodic = edges !== null
  return {
    numbers: Int32Array.from({ length: sites.length / 3 }, (_, i) => numbers[i % numbers.length]),
    positions: Float64Array.from(sites, (x) => x * distance),
    cell: edges && Float64Array.from(edges, (x) => x * distance),
    pbc: [periodic, periodic, periodic],
  }
}

/** Distance of nearest neighbours of a crystal with a volume per atom [Å³]; 0 for molecules, which fill none. */
export function distanceAt({ edges, sites }: Prototype, volume: number): number {
  if (edges === null) return 0
  const [a, b, c, d, e, f, g, h, i] = edges
  const own = Math.abs(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g))
  return Math.cbrt((volume * sites.length) / 3 / own)
}

/** Parts of the distance of close packing that bonds of molecules have, where atoms are denser than any liquid. */
const BONDS = [0.25, 0.32, 0.4, 0.5, 0.6, 0.7]

/** Crystals of molecules of two atoms along the four diagonals of a cube (solid nitrogen, Pa3̄), with bonds from short to nearly as long as to others. */
export const molecular: readonly Prototype[] = BONDS.map((bond) => {
  // Eight atoms in a cube whose edge is one; close packing has then the distance (√2/8)^⅓.
  const half = (0.5 * bond * Math.cbrt(Math.SQRT2 / 8)) / Math.sqrt(3)
  const centres = [0, 0, 0, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5]
  const axes = [1, 1, 1, 1, -1, -1, -1, -1, 1, -1, 1, -1]
  const sites = centres.flatMap((_, k) =>
    k % 3 > 0 ? [] : [-1, 1].flatMap((end) => [0, 1, 2].map((c) => centres[k + c] + end * half * axes[k + c])),
  )
  const length = 2 * half * Math.sqrt(3)
  return { edges: [1, 0, 0, 0, 1, 0, 0, 0, 1].map((x) => x / length), sites: sites.map((x) => x / length) }
})
