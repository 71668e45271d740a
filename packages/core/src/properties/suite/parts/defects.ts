import type { Crystal } from "../../crystal/crystal.ts"
import { stackingFaultEnergy, surfaceEnergy } from "../../defects/planar-defects.ts"
import { interstitialEnergy, vacancyEnergy } from "../../defects/point-defects.ts"
import { type PropertyValue, readProperty } from "../property-value.ts"
import type { Part } from "../study.ts"
import { usualDefects } from "./usual-defects.ts"

const compound = "of compounds they need reservoirs, which targets of a fit can name"

/** Vacancies and interstitials. */
export const pointDefectsPart: Part = Object.freeze({
  name: "point-defects",
  title: "Point defects",
  measure(study) {
    const { point, crystal, prototype, spread } = study
    if (!isElement(study.crystal)) return { values: [], remarks: [`no point defects: ${compound}`], figures: [] }
    const vacancy = readProperty(point, spread, "vacancy", "vacancy", vacancyEnergy(crystal))
    const interstitials = usualDefects(prototype).interstitials.map(({ key, label, site }) =>
      readProperty(point, spread, `interstitial.${key}`, `interstitial, ${label}`, interstitialEnergy(crystal, label, site)),
    )
    return { values: [vacancy, ...interstitials], remarks: lowest(interstitials), figures: [] }
  },
} satisfies Part)

/** Energies of surfaces as cut. */
export const surfacesPart: Part = Object.freeze({
  name: "surfaces",
  title: "Surfaces",
  measure({ point, crystal, prototype, spread }) {
    const values = usualDefects(prototype).surfaces.map((plane) =>
      readProperty(point, spread, `surface.${plane.join("")}`, `surface (${plane.join(" ")})`, surfaceEnergy(crystal, plane)),
    )
    const remarks =
      prototype === "diamond"
        ? ["surfaces are as cut and relaxed, in cells of one period: reconstructions of longer ones are not looked for"]
        : []
    return { values, remarks, figures: [] }
  },
} satisfies Part)

/** Energies of stacking faults. */
export const faultsPart: Part = Object.freeze({
  name: "faults",
  title: "Stacking faults",
  measure({ point, crystal, prototype, spread }) {
    const { faults } = usualDefects(prototype)
    const values = faults.map(({ key, label, plane, shift }) =>
      readProperty(point, spread, `fault.${key}`, `stacking fault, ${label}`, stackingFaultEnergy(crystal, plane, shift)),
    )
    return { values: values.map((one) => ({ ...one, ...inMillijoule(one) })), remarks: [], figures: [] }
  },
} satisfies Part)

/** Faults are known in mJ/m². */
function inMillijoule({ value, standardError }: PropertyValue): Pick<PropertyValue, "value" | "standardError" | "unit"> {
  const larger = (x: number | null): number | null => (x === null ? null : 1000 * x)
  return { value: larger(value), standardError: larger(standardError), unit: "mJ/m²" }
}

function lowest(interstitials: readonly PropertyValue[]): readonly string[] {
  const known = interstitials.filter(({ value, trouble }) => value !== null && trouble === null)
  const best = known.reduce<PropertyValue | undefined>(
    (least, one) => (least && (least.value ?? 0) <= (one.value ?? 0) ? least : one),
    undefined,
  )
  return best && known.length > 1 ? [`the lowest ${best.label.replace(",", ":")}; each keeps the symmetry of its site`] : []
}

function isElement({ primitive }: Crystal): boolean {
  return new Set(primitive.numbers).size === 1
}
