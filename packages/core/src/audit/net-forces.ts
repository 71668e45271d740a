import type { Configuration } from "../atoms/structure.ts"
import { type DataSet, type Finding, firstOrigins } from "./finding.ts"

/** Net force that a converged calculation stays below [eV/Å]. */
const TOLERANCE = 0.005

/** Largest Cartesian component of Σ F of a configuration [eV/Å]; 0 when some component is unknown. */
function netForce({ forces }: Configuration): number {
  if (!forces) return 0
  const sum = [0, 0, 0]
  for (let c = 0; c < forces.length; c++) sum[c % 3] += forces[c]
  const net = Math.max(...sum.map(Math.abs))
  return Number.isNaN(net) ? 0 : net
}

/** Configurations whose forces do not sum to zero, which no translation-invariant potential can reproduce. */
export function netForces(sets: readonly DataSet[]): readonly Finding[] {
  return sets.flatMap(({ name, configurations }) => {
    const bad = configurations
      .map((configuration) => ({ configuration, net: netForce(configuration) }))
      .filter(({ net }) => net > TOLERANCE)
      .sort((a, b) => b.net - a.net)
    if (bad.length === 0) return []
    return [
      {
        severity: "warning",
        code: "net-force",
        message: `${name}: forces of ${bad.length} of ${configurations.length} configurations do not sum to zero (up to ${bad[0].net.toPrecision(3)} eV/Å)`,
        advice:
          "no potential can reproduce a net force: expect at least |ΣF|/N of error per atom, and look for loose convergence or frozen atoms",
        frames: firstOrigins(bad.map(({ configuration }) => configuration)),
      } satisfies Finding,
    ]
  })
}
