import { type Coupling, type DynamicsOptions, type Ensemble, gigapascal } from "@luthier/core"

/** Formats in which a trajectory is written, and the names of their files. */
export const trajectoryFiles = { extxyz: "trajectory.xyz", dump: "trajectory.dump", binary: "trajectory.bin" } as const

/** What a simulation is told, as it is written to its folder; pressures in GPa, times in fs. */
export interface SimulationSettings {
  readonly potential: string
  readonly structure: string
  readonly frame: number
  readonly repeat: readonly [number, number, number]
  readonly ensemble: Ensemble
  readonly temperature: number
  readonly initialTemperature: number
  readonly timestep: number
  readonly steps: number
  readonly damping: number
  readonly pressure: number
  readonly pressureDamping: number
  readonly coupling: Coupling
  /** [1/GPa] */
  readonly compressibility: number
  /** Steps between two rows of thermo.csv, two frames of the trajectory, and two checkpoints. */
  readonly every: number
  readonly frames: number
  readonly checkpoint: number
  readonly format: keyof typeof trajectoryFiles
  readonly skin: number | null
  /** Another number gives other last bits. */
  readonly threads: number
  readonly seed: number
}

/** In the units of the core. */
export function dynamicsOptions(settings: Omit<SimulationSettings, "threads">): DynamicsOptions {
  const { timestep, temperature, damping, pressure, pressureDamping, coupling, compressibility } = settings
  return {
    timestep,
    temperature,
    damping,
    pressure: pressure * gigapascal,
    pressureDamping,
    coupling,
    compressibility: compressibility / gigapascal,
  }
}
