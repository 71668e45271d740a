import type { Configuration } from "../atoms/structure.ts"
import { symbolOf } from "../atoms/elements.ts"
import { type DataSet, type Finding, firstOrigins } from "./finding.ts"
import { totalEnergies } from "./total-energies.ts"
import { median, robustDeviation } from "./statistics.ts"

/** A group or frame this many robust deviations away stands out. */
const FAR = 10
/** … if it is also at least this far [eV/atom]. */
const NOTABLE = 0.5

/**
 * Energies that stand out: whole groups and single frames far from the rest of the same elements, and energies stored in single
 * precision. Free atoms are left out of the comparison and reported as references.
 */
export function energyFindings(sets: readonly DataSet[]): readonly Finding[] {
  const labelled = sets.flatMap(({ configurations }) => configurations).filter(({ energy }) => energy !== undefined)
  const free = labelled.filter(({ structure }) => structure.numbers.length === 1 && isFree(structure))
  const bound = labelled.filter((configuration) => !free.includes(configuration))
  return [...references(free), ...totalEnergies(labelled), ...groupsApart(bound), ...framesApart(bound), ...singlePrecision(labelled)]
}

function isFree({ cell, pbc }: Configuration["structure"]): boolean {
  if (!cell || !pbc.some(Boolean)) return true
  return [0, 3, 6].every((row) => Math.hypot(cell[row], cell[row + 1], cell[row + 2]) > 7)
}

function references(free: readonly Configuration[]): readonly Finding[] {
  if (free.length === 0) return []
  const list = free.map(({ structure, energy }) => `${symbolOf(structure.numbers[0])} ${energy!.toFixed(4)} eV`)
  return [
    {
      severity: "note",
      code: "isolated-atoms",
      message: `energies of isolated atoms are given: ${list.slice(0, 8).join(", ")}`,
      advice: "with objective.references: isolated they become the energy references",
      frames: firstOrigins(free),
    },
  ]
}

function perAtom({ energy, structure }: Configuration): number {
  return energy! / structure.numbers.length
}

/** Elements present, as a key: energies are compared only among the same elements. */
function chemistry({ structure }: Configuration): string {
  return [...new Set(structure.numbers)]
    .sort((a, b) => a - b)
    .map(symbolOf)
    .join("-")
}

function groupsApart(bound: readonly Configuration[]): readonly Finding[] {
  return [...Map.groupBy(bound, chemistry)].flatMap(([elements, members]) => {
    const groups = [...Map.groupBy(members, ({ group }) => group)]
    if (groups.length < 2) return []
    return groups.flatMap(([group, own]) => {
      const others = members.filter((configuration) => configuration.group !== group).map(perAtom)
      const centre = median(others)
      const middle = median(own.map(perAtom))
      const limit = Math.max(2 * NOTABLE, 3 * robustDeviation(others, centre))
      if (Math.abs(middle - centre) < limit) return []
      return [
        {
          severity: "warning",
          code: "group-apart",
          message: `group ${group}: energies lie ${(middle - centre).toFixed(2)} eV/atom from the other ${elements} data (median ${middle.toFixed(3)} against ${centre.toFixed(3)})`,
          advice:
            "check that it was computed with the same settings; if it is meant (extreme compression, say), give it a larger σ so that it does not dominate",
          frames: firstOrigins(own),
        } satisfies Finding,
      ]
    })
  })
}

function framesApart(bound: readonly Configuration[]): readonly Finding[] {
  return [...Map.groupBy(bound, (configuration) => `${configuration.group} of ${chemistry(configuration)}`)].flatMap(([group, members]) => {
    const values = members.map(perAtom)
    const centre = median(values)
    const limit = Math.max(NOTABLE, FAR * robustDeviation(values, centre))
    const apart = members
      .map((configuration) => ({ configuration, distance: Math.abs(perAtom(configuration) - centre) }))
      .filter(({ distance }) => distance > limit)
      .sort((a, b) => b.distance - a.distance)
    if (apart.length === 0) return []
    return [
      {
        severity: "warning",
        code: "energy-outlier",
        message: `group ${group}: ${apart.length} of ${members.length} energies lie more than ${limit.toFixed(2)} eV/atom from the group's median (up to ${apart[0].distance.toFixed(2)})`,
        advice: "look at these frames: unconverged calculations, wrong units, or extreme geometries",
        frames: firstOrigins(apart.map(({ configuration }) => configuration)),
      } satisfies Finding,
    ]
  })
}

/** Most energies in single precision: a float32 has 24 bits, so that the energy is known to |E| × 6e-8 only. */
function singlePrecision(labelled: readonly Configuration[]): readonly Finding[] {
  const matter = labelled.filter(({ energy }) => energy !== 0)
  if (matter.length < 10) return []
  const single = matter.filter(({ energy }) => isSinglePrecision(energy!))
  if (single.length < 0.9 * matter.length) return []
  const worst = Math.max(...matter.map(({ energy }) => 2 ** (Math.floor(Math.log2(Math.abs(energy!))) - 23)))
  if (worst < 1e-6) return []
  return [
    {
      severity: "warning",
      code: "single-precision",
      message: `energies were stored in single precision: they are rounded to steps of up to ${(1000 * worst).toPrecision(2)} meV a configuration`,
      advice: "no fit can have a smaller energy error than the rounding; use the original double-precision values if they exist",
      frames: [],
    },
  ]
}

function isSinglePrecision(energy: number): boolean {
  // Nine printed digits of a float32 lie within a few per cent of its spacing; a random number does so one time in sixteen.
  const spacing = 2 ** (Math.floor(Math.log2(Math.abs(energy))) - 23)
  const off = Math.abs(energy - Math.fround(energy))
  return off < 0.03 * spacing
}
