import { describe, expect, it } from "vitest"
import { z } from "zod"
import { SpecFailure } from "../failure/failure.ts"
import { createPotential, potentialKinds, potentialSchema, resolveSpec } from "./registry.ts"
import type { DataStatistics } from "./resolve/data-statistics.ts"

const morse = { form: "morse", parameters: { D: 0.41, alpha: 1.37, r0: 2.83 } }
const copper = { kind: "pair", elements: ["Cu"], cutoff: 5.5, pairs: { "Cu-Cu": morse } }

const statistics: DataStatistics = {
  elements: [29, 79],
  minimumDistance: { "Cu-Cu": 2.11, "Cu-Au": 2.32, "Au-Au": 2.48 },
  nearestNeighbour: { "Cu-Cu": 2.54, "Cu-Au": 2.69, "Au-Au": 2.81 },
  volumePerAtom: 13.7,
  energySpread: 0.42,
}

function failureOf(work: () => unknown): SpecFailure {
  try {
    work()
  } catch (failure) {
    if (failure instanceof SpecFailure) return failure
    throw failure
  }
  throw new Error("nothing failed")
}

describe("createPotential", () => {
  it("makes the same potential again from its spec", () => {
    const ties = {
      "Cu-Cu": morse,
      "Au-Cu": {
        form: "morse",
        parameters: { D: { tie: { key: "pair.Cu-Cu.D", factor: 0.5 } }, alpha: 1.5, r0: { value: 2.9, lower: 2, upper: 4, fixed: true } },
      },
    }
    const spec = {
      kind: "pair",
      elements: ["Cu", "Au"],
      cutoff: 5.5,
      pairs: { ...ties, "*-*": { spline: { knots: 5, start: 2, values: [3, 1, -0.2, -0.1] } } },
    }
    const once = createPotential(spec)
    const again = createPotential(JSON.parse(JSON.stringify(once.spec)))
    expect(again.parameters).toEqual(once.parameters)
    expect(again.spec).toEqual(once.spec)
    expect(again).toMatchObject({ elements: [29, 79], cutoff: 5.5 })
    expect(once.parameters.map(({ key }) => key)).toEqual([
      ...["D", "alpha", "r0"].map((name) => `pair.Cu-Cu.${name}`),
      ...["D", "alpha", "r0"].map((name) => `pair.Cu-Au.${name}`),
      ...[0, 1, 2, 3].map((knot) => `pair.Au-Au.knot${knot}`),
    ])
    expect(once.parameters[3]).toMatchObject({ value: 0.205, tie: { key: "pair.Cu-Cu.D", factor: 0.5 } })
    expect(once.parameters[5]).toMatchObject({ lower: 2, upper: 4, fixed: true, unit: "Å" })
    expect(once.parameters.map(({ linear }) => linear)).toEqual([true, false, false, true, false, false, true, true, true, true])
  })

  it("takes lengths with their units", () => {
    const potential = createPotential({ ...copper, cutoff: "0.55 nm", switch: { cosine: "4.1 Å" } })
    expect(potential.cutoff).toBeCloseTo(5.5, 12)
    expect(potential.spec).toMatchObject({ switch: { cosine: 4.1 } })
  })

  it("follows ties in either order of a pair and through other ties", () => {
    const pairs = {
      "Cu-Cu": morse,
      "Cu-Au": { form: "morse", parameters: { ...morse.parameters, D: { tie: "pair.Cu-Cu.D" } } },
      "Au-Au": { form: "morse", parameters: { ...morse.parameters, D: { tie: { key: "pair.Au-Cu.D", factor: 2 } } } },
    }
    const { parameters } = createPotential({ ...copper, elements: ["Cu", "Au"], pairs })
    expect(parameters[6]).toMatchObject({ key: "pair.Au-Au.D", value: 0.82, tie: { key: "pair.Cu-Cu.D", factor: 2 } })
  })

  const withPair = (entry: unknown) => ({ ...copper, pairs: { "Cu-Cu": entry } })
  const path = ["pairs", "Cu-Cu"]
  it.each([
    [undefined, [], "a potential needs a `kind`"],
    [{ kind: "piar" }, ["kind"], 'no kind of potential is called "piar"  did you mean "pair"?'],
    [{ ...copper, cutof: 5 }, ["cutof"], 'unknown key "cutof"  did you mean "cutoff"?'],
    [{ ...copper, cutoff: -1 }, ["cutoff"], 'expected "auto" or a length above 0 Å, here is -1'],
    [{ ...copper, cutoff: "far" }, ["cutoff"], 'expected "auto" or a length such as 5.5 or "0.55 nm", here is "far"'],
    [{ ...copper, cutoff: "auto" }, [...path, "cutoff"], '"cutoff" is left to be found from data'],
    [{ kind: "pair", elements: ["Cu"], cutoff: 5 }, [], '"pairs" is missing'],
    [{ ...copper, elements: ["Cu", "Qu"] }, ["elements", 1], 'no element is called "Qu"  did you mean'],
    [{ ...copper, elements: ["Cu", "Cu"] }, ["elements", 1], "element Cu is given twice"],
    [{ ...copper, elements: ["Cu", "Ni"] }, ["pairs"], "no function is given for Cu-Ni, Ni-Ni"],
    [{ ...copper, pairs: { "Cu-Cu": morse, "Cu-Ni": morse } }, ["pairs", "Cu-Ni"], '"Cu-Ni" is no pair of Cu'],
    [
      { ...copper, elements: ["Cu", "Ni"], pairs: { "*-*": morse, "Cu-Ni": morse, "Ni-Cu": morse } },
      ["pairs", "Ni-Cu"],
      "the pair Cu-Ni is given twice",
    ],
    [withPair({ form: "mosre" }), [...path, "form"], 'did you mean "morse"?'],
    [withPair({}), path, 'one of "form", "formula", "spline", "grid" is missing'],
    [withPair("morse"), path, 'expected a mapping, here is "morse"'],
    [withPair({ ...morse, switch: "smooth" }), [...path, "switch"], 'expected one of "none", "shift", "force-shift" or a mapping'],
    [withPair({ ...morse, swich: "none" }), [...path, "swich"], 'unknown key "swich"  did you mean "switch"?'],
    [
      withPair({ ...morse, switch: { polynomial: 6 } }),
      [...path, "switch", "polynomial"],
      "the switch begins at 6 Å, not below the cutoff of 5.5 Å",
    ],
    [withPair({ form: "morse", parameters: { D: 0.4, alpha: 1 } }), [...path, "parameters", "r0"], '"r0" is left to be found from data'],
    [
      withPair({ form: "morse", parameters: { ...morse.parameters, alfa: 1 } }),
      [...path, "parameters", "alfa"],
      'the function has no parameter "alfa"  did you mean "alpha"?',
    ],
    [
      withPair({ form: "morse", parameters: { ...morse.parameters, D: -1 } }),
      [...path, "parameters", "D"],
      "D starts at -1, outside its bounds 0 … Infinity",
    ],
    [
      withPair({ form: "morse", parameters: { ...morse.parameters, D: { value: 1, lower: 2, upper: 1 } } }),
      [...path, "parameters", "D", "lower"],
      "the bounds of D are the wrong way round",
    ],
    [
      withPair({ form: "morse", parameters: { ...morse.parameters, D: { value: 1, unit: "meV" } } }),
      [...path, "parameters", "D", "unit"],
      "D is in eV, not meV",
    ],
    [
      withPair({ form: "morse", parameters: { ...morse.parameters, D: { value: 1, uper: 2 } } }),
      [...path, "parameters", "D", "uper"],
      'unknown key "uper"  did you mean "upper"?',
    ],
    [
      withPair({ form: "morse", parameters: { ...morse.parameters, D: { tie: "pair.Cu-Ni.D" } } }),
      [...path, "parameters", "D", "tie"],
      'a tie leads to "pair.Cu-Ni.D", which is no parameter',
    ],
    [
      withPair({ form: "morse", parameters: { ...morse.parameters, D: { tie: "D" } } }),
      [...path, "parameters", "D", "tie"],
      'the tie of "pair.Cu-Cu.D" leads round in a circle',
    ],
    [withPair({ formula: "A*exp(-b*r", parameters: { A: 1, b: 1 } }), [...path, "formula"], "this bracket is never closed"],
    [
      withPair({ formula: "A*exp(-b*r)", parameters: { A: 1 } }),
      [...path, "parameters"],
      'parameter "b" of the formula has no starting value',
    ],
    [
      withPair({ formula: "A*exp(-b*r)", parameters: { A: 1, b: 1, c: 1 } }),
      [...path, "parameters", "c"],
      'the function has no parameter "c"',
    ],
    [withPair({ spline: { knots: 5, start: 6 } }), [...path, "spline", "start"], "the first knot is at 6 Å, not below the cutoff of 5.5 Å"],
    [withPair({ spline: { knots: [2, 3, 5] } }), [...path, "spline", "knots"], "the last knot is at 5 Å, the cutoff at 5.5 Å"],
    [withPair({ spline: { knots: [2, 4, 3, 5.5] } }), [...path, "spline", "knots"], "knot 2 at 3 does not lie beyond knot 1 at 4"],
    [withPair({ spline: { knots: 5, start: 2, values: [1, 2] } }), [...path, "spline", "values"], "2 values are given for 4 parameters"],
    [
      withPair({ spline: { knots: 5, start: 2, order: "quartic" } }),
      [...path, "spline", "order"],
      '"quartic" is not one of "cubic", "quintic"',
    ],
    [
      { kind: "sum", terms: [copper, { kind: "zbl", elements: ["Cu"], inner: 2, outer: 1 }] },
      ["terms", 1, "inner"],
      "inner radius 2 Å is not below the outer one of 1 Å",
    ],
    [{ kind: "sum", terms: [] }, ["terms"], "expected at least 1 entries, here is a list of 0"],
    [{ kind: "zbl", elements: ["Cu"], iner: 1, outer: 2 }, ["iner"], 'unknown key "iner"  did you mean "inner"?'],
  ])("refuses %j and says where", (spec, where, message) => {
    const failure = failureOf(() => createPotential(spec))
    expect(failure.describe()).toContain(message)
    expect(failure.path).toEqual(where)
  })

  it("says where in a formula it is wrong", () => {
    const failure = failureOf(() => createPotential(withPair({ formula: "A*exp(-b*r) + )", parameters: {} })))
    expect(failure.offset).toBe(14)
  })
})

