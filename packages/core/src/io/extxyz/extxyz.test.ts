import * as fc from "fast-check"
import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { numberOf, symbolOf } from "../../atoms/elements.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { sameConfiguration } from "../../testing/reader/check-reader.ts"
import { stressAse } from "../../units/stress.ts"
import type { LabelKeys, ReadOptions } from "../reader.ts"
import { bytesSource, textSource } from "../source/text-source.ts"
import type { TextSource } from "../source/text-source.ts"
import { parseComment } from "./comment.ts"
import { extxyzReader } from "./read-extxyz.ts"
import { formatExtxyz, writeExtxyz } from "./write-extxyz.ts"

async function readAll(source: TextSource, options: ReadOptions = {}): Promise<Configuration[]> {
  const frames: Configuration[] = []
  for await (const frame of extxyzReader.read(source, options)) frames.push(frame)
  return frames
}

async function readText(text: string, options: ReadOptions = {}): Promise<{ frames: Configuration[]; keys: LabelKeys | undefined }> {
  let keys: LabelKeys | undefined
  const frames = await readAll(textSource("test.xyz", text), { ...options, onKeys: (report) => (keys = report) })
  return { frames, keys }
}

/** One atom of copper in a cell of volume 24 Å³ with the given further keys. */
function frame(keys: string, columns = "", values = ""): string {
  return `1\nLattice="2 0 0 0 3 0 0 0 4" Properties=species:S:1:pos:R:3${columns} ${keys}\nCu 0 0 0${values}\n`
}

test.each([
  ["a=1", "1", ["1"]],
  ["a = 1", "1", ["1"]],
  ["a", "T", ["T"]],
  ['"a"=1', "1", ["1"]],
  ['a="1 2 3"', "1 2 3", ["1", "2", "3"]],
  ["a='1 2'", "1 2", ["1", "2"]],
  ["a={1 2}", "1 2", ["1", "2"]],
  ["a={3}", "3", ["3"]],
  ["a=[1, 2, 3]", "[1, 2, 3]", ["1", "2", "3"]],
  ["a=[ 1,2 ,3 ]", "[ 1,2 ,3 ]", ["1", "2", "3"]],
  ["a=[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]", ["1", "2", "3", "4"]],
  ['a=["x y", z]', '["x y", z]', ["x y", "z"]],
  ['a="say \\"hi\\""', 'say "hi"', ["say", '"hi"']],
  ['a="two\\nlines\\\\"', "two\nlines\\", ["two", "lines\\"]],
  ["a=b\\ c", "b c", ["b c"]],
  ["a=O'Brien", "O'Brien", ["O'Brien"]],
  ["\ta=1\t", "1", ["1"]],
])("the grammar: %s", (line, text, items) => {
  const [entry, ...rest] = parseComment(line)
  expect(rest).toEqual([])
  expect(entry).toMatchObject({ key: "a", text, items })
})

test("several entries in any order keep their columns", () => {
  const entries = parseComment('flag b=[1, 2] "c d"="x = y" e')
  expect(entries.map(({ key, text }) => [key, text])).toEqual([
    ["flag", "T"],
    ["b", "[1, 2]"],
    ["c d", "x = y"],
    ["e", "T"],
  ])
  expect(entries.map(({ keyColumn }) => keyColumn)).toEqual([1, 6, 15, 29])
})

