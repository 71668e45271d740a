import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Structure } from "../../../atoms/structure.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { checkPotential } from "../../../testing/potential/check-potential.ts"
import { parameterValues } from "../../parameters.ts"
import type { Potential } from "../../potential.ts"
import { parseSpec } from "../../spec/parse-spec.ts"
import { createEam } from "../spec/create.ts"
import { eamSchema } from "../spec/schema.ts"
import { formatSetfl } from "./format.ts"
import { parseSetfl } from "./parse.ts"
import { potentialFromSetfl } from "./potential.ts"
import { tabulateEam } from "./tabulate.ts"

const command = process.env["LAMMPS"] ?? "lmp"
const cutoff = 5
const bornMayer = (A: number, rho: number) => ({ form: "born-mayer", parameters: { A, rho } })
const exponential = (A: number, beta: number) => ({ form: "exponential", parameters: { A, beta, re: 2.5 } })
const rootOf = (A: number) => ({ form: "finnis-sinclair", parameters: { A } })
const splinePair = { spline: { knots: [1.8, 2.3, 2.9, 3.6, 4.3, 5], values: [2.1, 0.63, 0.06, -0.03, -0.011] } }

/** Potentials of each style, with numbers of their own for every function. */
const potentials = {
  alloy: createEam(
    parseSpec(eamSchema, {
      kind: "eam",
      elements: ["Cu", "Ni"],
      cutoff,
      pair: { "Cu-Cu": bornMayer(7300, 0.247), "Cu-Ni": splinePair, "Ni-Ni": bornMayer(6900, 0.238) },
      density: { Cu: exponential(0.078, 1.94), Ni: exponential(0.091, 2.03) },
      embedding: { Cu: rootOf(2.8), Ni: { spline: { knots: [0, 0.5, 1, 1.5, 2.2], values: [0, -2, -3.1, -3.6, -3.8] } } },
    }),
  ),
  fs: createEam(
    parseSpec(eamSchema, {
      kind: "eam",
      style: "fs",
      elements: ["Cu", "Ni"],
      cutoff,
      pair: { "*-*": bornMayer(7300, 0.247) },
      density: {
        "Cu-Cu": exponential(0.078, 1.94),
        "Cu-Ni": exponential(0.1, 1.7),
        "Ni-Cu": exponential(0.05, 2.2),
        "Ni-Ni": exponential(0.091, 2.03),
      },
      embedding: { Cu: rootOf(2.8), Ni: rootOf(3.3) },
    }),
  ),
}

const structure: Structure = {
  numbers: Int32Array.of(29, 28, 28, 29),
  positions: Float64Array.of(0.1, 0, 0.05, 1.85, 1.75, 0.1, 1.9, 0.05, 1.7, 0.1, 1.8, 1.75),
  cell: Float64Array.of(3.6, 0, 0, 0.2, 3.55, 0, -0.3, 0.25, 3.7),
  pbc: [true, true, true],
}

for (const [style, potential] of Object.entries(potentials)) {
  const theta = parameterValues(potential.parameters)
  const { setfl, error } = tabulateEam(potential.eam, theta, { cutoff, title: `test ${style}` })
  const text = formatSetfl(setfl)

  describe(`a table of an ${style} potential`, () => {
    it("is as good as it says", () => {
      expect(Math.max(error.pair, error.density, error.embedding)).toBeLessThan(1e-6)
      const read = potentialFromSetfl(text, { file: `table.eam.${style}` })
      const [exact, tabulated] = [evaluated(potential, theta), evaluated(read, new Float64Array(0))]
      expect(Math.abs(tabulated.energy - exact.energy)).toBeLessThan(1e-7)
      exact.forces.forEach((force, k) => expect(Math.abs(tabulated.forces[k] - force)).toBeLessThan(1e-6))
      exact.virials.forEach((virial, k) => expect(Math.abs(tabulated.virials[k] - virial)).toBeLessThan(2e-5))
    })

    it("knows its own style when read, and survives being written again", () => {
      const read = parseSetfl(text, { file: "table" })
      expect(read.style).toBe(style)
      expect(formatSetfl(read)).toBe(text)
    })

    it("is what LAMMPS makes of it", ({ skip }) => {
      const found = lammps(text, style)
      if (!found) skip("no lmp on this machine")
      const ours = evaluated(potentialFromSetfl(text, { file: "table" }), new Float64Array(0))
      expect(Math.abs(found!.energy - ours.energy)).toBeLessThan(1e-12 * 10 * Math.abs(ours.energy))
      ours.forces.forEach((force, k) => expect(Math.abs(found!.forces[k] - force)).toBeLessThan(1e-10))
    }, 30_000)
  })
}

