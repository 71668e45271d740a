import * as fc from "fast-check"
import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { cellVolume, toFractional } from "../../atoms/cell.ts"
import { minimumDistances } from "../../atoms/distances.ts"
import { fcc } from "../../atoms/prototypes.ts"
import type { Configuration, Structure } from "../../atoms/structure.ts"
import { rotateBack, strain } from "../../atoms/transform.ts"
import type { LabelKeys, Reader, ReadOptions } from "../reader.ts"
import { textSource } from "../source/text-source.ts"
import { lammpsDataReader } from "./read-data.ts"
import { lammpsDumpReader } from "./read-dump.ts"
import { formatLammpsData } from "./write-data.ts"

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8")

async function readAll(
  reader: Reader,
  text: string,
  options: ReadOptions = {},
): Promise<{ frames: Configuration[]; keys: LabelKeys | undefined }> {
  const frames: Configuration[] = []
  let keys: LabelKeys | undefined
  for await (const frame of reader.read(textSource("file", text), { ...options, onKeys: (report) => (keys = report) })) frames.push(frame)
  return { frames, keys }
}

test("a data file of style full: tilted box, ids out of order, symbols in comments, image flags", async () => {
  const [{ structure }] = (await readAll(lammpsDataReader, fixture("full.data"))).frames
  expect([...structure.numbers]).toEqual([11, 17, 17])
  expect([...(structure.cell ?? [])]).toEqual([5, 0, 0, 0.25, 6, 0, -0.5, 0.75, 7])
  expect([...structure.positions]).toEqual([0.125, 0.25, 0.75, 1.5, 2.5, 3.5, -0.5, 5.5, 7.25])
})

test("a data file without a named style, its element told by the mass or by the user", async () => {
  expect([...(await readAll(lammpsDataReader, fixture("atomic.data"))).frames[0].structure.numbers]).toEqual([29, 29])
  const named = await readAll(lammpsDataReader, fixture("atomic.data"), { elements: ["Ag"] })
  expect([...named.frames[0].structure.numbers]).toEqual([47, 47])
})

test("a triclinic dump with scaled coordinates, sorted by id", async () => {
  const { frames, keys } = await readAll(lammpsDumpReader, fixture("triclinic.dump"))
  const [{ structure, forces, info, energy }] = frames
  expect(frames).toHaveLength(2)
  expect([...structure.numbers]).toEqual([11, 17, 17])
  expect([...structure.pbc]).toEqual([true, true, false])
  // The bounding box goes from −0.5 = 0 + xz to 5.25 = 5 + xy, and from 0 to 6.75 = 6 + yz.
  expect([...(structure.cell ?? [])]).toEqual([5, 0, 0, 0.25, 6, 0, -0.5, 0.75, 7])
  // Origin (0, 0, 1); the last atom at 0.5 a + 0.25 b + 0.75 c.
  const [x, y, z] = [2.5 + 0.0625 - 0.375, 1.5 + 0.5625, 1 + 5.25]
  expect([...structure.positions.subarray(0, 3)]).toEqual([0, 0, 1])
  for (const [c, value] of [x, y, z].entries()) expect(structure.positions[6 + c]).toBeCloseTo(value, 14)
  expect([...(forces ?? [])]).toEqual([0.25, -0.5, 0, -0.125, 0, -1e-3, -0.125, 0.5, 1e-3])
  expect(info).toEqual({ timestep: "0" })
  expect(energy).toBeUndefined()
  expect(keys).toMatchObject({ energy: [], forces: ["fx", "fy", "fz"], unused: ["c_pe"] })
})

test("per-atom energies are summed when asked for", async () => {
  const { frames, keys } = await readAll(lammpsDumpReader, fixture("triclinic.dump"), { keys: { energy: "c_pe" } })
  expect(frames.map(({ energy }) => energy)).toEqual([-6.875, -7.75])
  expect(keys?.energy).toEqual(["c_pe"])
})

