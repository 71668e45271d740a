import { cohesiveEnergy, formationFromElements } from "../../bulk/cohesive.ts"
import { type LatticeNumber, latticeParameter } from "../../bulk/lattice.ts"
import { equilibriumOf } from "../../bulk/equilibrium.ts"
import { type PropertyValue, readProperty } from "../property-value.ts"
import type { Part, Study } from "../study.ts"
import { ownCrystals } from "./own-crystals.ts"

const names: Readonly<Record<LatticeNumber, string>> = {
  a: "lattice parameter a",
  b: "lattice parameter b",
  c: "lattice parameter c",
  "c/a": "c/a",
  alpha: "angle α",
  beta: "angle β",
  gamma: "angle γ",
  volume: "volume",
}

/** Cell and cohesive energy of the relaxed crystal. */
export const crystalPart: Part = Object.freeze({
  name: "crystal",
  title: "Crystal",
  always: true,
  measure(study) {
    const { point, crystal, spread } = study
    const { conventional: h } = crystal
    const [a, b, c] = [0, 3, 6].map((d) => Math.hypot(h[d], h[d + 1], h[d + 2]))
    const right = [0, 1, 2].every((d) => [0, 1, 2].every((e) => d === e || Math.abs(h[3 * d + e]) < 1e-9 * a))
    const differ = (x: number, y: number): boolean => Math.abs(x - y) > 1e-6 * x
    const hexagonal = !right && !differ(a, b) && Math.abs(h[0] * h[3] + h[1] * h[4] + h[2] * h[5] + (a * a) / 2) < 1e-6 * a * a
    const numbers: readonly LatticeNumber[] = [
      "a",
      ...(differ(a, b) ? (["b"] as const) : []),
      ...(differ(a, c) || differ(b, c) ? (["c"] as const) : []),
      ...(hexagonal && differ(a, c) ? (["c/a"] as const) : []),
      ...(right || hexagonal ? [] : (["alpha", "beta", "gamma"] as const)),
      "volume",
    ]
    const { trouble, operations } = equilibriumOf(point, crystal)
    const rotations = new Set(operations.map(({ rotation }) => Array.from(rotation, (x) => x.toFixed(6)).join())).size
    const atoms = crystal.primitive.numbers.length
    return {
      values: [
        ...numbers.map((number) => readProperty(point, spread, number, names[number], latticeParameter(crystal, number))),
        readProperty(point, spread, "cohesive", "cohesive energy", cohesiveEnergy(crystal)),
        ...fromElements(study),
      ],
      remarks: [
        ...(trouble === null ? [] : [trouble]),
        `${crystal.name}: ${atoms} ${atoms === 1 ? "atom" : "atoms"} in its cell, a point group of ${rotations} operations`,
      ],
      figures: [],
    }
  },
} satisfies Part)

/** Of a compound, its energy against its elements as the potential has them, where all are known. */
function fromElements(study: Study): readonly PropertyValue[] {
  const { point, crystal, spread } = study
  const elements = new Set(crystal.primitive.numbers)
  if (elements.size < 2) return []
  const { crystals } = ownCrystals(study)
  if (crystals.size < elements.size) return []
  const names = [...crystals.values()].map(({ name }) => name).join(" and ")
  return [readProperty(point, spread, "formation", `formation energy from ${names}`, formationFromElements(crystal, crystals))]
}
