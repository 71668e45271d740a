import { vacancyJumps } from "../../migration/vacancy-jumps.ts"
import { vacancyMigration, vacancyPath } from "../../migration/vacancy-migration.ts"
import { readProperty } from "../property-value.ts"
import type { Part } from "../study.ts"

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
              caption: "Energy along the path of least energy (climbing-image nudged elastic band)",
              x: "length of the path [Å]",
              y: "energy [eV]",
              curves: paths.map(({ places, energies, converged }, k) => ({
                name: name(k),
                mark: "both" as const,
                points: converged ? places.map((x, i) => ({ x, y: energies[i] - energies[0] })) : [],
              })),
            },
          ],
    }
  },
} satisfies Part)