test("styles, arrays, weights and columns of one file", async () => {
  const text = readFileSync(new URL("fixtures/styles.xyz", import.meta.url), "utf8")
  const { frames } = await readText(text, {
    keys: { energy: ["REF_energy", "energy"], forces: ["forces", "force"], stress: ["stress", "virials"] },
  })
  const [first, second, third] = frames
  expect(first).toMatchObject({ energy: -7.25, group: "two atoms", weights: { energy: 2, forces: 1, stress: 2 } })
  expect([...first.structure.pbc]).toEqual([true, true, false])
  expect([...(first.structure.cell ?? [])]).toEqual([4, 0, 0, 0.5, 4.25, 0, 0, 0, 5])
  expect([...(first.forces ?? [])]).toEqual([0.125, 0, Number.NaN, -0.125, 0, 1e-3])
  expect([...(first.stress ?? [])]).toEqual([0.1, 0.2, 0.3, 0.03, 0.02, 0.01])
  expect(first.info).toEqual({ note: 'say "hi" = \\ twice', flag: "T" })
  expect(first.origin).toEqual({ file: "test.xyz", frame: 0, line: 1 })
  // The virial is −Vσ with V = 27 Å³; the forces of the second frame are all unknown.
  expect(second.energy).toBe(-1)
  for (const [k, w] of [1, 2, 3, 0.3, 0.2, 0.1].entries()) expect(second.stress?.[k]).toBeCloseTo(-w / 27, 15)
  expect(second.forces).toBeUndefined()
  expect([...second.structure.numbers]).toEqual([29])
  expect([...second.structure.positions]).toEqual([1, 1.5, 2])
  expect([...second.structure.pbc]).toEqual([true, true, true])
  expect(third).toMatchObject({ group: "default", info: { comment: "free text of a plain XYZ file, step 3" } })
  expect(third.structure.cell).toBeNull()
  expect(third.energy).toBeUndefined()
})

test("reference labels come before plain ones, and the choice is reported", async () => {
  const { frames, keys } = await readText(
    frame(
      'energy=-1 REF_energy=-2 free_energy=-3 virial="1 2 3 4 5 6" DFT_stress="6 5 4 3 2 1"',
      ":forces:R:3:dft_forces:R:3",
      " 1 2 3 4 5 6",
    ),
  )
  expect(frames[0].energy).toBe(-2)
  expect([...(frames[0].forces ?? [])]).toEqual([4, 5, 6])
  expect([...(frames[0].stress ?? [])]).toEqual([6, 5, 4, 3, 2, 1])
  expect(keys).toMatchObject({ energy: ["REF_energy"], forces: ["dft_forces"], stress: ["DFT_stress"] })
  expect([...(keys?.unused ?? [])].sort()).toEqual(["energy", "forces", "free_energy", "virial"])
})

test("the user's word overrides the detection, also to leave a label out", async () => {
  const text = frame('energy=-1 mp2=-2 stress="1 2 3 4 5 6"', ":forces:R:3:mine:R:3", " 1 2 3 4 5 6")
  const { frames } = await readText(text, { keys: { energy: "mp2", forces: "mine", stress: null } })
  expect(frames[0].energy).toBe(-2)
  expect([...(frames[0].forces ?? [])]).toEqual([4, 5, 6])
  expect(frames[0].stress).toBeUndefined()
})

test("a group may be kept under another key, or be given", async () => {
  const text = frame("config_type=a phase=b")
  expect((await readText(text)).frames[0].group).toBe("a")
  expect((await readText(text, { groupKey: "phase" })).frames[0].group).toBe("b")
  expect((await readText(frame(""), { group: "mine" })).frames[0].group).toBe("mine")
})

test("a NaN energy or stress is an unknown one", async () => {
  const [only] = (await readText(frame('energy=nan stress="nan 0 0 0 0 0"'))).frames
  expect(only.energy).toBeUndefined()
  expect(only.stress).toBeUndefined()
})

test("the copper of the first example is all there", async () => {
  const path = new URL("../../../../../examples/copper-eam/data/Cu_train.xyz.gz", import.meta.url)
  const frames = await readAll(bytesSource("Cu_train.xyz.gz", readFileSync(path)))
  expect(frames).toHaveLength(262)
  expect(frames.reduce((sum, { structure }) => sum + structure.numbers.length, 0)).toBe(27416)
  expect(frames.every(({ energy, forces, stress }) => energy !== undefined && forces !== undefined && stress !== undefined)).toBe(true)
  const groups = Object.groupBy(frames, ({ group }) => group)
  expect(Object.fromEntries(Object.entries(groups).map(([group, list]) => [group, list?.length]))).toEqual({
    Vacancy: 36,
    "AIMD-NVT": 108,
    Surface: 10,
    Elastic: 108,
  })
})

