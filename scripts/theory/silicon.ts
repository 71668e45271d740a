// How sloppy Stillinger–Weber silicon is: node --conditions=source scripts/theory/silicon.ts
import {
  analysePosterior,
  createPotential,
  diamond,
  type InformationAnalysis,
  normals,
  type Potential,
  seedRandom,
  type Structure,
} from "@luthier/core"
import { markdownTable } from "../reference/markdown-table.ts"
import { knownAt } from "./known-at.ts"

/** F. H. Stillinger, T. A. Weber, DOI 10.1103/PhysRevB.31.5262. */
const [A, B, epsilon, lambda, sigma] = [7.049556277, 0.6022245584, 2.1683, 21, 2.0951]

const silicon: Potential = createPotential({
  ...{ kind: "stillinger-weber", elements: ["Si"] },
  pairs: { "Si-Si": { repulsion: A * B * epsilon, attraction: A * epsilon, p: 4, q: 0, sigma, gamma: 1.2, cutoff: 1.8 * sigma } },
  triplets: { "Si-Si-Si": { lambda: lambda * epsilon, cosine: -1 / 3 } },
})

/** Crystals of 0.9 to 1.1 of the lattice constant, whose atoms are displaced by 0.05 Å in each direction. */
function crystals(): readonly Structure[] {
  return Array.from({ length: 41 }, (_, k) => {
    const crystal = diamond("Si", 5.431 * (0.9 + 0.005 * k))
    const shifts = new Float64Array(crystal.positions.length)
    normals(seedRandom(5, k), shifts)
    return { ...crystal, positions: crystal.positions.map((x, c) => x + 0.05 * shifts[c]) }
  })
}

/** A row of the table. */
export interface SiliconCase {
  readonly data: string
  readonly analysis: InformationAnalysis
}

/** Energies, forces and both. */
export async function siliconCases(): Promise<readonly SiliconCase[]> {
  const structures = crystals()
  const cases = [
    { data: "energies", use: { energy: true } },
    { data: "forces", use: { forces: true } },
    { data: "energies and forces", use: { energy: true, forces: true } },
  ]
  const found: SiliconCase[] = []
  for (const { data, use } of cases) {
    const posterior = await knownAt(
      silicon,
      structures.map((structure) => ({ structure, ...use })),
    )
    found.push({ data, analysis: analysePosterior(posterior, silicon, { scale: "value" }) })
  }
  return found
}

/** The cases as Markdown. */
export async function siliconTable(): Promise<string> {
  const rows = (await siliconCases()).map(({ data, analysis: { together, fisher } }) => [
    data,
    together.eigenvalues
      .map((value) =>
        Math.log10(value / together.eigenvalues[0])
          .toFixed(1)
          .replace("-", "−"),
      )
      .join(", "),
    together.decades.toFixed(1),
    (fisher.spectrum.at(-1)?.direction ?? "").replaceAll(/sw\.Si-Si(-Si)?\./g, ""),
  ])
  return markdownTable(["data", "log₁₀ of eigenvalues by the largest", "decades", "sloppiest"], rows)
}

if (import.meta.main) console.log(await siliconTable())
