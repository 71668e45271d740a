import { type DataSet, type Finding, firstOrigins } from "./finding.ts"

/** Sets in which some configurations carry a label that others lack, and configurations without any. */
export function missingLabels(sets: readonly DataSet[]): readonly Finding[] {
  return sets.flatMap(({ name, configurations }) => {
    const findings: Finding[] = []
    for (const label of ["energy", "forces", "stress"] as const) {
      const without = configurations.filter((configuration) => configuration[label] === undefined)
      if (without.length === 0) continue
      const all = without.length === configurations.length
      findings.push({
        severity: all ? "note" : "warning",
        code: `missing-${label}`,
        message: all
          ? `${name}: no configuration has ${label}`
          : `${name}: ${without.length} of ${configurations.length} configurations have no ${label}`,
        advice: all ? "it is left out of the fit" : "they are masked, never read as zero; make sure that this is meant",
        frames: all ? [] : firstOrigins(without),
      })
    }
    const empty = configurations.filter(({ energy, forces, stress }) => energy === undefined && !forces && !stress)
    if (empty.length > 0) {
      findings.push({
        severity: "error",
        code: "no-label",
        message: `${name}: ${empty.length} configurations have neither energy nor forces nor stress`,
        advice: "name the keys of the labels under data.keys if the file has them under other names",
        frames: firstOrigins(empty),
      })
    }
    return findings
  })
}
