import type { Crystal } from "../../crystal/crystal.ts"
import { copiesOver } from "../../crystal/repeated.ts"
import { surfaceEnergy } from "../../defects/planar-defects.ts"
import { DEFECT_CELL } from "../../defects/formation-energy.ts"
import { interstitialEnergy, vacancyEnergy } from "../../defects/point-defects.ts"
import { type PropertyValue, readProperty } from "../property-value.ts"
import type { Part, Study } from "../study.ts"
import { compoundDefects } from "./compound-defects.ts"
import { interstitialSites, sitesOf } from "./interstitial-sites.ts"
import { usualDefects } from "./usual-defects.ts"

/** Copies of the conventional cell along each of its vectors. */
const USUAL = 3

/** What an interstitial falls by is told from here on [eV]. */
const FALL = 1e-3

/** Vacancies and interstitials. */
export const pointDefectsPart: Part = Object.freeze({
  name: "point-defects",
  title: "Point defects",
  measure(study) {
    const { point, crystal, prototype, spread, told } = study
    const { unbounded } = point.potential
    if (!isElement(crystal)) {
      if (unbounded === undefined) return compoundDefects(study)
      return { values: [], remarks: [`no point defects: ${unbounded}, and each would need a charge of its own`], figures: [] }
    }
    const [first, ...others] = sitesOf(crystal)
    told?.("vacancies")
    const vacancies = [
      readProperty(point, spread, "vacancy", "vacancy", vacancyEnergy(crystal, {}, first.atom)),
      ...others.map(({ atom, name }, k) =>
        readProperty(point, spread, `vacancy.site${k + 2}`, `vacancy of ${name}`, vacancyEnergy(crystal, {}, atom)),
      ),
      ...usualVacancy(study),
    ]
    const sites = interstitialSites(crystal, prototype)
    const found = sites.map(({ key, label, site }, k) => {
      told?.(`interstitial, ${label} (${k + 1} of ${sites.length})`)
      return readProperty(point, spread, `interstitial.${key}`, `interstitial, ${label}`, interstitialEnergy(crystal, label, site))
    })
    const best = lowest(found)
    if (best < 0) return { values: [...vacancies, ...found], remarks: [], figures: [] }
    const { label, site } = sites[best]
    told?.("interstitial, lowest")
    const observable = interstitialEnergy(crystal, label, site, { symmetry: "broken" })
    const free = readProperty(point, spread, "interstitial", "interstitial, lowest", observable)
    const fall = (found[best].value ?? 0) - (free.value ?? 0)
    const remark =
      fall > FALL
        ? `the lowest interstitial that keeps the symmetry of its site, ${label}, falls by ${fall.toPrecision(2)} eV when it need not`
        : `the lowest interstitial is ${label}, at rest without symmetry too`
    return { values: [...vacancies, free, ...found], remarks: [`${remark}; the others keep the symmetry of their sites`], figures: [] }
  },
} satisfies Part)

/** The vacancy in the cells that most published ones are of, where they are not ours: what the cell does to it can be seen. */
function usualVacancy({ point, crystal, spread }: Study): readonly PropertyValue[] {
  if (copiesOver(crystal, DEFECT_CELL).every((copies) => copies === USUAL)) return []
  const observable = vacancyEnergy(crystal, { supercell: [USUAL, USUAL, USUAL] })
  return [readProperty(point, spread, `vacancy.${USUAL}`, `vacancy, ${USUAL} × ${USUAL} × ${USUAL} cells`, observable)]
}

/** Energies of surfaces as cut. */
export const surfacesPart: Part = Object.freeze({
  name: "surfaces",
  title: "Surfaces",
  measure({ point, crystal, prototype, spread, told }) {
    const { unbounded } = point.potential
    if (unbounded !== undefined) {
      return {
        values: [],
        remarks: [`no surfaces: ${unbounded}, and slabs that do not repeat across their faces have no sum of them`],
        figures: [],
      }
    }
    const { surfaces } = usualDefects(prototype)
    const values = surfaces.map((plane, k) => {
      told?.(`surface (${plane.join(" ")}), ${k + 1} of ${surfaces.length}`)
      return readProperty(point, spread, `surface.${plane.join("")}`, `surface (${plane.join(" ")})`, surfaceEnergy(crystal, plane))
    })
    const remarks = [
      ...(prototype === "diamond" || prototype === "zincblende" || prototype === "wurtzite"
        ? ["surfaces are as cut and relaxed, in cells of one period: reconstructions of longer ones are not looked for"]
        : []),
      ...(isElement(crystal)
        ? []
        : ["slabs have the composition of the crystal: where their two faces end differently, the energy is the mean of both"]),
    ]
    return { values, remarks, figures: [] }
  },
} satisfies Part)

/** Number of the lowest of those that are known, −1 where none is. */
function lowest(all: readonly PropertyValue[]): number {
  return all.reduce((best, { value, trouble }, k) => {
    if (value === null || trouble !== null) return best
    return best < 0 || value < (all[best].value ?? Infinity) ? k : best
  }, -1)
}

function isElement({ primitive }: Crystal): boolean {
  return new Set(primitive.numbers).size === 1
}
