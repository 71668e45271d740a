import { describe, expect, it } from "vitest"
import { Failure } from "../../../failure/failure.ts"
import { randomNumbers, randomStructure } from "../../../testing/potential/random-structure.ts"
import { evaluateStructure } from "../../evaluate-structure.ts"
import { hasLammps } from "../../lammps-model.ts"
import { createPotential, resolveSpec } from "../../registry.ts"
import { readUf3 } from "./read-uf3.ts"

const statistics = {
  elements: [41, 50],
  minimumDistance: { "Nb-Nb": 2.1, "Nb-Sn": 2.2, "Sn-Sn": 2.4 },
  nearestNeighbour: { "Nb-Nb": 2.8, "Nb-Sn": 2.9, "Sn-Sn": 3.1 },
  volumePerAtom: 18.1,
}
const spacing = { pair: 0.5, neighbours: 0.6, opposite: 0.9 }

/** A mixture with coefficients at random, and the file LAMMPS would read. */
function mixture() {
  const potential = createPotential(
    resolveSpec({ kind: "uf3", elements: ["Sn", "Nb"], cutoff: 5.3, threeBodyCutoff: 4.1, spacing }, statistics),
  )
  const random = randomNumbers(3)
  const theta = Float64Array.from(potential.parameters, ({ value, fixed }) => (fixed ? value : random() - 0.5))
  if (!hasLammps(potential)) throw new Error("three-body splines are written for LAMMPS")
  return { potential, theta, model: potential.lammps(theta) }
}

function failureOf(text: string): Failure {
  try {
    readUf3(text, "some.uf3")
  } catch (failure) {
    if (failure instanceof Failure) return failure
  }
  throw new Error("the text is no file, but was read")
}

describe("writeUf3", () => {
  it("writes what is read back as the same potential, to the last bit of every coefficient", () => {
    const { potential, theta, model } = mixture()
    expect(model.terms).toEqual([{ style: "uf3", settings: "3", coefficients: [{ among: ["Sn", "Nb"], text: "SnNb.uf3" }] }])
    const again = createPotential(readUf3(model.files["SnNb.uf3"], "SnNb.uf3"))
    const values = Float64Array.from(again.parameters, ({ value }) => value)
    expect(again.parameters.map(({ key }) => key)).toEqual(potential.parameters.map(({ key }) => key))
    expect(values).toEqual(theta)
    const structure = randomStructure("crystal", [41, 50], 2.6, randomNumbers(9))
    expect(evaluateStructure(again, values, structure)).toEqual(evaluateStructure(potential, theta, structure))
  })

  it("counts pairs from both ends and puts the knots of r_jk first, as LAMMPS reads them", () => {
    const { theta, model } = mixture()
    const lines = model.files["SnNb.uf3"].split("\n")
    expect(lines[1]).toBe("2B Sn Sn 0 3 uk")
    expect(Number(lines[5].split(" ")[0])).toBe(theta[0] / 2)
    const block = lines.findIndex((line) => line.startsWith("3B Sn Sn Nb"))
    expect(lines[block + 1].split(" ").slice(0, 3)).toEqual(["8.2", "4.1", "4.1"])
    const [jk, ik, ij] = lines[block + 1].split(" ").slice(3).map(Number)
    expect([jk, ik, ij].map((_, k) => lines[block + 2 + k].split(" ").length)).toEqual([jk, ik, ij])
    expect(lines[block + 5]).toBe(`${ij - 4} ${ik - 4} ${jk - 4}`)
    expect(lines[lines.length - 2]).toBe("#")
  })
})

describe("readUf3", () => {
  const pair = (coefficients: string, knots = "0 0 0 0 1 2 3 4 5 5 5 5") =>
    `#UF3 POT UNITS: metal\n2B Nb Nb 0 3 nk\n5 12\n${knots}\n8\n${coefficients}\n#\n`

  it("takes knots that are not even, and either order of the neighbours", () => {
    const { model } = mixture()
    const text = model.files["SnNb.uf3"]
    const exchanged = text
      .replace("3B Nb Sn Nb", "3B Nb Nb Sn")
      .replaceAll(/(3B Nb Nb Sn.*\n)([\s\S]*?)(?=#\n)/gu, (_, head: string, body: string) => {
        const [sizes, jk, ik, ij, shape, ...rows] = body.trimEnd().split("\n")
        const [na, nb, nc] = shape.split(" ").map(Number)
        const [rjk, rik, rij, njk, nik, nij] = sizes.split(" ")
        const turned = Array.from({ length: na * nb }, (_, row) => rows[(row % na) * nb + Math.floor(row / na)])
        return [head.trimEnd(), [rjk, rij, rik, njk, nij, nik].join(" "), jk, ij, ik, [nb, na, nc].join(" "), ...turned, ""].join("\n")
      })
    expect(exchanged).not.toBe(text)
    const [one, other] = [text, exchanged].map((content) => createPotential(readUf3(content, "x.uf3")))
    expect(other.parameters).toEqual(one.parameters)
    const uneven = readUf3(pair("9 7 3 1 -1 0 0 0", "0.1 0.1 0.1 0.1 1 2.2 3 4.7 5 5 5 5"), "x.uf3")
    expect(uneven.pairs?.["Nb-Nb"]).toEqual({ knots: [0.1, 1, 2.2, 3, 4.7, 5], trailing: 3, core: 0, coefficients: [18, 14, 6, 2, -2] })
  })

  it.each([
    ["#UF3 POT\n", "some.uf3  the file holds no 2B block"],
    ["#UF3 POT\n4B Nb\n", 'some.uf3:2:1  "4B" begins no block'],
    ["#UF3 POT\n2B Nb Xy 0 3 nk\n", 'some.uf3:2:7  no element is called "Xy"'],
    ["#UF3 POT\n2B Nb Nb 0 3\n", "some.uf3:2:1  5 words stand here"],
    ["#UF3 POT\n2B Nb Nb 0 3 nk\n", "some.uf3:3  the file ends before the cutoff and the number of knots"],
    [pair("1 2 3 0 0 0 0"), "some.uf3:6:13  7 numbers stand here, not 8"],
    [pair("1 2 3 a 0 0 0 0"), 'some.uf3:6:7  "a" is no finite number'],
    [pair("1 2 3 1 0 0 0 0", "0 0 0 0 1 2 3 2 5 5 5 5"), "some.uf3:4:15  knot 2 does not lie beyond 3"],
    [pair("1 2 3 1 0 0 0 0", "0 0 0 1 1 2 3 4 5 5 5 5"), "some.uf3:4:1  the first and the last knot do not stand four times"],
    [pair("1 2 3 1 0 0 0 0", "0 0 0 0 1 2 3 4 6 6 6 6"), "some.uf3:4:23  the last knot is at 6, the cutoff at 5"],
    [pair("1 2 3 1 0 0 0 0") + pair("1 2 3 1 0 0 0 0"), "some.uf3:9:1  the block of Nb-Nb is given twice"],
  ])("says where a file is wrong: %j", (text, message) => {
    expect(failureOf(text).describe()).toContain(message)
  })

  it("refuses a three-body energy that an exchange of equal neighbours changes", () => {
    const text = mixture().model.files["SnNb.uf3"]
    const start = text.indexOf("3B Nb Nb Nb")
    const changed = text.slice(0, start) + text.slice(start).replace(/(0\.\d{4})1/u, "$12")
    expect(changed).not.toBe(text)
    expect(failureOf(changed).message).toContain("differ, although both neighbours are of one element")
  })
})