describe("resolveSpec", () => {
  it("fills in whatever a config leaves open, so that only the elements need to change", () => {
    for (const [elements, numbers] of [
      [["Cu"], [29]],
      ["auto", [29, 79]],
    ] as const) {
      for (const entry of [
        { form: "morse" },
        { form: "buckingham" },
        { spline: {} },
        { spline: { basis: "b-spline" } },
        { form: "mie", parameters: { n: { fixed: false } } },
      ]) {
        const spec = {
          kind: "sum",
          terms: [
            { kind: "pair", elements, pairs: { "*-*": entry } },
            { kind: "zbl", elements },
          ],
        }
        const resolved = resolveSpec(spec, statistics)
        const potential = createPotential(resolved)
        expect(potential.elements).toEqual(numbers)
        expect(potential.cutoff).toBeCloseTo(2.4 * 2 ** (1 / 6) * Math.cbrt(13.7), 1)
        // Nothing is left open: it resolves to itself, and survives a file.
        expect(resolveSpec(JSON.parse(JSON.stringify(resolved)), statistics)).toEqual(resolved)
        expect(JSON.stringify(resolved)).not.toContain("auto")
      }
    }
  })

  it("gives each pair the values of its own distances, and keeps what is given", () => {
    const pairs = { "Au-Au": { form: "morse", parameters: { alpha: 1.6, r0: { value: "auto", fixed: true } } }, "*-*": { form: "morse" } }
    const { parameters } = createPotential(resolveSpec({ kind: "pair", elements: "auto", pairs }, statistics))
    const value = (key: string) => parameters.find((parameter) => parameter.key === key)
    expect(value("pair.Cu-Cu.r0")?.value).toBe(2.54)
    expect(value("pair.Cu-Au.r0")?.value).toBe(2.69)
    expect(value("pair.Au-Au.r0")).toMatchObject({ value: 2.81, fixed: true })
    expect(value("pair.Au-Au.alpha")?.value).toBe(1.6)
    expect(value("pair.Cu-Cu.D")?.value).toBe(0.21)
  })

  it("begins a spline just below the smallest distance of its pair", () => {
    const { parameters } = createPotential(resolveSpec({ ...copper, pairs: { "Cu-Cu": { spline: { knots: 6 } } } }, statistics))
    expect(parameters).toHaveLength(5)
    expect(parameters[0].doc).toBe("pair energy at 2.068")
  })

  it("cannot tell what the names of a formula mean", () => {
    const spec = { ...copper, pairs: { "Cu-Cu": { formula: "A*exp(-b*r)", parameters: { A: 1, b: "auto" } } } }
    const failure = failureOf(() => resolveSpec(spec, statistics))
    expect(failure.path).toEqual(["pairs", "Cu-Cu", "parameters", "b"])
  })
})

describe("potentialSchema", () => {
  it("becomes a JSON schema that knows every kind, sums of sums included", () => {
    const schema = JSON.stringify(z.toJSONSchema(potentialSchema, { io: "input" }))
    for (const { kind } of potentialKinds) expect(schema).toContain(`"const":"${kind}"`)
    expect(potentialSchema.safeParse({ kind: "sum", terms: [{ kind: "sum", terms: [copper] }] }).success).toBe(true)
    expect(potentialSchema.safeParse({ kind: "sum", terms: [{ kind: "sum", terms: [{ ...copper, typo: 1 }] }] }).success).toBe(false)
  })
})
