import type { FitResult } from "../../fit/result.ts"
import type { Parameter } from "../../potentials/parameters.ts"
import type { ParameterRecord } from "../report-data.ts"

/** Every parameter with its standard error (of x, by column; null where the data leave it open) and what is special about it. */
export function parameterRecords(result: FitResult, standardErrors: readonly (number | null)[]): readonly ParameterRecord[] {
  const columns = new Map(result.names.map((name, column) => [name, column]))
  return [...result.potential, ...result.baseline].map((parameter) => {
    const column = columns.get(parameter.key)
    const error = column === undefined ? undefined : (standardErrors[column] ?? Infinity) * Math.abs(result.scales[column])
    return {
      key: parameter.key,
      value: parameter.value,
      unit: parameter.unit,
      ...(error !== undefined && Number.isFinite(error) ? { standardError: error } : {}),
      remark: remarkOf(parameter, error),
    }
  })
}

function remarkOf({ fixed, tie, value, lower, upper }: Parameter, error: number | undefined): string {
  if (tie) return `tied to ${tie.key}${tie.factor === 1 ? "" : ` × ${tie.factor}`}`
  if (fixed) return "fixed"
  if (value <= lower) return "at its lower bound"
  if (value >= upper) return "at its upper bound"
  if (error === Infinity) return "not determined by the data"
  return ""
}
