import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { evaluateStructure } from "../evaluate-structure.ts"
import { parameterValues } from "../parameters.ts"
import type { Potential } from "../potential.ts"
import { referenceOf } from "./fixtures/reference.ts"
import { readMeam } from "./file/read.ts"
import { meamPotential } from "./meam-potential.ts"

const { made, names, reference, structure } = referenceOf(readFileSync(new URL("fixtures/reference.json", import.meta.url), "utf8"))

const evaluated = (potential: Potential, structure: Structure) =>
  evaluateStructure(potential, parameterValues(potential.parameters), structure)
const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe("modified embedded atoms", () => {
  it.for(names)("have the energies, forces and virials of an independent code: %s", (name) => {
    const { energy, forces, virial } = reference.potentials[name]
    const ours = evaluated(made(name), structure)
    expect(Math.abs(ours.energy / energy - 1)).toBeLessThan(1e-12)
    expect(largest(forces.map((force, k) => force - ours.forces[k]))).toBeLessThan(1e-10 * largest([...ours.forces]))
    const volume = 7.9 * 8.3 * 7.6
    expect(largest(virial.map((value, k) => value + ours.stress![k] * volume))).toBeLessThan(1e-10 * largest(virial))
  })

  it("obey the laws of every potential", () => {
    const library = { file: "l", text: titanium("dia", 4, 5.9, 3).replace("0.66", "0.7") }
    const text = "rc = 4.6\ndelr = 0.3\nCmin(1,1,1) = 0.47\nattrac(1,1) = 0.04\nrepuls(1,1) = 0.06\n"
    const spec = readMeam(library, { file: "p", text })
    // Differences across a knot of a table are good to no more.
    checkPotential(meamPotential(spec, [22]), { spacing: 2.7, tolerance: 1e-5, ends: [4.6], except: { smoothness: lonePair } })
  })

  it.for(["c11-mixed", "l12-plain", "dia-pair", "zig"])("of two elements obey the laws of every potential: %s", (name) => {
    const except = { smoothness: lonePair, jacobian: "below, for one structure" }
    checkPotential(made(name), { spacing: 2.9, tolerance: 1e-5, ends: [4.6], except })
  })
})

const lonePair = "ρ ln ρ of a lone pair is continuous at the cutoff, but infinitely steep"

/** A crystal of primitive or conventional cells: rows of the cell, and atoms in fractions of it, in units of a. */
function crystal(a: number, cell: readonly number[], atoms: readonly (readonly [number, number, number, number])[]): Structure {
  const at = (c: number, [, u, v, w]: readonly number[]): number => a * (u * cell[c] + v * cell[3 + c] + w * cell[6 + c])
  return {
    numbers: Int32Array.from(atoms, ([number]) => number),
    positions: Float64Array.from(atoms.flatMap((atom) => [at(0, atom), at(1, atom), at(2, atom)])),
    cell: Float64Array.from(cell, (value) => a * value),
    pbc: [true, true, true],
  }
}

const cubic = [1, 0, 0, 0, 1, 0, 0, 0, 1]
const faces = [0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0]
const body = [-0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0.5, 0.5, -0.5]
const aluminium = (lattice: string, z: number, a: number, ibar: number): string =>
  `'Al' '${lattice}' ${z} 13 26.98\n4.7 2.1 1.3 2.6 1.7 ${a} 3.36 1.07\n1 -1.2 2.1 3.3 0.9 ${ibar}\n`
const titanium = (lattice: string, z: number, a: number, ibar: number): string =>
  `Ti ${lattice} ${z} 22 47.88\n5.1 2.7 1.9 1.1 2.3 ${a} 4.87 0.66\n1 2.2 -1.6 -2.9 1.15 ${ibar}\n`
const second = "nn2(1,1) = 1\nnn2(1,2) = 1\nnn2(2,2) = 1\nCmin(1,1,1) = 0.61\nCmin(2,2,2) = 0.47\nCmin(1,1,2) = 0.8\nCmin(2,2,1) = 0.55\n"

/** J. H. Rose et al., doi:10.1103/PhysRevB.29.2963, with the cubic terms of LAMMPS. */
function roseEnergy(r: number, parameter: (name: string) => number, form: number): number {
  const [nearest, attraction, repulsion] = [parameter("re"), parameter("attrac"), parameter("repuls")]
  const a = parameter("alpha") * (r / nearest - 1)
  const side = a >= 0 ? attraction : repulsion
  const c = form === 1 ? repulsion / r - attraction : form === 2 ? side : (side * nearest) / r
  return -parameter("Ec") * (1 + a + c * a ** 3) * Math.exp(-a)
}

