import { lowestBoundary } from "../../defects/lowest-boundary.ts"
import { type PropertyValue, readProperty } from "../property-value.ts"
import type { Part } from "../study.ts"
import { usualDefects } from "./usual-defects.ts"

/** Energies of symmetric grain boundaries and twins. */
export const boundariesPart: Part = Object.freeze({
  name: "boundaries",
  title: "Grain boundaries",
  measure({ point, crystal, prototype, spread, told }) {
    const values: PropertyValue[] = []
    const remarks: string[] = []
    const planes = usualDefects(prototype).boundaries
    for (const [k, plane] of planes.entries()) {
      const label = `Σ${sigmaOf(plane)} (${plane.join(" ")})`
      told?.(`grain boundary, ${label} (${k + 1} of ${planes.length})`)
      const found = lowestBoundary(point, crystal, plane)
      if (!found) {
        remarks.push(`${label}: no way for the two grains to meet has a finite energy`)
        continue
      }
      const { observable, tried } = found
      values.push(readProperty(point, spread, `boundary.${plane.join("")}`, `grain boundary, ${label}`, observable))
      remarks.push(`${label}: the lowest of ${tried} ways for the grains to meet, in cells of one period`)
    }
    return { values, remarks, figures: [] }
  },
} satisfies Part)

/** Of a cubic crystal and its image mirrored at (h k l) one site in Σ is common: h² + k² + l², halved when even. */
function sigmaOf(plane: readonly [number, number, number]): number {
  const square = plane.reduce((sum, index) => sum + index * index, 0)
  return square % 2 === 0 ? square / 2 : square
}
