import { describe, expect, it } from "vitest"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { predict } from "../../testing/potential/prediction.ts"
import { randomNumbers } from "../../testing/potential/random-structure.ts"
import { createPotential, resolveSpec } from "../registry.ts"
import { hasRegularisers } from "../regulariser.ts"

const mixed = { elements: ["In", "P"], radelems: [0.5, 0.46], welems: [1, 0.9] }
const inner = { switchinnerflag: true, sinner: [2.1, 2.3], dinner: [0.5, 0.3] }

/** Settings of every sort, the cutoff of all between 4 and 5 Å. */
const variants = {
  "one element": { elements: ["Mo"], twojmax: 4 },
  "odd 2J, an offset of the map, normalised": { elements: ["Mo"], twojmax: 3, rmin0: 0.3, bnormflag: 1, bzeroflag: 0 },
  quadratic: { elements: ["Mo"], twojmax: 2, quadraticflag: true },
  "two elements alike": { ...mixed, twojmax: 3 },
  "an inner switch": { ...mixed, ...inner, twojmax: 2 },
} as const

function variant(name: keyof typeof variants) {
  return createPotential({ kind: "snap", constant: "fit", rcutfac: 4.3, ...variants[name] })
}

describe("snap", () => {
  it.for(Object.keys(variants) as (keyof typeof variants)[])("obeys the laws of potentials: %s", (name) => {
    const potential = variant(name)
    const random = randomNumbers(7)
    // Where each pair of the two elements ends.
    const ends = potential.elements.length > 1 ? [4.3 * 0.96, 4.3 * 0.92] : []
    checkPotential(potential, { spacing: 2.3, ends, theta: potential.parameters.map(() => 0.2 * (random() - 0.5)) })
  })

  it("obeys them but for continuity where neighbours do not fade out", () => {
    const potential = createPotential({ kind: "snap", elements: ["Mo"], rcutfac: 4.3, twojmax: 2, switchflag: false })
    const theta = potential.parameters.map((_, k) => 0.1 * Math.cos(k))
    checkPotential(potential, { spacing: 2.3, theta, smoothness: -1 })
    expect(() => checkPotential(potential, { spacing: 2.3, theta })).toThrow("the energy is continuous")
  })

  it("does not know a lone atom's neighbours", () => {
    const lone = { numbers: Int32Array.of(15), positions: Float64Array.of(1, 2, 3), cell: null, pbc: [false, false, false] as const }
    for (const name of Object.keys(variants) as (keyof typeof variants)[]) {
      const potential = variant(name)
      if (!potential.elements.includes(15)) continue
      const theta = Float64Array.from(potential.parameters, (_, k) => 0.3 + 0.01 * k)
      const own = theta[theta.length / 2]
      expect(predict(potential, [lone], theta)[0].energy).toBeCloseTo(own, 12)
    }
  })

  it("names its coefficients", () => {
    const keys = (name: keyof typeof variants) => variant(name).parameters.map(({ key }) => key)
    expect(keys("one element").slice(0, 4)).toEqual(["snap.Mo.beta0", "snap.Mo.B[0,0,0]", "snap.Mo.B[1,0,1]", "snap.Mo.B[1,1,2]"])
    expect(keys("quadratic")).toEqual(expect.arrayContaining(["snap.Mo.B[1,1,2]^2", "snap.Mo.B[1,0,1]*B[2,2,2]"]))
  })

  it("finds its cutoff from data, and runs with elements alone", () => {
    const statistics = { elements: [42], minimumDistance: { "Mo-Mo": 2.2 }, nearestNeighbour: { "Mo-Mo": 2.7 }, volumePerAtom: 15.6 }
    const spec = resolveSpec({ kind: "snap", elements: ["Mo"] }, statistics)
    expect(spec).toMatchObject({ elements: ["Mo"], twojmax: 6, rcutfac: 4.77, rfac0: 0.99363 })
    const potential = createPotential(spec)
    expect(potential.parameters).toHaveLength(31)
    expect(potential.parameters.filter(({ fixed }) => fixed).map(({ key }) => key)).toEqual(["snap.Mo.beta0"])
    expect(resolveSpec(spec, statistics)).toEqual(spec)
  })

  it("declares a ridge in which every coefficient has its row, measured in energies", () => {
    const potential = variant("quadratic")
    if (!hasRegularisers(potential)) throw new Error("there is none")
    const [{ rows }] = potential.regularisers
    expect(rows.map(({ parameters }) => parameters)).toEqual(potential.parameters.slice(1).map((_, k) => [k + 1]))
    for (const { coefficients } of rows) expect(coefficients[0]).toBeGreaterThan(0)
    // The spread of products is that of a square of components, not of components.
    const spread = (key: string) => rows[potential.parameters.findIndex((one) => one.key === key) - 1].coefficients[0]
    expect(spread("snap.Mo.B[0,0,0]^2")).toBeGreaterThan(10 * spread("snap.Mo.B[0,0,0]"))
  })
})

describe("a spec that cannot be", () => {
  it.for([
    [{ rmin0: 5 }, /rmin0 of 5 Å is not below the shortest cutoff of 4.3 Å/, ["rmin0"]],
    [{ radelems: [0.5, 0.4] }, /radelems has 2 entries, but there are 1 elements/, ["radelems"]],
    [{ switchinnerflag: 1, sinner: 1 }, /switchinnerflag needs dinner/, ["switchinnerflag"]],
    [{ dinner: 1 }, /dinner is given, but switchinnerflag is not set/, ["dinner"]],
    [{ coefficients: { Mo: [1, 2] } }, /Mo has 2 coefficients, but these settings make 31/, ["coefficients", "Mo"]],
    [{ coefficients: { W: [1, 2] } }, /W has coefficients, but is none of the elements/, ["coefficients", "W"]],
    [{ rcutfac: "auto" }, /"rcutfac" is left to be found from data/, ["rcutfac"]],
    [{ twojmx: 6 }, /unknown key "twojmx"/, ["twojmx"]],
    [{ chemflag: 2 }, /expected a boolean or 0 or 1, here is 2/, ["chemflag"]],
    [{ twojmax: 12, quadraticflag: 1, elements: ["Mo", "W", "Ta"], chemflag: 1 }, /these settings make \d+ coefficients/, []],
  ] as const)("%j", ([fields, message, path]) => {
    const make = (): unknown => createPotential({ kind: "snap", elements: ["Mo"], rcutfac: 4.3, ...fields })
    expect(make).toThrow(message)
    expect(make).toThrow(expect.objectContaining({ path }))
  })
})
