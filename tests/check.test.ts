import { fileURLToPath } from "node:url"
import type { Audit, Finding } from "@luthier/core"
import { describe, expect, test } from "vitest"
import { luthier } from "./command-line.ts"
import { copperFrames } from "./copper.ts"
import { folderWith, type Files } from "./folder.ts"

const data = fileURLToPath(new URL("../examples/copper-eam/data/", import.meta.url))

describe("check of the copper example", async () => {
  const { stdout } = await luthier(data, "check", "Cu_train.xyz.gz", "Cu_test.xyz.gz", "--json")
  const found: Audit = JSON.parse(stdout)

  test("counts what is there", () => {
    const { groups } = found
    expect(groups.reduce((sum, group) => sum + group.configurations, 0)).toBe(262 + 31)
    expect(groups.reduce((sum, group) => sum + group.atoms, 0)).toBe(27_416 + 3178)
  })

  test("finds the stress of a fixed plane-wave cutoff, a constant 2.5 GPa", () => {
    const { message } = one(found, "stress-offset", "Cu_train.xyz.gz, group Elastic")
    expect(Number(/constant (\S+) GPa/.exec(message)?.[1])).toBeCloseTo(2.5, 1)
  })

  test("says that the seven strained pairs of the test set are too few", () => {
    const untested = one(found, "stress-untested", "Cu_test.xyz.gz, group Elastic")
    expect(untested).toMatchObject({ severity: "note", message: expect.stringContaining("(7 of the 12 needed)") })
  })

  test("finds the strained crystals of the test set that are symmetry twins of training ones", () => {
    const { message, frames } = one(found, "twins-across-sets")
    // In a perfect crystal under strain the cell says all.
    const elastic = (frame: string): boolean => frame.includes("config_type=Elastic")
    const known = copperFrames("Cu_train.xyz.gz").filter(elastic).map(diagonals)
    const same = (a: readonly number[], b: readonly number[]): boolean => a.every((length, k) => Math.abs(length - b[k]) < 1e-5)
    const twinned = copperFrames("Cu_test.xyz.gz").filter((frame) => elastic(frame) && known.some((one) => same(one, diagonals(frame))))
    expect(message).toMatch(new RegExp(`^${twinned.length} of 31 structures of Cu_test.xyz.gz`))
    const texts = copperFrames("Cu_test.xyz.gz")
    for (const { file, frame } of frames) {
      expect(file).toBe("Cu_test.xyz.gz")
      expect(texts[frame]).toContain("config_type=Elastic")
    }
  })
})

/** Sorted lengths of the diagonals of a cell [Å], which are the same for crystals that are strained alike in any direction. */
function diagonals(frame: string): readonly number[] {
  const cell = /Lattice="([^"]+)"/.exec(frame)![1].split(" ").map(Number)
  const steps = [-1, 0, 1].flatMap((i) => [-1, 0, 1].flatMap((j) => [-1, 0, 1].map((k) => [i, j, k])))
  return steps
    .map(([i, j, k]) => Math.hypot(...[0, 1, 2].map((c) => i * cell[c] + j * cell[3 + c] + k * cell[6 + c])))
    .sort((a, b) => a - b)
}

/** The potential that labels the made-up data below: energies, forces and stresses agree with each other exactly. */
const potential = JSON.stringify({
  format: "luthier-potential",
  version: 1,
  spec: {
    kind: "pair",
    elements: ["Cu"],
    cutoff: 5,
    pairs: { "Cu-Cu": { form: "morse", switch: { polynomial: 3.5 }, parameters: { D: 0.34, alpha: 1.4, r0: 2.86 } } },
  },
  elements: ["Cu"],
  cutoff: 5,
  parameters: [
    { key: "pair.Cu-Cu.D", value: 0.34, unit: "eV", fixed: false },
    { key: "pair.Cu-Cu.alpha", value: 1.4, unit: "1/Å", fixed: false },
    { key: "pair.Cu-Cu.r0", value: 2.86, unit: "Å", fixed: false },
  ],
  references: { Cu: -1.7 },
  stressOffsets: {},
  provenance: { luthier: "0.1.0", seed: 1, data: {} },
})

