import type { Redundancy } from "../../objective/baseline/redundancy.ts"
import type { Identifiability } from "./identify.ts"

/**
 * A direction of the parameters that the data leave open:
 *
 * - `structural`: no data of this kind could ever determine it: a symmetry of the potential, or a parameter that nothing depends on;
 * - `practical`: these data do not, others of the same kind could.
 */
export interface OpenFinding {
  /** Parameters in it. */
  readonly what: string
  readonly kind: "structural" | "practical"
  readonly reason: string
  /** What became of it: held where it started, decided by priors, or left open. */
  readonly decidedBy: "held" | "priors" | "nothing"
}

/** Everything that the data leave open, the parameters that were held for that reason among them. */
export function openFindings({ open, gauges, settled }: Identifiability, held: readonly Redundancy[]): readonly OpenFinding[] {
  const decidedBy = settled ? "priors" : "nothing"
  return [
    ...held.map(({ key, reason }): OpenFinding => ({ what: key, kind: "structural", reason, decidedBy: "held" })),
    ...open.map(({ direction, gauge, unfelt }): OpenFinding => {
      if (gauge !== null) {
        const doc = gauges.find(({ name }) => name === gauge)?.doc ?? ""
        return { what: direction, kind: "structural", reason: `${gauge}: ${doc} changes no prediction`, decidedBy }
      }
      if (unfelt !== null) return { what: unfelt, kind: "structural", reason: "no prediction of these kinds depends on it", decidedBy }
      return { what: direction, kind: "practical", reason: "these data see nothing of it; others of the same kind could", decidedBy }
    }),
  ]
}