test("a dump that numbers its types, with unwrapped coordinates and an origin that is not zero", async () => {
  const [{ structure }] = (await readAll(lammpsDumpReader, fixture("types.lammpstrj"), { elements: ["Cu", "Ni"] })).frames
  expect([...structure.numbers]).toEqual([29, 28])
  expect([...structure.positions]).toEqual([0, 0, 0, 4.5, -4.5, 1.5])
  expect([...(structure.cell ?? [])]).toEqual([3, 0, 0, 0, 3, 0, 0, 0, 3])
})

const entry = fc.double({ min: -5, max: 5, noNaN: true })
const structures: fc.Arbitrary<Structure> = fc
  .record({
    tilt: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 9, maxLength: 9 }),
    handed: fc.constantFrom(1, -1),
    pbc: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    atoms: fc.array(fc.tuple(fc.constantFrom(13, 29, 79), entry, entry, entry), { minLength: 1, maxLength: 5 }),
  })
  .map(({ tilt, handed, pbc, atoms }) => ({
    numbers: Int32Array.from(atoms, ([number]) => number),
    positions: Float64Array.from(atoms.flatMap(([, x, y, z]) => [x, y, z])),
    cell: Float64Array.from(tilt, (x, k) => x / 2 + (k % 4 === 0 ? (k === 8 ? handed * 7 : 7) : 0)),
    pbc,
  }))

test("a data file holds the same crystal, turned, with its atoms inside where nothing repeats", async () => {
  await fc.assert(
    fc.asyncProperty(structures, async (structure) => {
      const data = formatLammpsData(structure)
      const [{ structure: read }] = (await readAll(lammpsDataReader, data.text)).frames
      expect(read.numbers).toEqual(structure.numbers)
      expect(read.positions).toEqual(data.structure.positions)
      for (let k = 0; k < 9; k++) expect(read.cell?.[k]).toBeCloseTo(data.structure.cell[k], 12)
      const back = rotateBack(data.structure.positions, data.rotation)
      for (let k = 0; k < back.length; k++) expect(back[k]).toBeCloseTo(structure.positions[k], 10)
      const turned = { ...data.structure, pbc: structure.pbc }
      const before = minimumDistances(structure)
      for (const [k, { distance }] of minimumDistances(turned).entries()) expect(distance).toBeCloseTo(before[k].distance, 8)
      expect(data.boundary).toBe(structure.pbc.map((periodic) => (periodic ? "p" : "f")).join(" "))
      const bounds = [...data.text.matchAll(/^(\S+) (\S+) [xyz]lo/gmu)].map(([, lo, hi]) => [Number(lo), Number(hi)])
      for (const d of [0, 1, 2].filter((d) => !structure.pbc[d])) {
        for (let i = d; i < back.length; i += 3) {
          expect(data.structure.positions[i]).toBeGreaterThan(bounds[d][0])
          expect(data.structure.positions[i]).toBeLessThan(bounds[d][1])
        }
      }
    }),
    { numRuns: 60 },
  )
})

test("an orthogonal cell is written without tilt, and types follow the order asked for", async () => {
  const data = formatLammpsData(strain(fcc("Cu", 3.6), [0.1, 0, 0, 0, 0, 0]), [13, 29])
  expect(data.text).not.toMatch(/xy xz yz/u)
  expect(data.text).toMatch(/1 26\.9815384 # Al\n2 63\.546 # Cu/u)
  expect(data.text).toMatch(/^1 2 0 0 0$/mu)
  const [{ structure }] = (await readAll(lammpsDataReader, data.text)).frames
  expect([...structure.numbers]).toEqual([29, 29, 29, 29])
  expect(cellVolume(structure.cell ?? new Float64Array(9))).toBeCloseTo(1.1 * 3.6 ** 3, 10)
  expect(toFractional(structure)[4]).toBeCloseTo(0.5, 12)
  expect(() => formatLammpsData(fcc("Cu", 3.6), [13])).toThrow(/Cu has no LAMMPS type/u)
})
