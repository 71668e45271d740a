import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { cellVolume, toFractional } from "../../atoms/cell.ts"
import { crystal, fcc } from "../../atoms/prototypes.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { translate } from "../../atoms/transform.ts"
import { Failure } from "../../failure/failure.ts"
import type { LabelKeys, Reader, ReadOptions } from "../reader.ts"
import { textSource } from "../source/text-source.ts"
import { outcarReader } from "./read-outcar.ts"
import { poscarReader } from "./read-poscar.ts"
import { vasprunReader } from "./read-vasprun.ts"
import { formatPoscar } from "./write-poscar.ts"

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8")
const kilobar = 1 / 1602.176634

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

function expectNear(values: ArrayLike<number> | undefined, expected: readonly number[], digits = 12): void {
  expect(values).toHaveLength(expected.length)
  for (const [k, value] of expected.entries()) expect(values?.[k]).toBeCloseTo(value, digits)
}

test("a POSCAR with scale, flags, suffixed elements, direct coordinates and velocities", async () => {
  const [{ structure, info }] = (await readAll(poscarReader, fixture("POSCAR.selective"))).frames
  expect([...structure.numbers]).toEqual([28, 28, 28, 13])
  expectNear(structure.cell ?? undefined, [3.57, 0, 0, 0.357, 3.57, 0, 0, -0.1785, 3.927])
  expectNear(toFractional(structure), [0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5, 0, 0, 0])
  expect(info).toEqual({ comment: "Ni3Al with flags" })
})

test("a CONTCAR of VASP 4 with a volume for a scale and Cartesian coordinates", async () => {
  const [{ structure }] = (await readAll(poscarReader, fixture("CONTCAR.volume"))).frames
  expect([...structure.numbers]).toEqual([14, 14])
  expect(cellVolume(structure.cell ?? new Float64Array(9))).toBeCloseTo(160, 10)
  // The second atom sits a quarter along the diagonal of the cube, in the same proportion as in the file.
  expectNear(toFractional(structure), [0, 0, 0, 0.25, 0.25, 0.25])
  const [other] = (await readAll(poscarReader, fixture("CONTCAR.volume"), { elements: ["Ge"] })).frames
  expect([...other.structure.numbers]).toEqual([32, 32])
})

test("three scales stretch x, y and z", async () => {
  const text = fixture("CONTCAR.volume").replace("-160.0", "2.0 3.0 4.0")
  const [{ structure }] = (await readAll(poscarReader, text)).frames
  expectNear(structure.cell ?? undefined, [0, 1.5, 2, 1, 0, 2, 1, 1.5, 0])
  expectNear(structure.positions, [0, 0, 0, 0.5, 0.75, 1])
})

test("a POSCAR reads back to the last bit, in the order of its atoms", async () => {
  const alloy = crystal("Ni", [3.57, 0.1, 0, -0.2, 3.1 / 3, 0.7, 1e-7, 0, 4], [0.1, 0.2, 0.3, 1 / 3, 0.5, 2 / 3, 0, 0.9, 0.7])
  const structure = { ...alloy, numbers: Int32Array.of(28, 13, 28) }
  const [again] = (await readAll(poscarReader, formatPoscar(structure, "a title"))).frames
  expect(again.structure).toEqual(structure)
  expect(again.info).toEqual({ comment: "a title" })
  expect(() => formatPoscar({ ...structure, cell: null, pbc: [false, false, false] })).toThrow(Failure)
  const slab = { ...translate(fcc("Cu", 3.6), [0, 0, 1]), pbc: [true, true, false] as const }
  expect(() => formatPoscar({ ...slab, cell: Float64Array.of(3.6, 0, 0, 0, 3.6, 0, 0, 0, 0) })).toThrow(/three cell vectors/u)
})

test("OUTCAR: both ionic steps with energies, forces, stress and glued numbers", async () => {
  const { frames, keys } = await readAll(outcarReader, fixture("OUTCAR"))
  const [first, second] = frames
  expect(frames.map(({ energy }) => energy)).toEqual([-14.375, -15.375])
  expect([...first.structure.numbers]).toEqual([28, 28, 13])
  expect([...(first.structure.cell ?? [])]).toEqual([2.5, 0, 0, -10.123456789, 12.5, 0, -10.25, -11.125, 13.75])
  expect([...(second.structure.cell ?? [])]).toEqual([2.5625, 0, 0, -10, 12.5, 0, -10.25, -11.125, 13.75])
  expect([...first.structure.positions]).toEqual([0, 0, 0, 1.25, 1.5, -1.75, -2.5, 3.5, 0.5])
  expect([...(first.forces ?? [])]).toEqual([0.1, -0.2, 0.3, -0.15, 0.25, -0.35, 0.05, -0.05, 0.05])
  // In the file xx yy zz xy yz zx in kB, compressed positive.
  expectNear(
    first.stress,
    [1.5, -2.25, -3.125, 5.75, -6.875, -4.5].map((kB) => kB * kilobar),
    14,
  )
  expect(frames.map(({ info }) => info)).toEqual([{ electronic_converged: "T" }, { electronic_converged: "F" }])
  expect(keys).toMatchObject({ energy: ["energy(sigma->0)"], forces: ["TOTAL-FORCE"], stress: ["in kB"] })
  const energies = async (vaspEnergy: "free" | "without-entropy") =>
    (await readAll(outcarReader, fixture("OUTCAR"), { vaspEnergy })).frames.map(({ energy }) => energy)
  expect(await energies("free")).toEqual([-14.5, -15.5])
  expect(await energies("without-entropy")).toEqual([-14.25, -15.25])
})

test("vasprun.xml: both calculations, with the energies that are right", async () => {
  const { frames, keys } = await readAll(vasprunReader, fixture("vasprun.xml"))
  const [first, second] = frames
  expectNear(
    frames.map(({ energy }) => energy ?? Number.NaN),
    [-20.375, -21.375],
  )
  expect([...first.structure.numbers]).toEqual([28, 28, 23])
  expect([...(second.structure.cell ?? [])]).toEqual([4.5, 0, 0, 1, 5, 0, -0.5, 0.25, 6])
  // Fractional 0.5 0.25 0.125 of the first cell.
  expectNear(first.structure.positions.subarray(3, 6), [2 + 0.25 - 0.0625, 1.25 + 0.03125, 0.75])
  expectNear(first.forces, [0.1, 0.2, 0.3, -0.1, -0.2, -0.3, 0.5, -0.25, 1e-3])
  expectNear(
    second.stress,
    [-20, -40, 60, -7, 5, -3].map((kB) => kB * kilobar),
    14,
  )
  expect(keys).toMatchObject({ energy: ["e_0_energy"], forces: ["forces"], stress: ["stress"] })
  const free = await readAll(vasprunReader, fixture("vasprun.xml"), { vaspEnergy: "free" })
  expect(free.frames.map(({ energy }) => energy)).toEqual([-20.5, -21.5])
})
