import { createEam } from "../../eam/spec/create.ts"
import { createDistanceFunction } from "../../eam/spec/density.ts"
import type { EamSpec } from "../../eam/spec/schema.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import { unresolved } from "../../spec/element-list.ts"
import { pairEntries } from "../../spec/pair-entries.ts"
import { within } from "../../spec/within.ts"
import { adpPotential, type AdpPotential } from "../adp.ts"
import { adpLammpsModel } from "../file/lammps-model.ts"
import { tabulateAdp } from "../file/tabulate.ts"
import { momentForms } from "../forms/moment-forms.ts"
import { momentDefault, type AdpSpec } from "./schema.ts"

const units = { dipole: "eV^½/Å", quadrupole: "eV^½/Å²" } as const

/**
 * The potential that a resolved spec describes; its embedded atoms are those of `createEam`.
 *
 * @throws SpecFailure with the path of what is wrong or still `auto`.
 */
export function createAdp(spec: AdpSpec): AdpPotential {
  const { eam, elements, cutoff } = createEam(embeddedSpec(spec))
  if (spec.cutoff === "auto") throw unresolved("cutoff")
  const context = { cutoff: spec.cutoff, switch: spec.switch, forms: momentForms }
  const moments = (role: "dipole" | "quadrupole"): readonly RadialFunction[] =>
    within([role], () =>
      pairEntries(eam.symbols, spec[role] ?? momentDefault).map(({ key, value }) => {
        const quantity = { name: `${role} function`, unit: units[role], argument: "Å" }
        return within([key], () => createDistanceFunction(value, { ...context, quantity }))
      }),
    )
  const functions = Object.freeze({ eam, dipole: moments("dipole"), quadrupole: moments("quadrupole") })
  return adpPotential(functions, elements, cutoff, spec, (theta) => adpLammpsModel(tabulateAdp(functions, theta, cutoff)))
}

/** The part of a spec that describes its embedded atoms. */
export function embeddedSpec({ elements, cutoff, gauge, switch: ending, pair, density, embedding }: AdpSpec): EamSpec {
  return { kind: "eam", style: "alloy", elements, cutoff, gauge, switch: ending, pair, density, embedding }
}