describe("reference structures follow the Rose equation", () => {
  const cases: Readonly<
    Record<
      string,
      {
        library: string
        parameters: string
        /** Nearest-neighbour distance over a, and the range of it that the cutoff allows for. */
        near: number
        range: readonly [number, number]
        of: (a: number) => Structure
      }
    >
  > = {
    "fcc, second neighbours": {
      library: aluminium("fcc", 12, 4.05, 3),
      parameters: `rc = 4.6\n${second.replaceAll(/^.*2.*\n/gm, "nn2(1,1) = 1\n")}Cmin(1,1,1) = 0.61\n`,
      near: Math.SQRT1_2,
      range: [2.7, 3.15],
      of: (a) => crystal(a, faces, [[13, 0, 0, 0]]),
    },
    "bcc, second neighbours": {
      library: aluminium("bcc", 8, 3.3, 0),
      parameters: "rc = 4.3\nnn2(1,1) = 1\nCmin(1,1,1) = 1.5\nattrac(1,1) = 0.05\nrepuls(1,1) = 0.03\nerose_form = 2\n",
      near: Math.sqrt(3) / 2,
      range: [2.65, 3.1],
      of: (a) => crystal(a, body, [[13, 0, 0, 0]]),
    },
    "diamond, screened first neighbours": {
      library: aluminium("dia", 4, 5.6, 1),
      parameters: "rc = 5\nerose_form = 1\nattrac(1,1) = 0.1\nrepuls(1,1) = 0.2\n",
      near: Math.sqrt(3) / 4,
      range: [2.2, 2.6],
      of: (a) =>
        crystal(a, faces, [
          [13, 0, 0, 0],
          [13, 0.25, 0.25, 0.25],
        ]),
    },
    "rock salt, second neighbours": {
      library: aluminium("fcc", 12, 4.05, 3) + titanium("bcc", 8, 3.2, 3),
      parameters: `rc = 4.2\nlattce(1,2) = b1\nre(1,2) = 2.7\n${second}`,
      near: 0.5,
      range: [2.5, 2.8],
      of: (a) =>
        crystal(a, faces, [
          [13, 0, 0, 0],
          [22, 0.5, 0.5, 0.5],
        ]),
    },
    "caesium chloride, second neighbours": {
      library: aluminium("fcc", 12, 4.05, 3) + titanium("bcc", 8, 3.2, 0),
      parameters: `rc = 4.1\nlattce(1,2) = b2\ndelta(1,2) = 0.2\nialloy = 2\n${second}`,
      near: Math.sqrt(3) / 2,
      range: [2.6, 3],
      of: (a) =>
        crystal(a, cubic, [
          [13, 0, 0, 0],
          [22, 0.5, 0.5, 0.5],
        ]),
    },
    // Some second neighbours are screened by one element, others by both: the reference takes all for one.
    "L1₂, second neighbours": {
      library: aluminium("fcc", 12, 4.05, 3) + titanium("fcc", 12, 4.15, 0),
      parameters: `rc = 4.6\nlattce(1,2) = l12\nialloy = 2\n${second}Cmin(1,1,2) = 0.61\n`,
      near: Math.SQRT1_2,
      range: [2.75, 3.1],
      of: (a) =>
        crystal(a, cubic, [
          [22, 0, 0, 0],
          [13, 0, 0.5, 0.5],
          [13, 0.5, 0, 0.5],
          [13, 0.5, 0.5, 0],
        ]),
    },
  }
  for (const [name, { library, parameters, near, range, of }] of Object.entries(cases)) {
    it(name, () => {
      const text = `delr = 0.1\nzbl(1,1) = 0\n${parameters}`
      const elements = library.includes("Ti") ? ["Al", "Ti"] : ["Al"]
      const spec = readMeam({ file: "l", text: library }, { file: "p", text }, elements)
      const potential = meamPotential(spec, elements.length > 1 ? [13, 22] : [13])
      const values = Object.fromEntries(potential.parameters.map(({ key, value }) => [key, value]))
      const rose = (r: number) => roseEnergy(r, (name) => values[`meam.${elements.join("-")}.${name}`], spec.roseForm ?? 0)
      for (let k = 0; k <= 8; k++) {
        const r = range[0] + ((range[1] - range[0]) * k) / 8
        const crystal = of(r / near)
        const { energy } = evaluated(potential, crystal)
        // What is left are tables of pair energies and the tenth second neighbours of second neighbours.
        expect(Math.abs(energy / crystal.numbers.length - rose(r))).toBeLessThan(2e-6)
      }
    })
  }
})
