// What energies and forces of pairs of argon atoms know of ε and σ: node --conditions=source scripts/theory/lennard-jones.ts
import {
  analysePosterior,
  createPotential,
  type InformationAnalysis,
  numberOf,
  type Potential,
  standardErrors,
  type Structure,
} from "@luthier/core"
import { markdownTable } from "../reference/markdown-table.ts"
import { knownAt, type Labelled } from "./known-at.ts"

/** A. Rahman, DOI 10.1103/PhysRev.136.A405: ε/k_B = 120 K, σ = 3.4 Å. */
const argon: Potential = createPotential({
  ...{ kind: "pair", elements: ["Ar"], cutoff: 12, switch: "none" },
  pairs: { "Ar-Ar": { form: "lennard-jones", parameters: { epsilon: 0.01034, sigma: 3.4 } } },
})

/** Two atoms at a distance [Å]. */
function pair(distance: number): Structure {
  return {
    numbers: new Int32Array(2).fill(numberOf("Ar")!),
    positions: Float64Array.of(0, 0, 0, 0, 0, distance),
    ...{ cell: null, pbc: [false, false, false] },
  }
}

/** Eleven distances about 4.2 Å, where the attraction is strong, evenly spread as far as `half` on either side. */
function range(half: number): readonly number[] {
  return Array.from({ length: 11 }, (_, k) => 4.2 + half * (k / 5 - 1))
}

/** A row of the table: what data there are, and what they know. */
export interface LennardJonesCase {
  readonly data: string
  /** Parameters in units of what each alone would be known to. */
  readonly alone: InformationAnalysis
  /** Parameters in units of their values. */
  readonly relative: InformationAnalysis
}

/** Energies at one distance, with one force, and over ranges that narrow. */
export async function lennardJonesCases(): Promise<readonly LennardJonesCase[]> {
  const same: readonly Labelled[] = Array.from({ length: 11 }, () => ({ structure: pair(4.2), energy: true }))
  const cases: { data: string; labelled: readonly Labelled[] }[] = [
    { data: "11 energies at 4.2 Å", labelled: same },
    { data: "the same, and one force there", labelled: [...same, { structure: pair(4.2), forces: true }] },
    ...[0.9, 0.5, 0.25, 0.1, 0.05, 0.02].map((half) => ({
      data: `11 energies within ${half} Å of it`,
      labelled: range(half).map((distance) => ({ structure: pair(distance), energy: true })),
    })),
  ]
  const found: LennardJonesCase[] = []
  for (const { data, labelled } of cases) {
    const posterior = await knownAt(argon, labelled)
    const [alone, relative] = (["alone", "value"] as const).map((scale) => analysePosterior(posterior, argon, { scale }))
    found.push({ data, alone, relative })
  }
  return found
}

/** The cases as Markdown. */
export async function lennardJonesTable(): Promise<string> {
  const rows = (await lennardJonesCases()).map(({ data, alone: { fisher, covariance, together }, relative }) => {
    const [epsilon, sigma] = standardErrors(covariance)
    const { eigenvalues } = together
    const [change, byChange] = relative.fisher.spectrum[1].vector
    const correlation = fisher.correlation[0][1]
    return [
      data,
      String(covariance.rank),
      covariance.rank < 2 ? "∞" : brief(eigenvalues[0] / eigenvalues[1]),
      correlation === null ? "–" : signed(correlation.toFixed(4)),
      percent(epsilon / 0.01034),
      percent(sigma / 3.4),
      signed(`${brief(change / byChange)} % of ε with 1 % of σ`),
    ]
  })
  const head = ["data", "rank", "condition", "correlation", "ε known to", "σ known to", "changed most easily"]
  return markdownTable(head, rows)
}

function percent(part: number): string {
  return Number.isFinite(part) ? `${brief(100 * part)} %` : "∞"
}

function brief(value: number): string {
  return String(Number(value.toPrecision(2)))
}

function signed(text: string): string {
  return text.replace("-", "−")
}

if (import.meta.main) console.log(await lennardJonesTable())
