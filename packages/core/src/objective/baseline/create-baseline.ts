import { symbolOf } from "../../atoms/elements.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { SpecFailure } from "../../failure/failure.ts"
import type { Baseline } from "../../observables/baseline.ts"
import type { Parameter } from "../../potentials/parameters.ts"
import type { PropertyChoice } from "../data-class.ts"
import { isolatedAtomEnergies } from "./isolated-atoms.ts"
import type { BaselineSettings, OffsetChoice, ReferenceChoice, StressOffsetChoice } from "./settings.ts"

/** A baseline, and the keys of those of its parameters that are to be eliminated exactly. */
export interface BaselineChoice {
  readonly baseline: Baseline
  readonly profiled: readonly string[]
}

/** What a baseline is made for. */
export interface BaselineTarget {
  readonly configurations: Iterable<Configuration>
  /** Atomic numbers of the potential. */
  readonly elements: readonly number[]
  /** Of the potential: how far an isolated atom sees [Å]. */
  readonly cutoff: number
  readonly use: PropertyChoice
}

/**
 * Makes the baseline that the settings ask for: `reference.<element>`, `offset.energy` and `offset.stress.<group>[.<component>]`.
 * Fitted reference energies start at the lowest energy per atom of the data, the others at zero.
 * @throws SpecFailure when an element has no reference energy, or a group named has no stress.
 */
export function createBaseline(settings: BaselineSettings, target: BaselineTarget): BaselineChoice {
  const references = referenceParameters(settings.references, target)
  const offset = offsetParameters(settings.offset)
  const stress = stressParameters(settings.stressOffset, target)
  const first = references.length + offset.length
  const baseline: Baseline = {
    parameters: [...references, ...offset, ...stress.parameters],
    elements: references.length > 0 ? target.elements : [],
    offset: offset.length > 0 ? references.length : -1,
    stress: Object.fromEntries(
      stress.columns.map(([group, columns]) => [group, columns.map((column) => (column < 0 ? -1 : first + column))]),
    ),
  }
  const profiled = [
    ...(settings.references === "profile" ? references : []),
    ...(settings.offset === "profile" ? offset : []),
    ...(settings.stressOffset.treatment === "profile" ? stress.parameters : []),
  ]
  return { baseline, profiled: profiled.map(({ key }) => key) }
}

function referenceParameters(choice: ReferenceChoice, target: BaselineTarget): Parameter[] {
  if (choice === "none") return []
  const { configurations, elements, cutoff } = target
  if (choice === "fit" || choice === "profile") {
    const start = lowestEnergy(configurations)
    return elements.map((element) => reference(symbolOf(element), start, false, "fitted energy of a free atom"))
  }
  if (choice === "isolated") {
    const energies = isolatedAtomEnergies(configurations, cutoff)
    return elements.map((element) => {
      const energy = energies.get(element)
      if (energy === undefined) {
        throw new SpecFailure(`the data have no isolated ${symbolOf(element)} atom`, {
          path: ["references"],
          advice: `add a frame of one ${symbolOf(element)} atom with its energy, or give the energies, or use references: fit`,
        })
      }
      return reference(symbolOf(element), energy, true, "energy of the isolated atom in the data")
    })
  }
  const symbols = elements.map(symbolOf)
  for (const symbol of Object.keys(choice)) {
    if (!symbols.includes(symbol)) {
      const advice = `the potential's elements are ${symbols.join(", ")}`
      throw new SpecFailure(`a reference energy is given for ${symbol}, which the potential does not have`, {
        path: ["references", symbol],
        advice,
      })
    }
  }
  return symbols.map((symbol) => {
    if (Object.hasOwn(choice, symbol)) return reference(symbol, choice[symbol], true, "given energy of a free atom")
    throw new SpecFailure(`no reference energy is given for ${symbol}`, { path: ["references"], advice: `add ${symbol}: <energy>` })
  })
}

function reference(symbol: string, value: number, fixed: boolean, doc: string): Parameter {
  return { key: `reference.${symbol}`, value, unit: "eV", fixed, doc, ...LINEAR }
}

function offsetParameters(choice: OffsetChoice): Parameter[] {
  if (choice === "none") return []
  const fixed = typeof choice === "number"
  return [{ key: "offset.energy", value: fixed ? choice : 0, unit: "eV/atom", fixed, doc: "constant energy per atom", ...LINEAR }]
}

const COMPONENTS = ["xx", "yy", "zz", "yz", "xz", "xy"]

/** Stress parameters, and by group the local column of each Voigt component. */
function stressParameters(
  choice: StressOffsetChoice,
  { configurations, use }: BaselineTarget,
): { parameters: Parameter[]; columns: [string, number[]][] } {
  const parameters: Parameter[] = []
  const columns: [string, number[]][] = []
  if (choice.treatment === "none") return { parameters, columns }
  const labelled = new Set<string>()
  for (const { stress, weights, group } of configurations) if (use.stress && stress && weights.stress > 0) labelled.add(group)
  for (const group of choice.groups ?? []) {
    if (labelled.has(group)) continue
    const advice = `groups with stress: ${[...labelled].join(", ") || "none"}`
    throw new SpecFailure(`group ${group} has no stresses to offset`, { path: ["stressOffset", "groups"], advice })
  }
  const add = (name: string): number[] => {
    const make = (key: string): number =>
      parameters.push({ key, value: 0, unit: "eV/Å³", fixed: false, doc: "constant stress (Pulay stress)", ...LINEAR }) - 1
    if (choice.form === "full") return COMPONENTS.map((component) => make(`${name}.${component}`))
    const column = make(name)
    return [column, column, column, -1, -1, -1]
  }
  let shared: number[] | undefined
  for (const group of labelled) {
    if (choice.groups && !choice.groups.includes(group)) continue
    columns.push([group, choice.per === "group" ? add(`offset.stress.${group}`) : (shared ??= add("offset.stress"))])
  }
  return { parameters, columns }
}

const LINEAR = { lower: -Infinity, upper: Infinity, transform: "identity", linear: true } as const

/** Lowest energy per atom of the labelled configurations [eV/atom]; 0 when there is none. */
function lowestEnergy(configurations: Iterable<Configuration>): number {
  let lowest = Infinity
  for (const { energy, structure } of configurations) {
    if (energy !== undefined) lowest = Math.min(lowest, energy / structure.numbers.length)
  }
  return Number.isFinite(lowest) ? lowest : 0
}
