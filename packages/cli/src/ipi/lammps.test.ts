import { readFileSync, writeFileSync } from "node:fs"
import {
  bohr,
  type Configuration,
  createPotential,
  determinant,
  evaluateStructure,
  formatExtxyz,
  formatLammpsData,
  hartree,
  lammpsModel,
  pairCommands,
  parameterValues,
  readAny,
  type Structure,
  symbolOf,
  textSource,
} from "@luthier/core"
import { expect, test } from "vitest"
import { demandLammps } from "../engines/fixtures/agreement.ts"
import { runScript } from "../engines/run-lammps.ts"
import { hotStructures } from "../engines/fixtures/structures.ts"
import { ownFolder } from "./fixtures/copper.ts"
import { openForceServer } from "./force-server.ts"
import { labelFrames } from "./label-frames.ts"

/** Bohr in Å and eV in Hartree as `fix ipi` has them, the latter from its `units metal` (k_B = 8.617343e-5 eV/K). */
const FIX_BOHR = 0.52917721
const FIX_HARTREE = 3.1668152e-6 / 8.617343e-5

test("LAMMPS as a client: fix ipi gives what the exported potential gives, in turned and tilted cells", async () => {
  const lammps = await demandLammps()
  const file = ownFolder()
  const potential = createPotential({
    kind: "pair",
    elements: ["Cu", "Ni"],
    cutoff: 5.1,
    switch: "shift",
    pairs: {
      "*-*": { form: "morse", parameters: { D: 0.41, alpha: 1.37, r0: 2.63 } },
      "Ni-Ni": { form: "morse", parameters: { D: 0.37, alpha: 1.41, r0: 2.51 } },
    },
  })
  const theta = parameterValues(potential.parameters)
  const crystal = hotStructures(potential.elements, 2.5)[2]
  expect(crystal.cell && determinant(crystal.cell)).toBeLessThan(0)
  const moved = (k: number): Structure => ({
    ...crystal,
    cell: crystal.cell?.map((x, i) => x * (1 + 0.01 * k * (i % 3))) ?? null,
    positions: crystal.positions.map((x, i) => x * (1 + 0.01 * k * (i % 3)) + 0.05 * Math.sin(k * i)),
  })
  const structures = [0, 1, 2, 3].map(moved)
  const frames = structures.map((structure, frame): Configuration => ({
    structure,
    group: "hot",
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file: "pool.xyz", frame },
  }))
  writeFileSync(file("pool.xyz"), frames.map((frame) => formatExtxyz(frame)).join(""))
  const server = await openForceServer({ host: "localhost", port: 0 }, () => undefined)
  if ("path" in server.address) throw new Error("a port")

  const model = lammpsModel(potential, theta)
  const { text } = formatLammpsData(crystal, potential.elements)
  const setup = ["units metal", "boundary p p p", "box tilt large", "read_data start.data"]
  const commands = pairCommands(model, potential.elements.map(symbolOf))
  const run = [`fix ipi all ipi localhost ${server.address.port}`, "run 1000000"]
  writeFileSync(file("start.data"), text)
  writeFileSync(file("in.ipi"), `${[...setup, ...commands, ...run].join("\n")}\n`)
  const client = expect(runScript(lammps, file("."), "in.ipi")).rejects.toThrow("Got EXIT message from i-PI")
  try {
    const summary = await labelFrames([file("pool.xyz")], file("out.xyz"), server, () => undefined)
    expect(summary).toEqual({ labelled: 4, skipped: 0, failed: 0 })
    await client
  } finally {
    await server.close()
  }

  const labelled: Configuration[] = []
  for await (const frame of readAny(textSource("out.xyz", readFileSync(file("out.xyz"), "utf8")))) labelled.push(frame)
  expect(labelled).toHaveLength(4)
  const scale = FIX_BOHR / bohr
  const energyFactor = FIX_HARTREE * hartree
  labelled.forEach(({ structure, energy = NaN, forces = [], stress = [] }, k) => {
    expect(structure.positions).toEqual(structures[k].positions)
    const { positions, cell } = structure
    const seen = { ...structure, positions: positions.map((x) => x * scale), cell: cell?.map((x) => x * scale) ?? null }
    const expected = evaluateStructure(potential, theta, seen)
    expect(energy / energyFactor).toBeCloseTo(expected.energy, 9)
    forces.forEach((f, i) => expect(f / (energyFactor * scale)).toBeCloseTo(expected.forces[i], 9))
    stress.forEach((s, v) => expect(s / (energyFactor * scale ** 3)).toBeCloseTo(expected.stress?.[v] ?? NaN, 10))
    expect(Math.max(...forces.map(Math.abs))).toBeGreaterThan(0.1)
    stress.forEach((s) => expect(Math.abs(s)).toBeGreaterThan(1e-5))
  })
})
