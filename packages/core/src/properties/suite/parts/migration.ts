import { vacancyJumps } from "../../migration/vacancy-jumps.ts"
import { vacancyMigration, type VacancyPath, vacancyPath } from "../../migration/vacancy-migration.ts"
import type { Curve, CurvePoint } from "../figure.ts"
import { readProperty } from "../property-value.ts"
import type { Part } from "../study.ts"

/** Points of a curve between two images. */
const BETWEEN = 12

/** How vacancies move. */
export const migrationPart: Part = Object.freeze({
  name: "migration",
  title: "Migration of the vacancy",
  measure({ point, crystal, spread }) {
    if (new Set(crystal.primitive.numbers).size > 1) {
      return { values: [], remarks: ["no migration: in a compound a vacancy has no neighbour of its kind at the next site"], figures: [] }
    }
    const jumps = vacancyJumps(crystal)
    const paths = jumps.map((jump) => vacancyPath(point, crystal, jump))
    const name = (k: number): string => jumps[k].label || "vacancy"
    const hollow = paths.flatMap(({ energies, highest, converged }, k) => {
      if (!converged) return []
      const middle = energies.slice(1, -1).findIndex((energy, i) => energy < energies[i] && energy < energies[i + 2])
      return middle < 0
        ? []
        : [`the path (${name(k)}) has a hollow ${(energies[highest] - energies[middle + 1]).toPrecision(2)} eV below its saddle`]
    })
    return {
      values: jumps.map((jump, k) =>
        readProperty(
          ...([point, spread] as const),
          k === 0 ? "migration" : `migration.${k + 1}`,
          `migration barrier${jump.label && `, ${jump.label}`}`,
          vacancyMigration(crystal, jump),
        ),
      ),
      remarks: hollow,
      figures: paths.every(({ converged }) => !converged)
        ? []
        : [
            {
              kind: "curves",
              key: "migration",
              caption: "Energy along the path of least energy",
              x: "length of the path [Å]",
              y: "energy [eV]",
              curves: paths.flatMap((path, k) => (path.converged ? curvesOf(path, name(k)) : [])),
            },
          ],
    }
  },
} satisfies Part)

/** Images, and between them the cubic that has their energies and slopes. */
function curvesOf({ places, energies, slopes }: VacancyPath, name: string): readonly Curve[] {
  const line: CurvePoint[] = []
  for (let k = 1; k < places.length; k++) {
    const length = places[k] - places[k - 1]
    for (let n = k === 1 ? 0 : 1; n <= BETWEEN; n++) {
      const t = n / BETWEEN
      const [a, b] = [(1 + 2 * t) * (1 - t) ** 2, t * t * (3 - 2 * t)]
      const [c, d] = [t * (1 - t) ** 2 * length, t * t * (t - 1) * length]
      const y = a * energies[k - 1] + b * energies[k] + c * slopes[k - 1] + d * slopes[k] - energies[0]
      line.push({ x: places[k - 1] + t * length, y })
    }
  }
  return [
    { name, mark: "line", points: line },
    { name: `${name}, images`, mark: "dots", points: places.map((x, k) => ({ x, y: energies[k] - energies[0] })) },
  ]
}
