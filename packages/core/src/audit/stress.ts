import type { Configuration } from "../atoms/structure.ts"
import { cholesky, solveCholesky } from "../linalg/factorisations/cholesky.ts"
import { norm } from "../linalg/norm.ts"
import { bar, gigapascal, kilobar } from "../units/constants.ts"
import { type DataSet, type Finding, firstOrigins } from "./finding.ts"
import { type StrainedPair, strainedPairs } from "./strained-pairs.ts"

/** Outcome of comparing reported stresses with the derivative of the energy along a strained series. */
export interface StressTest {
  readonly pairs: number
  /** ΔE per reported work: 1 when sign and unit are right. */
  readonly slope: number
  /** Constant hydrostatic stress that the reported one has in excess of dE/dε [eV/Å³]; NaN when no pair changes its volume. */
  readonly offset: number
  /** Order of the shear components, as places in yz xz xy: 0 1 2 unless another fits much better. */
  readonly order: readonly [number, number, number]
  /** Fraction of the squared energy change that the stress in that order leaves unexplained. */
  readonly unexplained: number
  /** The same for pairs that differ mostly by shear; NaN when there are none. */
  readonly shearUnexplained: number
}

const ORDERS: readonly (readonly [number, number, number])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
]
/** Fewer say little: one strained frame more or less moves the offset by a gigapascal. */
const FEWEST_PAIRS = 12
/** A displacement of this size [Å] is as anharmonic as a strain of 1. */
const BOND = 1
/** Reported numbers are this much larger than eV/Å³ if they are in fact in the unit named. */
const UNITS: Readonly<Record<string, number>> = { GPa: 1 / gigapascal, kbar: 1 / kilobar, bar: 1 / bar }

/** Compares reported stresses with `dE/dε` over strained pairs; `undefined` when there are too few. */
export function testStress(pairs: readonly StrainedPair[]): StressTest | undefined {
  if (pairs.length < FEWEST_PAIRS) return undefined
  const shear = pairs.filter(({ strain }) => norm(strain, 3, 3) > 4 * norm(strain, 0, 3))
  const enoughShear = shear.length >= FEWEST_PAIRS
  // The order shows best where the work of a pressure does not drown that of shear.
  const fits = ORDERS.map((order) => ({ order, ...regress(enoughShear ? shear : pairs, order) }))
  const reported = fits[0]
  const lowest = fits.reduce((a, b) => (b.unexplained < a.unexplained ? b : a))
  // Among orders that fit noise, the lowest means nothing.
  const best = reported.unexplained > 4 * lowest.unexplained && reported.unexplained > 0.002 ? lowest : reported
  const { slope, offset, unexplained } = regress(pairs, best.order)
  return {
    pairs: pairs.length,
    slope,
    offset,
    unexplained,
    order: best.order,
    shearUnexplained: enoughShear ? best.unexplained : Number.NaN,
  }
}

/** Sign, unit, order of components and constant offset of the stresses of every group that holds a strained series. */
export function stressFindings(sets: readonly DataSet[]): readonly Finding[] {
  return sets.flatMap(({ name, configurations }) =>
    [...Map.groupBy(configurations, ({ group }) => group)].flatMap(([group, members]) => groupFindings(`${name}, group ${group}`, members)),
  )
}

