/** Three numbers along the axes of a conventional cell. */
type Triple = readonly [number, number, number]

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

const P: readonly Triple[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]
const F: readonly Triple[] = [
  [0, 0.5, 0.5],
  [0.5, 0, 0.5],
  [0.5, 0.5, 0],
]
const I: readonly Triple[] = [
  [-0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5],
  [0.5, 0.5, -0.5],
]
const ideal = Math.sqrt(8 / 3)
const [third, twoThirds] = [1 / 3, 2 / 3]
const cubic = { axes: "orthogonal", ratios: [1, 1] } as const

/** Free internal coordinates (u of wurtzite, c/a) are where relaxation starts, not where it must end. */
const table: readonly Prototype[] = [
  {
    name: "sc",
    also: ["A_h", "simple cubic"],
    species: 1,
    ...cubic,
    centring: P,
    atoms: [[0, 0, 0, 0]],
    sites: { centre: [0.5, 0.5, 0.5] },
  },
  {
    name: "fcc",
    also: ["A1"],
    species: 1,
    ...cubic,
    centring: F,
    atoms: [[0, 0, 0, 0]],
    sites: { octahedral: [0.5, 0.5, 0.5], tetrahedral: [0.25, 0.25, 0.25] },
  },
  {
    name: "bcc",
    also: ["A2"],
    species: 1,
    ...cubic,
    centring: I,
    atoms: [[0, 0, 0, 0]],
    sites: { octahedral: [0.5, 0.5, 0], tetrahedral: [0.5, 0.25, 0] },
  },
  {
    name: "hcp",
    also: ["A3"],
    species: 1,
    axes: "hexagonal",
    ratios: [1, ideal],
    centring: P,
    atoms: [
      [0, 0, 0, 0],
      [0, third, twoThirds, 0.5],
    ],
    sites: { octahedral: [twoThirds, third, 0.25], tetrahedral: [0, 0, 0.375] },
  },
  {
    name: "dhcp",
    also: ["A3'"],
    species: 1,
    axes: "hexagonal",
    ratios: [1, 2 * ideal],
    centring: P,
    atoms: [
      [0, 0, 0, 0],
      [0, third, twoThirds, 0.25],
      [0, 0, 0, 0.5],
      [0, twoThirds, third, 0.75],
    ],
  },
  {
    name: "diamond",
    also: ["A4"],
    species: 1,
    ...cubic,
    centring: F,
    atoms: [
      [0, 0, 0, 0],
      [0, 0.25, 0.25, 0.25],
    ],
    sites: { tetrahedral: [0.5, 0.5, 0.5], hexagonal: [0.625, 0.625, 0.625] },
  },
  {
    name: "beta-tin",
    also: ["A5"],
    species: 1,
    axes: "orthogonal",
    ratios: [1, 0.55],
    centring: I,
    atoms: [
      [0, 0, 0, 0],
      [0, 0, 0.5, 0.25],
    ],
  },
  {
    name: "graphite",
    also: ["A9"],
    species: 1,
    axes: "hexagonal",
    ratios: [1, 2.73],
    centring: P,
    atoms: [
      [0, 0, 0, 0.25],
      [0, 0, 0, 0.75],
      [0, third, twoThirds, 0.25],
      [0, twoThirds, third, 0.75],
    ],
  },
  {
    name: "simple hexagonal",
    also: ["A_f"],
    species: 1,
    axes: "hexagonal",
    ratios: [1, 0.95],
    centring: P,
    atoms: [[0, 0, 0, 0]],
  },
  {
    name: "omega",
    also: ["C32"],
    species: 1,
    axes: "hexagonal",
    ratios: [1, 0.612],
    centring: P,
    atoms: [
      [0, 0, 0, 0],
      [0, third, twoThirds, 0.5],
      [0, twoThirds, third, 0.5],
    ],
  },
  {
    name: "A15",
    also: ["beta-tungsten"],
    species: 1,
    ...cubic,
    centring: P,
    atoms: [
      [0, 0, 0, 0],
      [0, 0.5, 0.5, 0.5],
      [0, 0.25, 0, 0.5],
      [0, 0.75, 0, 0.5],
      [0, 0.5, 0.25, 0],
      [0, 0.5, 0.75, 0],
      [0, 0, 0.5, 0.25],
      [0, 0, 0.5, 0.75],
    ],
  },
  {
    name: "rocksalt",
    also: ["B1"],
    species: 2,
    ...cubic,
    centring: F,
    atoms: [
      [0, 0, 0, 0],
      [1, 0.5, 0.5, 0.5],
    ],
  },
  {
    name: "CsCl",
    also: ["B2"],
    species: 2,
    ...cubic,
    centring: P,
    atoms: [
      [0, 0, 0, 0],
      [1, 0.5, 0.5, 0.5],
    ],
  },
  {
    name: "zincblende",
    also: ["B3", "sphalerite"],
    species: 2,
    ...cubic,
    centring: F,
    atoms: [
      [0, 0, 0, 0],
      [1, 0.25, 0.25, 0.25],
    ],
  },
  {
    name: "wurtzite",
    also: ["B4"],
    species: 2,
    axes: "hexagonal",
    ratios: [1, ideal],
    centring: P,
    atoms: [
      [0, third, twoThirds, 0],
      [0, twoThirds, third, 0.5],
      [1, third, twoThirds, 0.375],
      [1, twoThirds, third, 0.875],
    ],
  },
  {
    name: "fluorite",
    also: ["C1"],
    species: 2,
    ...cubic,
    centring: F,
    atoms: [
      [0, 0, 0, 0],
      [1, 0.25, 0.25, 0.25],
      [1, 0.75, 0.75, 0.75],
    ],
  },
  {
    name: "L1_0",
    also: ["L10", "CuAu"],
    species: 2,
    axes: "orthogonal",
    ratios: [1, 1],
    centring: [
      [0.5, 0.5, 0],
      [0.5, -0.5, 0],
      [0, 0, 1],
    ],
    atoms: [
      [0, 0, 0, 0],
      [1, 0.5, 0, 0.5],
    ],
  },
  {
    name: "L1_2",
    also: ["L12", "Cu3Au"],
    species: 2,
    ...cubic,
    centring: P,
    atoms: [
      [0, 0, 0.5, 0.5],
      [0, 0.5, 0, 0.5],
      [0, 0.5, 0.5, 0],
      [1, 0, 0, 0],
    ],
  },
  {
    name: "D0_3",
    also: ["D03", "BiF3"],
    species: 2,
    ...cubic,
    centring: F,
    atoms: [
      [0, 0.25, 0.25, 0.25],
      [0, 0.75, 0.75, 0.75],
      [0, 0.5, 0.5, 0.5],
      [1, 0, 0, 0],
    ],
  },
]

/** The prototypes by every name they go by. */
const byName: ReadonlyMap<string, Prototype> = new Map(table.flatMap((one) => [one.name, ...one.also].map((name) => [name, one])))

/** Names of the prototypes that can be asked for, the plainest of each. */
export const prototypeNames: readonly string[] = Object.freeze(table.map(({ name }) => name))

/** The prototype of a name (`fcc`, `B1`), or `undefined`. */
export function prototypeOf(name: string): Prototype | undefined {
  return byName.get(name)
}
