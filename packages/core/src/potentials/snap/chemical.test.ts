import { describe, expect, it } from "vitest"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { predict } from "../../testing/potential/prediction.ts"
import { randomNumbers, randomStructure } from "../../testing/potential/random-structure.ts"
import { createPotential } from "../registry.ts"

const mixed = {
  kind: "snap",
  constant: "fit",
  chemflag: true,
  elements: ["In", "P"],
  rcutfac: 4.3,
  radelems: [0.5, 0.46],
  welems: [1, 0.9],
}

const variants = {
  normalised: { ...mixed, twojmax: 2, bnormflag: 1 },
  "quadratic, self weight in all": { ...mixed, twojmax: 0, wselfallflag: true, quadraticflag: true },
} as const

describe("chemical snap", () => {
  it.for(Object.keys(variants) as (keyof typeof variants)[])("obeys the laws of potentials: %s", (name) => {
    const potential = createPotential(variants[name])
    const random = randomNumbers(7)
    checkPotential(potential, { spacing: 2.3, theta: potential.parameters.map(() => 0.2 * (random() - 0.5)) })
  })

  it("is the same for one element with chemflag and without", () => {
    const alone = createPotential({ kind: "snap", elements: ["Mo"], rcutfac: 4.3, twojmax: 4 })
    const chemical = createPotential({ ...alone.spec, chemflag: true })
    const theta = Float64Array.from(alone.parameters, (_, k) => Math.cos(k))
    const structures = [randomStructure("crystal", [42], 2.5, randomNumbers(3))]
    expect(predict(chemical, structures, theta)).toEqual(predict(alone, structures, theta))
    expect(chemical.parameters[3].key).toBe(alone.parameters[3].key.replace("B[", "B(Mo,Mo,Mo)["))
  })

  it("with coefficients that do not tell elements apart is that of one density", () => {
    const fields = { ...mixed, twojmax: 4, radelems: 0.5, welems: 1 }
    const [chemical, alike] = [createPotential(fields), createPotential({ ...fields, chemflag: false })]
    // Σ over the densities of U is the U of all neighbours.
    const own = alike.parameters.length / 2
    const theta = Float64Array.from(alike.parameters, (_, k) => Math.cos(k))
    const each = chemical.parameters.length / 2
    const spread = Float64Array.from(chemical.parameters, (_, k) => {
      const [element, n] = [Math.floor(k / each), k % each]
      return theta[element * own + (n === 0 ? 0 : 1 + ((n - 1) % (own - 1)))]
    })
    const structures = [randomStructure("crystal", [49, 15], 2.4, randomNumbers(4))]
    const [[one], [other]] = [predict(chemical, structures, spread), predict(alike, structures, theta)]
    const largest = other.forces.reduce((most, force) => Math.max(most, Math.abs(force)), 0)
    expect(one.energy / other.energy).toBeCloseTo(1, 12)
    one.forces.forEach((force, k) => expect(force / largest).toBeCloseTo(other.forces[k] / largest, 11))
  })

  it("names its coefficients by the elements of the densities", () => {
    const keys = createPotential(variants.normalised).parameters.map(({ key }) => key)
    expect(keys).toEqual(expect.arrayContaining(["snap.In.B(In,P,In)[2,0,2]", "snap.P.B(P,P,P)[2,2,2]"]))
  })
})