function groupFindings(where: string, members: readonly Configuration[]): readonly Finding[] {
  const pairs = strainedPairs(members)
  const frames = firstOrigins(members)
  const finding = (severity: Finding["severity"], code: string, message: string, advice: string): Finding => ({
    severity,
    code,
    message: `${where}: ${message}`,
    advice,
    frames,
  })
  if (pairs.length === 0) return []
  const test = testStress(pairs)
  if (!test) {
    const found = `too few strained pairs to test the stresses (${pairs.length} of the ${FEWEST_PAIRS} needed)`
    return [finding("note", "stress-untested", found, "judge them by the other groups of the same calculations")]
  }
  const findings: Finding[] = []
  const { slope, offset, unexplained, order } = test
  if (unexplained > 0.5) {
    return [
      finding(
        "warning",
        "stress-unrelated",
        `reported stresses leave ${percent(unexplained)} of dE/dε unexplained`,
        "look at their source before you fit them",
      ),
    ]
  }
  if (order.some((place, k) => place !== k)) {
    const names = ["yz", "xz", "xy"]
    const found = order.map((place) => names[place]).join(" ")
    findings.push(
      finding(
        "error",
        "stress-order",
        `shear stresses fit dE/dε in the order ${found}, not yz xz xy`,
        "the source has another Voigt order: convert it before fitting",
      ),
    )
  }
  if (slope < 0) {
    findings.push(
      finding("error", "stress-sign", `dE/dε is ${slope.toFixed(2)} × the reported stress`, "the sign is that of a pressure: negate it"),
    )
  }
  const wrongSize = Math.abs(Math.log(Math.abs(slope))) > Math.log(1.3)
  if (wrongSize && unexplained > 0.05) {
    findings.push(
      finding(
        "warning",
        "stress-inconsistent",
        `dE/dε is ${slope.toFixed(2)} × the reported stress, with ${percent(unexplained)} unexplained`,
        "some of these calculations differ in their settings: look at them before you fit their stress",
      ),
    )
  } else if (wrongSize) {
    const factor = 1 / Math.abs(slope)
    const unit = Object.entries(UNITS).find(([, size]) => Math.abs(Math.log(factor / size)) < 0.15)?.[0]
    findings.push(
      finding(
        "error",
        "stress-unit",
        `reported stresses are ${factor.toPrecision(3)} × dE/dε${unit ? `, as if they were in ${unit}` : ""}`,
        "give them in eV/Å³, or correct the source",
      ),
    )
  } else if (Math.abs(offset) / gigapascal > 0.2) {
    findings.push(
      finding(
        "warning",
        "stress-offset",
        `reported stresses differ from dE/dε by a constant ${(offset / gigapascal).toFixed(2)} GPa (${test.pairs} strained pairs)`,
        "Pulay stress of a fixed plane-wave cutoff: fit a constant with objective.stressOffset: fit, or leave stress out with objective.stress: false",
      ),
    )
  }
  if (test.shearUnexplained > 0.3) {
    findings.push(
      finding(
        "warning",
        "stress-shear",
        `shear stresses leave ${percent(test.shearUnexplained)} of the energy changes under shear unexplained`,
        "they are mostly noise: give stress a larger σ for this group, or leave it out",
      ),
    )
  }
  if (findings.length === 0) {
    const excess = Number.isNaN(offset) ? "no pair changes its volume" : `offset ${(offset / gigapascal).toFixed(2)} GPa`
    findings.push(
      finding(
        "note",
        "stress-consistent",
        `stresses agree with dE/dε (slope ${slope.toFixed(3)}, ${excess}, ${test.pairs} strained pairs)`,
        "nothing to do",
      ),
    )
  }
  return findings
}

/**
 * Least squares of `work = slope · (σ:ε V − offset · V tr ε) + a · V (tr ε)³`: the last term takes up the anharmonicity that the mean
 * stress leaves. Every pair is weighed by 1/(V(|ε|² + u²/b²))², so that small strains and displacements, where the mean stress is nearly exact, count most.
 */
function regress(pairs: readonly StrainedPair[], order: readonly number[]): { slope: number; offset: number; unexplained: number } {
  const normal = new Float64Array(9)
  const right = new Float64Array(3)
  let total = 0
  for (const { work, stress, strain, volume, displacement } of pairs) {
    const weight = 1 / (volume * (norm(strain, 0, 6) ** 2 + (displacement / BOND) ** 2)) ** 2
    const trace = strain[0] + strain[1] + strain[2]
    const terms = [0, volume * trace, volume * trace ** 3]
    for (let c = 0; c < 3; c++) terms[0] += stress[c] * strain[c] + stress[3 + order[c]] * strain[3 + c]
    for (let k = 0; k < 3; k++) {
      right[k] += weight * terms[k] * work
      for (let l = 0; l < 3; l++) normal[3 * k + l] += weight * terms[k] * terms[l]
    }
    total += weight * work * work
  }
  const scale = [0, 4, 8].map((diagonal) => Math.sqrt(normal[diagonal]))
  const terms = scale[1] > 1e-6 * scale[0] ? 3 : 1
  const scaled = Float64Array.from({ length: terms * terms }, (_, k) => {
    const [row, column] = [Math.floor(k / terms), k % terms]
    return normal[3 * row + column] / (scale[row] * scale[column]) + (row === column ? 1e-12 : 0)
  })
  const factor = cholesky(scaled, terms)
  if (!factor.ok) return { slope: Number.NaN, offset: Number.NaN, unexplained: 1 }
  const solution = solveCholesky(factor.L, terms, right.map((value, k) => value / scale[k]).subarray(0, terms)).map(
    (value, k) => value / scale[k],
  )
  const explained = solution.reduce((sum, value, k) => sum + value * right[k], 0)
  return { slope: solution[0], offset: terms > 1 ? -solution[1] / solution[0] : Number.NaN, unexplained: 1 - explained / total }
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(0)} %`
}
