import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { predict } from "../../../testing/potential/prediction.ts"
import { randomNumbers, randomStructure } from "../../../testing/potential/random-structure.ts"
import { pairCommands } from "../../../export/lammps/commands.ts"
import { lammpsModel } from "../../../export/lammps/model.ts"
import { hasLammps } from "../../lammps-model.ts"
import { parameterValues } from "../../parameters.ts"
import type { Potential } from "../../potential.ts"
import { createPotential } from "../../registry.ts"
import { readSnapParameters } from "./read-parameters.ts"
import { isSnapCoefficients, snapFileSpec } from "./read-snap.ts"

const fixture = (file: string) => ({ file, text: readFileSync(new URL(`../fixtures/${file}`, import.meta.url), "utf8") })

function filesOf(potential: Potential, theta: Float64Array): readonly [string, string] {
  if (!hasLammps(potential)) throw new Error("LAMMPS cannot run it")
  const model = potential.lammps(theta)
  const name = potential.elements.length === 1 ? "Mo" : "InP"
  expect(model.exact).toBe(true)
  expect(model.terms).toEqual([
    { style: "snap", settings: "", coefficients: [{ among: potential.spec["elements"], text: `${name}.snapcoeff ${name}.snapparam` }] },
  ])
  return [model.files[`${name}.snapcoeff`], model.files[`${name}.snapparam`]]
}

const read = (coefficients: string, parameters: string): Potential =>
  createPotential(snapFileSpec({ text: coefficients, file: "a.snapcoeff" }, { text: parameters, file: "a.snapparam" }))

const mixed = { elements: ["In", "P"], radelems: [0.5, 0.46], welems: [1, 0.9], rcutfac: 4.3 }

describe("files that were written", () => {
  it.for([
    { elements: ["Mo"], rcutfac: 4.6123, twojmax: 6 },
    { elements: ["Mo"], rcutfac: 4.6, twojmax: 3, quadraticflag: true, bzeroflag: false, switchflag: false, rmin0: 0.2, rfac0: 0.95 },
    { ...mixed, twojmax: 4, switchinnerflag: true, sinner: [1.1, 1.2], dinner: [0.3, 0.4] },
    { ...mixed, twojmax: 2, chemflag: true, bnormflag: true },
    { ...mixed, twojmax: 1, chemflag: true, wselfallflag: true, quadraticflag: true },
  ])("are read as the same potential: %j", (fields) => {
    const potential = createPotential({ kind: "snap", ...fields })
    const theta = Float64Array.from(potential.parameters, (_, k) => Math.sin(1 + k) / 7)
    const files = filesOf(potential, theta)
    expect(isSnapCoefficients(files[0])).toBe(true)
    const again = read(...files)
    const own = parameterValues(again.parameters)
    const { coefficients: _, ...settings } = again.spec
    const { sinner, dinner, ...rest } = potential.spec
    const list = (value: unknown) => (Array.isArray(value) ? value : value === undefined ? [] : potential.elements.map(() => value))
    expect(settings).toMatchObject({ ...rest, radelems: list(rest["radelems"]), welems: list(rest["welems"]) })
    expect([settings["sinner"] ?? [], settings["dinner"] ?? []]).toEqual([list(sinner), list(dinner)])
    const structures = [randomStructure("crystal", potential.elements, 2.3, randomNumbers(5))]
    const [[before], [after]] = [predict(potential, structures, theta), predict(again, structures, own)]
    expect(after.energy).toBeCloseTo(before.energy, 10)
    after.forces.forEach((force, k) => expect(force).toBeCloseTo(before.forces[k], 9))
    // What was read is written as it was.
    expect(filesOf(again, own)).toEqual(files)
    if (!("chemflag" in fields)) expect(own).toEqual(theta)
  })

  it("give equal chemical components equal coefficients, which leaves them as they are where they are equal", () => {
    const potential = createPotential({ kind: "snap", ...mixed, twojmax: 2, chemflag: true })
    const theta = Float64Array.from(potential.parameters, (_, k) => Math.cos(k))
    const even = parameterValues(read(...filesOf(potential, theta)).parameters)
    const value = (key: string) => even[potential.parameters.findIndex((one) => one.key === key)]
    expect(value("snap.In.B(In,P,In)[2,2,2]")).toBe(value("snap.In.B(P,In,In)[2,2,2]"))
    expect(value("snap.In.B(In,P,P)[1,0,1]")).toBe(value("snap.In.B(P,P,In)[1,0,1]"))
    expect(value("snap.In.B(In,P,P)[1,0,1]")).not.toBe(value("snap.In.B(P,In,P)[1,0,1]"))
    expect(parameterValues(read(...filesOf(potential, even)).parameters)).toEqual(even)
  })
})

