import type { Configuration } from "../../atoms/structure.ts"
import { stressAse } from "../../units/stress.ts"

/** A configuration without its labels: for those who must not look at them. */
export function withoutLabels({ structure, group, weights, origin, info }: Configuration): Configuration {
  return { structure, group, weights, origin, ...(info && { info }) }
}

/** A configuration that has every label it could have, all of them zero: what can be learnt from labels does not depend on their values. */
export function asIfLabelled(configuration: Configuration): Configuration {
  const { structure } = configuration
  return {
    ...withoutLabels(configuration),
    energy: 0,
    forces: new Float64Array(3 * structure.numbers.length),
    ...(structure.cell && { stress: stressAse([0, 0, 0, 0, 0, 0]) }),
  }
}
