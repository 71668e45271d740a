import type { LammpsModel } from "../../lammps-model.ts"
import { writeEntries } from "../../many-body/lammps-file.ts"
import type { PlacedSection } from "../../many-body/section.ts"
import type { TersoffForm } from "../form.ts"
import { modifiedColumnNames, tersoffColumnNames, tersoffFormats } from "./format.ts"

/** What of a potential goes into its file. */
interface TersoffParts {
  readonly form: TersoffForm
  readonly m: 1 | 3
  readonly numbers: readonly number[]
  readonly symbols: readonly string[]
  readonly pairs: PlacedSection
  readonly bonds: PlacedSection
  readonly angles: PlacedSection
  readonly angleCutoffs: PlacedSection
}

const endings: Readonly<Record<TersoffForm, string>> = {
  tersoff: "tersoff",
  "tersoff/mod": "tersoff.mod",
  "tersoff/mod/c": "tersoff.modc",
  "tersoff/zbl": "tersoff.zbl",
}

/** The potential as its pair style of LAMMPS and the file of that. */
export function tersoffFile(parts: TersoffParts, theta: Float64Array): LammpsModel {
  const { form, symbols, pairs } = parts
  const n = symbols.length
  const file = `${symbols.join("")}.${endings[form]}`
  const { columns } = tersoffFormats[form]
  const text = writeEntries("CITATION: doi:10.1103/PhysRevB.37.6991", symbols, columns, (a, b, c) => {
    const values = entryValues(parts, theta, a, b, c)
    return columns.map((column) => values[column])
  })
  const bothOrders = pairs.columns.some((columns, k) => columns !== pairs.columns[(k % n) * n + Math.floor(k / n)])
  return {
    terms: [{ style: form, settings: "", coefficients: [{ among: symbols, text: file }] }],
    files: { [file]: text },
    exact: true,
    warnings: bothOrders
      ? ["pairs have parameters for both orders of their atoms: here each gives half of the repulsion, LAMMPS takes one of them"]
      : [],
  }
}

function entryValues(parts: TersoffParts, theta: Float64Array, a: number, b: number, c: number): Readonly<Record<string, number>> {
  const n = parts.symbols.length
  const modified = parts.form.startsWith("tersoff/mod")
  const names = modified ? modifiedColumnNames : tersoffColumnNames
  const [pair, triplet] = [a * n + b, (a * n + b) * n + c]
  const end = parts.angleCutoffs.columns[triplet] ?? parts.pairs.columns[a * n + c]
  const { R, D } = { ...end }
  const placed = { ...parts.pairs.columns[pair], ...parts.bonds.columns[pair], ...parts.angles.columns[triplet], R, D }
  const values = Object.fromEntries(Object.entries(placed).map(([name, column]) => [names[name] ?? name, theta[column]]))
  const own = modified ? { beta: parts.m, beta_ters: 1 } : { m: parts.m, Z_i: parts.numbers[a], Z_j: parts.numbers[b] }
  return { ...values, ...own }
}
