import {
  blockAverage,
  type BlockAverage,
  gigapascal,
  type Integrator,
  kineticEnergy,
  type Motion,
  pressureTensor,
  temperatureOf,
  volumeOf,
} from "@luthier/core"
import { z } from "zod"

/** What is measured of a motion, in the order of the columns of thermo.csv. */
const quantities = [
  "temperature",
  "potential",
  "kinetic",
  "conserved",
  "pressure",
  "volume",
  "pxx",
  "pyy",
  "pzz",
  "pyz",
  "pxz",
  "pxy",
] as const
type Quantity = (typeof quantities)[number]
/** Those with a mean that says something. */
const averaged = ["temperature", "potential", "kinetic", "pressure", "volume", "pxx", "pyy", "pzz", "pyz", "pxz", "pxy"] as const

/** First line of thermo.csv. */
export const thermoHeader: string = `step,time_fs,temperature_K,potential_eV,kinetic_eV,conserved_eV,pressure_GPa,volume_A3,${quantities
  .slice(6)
  .map((name) => `${name}_GPa`)
  .join(",")}\n`

/** What measurements remember, as a checkpoint holds it. */
export const measurementsSchema: z.ZodType<MeasurementsMemory> = z.object({
  averages: z.record(z.string(), z.array(z.array(z.number()))),
  line: z.array(z.number()).length(6),
})
interface MeasurementsMemory {
  readonly averages: Readonly<Record<string, readonly (readonly number[])[]>>
  readonly line: readonly number[]
}

/** averages.json */
export interface MeasurementsRecord {
  /** How many rows were averaged. */
  readonly rows: number
  readonly atoms: number
  /** Mean, its error (null while too few rows tell), and standard deviation of single values. */
  readonly averages: Readonly<Record<string, { mean: number; error: number | null; deviation: number | null; unit: string }>>
  /** Slope of the conserved quantity, per atom; null with a single row. */
  readonly drift: { readonly value: number | null; readonly unit: string }
}

/** Means with their errors, and the drift of the conserved quantity. */
export interface Measurements {
  /** Measures; the row of thermo.csv. */
  take(motion: Motion, integrator: Integrator): string
  /** What has been found: averages.json. */
  record(atoms: number): MeasurementsRecord
  memory(): MeasurementsMemory
}

const units: Readonly<Record<(typeof averaged)[number], string>> = {
  temperature: "K",
  potential: "eV",
  kinetic: "eV",
  pressure: "GPa",
  volume: "Å³",
  pxx: "GPa",
  pyy: "GPa",
  pzz: "GPa",
  pyz: "GPa",
  pxz: "GPa",
  pxy: "GPa",
}

/** @param freedom degrees of freedom among which the kinetic energy is shared */
export function createMeasurements(freedom: number, memory?: MeasurementsMemory): Measurements {
  const averages = new Map<Quantity, BlockAverage>(averaged.map((name) => [name, blockAverage(memory?.averages[name])]))
  // Count, first value, and sums of time t, value y beside the first, t² and t y.
  let [count, first, t1, y1, t2, ty] = memory?.line ?? [0, 0, 0, 0, 0, 0]
  const tensor = new Float64Array(6)
  return {
    take(motion, integrator) {
      const kinetic = kineticEnergy(motion)
      const stress = pressureTensor(motion, tensor).map((value) => value / gigapascal)
      const conserved = integrator.conserved(motion)
      const time = motion.steps * integrator.timestep
      const mean = (stress[0] + stress[1] + stress[2]) / 3
      const values = [temperatureOf(kinetic, freedom), motion.energy, kinetic, conserved, mean, volumeOf(motion), ...stress]
      values.forEach((value, k) => averages.get(quantities[k])?.add(value))
      if (count === 0) first = conserved
      const [t, y] = [time / 1000, conserved - first]
      count++
      t1 += t
      y1 += y
      t2 += t * t
      ty += t * y
      return `${[motion.steps, time, ...values].join(",")}\n`
    },
    record(atoms) {
      const spread = count * t2 - t1 * t1
      return {
        rows: count,
        atoms,
        averages: Object.fromEntries(
          averaged.map((name) => {
            const { mean, error, variance } = averages.get(name) ?? blockAverage()
            return [name, { mean, error, deviation: count > 1 ? Math.sqrt(variance) : null, unit: units[name] }]
          }),
        ),
        drift: { value: spread > 0 ? (count * ty - t1 * y1) / spread / atoms : null, unit: "eV/atom/ps" },
      }
    },
    memory: () => ({
      averages: Object.fromEntries([...averages].map(([name, average]) => [name, average.memory])),
      line: [count, first, t1, y1, t2, ty],
    }),
  }
}
