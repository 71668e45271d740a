import type { FitResult } from "../../fit/result.ts"
import { covarianceFactor, standardErrors } from "../../inference/covariance.ts"
import type { Parameter } from "../../potentials/parameters.ts"
import type { ParameterRecord } from "../report-data.ts"

/** Every parameter with its standard error and what is special about it. */
export function parameterRecords(result: FitResult): readonly ParameterRecord[] {
  const errors = standardErrors(covarianceFactor(result.information))
  return [...result.potential, ...result.baseline].map((parameter) => {
    const column = result.names.indexOf(parameter.key)
    const error = column < 0 ? undefined : errors[column] * Math.abs(result.scales[column])
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
