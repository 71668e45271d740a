import { gaugeAlong, type Gauge } from "../gauge.ts"
import type { PlacedSection } from "../many-body/section.ts"

/** Sections of a potential whose bonds have a scale β and whose angles have a scale γ. */
interface Scales {
  readonly symbols: readonly string[]
  readonly bonds: PlacedSection
  readonly angles: PlacedSection
}

/**
 * The scale of ζ, which is known in β ζ only: β_ab → β_ab / s with γ_abc → s γ_abc for every c. Entries that stand for several bonds move
 * as one, and with them all that they stand for: one gauge for each set of bonds that entries connect. None in forms without β.
 */
export function tersoffGauges({ symbols, bonds, angles }: Scales): readonly Gauge[] {
  const n = symbols.length
  const sets: { readonly names: string[]; readonly betas: Set<number>; readonly gammas: Set<number> }[] = []
  bonds.columns.forEach((columns, k) => {
    const beta = columns?.["beta"]
    if (beta === undefined) return
    const gammas = symbols.flatMap((_, c) => angles.columns[k * n + c]?.["gamma"] ?? [])
    const name = `${symbols[Math.floor(k / n)]}-${symbols[k % n]}`
    const joined = { names: [name], betas: new Set([beta]), gammas: new Set(gammas) }
    for (let i = sets.length - 1; i >= 0; i--) {
      if (!meet(sets[i].betas, joined.betas) && !meet(sets[i].gammas, joined.gammas)) continue
      const [{ names, betas, gammas: others }] = sets.splice(i, 1)
      joined.names.unshift(...names)
      for (const column of betas) joined.betas.add(column)
      for (const column of others) joined.gammas.add(column)
    }
    sets.push(joined)
  })
  return sets.map(({ names, betas, gammas }) =>
    gaugeAlong({ name: `scale of ζ of bonds ${names.join(", ")}`, doc: "β → β/s with γ → s γ" }, (theta) =>
      theta.map((value, k) => (betas.has(k) ? -value : gammas.has(k) ? value : 0)),
    ),
  )
}

function meet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return [...a].some((column) => b.has(column))
}
