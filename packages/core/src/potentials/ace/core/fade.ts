import { type Curve, switchDown } from "../yace/radial/switch.ts"

/** s(C) of `AceCore` and its slope [1/eV]. */
export function fade(core: number, [from, to]: readonly [number, number]): Curve {
  return switchDown(core, to, to - from)
}
