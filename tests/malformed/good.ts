/** Frames of neon and xenon from which the malformed ones are made; the labels are those of a spring between the two atoms. */
export const train: string =
  frames([2.9, 3.1, 3.3, 3.6, 4], "Ne", "Xe") + frames([3, 3.4, 4.1], "Ne", "Ne") + frames([4, 4.4, 5], "Xe", "Xe")

function frames(distances: readonly number[], a: string, b: string): string {
  return distances
    .map((r) => {
      const [energy, force] = [0.02 * (r - 4) ** 2 - 0.05, 0.04 * (4 - r)]
      return `2\nProperties=species:S:1:pos:R:3:forces:R:3 energy=${energy} config_type=${a}${b} pbc="F F F"\n${a} 0 0 0 ${-force} 0 0\n${b} ${r} 0 0 ${force} 0 0\n`
    })
    .join("")
}

/** A config that fits them, with one function of each sort. */
export const config: string = `data:
  train: train.xyz
potential:
  kind: pair
  elements: [Ne, Xe]
  cutoff: 9
  pairs:
    Ne-Ne: { form: lennard-jones, parameters: { epsilon: 0.003, sigma: 2.8 } }
    Ne-Xe:
      formula: A * exp(-b * r) - c / r^6
      parameters: { A: 900, b: 3.1, c: { value: 40, lower: 0 } }
    Xe-Xe: { spline: { knots: 8 } }
objective:
  references: none
  sigma: { energy: 2 meV/atom, forces: 50 meV/Å }
solver: { maxIterations: 20 }
seed: 3
`

/** The same as an embedded-atom potential. */
export const embedded: string = `data:
  train: train.xyz
potential:
  kind: eam
  elements: [Ne, Xe]
  cutoff: 9
  pair: { "*-*": { spline: { knots: 7 } } }
  density: { Ne: { spline: { knots: 5 } }, Xe: { form: exponential } }
  embedding: { "*": { form: finnis-sinclair } }
objective:
  references: none
  sigma: { energy: 2 meV/atom, forces: 50 meV/Å }
solver: { maxIterations: 3 }
`
