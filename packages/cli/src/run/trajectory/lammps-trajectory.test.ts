import { createPotential, lammpsModel, parameterValues, resolveSpec, type Structure, supercell } from "@luthier/core"
import { describe, expect, it } from "vitest"
import { copperNickel } from "../../engines/fixtures/copper-nickel.ts"
import { endsOfMotions } from "./fixtures/nve-in-lammps.ts"

const face = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]
const both = [...face, ...face.map((x) => x + 0.25)]

/** A crystal, with atoms numbered by turns, in the shape of a cell whose volume is near one. */
function crystal(
  numbers: readonly number[],
  lattice: number,
  sites: readonly number[],
  shape: readonly number[],
  copies: number,
): Structure {
  const cell = Float64Array.from(shape, (x) => lattice * x)
  const positions = Float64Array.from(sites, (_, k) => {
    const site = sites.slice(k - (k % 3), k - (k % 3) + 3)
    return site[0] * cell[k % 3] + site[1] * cell[3 + (k % 3)] + site[2] * cell[6 + (k % 3)]
  })
  const atoms = Int32Array.from({ length: sites.length / 3 }, (_, k) => numbers[k % numbers.length])
  return supercell({ numbers: atoms, positions, cell, pbc: [true, true, true] }, [copies, copies, copies])
}

const straight = [1.02, 0, 0, 0, 0.98, 0, 0, 0, 1.01]
const skewed = [1, 0.11, -0.07, -0.13, 0.99, 0.09, 0.1, -0.12, 1.02]
const cells = (numbers: readonly number[], lattice: number, sites: readonly number[], copies = 2): readonly Structure[] =>
  [straight, skewed].map((shape) => crystal(numbers, lattice, sites, shape, copies))
const alloy = cells([29, 28], 3.6, face)
const silicon = cells([14], 5.43, both, 1)
/** Rock salt: each kind of ion has a face-centred lattice of its own. */
const salt = (a: number, b: number, lattice: number): readonly Structure[] =>
  cells([a, a, a, a, b, b, b, b], lattice, [...face, ...face.map((x) => x + 0.5)], 1)

const resolved = (given: object): object => resolveSpec(given, copperNickel)
const one = {
  elements: [29],
  minimumDistance: { "Cu-Cu": 2.12 },
  nearestNeighbour: { "Cu-Cu": 2.45 },
  volumePerAtom: 11.6,
  energySpread: 0.4,
}

const forms = {
  "lj/cut": ["lennard-jones", { epsilon: 0.31, sigma: 2.27 }],
  "mie/cut": ["mie", { epsilon: 0.29, sigma: 2.31, n: 10.7, m: 5.3 }],
  morse: ["morse", { D: 0.41, alpha: 1.37, r0: 2.63 }],
  buck: ["buckingham", { A: 1_851.3, rho: 0.31, C: 34.2 }],
  born: ["born-mayer-huggins", { A: 0.71, rho: 0.31, sigma: 2.63, C: 14.2, D: 3.7 }],
  yukawa: ["yukawa", { A: 7.7, kappa: 0.83 }],
} as const
type Form = keyof typeof forms

/** Copper and nickel: the strengths and cutoffs of their pairs differ. */
function pairs(name: Form, ending: unknown): object {
  const [form, parameters] = forms[name]
  const scaled = (factor: number) =>
    Object.fromEntries(Object.entries(parameters).map(([key, value], k) => [key, k === 0 ? factor * value : value]))
  return {
    kind: "pair",
    elements: ["Cu", "Ni"],
    cutoff: 5.3,
    switch: ending,
    pairs: {
      "Cu-Cu": { form, parameters },
      "Ni-Cu": { form, parameters: scaled(1.04), cutoff: 4.7 },
      "Ni-Ni": { form, parameters: scaled(0.96), cutoff: 5.9 },
    },
  }
}

/** The potential that is read from the files of another. */
function ofFiles(kind: string, spec: object): object {
  const potential = createPotential(spec)
  const [[file, text]] = Object.entries(lammpsModel(potential, parameterValues(potential.parameters)).files)
  return { kind, file, text }
}

const zbl = { kind: "zbl", elements: ["Cu", "Ni"], inner: 1.3, outer: 2.9 }
const morse = pairs("morse", "shift")
const walls = (elements: readonly string[], form: string, parameters: object): object => ({
  kind: "pair",
  elements,
  cutoff: 7.3,
  switch: "none",
  pairs: { "*-*": { form, parameters } },
})
// J. Tersoff, doi:10.1103/PhysRevB.38.9902; T. Kumagai and others, doi:10.1016/j.commatsci.2006.07.013.
const tersoff = "Si Si Si 3.0 1.0 1.3258 4.8381 2.0417 0.0 22.956 0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7"
const modified = "Si Si Si 1 2.3890327 -0.365 1 1 1.345797 121.00047 3 0.3 3.2300135 3281.5905 0.93810551 0.20173476 730418.72 1000000 1 26"

