import type { Estimate } from "../correlation/estimate.ts"
import type { AngleDistributionRecord } from "../order/angle-distribution.ts"
import type { RadialDistributionRecord } from "../order/radial-distribution.ts"
import type { StructureFactorRecord } from "../order/structure-factor.ts"
import type { DisplacementRecord } from "../transport/displacements.ts"
import type { VelocityRecord } from "../transport/velocity-correlation.ts"
import type { SpectrumRecord } from "../transport/vibrational-spectrum.ts"
import type { GreenKuboRecord } from "../transport/viscosity.ts"

/** What a liquid was found to be. */
export interface LiquidRecord {
  readonly atoms: number
  /** [K] */
  readonly temperature: Estimate
  /** [eV/Å³] */
  readonly pressure: Estimate
  /** Potential energy of an atom [eV]. */
  readonly energy: Estimate
  /** Of the cell [Å³]. */
  readonly volume: number
  /** Of all atoms [eV fs²/Å²]. */
  readonly mass: number
  readonly distances: RadialDistributionRecord
  readonly waves: StructureFactorRecord
  /** By transform of g(r), at the same q. */
  readonly transformed: StructureFactorRecord
  readonly angles: AngleDistributionRecord
  /** Where the first shell ends [Å], of each pair of g(r); 0 where it has none. */
  readonly shells: readonly number[]
  readonly displacements: readonly DisplacementRecord[]
  readonly velocities: readonly VelocityRecord[]
  readonly spectra: readonly SpectrumRecord[]
  readonly viscosity: GreenKuboRecord
  /** What a cube takes from diffusion [Å²/fs]; `null` for other cells. */
  readonly finiteSize: Estimate | null
  readonly conductivity: GreenKuboRecord | string
}
