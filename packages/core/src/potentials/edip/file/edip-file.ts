import type { LammpsModel } from "../../lammps-model.ts"
import { readEntries, writeEntries, type FileFormat } from "../../many-body/lammps-file.ts"
import type { PlacedSection, Section } from "../../many-body/section.ts"
import { sharedEntries, type EntryValues } from "../../many-body/shared-entries.ts"
import { pairSection, tripletSection } from "../sections.ts"
import type { EdipSpec } from "../spec.ts"

const edipFormat: FileFormat = {
  name: "edip",
  columns: ["A", "B", "cutoffA", "cutoffC", "alpha", "beta", "eta", "gamma", "lambda", "mu", "rho", "sigma", "Q0", "u1", "u2", "u3", "u4"],
  energies: ["A", "lambda"],
}

/** Columns of the file that are called otherwise among the parameters. */
const columnNames: Readonly<Record<string, string>> = { cutoff: "cutoffA", core: "cutoffC" }

/**
 * The spec of the potential in a file for LAMMPS's `pair_style edip` or `edip/multi`: the entry `A B B` has what belongs to the bond from
 * A to B, `A B C` the angle between bonds to B and C.
 *
 * @param labels see `readEntries`
 * @throws Failure with line and column.
 */
export function readEdip(text: string, file: string, labels?: readonly string[]): EdipSpec {
  const entries = readEntries(text, file, edipFormat, labels)
  const { symbols } = entries
  const shared = (section: Section) =>
    sharedEntries(section, symbols, (...tuple): EntryValues => {
      const [a, b, c = b] = tuple.map((symbol) => symbols.indexOf(symbol))
      return Object.fromEntries(section.parameters.map(({ name }) => [name, entries.value(columnNames[name] ?? name, a, b, c)]))
    })
  return { kind: "edip", elements: symbols, pairs: shared(pairSection), triplets: shared(tripletSection) }
}

/** What of a potential goes into its file. */
interface EdipParts {
  readonly symbols: readonly string[]
  readonly pairs: PlacedSection
  readonly triplets: PlacedSection
}

/** The potential as `pair_style edip/multi`, which computes the formulas where `edip` interpolates tables, and its file. */
export function edipFile({ symbols, pairs, triplets }: EdipParts, theta: Float64Array): LammpsModel {
  const n = symbols.length
  const file = `${symbols.join("")}.edip`
  const text = writeEntries("CITATION: doi:10.1103/PhysRevB.58.2539", symbols, edipFormat.columns, (a, b, c) => {
    const placed = { ...pairs.columns[a * n + b], ...triplets.columns[(a * n + b) * n + c] }
    const values = Object.fromEntries(Object.entries(placed).map(([name, column]) => [columnNames[name] ?? name, theta[column]]))
    return edipFormat.columns.map((column) => values[column])
  })
  return {
    terms: [{ style: "edip/multi", settings: "", coefficients: [{ among: symbols, text: file }] }],
    files: { [file]: text },
    exact: true,
    warnings: [],
  }
}
