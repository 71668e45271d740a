/** Reference structures of elements and pairs, by the names of LAMMPS. */
export const latticeNames = ["fcc", "bcc", "hcp", "dim", "dia", "dia3", "b1", "c11", "l12", "b2", "ch4", "lin", "zig", "tri", "sc"] as const

/** A reference structure: crystals, and molecules (`dim` a dimer, `tri` a trimer, `ch4`) and chains (`lin`, `zig`). */
export type Lattice = (typeof latticeNames)[number]

/** Those of two elements only. */
const alloys: readonly Lattice[] = ["b1", "c11", "l12", "b2"]

/** Those that one element alone can have. */
export const elementLattices: readonly Lattice[] = latticeNames.filter((name) => !alloys.includes(name))

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
  /** C of those first neighbours. */
  readonly ellipse: number
}

/** A shell whose screens are on the ellipse that their distance to both ends makes. */
function shell(count: number, ratio: number, screeners: number): SecondShell {
  return { count, ratio, screeners, ellipse: 4 / (ratio * ratio) - 1 }
}

const cubic = shell(6, Math.SQRT2, 4)
const bodyCentred = shell(6, 2 / Math.sqrt(3), 4)
const rockSalt = shell(12, Math.SQRT2, 2)
const none = shell(0, 1, 0)

/** The second neighbours of a reference structure. */
export function secondShell(lattice: Lattice, { sine }: HalfAngle): SecondShell {
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
      return shell(12, Math.sqrt(8 / 3), 1)
    case "dia3":
      return { ...shell(12, Math.sqrt(11 / 3), 4), ellipse: 1 }
    case "tri":
      return shell(1, 2 * sine, 2)
    case "zig":
      return shell(2, 2 * sine, 1)
    default:
      return none
  }
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

/** Second derivative of `smoothStep` between 0 and 1: `8 (7 (1 − x)⁶ − 3 (1 − x)²)`. */
export function smoothCurvature(x: number): number {
  if (x >= 1 || x <= 0) return 0
  const square = (1 - x) ** 2
  return 8 * square * (7 * square * square - 3)
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

/** The lattice constant that `nearestDistance` turns into this distance. */
export function latticeConstant(lattice: Lattice, nearest: number): number {
  return nearest / nearestDistance(lattice, 1)
}
