import type { Identifiability } from "./identify.ts"

/** What fixes each symmetry of the potential: a sentence each. */
export function gaugeSentences({ gauges }: Pick<Identifiability, "gauges">): readonly string[] {
  return gauges.flatMap(({ name, doc, state, by }) => {
    if (state !== "held") return []
    const how = by.map(({ key, value }) => `${key} = ${Number(value.toPrecision(6))}`)
    return [`${name}: ${doc} changes no energy; it is fixed by holding ${how.join(", ")}`]
  })
}

/**
 * What the data leave open, by name: a sentence each. Of parameters that no residual feels the solver tells, and where
 * priors decide, only symmetries are named: it is they that a reader takes for knowledge.
 */
export function openSentences({ gauges, open, settled }: Identifiability): readonly string[] {
  return open.flatMap(({ direction, gauge, angle, unfelt }) => {
    if (unfelt !== null || (settled && gauge === null)) return []
    if (gauge === null) return `not determined: no datum sees ${direction}`
    const doc = gauges.find(({ name }) => name === gauge)?.doc ?? ""
    return `not determined: the ${gauge}, since ${doc} changes no energy and nothing ${settled ? "but priors and starting values " : ""}fixes it (${direction}, ${(angle ?? 0).toExponential(1)} rad from it)`
  })
}
