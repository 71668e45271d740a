import { potentialKind, type PotentialKind } from "../../potential-kind.ts"
import { rounded } from "../../resolve/scale.ts"
import { elementNumbers, unresolved } from "../../spec/element-list.ts"
import { settingValue } from "../../spec/parameter-setting.ts"
import { reachOf } from "./equilibration-parameters.ts"
import { equilibrationPotential } from "./equilibration-potential.ts"
import { equilibrationSchema, type EquilibrationSpec } from "./schema.ts"

/** r_c unless given [Å], where charges are narrow. */
const CUTOFF = 10

/** `kind: charge-equilibration`: charges that make their own energy least; for use in a `sum`. */
export const chargeEquilibration: PotentialKind = potentialKind<EquilibrationSpec>({
  kind: "charge-equilibration",
  doc: "electrostatics of charges that follow from electronegativities and hardnesses (QEq)",
  schema: equilibrationSchema,
  create(given) {
    const spec = withElements(given)
    if (spec.cutoff === "auto") throw unresolved("cutoff")
    return equilibrationPotential(spec, elementNumbers(spec.elements), spec.cutoff)
  },
  resolve(given) {
    const spec = withElements(given)
    const { accuracy = 1e-8 } = spec
    const widest = Object.values(spec.width).reduce<number>((most, setting) => Math.max(most, settingValue(setting) ?? 0), 0)
    // Some room for widths that are fitted.
    const cutoff = Math.max(CUTOFF, 1.2 * reachOf(widest, accuracy))
    return { ...spec, accuracy, cutoff: spec.cutoff === "auto" ? rounded(cutoff, 3) : spec.cutoff }
  },
})

function withElements(spec: EquilibrationSpec): EquilibrationSpec {
  return { ...spec, elements: spec.elements === "auto" ? Object.keys(spec.electronegativity) : spec.elements }
}