interface Frame {
  energy: number
  group: string
  readonly cell: readonly number[]
  stress: number[]
  /** x y z fx fy fz of each atom. */
  atoms: number[][]
}

/** The first frame of the copper data, a vacancy at 300 K, in fourteen small strains, labelled. */
async function strained(): Promise<Frame[]> {
  const [, comment, ...lines] = copperFrames("Cu_train.xyz.gz")[0].trimEnd().split("\n")
  const cell = /Lattice="([^"]+)"/.exec(comment)![1].split(" ").map(Number)
  const atoms = lines.map((line) => line.split(/\s+/).slice(1, 4).map(Number))
  const strains = [-0.006, 0.006].flatMap((e) => [
    [e, 0, 0, 0, 0, 0],
    [0, e, 0, 0, 0, 0],
    [0, 0, e, 0, 0, 0],
    [0, 0, 0, 2 * e, 0, 0],
    [0, 0, 0, 0, 3 * e, 0],
    [0, 0, 0, 0, 0, 2.5 * e],
    [e, e, e, e, 0, 0],
  ])
  const bare = strains.map(([xx, yy, zz, yz, xz, xy]) => {
    const turn = ([x, y, z]: readonly number[]): number[] => [
      (1 + xx) * x + (xy * y + xz * z) / 2,
      (1 + yy) * y + (xy * x + yz * z) / 2,
      (1 + zz) * z + (xz * x + yz * y) / 2,
    ]
    const rows = [0, 3, 6].flatMap((row) => turn(cell.slice(row, row + 3)))
    return `${atoms.length}\nLattice="${rows.join(" ")}" Properties=species:S:1:pos:R:3\n${atoms.map((atom) => `Cu ${turn(atom).join(" ")}\n`).join("")}`
  })
  using folder = folderWith({ "potential.json": potential, "bare.xyz": bare.join("") })
  const words = ["evaluate", "potential.json", "bare.xyz", "--predictions", "labelled.xyz", "--threads", "1"]
  expect(await luthier(folder.path("."), ...words)).toMatchObject({ code: 0, stderr: "" })
  return folder
    .text("labelled.xyz")
    .trimEnd()
    .split(/^107\n/m)
    .slice(1)
    .map((text) => {
      const [head, ...rows] = text.trimEnd().split("\n")
      const numbers = (key: string): number[] => new RegExp(`${key}="?([^"=]+?)"?(?: \\w+=|$)`).exec(head)![1].split(" ").map(Number)
      const [energy] = numbers("predicted_energy")
      return {
        energy,
        group: "series",
        cell: numbers("Lattice"),
        stress: numbers("predicted_stress"),
        atoms: rows.map((row) => row.trim().split(/\s+/).slice(1).map(Number)),
      }
    })
}

function written(frames: readonly Frame[]): string {
  return frames
    .map(({ energy, group, cell, stress, atoms }) => {
      const head = `Lattice="${cell.join(" ")}" Properties=species:S:1:pos:R:3:forces:R:3 energy=${energy} stress="${stress.join(" ")}"`
      return `${atoms.length}\n${head} config_type=${group}\n${atoms.map((atom) => `Cu ${atom.join(" ")}\n`).join("")}`
    })
    .join("")
}

