import { describe, expect, it } from "vitest"
import { mergeTriangles, triangleOf } from "../../../linalg/triangle/combine-rows.ts"
import { residualSquaredAfter } from "../../../linalg/triangle/measures.ts"
import { emptyTriangle, scaleTriangle, type Triangle } from "../../../linalg/triangle/triangle.ts"
import { curvaturePenalty, ridgePenalty, syntheticSystem } from "../fixtures/synthetic-system.ts"
import { penaltyForm } from "../penalty-form.ts"
import { solveLinear } from "../solve-linear.ts"
import { addPenalty, stackSystem } from "../stack-system.ts"
import type { LinearSystem } from "../system.ts"
import { chooseBalance } from "./choose-balance.ts"
import { foldedForms } from "./folded-forms.ts"
import { heldOutErrors } from "./held-out.ts"
import { penaltyCurves } from "./penalty-curves.ts"
import { solutionsWithoutFold } from "./solutions-without-fold.ts"

const estimated = { origin: "estimated" as const, start: 0.3 }
const truth = Float64Array.from({ length: 14 }, (_, k) => Math.cos(k / 3))
const classes = [
  { name: "energy/A", rows: 23, sigma: 0.02, size: 0.4, factor: 1.7 },
  { name: "energy/B", rows: 9, sigma: 0.05, size: 0.4 },
  { name: "force/A", rows: 60, sigma: 0.3, size: 2 },
]
const penalties = [curvaturePenalty("smooth", 0, 13, estimated), ridgePenalty("ridge", [0, 5, 13], estimated, 0.1)]
const sigmas = Float64Array.of(0.03, 0.04, 0.2)

function blurred(triangle: Triangle, whisper: number): Triangle {
  const n = truth.length
  const rows = triangle.data.slice()
  const count = rows.length / (n + 1)
  for (let i = 0; i < count; i++) {
    const row = rows.subarray(i * (n + 1), (i + 1) * (n + 1))
    for (let k = 1; k < n; k += 2) row[k] = row[k - 1] + whisper * row[k]
    for (let k = 0; k < n; k++) row[k] *= 10 ** (k - 5)
  }
  return triangleOf(rows, count, n)
}

/** Held-out errors by property from QR factorisations of the other folds. */
function directErrors(system: LinearSystem, own: Float64Array, alphas: Float64Array): Map<string, number> {
  const squares = new Map<string, { square: number; rows: number }>()
  for (let k = 0; k < 4; k++) {
    const others = system.components.flatMap(({ folds, factor, pool }) =>
      folds.filter((_, fold) => fold !== k).map((triangle) => scaleTriangle(triangle, factor / own[pool])),
    )
    const data = mergeTriangles(emptyTriangle(truth.length), ...others)
    const { value } = solveLinear(system.penalties.reduce((sum, penalty, q) => addPenalty(sum, penalty, alphas[q]), data))
    for (const { property, folds } of system.components) {
      const sum = squares.get(property) ?? { square: 0, rows: 0 }
      squares.set(property, { square: sum.square + residualSquaredAfter(folds[k], value), rows: sum.rows + folds[k].rows })
    }
  }
  return new Map([...squares].map(([property, { square, rows }]) => [property, Math.sqrt(square / rows)]))
}

