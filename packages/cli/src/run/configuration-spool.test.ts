import type { Configuration } from "@luthier/core"
import { stressAse } from "@luthier/core"
import * as fc from "fast-check"
import { readdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { expect, test } from "vitest"
import { configurationSpool } from "./configuration-spool.ts"

const number = fc.double({ noNaN: false })

/** Any configuration that a reader could give: labels missing, masked or −0, keys of any text. */
const anyConfiguration: fc.Arbitrary<Configuration> = fc.integer({ min: 0, max: 5 }).chain((atoms) => {
  const vectors = fc.array(number, { minLength: 3 * atoms, maxLength: 3 * atoms }).map((values) => Float64Array.from(values))
  const row = (length: number): fc.Arbitrary<number[]> => fc.array(number, { minLength: length, maxLength: length })
  const structure = fc.record(
    {
      numbers: fc.array(fc.integer({ min: 1, max: 118 }), { minLength: atoms, maxLength: atoms }).map((values) => Int32Array.from(values)),
      positions: vectors,
      cell: fc.option(row(9).map((values) => Float64Array.from(values))),
      pbc: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    },
    { noNullPrototype: true },
  )
  return fc.record(
    {
      structure,
      energy: number,
      forces: vectors,
      stress: row(6).map(stressAse),
      group: fc.string({ unit: "binary" }),
      weights: fc.record({ energy: number, forces: number, stress: number }, { noNullPrototype: true }),
      origin: fc.record({ file: fc.string(), frame: fc.nat(), line: fc.nat() }, { requiredKeys: ["file", "frame"], noNullPrototype: true }),
      info: fc.dictionary(fc.string(), fc.string({ unit: "binary" }), { noNullPrototype: true }),
    },
    { requiredKeys: ["structure", "group", "weights", "origin"], noNullPrototype: true },
  )
})

test("what is put in comes out bit for bit, in any order, from the file and from memory", () => {
  fc.assert(
    fc.property(fc.array(anyConfiguration, { maxLength: 12 }), fc.nat(1500), fc.nat(12), fc.nat(12), (all, inMemory, from, to) => {
      const spool = configurationSpool(inMemory)
      for (const one of all) spool.add(one)
      expect(spool.length).toBe(all.length)
      expect([...spool]).toStrictEqual(all)
      expect(spool.slice(from, to)).toStrictEqual(all.slice(from, to))
      expect(spool.slice()).toStrictEqual(all)
    }),
    { numRuns: 100 },
  )
})

test("two may go through a list at a time, and nothing is left in the temporary folder", () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith("luthier-"))
  const spool = configurationSpool(1)
  const weights = { energy: 1, forces: 1, stress: 1 }
  const atom = (x: number): Configuration => ({
    structure: { numbers: Int32Array.of(29), positions: Float64Array.of(x, 0, 0), cell: null, pbc: [false, false, false] },
    group: "all",
    weights,
    origin: { file: "made.xyz", frame: x },
  })
  for (let x = 0; x < 20; x++) spool.add(atom(x))
  for (const one of spool) {
    const total = [...spool].reduce((sum, { structure }) => sum + structure.positions[0], 0)
    expect(total).toBe(190)
    expect(one.structure.positions[0]).toBe(one.origin.frame)
  }
  const after = readdirSync(tmpdir()).filter((name) => name.startsWith("luthier-"))
  expect(after.filter((name) => !before.includes(name) && !name.includes("test"))).toEqual([])
})