describe("check of made-up data", async () => {
  const series = await strained()
  const changed = (change: (frame: Frame, k: number) => Partial<Frame>): Frame[] =>
    series.map((frame, k) => ({ ...frame, ...change(frame, k) }))
  const checked = async (frames: readonly Frame[], files: Files = {}): Promise<Audit & { code: number | null }> => {
    using folder = folderWith({ "made.xyz": written(frames), ...files })
    const { code, stdout } = await luthier(folder.path("."), "check", "made.xyz", "--json")
    return { ...JSON.parse(stdout), code }
  }

  test("finds nothing wrong with labels that agree", async () => {
    const { findings, code } = await checked(series)
    expect(code).toBe(0)
    expect(findings.filter(({ severity }) => severity !== "note")).toEqual([])
    expect(findings.map((finding) => finding.code)).toContain("stress-consistent")
  })

  test.each<[string, string, (frame: Frame) => Partial<Frame>]>([
    ["the sign of a pressure", "stress-sign", ({ stress }) => ({ stress: stress.map((value) => -value) })],
    ["gigapascal", "stress-unit", ({ stress }) => ({ stress: stress.map((value) => 160.2176634 * value) })],
    [
      "shear in another order",
      "stress-order",
      ({ stress: [xx, xy, xz, , yy, yz, , , zz] }) => ({ stress: [xx, yz, xz, yz, yy, xy, xz, xy, zz] }),
    ],
  ])("finds stresses of %s, which would make a fit wrong", async (_, code, change) => {
    const audit = await checked(changed(change))
    expect(one(audit, code).severity).toBe("error")
    expect(audit.code).toBe(2)
  })

  test("finds a constant stress", async () => {
    const offset = (xx: number, k: number): number => (k % 4 === 0 ? xx - 0.012 : xx)
    const { message } = one(await checked(changed(({ stress }) => ({ stress: stress.map(offset) }))), "stress-offset")
    expect(Number(/constant (\S+) GPa/.exec(message)?.[1])).toBeCloseTo(-0.012 * 160.2176634, 1)
  })

  test("finds net forces, and names file, line and frame in words too", async () => {
    const pushed = changed(({ atoms }, k) => ({ atoms: k === 5 ? atoms.map(([x, y, z, fx, ...f]) => [x, y, z, fx + 0.02, ...f]) : atoms }))
    const { frames, message } = one(await checked(pushed), "net-force")
    expect(frames).toMatchObject([{ file: "made.xyz", frame: 5, line: 5 * 109 + 1 }])
    expect(Number(/up to (\S+) eV/.exec(message)?.[1])).toBeCloseTo(107 * 0.02, 1)
    using folder = folderWith({ "made.xyz": written(pushed) })
    const { stdout } = await luthier(folder.path("."), "check", "made.xyz")
    expect(stdout).toMatch(/^warning: .*do not sum to zero.*\[net-force\]\n.*\n {2}made\.xyz:546 \(frame 6\)$/m)
  })

  test("finds energies of single precision", async () => {
    const { message } = one(await checked(changed(({ energy }) => ({ energy: Math.fround(energy) }))), "single-precision")
    // 107 atoms at some −3 eV: between 256 and 512 the numbers of single precision are 2⁻¹⁵ apart.
    expect(message).toContain(`${(1000 * 2 ** (Math.floor(Math.log2(Math.abs(series[0].energy))) - 23)).toPrecision(2)} meV`)
  })

  test("finds a group apart", async () => {
    const moved = changed(({ energy }, k) => (k % 2 === 0 ? {} : { group: "other", energy: energy + 107 * 2.5 }))
    expect(one(await checked(moved), "group-apart", "group other").message).toMatch(/2\.5\d? eV\/atom/)
  })

  test("finds twins across sets, turned, shifted and in another order, and none where there are none", async () => {
    const [first, second] = series
    const turn = (rows: readonly number[]): number[] => [-rows[1], rows[0], rows[2]]
    const cell = [0, 3, 6].flatMap((row) => turn(first.cell.slice(row, row + 3)))
    const atoms = first.atoms
      .map((atom) => [...turn(atom.slice(0, 3)).map((x) => x + 1.3), ...turn(atom.slice(3))])
      .toSorted((a, b) => a[0] - b[0])
    const twin = { ...first, cell, atoms, stress: first.stress.map(() => 0) }
    using folder = folderWith({ "train.xyz": written([...series.slice(0, 1), ...series.slice(2)]), "test.xyz": written([second, twin]) })
    const { stdout } = await luthier(folder.path("."), "check", "train.xyz", "test.xyz", "--json")
    const audit: Audit = JSON.parse(stdout)
    expect(one(audit, "twins-across-sets")).toMatchObject({
      message: expect.stringMatching(/^1 of 2 structures of test\.xyz .* of train\.xyz$/),
      frames: [{ file: "test.xyz", frame: 1 }],
    })
  })
})

/** The one finding of this code (whose message holds `words`). */
function one({ findings }: Audit, code: string, words = ""): Finding {
  const found = findings.filter((finding) => finding.code === code && finding.message.includes(words))
  expect(found, JSON.stringify(findings, null, 1)).toHaveLength(1)
  return found[0]
}
