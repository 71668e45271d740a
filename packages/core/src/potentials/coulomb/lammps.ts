import type { LammpsModel } from "../lammps-model.ts"

/** What of a potential LAMMPS is told. */
interface CoulombModel {
  readonly symbols: readonly string[]
  /** [e], in the order of `symbols`. */
  readonly charges: Float64Array
  readonly method: "ewald" | "dsf"
  /** [Å] */
  readonly cutoff: number
  readonly accuracy: number
  /** [1/Å] */
  readonly damping: number
}

/** Charges as `pair_style coul/dsf`, or as `coul/long` with `kspace_style ewald`. */
export function coulombLammps({ symbols, charges, method, cutoff, accuracy, damping }: CoulombModel): LammpsModel {
  const coefficients = symbols.flatMap((first, a) => symbols.slice(a).map((second) => ({ elements: [first, second] as const, text: "" })))
  const ofSymbols = Object.fromEntries(symbols.map((symbol, a) => [symbol, charges[a]]))
  const rest = { files: {}, exact: true, charges: ofSymbols }
  if (method === "dsf") {
    return { terms: [{ style: "coul/dsf", settings: `${damping} ${cutoff}`, coefficients }], warnings: [], ...rest }
  }
  return {
    // Fine tables of erfc: its polynomial without tables is good to 10⁻⁶ of the forces, these to 10⁻⁷.
    terms: [{ style: "coul/long", settings: `${cutoff}`, coefficients, modify: "table 16" }],
    kspace: `ewald ${accuracy}`,
    warnings: ["LAMMPS's Ewald sums are for structures that repeat in all three directions"],
    ...rest,
  }
}
