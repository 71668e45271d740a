/** A wave vector in units of the reciprocal vectors of the conventional cell, and what it is called. */
export interface NamedWave {
  readonly label: string
  readonly q: readonly [number, number, number]
}

/** Wave vectors to walk along, straight from each to the next. */
export type BandPath = readonly NamedWave[]

const Γ: NamedWave = { label: "Γ", q: [0, 0, 0] }
const [half, third] = [1 / 2, 1 / 3]

function at(label: string, ...q: readonly [number, number, number]): NamedWave {
  return { label, q }
}

const faceCentred: BandPath = [Γ, at("X", 0, 0, 1), at("X", 1, 1, 0), at("K", 0.75, 0.75, 0), Γ, at("L", half, half, half)]
const bodyCentred: BandPath = [Γ, at("H", 1, 0, 0), at("P", half, half, half), Γ, at("N", half, half, 0)]
const cubic: BandPath = [Γ, at("X", half, 0, 0), at("M", half, half, 0), Γ, at("R", half, half, half), at("X", half, 0, 0)]
const hexagonal: BandPath = [
  ...[Γ, at("M", half, 0, 0), at("K", third, third, 0), Γ, at("A", 0, 0, half)],
  ...[at("L", half, 0, half), at("H", third, third, half), at("A", 0, 0, half)],
]
/** Along the axes of a cell of no known kind. */
const anyCell: BandPath = [at("½ 0 0", half, 0, 0), Γ, at("0 ½ 0", 0, half, 0), at("½ ½ 0", half, half, 0), Γ, at("0 0 ½", 0, 0, half)]

const paths: Readonly<Record<string, BandPath>> = {
  ...Object.fromEntries(["fcc", "diamond", "zincblende", "rocksalt", "fluorite", "D0_3"].map((name) => [name, faceCentred])),
  ...Object.fromEntries(["sc", "CsCl", "L1_2", "A15"].map((name) => [name, cubic])),
  ...Object.fromEntries(["hcp", "dhcp", "graphite", "wurtzite", "omega", "simple hexagonal"].map((name) => [name, hexagonal])),
  bcc: bodyCentred,
}

/**
 * A usual path through the Brillouin zone of a prototype; of fcc it leaves X for the X of the next zone, where all frequencies are the
 * same. Along the axes where the prototype is not known.
 */
export function bandPath(prototype: string | null): BandPath {
  return (prototype !== null && paths[prototype]) || anyCell
}
