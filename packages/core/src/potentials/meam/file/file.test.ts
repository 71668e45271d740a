import { describe, expect, it } from "vitest"
import { Failure } from "../../../failure/failure.ts"
import { evaluateStructure } from "../../evaluate-structure.ts"
import { parameterValues } from "../../parameters.ts"
import { meamPotential } from "../meam-potential.ts"
import { formatLibrary, formatSettings } from "./format.ts"
import { parseLibrary } from "./parse-library.ts"
import { parseSettings } from "./parse-settings.ts"
import { readMeam } from "./read.ts"

const library = `# elt lat z ielement atwt
'AlS'        'fcc'   12.     13           26.9815
4.64        2.04    3.00    6.0          1.50  4.05    3.353    1.07
1.0         +4.50           -2.30        8.01          1.0    -5
AlS fcc 12 13 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1
'Ti7' bcc 8 1 47.88 5.1 2.7 1.9 1.1 2.3 3.2 4.87 0.66 1 2.2 -1.6 -2.9 1.15 3
zz zzz 99 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0
`
const parameters = `  lattce(1,2) = 'b1'# rock salt
re(1,2)=2.62 # a comment
Cmin(1,1,2) = 0.50

  delta( 1, 2 ) = +0.28
rc = 5.0
ialloy=1
`
/** What is changed about the files above, and the names. */
interface Change {
  readonly elements?: readonly string[]
  readonly library?: { readonly file: string; readonly text: string }
  readonly settings?: { readonly file: string; readonly text: string } | undefined
}
const read = (change: Change = {}) => {
  const {
    elements,
    library: entries,
    settings,
  } = {
    elements: ["AlS", "Ti7"],
    library: { file: "library.meam", text: library },
    settings: { file: "AlTi.meam", text: parameters },
    ...change,
  }
  return readMeam(entries, settings, elements)
}

describe("MEAM files", () => {
  it("are read, and written such that they are read as the same", () => {
    const entries = parseLibrary(library, "l", ["Ti7", "AlS"])
    expect(entries[1]).toMatchObject({ name: "AlS", lattice: "fcc", alpha: 4.64, weights: [1, 4.5, -2.3, 8.01], combination: -5 })
    expect(parseLibrary(formatLibrary(entries), "l", ["Ti7", "AlS"])).toEqual(entries)
    const settings = parseSettings(parameters, "p", 2)
    expect(settings[0]).toEqual({ name: "lattce", elements: [0, 1], value: "b1" })
    expect(settings).toHaveLength(6)
    expect(parseSettings(formatSettings(settings), "p", 2)).toEqual(settings)
  })

  it("become the files of LAMMPS again, with symbols for names", () => {
    const potential = meamPotential(read(), [13, 22])
    // Values that have been fitted.
    const theta = parameterValues(potential.parameters).map((value, k) => value * (1 + 0.02 * Math.sin(k)))
    const model = potential.lammps(theta)
    expect(model).toMatchObject({
      exact: true,
      terms: [{ style: "meam", coefficients: [{ among: ["Al", "Ti"], text: "AlTi.library.meam Al Ti AlTi.meam" }] }],
    })
    const again = meamPotential(
      readMeam({ file: "l", text: model.files["AlTi.library.meam"] }, { file: "p", text: model.files["AlTi.meam"] }),
      [13, 22],
    )
    const structure = {
      numbers: Int32Array.of(13, 22, 13, 22),
      positions: Float64Array.of(0, 0, 0, 2.6, 0.1, 0, 0.2, 2.7, 0.3, 0.4, 0.1, 2.5),
      cell: null,
      pbc: [false, false, false] as const,
    }
    const theirs = evaluateStructure(again, parameterValues(again.parameters), structure)
    expect(theirs).toEqual(evaluateStructure(potential, theta, structure))
    const values = (layout: typeof again.parameters) => Object.fromEntries(layout.map(({ key, value }) => [key, value]))
    const written = values(again.parameters)
    potential.parameters.forEach(({ key }, k) => {
      // Bounds of screening may stand under more particular keys.
      if (key in written) expect(written[key]).toBe(theta[k])
      else expect(key).toMatch(/Cm(?:in|ax)$/u)
    })
  })

  it("need no parameters", () => {
    expect(meamPotential(read({ elements: ["Ti7"], settings: undefined }), [22]).cutoff).toBeCloseTo((4 * 2.8) / (2 * Math.sqrt(1.8)), 10)
  })

  const bad: readonly (readonly [string, Change, RegExp, object | undefined])[] = [
    ["an element that is not there", { elements: ["AlS", "Cu"] }, /the library has no element "Cu"/, { file: "library.meam" }],
    ["one element twice", { elements: ["AlS", "AlS"] }, /AlS and AlS are both Al/, { file: "library.meam" }],
    [
      "a file cut short",
      { library: { file: "l", text: "'AlS' 'fcc' 12. 13\n4.64 2.04" } },
      /ends before "b0" of element AlS/,
      { file: "l", line: 2, column: 1 },
    ],
    [
      "too many words",
      { library: { file: "l", text: library.replace("8.01          1.0    -5", "8.01 1.0 -5 7") } },
      /element AlS has more than 19 words/,
      { file: "l", line: 4, column: 54 },
    ],
    [
      "a word that is no number",
      { library: { file: "l", text: library.replace("3.353", "much") } },
      /"much" is no number, but esub of element AlS/,
      { file: "l", line: 3, column: 56 },
    ],
    [
      "a structure that there is not",
      { library: { file: "l", text: library.replace("'fcc'", "'fc'") } },
      /no reference structure is called "fc"/,
      { file: "l", line: 2, column: 14 },
    ],
    [
      "a structure with other neighbours",
      { library: { file: "l", text: library.replace("12. ", "8. ") } },
      /an atom of fcc has 12 nearest neighbours, not 8/,
      { file: "l", line: 2, column: 22 },
    ],
    [
      "an unknown ibar",
      { library: { file: "l", text: library.replace("1.15 3", "1.15 2") } },
      /ibar is 2/,
      { file: "l", line: 6, column: 76 },
    ],
    [
      "an unknown keyword",
      { settings: { file: "p", text: "rc = 4\ncmin(1,1,2) = 1\n" } },
      /no setting is called "cmin"/,
      { file: "p", line: 2, column: 1 },
    ],
    [
      "a missing element",
      { settings: { file: "p", text: "Ec(1) = 1\n" } },
      /Ec has 2 words behind it, not 3/,
      { file: "p", line: 1, column: 1 },
    ],
    [
      "an element too many",
      { settings: { file: "p", text: "Ec(1,3) = 1\n" } },
      /for element 3, but there are 2/,
      { file: "p", line: 1, column: 6 },
    ],
    ["a value that is none", { settings: { file: "p", text: "rc = far\n" } }, /"far" is no number/, { file: "p", line: 1, column: 6 }],
    ["no reference structure", { settings: { file: "p", text: "rc = 4\n" } }, /the pair AlS-Ti7 has no reference structure/, { file: "p" }],
    [
      "a crystal of two elements for one",
      { settings: { file: "p", text: "lattce(1,1) = l12\n" } },
      /AlS alone cannot be l12, a structure of two elements/,
      { file: "p" },
    ],
  ]
  it.for(bad)("are refused with their place: %s", ([, change, message, place]) => {
    const failure = (() => {
      try {
        read(change)
      } catch (error) {
        if (error instanceof Failure) return error
      }
      throw new Error("it was not refused")
    })()
    expect(failure.message).toMatch(message)
    expect(failure.place).toEqual(place)
  })
})
