import { Failure } from "../../../failure/failure.ts"
import type { LammpsModel } from "../../lammps-model.ts"
import { writeEntries } from "../../many-body/lammps-file.ts"
import type { PlacedSection } from "../../many-body/section.ts"
import { stillingerWeberFormat } from "./format.ts"

/** What of a potential goes into its file. */
interface StillingerWeberParts {
  readonly symbols: readonly string[]
  readonly pairs: PlacedSection
  readonly triplets: PlacedSection
  /** [eV] */
  readonly epsilon: number
}

/** The potential as `pair_style sw` and its file. @throws Failure for a pair that only repels, which the style cannot say. */
export function stillingerWeberFile({ symbols, pairs, triplets, epsilon }: StillingerWeberParts, theta: Float64Array): LammpsModel {
  const count = symbols.length
  const file = `${symbols.join("")}.sw`
  const text = writeEntries("CITATION: doi:10.1103/PhysRevB.31.5262", symbols, stillingerWeberFormat.columns, (a, b, c) => {
    const pair = (name: string): number => theta[pairs.columns[a * count + b]?.[name] ?? -1]
    const triplet = (name: string): number => theta[triplets.columns[(a * count + b) * count + c]?.[name] ?? -1]
    const [repulsion, attraction] = [pair("repulsion"), pair("attraction")]
    if (attraction === 0 && repulsion !== 0) {
      throw new Failure(`the pair ${symbols[a]}-${symbols[b]} only repels, which pair_style sw cannot say`, {
        advice: "give `attraction` a lower bound above 0, such as 1e-6",
      })
    }
    const B = attraction === 0 ? 0 : repulsion / attraction
    const [sigma, gamma, p, q] = [pair("sigma"), pair("gamma"), pair("p"), pair("q")]
    const own = [attraction / epsilon, B, p, q, 0]
    return [epsilon, sigma, pair("cutoff") / sigma, triplet("lambda") / epsilon, gamma, triplet("cosine"), ...own]
  })
  return {
    terms: [{ style: "sw", settings: "", coefficients: [{ among: symbols, text: file }] }],
    files: { [file]: text },
    exact: true,
    warnings: orderWarnings(symbols, pairs, triplets),
  }
}

function orderWarnings(symbols: readonly string[], pairs: PlacedSection, triplets: PlacedSection): readonly string[] {
  const n = symbols.length
  const both = [
    ...pairs.columns.map((columns, k) => columns !== pairs.columns[(k % n) * n + Math.floor(k / n)]),
    ...triplets.columns.map(
      (columns, k) => columns !== triplets.columns[(Math.floor(k / (n * n)) * n + (k % n)) * n + (Math.floor(k / n) % n)],
    ),
  ]
  return both.includes(true)
    ? ["pairs or triplets have parameters for both orders of their atoms: here each counts half, LAMMPS takes one of them"]
    : []
}
