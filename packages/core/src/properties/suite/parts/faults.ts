import { gigapascal } from "../../../units/constants.ts"
import { stackingFaultEnergy } from "../../defects/planar-defects.ts"
import type { Observable } from "../../observable.ts"
import type { Curve } from "../figure.ts"
import { type PropertyValue, readProperty } from "../property-value.ts"
import type { Part, Study } from "../study.ts"
import { type FaultLine, usualDefects } from "./usual-defects.ts"

/** Shifts along a line, in units of it. */
const SHIFTS = Array.from({ length: 11 }, (_, k) => k / 10)
/** Distance of points about the top. */
const NEAR = 0.04
/** eV/Å² in mJ/m². */
const MILLIJOULE = 1 / (0.01 * gigapascal)

/** Stacking faults, and the lines on γ surfaces that lead to them. */
export const faultsPart: Part = Object.freeze({
  name: "faults",
  title: "Stacking faults",
  measure(study) {
    const lines = usualDefects(study.prototype).faults
    const all = lines.map((line, k) => {
      study.told?.(`stacking fault, ${line.label} (${k + 1} of ${lines.length})`)
      return alongLine(study, line)
    })
    if (lines.length === 0) return { values: [], remarks: ["no stacking fault is usual in this crystal"], figures: [] }
    return {
      values: all.flatMap(({ values }) => values),
      remarks: [],
      figures: [
        {
          kind: "curves",
          key: "faults",
          caption: "Energy of the shifted crystal, ions relaxed across the plane",
          x: "part of the shift",
          y: "energy [mJ/m²]",
          curves: all.map(({ curve }) => curve),
        },
      ],
    }
  },
} satisfies Part)

function alongLine(
  { point, crystal, spread }: Study,
  line: FaultLine,
): { readonly values: readonly PropertyValue[]; readonly curve: Curve } {
  const { label, plane, shift, end } = line
  const at = (part: number): Observable => stackingFaultEnergy(crystal, plane, [part * shift[0], part * shift[1], part * shift[2]])
  // The end that is the crystal again needs no relaxation.
  const energies = SHIFTS.map((part) => (part === 0 || (part === 1 && !end) ? 0 : at(part).read(point).value * MILLIJOULE))
  const rough = topOf(SHIFTS, energies)
  const near = [rough - NEAR, rough, rough + NEAR]
  const top = topOf(
    near,
    near.map((part) => at(part).read(point).value),
  )
  const read = (key: string, name: string, part: number): PropertyValue =>
    inMillijoule(readProperty(point, spread, key, `stacking fault, ${name}`, at(part)))
  return {
    values: [
      ...(end ? [read(`fault.${end[0]}`, end[1], 1)] : []),
      // At the top a change of the shift costs nothing: the error is that of the energy there.
      read(`fault.${line.top}`, `unstable, ${label}`, top),
    ],
    curve: { name: label, mark: "both", points: SHIFTS.map((x, k) => ({ x, y: Number.isFinite(energies[k]) ? energies[k] : null })) },
  }
}

/** Where a line is highest, by the parabola through the highest of evenly spaced points and its neighbours; to two digits. */
function topOf(parts: readonly number[], energies: readonly number[]): number {
  let k = 1
  for (let i = 1; i + 1 < energies.length; i++) if (energies[i] > energies[k]) k = i
  const [a, b, c] = [energies[k - 1], energies[k], energies[k + 1]]
  const aside = (0.5 * (a - c)) / (a - 2 * b + c)
  return Number((parts[k] + (Number.isFinite(aside) ? Math.max(-1, Math.min(1, aside)) : 0) * (parts[1] - parts[0])).toFixed(2))
}

/** Faults are known in mJ/m². */
function inMillijoule(property: PropertyValue): PropertyValue {
  const larger = (x: number | null): number | null => (x === null ? null : 1000 * x)
  return { ...property, value: larger(property.value), standardError: larger(property.standardError), unit: "mJ/m²" }
}
