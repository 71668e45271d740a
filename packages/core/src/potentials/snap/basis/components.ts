/** One bispectrum component B = Re Σ (U³_j)* (U¹_{j₁} ⊗ U²_{j₂})_j; the j are twice the angular momenta, the channels say which U. */
export interface Component {
  readonly j1: number
  readonly j2: number
  readonly j: number
  readonly channels: readonly [number, number, number]
}

/** The triples j₂ ≤ j₁ ≤ j of a bispectrum up to 2J, in the order of LAMMPS. */
export function bispectrumTriples(twojmax: number): readonly (readonly [j1: number, j2: number, j: number])[] {
  const triples: [number, number, number][] = []
  for (let j1 = 0; j1 <= twojmax; j1++) {
    for (let j2 = 0; j2 <= j1; j2++) {
      for (let j = j1 - j2; j <= Math.min(twojmax, j1 + j2); j += 2) if (j >= j1) triples.push([j1, j2, j])
    }
  }
  return triples
}

/** All components in the order of LAMMPS: channel triples outside, the last channel fastest, and within them the triples of j. */
export function bispectrumComponents(twojmax: number, channels: number): readonly Component[] {
  const triples = bispectrumTriples(twojmax)
  const all = Array.from({ length: channels }, (_, channel) => channel)
  return all.flatMap((a) =>
    all.flatMap((b) => all.flatMap((c) => triples.map(([j1, j2, j]) => Object.freeze({ j1, j2, j, channels: [a, b, c] as const })))),
  )
}

/** Number of coefficients of one element: the constant, the components, and their products where the energy is quadratic in them. */
export function coefficientCount(components: number, quadratic: boolean): number {
  return 1 + components + (quadratic ? (components * (components + 1)) / 2 : 0)
}
