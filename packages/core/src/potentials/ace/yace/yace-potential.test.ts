import { describe, expect, it } from "vitest"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import { checkPotential } from "../../../testing/index.ts"
import { randomNumbers, randomStructure } from "../../../testing/potential/random-structure.ts"
import { evaluateStructure } from "../../evaluate-structure.ts"
import { evaluateYace } from "./evaluate/evaluate.ts"
import { randomYace, type RandomYaceOptions } from "./fixtures/random-yace.ts"
import { yaceModel } from "./model/yace-model.ts"
import { yacePotential } from "./yace-potential.ts"

const nothing = new Float64Array(0)
const spec = { kind: "yace" }

const files: Readonly<Record<string, RandomYaceOptions>> = {
  "one element, one density": { elements: ["Cu"], basis: "ChebExpCos", inner: "density", form: "FinnisSinclair", exponents: [1] },
  "a square root and a core that silences the rest": {
    elements: ["Cu"],
    basis: "ChebPow",
    inner: "density",
    form: "FinnisSinclairShiftedScaled",
    exponents: [1, 0.5],
    core: 40,
  },
  "two elements, inner cutoffs of distance": {
    elements: ["In", "P"],
    basis: "SBessel",
    inner: "distance",
    form: "FinnisSinclairShiftedScaled",
    exponents: [1.3, 0.7],
    core: 25,
    innerCutoff: 2.2,
  },
  "two elements that change over to ZBL": {
    elements: ["Al", "Ni"],
    basis: "ChebExpCos",
    inner: "zbl",
    form: "FinnisSinclair",
    exponents: [1, 1],
    core: 1,
    innerCutoff: 2.5,
  },
}

describe("yacePotential", () => {
  it.each(Object.entries(files))("obeys the laws of every potential: %s", (_, options) => {
    const potential = yacePotential(randomYace(options), spec)
    // Bessel functions end with a slope; the tables are cubic, with kinks in the second derivative.
    const smoothness = options.basis === "SBessel" ? 0 : 1
    const ties = "where two neighbours are nearest, the whole force of the change to ZBL is on one of them"
    const except = options.inner === "zbl" ? { extensivity: ties } : {}
    checkPotential(potential, { spacing: 2.4, smoothness, ends: [4.3], tolerance: 2e-6, except })
  })

  it.each(Object.entries(files).filter(([, { inner }]) => inner !== "zbl"))("compiled and plain evaluation agree: %s", (_, options) => {
    const yace = randomYace({ ...options, seed: 7 })
    const potential = yacePotential(yace, spec)
    const random = randomNumbers(5)
    for (const kind of ["cluster", "crystal", "thin"] as const) {
      const structure = randomStructure(kind, potential.elements, 2.3, random)
      const fast = evaluateStructure(potential, nothing, structure)
      const graph = buildGraph([structure], potential.elements, potential.cutoff)
      const atoms = structure.numbers.length
      const plain = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6) }
      evaluateYace(yace, yaceModel(yace), [...potential.elements.keys()], graph, plain)
      releaseGraph(graph)
      const scale = plain.forces.reduce((most, force) => Math.max(most, Math.abs(force)), 1)
      const energy = plain.energies.reduce((sum, value) => sum + value, 0)
      expect(Math.abs(fast.energy - energy)).toBeLessThan(1e-11 * (1 + Math.abs(energy)))
      fast.forces.forEach((force, k) => expect(Math.abs(force - plain.forces[k])).toBeLessThan(1e-11 * scale))
    }
  })

  it("is the energy of a free atom where there are no neighbours", () => {
    const yace = randomYace(files["two elements that change over to ZBL"])
    const alone = { numbers: Int32Array.of(28), positions: new Float64Array(3), cell: null, pbc: [false, false, false] as const }
    expect(evaluateStructure(yacePotential(yace, spec), nothing, alone).energy).toBe(yace.references[1])
  })

  it("refuses atoms on top of each other, as LAMMPS does", () => {
    const potential = yacePotential(randomYace(files["one element, one density"]), spec)
    const close = {
      numbers: Int32Array.of(29, 29),
      positions: Float64Array.of(0, 0, 0, 0.0011, 0, 0),
      cell: null,
      pbc: [false, false, false] as const,
    }
    expect(() => evaluateStructure(potential, nothing, close)).toThrow(/two atoms are 0.0011 Å apart/u)
  })
})
