/** Reference structures of elements and pairs, by the names of LAMMPS. */
export const latticeNames = ["fcc", "bcc", "hcp", "dim", "dia", "dia3", "b1", "c11", "l12", "b2", "ch4", "lin", "zig", "tri", "sc"] as const

/** A reference structure: crystals, and molecules (`dim` a dimer, `tri` a trimer, `ch4`) and chains (`lin`, `zig`). */
export type Lattice = (typeof latticeNames)[number]

/** Those of two elements only. */
export const alloyLattices: readonly Lattice[] = ["b1", "c11", "l12", "b2"]

/** Sine and cosine of half the angle of `lin`, `zig` and `tri`. */
export interface HalfAngle {
  readonly sine: number
  readonly cosine: number
}

/** Nearest neighbours of an atom of a reference structure. */
export function coordination(lattice: Lattice): number {
  return neighbours[lattice]
}

const neighbours: Readonly<Record<Lattice, number>> = {
  fcc: 12,
  bcc: 8,
  hcp: 12,
  dim: 1,
  dia: 4,
  dia3: 4,
  b1: 6,
  c11: 10,
  l12: 12,
  b2: 8,
  ch4: 4,
  lin: 2,
  zig: 2,
  tri: 2,
  sc: 6,
}

/** Second neighbours of a reference structure: how many, how far (over the first), and how many first neighbours screen each. */
interface SecondShell {
  readonly count: number
  readonly ratio: number
  readonly screeners: number
  /** C of those first neighbours; 4/ratio² − 1 unless given. */
  readonly ellipse?: number
}

const cubic = { count: 6, ratio: Math.SQRT2, screeners: 4 }
const bodyCentred = { count: 6, ratio: 2 / Math.sqrt(3), screeners: 4 }
const rockSalt = { count: 12, ratio: Math.SQRT2, screeners: 2 }
const none = { count: 0, ratio: 1, screeners: 0 }

function secondShell(lattice: Lattice, { sine }: HalfAngle): SecondShell {
  switch (lattice) {
    case "fcc":
    case "hcp":
    case "l12":
      return cubic
    case "bcc":
    case "b2":
      return bodyCentred
    case "b1":
    case "sc":
      return rockSalt
    case "dia":
      return { count: 12, ratio: Math.sqrt(8 / 3), screeners: 1 }
    case "dia3":
      return { count: 12, ratio: Math.sqrt(11 / 3), screeners: 4, ellipse: 1 }
    case "tri":
      return { count: 1, ratio: 2 * sine, screeners: 2 }
    case "zig":
      return { count: 2, ratio: 2 * sine, screeners: 1 }
    default:
      return none
  }
}

/** Second neighbours of a reference structure that are seen through their screens. */
export interface SeenShell {
  readonly count: number
  /** Their distance over that of the first neighbours. */
  readonly ratio: number
  /** What is left of each after screening, 0 … 1. */
  readonly screening: number
}

/** The second neighbours of a reference structure whose first neighbours screen with these bounds. */
export function seenShell(lattice: Lattice, angle: HalfAngle, least: number, most: number): SeenShell {
  const { count, ratio, screeners, ellipse = 4 / (ratio * ratio) - 1 } = secondShell(lattice, angle)
  return { count, ratio, screening: count === 0 ? 0 : smoothStep((ellipse - least) / (most - least)) ** screeners }
}

/** `[1 − (1 − x)⁴]²` between 0 (x ≤ 0) and 1 (x ≥ 1). */
export function smoothStep(x: number): number {
  if (x >= 1) return 1
  if (!(x > 0)) return 0
  const v = (1 - x) ** 2
  return (1 - v * v) ** 2
}

/** Derivative of `smoothStep`: `8 [1 − (1 − x)⁴] (1 − x)³`. */
export function smoothSlope(x: number): number {
  if (x >= 1 || x <= 0) return 0
  const u = 1 - x
  const cube = u * u * u
  return 8 * (1 - u * cube) * cube
}

/**
 * ρ⁽ˡ⁾² of a reference structure for l = 1, 2, 3, when each first neighbour gives the density 1 (I. Huang et al.,
 * doi:10.1088/0965-0393/3/5/001, and M. I. Baskes, doi:10.1103/PhysRevB.46.2727); the Legendre part of l = 3 is taken off.
 */
export function shapeFactors(lattice: Lattice, { sine, cosine }: HalfAngle): readonly [number, number, number] {
  switch (lattice) {
    case "hcp":
      return [0, 0, 1 / 3]
    case "ch4":
    case "dia":
    case "dia3":
      return [0, 0, 32 / 9]
    case "dim":
      return [1, 2 / 3, 0.4]
    case "lin":
      return [0, 8 / 3, 0]
    case "zig":
    case "tri": {
      const [s, c] = [sine * sine, cosine * cosine]
      return [4 * c, 4 * (c * c + s * s - 1 / 3), 4 * c * (3 * s * s + c * c) - 2.4 * c]
    }
    default:
      return [0, 0, 0]
  }
}

/** Nearest-neighbour distance of a reference structure of one element, from its lattice constant (or, of molecules, the distance itself). */
export function nearestDistance(lattice: Lattice, constant: number): number {
  switch (lattice) {
    case "fcc":
      return constant / Math.SQRT2
    case "bcc":
      return (constant * Math.sqrt(3)) / 2
    case "dia":
    case "dia3":
      return (constant * Math.sqrt(3)) / 4
    default:
      return constant
  }
}
