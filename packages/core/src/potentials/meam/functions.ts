import { speciesPair } from "../../graph/pair-segments.ts"
import { tabulatedDensity } from "../eam/setfl/interpolation.ts"
import type { BoundFunction } from "../many-body/function-set.ts"
import { buildModel } from "./model/build-model.ts"
import { mapModel, type MeamModel } from "./model/model.ts"
import { pairTable } from "./reference/pair-tables.ts"
import type { PlacedMeam } from "./spec/place.ts"
import { atomEnergy, type AtomEnergy } from "./surroundings/atom-energy.ts"

/** What a MEAM potential is evaluated from. */
export interface MeamFunctions {
  readonly model: MeamModel
  /** φ of each pair of elements, at `speciesPair(a, b, n)`. */
  readonly pairs: readonly BoundFunction[]
  readonly atoms: readonly AtomEnergy[]
}

/** How all this changes with one parameter. */
export interface MeamSlopes {
  /** The derivatives of the model's numbers. */
  readonly model: MeamModel
  /** Those of φ. */
  readonly pairs: readonly BoundFunction[]
  /** Whether densities or embedding energies change. */
  readonly density: boolean
  /** Whether screening changes. */
  readonly screening: boolean
  /** Whether anything changes where there are only these elements. */
  matters(present: ReadonlySet<number>): boolean
}

/** The functions of a potential at θ. */
export function functionsAt(placed: PlacedMeam, theta: Float64Array): MeamFunctions {
  return makeFunctions(placed, theta, false)
}

/** With their derivatives, by column. */
export interface MeamFunctionsWithSlopes extends MeamFunctions {
  readonly slopes: readonly MeamSlopes[]
}

/** The functions of a potential at θ with their derivatives. */
export function slopesAt(placed: PlacedMeam, theta: Float64Array): MeamFunctionsWithSlopes {
  return makeFunctions(placed, theta, true)
}

function makeFunctions(placed: PlacedMeam, theta: Float64Array, withSlopes: boolean): MeamFunctionsWithSlopes {
  const quantities = buildModel(placed, theta)
  const model = mapModel(quantities, ({ value }) => value)
  const { cutoff } = model.options
  const count = model.elements.length
  const tables = model.elements.flatMap((_, a) =>
    model.elements.slice(a).map((__, k) => {
      const b = a + k
      return { a, b, pair: speciesPair(a, b, count), table: pairTable(quantities, a, b, withSlopes) }
    }),
  )
  const bound = (radial: BoundFunction["radial"]): BoundFunction => ({ radial, columns: [] })
  const pairs: BoundFunction[] = []
  for (const { pair, table } of tables) pairs[pair] = bound(tabulatedDensity(table.values, table.step, cutoff))
  const zero = tabulatedDensity(new Float64Array(2), 2 * cutoff, cutoff)
  const slopes = withSlopes
    ? placed.parameters.map((_, column): MeamSlopes => {
        const own = mapModel(quantities, (quantity) => quantity.slopes.get(column) ?? 0)
        const of: BoundFunction[] = []
        for (const { pair, table } of tables) {
          const values = table.slopes.get(column)
          of[pair] = bound(values ? tabulatedDensity(values, table.step, cutoff) : zero)
        }
        const { least, most } = own
        const changing = own.elements.map(({ nearest, density, embedding, background, beta, weights }) =>
          [nearest, density, embedding, background, ...beta, ...weights].some((slope) => slope !== 0),
        )
        return {
          model: own,
          pairs: of,
          density: changing.includes(true),
          screening: [...least, ...most].some((slope) => slope !== 0),
          matters: (present) =>
            changing.some((changes, a) => changes && present.has(a)) ||
            tables.some(({ a, b, table }) => present.has(a) && present.has(b) && table.slopes.has(column)) ||
            least.some((slope, at) => {
              const among = [at % count, Math.floor(at / count) % count, Math.floor(at / count ** 2)]
              return (slope !== 0 || most[at] !== 0) && among.every((element) => present.has(element))
            }),
        }
      })
    : []
  return { model, pairs, atoms: model.elements.map((_, a) => atomEnergy(model, a)), slopes }
}
