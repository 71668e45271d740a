import { formsByName, type EamForm } from "../../eam/forms/form.ts"
import type { FormParameter } from "../../forms/form.ts"
import { amplitude, length, rate } from "../../forms/parameter.ts"

const reference: FormParameter = {
  ...length("re", "distance at which the function is scaled; no freedom of its own", ({ neighbour }) => neighbour),
  fixed: true,
}

/** Dipole functions u(r) [eV^½/Å] and quadrupole functions w(r) [eV^½/Å²]. */
export const momentForms: ReadonlyMap<string, EamForm> = formsByName({
  name: "exponential",
  doc: "A exp(−β(r − rₑ)) + C",
  source: "doi:10.1016/j.actamat.2005.05.001",
  text: "A*exp(-beta*(r - re)) + C",
  parameters: [
    // Nothing would ever leave zero, where energies are stationary.
    amplitude("A", "1", "value at rₑ, less C", () => 0.02),
    rate("beta", "decay", ({ neighbour }) => 4 / neighbour),
    amplitude("C", "1", "what it falls to", () => 0),
    reference,
  ],
})
