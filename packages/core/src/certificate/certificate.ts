import { pairName } from "../atoms/distances.ts"
import { symbolOf } from "../atoms/elements.ts"
import type { Structure } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"
import { evaluateStructure } from "../potentials/evaluate-structure.ts"
import type { Potential } from "../potentials/potential.ts"
import type { Bench } from "./bench.ts"
import { checkKinds, type CheckKind, type CheckName } from "./checks.ts"
import { holds, worstOf } from "./measurement.ts"
import type { ShortestDistance } from "./sample.ts"
import { type CertifyOptions, prepareBench } from "./prepare-bench.ts"
import { dimer } from "./scans/repulsion.ts"

/** What became of a check. */
export type Verdict = "pass" | "fail" | "not applicable"

/** One law, and how well a potential obeys it. */
export interface CertificateCheck {
  readonly name: CheckName
  /** The law in words. */
  readonly law: string
  readonly verdict: Verdict
  /** What is measured, with its unit. */
  readonly quantity: string
  readonly unit: string
  /** That of the worst case; null where there is none, or it is no number. */
  readonly measured: number | null
  readonly bound: number | null
  /** How many comparisons were made. */
  readonly compared: number
  /** The worst case; of a check that does not apply, why. */
  readonly worst: string
  /** Structures in which a failure can be seen; empty unless it failed. */
  readonly structures: readonly Structure[]
}

/** A dimer as the potential sees it. */
export interface DimerCurve {
  /** Such as `Al-Ti`. */
  readonly pair: string
  /** [Å] */
  readonly distances: readonly number[]
  /** Against free atoms [eV]. */
  readonly energies: readonly (number | null)[]
  /** Shortest distance that the potential is meant for [Å], and how that is known. */
  readonly shortest: number
  readonly origin: ShortestDistance["origin"]
}

/** What is known of a potential's lawfulness. */
export interface Certificate {
  /** Whether no check failed. */
  readonly passed: boolean
  readonly checks: readonly CertificateCheck[]
  /** What the laws were tried on. */
  readonly samples: readonly { readonly name: string; readonly atoms: number }[]
  /** Structures that the potential refused, and why. */
  readonly refused: readonly string[]
  /** Crystals at the minimum of their energy. */
  readonly crystals: readonly {
    readonly name: string
    /** Nearest neighbours [Å]. */
    readonly nearest: number
    /** [Å³/atom] */
    readonly volume: number
    /** Against free atoms [eV/atom]. */
    readonly energy: number
  }[]
  readonly dimers: readonly DimerCurve[]
}

const CURVE_POINTS = 200

/**
 * Tries a potential at θ against the laws that every potential must obey, and against what makes molecular dynamics go wrong.
 *
 * @throws Failure when the potential refuses every structure that it is tried on.
 * @example
 * const { passed, checks } = certify(potential, parameterValues(potential.parameters))
 */
export function certify(potential: Potential, theta: Float64Array, options: CertifyOptions = {}): Certificate {
  const { bench, refused } = prepareBench({ potential, theta }, options)
  if (bench.samples.length === 0) {
    throw new Failure(`the potential refuses all structures that it could be tried on: ${refused[0] ?? ""}`, {
      advice: "give structures that it knows with --data",
    })
  }
  const checks = checkKinds.map((kind) => judged(kind, bench))
  return {
    passed: checks.every(({ verdict }) => verdict !== "fail"),
    checks,
    samples: bench.samples.map(({ name, structure }) => ({ name, atoms: structure.numbers.length })),
    refused,
    crystals: bench.crystals.map(({ name, nearest, volume, energy }) => ({ name, nearest, volume, energy })),
    dimers: dimerCurves(bench),
  }
}

function judged({ name, law, quantity, unit, measure, inapplicable }: CheckKind, bench: Bench): CertificateCheck {
  const inWords = { name, law, quantity, unit }
  const skipped = (reason: string, compared: number): CertificateCheck => ({
    ...{ ...inWords, verdict: "not applicable", measured: null, bound: null, compared, worst: reason, structures: [] },
  })
  const reason = inapplicable?.(bench)
  if (reason !== undefined) return skipped(reason, 0)
  try {
    const { worst, count } = worstOf(measure(bench))
    if (!worst) return skipped("no structure shows it", count)
    const verdict = holds(worst) ? "pass" : "fail"
    const structures = verdict === "fail" ? worst.structures() : []
    const measured = Number.isFinite(worst.value) ? worst.value : null
    const where = measured === null ? `${worst.where}: not a number` : worst.where
    return { ...inWords, verdict, measured, bound: finite(worst.bound), compared: count, worst: where, structures }
  } catch (failure) {
    if (failure instanceof Failure) return skipped(`the potential refuses it: ${failure.message}`, 0)
    throw failure
  }
}

function dimerCurves({ potential, theta, shortest }: Bench): readonly DimerCurve[] {
  return shortest.map(({ elements, distance, origin }) => {
    const from = 0.5 * Math.min(distance, potential.cutoff)
    const distances = Array.from({ length: CURVE_POINTS }, (_, k) => from + ((potential.cutoff - from) * k) / (CURVE_POINTS - 1))
    const apart = elements.reduce((sum, element) => sum + evaluateStructure(potential, theta, alone(element)).energy, 0)
    const energies = distances.map((r) => finite(evaluateStructure(potential, theta, dimer(...elements, r)).energy - apart))
    return { pair: pairName(elements), distances, energies, shortest: distance, origin }
  })
}

function alone(element: number): Structure {
  return { numbers: Int32Array.of(element), positions: new Float64Array(3), cell: null, pbc: [false, false, false] }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** A sentence that says how a certificate ended. */
export function certificateSentence({ checks }: Certificate, potential: Potential): string {
  const what = `${potential.elements.map(symbolOf).join("–")} ${potential.spec.kind}`
  const failed = checks.filter(({ verdict }) => verdict === "fail").map(({ name }) => name)
  const applied = checks.filter(({ verdict }) => verdict !== "not applicable").length
  return failed.length === 0
    ? `${what}: all ${applied} checks passed`
    : `${what}: ${failed.length} of ${applied} checks failed: ${failed.join(", ")}`
}
