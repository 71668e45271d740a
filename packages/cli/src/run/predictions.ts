import { formatExtxyz, matrixFromVoigt, observationRange, type Configuration } from "@luthier/core"

/** The text of each frame as read, with `predicted_energy`, `predicted_forces` and `predicted_stress` beside the reference. */
export function* predictionFrames(configurations: readonly Configuration[], predictions: readonly Float64Array[]): Generator<string> {
  for (const [k, configuration] of configurations.entries()) {
    const atoms = configuration.structure.numbers.length
    const part = (property: "energy" | "forces" | "stress"): Float64Array => predictions[k].slice(...observationRange(property, atoms))
    const stress = configuration.structure.cell ? { predicted_stress: Array.from(matrixFromVoigt(part("stress"))).join(" ") } : {}
    yield formatExtxyz(configuration, {
      columns: [{ name: "predicted_forces", width: 3, values: part("forces") }],
      info: { predicted_energy: part("energy")[0] * atoms, ...stress },
    })
  }
}
