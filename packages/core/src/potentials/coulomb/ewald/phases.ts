import { reciprocalRows, type WaveVectors } from "./wave-vectors.ts"

/** cos(**k**·**r**_i) and sin(**k**·**r**_i) of all atoms of a structure, one wave vector after the other. */
export interface Phases {
  /** Of the current wave vector, `[n]`. */
  readonly cosines: Float64Array
  readonly sines: Float64Array
  /** Goes to wave vector k; they are best taken in order. */
  goTo(k: number): void
}

/** Phases of atoms at `positions` `[3n]` [Å] by products of those of each direction, which are powers of the first. */
export function phases(positions: Float64Array, rows: Float64Array, { integers, most }: WaveVectors): Phases {
  const atoms = positions.length / 3
  const reciprocal = reciprocalRows(rows)
  const tables = most.map((highest, d) => powers(positions, reciprocal.subarray(3 * d, 3 * d + 3), highest))
  // The product of the first two directions stays for many wave vectors.
  const plane = { re: new Float64Array(atoms), im: new Float64Array(atoms) }
  let [heldA, heldB] = [Number.NaN, Number.NaN]
  const cosines = new Float64Array(atoms)
  const sines = new Float64Array(atoms)
  return {
    cosines,
    sines,
    goTo(k) {
      const [a, b, c] = [integers[3 * k], integers[3 * k + 1], integers[3 * k + 2]]
      if (a !== heldA || b !== heldB) {
        multiply(tables[0], a, tables[1], b, plane)
        heldA = a
        heldB = b
      }
      const { re, im } = tables[2]
      const { re: planeRe, im: planeIm } = plane
      const sign = Math.sign(c)
      const row = Math.abs(c) * atoms
      for (let i = 0; i < atoms; i++) {
        const u = re[row + i]
        const v = sign * im[row + i]
        cosines[i] = planeRe[i] * u - planeIm[i] * v
        sines[i] = planeRe[i] * v + planeIm[i] * u
      }
    },
  }
}

/** Complex numbers, `[atoms]` or `[(highest + 1) × atoms]`. */
interface Complex {
  readonly re: Float64Array
  readonly im: Float64Array
}

/** exp(i n **b**·**r**) of all atoms for n = 0 to `highest`. */
function powers(positions: Float64Array, b: Float64Array, highest: number): Complex {
  const atoms = positions.length / 3
  const [re, im] = [new Float64Array((highest + 1) * atoms), new Float64Array((highest + 1) * atoms)]
  for (let i = 0; i < atoms; i++) {
    const angle = b[0] * positions[3 * i] + b[1] * positions[3 * i + 1] + b[2] * positions[3 * i + 2]
    for (let n = 0; n <= highest; n++) {
      re[n * atoms + i] = Math.cos(n * angle)
      im[n * atoms + i] = Math.sin(n * angle)
    }
  }
  return { re, im }
}

/** Row |a| of one table times row |b| of another, conjugated where negative. */
function multiply(first: Complex, a: number, second: Complex, b: number, { re, im }: Complex): void {
  const atoms = re.length
  const [rowA, rowB, signA, signB] = [Math.abs(a) * atoms, Math.abs(b) * atoms, Math.sign(a), Math.sign(b)]
  for (let i = 0; i < atoms; i++) {
    const u = first.re[rowA + i]
    const v = signA * first.im[rowA + i]
    const x = second.re[rowB + i]
    const y = signB * second.im[rowB + i]
    re[i] = u * x - v * y
    im[i] = u * y + v * x
  }
}
