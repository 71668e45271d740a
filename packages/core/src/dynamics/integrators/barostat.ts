import { boltzmann } from "../../units/constants.ts"
import { demandPositive } from "./integrator.ts"
import type { ThermostatOptions } from "./langevin.ts"
import type { Coupling } from "./strain.ts"
import { Failure } from "../../failure/failure.ts"

/** Of a thermostat and a barostat together. */
export interface BarostatOptions extends ThermostatOptions {
  /** [eV/Å³], positive when it compresses. */
  readonly pressure: number
  /** Time in which the cell answers [fs]. */
  readonly pressureDamping: number
  readonly coupling: Coupling
}

/** Checks what both barostats are told; k_B T [eV]. @throws Failure. */
export function demandBarostat({ timestep, temperature, damping, pressure, pressureDamping }: BarostatOptions): number {
  demandPositive("step", timestep, "fs")
  demandPositive("temperature", temperature, "K")
  demandPositive("damping time", damping, "fs")
  demandPositive("pressure damping", pressureDamping, "fs")
  if (!Number.isFinite(pressure)) throw new Failure(`a pressure of ${pressure} eV/Å³`)
  return boltzmann * temperature
}
