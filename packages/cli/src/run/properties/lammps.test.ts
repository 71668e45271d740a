import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  createPotential,
  crystalOf,
  elasticConstant,
  inUnit,
  lammpsModel,
  latticeParameter,
  massOf,
  numberOf,
  type Observable,
  pairCommands,
  parameterValues,
  phononFrequency,
  pointAt,
  type Potential,
  vacancyEnergy,
} from "@luthier/core"
import { afterAll, describe, expect, test } from "vitest"
import { demandLammps } from "../../engines/fixtures/agreement.ts"
import { runScript } from "../../engines/run-lammps.ts"

/** A crystal as LAMMPS builds it, and what is asked of it. */
interface Case {
  readonly potential: Potential
  readonly symbol: string
  readonly lattice: "fcc" | "diamond"
  /** Where minimisation starts [Å]. */
  readonly a: number
  /** Copies of the conventional cell. */
  readonly copies: number
  /** A wave that moves half of the atoms against the other: q, the branch of it along z, and how LAMMPS tells the halves. */
  readonly wave: { readonly q: readonly [number, number, number]; readonly branch: number; readonly half: string }
}

const copper = createPotential({
  kind: "eam",
  elements: ["Cu"],
  cutoff: 5.6,
  pair: { "Cu-Cu": { formula: "2*A*exp(-p*(r/2.556 - 1))", parameters: { A: 0.0855, p: 10.96 } } },
  density: { Cu: { formula: "exp(-2*q*(r/2.556 - 1))", parameters: { q: 2.278 } } },
  embedding: { Cu: { formula: "-x*rho^0.5", parameters: { x: 1.224 } } },
})
const silicon = createPotential({
  kind: "stillinger-weber",
  elements: ["Si"],
  file: "Si.sw",
  text: "Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0",
})
const cases: Readonly<Record<string, Case>> = {
  "copper, embedded atoms": {
    ...{ potential: copper, symbol: "Cu", lattice: "fcc", a: 3.63, copies: 4 },
    wave: { q: [0, 0, 1], branch: 3, half: "(round(2*z*v_n/lz)%2)==0" },
  },
  "silicon, Stillinger and Weber": {
    ...{ potential: silicon, symbol: "Si", lattice: "diamond", a: 5.45, copies: 3 },
    wave: { q: [0, 0, 0], branch: 6, half: "((id-1)%8)<4" },
  },
}

/** Steps of strains and displacements [Å]. */
const [STRAIN, PUSH] = [1e-4, 1e-3]
const minimum = "minimize 0 1e-9 4000 20000"

