import { Failure } from "../../../failure/failure.ts"
import type { Parameter } from "../../parameters.ts"
import { elementParameters } from "../spec/element-parameters.ts"
import type { EquilibrationSpec } from "./schema.ts"

const shape = { transform: "identity", linear: false } as const
const tables = [
  {
    ...{ ...shape, table: "electronegativity", path: "electronegativity", unit: "eV/e" },
    ...{ lower: -50, upper: 50, fixed: false, doc: (symbol: string) => `electronegativity of ${symbol}` },
  },
  {
    ...{ ...shape, table: "hardness", path: "hardness", unit: "eV/e²" },
    ...{ lower: 0, upper: 100, fixed: false, doc: (symbol: string) => `hardness of ${symbol}` },
  },
  {
    ...{ ...shape, table: "width", path: "width", unit: "Å" },
    ...{ lower: 0.05, upper: 5, fixed: true, doc: (symbol: string) => `width of the charge of ${symbol}` },
  },
] as const

/** χ of all elements, then J, then σ. */
export function equilibrationParameters(spec: EquilibrationSpec, elements: readonly number[]): readonly Parameter[] {
  const settings = [spec.electronegativity, spec.hardness, spec.width]
  return Object.freeze(tables.flatMap((table, k) => elementParameters(table, elements, settings[k])))
}

/** Distance [Å] beyond which two charges of this width are points: erfc(r/2σ) is below the accuracy. */
export function reachOf(width: number, accuracy: number): number {
  return 2 * width * Math.sqrt(Math.log(1 / accuracy))
}

/** @throws Failure for charges so wide that they are no points at the cutoff. */
export function demandNarrow(widths: Float64Array, accuracy: number, cutoff: number): void {
  const widest = widths.reduce((most, width) => Math.max(most, width), 0)
  const reach = reachOf(widest, accuracy)
  if (reach <= cutoff) return
  throw new Failure(`charges of width ${widest.toPrecision(4)} Å are no points at the cutoff of ${cutoff} Å`, {
    advice: `use a cutoff of ${(Math.ceil(10 * reach) / 10).toFixed(1)} Å or more, or narrower charges`,
  })
}
