import { readFileSync } from "node:fs"
import { describe, test } from "vitest"
import { checkReader } from "../testing/reader/check-reader.ts"
import type { ReaderSample } from "../testing/reader/check-reader.ts"
import type { ReadOptions } from "./reader.ts"
import { readers } from "./read-any.ts"

const samples: Readonly<Record<string, readonly ReaderSample[]>> = {
  extxyz: [
    sample("extxyz/fixtures/ordinary.xyz", 2),
    sample("extxyz/fixtures/styles.xyz", 3, {
      keys: { energy: ["REF_energy", "energy"], forces: ["forces", "force"], stress: ["stress", "virials"] },
    }),
  ],
  poscar: [sample("vasp/fixtures/POSCAR.selective", 1), sample("vasp/fixtures/CONTCAR.volume", 1)],
  outcar: [sample("vasp/fixtures/OUTCAR", 2)],
  vasprun: [sample("vasp/fixtures/vasprun.xml", 2)],
  "lammps-data": [sample("lammps/fixtures/full.data", 1), sample("lammps/fixtures/atomic.data", 1)],
  "lammps-dump": [sample("lammps/fixtures/triclinic.dump", 2), sample("lammps/fixtures/types.lammpstrj", 1, { elements: ["Cu", "Ni"] })],
}

describe("every reader meets the contract of readers", () => {
  test.each(readers.map((reader) => [reader.name, reader] as const))("%s", async (name, reader) => {
    await checkReader(reader, samples[name] ?? [], { others: readers })
  })
})

function sample(path: string, configurations: number, options: ReadOptions = {}): ReaderSample {
  return { name: path, text: readFileSync(new URL(path, import.meta.url), "utf8"), configurations, options }
}