describe("a published file", () => {
  it("is read and written with the same numbers", () => {
    const [coefficients, parameters] = [fixture("quadratic-Mo.snapcoeff"), fixture("quadratic-Mo.snapparam")]
    const potential = createPotential(snapFileSpec(coefficients, parameters))
    const theta = parameterValues(potential.parameters)
    expect(theta).toHaveLength(496)
    expect(parameterValues(read(...filesOf(potential, theta)).parameters)).toEqual(theta)
  })

  it("has LAMMPS's defaults where it says nothing", () => {
    expect(readSnapParameters("rcutfac 4.1 # Å\n\n# more\ntwojmax 8\nchunksize 100\n", "x")).toEqual({
      rcutfac: 4.1,
      twojmax: 8,
      rfac0: 0.99363,
      rmin0: 0,
      switchflag: true,
      bzeroflag: true,
      quadraticflag: false,
      chemflag: false,
      bnormflag: false,
      wselfallflag: false,
      switchinnerflag: false,
    })
  })
})

const two = "# of two\n2 3\nMo 0.5 1\n1\n2\n3\nW 0.5 1\n4\n5\n6\n"
const small = "rcutfac 4\ntwojmax 1\n"

describe("a broken file", () => {
  it.for([
    [two.replace("2 3", "2 4"), small, /"W" is no number/, "a.snapcoeff", 7, 1],
    [two.replace("2 3", "2 2"), small, /the line of element 2 has 1 words/, "a.snapcoeff", 6, 1],
    [two.replace("2 3", "3 3"), small, /the file ends before element 3/, "a.snapcoeff", 10, 1],
    [two.replace("2 3", "1 3"), small, /goes on after its last coefficient/, "a.snapcoeff", 7, 1],
    [two.replace("2 3", "2.5 3"), small, /is not the number of elements/, "a.snapcoeff", 2, 1],
    [two.replace("2 3", "2 3 4"), small, /is not the number of elements/, "a.snapcoeff", 2, 5],
    [two.replace("W 0.5", "Wo 0.5"), small, /no element is called Wo/, "a.snapcoeff", 7, 1],
    [two.replace("W 0.5", "Mo 0.5"), small, /element Mo is given twice/, "a.snapcoeff", 7, 1],
    [two.replace("W 0.5", "W -1"), small, /the radius is -1/, "a.snapcoeff", 7, 3],
    [two.replace("5\n6", "x\n6"), small, /"x" is no number/, "a.snapcoeff", 9, 1],
    [two, "rcutfac 4\ntwojmax 2\n", /3 coefficients an element, but twojmax 2 make 6/, "a.snapcoeff", 2, 3],
    [two, `${small}quadraticflag 1\n`, /but twojmax 1, quadraticflag 1 make 6/, "a.snapcoeff", 2, 3],
    [two, "rcutfac 4\ntwojmx 1\n", /"twojmx" is no keyword/, "a.snapparam", 2, 1],
    [two, "rcutfac 4\ntwojmax 1.5\n", /twojmax is 1.5/, "a.snapparam", 2, 9],
    [two, "rcutfac\ntwojmax 1\n", /rcutfac has no value/, "a.snapparam", 1, 8],
    [two, "rcutfac 4 5\ntwojmax 1\n", /rcutfac has more than one value/, "a.snapparam", 1, 11],
    [two, "rcutfac 4\n", /twojmax is missing/, "a.snapparam", 1, 1],
    [two, `${small}rcutfac 4\n`, /rcutfac is given twice/, "a.snapparam", 3, 1],
    [two, `${small}switchflag yes\n`, /switchflag is "yes"/, "a.snapparam", 3, 12],
    [two, `${small}rfac0 1e\n`, /"1e" is no number/, "a.snapparam", 3, 7],
  ] as const)("is refused where it is wrong: %#", ([coefficients, parameters, message, file, line, column]) => {
    const work = (): unknown => read(coefficients, parameters)
    expect(work).toThrow(message)
    expect(work).toThrow(expect.objectContaining({ place: { file, line, column } }))
  })
})

describe("commands for LAMMPS", () => {
  const files = (spec: unknown) => {
    const potential = createPotential(spec)
    return lammpsModel(potential, parameterValues(potential.parameters))
  }

  it("lay SNAP over a core", () => {
    const terms = [
      { kind: "zbl", elements: ["Ta"], inner: 4, outer: 4.8 },
      { kind: "snap", elements: ["Ta"], rcutfac: 4.67637 },
    ]
    expect(pairCommands(files({ kind: "sum", terms }), ["Ta"])).toEqual([
      "pair_style hybrid/overlay zbl 4 4.8 snap",
      "pair_coeff 1 1 zbl 73 73",
      "pair_coeff * * snap Ta.snapcoeff Ta.snapparam Ta",
    ])
  })

  it("keep the files of two of them apart", () => {
    const terms = [4, 5].map((rcutfac) => ({
      kind: "snap",
      elements: ["Ta"],
      rcutfac,
      coefficients: { Ta: Array.from({ length: 31 }, () => rcutfac) },
    }))
    const model = files({ kind: "sum", terms })
    expect(Object.keys(model.files)).toEqual(["Ta.snapcoeff", "Ta.snapparam", "term2-Ta.snapcoeff", "term2-Ta.snapparam"])
    expect(pairCommands(model, ["Ta"])[2]).toBe("pair_coeff * * snap 2 term2-Ta.snapcoeff term2-Ta.snapparam Ta")
  })
})
