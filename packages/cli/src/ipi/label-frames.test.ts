import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs"
import { type Configuration, formatExtxyz, type PositionsMessage, readAny, type Structure, textSource, virial } from "@luthier/core"
import { expect, test } from "vitest"
import { ownFolder } from "./fixtures/copper.ts"
import type { ForceServer } from "./force-server.ts"
import { labelFrames, type LabelSummary } from "./label-frames.ts"

const water = (numbers: readonly number[], stretch: number): Structure => ({
  numbers: Int32Array.from(numbers),
  positions: Float64Array.from(numbers.flatMap((_, k) => [0.7 * k * stretch, 0.3 * k * k, -0.1 * k])),
  cell: Float64Array.of(9, 0, 0, 0.5, 8, 0, 0, 0.4, 7),
  pbc: [true, true, true],
})
const pool = [water([8, 1, 1], 1), water([1, 1], 1), water([8, 1, 1], 1.05), water([8, 1, 1], 1), water([1, 8, 1], 1)].map(
  (structure, frame) => ({
    structure,
    group: frame % 2 === 0 ? "even" : "default",
    weights: { energy: 1, forces: 2, stress: 1 },
    origin: { file: "pool.xyz", frame },
    energy: 1000 + frame,
    info: { temperature: "300" },
  }),
)

/** A server whose clients need no socket; it notes the numbers of atoms it is asked for, and when it sends its clients home. */
function pretended(
  change: (message: PositionsMessage) => { energy?: number; atoms?: number } = () => ({}),
): ForceServer & { readonly heard: readonly (number | string)[] } {
  const heard: (number | string)[] = []
  return {
    heard,
    address: { path: "/tmp/ipi_nowhere" },
    forces: async (message) => {
      const count = message.positions.length / 3
      heard.push(count)
      const { energy = -count - message.positions[3], atoms = count } = change(message)
      const forces = Float64Array.from({ length: 3 * atoms }, (_, k) => k / 10)
      return { kind: "force", energy, forces, virial: virial([504, 0, 0, 0, 0, 252]), extras: "" }
    },
    dismiss: () => void heard.push("home"),
    close: async () => undefined,
  }
}

async function label(file: (name: string) => string, server: ForceServer, said: string[] = []): Promise<LabelSummary> {
  writeFileSync(file("pool.xyz"), pool.map((frame) => formatExtxyz(frame)).join(""))
  return labelFrames([file("pool.xyz")], file("out/labelled.xyz"), server, (sentence) => void said.push(sentence))
}

async function read(path: string): Promise<Configuration[]> {
  const frames: Configuration[] = []
  for await (const frame of readAny(textSource(path, readFileSync(path, "utf8")))) frames.push(frame)
  return frames
}

test("frames are labelled part by part, each with the same atoms in the same order, and keep what else they say", async () => {
  const file = ownFolder()
  const server = pretended()
  const said: string[] = []
  expect(await label(file, server, said)).toEqual({ labelled: 5, skipped: 0, failed: 0 })
  expect(server.heard).toEqual([3, 3, 3, "home", 2, "home", 3, "home"])
  expect(said[0]).toBe("part 1 of 3: 3 structures of 3 atoms (O H2); clients find them at /tmp/ipi_nowhere")
  const frames = await read(file("out/labelled.xyz"))
  expect(frames.map(({ structure }) => structure)).toEqual([0, 2, 3, 1, 4].map((k) => pool[k].structure))
  expect(frames[1]).toMatchObject({ energy: -3 - 0.7 * 1.05, group: "even", weights: { forces: 2 }, info: { temperature: "300" } })
  expect(Array.from(frames[1].stress ?? [], (x) => x + 0)).toEqual([-1, 0, 0, 0, 0, -0.5])
  expect([...(frames[3].forces ?? [])]).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5])
})

test("what is labelled is not computed again, and a frame cut short is; copies of a structure count", async () => {
  const file = ownFolder()
  await label(file, pretended())
  const whole = readFileSync(file("out/labelled.xyz"), "utf8")
  const again = pretended()
  expect(await label(file, again)).toEqual({ labelled: 0, skipped: 5, failed: 0 })
  expect(again.heard).toEqual([])
  for (const cut of [1, 60, 300]) {
    truncateSync(file("out/labelled.xyz"), Buffer.byteLength(whole) - cut)
    const said: string[] = []
    const summary = await label(file, pretended(), said)
    expect(summary.labelled + summary.skipped).toBe(5)
    expect(summary.labelled).toBe(cut < 300 ? 1 : 2)
    expect(said[0]).toMatch(/the last frame was cut short, and is taken off$/)
    expect(readFileSync(file("out/labelled.xyz"), "utf8").split("\n").sort()).toEqual(whole.split("\n").sort())
  }
})

test("frames that the client fails at are told and left out", async () => {
  const file = ownFolder()
  const said: string[] = []
  const broken = pretended(({ positions }) => (positions.length === 6 ? { atoms: 3 } : positions[3] > 0.72 ? { energy: NaN } : {}))
  expect(await label(file, broken, said)).toEqual({ labelled: 3, skipped: 0, failed: 2 })
  expect(said.join("\n")).toMatch(/pool\.xyz:6 {2}the client gives forces on 3 atoms, not on 2 .*frame 2 is left out/)
  expect(said.join("\n")).toMatch(/pool\.xyz:10 {2}the client's energy, forces or virial are not finite/)
  expect(await label(file, pretended())).toEqual({ labelled: 2, skipped: 3, failed: 0 })
})

test("a file of something else is left alone", async () => {
  const file = ownFolder()
  writeFileSync(file("pool.xyz"), pool.map((frame) => formatExtxyz(frame)).join(""))
  const into = async (name: string, text: string): Promise<void> => {
    writeFileSync(file(name), text)
    await labelFrames([file("pool.xyz")], file(name), pretended(), () => undefined)
  }
  await expect(into("notes.txt", "some notes\n")).rejects.toThrow("this is no extended XYZ")
  await expect(into("plain.xyz", "1\nProperties=species:S:1:pos:R:3\nCu 0 0 0\n")).rejects.toThrow("this frame has no labels")
  await expect(into("pool.xyz", formatExtxyz(pool[0]))).rejects.toThrow("read from and written to one file")
  expect(readFileSync(file("notes.txt"), "utf8")).toBe("some notes\n")
  await expect(labelFrames([file("pool.xyz")], file("notes.txt/out.xyz"), pretended(), () => undefined)).rejects.toThrow(
    "a file is in the way",
  )
  await expect(labelFrames([file("absent.xyz")], file("none.xyz"), pretended(), () => undefined)).rejects.toThrow("no such file")
  expect(existsSync(file("none.xyz"))).toBe(false)
})
