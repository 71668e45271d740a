import { symbolOf } from "../../../atoms/elements.ts"
import type { LammpsModel } from "../../lammps-model.ts"
import type { SnapSettings } from "../settings.ts"
import { evenCoefficients } from "./even-coefficients.ts"
import { writeSnapCoefficients, writeSnapParameters } from "./write-snap.ts"

/** `pair_style snap` with its two files. */
export function snapLammpsModel(settings: SnapSettings, theta: Float64Array): LammpsModel {
  const symbols = settings.elements.map(symbolOf)
  const name = symbols.join("")
  const [coefficients, parameters] = [`${name}.snapcoeff`, `${name}.snapparam`]
  return {
    terms: [{ style: "snap", settings: "", coefficients: [{ among: symbols, text: `${coefficients} ${parameters}` }] }],
    files: {
      [coefficients]: writeSnapCoefficients(settings, evenCoefficients(settings, theta)),
      [parameters]: writeSnapParameters(settings),
    },
    exact: true,
    warnings:
      settings.chemical && symbols.length > 1
        ? [`with chemflag LAMMPS wants every one of ${symbols.join(", ")} among the types of pair_coeff`]
        : [],
  }
}
