import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { parameterValues } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { snapFileSpec } from "../../potentials/snap/file/read-snap.ts"
import { inUnit } from "../../units/quantity.ts"
import { elasticConstant } from "../bulk/elastic.ts"
import { latticeParameter } from "../bulk/lattice.ts"
import { crystalOfUsualVolume } from "../crystal/ground-states.ts"
import { nearestWell } from "../crystal/scaled.ts"
import { vacancyEnergy } from "../defects/point-defects.ts"
import type { Observable } from "../observable.ts"
import { pointAt } from "../point.ts"

/** What was computed from published files: a [Å], C11, C12, C44 [GPa], the vacancy in so many cubic cells [eV]. */
type Known = readonly [
  file: string,
  prototype: string,
  element: string,
  a: number,
  C11: number,
  C12: number,
  C44: number,
  cells: number,
  vacancy: number,
]

const own = fileURLToPath(new URL("../../potentials/snap/fixtures/", import.meta.url))
const lammps = process.env["LAMMPS_POTENTIALS"] ?? "/usr/share/lammps/potentials"

function check(file: string, [, prototype, element, a, C11, C12, C44, cells, vacancy]: Known): void {
  const read = (path: string) => ({ file: path, text: readFileSync(path, "utf8") })
  const potential = createPotential(snapFileSpec(read(file), read(file.replace(/coeff$/u, "param"))))
  const point = pointAt(potential, parameterValues(potential.parameters))
  const crystal = nearestWell(point, crystalOfUsualVolume(prototype, [element]))
  const near = (observable: Observable, expected: number, digit: number): void => {
    const { value, trouble } = observable.read(point)
    expect(trouble).toBeNull()
    const error = Math.abs(inUnit(value, observable.dimension, observable.unit) - expected)
    expect(error, observable.name).toBeLessThan(Math.max(0.005 * expected, digit / 2))
  }
  near(latticeParameter(crystal, "a"), a, 1e-3)
  near(elasticConstant(crystal, 1, 1), C11, 1)
  near(elasticConstant(crystal, 1, 2), C12, 1)
  near(elasticConstant(crystal, 4, 4), C44, 1)
  near(vacancyEnergy(crystal, { supercell: [cells, cells, cells] }), vacancy, 0.01)
}

// Within half a per cent, or half of the last digit that is given, of what other programs find with the files of Y. Zuo et al., doi:10.1021/acs.jpca.9b08723.
describe("published SNAP potentials", () => {
  test.for<Known>([
    ["linear-Mo.snapcoeff", "bcc", "Mo", 3.169, 456, 159, 109, 3, 2.72],
    ["linear-Si.snapcoeff", "diamond", "Si", 5.474, 128, 75, 71, 2, 2.71],
  ])("%s", (known) => check(`${own}${known[0]}`, known))

  test
    .runIf(existsSync(`${lammps}/Ni_Zuo_JPCA2020.snapcoeff`))
    .for<Known>([["Ni_Zuo_JPCA2020.snapcoeff", "fcc", "Ni", 3.522, 283, 168, 129, 3, 1.47]])(
    "%s, where LAMMPS's potential files are",
    (known) => check(`${lammps}/${known[0]}`, known),
  )
})
