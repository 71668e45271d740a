import { SpecFailure } from "../../../failure/failure.ts"
import { elementNumbers, unresolved } from "../../spec/element-list.ts"
import type { SnapSettings } from "../settings.ts"
import type { ByElement, SnapSpec } from "./snap-schema.ts"

/** The settings of a resolved spec. @throws SpecFailure. */
export function snapSettings(spec: SnapSpec): SnapSettings {
  const elements = elementNumbers(spec.elements)
  const { rcutfac, rmin0, twojmax, rfac0 } = spec
  if (rcutfac === "auto") throw unresolved("rcutfac")
  const radii = byElement(spec.radelems, elements.length, "radelems")
  const least = 2 * rcutfac * Math.min(...radii)
  if (rmin0 >= least) {
    throw new SpecFailure(`rmin0 of ${rmin0} Å is not below the shortest cutoff of ${least} Å`, {
      path: ["rmin0"],
      advice: "the cutoff of two elements is rcutfac × the sum of their radelems",
    })
  }
  return Object.freeze({
    elements,
    twojmax,
    cutoffFactor: rcutfac,
    radii,
    weights: byElement(spec.welems, elements.length, "welems"),
    angleFactor: rfac0,
    start: rmin0,
    fade: spec.switchflag,
    inner: innerSwitch(spec, elements.length),
    subtractLone: spec.bzeroflag,
    quadratic: spec.quadraticflag,
    chemical: spec.chemflag,
    normalised: spec.bnormflag,
    selfInAll: spec.wselfallflag,
  })
}

function innerSwitch({ switchinnerflag, sinner, dinner }: SnapSpec, count: number): SnapSettings["inner"] {
  for (const [name, value] of Object.entries({ sinner, dinner })) {
    if ((value !== undefined) === switchinnerflag) continue
    throw new SpecFailure(switchinnerflag ? `switchinnerflag needs ${name}` : `${name} is given, but switchinnerflag is not set`, {
      path: switchinnerflag ? ["switchinnerflag"] : [name],
      advice: "the switch goes from sinner − dinner to sinner + dinner",
    })
  }
  if (sinner === undefined || dinner === undefined) return undefined
  return Object.freeze({ centres: byElement(sinner, count, "sinner"), widths: byElement(dinner, count, "dinner") })
}

/** One number an element. @throws SpecFailure for a list of another length. */
function byElement(value: ByElement, count: number, name: string): readonly number[] {
  if (typeof value === "number") return Array.from({ length: count }, () => value)
  if (value.length === count) return value
  throw new SpecFailure(`${name} has ${value.length} entries, but there are ${count} elements`, {
    path: [name],
    advice: "give one number for all, or one for each in the order of `elements`",
  })
}
