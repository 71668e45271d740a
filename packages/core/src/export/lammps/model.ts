import { symbolOf } from "../../atoms/elements.ts"
import { Failure } from "../../failure/failure.ts"
import { hasFunctions, type PotentialFunction, type WithFunctions } from "../../potentials/functions/potential-function.ts"
import type { LammpsModel, LammpsTerm, WithLammps } from "../../potentials/lammps-model.ts"
import { hasPairs, type LammpsFunction, type WithPairs } from "../../potentials/pair/lammps-pair.ts"
import type { Potential } from "../../potentials/potential.ts"
import { hasTerms } from "../../potentials/sum/sum-potential.ts"
import type { LammpsTable } from "../../potentials/table/lammps-table.ts"
import { tabulate, writeLammpsTables } from "../../potentials/table/write-table.ts"

/** Rows of a table file and points of LAMMPS's own table: an error below 1e-6 eV/Å for anything that MD can reach. */
const TABLE_POINTS = 10_000
/** Tables begin where the energy of a pair exceeds this [eV], or here [Å]: LAMMPS stops at shorter distances. */
const HIGHEST_ENERGY = 500
const SHORTEST_DISTANCE = 0.3

/**
 * A potential with its parameters in LAMMPS's terms: the style of the same formula where there is one, else tables.
 *
 * @throws Failure for a potential that no style of LAMMPS can represent.
 */
export function lammpsModel(potential: Potential, theta: Float64Array): LammpsModel {
  if (hasTerms(potential)) {
    return joined(
      potential.terms.map(({ potential: term, offset }) => lammpsModel(term, theta.subarray(offset, offset + term.parameters.length))),
    )
  }
  if (hasLammps(potential)) return potential.lammps(theta)
  if (hasPairs(potential) && hasFunctions(potential)) return pairModel(potential, theta)
  throw new Failure("this potential has no equivalent in LAMMPS", { advice: "leave export.lammps out" })
}

function hasLammps(potential: Potential): potential is Potential & WithLammps {
  return "lammps" in potential
}

/** All pairs by exact styles if each has one and styles do not contradict each other; else all by tables. */
function pairModel(potential: Potential & WithPairs & WithFunctions, theta: Float64Array): LammpsModel {
  const exact = potential.pairs.map((pair) => ({ pair, equivalent: pair.lammps(theta) }))
  const found = exact.flatMap(({ pair, equivalent }) => (equivalent ? [{ pair, equivalent }] : []))
  const styles = [...Map.groupBy(found, ({ equivalent }) => equivalent.style).values()]
  const agree = styles.every((members) => members.every(({ equivalent }) => globals(equivalent) === globals(members[0].equivalent)))
  if (found.length < exact.length || !agree) return tableModel(potential, theta)
  const terms = styles.map((members): LammpsTerm => {
    const { style, settings, shift } = members[0].equivalent
    return {
      style,
      settings: settings.map(digits).join(" "),
      coefficients: members.map(({ pair, equivalent }) => ({
        elements: [symbolOf(pair.elements[0]), symbolOf(pair.elements[1])],
        text: equivalent.coefficients.map(digits).join(" "),
      })),
      ...(shift ? { modify: "shift yes" } : {}),
    }
  })
  return { terms, files: {}, exact: true }
}

function globals({ settings, shift }: LammpsFunction): string {
  return [...settings, shift].join(" ")
}

function tableModel(potential: Potential & WithPairs & WithFunctions, theta: Float64Array): LammpsModel {
  const file = `${potential.elements.map(symbolOf).join("")}.table`
  const tables = potential.pairs.map(({ label, cutoff }, k) => tableOf(potential.functions[k], label, cutoff, theta))
  const term: LammpsTerm = {
    style: "table",
    settings: `spline ${TABLE_POINTS}`,
    coefficients: potential.pairs.map(({ elements, label, cutoff }) => ({
      elements: [symbolOf(elements[0]), symbolOf(elements[1])],
      text: `${file} ${label} ${digits(cutoff)}`,
    })),
  }
  return {
    terms: [term],
    files: { [file]: writeLammpsTables(tables, "Written by Luthier: r [Å], energy [eV], force [eV/Å]") },
    exact: false,
  }
}

function tableOf({ radial, offset }: PotentialFunction, label: string, cutoff: number, theta: Float64Array): LammpsTable {
  const own = theta.slice(offset, offset + radial.parameters.length)
  const coarse = tabulate(label, radial, own, { inner: SHORTEST_DISTANCE, outer: cutoff, points: 500 })
  const steep = coarse.energies.findLastIndex((energy) => !(Math.abs(energy) < HIGHEST_ENERGY))
  return tabulate(label, radial, own, { inner: coarse.radii[steep + 1], outer: cutoff, points: TABLE_POINTS })
}

/** Terms that add up; files of the same name and contents are one. */
function joined(models: readonly LammpsModel[]): LammpsModel {
  return {
    terms: models.flatMap(({ terms }) => terms),
    files: Object.assign({}, ...models.map(({ files }) => files)),
    exact: models.every(({ exact }) => exact),
  }
}

/** The shortest text that reads back to the same number. */
function digits(value: number): string {
  return String(value)
}
