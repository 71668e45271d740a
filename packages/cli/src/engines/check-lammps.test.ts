import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createPotential, lammpsModel, parameterValues, type Configuration } from "@luthier/core"
import { expect, onTestFinished, test } from "vitest"
import { checkLammps } from "./check-lammps.ts"

const dimer: Configuration = {
  structure: {
    numbers: Int32Array.of(10, 10),
    positions: Float64Array.of(0, 0, 0, 3.1, 0, 0),
    cell: null,
    pbc: [false, false, false],
  },
  group: "dimer",
  weights: { energy: 1, forces: 1, stress: 1 },
  origin: { file: "neon.xyz", frame: 0 },
}

test.each([
  ["is not there", undefined, /does not start/],
  ["says nothing", "exit 0", /no result for structure 0/],
  ["loses the forces", "echo 'check 0 -0.003 0 0 0 0 0 0'", /no forces of structure 0/],
  [
    "loses an atom",
    "echo 'check 0 -0.003 0 0 0 0 0 0'; printf 'ITEM: ATOMS id fx fy fz\\n1 0 0 0\\n' > forces0.dump",
    /3 values of force, expected 6/,
  ],
  ["fails", "echo 'ERROR: Lost atoms'; exit 1", /Lost atoms/],
])("a LAMMPS that %s ends the check, and nothing else", async (_, script, said) => {
  const folder = mkdtempSync(join(tmpdir(), "luthier-test-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, "lmp")
  if (script !== undefined) {
    writeFileSync(path, `#!/bin/sh\n${script}\n`)
    chmodSync(path, 0o755)
  }
  const form = { form: "lennard-jones", parameters: { epsilon: 0.0031, sigma: 2.74 } }
  const potential = createPotential({ kind: "pair", elements: ["Ne"], cutoff: 8, switch: "none", pairs: { "Ne-Ne": form } })
  const theta = parameterValues(potential.parameters)
  const check = await checkLammps({ path, version: "none", packages: [] }, lammpsModel(potential, theta, {}), potential, theta, [dimer])
  expect(check.differences).toEqual([])
  expect(check.refusal).toMatch(said)
})
