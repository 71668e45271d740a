import type { ClassResult } from "../../fit/result.ts"
import type { ClassRecord } from "../report-data.ts"
import { shownProperties } from "./shown-units.ts"

/** The classes of data with their σ, in the units of the errors; one for all groups of a property that share theirs. */
export function classRecords(classes: readonly ClassResult[]): readonly ClassRecord[] {
  return [...Map.groupBy(classes, ({ property }) => property).values()].flatMap((own) => {
    const [{ sigma, origin }] = own
    const shared = own.length > 1 && own.every((one) => one.sigma === sigma && one.origin === origin)
    const count = own.reduce((sum, one) => sum + one.count, 0)
    return shared ? [classRecord({ ...own[0], group: "all", count })] : own.map(classRecord)
  })
}

function classRecord({ property, group, count, sigma, unit, origin, interval }: ClassResult): ClassRecord {
  const { shown, unit: ours, scale } = shownProperties.find(({ own }) => own === property) ?? { shown: property, unit, scale: 1 }
  return {
    ...{ property: shown, group, count, sigma: scale * sigma, unit: ours, origin },
    ...(interval && { interval: [scale * interval[0], scale * interval[1]] as const }),
  }
}