describe("heldOutErrors", () => {
  const { system } = syntheticSystem(11, truth, classes, { folds: 4, penalties })
  const forms = penalties.map((penalty) => penaltyForm(penalty, truth))
  const properties = foldedForms(system, sigmas, truth)

  it("are those of solutions by QR of the other folds", () => {
    const alphas = Float64Array.of(0.7, 3)
    const { errors } = heldOutErrors(properties, forms, [1, 1], Float64Array.of(1, 2.5), alphas)
    const direct = directErrors(system, Float64Array.of(0.03, 0.04, 0.5), alphas)
    expect(Math.abs(errors[0] / direct.get("energy")! - 1)).toBeLessThan(1e-9)
    expect(Math.abs(errors[1] / direct.get("force")! - 1)).toBeLessThan(1e-9)
  })

  it("lose digits as the square of the condition number only, and none to units", () => {
    for (const whisper of [1e-2, 1e-4]) {
      // Column k repeats the one before it but for a whisper, in units that differ by 10¹³.
      const close = {
        ...system,
        components: system.components.map((one) => ({ ...one, folds: one.folds.map((triangle) => blurred(triangle, whisper)) })),
      }
      const alphas = Float64Array.of(1e-9, 1e-3)
      const solution = solveLinear(stackSystem(close, sigmas, alphas))
      const own = penalties.map((penalty) => penaltyForm(penalty, solution.value))
      const { errors } = heldOutErrors(foldedForms(close, sigmas, solution.value), own, [1, 1], Float64Array.of(1, 1), alphas)
      const direct = directErrors(close, sigmas, alphas)
      const bound = 10 * solution.stats.scaledCondition ** 2 * Number.EPSILON
      expect(bound).toBeLessThan(whisper > 1e-3 ? 1e-7 : 1e-2)
      expect(Math.abs(errors[0] / direct.get("energy")! - 1)).toBeLessThan(bound)
      expect(Math.abs(errors[1] / direct.get("force")! - 1)).toBeLessThan(bound)
    }
  })

  it("have exact slopes and curvatures", () => {
    const u = [0.3, -0.4, 0.8, -0.2]
    const at = (v: readonly number[]) => {
      const [m1, m2, a1, a2] = v.map(Math.exp)
      return heldOutErrors(properties, forms, [1, 0.6], Float64Array.of(m1, m2), Float64Array.of(a1, a2))
    }
    const h = 1e-4
    const { gradient, hessian } = at(u)
    gradient.forEach((slope, i) => {
      const [below, above] = [at(u.with(i, u[i] - h)), at(u.with(i, u[i] + h))]
      expect(Math.abs(slope - (above.value - below.value) / (2 * h))).toBeLessThan(1e-7)
      below.gradient.forEach((value, j) => {
        expect(Math.abs(hessian[i * u.length + j] - (above.gradient[j] - value) / (2 * h))).toBeLessThan(1e-7)
      })
    })
  })
})

describe("solutionsWithoutFold", () => {
  it("are those of QR of the other folds, for close columns too, and where columns are dependent", () => {
    const { system } = syntheticSystem(11, truth, classes, { folds: 4, penalties })
    for (const [whisper, strength] of [
      [1e-2, 1e-3],
      [1e-5, 1e-3],
      [1e-5, 0],
      [0, 1e-3],
    ]) {
      const close = {
        ...system,
        components: system.components.map((one) => ({ ...one, folds: one.folds.map((triangle) => blurred(triangle, whisper)) })),
      }
      const alphas = Float64Array.of(0, strength)
      const origin = solveLinear(stackSystem(close, sigmas, alphas)).value
      solutionsWithoutFold(close, sigmas, alphas, origin).forEach((x, k) => {
        const held = close.components.map(({ folds }) => folds[k])
        const others = close.components.map((one) => ({ ...one, folds: one.folds.filter((_, fold) => fold !== k) }))
        const direct = solveLinear(stackSystem({ ...close, components: others }, sigmas, alphas)).value
        for (const triangle of held) {
          const ratio = residualSquaredAfter(triangle, x) / residualSquaredAfter(triangle, direct)
          expect(Math.abs(ratio - 1)).toBeLessThan(1e-6)
        }
      })
    }
  })
})