const real = fc.double({ min: -1e3, max: 1e3, noNaN: true })
const text = fc.string({ unit: fc.constantFrom(..."aZ09 =\",'{}[]\\\n\t_-.é"), minLength: 1, maxLength: 12 }).filter((s) => s.trim() === s)
const configuration: fc.Arbitrary<Configuration> = fc.integer({ min: 1, max: 6 }).chain((n) =>
  fc
    .record({
      numbers: fc.array(fc.integer({ min: 1, max: 118 }), { minLength: n, maxLength: n }),
      positions: fc.array(real, { minLength: 3 * n, maxLength: 3 * n }),
      forces: fc.option(
        fc.array(fc.oneof({ weight: 9, arbitrary: real }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), {
          minLength: 3 * n,
          maxLength: 3 * n,
        }),
      ),
      energy: fc.option(real),
      stress: fc.option(fc.array(real, { minLength: 6, maxLength: 6 })),
      tilt: fc.option(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 6, maxLength: 6 })),
      group: text.filter((s) => s !== ""),
      weights: fc.record({
        energy: fc.double({ min: 0, max: 100, noNaN: true }),
        forces: fc.constant(1),
        stress: fc.double({ min: 0, max: 2, noNaN: true }),
      }),
      info: fc.option(
        fc.dictionary(
          text.filter((s) => !/weight|energy|force|stress|virial/iu.test(s)),
          text,
          { minKeys: 1, maxKeys: 3 },
        ),
      ),
    })
    .map(({ numbers, positions, forces, energy, stress, tilt, group, weights, info }) => ({
      structure: {
        numbers: Int32Array.from(numbers),
        positions: Float64Array.from(positions),
        cell: tilt && Float64Array.of(9, tilt[0], tilt[1], tilt[2], 10, tilt[3], tilt[4], tilt[5], 11.5),
        pbc: tilt === null ? ([false, false, false] as const) : ([true, false, true] as const),
      },
      ...(energy === null ? {} : { energy }),
      ...(forces === null || forces.every(Number.isNaN) ? {} : { forces: Float64Array.from(forces) }),
      ...(stress === null ? {} : { stress: stressAse(stress) }),
      group,
      weights: { ...weights, energy: weights.energy + 0, stress: weights.stress + 0 },
      origin: { file: "test.xyz", frame: 0, line: 1 },
      ...(info === null ? {} : { info: { ...info } }),
    })),
)

test("what is written reads back the same, to the last bit", async () => {
  await fc.assert(
    fc.asyncProperty(configuration, async (written) => {
      const [read, ...rest] = await readAll(textSource("test.xyz", formatExtxyz(written)))
      expect(rest).toEqual([])
      expect(read).toEqual(written)
      expect(sameConfiguration(read, written)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test("an info key that would be taken for a label is set aside when written", async () => {
  const { frames } = await readText(frame("mp2=-2 REF_energy=-9 free_energy=-8 virial=7 flag"), { keys: { energy: "mp2", stress: null } })
  const again = (await readText(formatExtxyz(frames[0]))).frames[0]
  expect(again.energy).toBe(-2)
  expect(again.info).toEqual({ info_REF_energy: "-9", free_energy: "-8", info_virial: "7", flag: "T" })
})

test("many frames are written one after the other, with further columns", async () => {
  const { frames } = await readText(frame("energy=-1") + frame("energy=-2"))
  let all = ""
  for await (const part of writeExtxyz(frames)) all += part
  expect((await readText(all)).frames.map(({ energy }) => energy)).toEqual([-1, -2])
  const extra = formatExtxyz(frames[0], {
    columns: [{ name: "predicted_forces", width: 3, values: [1, 2, 3] }],
    info: { predicted_energy: -1.5 },
  })
  const [again] = (await readText(extra, { keys: { energy: "predicted_energy", forces: "predicted_forces" } })).frames
  expect([...(again.forces ?? [])]).toEqual([1, 2, 3])
  expect(again.energy).toBe(-1.5)
  expect(symbolOf(again.structure.numbers[0])).toBe("Cu")
  expect(numberOf("Cu")).toBe(29)
})
