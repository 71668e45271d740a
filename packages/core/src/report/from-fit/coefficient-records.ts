import type { Parameter } from "../../potentials/parameters.ts"
import type { CoefficientRecord, ParameterRecord } from "../report-data.ts"

/** The parameters that have a place in an ordered basis; `records` are of the same parameters, in their order. */
export function coefficientRecords(layout: readonly Parameter[], records: readonly ParameterRecord[]): readonly CoefficientRecord[] {
  return layout.flatMap(({ basis, unit }, k) => {
    if (!basis) return []
    const { value, standardError } = records[k]
    return [{ ...basis, unit, value, ...(standardError !== undefined && { standardError }) }]
  })
}