describe("penaltyCurves", () => {
  const given = { ...penalties[1], alpha: { origin: "given" as const, start: 3 } }
  const { system } = syntheticSystem(13, truth, classes, { folds: 4, penalties: [penalties[0], given] })
  const alphas = Float64Array.of(0.7, 3)

  it("hold the errors of solutions by QR, for each strength that may be chosen", () => {
    const curves = penaltyCurves(system, sigmas, alphas, truth)
    expect(curves.map(({ name }) => name)).toEqual(["smooth"])
    expect(curves[0].points.map(({ factor }) => factor)).toEqual([1e-4, 1e-2, 0.1, 1, 10, 100, 1e4])
    for (const { factor, heldOut } of curves[0].points) {
      const direct = directErrors(system, sigmas, Float64Array.of(0.7 * factor, 3))
      for (const [property, error] of direct) expect(Math.abs(heldOut[property]! / error - 1)).toBeLessThan(1e-9)
    }
  })

  it("are none without folds", () => {
    expect(penaltyCurves(syntheticSystem(13, truth, classes, { penalties }).system, sigmas, alphas, truth)).toEqual([])
  })
})

describe("chooseBalance", () => {
  it("is not beaten by its neighbours, and by no trial", () => {
    const { system } = syntheticSystem(12, truth, classes, { folds: 4, penalties })
    const balance = chooseBalance(system, sigmas, Float64Array.of(1, 1), truth)
    expect(balance.properties).toEqual(["energy", "force"])
    for (const { criterion } of balance.trials) expect(criterion).toBeGreaterThanOrEqual(balance.criterion)
    const properties = foldedForms(system, sigmas, truth)
    const forms = penalties.map((penalty) => penaltyForm(penalty, truth))
    for (const factor of [0.7, 1.4]) {
      const other = heldOutErrors(
        properties,
        forms,
        [1, 1],
        Float64Array.of(1, balance.multipliers[1] * factor),
        Float64Array.from(balance.alphas),
      )
      // Equal shares of χ² are expected, to half a unit of the logarithm, as a quarter of the rows of the smallest property would know it;
      // and of models that predict alike the stiffer is better, by a row's share for each e-fold.
      const even = Math.log(Math.sqrt(properties[1].variation / properties[0].variation))
      const rows = Math.min(...properties.map(({ total }) => total.rows))
      const stiff = balance.alphas.reduce((sum, alpha) => sum + Math.log(alpha), 0) / rows
      const away = (m: number): number => ((2 / rows) * (Math.log(m) - even) ** 2) / 0.5 ** 2 - stiff
      const criterion = other.value + away(balance.multipliers[1] * factor)
      expect(criterion).toBeGreaterThan(balance.value + away(balance.multipliers[1]))
      expect(balance.criterion).toBeCloseTo(balance.value + away(balance.multipliers[1]), 10)
    }
  })

  it("keeps few data at the strengths that penalties declare, many find their own", () => {
    const declared = penalties.map((penalty) => ({ ...penalty, alpha: { ...penalty.alpha, start: 1e6, spread: 0.5 } }))
    const away = (scale: number): number => {
      const few = classes.map((one) => ({ ...one, rows: one.rows * scale }))
      const { system } = syntheticSystem(12, truth, few, { folds: 4, penalties: declared })
      const { alphas, converged } = chooseBalance(system, sigmas, Float64Array.of(1, 1), truth)
      expect(converged).toBe(true)
      return Math.max(...alphas.map((alpha) => Math.abs(Math.log(alpha / 1e6))))
    }
    expect(away(1)).toBeLessThan(1.5)
    expect(away(30)).toBeGreaterThan(2 * away(1))
  })

  it("keeps what is given, and asks for folds", () => {
    const { system } = syntheticSystem(12, truth, classes, { folds: 3, penalties })
    const given = { ...system, sigmas: system.sigmas.map((one) => ({ ...one, origin: "given" as const })) }
    expect(chooseBalance(given, sigmas, Float64Array.of(1, 1), truth).multipliers).toEqual([1, 1])
    const once = syntheticSystem(12, truth, classes).system
    expect(() => chooseBalance(once, sigmas, new Float64Array(0), truth)).toThrow(/two folds/)
    expect(() => chooseBalance(system, sigmas, Float64Array.of(1, 1), truth, { emphasis: { stress: 1 } })).toThrow(/no property stress/)
  })
})
