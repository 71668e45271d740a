import { describe, expect, it } from "vitest"
import { SpecFailure } from "../../../failure/failure.ts"
import { parseSpec } from "../../spec/parse-spec.ts"
import { meamPotential } from "../meam-potential.ts"
import { meamSchema } from "./meam-spec.ts"
import { withFiles } from "./with-files.ts"

const library = {
  file: "library.meam",
  text: `'AlS' 'fcc' 12 13 26.98 4.7 2.1 1.3 2.6 1.7 4.05 3.36 1.07 1 -1.2 2.1 3.3 0.9 3
'Ti' 'bcc' 8 22 47.88 5.1 2.7 1.9 1.1 2.3 3.2 4.87 0.66 1 2.2 -1.6 -2.9 1.15 3
`,
}
const settings = { file: "AlTi.meam", text: "lattce(1,2) = b2\ndelta(1,2) = 0.2\nCmin(1,1,2) = 0.5\nrc = 4.6\n" }
const files = { kind: "meam", library, settings }
const atom = { lattice: "fcc", re: 2.86, Ec: 3.36, alpha: 4.7, asub: 1.07, b0: 2.1, b1: 1.3, b2: 2.6, b3: 1.7, t1: -1.2, t2: 2.1, t3: 3.3 }
const alone = { kind: "meam", elements: ["Al"], atoms: { Al: { ...atom, rho0: 1 } } }
const made = (spec: object) => {
  const whole = withFiles(parseSpec(meamSchema, spec))
  return meamPotential(whole, whole.elements.length > 1 ? [13, 22] : [13])
}
const parameter = (spec: object, key: string) => made(spec).parameters.find((one) => one.key === key)

describe("a spec of MEAM", () => {
  it("takes values from files, and what it says itself comes before them", () => {
    const spec = {
      ...files,
      atoms: { Al: { b0: { fixed: true }, b1: { tie: "b0" }, Ec: 3.4, combination: 1 } },
      pairs: { "Al-Ti": { second: true } },
    }
    expect(parameter(spec, "meam.Al.b0")).toMatchObject({ value: 2.1, fixed: true })
    expect(parameter(spec, "meam.Al.b1")).toMatchObject({ value: 2.1, tie: { key: "meam.Al.b0", factor: 1 } })
    expect(parameter(spec, "meam.Al.Ec")).toMatchObject({ value: 3.4, fixed: false })
    expect(parameter(spec, "meam.Al.rho0")).toMatchObject({ value: 0.9, fixed: true })
    expect(parameter(spec, "meam.Ti.rho0")).toMatchObject({ value: 1.15, fixed: false })
    // The mean of both as the files have them, less delta.
    expect(parameter(spec, "meam.Al-Ti.Ec")?.value).toBeCloseTo((3.36 + 4.87) / 2 - 0.2, 12)
    expect(parameter(spec, "meam.Al-Al-Ti.Cmin")).toMatchObject({ value: 0.5, fixed: true })
    const whole = withFiles(parseSpec(meamSchema, spec))
    expect(whole).toMatchObject({ cutoff: 4.6, atoms: { Al: { combination: 1 } }, pairs: { "Al-Ti": { second: true, lattice: "b2" } } })
    expect(whole.library).toBeUndefined()
    expect(withFiles(parseSpec(meamSchema, JSON.parse(JSON.stringify(whole))))).toEqual(whole)
  })

  it("needs no files, and has LAMMPS's defaults", () => {
    const { parameters, cutoff } = made(alone)
    const values = Object.fromEntries(parameters.map(({ key, value }) => [key, value]))
    expect(values).toMatchObject({ "meam.Al.attrac": 0, "meam.Al.repuls": 0, "meam.*-*-*.Cmin": 2, "meam.*-*-*.Cmax": 2.8 })
    expect(cutoff).toBeCloseTo((4 * 2.8) / (2 * Math.sqrt(1.8)), 12)
  })

  it("looks for neighbours as far as a freed bound of screening may reach", () => {
    const screening = { "*-*-*": { Cmax: { value: 2.8, fixed: false, upper: 3.5 } } }
    expect(made({ ...alone, screening }).cutoff).toBeCloseTo((4 * 3.5) / (2 * Math.sqrt(2.5)), 12)
  })

  const bad: readonly (readonly [string, object, readonly (string | number)[], RegExp])[] = [
    [
      "no reference structure",
      { ...alone, atoms: { Al: { ...atom, rho0: 1, lattice: undefined } } },
      ["atoms", "Al"],
      /no reference structure/,
    ],
    ["a parameter left open", { ...alone, atoms: { Al: atom } }, ["atoms", "Al", "rho0"], /"rho0" has no value/],
    ["another element", { ...alone, atoms: { ...alone.atoms, Cu: atom } }, ["atoms", "Cu"], /"Cu" is no element/],
    ["an element of which nothing is said", { ...alone, atoms: {} }, ["atoms"], /nothing is said of Al/],
    ["a pair the wrong way round", { ...files, pairs: { "Ti-Al": { re: 2.7 } } }, ["pairs", "Ti-Al"], /no pair of Al, Ti in this order/],
    [
      "a crystal of two elements",
      { ...alone, atoms: { Al: { ...atom, lattice: "b1" } } },
      ["atoms", "Al", "lattice"],
      /expected one of|Invalid|"b1"/,
    ],
    ["a value outside its bounds", { ...alone, atoms: { Al: { ...atom, rho0: -1 } } }, ["atoms", "Al", "rho0"], /outside its bounds/],
    ["files for other elements", { ...files, elements: ["Al"] }, ["elements"], /the files are for Al, Ti, not for Al/],
    ["settings without a library", { kind: "meam", settings }, ["settings"], /no library is given/],
    ["a file that was not read", { kind: "meam", library: { file: "x" } }, ["library", "file"], /the file x was not read/],
    [
      "a mistake in a file",
      { ...files, settings: { file: "AlTi.meam", text: "rc = 4\nlattce(1,2) = b3\n" } },
      ["settings"],
      /^AlTi\.meam:2:15: no reference structure is called "b3"/,
    ],
  ]
  it.for(bad)("is refused with its path: %s", ([, spec, path, message]) => {
    const failure = (() => {
      try {
        made(spec)
      } catch (error) {
        if (error instanceof SpecFailure) return error
        throw error
      }
      throw new Error("it was not refused")
    })()
    expect(failure.message).toMatch(message)
    expect(failure.path).toEqual(path)
  })
})
