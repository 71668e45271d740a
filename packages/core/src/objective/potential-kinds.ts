import { Failure } from "../failure/failure.ts"
import type { Potential, PotentialSpec } from "../potentials/potential.ts"

const makers = new Map<string, (spec: PotentialSpec) => Potential>()

/** Makes a kind of potential known to this thread. */
export function registerPotential(kind: string, make: (spec: PotentialSpec) => Potential): void {
  makers.set(kind, make)
}

/** Makes the potential that a spec describes. */
export function createPotential(spec: PotentialSpec): Potential {
  const make = makers.get(spec.kind)
  if (!make) throw new Failure(`no potential is of kind ${spec.kind}`)
  return make(spec)
}
