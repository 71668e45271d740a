import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test, vi } from "vitest"
import { runCommandLine } from "../command-line.ts"

const folder = mkdtempSync(join(tmpdir(), "md-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)

writeFileSync(
  at("neon.json"),
  JSON.stringify({
    format: "luthier-potential",
    version: 1,
    spec: {
      kind: "pair",
      elements: ["Ne"],
      cutoff: 6,
      pairs: { "Ne-Ne": { form: "lennard-jones", parameters: { epsilon: 0.0031, sigma: 2.75 } } },
    },
    elements: ["Ne"],
    cutoff: 6,
    parameters: [
      { key: "pair.Ne-Ne.epsilon", value: 0.0031, unit: "eV", fixed: false },
      { key: "pair.Ne-Ne.sigma", value: 2.75, unit: "Å", fixed: false },
    ],
    references: {},
    stressOffsets: {},
    provenance: { luthier: "0", seed: 1, data: {} },
  }),
)
writeFileSync(
  at("neon.xyz"),
  `4\nLattice="4.4 0 0 0 4.4 0 0 0 4.4" Properties=species:S:1:pos:R:3 pbc="T T T"\nNe 0 0 0\nNe 0 2.2 2.2\nNe 2.2 0 2.2\nNe 2.2 2.2 0\n`,
)
const words = (ensemble: string, out: string, steps: number): string[] =>
  `md ${at("neon.json")} ${at("neon.xyz")} --ensemble ${ensemble} --temperature 12 --repeat 3 --timestep 2 --steps ${steps} --checkpoint 100 --coupling triclinic --format binary -o ${at(out)}`.split(
    " ",
  )

for (const [ensemble, ...threads] of [["nve"], ["nvt-langevin"], ["npt-rescale"], ["npt-mtk", "--threads", "2"]]) {
  test(`${[ensemble, ...threads].join(" ")}: killed at any moment and resumed, it writes the same bytes`, async () => {
    const steps = 1500
    expect(await runCommandLine([...words(ensemble, `${ensemble}-whole`, steps), ...threads])).toBe(0)
    const start = fileURLToPath(new URL("../../bin/luthier.mjs", import.meta.url))
    const child = spawn(process.execPath, [start, ...words(ensemble, `${ensemble}-cut`, steps), ...threads], { stdio: "ignore" })
    const ended = new Promise((resolve) => child.on("close", resolve))
    const thermo = at(`${ensemble}-cut/thermo.csv`)
    const long = statSync(at(`${ensemble}-whole/thermo.csv`)).size / 6
    while (child.exitCode === null && !((statSync(thermo, { throwIfNoEntry: false })?.size ?? 0) > long)) await setTimeout(5)
    child.kill("SIGKILL")
    await ended
    expect(readdirSync(at(`${ensemble}-cut`))).not.toContain("averages.json")
    // In as many threads as before.
    expect(await runCommandLine([...words(ensemble, `${ensemble}-cut`, steps), "--resume"])).toBe(0)
    for (const name of readdirSync(at(`${ensemble}-whole`))) {
      expect(readFileSync(at(`${ensemble}-cut/${name}`)).equals(readFileSync(at(`${ensemble}-whole/${name}`))), name).toBe(true)
    }
  })
}

test("what cannot begin leaves no folder behind", async () => {
  writeFileSync(at("one.xyz"), `1\nProperties=species:S:1:pos:R:3 Lattice="9 0 0 0 9 0 0 0 9" pbc="T T F"\nNe 0 0 0\n`)
  const one = (ensemble: string) =>
    words(ensemble, "none", 30).map((word) => (word === at("neon.xyz") ? at("one.xyz") : word === "3" ? "1" : word))
  expect(await runCommandLine(one("nvt-nose-hoover"))).toBe(2)
  expect(await runCommandLine(one("npt-mtk"))).toBe(2)
  expect(await runCommandLine([...one("npt-mtk"), "--threads", "2"])).toBe(2)
  expect(readdirSync(folder)).not.toContain("none")
  expect(await runCommandLine(one("nve"))).toBe(0)
  expect(JSON.parse(readFileSync(at("none/averages.json"), "utf8")).averages.temperature.mean).toBeCloseTo(12, 9)
})

test("the potential of a run folder moves atoms as its file does", async () => {
  mkdirSync(at("run"))
  writeFileSync(at("run/potential.json"), readFileSync(at("neon.json")))
  const from = (potential: string, out: string) => words("nve", out, 20).map((word) => (word === at("neon.json") ? at(potential) : word))
  expect(await runCommandLine(from("neon.json", "by-file"))).toBe(0)
  expect(await runCommandLine(from("run", "by-run"))).toBe(0)
  expect(await runCommandLine([...from("run", "by-run"), "--resume"])).toBe(0)
  expect(readFileSync(at("by-run/final.xyz"), "utf8")).toBe(readFileSync(at("by-file/final.xyz"), "utf8"))
})

test("a folder that holds a simulation, other inputs and damaged checkpoints are refused", async () => {
  expect(await runCommandLine(words("nve", "again", 20))).toBe(0)
  expect(await runCommandLine(words("nve", "again", 20))).toBe(2)
  expect(await runCommandLine([...words("nve", "again", 20), "--threads", "2"])).toBe(2)
  expect(await runCommandLine([...words("nve", "again", 20), "--threads", "2", "--resume"])).toBe(2)
  expect(await runCommandLine([...words("nvt-rescale", "again", 20), "--resume"])).toBe(2)
  const checkpoint = at("again/checkpoint.json")
  writeFileSync(checkpoint, readFileSync(checkpoint, "utf8").replace('"steps": 20', '"steps": 19'))
  expect(await runCommandLine([...words("nve", "again", 20), "--resume"])).toBe(2)
  expect(await runCommandLine([...words("nve", "again", 20), "--force"])).toBe(0)
  const found = JSON.parse(readFileSync(at("again/averages.json"), "utf8"))
  expect(found.rows).toBe(3)
})

const plain = (ensemble: string, out: string, ...more: readonly string[]): string[] =>
  `md ${at("neon.json")} ${at("neon.xyz")} --ensemble ${ensemble} --temperature 12 --steps 40 --repeat 3 -o ${at(out)}`
    .split(" ")
    .concat(more)

async function refusal(words: readonly string[]): Promise<string> {
  const printed = vi.spyOn(process.stderr, "write").mockReturnValue(true)
  try {
    expect(await runCommandLine(words)).toBe(2)
    return String(printed.mock.calls.at(-1)?.[0])
  } finally {
    printed.mockRestore()
  }
}

test("a step that nobody says is chosen, kept, and told", async () => {
  const printed = vi.spyOn(process.stderr, "write").mockReturnValue(true)
  expect(await runCommandLine(plain("nvt-rescale", "chosen"))).toBe(0)
  expect(String(printed.mock.calls[0][0])).toMatch(/^a step of [\d.]+ fs: about a hundredth of the fastest period/)
  printed.mockRestore()
  const { timestep } = JSON.parse(readFileSync(at("chosen/md.json"), "utf8"))
  // The crystal has its shortest period, some 400 fs, where three directions of bonds pull at once.
  expect(timestep).toBeGreaterThan(3)
  expect(timestep).toBeLessThan(10)
  expect(await runCommandLine(plain("nvt-rescale", "chosen", "--steps", "60", "--resume"))).toBe(0)
  expect(await refusal(plain("nvt-rescale", "chosen", "--steps", "80", "--resume", "--timestep", "2.2"))).toMatch(
    /are not those of this simulation/,
  )
})

test("too long a step ends with the frame before it, and where it can go on", async () => {
  const told = await refusal(plain("nve", "long", "--timestep", "900", "--temperature", "90"))
  expect(told).toMatch(/goes [\d.e+]+ Å in one step {2}900 fs are too long a step .*; step \d+ is in .*last-sane\.xyz/)
  expect(readdirSync(at("long")).toSorted()).toEqual(["checkpoint.json", "last-sane.xyz", "md.json", "thermo.csv", "trajectory.xyz"])
  expect(readFileSync(at("long/last-sane.xyz"), "utf8")).toMatch(/^108\n/)
  expect(await runCommandLine(plain("nve", "long", "--force"))).toBe(0)
  expect(readdirSync(at("long"))).not.toContain("last-sane.xyz")
})

test("says of which file what cannot begin, and what has no meaning", async () => {
  const crystal = readFileSync(at("neon.xyz"), "utf8")
  const given = (text: string): string[] => {
    writeFileSync(at("given.xyz"), text)
    return plain("nve", "never").map((word) => (word === at("neon.xyz") ? at("given.xyz") : word))
  }
  expect(await refusal(given(crystal.replace("Ne 0 2.2 2.2", "Ne 0 0.3 0.3")))).toMatch(/given\.xyz {2}a force of .* is on atom 1 \(Ne\)/)
  expect(await refusal(given(crystal.replace("Ne 0 2.2 2.2", "Ne 0 0 0")))).toMatch(
    /given\.xyz {2}.*lie on each other {2}look at the structure/,
  )
  expect(await refusal(given(crystal.replace("Ne 0 2.2 2.2", "Kr 0 2.2 2.2")))).toMatch(
    /given\.xyz {2}the structure has Kr, .* knows Ne alone/,
  )
  expect(await refusal(plain("nve", "never", "--pressure", "1"))).toMatch(/nve has no pressure/)
  expect(await refusal(plain("nvt-rescale", "never", "--temperature", "0"))).toMatch(/a temperature of 0 K/)
  expect(readdirSync(folder)).not.toContain("never")
})
