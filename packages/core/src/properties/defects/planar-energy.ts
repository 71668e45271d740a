import { elementsOf } from "../../atoms/elements.ts"
import { timesMatrix } from "../../atoms/cell.ts"
import { responseOf } from "../bulk/equilibrium.ts"
import { addRow } from "../bulk/gradients.ts"
import type { Crystal } from "../crystal/crystal.ts"
import type { Observable } from "../observable.ts"
import { addExcessDerivative, type Defect, excessEnergy, relaxedDefect } from "./defect.ts"

/** A planar defect whose plane is that of the first two vectors of its cell. */
export interface PlanarEnergy {
  readonly name: string
  readonly kind: string
  /** How many of it the cell holds. */
  readonly faces: number
  readonly crystal: Crystal
  /** Made at the first call. */
  defect(): Defect
}

/** Energy of a planar defect per area [eV/Å²]. */
export function planarEnergy({ name, kind, faces, crystal, defect }: PlanarEnergy): Observable {
  const areaOf = (cell: Float64Array | null): number => (cell ? faces * Math.hypot(...across(cell)) : Number.NaN)
  return Object.freeze({
    name,
    kind,
    elements: elementsOf(crystal.primitive.numbers),
    dimension: "energy per area",
    unit: "J/m²",
    tolerance: 0.03,
    read(point) {
      const { structure, trouble } = relaxedDefect(point, defect())
      return { value: excessEnergy(point, defect()) / areaOf(structure.cell), trouble }
    },
    derivative(point) {
      const { structure, bulk } = relaxedDefect(point, defect())
      const { cell } = structure
      const area = areaOf(cell)
      const energy = excessEnergy(point, defect())
      const out = new Float64Array(point.theta.length)
      addExcessDerivative(point, defect(), 1 / area, out)
      if (cell === null) return out
      const vector = across(cell)
      const normal = vector.map((value) => value / Math.hypot(...vector))
      // dA/A = tr ε − n·ε·n.
      bulk.body.strains.forEach((strain, q) => {
        const turned = timesMatrix(normal, strain)
        const along = turned[0] * normal[0] + turned[1] * normal[1] + turned[2] * normal[2]
        addRow(out, (-energy / area) * (strain[0] + strain[4] + strain[8] - along), responseOf(point, bulk), q)
      })
      return out
    },
  } satisfies Observable)
}

/** The product of the first two vectors of a cell: as long as the area. */
function across(h: Float64Array): Float64Array {
  return Float64Array.of(h[1] * h[5] - h[2] * h[4], h[2] * h[3] - h[0] * h[5], h[0] * h[4] - h[1] * h[3])
}
