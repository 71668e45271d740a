import { cohesiveEnergy } from "../../bulk/cohesive.ts"
import { type LatticeNumber, latticeParameter } from "../../bulk/lattice.ts"
import { equilibriumOf } from "../../bulk/equilibrium.ts"
import { readProperty } from "../property-value.ts"
import type { Part } from "../study.ts"

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
  measure({ point, crystal, spread }) {
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
      ],
      remarks: [
        ...(trouble === null ? [] : [trouble]),
        `${crystal.name}: ${atoms} ${atoms === 1 ? "atom" : "atoms"} in its cell, a point group of ${rotations} operations`,
      ],
      figures: [],
    }
  },
} satisfies Part)
