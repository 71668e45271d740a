import { readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { describe } from "vitest"
import type { Files } from "../folder.ts"
import { config, train } from "./good.ts"
import { changed, refuses } from "./refusal.ts"

const crystal = `4
Lattice="4.43 0 0 0 4.43 0 0 0 4.43" Properties=species:S:1:pos:R:3:forces:R:3 energy=-0.08 stress="0 0 0 0 0 0 0 0 0" pbc="T T T"
Ne 0 0 0 0 0 0
Ne 0 2.215 2.215 0 0 0
Ne 2.215 0 2.215 0 0 0
Ne 2.215 2.215 0 0 0 0
`

// What is wrong; what is replaced in the crystal, and by what, § where the error must point; what it must say.
const frames: readonly (readonly [string, string, string, RegExp, place?: string])[] = [
  ["a negative count", "4\n", "§-4\n", /number of atoms is “-4”/],
  ["a count in words", "4\n", "§four\n", /number of atoms is “four”/],
  ["a count too large", "4\n", "9\n", /ends after 4 of the 9 atoms/, "bad.xyz:6"],
  ["a count too small", "4\n", "2\n", /number of atoms|Ne/, "bad.xyz:5:1"],
  ["a missing column", "2.215 2.215 0 0 0 0\n", "2.215 2.215 0 0 0§\n", /6 columns, not 7/],
  ["a column too many", "Ne 0 0 0 0 0 0", "Ne 0 0 0 0 0 0 §0", /8 columns, not 7/],
  ["a decimal comma", "Ne 0 2.215", "Ne 0 §2,215", /position is “2,215”/],
  ["a position that is no number", "Ne 0 2.215", "Ne 0 §inf", /position is “inf”/],
  ["a force of stars", "2.215 2.215 0 0 0 0\n", "2.215 2.215 0 0 §****** 0\n", /force is “\*\*\*\*\*\*”/],
  ["an element that is not there", "Ne 0 0 0", "§Nx 0 0 0", /“Nx” is not an element/],
  ["a cell of eight numbers", '0 4.43"', '4.43"'.replace("4", "4"), /Lattice has 8 numbers/, "bad.xyz:2:9"],
  ["a singular cell", '"4.43 0 0 0 4.43 0 0 0 4.43"', '§"4.43 0 0 8.86 0 0 0 0 4.43"', /lie in a plane/],
  ["an infinite energy", "energy=-0.08", "energy=§inf", /“inf”, not a finite number/],
  ["an energy of words", "energy=-0.08", "energy=§low", /“low”/],
  ["an energy twice", "energy=-0.08", "energy=-0.08 §energy=-0.09", /“energy” appears twice/],
  ["a stress of five numbers", '"0 0 0 0 0 0 0 0 0"', '§"0 0 0 0 0"', /5 numbers/],
  ["a stress that is not symmetric", '"0 0 0 0 0 0 0 0 0"', '§"0 1 0 0 0 0 0 0 0"', /not symmetric/],
  ["a quote that is never closed", 'pbc="T T T"', 'pbc=§"T T T', /never closed/],
  ["flags that are none", '"T T T"', '§"yes yes no"', /pbc is “yes yes no”/],
  ["columns of no known type", "species:S:1:pos", "§species:S:one:pos", /count “one”/, "bad.xyz:2:49"],
  ["no positions", "pos:R:3", "place:R:3", /no column of positions/, "bad.xyz:2"],
  ["a negative weight", "energy=", "config_weight=§-2 energy=", /weight is one number, zero or more/],
]

const vasp = fixtures("vasp", ["POSCAR.selective", "CONTCAR.volume", "OUTCAR", "vasprun.xml"])
const lammps = fixtures("lammps", ["full.data", "triclinic.dump"])
const zipped = gzipSync(Buffer.from(crystal.repeat(40)))

/** Files that are converted, and wrong. */
const others: readonly (readonly [name: string, file: string, content: string | Uint8Array, said: RegExp, place?: string])[] = [
  ["an empty file", "bad.xyz", "", /empty/, "bad.xyz:1"],
  ["blank lines only", "bad.xyz", "\n\n \n", /empty/, "bad.xyz:1"],
  ["bytes of a picture", "bad.dat", Uint8Array.from({ length: 4096 }, (_, k) => (k * 151 + 137) % 256), /not recognised/, "bad.dat:1"],
  [
    "bytes of a picture in the name of XYZ",
    "bad.xyz",
    Uint8Array.from({ length: 4096 }, (_, k) => (k * 151 + 137) % 256),
    /number of atoms/,
    "bad.xyz:1:1",
  ],
  ["a letter", "letter.txt", "Dear reader,\n\nthis is no data.\n", /not recognised.*extxyz/, "letter.txt:1"],
  ["a zipped file cut short", "bad.xyz.gz", zipped.subarray(0, zipped.length - 30), /damaged, cut short/, "bad.xyz.gz"],
  [
    "a zipped file with a flipped byte",
    "bad.xyz.gz",
    zipped.map((byte, k) => (k === zipped.length - 6 ? byte ^ 255 : byte)),
    /damaged/,
    "bad.xyz.gz",
  ],
  ["a zipped file of nothing", "bad.xyz.gz", gzipSync(""), /empty/, "bad.xyz.gz:1"],
  ["a POSCAR without a scale", "POSCAR", changed(vasp["POSCAR.selective"], "3.57", "§0.0"), /scale is 0/],
  ["a POSCAR of an unknown element", "POSCAR", changed(vasp["POSCAR.selective"], "Ni_pv", "§Nickel"), /“Nickel” is not an element/],
  ["a POSCAR without elements", "POSCAR", changed(vasp["CONTCAR.volume"], "Si\n", "a title\n"), /does not name its elements/, "POSCAR:6"],
  ["a POSCAR cut short", "POSCAR", changed(vasp["CONTCAR.volume"], "0.25 0.25 0.25\n", ""), /end after 1 of 2 atoms/, "POSCAR:8"],
  ["an OUTCAR with a stress of stars", "OUTCAR", changed(vasp["OUTCAR"], "in kB      -1.50000", "in kB  §************"), /stars/],
  [
    "an OUTCAR of a killed run",
    "OUTCAR",
    changed(vasp["OUTCAR"], /FREE ENERGIE OF THE ION[^]*?FREE ENERGIE OF THE ION[^]*$/u, "Killed\n"),
    /before the energy of its last/,
    "OUTCAR:65",
  ],
  ["a vasprun.xml cut short", "vasprun.xml", changed(vasp["vasprun.xml"], "</modeling>\n", ""), /before <\/modeling>/, "vasprun.xml:190"],
  [
    "a vasprun.xml with a force of stars",
    "vasprun.xml",
    changed(vasp["vasprun.xml"], "0.10000000       0.20000000", "0.10000000 §****************"),
    /not a finite number/,
  ],
  [
    "a LAMMPS data file with an atom twice",
    "bad.data",
    changed(lammps["full.data"], "3 1 2 -1.0 -0.5", "§1 1 2 -1.0 -0.5"),
    /atom 1 appears twice/,
  ],
  ["a LAMMPS box inside out", "bad.data", changed(lammps["full.data"], "-1.0 4.0 xlo", "§4.0 -1.0 xlo"), /goes from 4 to -1/],
  [
    "a LAMMPS dump with a missing column",
    "bad.dump",
    changed(lammps["triclinic.dump"], "2 2 Cl 0.25 0.5 0.125 -0.125 0 -1e-3 -3.125", "§2 2 Cl 0.25"),
    /4 columns, not 10/,
  ],
  [
    "a LAMMPS dump without elements",
    "bad.dump",
    changed(lammps["triclinic.dump"], /element/gu, "kind"),
    /does not name the elements/,
    "bad.dump:9",
  ],
]

describe("extended XYZ", () => {
  const command = ["convert", "bad.xyz", "out/POSCAR"]
  refuses(frames.map(([name, from, to, said, place]) => ({ name, files: { "bad.xyz": changed(crystal, from, to) }, command, said, place })))
})

describe("another file", () => {
  refuses(
    others.map(([name, file, content, said, place]) => {
      return { name, files: { [file]: content }, command: ["convert", file, "out.xyz"], said, place }
    }),
  )
})

describe("data that do not go with the config", () => {
  const withKeys = (text: string): Files => ({ "fit.yaml": changed(config, "  train: train.xyz", `  train: train.xyz\n  ${text}`) })
  const withData = (text: string): Files => ({ "train.xyz": text })
  const withCrystal = (from: string, to: string): Files => withData(`${train}${changed(crystal, from, to)}`)
  const strangers = changed(crystal, "Ne 0 0 0", "Ar 0 0 0")
  const unlabelled = train.replaceAll("forces:R:3", "f:R:3")
  const apart = /the structure are 0(\.0+)? Å apart.*remove the duplicate atom/
  const malformed: readonly (readonly [string, Files, RegExp, place?: string])[] = [
    ["a file that is not there", { "fit.yaml": changed(config, "train.xyz", "trian.xyz") }, /no such file/, "trian.xyz"],
    ["a folder", { "frames/": "", "fit.yaml": changed(config, "train.xyz", "frames") }, /this is a folder/, "frames"],
    ["a test set that is not there", withKeys("test: [test.xyz]"), /no such file/, "test.xyz"],
    ["a key that no frame has", withKeys("keys: { energy: dft }"), /no frame has its energy under “dft”/, "train.xyz"],
    ["a group that is not there", withKeys("groups: { only: [Bulk] }"), /leaves no frame.*NeXe/, "train.xyz"],
    ["all groups left out", withKeys("groups: { except: [NeXe, NeNe, XeXe] }"), /leaves no frame/, "train.xyz"],
    ["an element that the potential has not", withData(`${train}${strangers}`), /does not know Ar/, "train.xyz:45"],
    ["a strange element in the test set", { ...withKeys("test: test.xyz"), "test.xyz": strangers }, /does not know Ar/, "test.xyz:1"],
    ["labels that are nowhere", withData(unlabelled.replaceAll("energy=", "e=")), /nothing to fit to/],
    ["energies that are no numbers, and no forces", withData(unlabelled.replace(/energy=\S+/gu, "energy=nan")), /nothing to fit to/],
    ["all labels switched off", { "fit.yaml": changed(config, "references: none", "energy: false\n  forces: false") }, /nothing to fit to/],
    ["two atoms at one place", withCrystal("Ne 0 2.215 2.215", "Ne 0 0 0"), apart, "train.xyz:45"],
    ["an atom at the place of an image", withCrystal("Ne 0 2.215 2.215", "Ne 0 0 4.43"), apart, "train.xyz:45"],
    [
      "two atoms at one place in the test set",
      { ...withKeys("test: test.xyz"), "test.xyz": changed(crystal, "Ne 0 2.215 2.215", "Ne 0 0 0") },
      apart,
      "test.xyz:1",
    ],
    ["a cell as thin as a hair", withCrystal("4.43 0 0 0", "1e-7 0 0 0"), /no volume/, "train.xyz:45"],
  ]
  refuses(
    malformed.map(([name, files, said, place]) => ({ name, files: { "train.xyz": train, "fit.yaml": config, ...files }, said, place })),
  )
})

function fixtures(format: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(new URL(`../../packages/core/src/io/${format}/fixtures/${name}`, import.meta.url), "utf8")]),
  )
}
