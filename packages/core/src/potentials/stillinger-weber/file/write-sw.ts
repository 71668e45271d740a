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
    const triplet = (name: string, b: number, c: number): number => theta[triplets.columns[(a * count + b) * count + c]?.[name] ?? -1]
    // Half of each order is the whole of their mean, at the same angle.
    const strength = 0.5 * (triplet("lambda", b, c) + triplet("lambda", c, b))
    const [repulsion, attraction] = [pair("repulsion"), pair("attraction")]
    if (attraction === 0 && repulsion !== 0) {
      throw new Failure(`the pair ${symbols[a]}-${symbols[b]} only repels, which pair_style sw cannot say`, {
        advice: "give `attraction` a lower bound above 0, such as 1e-6",
      })
    }
    const B = attraction === 0 ? 0 : repulsion / attraction
    const [sigma, gamma, p, q] = [pair("sigma"), pair("gamma"), pair("p"), pair("q")]
    const own = [attraction / epsilon, B, p, q, 0]
    return [epsilon, sigma, pair("cutoff") / sigma, strength / epsilon, gamma, triplet("cosine", b, c), ...own]
  })
  return {
    terms: [{ style: "sw", settings: "", coefficients: [{ among: symbols, text: file }] }],
    files: { [file]: text },
    exact: true,
    warnings: orderWarnings({ symbols, pairs, triplets }, theta),
  }
}

/** LAMMPS takes one of two orders that have different parameters. */
function orderWarnings({ symbols, pairs, triplets }: Omit<StillingerWeberParts, "epsilon">, theta: Float64Array): readonly string[] {
  const n = symbols.length
  const differ = (names: readonly string[], one: Columns, other: Columns): boolean =>
    names.some((name) => theta[one?.[name] ?? -1] !== theta[other?.[name] ?? -1])
  const pairEnergy = ["repulsion", "attraction", "p", "q", "sigma", "cutoff"]
  const pairDiffers = pairs.columns.some((columns, k) => differ(pairEnergy, columns, pairs.columns[(k % n) * n + Math.floor(k / n)]))
  const tripletDiffers = triplets.columns.some((columns, k) => {
    const [a, b, c] = [Math.floor(k / (n * n)), Math.floor(k / n) % n, k % n]
    return differ(["cosine"], columns, triplets.columns[(a * n + c) * n + b])
  })
  return [
    ...(pairDiffers ? ["pairs have parameters for both orders of their atoms: here each counts half, LAMMPS takes one of them"] : []),
    ...(tripletDiffers ? ["triplets have cosines for both orders of the neighbours: here each counts half, LAMMPS takes one of them"] : []),
  ]
}

type Columns = Readonly<Record<string, number>> | undefined
