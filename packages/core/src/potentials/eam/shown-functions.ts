import { numberOf } from "../../atoms/elements.ts"
import type { PotentialFunction } from "../functions/potential-function.ts"
import type { RadialFunction } from "../functions/radial.ts"
import { densityNames, eamColumns, pairNames, type EamFunctions } from "./functions.ts"

const distance = { name: "r", unit: "Å" }

/** Every function of an embedded-atom potential, for plots and tables. */
export function shownFunctions(functions: EamFunctions): readonly PotentialFunction[] {
  const { style, symbols } = functions
  const columns = eamColumns(functions)
  const show = (
    role: "pair" | "density" | "embedding",
    list: readonly RadialFunction[],
    names: readonly string[],
    axes: Pick<PotentialFunction, "argument" | "value">,
  ): readonly PotentialFunction[] =>
    list.map((radial, k) =>
      Object.freeze({
        name: `${role}.${names[k]}`,
        role,
        elements: names[k].split("-").map((symbol) => numberOf(symbol) ?? 0),
        radial,
        offset: columns[role][k],
        ...axes,
      }),
    )
  return Object.freeze([
    ...show("pair", functions.pair, pairNames(symbols), { argument: distance, value: { name: "pair energy", unit: "eV" } }),
    ...show("density", functions.density, densityNames(style, symbols), { argument: distance, value: { name: "density", unit: "1" } }),
    ...show("embedding", functions.embedding, symbols, {
      argument: { name: "density", unit: "1" },
      value: { name: "embedding energy", unit: "eV" },
    }),
  ])
}
