import { inverse, timesMatrix, transpose } from "../../../atoms/cell.ts"
import { Failure } from "../../../failure/failure.ts"
import { deformed, equilibriumOf } from "../../bulk/equilibrium.ts"
import { phononFrequency } from "../../bulk/phonon.ts"
import { bandPath, type NamedWave } from "../../phonons/band-path.ts"
import { STILL } from "../../phonons/spectrum.ts"
import { DISPLACEMENT_STEP } from "../../relax/differences.ts"
import { type PropertyValue, readProperty } from "../property-value.ts"
import type { PartResult, Study } from "../study.ts"

type Wave = NamedWave["q"]

/** Waves on each part of the path. */
const PARTS = 6
/** Steps from Γ by the length of a part: the first of which a wave fits into a cell. */
const NEAR = [18, 16, 12]

/**
 * Phonons where atoms feel each other at all distances, such as charges: force constants have no end, but waves that fit into cells of
 * their own are exact. At Γ itself an electric field would depend on where the wave comes from: there stands the limit along the path.
 */
export function frozenPhonons(study: Study): PartResult {
  const { point, crystal, prototype } = study
  const branches = 3 * crystal.primitive.numbers.length
  const read = (q: Wave): readonly number[] =>
    Array.from({ length: branches }, (_, k) => (k < 3 && isCentre(q) ? 0 : phononFrequency(crystal, q, k + 1).read(point).value))
  const path = bandPath(prototype)
  const toSpace = transpose(inverse(deformed(equilibriumOf(point, crystal), crystal.conventional)))
  const places: number[] = []
  const columns: (readonly number[])[] = []
  const ticks = [{ at: 0, label: path[0].label }]
  let from = 0
  for (let k = 1; k < path.length; k++) {
    const [start, end] = [path[k - 1], path[k]]
    if (start.label === end.label) continue
    const length = Math.hypot(
      ...timesMatrix(
        between(start.q, end.q, 1).map((x, c) => x - start.q[c]),
        toSpace,
      ),
    )
    for (const part of partsOf(study, start.q, end.q)) {
      places.push(from + part * length)
      columns.push(read(between(start.q, end.q, part)))
    }
    from += length
    ticks.push({ at: from, label: end.label })
  }
  const all = columns.flat()
  const [lowest, highest] = [Math.min(...all), Math.max(...all)]
  const unstable = lowest < -STILL * highest
  return {
    values: splitting(study, path),
    remarks: [
      `${point.potential.unbounded ?? "forces have no end"}: phonons are those of waves in cells of their own, displaced by ±${DISPLACEMENT_STEP} and ±${2 * DISPLACEMENT_STEP} Å, without density of states`,
      unstable
        ? `${crystal.name} is dynamically unstable: phonons reach an imaginary frequency of ${(-lowest).toPrecision(3)} THz, shown below zero`
        : "all phonons along the path are real",
    ],
    figures: [
      {
        kind: "bands",
        key: "phonons",
        caption: `Phonons of ${crystal.name} at rest`,
        unit: "THz",
        places,
        branches: Array.from({ length: branches }, (_, b) => columns.map((column) => column[b])),
        ticks,
        density: { frequencies: [], values: [] },
      },
    ],
  }
}

/** Where on a part of the path waves are taken, as far as cells hold them; not at Γ but near it. */
function partsOf(study: Study, start: Wave, end: Wave): readonly number[] {
  const inner = Array.from({ length: PARTS - 1 }, (_, k) => (k + 1) / PARTS).filter((part) => isHeld(study, between(start, end, part)))
  return [isCentre(start) ? nearCentre(study, start, end) : 0, ...inner, isCentre(end) ? 1 - nearCentre(study, end, start) : 1]
}

/** The smallest step from Γ towards a wave that a cell holds. */
function nearCentre(study: Study, centre: Wave, towards: Wave): number {
  return 1 / (NEAR.find((count) => isHeld(study, between(centre, towards, 1 / count))) ?? PARTS)
}

function isHeld({ crystal }: Study, q: Wave): boolean {
  try {
    phononFrequency(crystal, q, 1)
    return true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}

/** Optical frequencies at Γ without a field, and the highest in the limit along the path, where the wave has one. */
function splitting(study: Study, path: readonly NamedWave[]): readonly PropertyValue[] {
  const { point, crystal, spread } = study
  const branches = 3 * crystal.primitive.numbers.length
  const centre = path.findIndex(({ q }) => isCentre(q))
  if (branches === 3 || centre < 0 || centre + 1 >= path.length) return []
  const towards = path[centre + 1].q
  const near = between(path[centre].q, towards, nearCentre(study, path[centre].q, towards))
  // Of two atoms the lowest is transverse, the highest longitudinal; of more it depends on the crystal which are.
  const [low, high] =
    branches === 6 ? ["transverse optical phonon", "longitudinal optical phonon"] : ["lowest optical phonon", "highest phonon"]
  const [lowKey, highKey] = branches === 6 ? ["phonon.TO", "phonon.LO"] : ["phonon.Γ.lowest", "phonon.Γ.highest"]
  return [
    readProperty(point, spread, lowKey, `${low} at Γ`, phononFrequency(crystal, path[centre].q, 4)),
    readProperty(point, spread, highKey, `${high} near Γ, towards ${path[centre + 1].label}`, phononFrequency(crystal, near, branches)),
  ]
}

function between(start: Wave, end: Wave, part: number): Wave {
  const [x, y, z] = [0, 1, 2].map((c) => start[c] + part * (end[c] - start[c]))
  return [x, y, z]
}

function isCentre(q: Wave): boolean {
  return q.every((value) => value === 0)
}
