import { Failure } from "../../failure/failure.ts"
import { massOf, numberOf } from "../../atoms/elements.ts"
import type { LammpsModel, LammpsTerm } from "../../potentials/lammps-model.ts"

/**
 * The `pair_style`, `pair_coeff` and `pair_modify` commands of a model, for atom types numbered from 1 in the order of `symbols`.
 *
 * One style stands alone; several share the pairs (`hybrid`) or add up where they meet (`hybrid/overlay`).
 */
export function pairCommands(model: LammpsModel, symbols: readonly string[]): readonly string[] {
  const { terms } = model
  const styles = new Set(terms.map(({ style }) => style))
  if (styles.size < terms.length) {
    throw new Failure("two terms of the sum need the same LAMMPS pair style with different settings", {
      advice: "write them as one term, or export a table",
    })
  }
  const alone = terms.length === 1
  const overlay =
    new Set(terms.flatMap((term) => coveredPairs(term, symbols))).size < terms.flatMap((term) => coveredPairs(term, symbols)).length
  const style = terms.map((term) => `${term.style} ${term.settings}`.trim()).join(" ")
  const head = alone ? `pair_style ${style}` : `pair_style ${overlay ? "hybrid/overlay" : "hybrid"} ${style}`
  const coefficients = terms.flatMap((term) =>
    term.coefficients.map(({ elements, text }) => {
      const name = alone ? "" : `${term.style} `
      if (elements === "all") return `pair_coeff * * ${name}${text} ${symbols.join(" ")}`
      const [low, high] = elements.map((symbol) => symbols.indexOf(symbol) + 1).sort((a, b) => a - b)
      return low > 0 ? `pair_coeff ${low} ${high} ${name}${text}` : ""
    }),
  )
  const modify = terms.flatMap((term) => (term.modify ? [`pair_modify ${alone ? "" : `pair ${term.style} `}${term.modify}`] : []))
  return [head, ...coefficients.filter(Boolean), ...modify]
}

function coveredPairs(term: LammpsTerm, symbols: readonly string[]): readonly string[] {
  const every = symbols.flatMap((a, i) => symbols.slice(i).map((b) => [a, b].sort().join("-")))
  return term.coefficients.flatMap(({ elements }) => (elements === "all" ? every : [[...elements].sort().join("-")]))
}

/** A commented input script that a user may start from: reads `structure.data`, sets the potential, prints energy and pressure. */
export function inputScript(model: LammpsModel, symbols: readonly string[]): string {
  return `# Runs the fitted potential on one structure: lmp -in in.lammps
# Energies eV, distances Å, pressures bar; atom types: ${symbols.map((symbol, type) => `${type + 1} = ${symbol}`).join(", ")}
units metal
atom_style atomic
boundary p p p
box tilt large
read_data structure.data
${symbols.map((symbol, type) => `mass ${type + 1} ${massOf(numberOf(symbol)!)}`).join("\n")}

${pairCommands(model, symbols).join("\n")}

thermo_style custom step pe pxx pyy pzz pyz pxz pxy
run 0
`
}
