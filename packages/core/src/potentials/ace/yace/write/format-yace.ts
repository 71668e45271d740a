import type { Yace, YaceBond, YaceFunction } from "../yace.ts"

/**
 * The text of a `.yace` file with all digits, each bond and each function on a line of its own. LAMMPS's parser stops at numbers
 * below the smallest normal one; they are written as zero.
 */
export function formatYace(yace: Yace): string {
  const { elements, references, step, embeddings, bonds, functions } = yace
  const lines = [`elements: [${elements.join(", ")}]`, `E0: ${list(references)}`, `deltaSplineBins: ${number(step)}`]
  // Asked for where radial functions are tables.
  lines.push(`lmax: ${functions.flat().reduce((most, { ls }) => Math.max(most, ...ls), 0)}`)
  lines.push("embeddings:")
  embeddings.forEach(({ form, terms, coreCutoff, coreWidth }, mu) => {
    const parameters = list(terms.flatMap(({ prefactor, exponent }) => [prefactor, exponent]))
    const core = `rho_core_cutoff: ${number(coreCutoff)}, drho_core_cutoff: ${number(coreWidth)}`
    lines.push(`  ${mu}: {ndensity: ${terms.length}, FS_parameters: ${parameters}, npoti: ${form}, ${core}}`)
  })
  lines.push("bonds:")
  bonds.forEach((bond, k) => lines.push(`  [${Math.floor(k / elements.length)}, ${k % elements.length}]: {${bondFields(bond)}}`))
  lines.push("functions:")
  functions.forEach((own, mu) => {
    lines.push(own.length === 0 ? `  ${mu}: []` : `  ${mu}:`)
    for (const one of own) lines.push(`    - {mu0: ${mu}, ${functionFields(one, embeddings[mu].terms.length)}}`)
  })
  return `${lines.join("\n")}\n`
}

function bondFields(bond: YaceBond): string {
  const { radials, cutoff } = bond
  if (radials.kind === "tabulated") {
    const columns = (all: readonly Float64Array[]): string => all.map((column, n) => `${n}: ${list(column)}`).join(", ")
    return [
      "radbasename: ACE.jl.base",
      `nradial: ${radials.values.length}`,
      `rcut: ${number(cutoff)}`,
      `nbins: ${radials.bins}`,
      `splinenodalvals: {${columns(radials.values)}}`,
      `splinenodalderivs: {${columns(radials.slopes)}}`,
    ].join(", ")
  }
  const [radial, angular, base] = radials.shape
  const line = (n: number, l: number): string => list(radials.coefficients.subarray((n * angular + l) * base, (n * angular + l + 1) * base))
  const row = (n: number): string => `[${Array.from({ length: angular }, (_, l) => line(n, l)).join(", ")}]`
  return [
    `nradmax: ${radial}, lmax: ${angular - 1}, nradbasemax: ${base}`,
    `radbasename: ${radials.basis}, radparameters: [${number(radials.parameter)}]`,
    `radcoefficients: [${Array.from({ length: radial }, (_, n) => row(n)).join(", ")}]`,
    `prehc: ${number(bond.corePrefactor)}, lambdahc: ${number(bond.coreDecay)}, rcut: ${number(cutoff)}, dcut: ${number(radials.cutoffWidth)}`,
    `rcut_in: ${number(bond.innerCutoff)}, dcut_in: ${number(bond.innerWidth)}, inner_cutoff_type: ${bond.inner}`,
  ].join(", ")
}

function functionFields({ species, ns, ls, ms, coefficients }: YaceFunction, densities: number): string {
  const counts = `rank: ${species.length}, ndensity: ${densities}, num_ms_combs: ${ms.length / species.length}`
  const indices = `mus: ${list(species)}, ns: ${list(ns)}, ls: ${list(ls)}, ms_combs: ${list(ms)}`
  return `${counts}, ${indices}, ctildes: ${list(coefficients)}`
}

function list(values: ArrayLike<number>): string {
  return `[${Array.from(values, number).join(", ")}]`
}

function number(value: number): string {
  return Math.abs(value) < 2.3e-308 ? "0" : `${value}`
}
