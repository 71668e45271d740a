import { symbolOf } from "../../../atoms/elements.ts"
import type { MeasuredPart } from "../../suite/suites.ts"
import { hasSettled } from "../correlation/correlation.ts"
import type { Estimate } from "../correlation/estimate.ts"
import type { LiquidRecord } from "../liquid/liquid-record.ts"
import { estimated, pointsOf, unsettled } from "./estimated.ts"
import { nanoDiffusion } from "./units.ts"

const PICOSECOND = 1e-3
/** Atoms that get less far than this part of their first shell, and no farther in the second half of the time, stay where they are. */
const STAYS = 0.5
const GROWS = 0.2

/** Displacements, velocities, their spectrum and diffusion. */
export function diffusionPart(
  record: Pick<LiquidRecord, "displacements" | "velocities" | "spectra" | "finiteSize" | "shells">,
): MeasuredPart {
  const { displacements, velocities, spectra, finiteSize, shells } = record
  const unit = { factor: nanoDiffusion }
  const values = displacements.flatMap(({ element, diffusion }, e) => {
    const name = symbolOf(element)
    return [
      estimated(`D.${name}.displacements`, `D of ${name}, from displacements`, diffusion, "10⁻⁹ m²/s", unit),
      estimated(`D.${name}.velocities`, `D of ${name}, from velocities`, velocities[e].diffusion, "10⁻⁹ m²/s", {
        ...unit,
        trouble: unsettled(hasSettled(velocities[e])),
      }),
      ...(finiteSize
        ? [estimated(`D.${name}.infinite`, `D of ${name}, of an infinite liquid`, plus(diffusion, finiteSize), "10⁻⁹ m²/s", unit)]
        : []),
    ]
  })
  const shell = Math.min(...shells.filter((length) => length > 0))
  const stays = displacements.filter(({ squared }) => {
    const [half, whole] = [squared[squared.length >> 1], squared[squared.length - 1]]
    return Math.sqrt(whole) < STAYS * shell && whole - half < GROWS * whole
  })
  return {
    name: "diffusion",
    title: "Diffusion and vibration",
    values,
    remarks: [
      finiteSize
        ? "D of an infinite liquid adds ξ k_B T/(6 π η L) to that from displacements, with the viscosity below (doi:10.1021/jp0477147)."
        : "The cell is no cube, or no viscosity was found: D is not corrected for its size.",
      ...stays.map(({ element }) => `${symbolOf(element)} atoms do not leave their places: this is a crystal or a glass, no liquid.`),
    ],
    figures: [
      {
        kind: "curves",
        key: "displacements",
        caption: "Mean squared displacement",
        x: "time [ps]",
        y: "⟨Δr²⟩ [Å²]",
        curves: displacements.map(({ element, time, squared }) => ({
          name: symbolOf(element),
          points: pointsOf(time, squared, [PICOSECOND, 1]),
          mark: "line",
        })),
      },
      {
        kind: "curves",
        key: "velocities",
        caption: "Autocorrelation of velocities",
        x: "time [ps]",
        y: "⟨v(0)·v(t)⟩/⟨v²⟩",
        curves: velocities.map(({ element, time, correlation }) => ({
          name: symbolOf(element),
          points: pointsOf(time, correlation, [PICOSECOND, 1 / correlation[0]]),
          mark: "line",
        })),
      },
      {
        kind: "curves",
        key: "spectrum",
        caption: "Spectrum of velocities, three vibrations an atom; at zero it is 12 m D/(k_B T)",
        x: "frequency [THz]",
        y: "g [1/THz]",
        curves: spectra.map(({ frequency, density }, e) => ({
          name: symbolOf(velocities[e].element),
          points: pointsOf(...shown(frequency, density)),
          mark: "line",
        })),
      },
    ],
  }
}

function plus(a: Estimate, b: Estimate): Estimate {
  return { value: a.value + b.value, error: a.error === null || b.error === null ? null : Math.hypot(a.error, b.error) }
}

/** A spectrum up to where all but a thousandth of it lies below. */
function shown(frequency: readonly number[], density: readonly number[]): [readonly number[], readonly number[]] {
  const whole = density.reduce((sum, value) => sum + Math.abs(value), 0)
  let sum = 0
  const end = density.findIndex((value) => (sum += Math.abs(value)) > 0.995 * whole)
  const last = Math.min(density.length, Math.ceil(1.2 * Math.max(end, 4)))
  return [frequency.slice(0, last), density.slice(0, last)]
}
