import { symbolOf } from "../../../atoms/elements.ts"
import { energyPerAtom } from "../../bulk/energies.ts"
import { equilibriumOf } from "../../bulk/equilibrium.ts"
import { combined } from "../../combination.ts"
import { type Condition, conditionsOf, countOf, evenReservoirs, type Reservoirs } from "../../defects/reservoirs.ts"
import { antisiteEnergy, interstitialEnergy, vacancyEnergy } from "../../defects/point-defects.ts"
import type { PointDefectOptions } from "../../defects/formation-energy.ts"
import type { Observable } from "../../observable.ts"
import { type PropertyValue, readProperty } from "../property-value.ts"
import type { PartResult, Study } from "../study.ts"
import { interstitialSites, sitesOf } from "./interstitial-sites.ts"
import { ownCrystals } from "./own-crystals.ts"

/** A defect of a compound, and how its energy is asked for. */
interface CompoundDefect {
  readonly key: string
  readonly label: string
  /** Atoms that it adds, by element. */
  readonly adds: ReadonlyMap<number, number>
  observable(reservoirs: Reservoirs): Observable
}

/** Sites and defects beyond these are too many to list. */
const MOST_SITES = 8

/**
 * Vacancies, antisites and interstitials of a compound: each in surroundings rich in one element and in the other, and those sets of them
 * that keep the composition, which need no surroundings.
 */
export function compoundDefects(study: Study): PartResult {
  const { point, crystal } = study
  const sites = sitesOf(crystal)
  if (sites.length > MOST_SITES) {
    const remark = `point defects are left out: ${crystal.name} has ${sites.length} kinds of sites; targets of a fit can name some`
    return { values: [], remarks: [remark], figures: [] }
  }
  const { crystals, missing } = ownCrystals(study)
  const conditions = conditionsOf(crystal, crystals)
  const elements = [...new Set(sites.map(({ number }) => number))]
  const vacancies = sites.map(({ atom, number, name }) => ({
    key: `vacancy.${name}`,
    label: `vacancy of ${name}`,
    adds: new Map([[number, -1]]),
    observable: (reservoirs: Reservoirs) => vacancyEnergy(crystal, { reservoirs }, atom),
  }))
  const antisites = sites.flatMap(({ atom, number, name }) =>
    elements
      .filter((other) => other !== number)
      .map((other) => ({
        key: `antisite.${symbolOf(other)}-${name}`,
        label: `${symbolOf(other)} in the place of ${name}`,
        adds: new Map([
          [number, -1],
          [other, 1],
        ]),
        observable: (reservoirs: Reservoirs) => antisiteEnergy(crystal, atom, other, { reservoirs }),
      })),
  )
  const interstitials = elements.map((number) => interstitialsOf(study, number))
  const listed = [...vacancies, ...antisites, ...interstitials.flatMap(({ lowest }) => lowest ?? [])]
  const read = ({ key, label, observable }: CompoundDefect, { name, reservoirs }: Condition): PropertyValue =>
    readProperty(point, study.spread, `${key}.${name.replaceAll(" ", "-")}`, `${label}, ${name}`, observable(reservoirs))
  const among = conditions.flatMap((condition, c) =>
    listed.map((defect, k) => {
      // Each is relaxed once, and counted from other ends then.
      if (c === 0) study.told?.(`${defect.label} (${k + 1} of ${listed.length})`)
      return read(defect, condition)
    }),
  )
  const sets = balanced(study, vacancies, antisites, listed)
  return {
    values: [
      ...among,
      ...sets,
      ...interstitials.flatMap(({ number, all }) => {
        const own = conditions.find(({ name }) => name.startsWith(`${symbolOf(number)}-`)) ?? conditions[0]
        return own ? all.map((defect) => read(defect, own)) : []
      }),
    ],
    remarks: [...missing, ...beyond(study, among), ...interstitials.flatMap(({ remarks }) => remarks), ...convention(study, conditions)],
    figures: [],
  }
}

/** What it means that a defect costs nothing. */
function beyond({ crystal }: Study, values: readonly PropertyValue[]): readonly string[] {
  const below = values.filter(({ value }) => value !== null && value < 0)
  if (below.length === 0) return []
  const names = below.map(({ label }) => label).join("; ")
  return [
    `below zero: ${names}; by this potential ${crystal.name} is not stable there, it changes its composition or gives way to another phase`,
  ]
}

/** What energies are counted from, in words. */
function convention({ point, crystal }: Study, conditions: readonly Condition[]): readonly string[] {
  if (conditions.length === 0)
    return ["without crystals of the elements, only energies of sets of defects that keep the composition are known"]
  const among = conditions
    .map(({ name, reservoirs }) => {
      const alone = [...reservoirs].filter(([, parts]) => parts.length === 1)
      return `${name}: ${alone.map(([number, [{ crystal: own }]]) => `${symbolOf(number)} as in ${own.name} (${energyPerAtom(equilibriumOf(point, own)).toFixed(4)} eV)`).join(", ")}`
    })
    .join("; ")
  const rest = conditions[0].name === "against the elements" ? "" : `, the other at equilibrium with ${crystal.name}`
  return [`formation energies E(defect) − E(crystal) − Σ Δn μ; ${among}${rest}`]
}

