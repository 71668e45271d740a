import { Failure } from "../../../../failure/failure.ts"
import type { AceCentre } from "../../model.ts"
import type { YaceFunction } from "../yace.ts"

/** One over what a harmonic of the file is worth in orthonormal ones. */
const UNIT = 1 / Math.sqrt(4 * Math.PI)
/** Share of the largest coefficient of a function below which one is rounding. */
const ROUNDING = 1e-13

interface Term {
  re: number
  im: number
}

/**
 * The monomials of a centre as functions of the file: with UNIT = 1/√4π, C₀ = UNIT Y₀, C_m = UNIT ((−1)^m Y_m + Y_{−m})/√2 and
 * S_m = UNIT ((−1)^m Y_m − Y_{−m})/(i√2), each product of real one-particle functions is a sum of complex ones, and of P and
 * P* = (−1)^{Σm} P(−m) only one is kept. A sum that mirrors do not change has real coefficients.
 *
 * @param weights of the monomials [eV]
 * @throws Failure for a sum that mirrors change, or one over neighbours in a direction.
 */
export function complexProducts({ species, radial, harmonic, monomials }: AceCentre, weights: Float64Array): YaceFunction[] {
  const groups = new Map<string, { readonly particles: readonly Particle[]; readonly terms: Map<string, Term> }>()
  for (let t = 0; t < weights.length; t++) {
    if (weights[t] === 0) continue
    const factors = Array.from(monomials.factors.subarray(monomials.offsets[t], monomials.offsets[t + 1]), (a) => {
      const l = Math.floor(Math.sqrt(harmonic[a]))
      return { species: species[a], n: radial[a] + 1, l, m: harmonic[a] - l * l - l }
    }).toSorted(byParticle)
    const key = factors.map((one) => `${one.species},${one.n},${one.l}`).join(";")
    let group = groups.get(key)
    if (!group) groups.set(key, (group = { particles: factors, terms: new Map() }))
    expand(factors, [], weights[t], 0, group.terms)
  }
  return groups.values().map(functionOf).toArray()
}

interface Particle {
  readonly species: number
  readonly n: number
  readonly l: number
}

function byParticle(a: Particle & { readonly m: number }, b: Particle & { readonly m: number }): number {
  return a.species - b.species || a.n - b.n || a.l - b.l || a.m - b.m
}

/** Adds all complex terms of a product of real factors; `re` and `im` are the coefficient of the factors so far. */
function expand(
  factors: readonly (Particle & { readonly m: number })[],
  ms: readonly number[],
  re: number,
  im: number,
  terms: Map<string, Term>,
): void {
  if (ms.length === factors.length) {
    add(factors, ms, re, im, terms)
    return
  }
  const { m } = factors[ms.length]
  if (m === 0) {
    expand(factors, [...ms, 0], UNIT * re, UNIT * im, terms)
    return
  }
  const size = Math.abs(m)
  const scale = UNIT * Math.SQRT1_2
  const up = size % 2 === 0 ? scale : -scale
  if (m > 0) {
    expand(factors, [...ms, size], up * re, up * im, terms)
    expand(factors, [...ms, -size], scale * re, scale * im, terms)
  } else {
    // Divided by i.
    expand(factors, [...ms, size], up * im, -up * re, terms)
    expand(factors, [...ms, -size], -scale * im, scale * re, terms)
  }
}

/** Adds to the coefficient of a product, or of its conjugate where that comes first. */
function add(particles: readonly Particle[], ms: readonly number[], re: number, im: number, terms: Map<string, Term>): void {
  const own = inOrder(particles, ms)
  const opposite = inOrder(
    particles,
    ms.map((m) => -m),
  )
  const flipped = firstOf(own, opposite) === opposite
  const sign = flipped && ms.reduce((sum, m) => sum + m, 0) % 2 !== 0 ? -1 : 1
  const key = (flipped ? opposite : own).join()
  const found = terms.get(key)
  const [shareRe, shareIm] = [sign * re, flipped ? -sign * im : im]
  if (!found) terms.set(key, { re: shareRe, im: shareIm })
  else {
    found.re += shareRe
    found.im += shareIm
  }
}

/** Values of m with those of equal particles sorted. */
function inOrder(particles: readonly Particle[], ms: readonly number[]): readonly number[] {
  const pairs = ms.map((m, t) => ({ ...particles[t], m }))
  return pairs.toSorted(byParticle).map(({ m }) => m)
}

function firstOf(a: readonly number[], b: readonly number[]): readonly number[] {
  const odd = a.findIndex((m, t) => m !== b[t])
  return odd < 0 || a[odd] > b[odd] ? a : b
}

function functionOf({
  particles,
  terms,
}: {
  readonly particles: readonly Particle[]
  readonly terms: ReadonlyMap<string, Term>
}): YaceFunction {
  const largest = terms.values().reduce((most, { re, im }) => Math.max(most, Math.abs(re), Math.abs(im)), 0)
  const kept = [...terms].filter(([, { re, im }]) => Math.max(Math.abs(re), Math.abs(im)) > ROUNDING * largest)
  if (kept.some(([, { im }]) => Math.abs(im) > 1e-8 * largest)) {
    throw new Failure("a function of the cluster expansion changes in a mirror, which no .yace file can hold")
  }
  if (particles.length === 1 && particles[0].l > 0) {
    throw new Failure("a function of the cluster expansion points in a direction, which no .yace file can hold")
  }
  return {
    species: particles.map((one) => one.species),
    ns: particles.map(({ n }) => n),
    ls: particles.map(({ l }) => l),
    ms: kept.flatMap(([key]) => key.split(",").map(Number)),
    // Factors of rank 1 stand without a harmonic: Y₀₀ is one.
    coefficients: kept.map(([, { re }]) => re),
  }
}
