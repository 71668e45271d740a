import { symbolOf } from "../../atoms/elements.ts"
import { Failure } from "../../failure/failure.ts"
import { hasFunctions, type WithFunctions } from "../../potentials/functions/potential-function.ts"
import { hasLammps, type LammpsModel, type LammpsTerm } from "../../potentials/lammps-model.ts"
import { hasPairs, type LammpsFunction, type PairOfElements, type WithPairs } from "../../potentials/pair/lammps-pair.ts"
import type { Potential } from "../../potentials/potential.ts"
import { hasTerms } from "../../potentials/sum/sum-potential.ts"
import { tableModel } from "./tables.ts"

/**
 * A potential with its parameters in LAMMPS's terms: for each pair function the style of the same formula where there is one, else a
 * table; the styles of a sum add up.
 *
 * @param shortest smallest distance in the data [Å] by pair of elements (`pairName`), which tables must reach well below
 * @throws Failure for a potential that no style of LAMMPS can represent.
 */
export function lammpsModel(potential: Potential, theta: Float64Array, shortest: Readonly<Record<string, number>> = {}): LammpsModel {
  if (hasTerms(potential)) {
    return joined(
      potential.terms.map(({ potential: term, offset }) =>
        lammpsModel(term, theta.subarray(offset, offset + term.parameters.length), shortest),
      ),
    )
  }
  if (hasLammps(potential)) return potential.lammps(theta)
  if (hasPairs(potential) && hasFunctions(potential)) return pairModel(potential, theta, shortest)
  throw new Failure("this potential has no equivalent in LAMMPS", { advice: "leave export.lammps out" })
}

function pairModel(
  { elements, pairs, functions }: Potential & WithPairs & WithFunctions,
  theta: Float64Array,
  shortest: Readonly<Record<string, number>>,
): LammpsModel {
  const all = pairs.map((pair, k) => ({ pair, source: functions[k], equivalent: pair.lammps(theta) }))
  const exact = all.flatMap(({ pair, equivalent }) => (equivalent ? [{ pair, equivalent }] : []))
  const tabulated = all.filter(({ equivalent }) => !equivalent)
  const styles = Map.groupBy(exact, ({ equivalent: { style, settings, shift } }) => [style, ...settings, shift].join(" "))
  const terms = [...styles.values()].map(exactTerm)
  const models: LammpsModel[] = terms.length > 0 ? [{ terms, files: {}, exact: true, warnings: [] }] : []
  if (tabulated.length > 0) models.push(tableModel(`${elements.map(symbolOf).join("")}.table`, tabulated, theta, shortest))
  return joined(models)
}

/** Pairs whose style and settings are the same. */
function exactTerm(members: readonly { readonly pair: PairOfElements; readonly equivalent: LammpsFunction }[]): LammpsTerm {
  const { style, settings, shift } = members[0].equivalent
  return {
    style,
    settings: settings.join(" "),
    coefficients: members.map(({ pair, equivalent }) => ({
      elements: [symbolOf(pair.elements[0]), symbolOf(pair.elements[1])],
      text: equivalent.coefficients.join(" "),
    })),
    ...(shift ? { modify: "shift yes" } : {}),
  }
}

/** Models that add up. Where two have different files of one name, the later is renamed. */
function joined(models: readonly LammpsModel[]): LammpsModel {
  const files: Record<string, string> = {}
  const terms: LammpsTerm[] = []
  for (const model of models) {
    const renamed = new Map<string, string>()
    for (const [name, contents] of Object.entries(model.files)) {
      let free = name
      for (let n = 2; Object.hasOwn(files, free) && files[free] !== contents; n++) free = `term${n}-${name}`
      files[free] = contents
      if (free !== name) renamed.set(name, free)
    }
    terms.push(...model.terms.map((term) => withFiles(term, renamed)))
  }
  const charges = only(
    "charges",
    models.map((model) => model.charges),
  )
  const kspace = only(
    "long-range sums",
    models.map((model) => model.kspace),
  )
  return {
    terms,
    files,
    exact: models.every(({ exact }) => exact),
    warnings: models.flatMap(({ warnings }) => warnings),
    ...(charges && { charges }),
    ...(kspace && { kspace }),
  }
}

/** What only one of the models may say: LAMMPS has one charge for each atom, and one way of long-range sums. */
function only<T>(what: string, said: readonly (T | undefined)[]): T | undefined {
  const given = said.filter((one) => one !== undefined)
  if (given.length < 2) return given[0]
  throw new Failure(`${given.length} terms of this potential have ${what} of their own, but LAMMPS knows one set`, {
    advice: "use one term with charges, or leave export.lammps out",
  })
}

function withFiles(term: LammpsTerm, renamed: ReadonlyMap<string, string>): LammpsTerm {
  const coefficients = term.coefficients.map((entry) => {
    const words = entry.text.split(" ").map((word) => renamed.get(word) ?? word)
    return { ...entry, text: words.join(" ") }
  })
  return { ...term, coefficients }
}
