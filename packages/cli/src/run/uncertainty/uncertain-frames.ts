import { formatExtxyz, matrixFromVoigt, observationRange, type Configuration, type UncertainPrediction } from "@luthier/core"

/** What is written beside a prediction: ends of intervals and bounds, and standard deviations. */
const written: readonly (readonly [name: string, of: (bars: UncertainPrediction, i: number) => number])[] = [
  ["posterior", ({ posterior }, i) => posterior[i]],
  ["predictive", ({ predictive }, i) => predictive[i]],
  ["pops", ({ pops }, i) => pops[i]],
  ["committee", ({ committee }, i) => committee[i]],
  ["lower", ({ lower }, i) => lower[i]],
  ["upper", ({ upper }, i) => upper[i]],
  ["lowest", ({ predicted, popsShift, popsReach }, i) => predicted[i] + popsShift[i] - popsReach[i]],
  ["highest", ({ predicted, popsShift, popsReach }, i) => predicted[i] + popsShift[i] + popsReach[i]],
]

/**
 * The text of each frame as read, with predictions and their error bars beside the reference: `energy_pops`, `forces_lower`, … in eV and
 * eV/Å, stresses in eV/Å³. Those that are not known or have no end are left out.
 */
export function* uncertainFrames(configurations: readonly Configuration[], bars: readonly UncertainPrediction[]): Generator<string> {
  for (const [k, configuration] of configurations.entries()) {
    const atoms = configuration.structure.numbers.length
    const part = (property: "energy" | "forces" | "stress", of: (i: number) => number): Float64Array => {
      const [from, to] = observationRange(property, atoms)
      return Float64Array.from({ length: to - from }, (_, i) => of(from + i))
    }
    const own: UncertainPrediction = bars[k]
    const all = [["predicted", (_: UncertainPrediction, i: number) => own.predicted[i]] as const, ...written]
    const columns = all.flatMap(([name, of]) => {
      const values = part("forces", (i) => of(own, i))
      return values.every(Number.isFinite) ? [{ name: name === "predicted" ? "predicted_forces" : `forces_${name}`, width: 3, values }] : []
    })
    const info: Record<string, number | string> = {}
    for (const [name, of] of all) {
      const [energy] = part("energy", (i) => of(own, i))
      if (Number.isFinite(energy)) info[name === "predicted" ? "predicted_energy" : `energy_${name}`] = energy * atoms
      if (!configuration.structure.cell) continue
      const stress = part("stress", (i) => of(own, i))
      if (!stress.every(Number.isFinite)) continue
      info[name === "predicted" ? "predicted_stress" : `stress_${name}`] = Array.from(matrixFromVoigt(stress)).join(" ")
    }
    yield formatExtxyz(configuration, { columns, info })
  }
}
