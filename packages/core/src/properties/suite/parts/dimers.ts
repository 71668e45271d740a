import { massOf, symbolOf } from "../../../atoms/elements.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { Failure } from "../../../failure/failure.ts"
import { kineticUnit } from "../../../units/constants.ts"
import { dimerEnergy } from "../../dimer.ts"
import { evaluateAll } from "../../evaluate.ts"
import type { Point } from "../../point.ts"
import { type PropertyValue, readProperty, plainProperty } from "../property-value.ts"
import type { CurvesFigure } from "../figure.ts"
import type { Part, PartResult, Study } from "../study.ts"

const POINTS = 160
/** Where curves begin, by the cutoff. */
const FIRST = 0.14
const HALVINGS = 60
/** Step of the curvature [Å]. */
const STEP = 1e-3
/** What is shown above a well, by its depth; without a well [eV]. */
const [WALL, WELL_LESS] = [2, 1]

/** Two atoms of each pair of elements: bond, energy and vibration, and the whole curve. */
export function measureDimers({ point, spread }: Pick<Study, "point" | "spread">): PartResult {
  const { elements, cutoff } = point.potential
  const pairs = elements.flatMap((first, i) => elements.slice(i).map((second) => [first, second] as const))
  const distances = Array.from({ length: POINTS }, (_, k) => cutoff * (FIRST + ((1.02 - FIRST) * k) / (POINTS - 1)))
  const values: PropertyValue[] = []
  const remarks: string[] = []
  const figures: CurvesFigure[] = []
  for (const [first, second] of pairs) {
    const pair = `${symbolOf(first)}–${symbolOf(second)}`
    const key = `dimer.${symbolOf(first)}-${symbolOf(second)}`
    const energies = distances.map((r) => energyAt(point, first, second, r))
    figures.push(curveOf(key, pair, distances, energies))
    const bond = bondOf(point, first, second, distances, energies)
    if (bond === undefined) {
      remarks.push(`${pair} has no bond: its energy has no well below that of free atoms`)
      continue
    }
    const slope = (r: number): number => slopeAt(point, first, second, r)
    const stiffness = (slope(bond + STEP) - slope(bond - STEP)) / (2 * STEP)
    const mass = (massOf(first) * massOf(second)) / (massOf(first) + massOf(second))
    values.push(
      plainProperty(`${key}.length`, `${pair} bond length`, bond, "Å", { dimension: "length" }),
      readProperty(point, spread, `${key}.energy`, `${pair} energy`, dimerEnergy(first, second, bond)),
      plainProperty(`${key}.frequency`, `${pair} vibration`, (1000 * Math.sqrt(stiffness / (mass * kineticUnit))) / (2 * Math.PI), "THz", {
        dimension: "frequency",
      }),
    )
  }
  return { values, remarks, figures }
}

/** The same as a part of a suite of crystals. */
export const dimersPart: Part = Object.freeze({ name: "dimers", title: "Dimers", always: true, measure: measureDimers } satisfies Part)

/** NaN where the potential refuses so short a distance. */
function energyAt(point: Point, first: number, second: number, distance: number): number {
  try {
    return dimerEnergy(first, second, distance).read(point).value
  } catch (failure) {
    if (failure instanceof Failure) return Number.NaN
    throw failure
  }
}

/** The deepest well of the curve, to rounding: where the force vanishes. */
function bondOf(
  point: Point,
  first: number,
  second: number,
  distances: readonly number[],
  energies: readonly number[],
): number | undefined {
  let best: number | undefined
  for (let k = 1; k + 1 < energies.length; k++) {
    if (
      energies[k] < 0 &&
      energies[k] < energies[k - 1] &&
      energies[k] <= energies[k + 1] &&
      (best === undefined || energies[k] < energies[best])
    ) {
      best = k
    }
  }
  if (best === undefined) return undefined
  let [near, far] = [distances[best - 1], distances[best + 1]]
  for (let n = 0; n < HALVINGS; n++) {
    const middle = (near + far) / 2
    if (slopeAt(point, first, second, middle) < 0) near = middle
    else far = middle
  }
  return (near + far) / 2
}

/** dE/dr [eV/Å]. */
function slopeAt(point: Point, first: number, second: number, distance: number): number {
  const pair: Structure = {
    numbers: Int32Array.of(first, second),
    positions: Float64Array.of(0, 0, 0, distance, 0, 0),
    cell: null,
    pbc: [false, false, false],
  }
  return -evaluateAll(point, [pair])[0].forces[3]
}

function curveOf(key: string, pair: string, distances: readonly number[], energies: readonly number[]): CurvesFigure {
  const known = energies.filter((energy, k) => Number.isFinite(energy) && distances[k] > 0)
  const depth = -Math.min(0, ...known)
  return {
    kind: "curves",
    key,
    caption: `${pair}: energy of two atoms against free ones`,
    x: "distance [Å]",
    y: "energy [eV]",
    curves: [{ name: pair, mark: "line", points: distances.map((x, k) => ({ x, y: Number.isFinite(energies[k]) ? energies[k] : null })) }],
    range: depth > 0 ? [-1.2 * depth, WALL * depth] : [-0.1 * WELL_LESS, WELL_LESS],
  }
}
