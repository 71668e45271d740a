import type { Crystal } from "../../crystal/crystal.ts"
import { type VacancyJump, vacancyJumps } from "../../migration/vacancy-jumps.ts"
import { vacancyMigration, type VacancyPath, vacancyPath } from "../../migration/vacancy-migration.ts"
import type { Curve, CurvePoint } from "../figure.ts"
import { readProperty } from "../property-value.ts"
import type { Part } from "../study.ts"
import { sitesOf } from "./interstitial-sites.ts"

/** Points of a curve between two images. */
const BETWEEN = 12

/** Kinds of sites beyond these are too many to look at; of jumps from one, the shortest. */
const [MOST_SITES, MOST_JUMPS] = [4, 2]

/** Minima that are lower than the vacancy at its site by more than this are told [eV]. */
const FALL = 1e-3

/** A jump, and how it is named in files and for people. */
interface NamedJump {
  readonly jump: VacancyJump
  readonly key: string
  readonly label: string
}

/** How vacancies move: to the nearest site of the same element. */
export const migrationPart: Part = Object.freeze({
  name: "migration",
  title: "Migration of the vacancy",
  measure({ point, crystal, spread, told }) {
    const element = new Set(crystal.primitive.numbers).size === 1
    const { unbounded } = point.potential
    if (!element && unbounded !== undefined) {
      return { values: [], remarks: [`no migration: ${unbounded}, and a vacancy would need a charge of its own`], figures: [] }
    }
    const sites = sitesOf(crystal)
    if (sites.length > MOST_SITES)
      return { values: [], remarks: [`no migration: ${sites.length} kinds of sites are too many`], figures: [] }
    const jumps = element ? jumpsOf(crystal, sites[0].atom, "") : sites.flatMap(({ atom, name }) => jumpsOf(crystal, atom, name))
    const paths = jumps.map(({ jump, label }, k) => {
      told?.(`migration of the vacancy${label && `, ${label}`} (${k + 1} of ${jumps.length})`)
      return vacancyPath(point, crystal, jump)
    })
    const name = (k: number): string => jumps[k].label || "vacancy"
    const known = paths.map(({ trouble }) => trouble === null)
    const remarks = paths.flatMap((path, k) => (known[k] ? wellsOf(path, name(k)) : []))
    return {
      values: jumps.map(({ jump, key, label }) =>
        readProperty(point, spread, key, `migration barrier${label && `, ${label}`}`, vacancyMigration(crystal, jump)),
      ),
      remarks: element
        ? remarks
        : [...remarks, "vacancies jump to the nearest sites of their own element: ways by way of antisites are not looked at"],
      figures: !known.some(Boolean)
        ? []
        : [
            {
              kind: "curves",
              key: "migration",
              caption: "Energy along the path of least energy",
              x: "length of the path [Å]",
              y: "energy [eV]",
              curves: paths.flatMap((path, k) => (known[k] ? curvesOf(path, name(k)) : [])),
            },
          ],
    }
  },
} satisfies Part)

/** What the way of a vacancy passes besides its saddle, and what is not known of it. */
function wellsOf({ energies, wells, highest, lowest, unsure }: VacancyPath, name: string): readonly string[] {
  const inner = wells.slice(1, -1)
  const fall = energies[0] - energies[lowest]
  const many = inner.length === 1 ? "a minimum" : `${inner.length} minima`
  return [
    ...(inner.length > 0 && fall <= FALL
      ? [
          `the path (${name}) has ${many} between its ends, the lowest ${(energies[highest] - Math.min(...inner.map((k) => energies[k]))).toPrecision(3)} eV below the saddle`,
        ]
      : []),
    ...(fall > FALL
      ? [
          `the path (${name}) has ${many} between its ends, the lowest ${fall.toPrecision(3)} eV below the vacancy at its site: the barrier is counted from there, the vacancy’s formation energy is not of that one`,
        ]
      : []),
    ...(unsure > 0
      ? [`forces change abruptly at the saddle of the path (${name}), which is known to ${(1000 * unsure).toPrecision(1)} meV`]
      : []),
  ]
}

/** The jumps of a vacancy, numbered where there are several of one site. */
function jumpsOf(crystal: Crystal, atom: number, site: string): readonly NamedJump[] {
  const all = vacancyJumps(crystal, atom).toSorted((a, b) => Math.hypot(...a.vector) - Math.hypot(...b.vector))
  return all.slice(0, MOST_JUMPS).map((jump, k) => ({
    jump,
    key: ["migration", ...(site ? [site] : []), ...(k > 0 ? [k + 1] : [])].join("."),
    label: [site, jump.label].filter(Boolean).join(", "),
  }))
}

/** Images, and between them the cubic that has their energies and slopes. */
function curvesOf({ places, energies, slopes, lowest }: VacancyPath, name: string): readonly Curve[] {
  const line: CurvePoint[] = []
  for (let k = 1; k < places.length; k++) {
    const length = places[k] - places[k - 1]
    for (let n = k === 1 ? 0 : 1; n <= BETWEEN; n++) {
      const t = n / BETWEEN
      const [a, b] = [(1 + 2 * t) * (1 - t) ** 2, t * t * (3 - 2 * t)]
      const [c, d] = [t * (1 - t) ** 2 * length, t * t * (t - 1) * length]
      const y = a * energies[k - 1] + b * energies[k] + c * slopes[k - 1] + d * slopes[k] - energies[lowest]
      line.push({ x: places[k - 1] + t * length, y })
    }
  }
  return [
    { name, mark: "line", points: line },
    { name: `${name}, images`, mark: "dots", points: places.map((x, k) => ({ x, y: energies[k] - energies[lowest] })) },
  ]
}