/** A script that finds each number by LAMMPS's own means: its lattices, its minimiser, its stresses. */
function script({ potential, symbol, lattice, a, copies: n, wave }: Case): string {
  const model = lammpsModel(potential, parameterValues(potential.parameters))
  const strained = (change: string): readonly string[] => [change, minimum]
  return [
    ...["units metal", "atom_modify map array sort 0 0", `lattice ${lattice} ${a}`, `region box prism 0 ${n} 0 ${n} 0 ${n} 0 0 0`],
    ...["create_box 1 box", "create_atoms 1 box", `mass 1 ${massOf(numberOf(symbol) ?? 0)}`, ...pairCommands(model, [symbol])],
    ...[`variable n equal ${n}`, `variable half atom "${wave.half}"`, "group half variable half", "compute push half reduce ave fz"],
    ...["thermo_style custom step pe pxx pyy pzz pxy lx ly lz c_push", "thermo_modify format float %20.15g", "min_modify line quadratic"],
    ...["fix relaxed all box/relax iso 0.0 vmax 1e-3", minimum, minimum, minimum, "unfix relaxed", minimum],
    'print "found a $(lx/v_n:%.12g)"',
    ...["variable e equal $(pe:%.15g)", "variable atoms equal $(atoms)"],
    // Halves of the atoms, moved apart along z.
    ...[`displace_atoms half move 0 0 ${PUSH} units box`, "run 0", "variable one equal $(c_push:%.15g)"],
    ...[`displace_atoms half move 0 0 ${-2 * PUSH} units box`, "run 0", "variable two equal $(c_push:%.15g)"],
    ...[`displace_atoms half move 0 0 ${PUSH} units box`, "run 0", 'print "found slope $((v_one-v_two):%.12g)"'],
    ...strained(`change_box all x scale ${1 + STRAIN} remap`),
    ...["variable xp equal $(pxx:%.15g)", "variable yp equal $(pyy:%.15g)"],
    ...strained(`change_box all x scale ${(1 - STRAIN) / (1 + STRAIN)} remap`),
    ...["variable xm equal $(pxx:%.15g)", "variable ym equal $(pyy:%.15g)"],
    'print "found C11 $((v_xm-v_xp):%.12g)"',
    'print "found C12 $((v_ym-v_yp):%.12g)"',
    ...strained(`change_box all x scale ${1 / (1 - STRAIN)} remap`),
    "variable tilt equal $(ly:%.15g)",
    ...strained(`change_box all xy final $(v_tilt*${STRAIN}:%.15g) remap units box`),
    "variable sp equal $(pxy:%.15g)",
    ...strained(`change_box all xy final $(-v_tilt*${STRAIN}:%.15g) remap units box`),
    "variable sm equal $(pxy:%.15g)",
    'print "found C44 $((v_sm-v_sp):%.12g)"',
    ...strained("change_box all xy final 0 remap"),
    // The atom nearest to the middle is taken out; those around it start a little inwards.
    `variable hole equal ${Math.floor(n / 2) * (1 + n + n * n) * (lattice === "fcc" ? 4 : 8) + 1}`,
    ...["variable hx equal $(x[v_hole]:%.15g)", "variable hy equal $(y[v_hole]:%.15g)", "variable hz equal $(z[v_hole]:%.15g)"],
    `region near sphere \${hx} \${hy} \${hz} ${0.75 * a} units box`,
    ...["group near region near", "group hole id ${hole}", "delete_atoms group hole compress no"],
    ...["x", "y", "z"].map((axis) => `variable d${axis} atom 0.08*(v_h${axis}-${axis})`),
    ...["displace_atoms near move v_dx v_dy v_dz units box", minimum, minimum],
    'print "found vacancy $((pe-v_e*(v_atoms-1)/v_atoms):%.12g)"',
  ].join("\n")
}

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

async function byLammps(one: Case): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "luthier-properties-"))
  folders.push(folder)
  const { files } = lammpsModel(one.potential, parameterValues(one.potential.parameters))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, "in.properties"), script(one))
  const output = await runScript(await demandLammps(), folder, "in.properties")
  return new Map(Array.from(output.matchAll(/^found (\w+) (\S+)$/gmu), ([, name, value]) => [name, Number(value)]))
}

describe.concurrent("LAMMPS with the exported files finds the same crystal, to 0.1 %", () => {
  test.for(Object.keys(cases))("%s", async (name) => {
    const one = cases[name]
    const { potential, symbol, lattice, a, copies, wave } = one
    const point = pointAt(potential, parameterValues(potential.parameters))
    const crystal = crystalOf({ prototype: lattice, elements: [symbol], a })
    const read = (observable: Observable): number => inUnit(observable.read(point).value, observable.dimension, observable.unit)
    const theirs = await byLammps(one)
    const their = (key: string): number => theirs.get(key) ?? Number.NaN
    const near = (ours: number, value: number, part: number): void => expect(Math.abs(ours / value - 1)).toBeLessThan(part)
    near(read(latticeParameter(crystal, "a")), their("a"), 1e-5)
    // Pressures in bar.
    near(read(elasticConstant(crystal, 1, 1)), (their("C11") * 1e-4) / (2 * STRAIN), 1e-3)
    near(read(elasticConstant(crystal, 1, 2)), (their("C12") * 1e-4) / (2 * STRAIN), 1e-3)
    near(read(elasticConstant(crystal, 4, 4)), (their("C44") * 1e-4) / (2 * STRAIN), 1e-3)
    near(read(vacancyEnergy(crystal, { supercell: [copies, copies, copies] })), their("vacancy"), 1e-3)
    // Two halves against each other: M ω² = −2 dF/du; √(eV/(Å² amu)) is 98.2269/2π THz.
    const square = (-2 * their("slope")) / (2 * PUSH) / massOf(numberOf(symbol) ?? 0)
    near(read(phononFrequency(crystal, wave.q, wave.branch)), (98.22695 * Math.sqrt(square)) / (2 * Math.PI), 1e-3)
  })
})
