import { energyFindings } from "./energies.ts"
import type { DataSet, Finding } from "./finding.ts"
import { type GroupFacts, groupFacts } from "./group-facts.ts"
import { missingLabels } from "./missing-labels.ts"
import { netForces } from "./net-forces.ts"
import { roundedPositions } from "./rounded-positions.ts"
import { shortestDistances } from "../atoms/shortest-distances.ts"
import { estimateSize, type SizeEstimate } from "./size.ts"
import { stressFindings } from "./stress.ts"
import { twins } from "./twins.ts"

/** What `luthier check` knows of the data. */
export interface Audit {
  readonly groups: readonly GroupFacts[]
  /** Shortest distance of every element pair, such as `Cu-Cu` [Å]. */
  readonly minimumDistances: Readonly<Record<string, number>>
  readonly size: SizeEstimate
  readonly findings: readonly Finding[]
}

/** Examines data sets before a fit: what they hold, and everything in them that would make a fit wrong or its errors misleading. */
export function audit(sets: readonly DataSet[], cutoff: number): Audit {
  const findings = [missingLabels, energyFindings, netForces, stressFindings, twins, roundedPositions].flatMap((examine) => examine(sets))
  const severities: readonly Finding["severity"][] = ["error", "warning", "note"]
  return {
    groups: groupFacts(sets),
    minimumDistances: shortestDistances(...sets.map(({ configurations }) => configurations)),
    size: estimateSize(sets, cutoff),
    findings: findings.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)),
  }
}
