import { describe, expect, test } from "vitest"
import { readFileSync } from "node:fs"
import { Failure } from "../failure/failure.ts"
import { readAny } from "./read-any.ts"
import type { ReadOptions } from "./reader.ts"
import { bytesSource, textSource } from "./source/text-source.ts"
import type { TextSource } from "./source/text-source.ts"

const good = `2
Lattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3:forces:R:3 energy=-1.5 pbc="T T T"
Cu 0 0 0 0.1 0 0
Ni 2 2 2 -0.1 0 0
`

/** The good file with one text replaced by another. */
function xyz(from: string, to: string): string {
  if (!good.includes(from)) throw new Error(`“${from}” is not in the good file`)
  return good.replace(from, to)
}

/** The `Failure` of reading a source to its end. */
async function failureOf(source: TextSource, options: ReadOptions & { format?: string } = {}): Promise<Failure> {
  try {
    for await (const _ of readAny(source, options)) continue
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error("the file was read without complaint")
}

/** That a failure points at a line, and in it at a text: `4 Ni`; at the line as a whole: `4`; or at the last line: `end`. */
function expectPlace(failure: Failure, text: string, expected: string): void {
  const lines = text.trimEnd().split("\n")
  const [, where, at] = /^(\d+|end)(?: (.*))?$/u.exec(expected) ?? []
  const line = where === "end" ? lines.length : Number(where)
  expect(failure.place?.line).toBe(line)
  if (at === undefined) expect(failure.place?.column).toBeUndefined()
  else expect(lines[line - 1].slice((failure.place?.column ?? 0) - 1)).toSatisfy((rest: string) => rest.startsWith(at))
}

test("the file from which the malformed ones are made is good", async () => {
  const frames = []
  for await (const frame of readAny(textSource("good.xyz", good))) frames.push(frame)
  expect(frames).toHaveLength(1)
})

// What is wrong; the text; where; words of the message.
const cases: readonly [string, string, string, RegExp][] = [
  ["a negative atom count", xyz("2\n", "-2\n"), "1 -2", /number of atoms is “-2”.*at least 1/u],
  ["no atoms", xyz("2\n", "0\n"), "1 0", /number of atoms is “0”/u],
  ["a fractional atom count", xyz("2\n", "2.5\n"), "1 2.5", /number of atoms is “2.5”/u],
  ["two words in the first line", xyz("2\n", "2 atoms\n"), "1", /holds something else/u],
  ["a file cut inside the atoms", xyz("Ni 2 2 2 -0.1 0 0\n", ""), "end", /ends after 1 of the 2 atoms of the frame that starts at line 1/u],
  ["a file cut after the count", "2\n", "1", /ends where the comment line/u],
  [
    "too few atoms before the next frame",
    `${good.replace("2\n", "3\n")}${good}`,
    "5 2",
    /next frame; the frame at line 1 has 2 atoms, not 3/u,
  ],
  ["a blank line between frames", `${good}\n${good}`, "6", /after a blank line/u],
  ["a missing column", xyz("0.1 0 0\n", "0.1 0\n"), "3 ", /6 columns, not 7/u],
  ["a column too many", xyz("0.1 0 0\n", "0.1 0 0 9\n"), "3 9", /8 columns, not 7/u],
  ["a coordinate that is no number", xyz("Ni 2 2 2", "Ni 2 2,5 2"), "4 2,5", /position is “2,5”/u],
  ["a coordinate that is not finite", xyz("Ni 2 2 2", "Ni 2 nan 2"), "4 nan", /position is “nan”/u],
  ["a hexadecimal coordinate", xyz("Ni 2 2 2", "Ni 2 0x2 2"), "4 0x2", /position is “0x2”/u],
  ["a force of stars", xyz("-0.1 0 0", "-0.1 ***** 0"), "4 *****", /force is “\*\*\*\*\*”/u],
  ["an infinite force", xyz("-0.1 0 0", "-0.1 inf 0"), "4 inf", /force is “inf”/u],
  ["an unknown element", xyz("Ni 2", "Nx 2"), "4 Nx", /“Nx” is not an element.*did you mean N\?/u],
  ["an element in small letters", xyz("Ni 2", "ni 2"), "4 ni", /did you mean Ni\?/u],
  ["atomic number 0", xyz("Ni 2", "0 2"), "4 0 2", /“0” is not an element/u],
  ["a lattice of eight numbers", xyz('0 0 4"', '0 4"'), '2 "4 0 0', /Lattice has 8 numbers/u],
  ["a lattice with a word in it", xyz('"4 0 0', '"four 0 0'), '2 "four', /“Lattice” holds “four”/u],
  ["a lattice in a plane", xyz("0 4 0", "4 0 0"), '2 "4 0 0', /lie in a plane/u],
  ["a periodic direction without a vector", xyz('0 0 4"', '0 0 0"'), '2 "4 0 0', /vector 3 has no length/u],
  ["periodic without a lattice", xyz('Lattice="4 0 0 0 4 0 0 0 4" ', ""), '2 "T T T', /repeats, but it has no Lattice/u],
  ["pbc of two flags", xyz('"T T T"', '"T T"'), '2 "T T"', /pbc is “T T”/u],
  ["pbc of something else", xyz('"T T T"', '"T T maybe"'), '2 "T T maybe', /pbc is “T T maybe”/u],
  ["a key twice", xyz("energy=-1.5", "energy=-1.5 energy=-2"), "2 energy=-2", /key “energy” appears twice/u],
  ["an energy that is no number", xyz("energy=-1.5", "energy=low"), "2 low", /“energy” holds “low”/u],
  ["an energy of two numbers", xyz("energy=-1.5", 'energy="-1 -2"'), '2 "-1 -2"', /one number, not 2/u],
  ["a key without a value", xyz('pbc="T T T"', "pbc="), "2 pbc=", /has no value/u],
  ["a value without a key", xyz("energy=", "="), "2 =-1.5", /without a key/u],
  ["an open quote", xyz('"T T T"', '"T T T'), '2 "T T T', /quote " is never closed/u],
  ["an open bracket", xyz('"T T T"', "[T, T, T"), "2 [T, T", /bracket \[ is never closed/u],
  ["an open brace", xyz('"T T T"', "{T T T"), "2 {T T", /brace \{ is never closed/u],
  ["an array without commas", xyz('"T T T"', "[T T T]"), "2 T T]", /unexpected “T” in an array/u],
  ["rows of different length", xyz("energy", "x=[[1, 2], [3]] energy"), "2 [3]]", /rows of an array differ/u],
  ["an equals sign in a bare value", xyz("energy=-1.5", "energy=-1.5 src=a=b"), "2 =b", /“=” without quotes/u],
  ["Properties that are not triples", xyz("forces:R:3", "forces:R"), "2 species", /not a list of name:type:count/u],
  ["an unknown column type", xyz("forces:R:3", "forces:X:3"), "2 species", /type “X”/u],
  ["forces of two columns", xyz("forces:R:3", "forces:R:2:a:R:1"), "2", /“forces” is forces:R:2/u],
  ["no column of positions", xyz("pos:R:3", "place:R:3"), "2", /no column of positions/u],
  ["no column of elements", xyz("species:S:1", "kind:S:1"), "2", /no column of elements/u],
  ["a stress of five numbers", xyz("energy", 'stress="1 2 3 4 5" energy'), '2 "1 2', /“stress” has 5 numbers/u],
  ["a stress that is not symmetric", xyz("energy", 'stress="1 2 3 4 5 6 7 8 9" energy'), '2 "1 2', /not symmetric: 2 against 4/u],
  [
    "a virial without a cell",
    good.replace('Lattice="4 0 0 0 4 0 0 0 4" ', 'virial="1 2 3 4 5 6" ').replace("T T T", "F F F"),
    '2 "1 2 3 4 5 6"',
    /needs a cell/u,
  ],
  ["a negative weight", xyz("energy", "config_weight=-1 energy"), "2 -1 ", /weight is one number, zero or more/u],
  ["two weights of one thing", xyz("energy", "force_weight=1 forces_weight=2 energy"), "2 2 energy", /mean the same/u],
  [
    "labels that change their name",
    `${good}${good.replace("energy", "REF_energy")}`,
    "6",
    /under “REF_energy”, earlier frames under “energy”/u,
  ],
  ["something that is no data at all", "Dear reader,\nthis is a letter.\n", "1", /not recognised.*extxyz/u],
  ["an empty file", "", "1", /file is empty/u],
]

describe("extended XYZ", () => {
  test.each(cases)("%s", async (_, text, place, message) => {
    const failure = await failureOf(textSource(text === "" || text.startsWith("Dear") ? "bad" : "bad.xyz", text))
    expect(failure.describe()).toMatch(message)
    expectPlace(failure, text, place)
    expect(failure.advice).toBeTruthy()
  })

  test("a key that no frame has", async () => {
    const failure = await failureOf(textSource("bad.xyz", good), { keys: { energy: "dft" } })
    expect(failure.describe()).toMatch(/no frame has its energy under “dft”.*it does have: energy/u)
  })

  test("a format that does not exist", async () => {
    const failure = await failureOf(textSource("bad.xyz", good), { format: "cif" })
    expect(failure.describe()).toMatch(/no format is called “cif”.*extxyz, poscar/u)
  })

  test("a gzipped file cut short", async () => {
    const zipped = readFileSync(new URL("../../../../examples/copper-eam/data/Cu_test.xyz.gz", import.meta.url))
    const failure = await failureOf(bytesSource("bad.xyz.gz", zipped.subarray(0, zipped.length / 2)))
    expect(failure.describe()).toMatch(/bad\.xyz\.gz .*damaged, cut short/u)
  })
})

function fixture(path: string, from: string | RegExp, to: string): string {
  const text = readFileSync(new URL(path, import.meta.url), "utf8")
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`“${String(from)}” is not in ${path}`)
  return changed
}

const [selective, volume, outcar, vasprun] = ["POSCAR.selective", "CONTCAR.volume", "OUTCAR", "vasprun.xml"].map(
  (n) => `vasp/fixtures/${n}`,
)
const [full, atomic, dump] = ["full.data", "atomic.data", "triclinic.dump"].map((n) => `lammps/fixtures/${n}`)

const others: readonly [string, string, string, string, RegExp][] = [
  ["POSCAR", "a scale of zero", fixture(selective, "3.57", "0.0"), "2 0.0", /scale is 0/u],
  ["POSCAR", "a cell vector of two numbers", fixture(selective, "0.1 1.0 0.0", "0.1 1.0"), "4 ", /a cell vector is missing/u],
  ["POSCAR", "an unknown element", fixture(selective, "Ni_pv", "Nickel"), "6 Nickel", /“Nickel” is not an element/u],
  ["POSCAR", "more elements than counts", fixture(selective, "3 1\n", "4\n"), "7", /2 elements but 1 counts/u],
  ["POSCAR", "no elements at all", fixture(volume, "Si\n", "a title\n"), "6", /does not name its elements/u],
  ["POSCAR", "neither Direct nor Cartesian", fixture(volume, "Cartesian\n", ""), "7 0.0", /neither Direct nor Cartesian/u],
  ["POSCAR", "too few atoms", fixture(volume, "0.25 0.25 0.25\n", ""), "end", /end after 1 of 2 atoms/u],
  [
    "OUTCAR",
    "a stress of stars",
    fixture(outcar, "in kB      -1.50000", "in kB  ************"),
    "41 *",
    /stress should be 6 numbers.*stars/u,
  ],
  [
    "OUTCAR",
    "a run cut before its energy",
    fixture(outcar, /FREE ENERGIE OF THE ION[^]*?FREE ENERGIE OF THE ION[^]*$/u, "Killed\n"),
    "end",
    /before the energy of its last/u,
  ],
  ["OUTCAR", "a count that is missing", fixture(outcar, "2   1\n", "2\n"), "20  ", /2 pseudopotentials/u],
  ["vasprun.xml", "a run cut short", fixture(vasprun, "</modeling>\n", ""), "end", /before <\/modeling>/u],
  [
    "vasprun.xml",
    "a force of stars",
    fixture(vasprun, "0.10000000       0.20000000", "0.10000000 ****************"),
    "87 *****",
    /not a finite number/u,
  ],
  ["a.data", "an id twice", fixture(full, "3 1 2 -1.0 -0.5", "1 1 2 -1.0 -0.5"), "21 1 1", /atom 1 appears twice/u],
  ["a.data", "a box inside out", fixture(full, "-1.0 4.0 xlo", "4.0 -1.0 xlo"), "7 4.0", /goes from 4 to -1/u],
  ["a.data", "a style not read", fixture(full, "Atoms # full", "Atoms # ellipsoid"), "17 ellipsoid", /“ellipsoid” is not read.*full/u],
  ["a.data", "a mass of no element", fixture(atomic, "63.546", "1.5"), "1", /element of type 1 is not known/u],
  ["a.data", "too few atoms", fixture(atomic, "2 1 1.5 1.5 1.5\n", ""), "end", /ends where 1 more atoms/u],
  [
    "a.dump",
    "a missing column",
    fixture(dump, "2 2 Cl 0.25 0.5 0.125 -0.125 0 -1e-3 -3.125", "2 2 Cl 0.25"),
    "12 2 2 Cl",
    /4 columns, not 10/u,
  ],
  ["a.dump", "no names of elements", fixture(dump, /element/gu, "kind"), "9", /does not name the elements/u],
  ["a.dump", "other units", `ITEM: UNITS\nreal\n${fixture(dump, "100", "200")}`, "2 real", /units “real”/u],
  ["a.dump", "a count too small", fixture(dump, "3\nITEM: BOX", "2\nITEM: BOX"), "12 2 2 Cl", /where an ITEM should come/u],
  ["a.dump", "an id twice", fixture(dump, "3 2 Cl 0.5", "1 2 Cl 0.5"), "11", /atom 1 appears twice/u],
]

describe("other formats", () => {
  test.each(others)("%s: %s", async (file, _, text, place, message) => {
    const failure = await failureOf(textSource(file, text))
    expect(failure.describe()).toMatch(message)
    expectPlace(failure, text, place)
    expect(failure.advice).toBeTruthy()
  })
})