/** Interstitials of an element: all that keep the symmetry of their sites, and the lowest of them without it. */
function interstitialsOf({ point, crystal, prototype, told }: Study, number: number) {
  const even = evenReservoirs(crystal)
  const symbol = symbolOf(number)
  const defects = interstitialSites(crystal, prototype).map(({ key, label, site }) => ({
    key: `interstitial.${symbol}.${key}`,
    label: `interstitial ${symbol}, ${label}`,
    adds: new Map([[number, 1]]),
    observable: (reservoirs: Reservoirs, options: PointDefectOptions = {}) =>
      interstitialEnergy(crystal, label, site, { ...options, reservoirs }, number),
  }))
  const heights = defects.map(({ key, label, observable }, k) => {
    told?.(`${label} (${k + 1} of ${defects.length})`)
    return readProperty(point, undefined, key, label, observable(even))
  })
  const known = heights.flatMap(({ value, trouble }, k) => (value === null || trouble !== null ? [] : [{ value, k }]))
  if (known.length === 0) return { number, lowest: undefined, all: defects, remarks: [] }
  const best = known.reduce((least, one) => (one.value < least.value ? one : least))
  const { label, observable } = defects[best.k]
  const lowest: CompoundDefect = {
    key: `interstitial.${symbol}`,
    label: `interstitial ${symbol}, lowest`,
    adds: new Map([[number, 1]]),
    observable: (reservoirs) => observable(reservoirs, { symmetry: "broken" }),
  }
  return { number, lowest, all: defects, remarks: [`the lowest ${label}; relaxed once more out of the symmetry of its site`] }
}

/** Sets of defects that leave the composition as it is: Schottky, antisite pair, Frenkel, and the triple defects of CsCl. */
function balanced(
  { point, crystal, prototype, spread }: Study,
  vacancies: readonly CompoundDefect[],
  antisites: readonly CompoundDefect[],
  listed: readonly CompoundDefect[],
): readonly PropertyValue[] {
  const even = evenReservoirs(crystal)
  const elements = [...new Set(crystal.primitive.numbers)]
  const counts = elements.map((number) => countOf(crystal, number))
  const unit = counts.reduce(divisor)
  const energies = new Map(listed.map((defect) => [defect, readProperty(point, undefined, "", "", defect.observable(even)).value]))
  const lowest = (those: readonly CompoundDefect[]): CompoundDefect | undefined =>
    those.filter((one) => energies.get(one) !== null).sort((a, b) => (energies.get(a) ?? 0) - (energies.get(b) ?? 0))[0]
  const vacancy = new Map(elements.map((number) => [number, lowest(vacancies.filter(({ adds }) => adds.has(number)))]))
  const antisite = (out: number, into: number): CompoundDefect | undefined =>
    lowest(antisites.filter(({ adds }) => adds.get(out) === -1 && adds.get(into) === 1))
  const sets: PropertyValue[] = []
  const add = (key: string, label: string, parts: readonly (readonly [number, CompoundDefect | undefined])[]): void => {
    const those = parts.flatMap(([times, defect]) => (defect ? [{ times, observable: defect.observable(even) }] : []))
    if (those.length < parts.length) return
    const sum = combined({
      ...{ name: `${crystal.name}: ${label}`, kind: "point defect", dimension: "energy", unit: "eV", tolerance: 0.02 },
      parts: those.map(({ observable }) => observable),
      value: (values) => those.reduce((total, { times }, k) => total + times * values[k], 0),
    })
    sets.push(readProperty(point, spread, key, label, sum))
  }
  const symbols = elements.map(symbolOf)
  add(
    "schottky",
    `Schottky set, ${elements.map((_, k) => `${counts[k] === unit ? "" : `${counts[k] / unit} `}V(${symbols[k]})`).join(" + ")}`,
    elements.map((number, k) => [counts[k] / unit, vacancy.get(number)]),
  )
  elements.forEach((one, k) => {
    elements.slice(k + 1).forEach((other, l) => {
      const [A, B] = [symbols[k], symbols[k + 1 + l]]
      add(`antisitePair.${A}-${B}`, `antisite pair, ${A} on ${B} + ${B} on ${A}`, [
        [1, antisite(other, one)],
        [1, antisite(one, other)],
      ])
    })
  })
  elements.forEach((number, k) => {
    const interstitial = listed.find(({ key }) => key === `interstitial.${symbols[k]}`)
    add(`frenkel.${symbols[k]}`, `Frenkel pair, V(${symbols[k]}) + interstitial ${symbols[k]}`, [
      [1, vacancy.get(number)],
      [1, interstitial],
    ])
  })
  if (prototype === "CsCl") {
    const [one, other] = elements
    for (const [A, B] of [
      [one, other],
      [other, one],
    ]) {
      add(`triple.${symbolOf(A)}`, `triple defect, 2 V(${symbolOf(A)}) + ${symbolOf(A)} on ${symbolOf(B)}`, [
        [2, vacancy.get(A)],
        [1, antisite(B, A)],
      ])
    }
  }
  return sets
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}
