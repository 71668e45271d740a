import { type CellRescalingOptions, cellRescaling } from "./cell-rescaling.ts"
import type { Integrator } from "./integrator.ts"
import { langevin } from "./langevin.ts"
import { martynaTobiasKlein } from "./martyna-tobias-klein.ts"
import { noseHoover } from "./nose-hoover.ts"
import { velocityRescaling } from "./velocity-rescaling.ts"
import { velocityVerlet } from "./velocity-verlet.ts"

/** What ensembles may be told; each takes what it needs. */
export type DynamicsOptions = CellRescalingOptions

/** Name of an ensemble and of how it is integrated. */
export type Ensemble = "nve" | "nvt-langevin" | "nvt-nose-hoover" | "nvt-rescale" | "npt-mtk" | "npt-rescale"

const makers: ReadonlyMap<Ensemble, (options: DynamicsOptions) => Integrator> = new Map([
  ["nve", ({ timestep }: DynamicsOptions) => velocityVerlet(timestep)],
  ["nvt-langevin", langevin],
  ["nvt-nose-hoover", noseHoover],
  ["nvt-rescale", velocityRescaling],
  ["npt-mtk", martynaTobiasKlein],
  ["npt-rescale", cellRescaling],
])

/** All ensembles. */
export const ensembles: readonly Ensemble[] = Object.freeze([...makers.keys()])

/** The integrator of an ensemble. @throws Failure for options that make no sense. */
export function createIntegrator(ensemble: Ensemble, options: DynamicsOptions): Integrator {
  const make = makers.get(ensemble)
  if (!make) throw new RangeError(`no ensemble is called ${String(ensemble)}`)
  return make(options)
}