describe("a coarse table", () => {
  const theta = parameterValues(potentials.alloy.parameters)
  const counts = { cutoff, radiusCount: 60, densityCount: 50 }
  const { setfl, error } = tabulateEam(potentials.alloy.eam, theta, counts)

  it("has forces and virials that are derivatives of its own energy, also where it is far from the functions", () => {
    expect(error.pair).toBeGreaterThan(1e-3)
    const read = potentialFromSetfl(formatSetfl(setfl), { file: "coarse" })
    checkPotential(read, { spacing: 2.6, tolerance: 1e-5, smoothness: 0 })
  })

  it("goes on straight beyond its densest point", () => {
    const dense = tabulateEam(potentials.alloy.eam, theta, { ...counts, shortest: 3.4 })
    const read = potentialFromSetfl(formatSetfl(dense.setfl), { file: "short" })
    expect(dense.error.densest).toBeLessThan(0.5)
    checkPotential(read, { spacing: 2.6, tolerance: 1e-5, smoothness: 0 })
  })
})

function evaluated(potential: Potential, theta: Float64Array) {
  const graph = buildGraph([structure], potential.elements, potential.cutoff)
  const out = { energies: new Float64Array(4), forces: new Float64Array(12), virials: new Float64Array(6) }
  potential.evaluate(graph, theta, out)
  return { energy: out.energies.reduce((sum, e) => sum + e, 0), forces: out.forces, virials: out.virials }
}

/** Energy and forces of the structure by the `lmp` of this machine, if it has one. */
function lammps(text: string, style: string): { energy: number; forces: readonly number[] } | undefined {
  if (spawnSync(command, ["-h"]).status !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), "setfl-"))
  try {
    const [lx, , , xy, ly, , xz, yz, lz] = structure.cell ?? new Float64Array(9)
    const atoms = Array.from(structure.numbers, (number, k) =>
      [k + 1, number === 29 ? 1 : 2, ...structure.positions.subarray(3 * k, 3 * k + 3)].join(" "),
    )
    const data = `box\n\n4 atoms\n2 atom types\n0 ${lx} xlo xhi\n0 ${ly} ylo yhi\n0 ${lz} zlo zhi\n${xy} ${xz} ${yz} xy xz yz\n\nAtoms # atomic\n\n${atoms.join("\n")}\n`
    const script = `units metal
atom_style atomic
box tilt large
read_data data
mass 1 63.546
mass 2 58.693
pair_style eam/${style}
pair_coeff * * table Cu Ni
dump 1 all custom 1 forces id fx fy fz
dump_modify 1 sort id format float %.17g
run 0
print "energy $(pe:%.17g)"
`
    writeFileSync(join(folder, "data"), data)
    writeFileSync(join(folder, "in"), script)
    writeFileSync(join(folder, "table"), text)
    const { status, stdout } = spawnSync(command, ["-in", "in", "-log", "none"], { cwd: folder, encoding: "utf8" })
    if (status !== 0) throw new Error(stdout)
    const energy = Number(/^energy (\S+)$/m.exec(stdout)?.[1])
    const forces = readFileSync(join(folder, "forces"), "utf8").trim().split("\n").slice(-4)
    return { energy, forces: forces.flatMap((line) => line.trim().split(/\s+/).slice(1).map(Number)) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
