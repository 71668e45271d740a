import { massOf, numberOf } from "../../atoms/elements.ts"
import type { LammpsCoefficients, LammpsModel, LammpsTerm } from "../../potentials/lammps-model.ts"

/**
 * The `pair_style`, `pair_coeff`, `pair_modify` and, with charges, `set` and `kspace_style` commands of a model, for atom types numbered from 1 in the order of `symbols`.
 *
 * One style that acts on all pairs stands alone; several share the pairs (`hybrid`) or add up where they meet (`hybrid/overlay`). A style
 * that occurs more than once is numbered. LAMMPS wants every pair of types to be named: those that no term knows are `none`.
 */
export function pairCommands(model: LammpsModel, symbols: readonly string[]): readonly string[] {
  return [...chargeCommands(model, symbols), ...styleCommands(model, symbols), ...(model.kspace ? [`kspace_style ${model.kspace}`] : [])]
}

/** Charges by type, for atoms of any style. */
function chargeCommands({ charges }: LammpsModel, symbols: readonly string[]): readonly string[] {
  if (!charges) return []
  const ofTypes = symbols.map((symbol, type) => `set type ${type + 1} charge ${charges[symbol] ?? 0}`)
  return ["fix charges all property/atom q ghost yes", ...ofTypes]
}

function styleCommands(model: LammpsModel, symbols: readonly string[]): readonly string[] {
  const terms = model.terms.filter((term) => coveredPairs(term, symbols).length > 0)
  const all = pairsOf(symbols)
  const covered = terms.flatMap((term) => coveredPairs(term, symbols))
  const bare = all.filter((pair) => !covered.includes(pair))
  const style = (term: LammpsTerm): string => `${term.style} ${term.settings}`.trim()
  if (terms.length === 1 && bare.length === 0) {
    const [term] = terms
    return [`pair_style ${style(term)}`, ...coefficientCommands(term, "", symbols), ...(term.modify ? [`pair_modify ${term.modify}`] : [])]
  }
  const overlay = new Set(covered).size < covered.length
  return [
    `pair_style ${overlay ? "hybrid/overlay" : "hybrid"} ${terms.map(style).join(" ")}`.trim(),
    ...terms.flatMap((term, t) => coefficientCommands(term, `${numbered(terms, t)} `, symbols)),
    ...bare.map((pair) => `pair_coeff ${pair} none`),
    ...terms.flatMap((term, t) => (term.modify ? [`pair_modify pair ${numbered(terms, t)} ${term.modify}`] : [])),
  ]
}

/** How LAMMPS calls term t: its style, with a number where the style occurs more than once. */
function numbered(terms: readonly LammpsTerm[], t: number): string {
  const same = terms.filter(({ style }) => style === terms[t].style)
  return same.length > 1 ? `${terms[t].style} ${same.indexOf(terms[t]) + 1}` : terms[t].style
}

function coefficientCommands(term: LammpsTerm, name: string, symbols: readonly string[]): readonly string[] {
  return term.coefficients.flatMap((entry) => {
    if ("among" in entry) {
      const types = symbols.map((symbol) => (entry.among.includes(symbol) ? symbol : "NULL"))
      return [`pair_coeff * * ${name}${entry.text} ${types.join(" ")}`]
    }
    return entryPairs(entry, symbols).map((pair) => `pair_coeff ${pair} ${name}${entry.text}`.trim())
  })
}

/** Pairs of types that a term acts on, such as `1 2`. */
function coveredPairs({ coefficients }: LammpsTerm, symbols: readonly string[]): readonly string[] {
  return coefficients.flatMap((entry) => entryPairs(entry, symbols))
}

function entryPairs(entry: LammpsCoefficients, symbols: readonly string[]): readonly string[] {
  if (!("among" in entry)) {
    const [low, high] = entry.elements.map((symbol) => symbols.indexOf(symbol) + 1).sort((a, b) => a - b)
    return low > 0 ? [`${low} ${high}`] : []
  }
  return pairsOf(symbols).filter((pair) => pair.split(" ").every((type) => entry.among.includes(symbols[Number(type) - 1])))
}

function pairsOf(symbols: readonly string[]): readonly string[] {
  return symbols.flatMap((_, a) => symbols.slice(a).map((_, k) => `${a + 1} ${a + k + 1}`))
}

/**
 * A commented input script that runs as it stands beside the model's files and `structure.data`, and that a user may start from: it sets
 * the potential and prints the energy, forces (`forces.dump`) and pressure.
 *
 * @param boundary what LAMMPS is told of the periodicity of `structure.data`, such as `p p f`
 */
export function inputScript(model: LammpsModel, symbols: readonly string[], boundary: string): string {
  return `# Runs the fitted potential on one structure: lmp -in in.lammps
# Energies eV, distances Å, pressures bar; atom types: ${symbols.map((symbol, type) => `${type + 1} = ${symbol}`).join(", ")}
units metal
atom_style atomic
atom_modify map array
boundary ${boundary}
box tilt large
read_data structure.data
${symbols.map((symbol, type) => `mass ${type + 1} ${massOf(numberOf(symbol)!)}`).join("\n")}

${pairCommands(model, symbols).join("\n")}

thermo_style custom step pe pxx pyy pzz pyz pxz pxy
thermo_modify norm no
dump forces all custom 1 forces.dump id type x y z fx fy fz
dump_modify forces sort id
run 0
print "potential energy = $(pe:%.12g) eV"
`
}
