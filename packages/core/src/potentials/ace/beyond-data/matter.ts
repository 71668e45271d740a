import type { Structure } from "../../../atoms/structure.ts"
import type { EnergyPoint } from "./energy-point.ts"
import { binaries, closePacked, distanceAt, molecular, type Prototype, structureOf } from "./prototypes.ts"

/** Matter of one element, or of two with as many atoms each. */
export interface Matter {
  /** Atomic numbers. */
  readonly numbers: readonly number[]
  /** What it may be at rest. */
  readonly crystals: readonly EnergyPoint[]
  /** Of two elements: each by itself. */
  readonly apart?: readonly [Matter, Matter]
}

/**
 * Matter of each element and each pair of elements that may be at rest at some volumes. Where it is denser than all data, crystals of one
 * element are packed closely, or of molecules.
 *
 * @param volumes [Å³ per atom]
 */
export function matterAt(
  elements: readonly number[],
  volumes: readonly number[],
  denserThanData: boolean,
  pointOf: (structure: Structure) => EnergyPoint,
): readonly Matter[] {
  const pointsOf = (prototypes: readonly Prototype[], numbers: readonly number[]): EnergyPoint[] =>
    volumes.flatMap((volume) => prototypes.map((one) => pointOf(structureOf(one, numbers, distanceAt(one, volume)))))
  const ofOne = [...closePacked, ...(denserThanData ? binaries.slice(0, 1) : binaries), ...molecular]
  const single = elements.map((element): Matter => ({ numbers: [element], crystals: pointsOf(ofOne, [element]) }))
  const pairs = single.flatMap((one, a) =>
    single.slice(a + 1).map((other): Matter => {
      const numbers = [...one.numbers, ...other.numbers]
      return { numbers, crystals: pointsOf([...binaries, ...molecular], numbers), apart: [one, other] }
    }),
  )
  return [...single, ...pairs]
}

/** The lowest that matter may be at rest, for coefficients of the functions. */
export function lowestOf({ crystals, apart }: Matter, theta: Float64Array): EnergyPoint {
  const points = apart ? [...crystals, mean(lowestOf(apart[0], theta), lowestOf(apart[1], theta))] : crystals
  const energies = points.map((point) => energyAt(point, theta))
  return points[energies.indexOf(Math.min(...energies))]
}

/** Energy per atom [eV]. */
export function energyAt({ expansion, core }: EnergyPoint, theta: Float64Array): number {
  return expansion.reduce((sum, value, k) => sum + value * theta[k], core)
}

function mean(first: EnergyPoint, second: EnergyPoint): EnergyPoint {
  return {
    expansion: first.expansion.map((value, k) => (value + second.expansion[k]) / 2),
    core: (first.core + second.core) / 2,
    share: Math.max(first.share, second.share),
  }
}
