import { expect, test } from "vitest"
import { parameterValues } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { formationFromElements } from "../bulk/cohesive.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { checkDerivatives } from "../fixtures/check-derivatives.ts"
import type { Observable } from "../observable.ts"
import { pointAt } from "../point.ts"
import { conditionsOf, evenReservoirs } from "./reservoirs.ts"
import { antisiteEnergy, interstitialEnergy, vacancyEnergy } from "./point-defects.ts"

/** Three parts of argon and one of krypton, or of argon by another name. */
function mixture(krypton: readonly [number, number], between: readonly [number, number]): Potential {
  const pair = ([epsilon, sigma]: readonly [number, number]) => ({ form: "lennard-jones", parameters: { epsilon, sigma } })
  const pairs = { "Ar-Ar": pair([0.0103, 3.4]), "Ar-Kr": pair(between), "Kr-Kr": pair(krypton) }
  return createPotential({ kind: "pair", elements: ["Ar", "Kr"], cutoff: 7, pairs })
}

const L12 = crystalOf({ prototype: "L1_2", elements: ["Ar", "Kr"], a: 5.4 })
const [Ar, Kr] = [18, 36]
const own = new Map([
  [Ar, crystalOf({ prototype: "fcc", elements: ["Ar"], a: 5.3 })],
  [Kr, crystalOf({ prototype: "fcc", elements: ["Kr"], a: 5.6 })],
])
const cells = { supercell: [2, 2, 2] } as const
/** Of the argon and of the krypton of the primitive cell. */
const [first, last] = [0, 3]
const binary = mixture([0.0141, 3.65], [0.0135, 3.5])
const conditions = conditionsOf(L12, own)

function reader(potential: Potential): (observable: Observable) => number {
  const point = pointAt(potential, parameterValues(potential.parameters))
  return (observable) => observable.read(point).value
}

test("of two names for one element no antisite costs anything, and all vacancies are one", () => {
  const read = reader(mixture([0.0103, 3.4], [0.0103, 3.4]))
  const vacancy = read(vacancyEnergy(crystalOf({ prototype: "fcc", elements: ["Ar"], a: 5.4 }), cells))
  for (const { reservoirs } of conditions) {
    expect(read(antisiteEnergy(L12, first, Kr, { ...cells, reservoirs }))).toBeCloseTo(0, 9)
    expect(read(antisiteEnergy(L12, last, Ar, { ...cells, reservoirs }))).toBeCloseTo(0, 9)
    expect(read(vacancyEnergy(L12, { ...cells, reservoirs }, first))).toBeCloseTo(vacancy, 8)
    expect(read(vacancyEnergy(L12, { ...cells, reservoirs }, last))).toBeCloseTo(vacancy, 8)
  }
})

test("from surroundings rich in one element to the other, energies change by the formation energy of the compound alone", () => {
  const read = reader(binary)
  const formation = 4 * read(formationFromElements(L12, own))
  expect(formation).toBeLessThan(0)
  const change = (energy: (reservoirs: ReturnType<typeof evenReservoirs>) => Observable): number => {
    const [rich, poor] = conditions.map(({ reservoirs }) => read(energy(reservoirs)))
    return rich - poor
  }
  expect(conditions.map(({ name }) => name)).toEqual(["Ar-rich", "Kr-rich"])
  // An atom of argon costs ΔH/3 more where there is much of it, one of krypton ΔH less.
  expect(change((reservoirs) => vacancyEnergy(L12, { ...cells, reservoirs }, first))).toBeCloseTo(-formation / 3, 9)
  expect(change((reservoirs) => vacancyEnergy(L12, { ...cells, reservoirs }, last))).toBeCloseTo(formation, 9)
  expect(change((reservoirs) => antisiteEnergy(L12, last, Ar, { ...cells, reservoirs }))).toBeCloseTo((4 * formation) / 3, 9)
})

test("what keeps the composition costs the same whatever the surroundings", () => {
  const read = reader(binary)
  const all = [...conditions.map(({ reservoirs }) => reservoirs), evenReservoirs(L12)]
  const schottky = all.map(
    (reservoirs) =>
      3 * read(vacancyEnergy(L12, { ...cells, reservoirs }, first)) + read(vacancyEnergy(L12, { ...cells, reservoirs }, last)),
  )
  const exchange = all.map(
    (reservoirs) =>
      read(antisiteEnergy(L12, first, Kr, { ...cells, reservoirs })) + read(antisiteEnergy(L12, last, Ar, { ...cells, reservoirs })),
  )
  for (const sums of [schottky, exchange]) for (const sum of sums) expect(sum).toBeCloseTo(sums[0], 9)
  expect(schottky[0]).toBeGreaterThan(0)
  expect(exchange[0]).toBeGreaterThan(0)
})

test("derivatives of defects of a compound, and of its formation", () => {
  const [{ reservoirs }] = conditions
  checkDerivatives(binary, [
    formationFromElements(L12, own),
    vacancyEnergy(L12, { ...cells, reservoirs }, last),
    antisiteEnergy(L12, first, Kr, { ...cells, reservoirs }),
    interstitialEnergy(L12, "⟨1 0 0⟩ dumbbell", { dumbbell: [1, 0, 0], atom: last }, { ...cells, reservoirs }, Ar),
  ])
})

test("out of its symmetry a defect starts from its symmetric minimum, and ends no higher", () => {
  const read = reader(binary)
  const [{ reservoirs }] = conditions
  for (const number of [Ar, Kr]) {
    const at = (symmetry: "kept" | "broken"): number =>
      read(interstitialEnergy(L12, "octahedral", { at: [0.5, 0.5, 0.5] }, { ...cells, reservoirs, symmetry }, number))
    expect(at("broken")).toBeLessThan(at("kept") + 1e-9)
  }
})

test("of three elements in one compound all stand in crystals of their own, or none is known", () => {
  const fluorite = crystalOf({ prototype: "fluorite", elements: ["Ar", "Kr"], a: 6 })
  const three = { ...fluorite, primitive: { ...fluorite.primitive, numbers: Int32Array.of(Ar, Kr, 54) } }
  expect(conditionsOf(three, own)).toEqual([])
  const xenon = crystalOf({ prototype: "fcc", elements: ["Xe"], a: 6.1 })
  const [{ name, reservoirs }] = conditionsOf(three, new Map([...own, [54, xenon]]))
  expect(name).toBe("against the elements")
  expect(reservoirs.get(54)).toEqual([{ crystal: xenon, atoms: 1 }])
})