const exactly: readonly (readonly [string, object, readonly Structure[], number, number])[] = [
  ...(["lj/cut", "mie/cut", "morse", "buck", "born", "yukawa"] as const).map(
    (name) => [name, pairs(name, "shift"), alloy, 600, 1] as const,
  ),
  ["lj/smooth/linear", pairs("lj/cut", "force-shift"), alloy, 600, 1],
  ["morse/smooth/linear", pairs("morse", "force-shift"), alloy, 600, 1],
  ["zbl, morse", { kind: "sum", terms: [zbl, morse] }, alloy, 900, 1],
  ["morse, born, yukawa", { kind: "sum", terms: [morse, pairs("born", "none"), pairs("yukawa", "none")] }, alloy, 600, 1],
  ["eam/alloy", ofFiles("setfl", resolved({ kind: "eam", elements: ["Cu", "Ni"], cutoff: 5.1 })), alloy, 900, 1],
  ["eam/fs", ofFiles("setfl", resolved({ kind: "eam", style: "fs", elements: ["Cu", "Ni"], cutoff: 5.1 })), alloy, 900, 1],
  ["adp", ofFiles("adp-file", resolved({ kind: "adp", elements: ["Cu", "Ni"], cutoff: 5.1 })), alloy, 900, 1],
  ["sw", resolved({ kind: "stillinger-weber" }), alloy, 600, 1],
  ["tersoff", resolved({ kind: "tersoff" }), alloy, 600, 1],
  ["tersoff/mod", resolved({ kind: "tersoff", form: "tersoff/mod" }), alloy, 600, 1],
  ["tersoff/mod/c", resolved({ kind: "tersoff", form: "tersoff/mod/c", pairs: { "Cu-Cu": { c0: -0.1 } } }), alloy, 600, 1],
  ["tersoff/zbl", resolved({ kind: "tersoff", form: "tersoff/zbl" }), alloy, 600, 1],
  ["edip/multi", resolved({ kind: "edip" }), alloy, 600, 1],
  ["tersoff", { kind: "tersoff", file: "Si.tersoff", text: `${tersoff}\n` }, silicon, 1500, 1],
  ["tersoff/mod", { kind: "tersoff", form: "tersoff/mod", file: "Si.tersoff.mod", text: `${modified}\n` }, silicon, 1500, 1],
]

/** Si by functions of our own, for `meam/spline`. */
const bonds = {
  kind: "cluster",
  elements: ["Si"],
  cutoff: 4.2,
  pairs: { "Si-Si": { form: "morse", parameters: { D: 0.9, alpha: 1.4, r0: 2.35 } } },
  angular: {
    radial: { "Si-Si": { formula: "exp(-a*(r - 2.4))", parameters: { a: 1.31 }, cutoff: 3.7 } },
    angle: { "*-*-*": { formula: "k*(c - c0)^2 + 0.1*c^3", parameters: { k: 0.71, c0: -0.29 } } },
  },
}

const byTables: readonly (readonly [string, object, readonly Structure[], number, number])[] = [
  ["table", pairs("morse", { polynomial: 4.1 }), alloy, 600, 1],
  ["table, morse", { kind: "sum", terms: [pairs("buck", { cosine: 4.1 }), morse] }, alloy, 600, 1],
  ["eam/alloy", resolved({ kind: "eam", elements: ["Cu", "Ni"], cutoff: 5.1 }), alloy, 900, 1],
  ["eam/fs", resolved({ kind: "eam", style: "fs", elements: ["Cu", "Ni"], cutoff: 5.1 }), alloy, 900, 1],
  ["adp", resolved({ kind: "adp", elements: ["Cu", "Ni"], cutoff: 5.1 }), alloy, 900, 1],
  [
    "eam/alloy, zbl, morse",
    { kind: "sum", terms: [resolveSpec({ kind: "eam", elements: ["Cu"], cutoff: 5 }, one), zbl, morse] },
    alloy,
    900,
    1,
  ],
  ["meam/spline", bonds, silicon, 900, 1],
]

const charged: readonly (readonly [string, object, readonly Structure[], number, number])[] = [
  [
    "buck, coul/dsf",
    {
      kind: "sum",
      terms: [
        walls(["Mg", "O"], "buckingham", { A: 1388.7, rho: 0.276, C: 17.5 }),
        { kind: "coulomb", method: "dsf", elements: ["Mg", "O"], charges: { Mg: 1.7, O: -1.7 }, cutoff: 8.7, damping: 0.23 },
      ],
    },
    salt(12, 8, 4.21),
    600,
    1,
  ],
  [
    "born, coul/long",
    {
      kind: "sum",
      terms: [
        walls(["Na", "Cl"], "born-mayer-huggins", { A: 0.25, rho: 0.31, sigma: 2.34, C: 5.1, D: 3.2 }),
        { kind: "coulomb", elements: ["Na", "Cl"], charges: { Na: 1, Cl: -1 }, cutoff: 6.7, accuracy: 1e-9 },
      ],
    },
    salt(11, 17, 5.64),
    600,
    1,
  ],
]

async function expectTogether(
  [styles, spec, structures, temperature, timestep]: (typeof exactly)[number],
  tolerance: number,
): Promise<void> {
  const ends = await endsOfMotions(spec, structures, temperature, timestep)
  expect(ends.length).toBe(2)
  for (const end of ends) {
    expect(end.styles.join(", ")).toBe(styles)
    expect(end.moved).toBeGreaterThan(0.05)
    expect(end.apart).toBeLessThan(tolerance)
  }
}

describe.concurrent("200 steps of LAMMPS with the exported files end where ours do, in straight and in skewed cells", () => {
  it.for(exactly)("%s, the same formulas", (one) => expectTogether(one, 1e-9))
  it.for(byTables)("%s, from tables", (one) => expectTogether(one, 1e-6))
  it.for(charged)("%s, with charges", (one) => expectTogether(one, 1e-6))
})
