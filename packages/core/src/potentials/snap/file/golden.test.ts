import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { Configuration } from "../../../atoms/structure.ts"
import { readAny } from "../../../io/read-any.ts"
import { textSource } from "../../../io/source/text-source.ts"
import { evaluateStructure } from "../../evaluate-structure.ts"
import { parameterValues } from "../../parameters.ts"
import { createPotential } from "../../registry.ts"
import { snapFileSpec } from "./read-snap.ts"

/** Bars in an eV/Å³: of LAMMPS's `units metal`, and that by which its stresses were converted back. */
const [lammpsBar, bar] = [1.6021765e6, 1.602176634e6]

const fixture = (file: string) => ({ file, text: readFileSync(new URL(`../fixtures/${file}`, import.meta.url), "utf8") })

async function structures(name: string): Promise<Configuration[]> {
  const found: Configuration[] = []
  for await (const configuration of readAny(textSource(name, fixture(`${name}.xyz`).text))) found.push(configuration)
  return found
}

const largest = (values: Iterable<number>): number => [...values].reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe("published potentials", () => {
  it.for(["linear-Cu", "linear-Li", "linear-Mo", "linear-Si", "quadratic-Cu", "quadratic-Li", "quadratic-Mo", "quadratic-Si"])(
    "%s: the energies, forces and stresses of LAMMPS",
    async (name) => {
      const potential = createPotential(snapFileSpec(fixture(`${name}.snapcoeff`), fixture(`${name}.snapparam`)))
      const theta = parameterValues(potential.parameters)
      const configurations = await structures(name)
      expect(configurations).toHaveLength(4)
      for (const { structure, energy = Number.NaN, forces = new Float64Array(0), stress } of configurations) {
        const ours = evaluateStructure(potential, theta, structure)
        expect(Math.abs(ours.energy / energy - 1)).toBeLessThan(1e-12)
        expect(largest(forces.map((force, k) => force - ours.forces[k])) / largest(forces)).toBeLessThan(1e-12)
        if (!stress || !ours.stress) throw new Error("there is no stress")
        const expected = stress.map((value) => (value * bar) / lammpsBar)
        const found = ours.stress
        expect(largest(expected.map((value, k) => value - found[k])) / largest(expected)).toBeLessThan(1e-11)
      }
    },
  )
})
