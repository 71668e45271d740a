import { numberOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { SpecFailure } from "../../failure/failure.ts"
import { suggest } from "../../potentials/spec/nearest-name.ts"
import { within } from "../../potentials/spec/within.ts"
import { cohesiveEnergy, phaseDifference } from "../bulk/cohesive.ts"
import { bulkModulus, bulkModulusDerivative, elasticConstant } from "../bulk/elastic.ts"
import { energyAtVolume, pressureAtVolume } from "../bulk/energy-volume.ts"
import { latticeParameter } from "../bulk/lattice.ts"
import { phononFrequency } from "../bulk/phonon.ts"
import { type Crystal, crystalFromStructure } from "../crystal/crystal.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { stackingFaultEnergy, surfaceEnergy } from "../defects/planar-defects.ts"
import type { PointDefectOptions } from "../defects/formation-energy.ts"
import { interstitialEnergy, type InterstitialSite, vacancyEnergy } from "../defects/point-defects.ts"
import { dimerEnergy } from "../dimer.ts"
import type { Observable } from "../observable.ts"
import {
  type CrystalEntry,
  type DimerEntry,
  elasticKeys,
  type InterstitialEntry,
  latticeKeys,
  type TargetEntry,
  type VacancyEntry,
} from "./entries.ts"
import type { Measured } from "./measured.ts"

/** An observable, what is known of it, and how well. */
export interface Target {
  readonly observable: Observable
  /** In the internal unit of the observable. */
  readonly value: number
  readonly sigma: number
  /** Where it stands below the list of targets. */
  readonly path: readonly (string | number)[]
}

type Path = readonly (string | number)[]
type Add = (path: Path, measured: Measured | null | undefined, make: () => Observable) => void

/**
 * The observables that a config asks for, in its order.
 *
 * @param read structures of the files that entries name
 * @throws SpecFailure with the path below the list of targets.
 * @example
 * const [lattice, cohesion] = targetsOf(parseSpec(targetsSchema, [{ crystal: "fcc", element: "Cu", a: "3.615 Å", cohesive: "3.54 eV ± 0.02" }]))
 * cohesion.sigma // 0.02
 */
export function targetsOf(entries: readonly TargetEntry[], read: (file: string) => Structure = refuseFile): readonly Target[] {
  const crystals = new Map<string, Crystal>()
  const made = entries.map((entry, k) => {
    if ("dimer" in entry) return undefined
    const crystal = within([k], () => crystalOfEntry(entry, read))
    if (crystals.has(crystal.name))
      throw new SpecFailure(`two crystals are called "${crystal.name}"`, { path: [k], advice: "give them names of their own with `name`" })
    crystals.set(crystal.name, crystal)
    return crystal
  })
  const targets: Target[] = []
  const add: Add = (path, measured, make) => {
    if (!measured) return
    within(path, () => targets.push(targetOf(make(), measured, path)))
  }
  entries.forEach((entry, k) => {
    if ("dimer" in entry) return addDimer(entry, k, add)
    const crystal = made[k]
    if (!crystal) return
    const find = (name: string): Crystal => {
      const found = crystals.get(name)
      if (!found) throw new SpecFailure(`no crystal of the targets is called "${name}"`, { advice: suggest(name, [...crystals.keys()]) })
      return found
    }
    const before = targets.length
    addBulk(entry, crystal, k, add, find)
    addDefects(entry, crystal, k, add, find)
    const used = entries.some((other) => "above" in other && (crystal.name in other.above || reservoirsOf(other).includes(crystal.name)))
    if (targets.length === before && !used) {
      throw new SpecFailure(`nothing is known of ${crystal.name}`, {
        path: [k],
        advice: "give a target, such as `a: 3.615 Å` or `cohesive: 3.54 eV`",
      })
    }
  })
  return targets
}

function targetOf(observable: Observable, { value, sigma }: Measured, path: Path): Target {
  const found = sigma ?? observable.tolerance * Math.abs(value)
  if (found > 0) return Object.freeze({ observable, value, sigma: found, path })
  throw new SpecFailure(`the usual uncertainty of a ${observable.kind} is a part of its value, and that is zero`, {
    advice: `say how well it is known: "0 ± 1 ${observable.unit}"`,
  })
}

function crystalOfEntry(entry: CrystalEntry, read: (file: string) => Structure): Crystal {
  if (entry.file !== undefined) {
    const { file, name = file.split(/[\\/]/).at(-1) ?? file } = entry
    return within(["file"], () => crystalFromStructure(name, read(file)))
  }
  const { crystal: prototype = "", element, start, name } = entry
  const elements = entry.elements ?? (element === undefined ? [] : [element])
  if (elements.length === 0)
    throw new SpecFailure(`of which element is this ${prototype}?`, {
      path: ["crystal"],
      advice: "give `element: Cu`, or `elements: [Na, Cl]`",
    })
  const a = start?.a ?? entry.a?.value
  if (a === undefined) {
    throw new SpecFailure(`the relaxation of ${prototype} needs a lattice parameter to start from`, {
      path: ["crystal"],
      advice: "give `a`, or `start: { a: 3.6 Å }` when it is no target",
    })
  }
  const c = start?.c ?? entry.c?.value ?? (entry["c/a"] && entry["c/a"].value * a)
  const crystal = crystalOf({ prototype, elements, a, c })
  return name === undefined ? crystal : Object.freeze({ ...crystal, name })
}

function addBulk(entry: CrystalEntry, crystal: Crystal, k: number, add: Add, find: (name: string) => Crystal): void {
  const { pressure, ions } = entry
  for (const key of latticeKeys) add([k, key], entry[key], () => latticeParameter(crystal, key, pressure))
  add([k, "cohesive"], entry.cohesive, () => cohesiveEnergy(crystal))
  for (const key of elasticKeys)
    add([k, key], entry[key], () => elasticConstant(crystal, Number(key[1]), Number(key[2]), { ions, pressure }))
  add([k, "bulkModulus"], entry.bulkModulus, () => bulkModulus(crystal, pressure))
  add([k, "bulkModulusDerivative"], entry.bulkModulusDerivative, () => bulkModulusDerivative(crystal))
  for (const [other, energy] of Object.entries(entry.above)) add([k, "above", other], energy, () => phaseDifference(crystal, find(other)))
  entry.energies.forEach(({ volume, energy, above }, i) => add([k, "energies", i], energy, () => energyAtVolume(crystal, volume, above)))
  entry.pressures.forEach(({ volume, pressure }, i) => add([k, "pressures", i], pressure, () => pressureAtVolume(crystal, volume)))
  entry.phonons.forEach(({ q, frequencies }, i) =>
    frequencies.forEach((frequency, b) => add([k, "phonons", i, "frequencies", b], frequency, () => phononFrequency(crystal, q, b + 1))),
  )
}

function addDefects(entry: CrystalEntry, crystal: Crystal, k: number, add: Add, find: (name: string) => Crystal): void {
  entry.vacancy.forEach((one, i) => add([k, "vacancy", i], one.energy, () => vacancyEnergy(crystal, cellOptions(one, find), one.site - 1)))
  entry.interstitials.forEach((one, i) =>
    add([k, "interstitials", i], one.energy, () => {
      const { label, site } = siteOf(one, crystal)
      return interstitialEnergy(
        crystal,
        label,
        site,
        cellOptions(one, find),
        one.element === undefined ? undefined : atomicNumber(one.element),
      )
    }),
  )
  entry.surfaces.forEach(({ plane, energy, layers, relax }, i) =>
    add([k, "surfaces", i], energy, () => surfaceEnergy(crystal, plane, { relax, ...(layers !== undefined && { layers }) })),
  )
  entry.stackingFaults.forEach(({ plane, shift, energy, layers, relax }, i) =>
    add([k, "stackingFaults", i], energy, () =>
      stackingFaultEnergy(crystal, plane, shift, { relax, ...(layers !== undefined && { layers }) }),
    ),
  )
}

function addDimer({ dimer, energies }: DimerEntry, k: number, add: Add): void {
  const [first, second] = dimer.map((symbol, i) => within([k, "dimer", i], () => atomicNumber(symbol)))
  energies.forEach(({ distance, energy }, i) => add([k, "energies", i], energy, () => dimerEnergy(first, second, distance)))
}

function cellOptions(entry: VacancyEntry | InterstitialEntry, find: (name: string) => Crystal): PointDefectOptions {
  const { supercell, cell, symmetry, reservoir } = entry
  return {
    volume: cell,
    symmetry,
    ...(supercell && { supercell }),
    ...(reservoir !== undefined && { reservoir: within(["reservoir"], () => find(reservoir)) }),
  }
}

function siteOf({ site, dumbbell }: InterstitialEntry, crystal: Crystal): { readonly label: string; readonly site: InterstitialSite } {
  if (dumbbell) return { label: `<${dumbbell.join(" ")}> dumbbell`, site: { dumbbell } }
  if (typeof site === "object") return { label: `(${site.map((value) => Number(value.toFixed(4))).join(" ")})`, site: { at: site } }
  const name = site ?? ""
  const at = crystal.sites[name]
  if (at) return { label: name, site: { at } }
  const names = Object.keys(crystal.sites)
  throw new SpecFailure(`${crystal.name} has no site called "${name}"`, {
    path: ["site"],
    advice: names.length > 0 ? suggest(name, names) : "give its place in units of the conventional cell",
  })
}

function reservoirsOf(entry: TargetEntry): readonly string[] {
  return "dimer" in entry ? [] : [...entry.vacancy, ...entry.interstitials].flatMap(({ reservoir }) => reservoir ?? [])
}

function atomicNumber(symbol: string): number {
  const number = numberOf(symbol)
  if (number === undefined) throw new SpecFailure(`"${symbol}" is not a chemical element`)
  return number
}

function refuseFile(file: string): Structure {
  throw new SpecFailure(`${file} cannot be read here`, { advice: "give the crystal by its prototype" })
}
