import { gigapascal } from "../../../units/constants.ts"
import { bulkModulus, elasticConstant } from "../../bulk/elastic.ts"
import { equilibriumOf } from "../../bulk/equilibrium.ts"
import { polycrystalObservables, softestStrain } from "../../bulk/polycrystal.ts"
import { stiffnessFrom, tensorSymmetry } from "../../bulk/tensor-symmetry.ts"
import type { Operation } from "../../symmetry/operations.ts"
import { stiffnessOf } from "../../bulk/stiffness.ts"
import { readProperty } from "../property-value.ts"
import type { Part } from "../study.ts"

/** Stiffnesses nearer than this part of the largest are one; below it they are zero. */
const SAME = 1e-6

/** Elastic constants with relaxed ions, the stability that they tell of, and averages over grains. */
export const elasticPart: Part = Object.freeze({
  name: "elastic",
  title: "Elastic constants",
  measure({ point, crystal, spread }) {
    const equilibrium = equilibriumOf(point, crystal)
    const { values, loose, falling } = stiffnessOf(point, equilibrium, "relaxed")
    const known = values.every(Number.isFinite)
    const softest = known ? softestStrain(values) : Number.NaN
    const constants = independent(equilibrium.operations).map(([i, j]) =>
      readProperty(point, spread, `C${i}${j}`, `C${subscript(i)}${subscript(j)}`, elasticConstant(crystal, i, j)),
    )
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    const stable = softest > SAME * largest
    const { bulk, shear, young, poisson, anisotropy, debye } = polycrystalObservables(crystal)
    const averages = [
      ["shearModulus", "shear modulus (Hill)", shear],
      ["youngModulus", "Young’s modulus (Hill)", young],
      ["poissonRatio", "Poisson’s ratio (Hill)", poisson],
      ["hill.bulkModulus", "bulk modulus (Hill)", bulk],
      ["anisotropy", "universal anisotropy", anisotropy],
      ["debye.elastic", "Debye temperature (elastic)", debye],
    ] as const
    const remark = stable
      ? `Born's criteria hold: the softest strain has a stiffness of ${(softest / gigapascal).toPrecision(3)} GPa`
      : weakness(crystal.name, softest, largest)
    return {
      values: [
        ...constants,
        readProperty(point, spread, "bulkModulus", "bulk modulus (Reuss)", bulkModulus(crystal)),
        ...(stable ? averages.map(([key, label, observable]) => readProperty(point, spread, key, label, observable)) : []),
      ],
      remarks: [...internalMotion(loose, falling), remark],
      figures: [],
    }
  },
} satisfies Part)

/** What atoms do that hardly hold each other: strains that they follow meet nothing, or lead to another crystal. */
function internalMotion(loose: number, falling: number): readonly string[] {
  const ways = (count: number): string => (count === 1 ? "one way" : `${count} ways`)
  return [
    ...(loose > 0 ? [`atoms of its cell have ${ways(loose)} to move against each other without resistance`] : []),
    ...(falling > 0
      ? [
          `atoms of its cell stand on a saddle, with ${ways(falling)} to go down: elastic constants with relaxed ions hold only as long as they stay`,
        ]
      : []),
  ]
}

/** What is wrong with a crystal of which a strain meets no resistance. */
function weakness(name: string, softest: number, largest: number): string {
  const then = "(Born's criteria are broken), so there are no averages over grains"
  if (!Number.isFinite(softest)) return `the elastic constants of ${name} are no finite numbers ${then}`
  if (softest >= -SAME * largest) return `${name} does not resist one of its strains at all ${then}`
  return `${name} is elastically unstable: a strain lowers its energy, with a stiffness of ${(softest / gigapascal).toPrecision(3)} GPa ${then}`
}

/** The constants of the upper triangle that symmetry neither makes zero nor gives from one before. */
function independent(operations: readonly Operation[]): readonly (readonly [number, number])[] {
  const symmetry = tensorSymmetry(operations)
  // A stiffness of this symmetry and no other: stresses without pattern.
  const values = stiffnessFrom(
    symmetry,
    symmetry.strains.map((_, n) => Float64Array.from({ length: 6 }, (__, v) => 1 + Math.sin(7 * n + 3 * v + 1))),
  )
  const size = SAME * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const found: (readonly [number, number])[] = []
  const seen: number[] = []
  for (const [i, j] of order) {
    const value = values[6 * (i - 1) + j - 1]
    if (Math.abs(value) <= size || seen.some((other) => Math.abs(Math.abs(value) - Math.abs(other)) <= size)) continue
    seen.push(value)
    found.push([i, j])
  }
  return found
}

const order = [1, 2, 3, 4, 5, 6].flatMap((i) => [1, 2, 3, 4, 5, 6].filter((j) => j >= i).map((j) => [i, j] as const))

function subscript(n: number): string {
  return "₀₁₂₃₄₅₆"[n] ?? String(n)
}
